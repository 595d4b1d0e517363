use super::{Standing, judge};
use crate::policy::access::{Answer, Deciding};

#[test]
fn a_denial_without_a_deny_is_left_to_ram_policies_of_the_own_account() {
    let answer = |verdict: &str, decided: bool| Answer {
        verdict: verdict.to_owned(),
        deciding: decided
            .then(|| Deciding { place: "resource".to_owned(), policy: 0, statement: 1 })
            .into_iter()
            .collect(),
        because: Vec::new(),
        depends_on: Vec::new(),
    };
    for (verdict, decided, outside, expected) in [
        ("allowed", true, false, Standing::Stays),
        ("denied", true, false, Standing::LockedOut),
        ("denied", false, false, Standing::ByRam),
        ("denied", false, true, Standing::LockedOut),
        ("depends", true, false, Standing::Depends),
    ] {
        assert_eq!(judge(&answer(verdict, decided), outside), expected, "{verdict} {decided} {outside}");
    }
}
