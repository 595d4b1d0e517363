use super::{Cell, cells};
use crate::pages::configure::selection::{Changes, Quota};

#[test]
fn cells_show_the_plan() {
    use Cell::{Account as A, Added as P, Free as F, Removed as M, Vpc as V};
    let check = |quota: (i64, i64, i64), changes: (usize, usize), expected: Option<Vec<Cell>>| {
        let (vpcs, accounts, limit) = quota;
        let changes = Changes { added: changes.0, removed: changes.1, moved: 0 };
        assert_eq!(cells(Quota { vpcs, accounts, limit }, changes), expected, "{quota:?} {changes:?}");
    };
    check((3, 1, 8), (0, 0), Some(vec![V, V, V, A, F, F, F, F]));
    check((3, 1, 8), (2, 1), Some(vec![V, V, A, M, P, P, F, F]));
    check((3, 0, 3), (1, 1), Some(vec![V, V, M, P]));
    check((0, 0, 1), (0, 0), Some(vec![F]));
    check((1, 0, 1000), (0, 0), None);
}
