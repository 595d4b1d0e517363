use super::{Shown, face, totals};
use crate::policy::access::{MatrixRow, Share};

fn row(before: &[Share], after: &[Share]) -> MatrixRow {
    MatrixRow {
        principal: "acs:ram::1147203918250263:user/app".to_owned(),
        outside: false,
        before: before.to_vec(),
        after: after.to_vec(),
        inherited: vec![true; after.len()],
        statements: vec![0],
    }
}

#[test]
fn what_grew_and_what_shrank_is_marked() {
    use Share::{Always, Denied, Maybe, Never};
    let all = row(
        &[Never, Never, Denied, Maybe, Maybe, Always, Always, Always],
        &[Never, Maybe, Never, Always, Maybe, Maybe, Denied, Always],
    );
    let marks: Vec<Option<bool>> = (0..8).map(|at| face(&all, at, Shown::Both).mark).collect();
    let (more, less) = (Some(true), Some(false));
    assert_eq!(marks, [None, more, None, more, None, less, less, None]);
    assert_eq!(totals(&[all.clone(), all.clone()]), (4, 4));
    assert_eq!(face(&all, 5, Shown::Saved).share, Always);
    assert_eq!(face(&all, 5, Shown::Draft).share, Maybe);
    assert!(!face(&all, 5, Shown::Saved).inherited);
    assert_eq!(face(&all, 99, Shown::Both).share, Never);
}
