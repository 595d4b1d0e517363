use super::split_host;

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
