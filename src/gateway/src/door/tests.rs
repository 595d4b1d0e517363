use super::split_host;
use crate::answer::new_request_id;

#[test]
fn the_region_of_a_host_is_its_second_label() {
    let cases = [
        ("kms.cn-hangzhou.localhost:4000", ("kms", Some("cn-hangzhou"))),
        ("vpc.ap-southeast-5.aliyuncs.com", ("vpc", Some("ap-southeast-5"))),
        ("kms.cn-nowhere.localhost", ("kms", None)),
        ("127.0.0.1:4000", ("127", None)),
        ("localhost:4000", ("localhost", None)),
        ("", ("", None)),
    ];
    for (host, expected) in cases {
        assert_eq!(split_host(host), expected, "{host}");
    }
}

#[test]
fn request_ids_are_upper_case_uuids_of_version_4() {
    let ids: std::collections::BTreeSet<String> = (0..100).map(|_| new_request_id()).collect();
    assert_eq!(ids.len(), 100);
    for id in ids {
        let parts: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
        assert!(id.bytes().all(|b| b == b'-' || b.is_ascii_digit() || (b'A'..=b'F').contains(&b)), "{id}");
        assert_eq!(id.as_bytes()[14], b'4', "{id}");
        assert!(b"89AB".contains(&id.as_bytes()[19]), "{id}");
    }
}
