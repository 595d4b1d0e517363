use super::{Report, only, run};
use crate::targets::{TARGETS, Target};

#[test]
fn every_target_holds_for_a_while() {
    for target in TARGETS {
        let report = run(target, 7, 0..2_000);
        assert_eq!((report.executions, report.failures), (2_000, 0), "{report}");
    }
}

#[test]
fn errors_and_panics_are_counted_and_can_be_repeated() {
    let target = Target {
        name: "broken",
        run: |source| match source.below(4) {
            0 => Err("zero".to_owned()),
            1 => panic!("one"),
            _ => Ok(()),
        },
    };
    let report = run(&target, 1, 0..1_000);
    assert!((400..600).contains(&report.failures), "{report}");
    assert_eq!(report.shown.len(), 5);
    let number = |report: &Report, text: &str| -> u64 {
        let line = report.shown.iter().find(|line| line.ends_with(text)).unwrap();
        line.split([' ', ':']).nth(1).unwrap().parse().unwrap()
    };
    for text in ["zero", "panic: one"] {
        let again = only(&target, 1, number(&report, text));
        assert_eq!(again.failures, 1);
        assert!(again.shown[0].ends_with(text), "{again}");
    }
    assert!(report.to_string().starts_with("broken: 1000 executions in "));
}
