use super::{COMPARISONS, Names};

#[test]
fn near_names() {
    let names = ["Decrypt", "Encrypt", "DescribeKey", "bob", "rob"];
    for (text, expected) in [
        ("Decrpt", &["Decrypt"][..]),
        ("decrypt", &["Decrypt", "Encrypt"]),
        ("Dncrypt", &["Decrypt", "Encrypt"]),
        ("Describe", &[]),
        ("bobb", &["bob", "rob"]),
        ("bób", &["bob", "rob"]),
        ("", &[]),
    ] {
        assert_eq!(Names::new(names).near(text), expected, "{text}");
    }
}

#[test]
fn names_that_are_much_alike_cost_little() {
    let known: Vec<String> = (0..COMPARISONS).map(|at| format!("u{at:05}")).collect();
    let mut names = Names::new(known.iter().map(String::as_str));
    assert_eq!(names.near("u00007").first(), Some(&"u00007"));
    assert_eq!(names.near("u00008"), [""; 0]);
    assert_eq!(names.near("u00007").first(), Some(&"u00007"));
}
