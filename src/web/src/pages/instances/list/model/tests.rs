use kms_api::InstanceKind;
use kms_api::operations::instances::{BindVpc, BindVpcs, KmsInstance};

use super::{Entry, Expires, Sort, SortBy, Wanted, count, keep_order, select};

const DAY: f64 = 86_400_000.0;

fn entries() -> Vec<Entry> {
    let detail = |name: &str, version: &str, status: &str, vpc: &str| KmsInstance {
        instance_name: name.into(),
        product_version: version.into(),
        status: status.into(),
        vpc_id: "vpc-Primary".into(),
        bind_vpcs: BindVpcs { bind_vpc: vec![BindVpc { vpc_id: vpc.into(), ..BindVpc::default() }] },
        ..KmsInstance::default()
    };
    let details = [
        ("kst-0", Some(detail("web", "3", "Connected", "vpc-a")), Some(10.0 * DAY)),
        ("kst-1", Some(detail("app", "3", "Error", "vpc-b")), Some(-DAY)),
        ("kst-2", Some(detail("hsm", "5", "Connected", "vpc-c")), None),
        ("kst-3", None, None),
    ];
    details
        .iter()
        .enumerate()
        .map(|(index, (id, detail, end))| Entry::new(index, id, detail.as_ref(), index == 3, *end))
        .collect()
}

fn software(change: impl Fn(&mut Wanted)) -> Vec<usize> {
    let mut wanted = Wanted { kind: Some(InstanceKind::Software), ..Wanted::default() };
    change(&mut wanted);
    select(&entries(), &wanted, 0.0)
}

#[test]
fn tabs_filters_and_order() {
    assert_eq!(software(|_| {}), [1, 3, 0], "by name; what could not be read stays in view");
    assert_eq!(software(|wanted| wanted.sort.descending = true), [0, 3, 1]);
    assert_eq!(software(|wanted| wanted.search = " VPC-A ".into()), [0], "found by a bound VPC");
    assert_eq!(software(|wanted| wanted.search = "vpc-primary".into()), [1, 0]);
    assert_eq!(software(|wanted| wanted.status = "Error".into()), [1]);
    assert_eq!(software(|wanted| wanted.expires = Expires::Soon), [0]);
    assert_eq!(software(|wanted| wanted.expires = Expires::Expired), [1]);
    assert_eq!(software(|wanted| wanted.sort.by = SortBy::Expires), [1, 0, 3]);
    assert_eq!(software(|wanted| wanted.kind = Some(InstanceKind::Hardware)), [2, 3]);
    assert_eq!(count(&entries(), InstanceKind::Software), 2);
}

#[test]
fn the_default_order_waits_until_all_is_known() {
    let mut entries = entries();
    entries[3].settled = false;
    let wanted = Wanted { kind: Some(InstanceKind::Software), ..Wanted::default() };
    assert_eq!(select(&entries, &wanted, 0.0), [0, 1, 3]);
    assert_eq!(select(&entries, &Wanted { sort_chosen: true, ..wanted }, 0.0), [1, 3, 0]);
}

#[test]
fn rows_keep_their_places_while_the_reader_is_among_them() {
    assert_eq!(keep_order(&[3, 1, 2], &[1, 2, 3]), [3, 1, 2]);
    assert_eq!(keep_order(&[3, 1, 2], &[4, 2, 3]), [3, 2, 4]);
    let long: Vec<Entry> =
        (0..101).map(|index| Entry { index, settled: true, ..entries()[0].clone() }).collect();
    let wanted = Wanted { kind: Some(InstanceKind::Software), ..Wanted::default() };
    assert_eq!(
        select(&long, &wanted, 0.0),
        (0..101).collect::<Vec<_>>(),
        "a long list stays in the cloud's order"
    );
}

#[test]
fn sort_survives_the_address() {
    for (text, by, descending) in [
        ("name.asc", SortBy::Name, false),
        ("expires.desc", SortBy::Expires, true),
        ("x.y", SortBy::Name, false),
    ] {
        assert_eq!(Sort::parse(text), Sort { by, descending });
    }
    assert_eq!(Sort { by: SortBy::State, descending: true }.as_text(), "state.desc");
}
