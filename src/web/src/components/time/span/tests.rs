use super::{Span, Unit};

#[test]
fn lengths_use_the_units_of_people() {
    let day = 86_400_000.0;
    for (length, count, unit, rest) in [
        (0.0, 0, Unit::Minute, None),
        (59.0 * 60_000.0, 59, Unit::Minute, None),
        (3.5 * 3_600_000.0, 3, Unit::Hour, None),
        (41.2 * day, 41, Unit::Day, None),
        (-3.0 * day, 3, Unit::Day, None),
        (245.0 * day, 8, Unit::Month, None),
        (428.0 * day, 1, Unit::Year, Some((2, Unit::Month))),
        (366.0 * day, 1, Unit::Year, None),
    ] {
        assert_eq!(Span::between(length, 0.0), Span { count, unit, rest }, "{length}");
    }
}
