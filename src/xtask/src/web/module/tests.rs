use super::*;

#[test]
fn numbers_survive() {
    for value in [0, 1, 127, 128, 300, 65_535, 2_000_000] {
        let mut out = Vec::new();
        put_number(&mut out, value);
        assert_eq!(Reader(&out).number(), Some(value));
    }
}
