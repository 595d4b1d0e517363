use proptest::prelude::*;

use super::AccountId;

#[test]
fn account_ids_are_digits() {
    for good in ["1", "1147203918250263", "9007199254740993", "99999999999999999999"] {
        assert_eq!(AccountId::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", "-1", "+1", "1.0", "1e3", " 1", "123456789012345678901", "１２", "1147****0263"] {
        assert!(AccountId::parse(bad).is_err(), "{bad}");
    }
}

proptest! {
    /// A number or a text on the wire gives the same digits, whatever a float would have made of them.
    #[test]
    fn account_ids_survive_both_spellings(digits in "[1-9][0-9]{15,19}") {
        for wire in [digits.clone(), format!("\"{digits}\"")] {
            let read: AccountId = serde_json::from_str(&wire).unwrap();
            prop_assert_eq!(read.as_str(), &digits);
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{digits}\""));
        }
    }
}
