//! What official clients put on the wire in more than one way: both schemes take all of them.

use kms_api::Product::{Kms, Vpc};
use kms_tests::{Answer, Rpc1Call, SdkClient, SdkRequest, TestCloud, raw::exchange};
use std::time::Duration;

/// The same call by both schemes.
fn both(client: &SdkClient, query: &[(&str, &str)], form: &[(&str, &str)]) -> [SdkRequest; 2] {
    let rpc1 = Rpc1Call { form, ..Rpc1Call::new(Vpc, "DescribeVpcs", query) };
    [client.sign(Vpc, "DescribeVpcs", query, form), client.sign_rpc1(&rpc1)]
}

fn count(answer: &Answer) -> u64 {
    answer.json()["TotalCount"].as_u64().unwrap_or_else(|| panic!("{}", answer.text()))
}

#[tokio::test]
async fn booleans_come_in_any_case() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let region = ("RegionId", "cn-hangzhou");
    let mut counts = Vec::new();
    for value in ["true", "True", "TRUE", "false", "False"] {
        for request in both(&client, &[region, ("IsDefault", value)], &[]) {
            counts.push(count(&client.send(&request).await));
        }
        for request in both(&client, &[region], &[("IsDefault", value)]) {
            counts.push(count(&client.send(&request).await));
        }
    }
    let (defaults, others) = counts.split_at(12);
    assert!(defaults.iter().all(|count| *count == defaults[0]), "{counts:?}");
    assert!(others.iter().all(|count| *count == others[0]), "{counts:?}");
    assert_ne!(defaults[0], others[0]);
    for request in both(&client, &[region, ("IsDefault", "yes")], &[]) {
        assert_eq!(client.send(&request).await.verdict(), (400, "InvalidParameter".into()));
    }
}

#[tokio::test]
async fn lists_are_numbered_parameters() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let region = ("RegionId", "cn-hangzhou");
    let all = count(&client.send(&both(&client, &[region], &[])[0]).await);
    for request in both(&client, &[region, ("Tag.1.Key", "no such"), ("Tag.1.Value", "环境 *~")], &[]) {
        assert_eq!(count(&client.send(&request).await), 0);
    }
    assert!(all > 0);
    for request in both(&client, &[region], &[("Tag.20.Key", &"k".repeat(129))]) {
        assert_eq!(client.send(&request).await.verdict(), (400, "InvalidTagKey".into()));
    }
}

#[tokio::test]
async fn the_lax_spelling_of_an_asynchronous_client_is_the_same() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let name = "s/é 1*~+%&=#?!'()[]@:,;$|\"{}";
    let spelled = "VpcName=s/%C3%A9+1*~%2B%25%26%3D%23?!'()%5B%5D@:,%3B$%7C%22%7B%7D";
    for mut request in both(&client, &[("RegionId", "cn-hangzhou"), ("VpcName", name)], &[]) {
        let strict = kms_signer::encode::encode_pairs(&[("VpcName", name)]);
        assert!(request.query.contains(&strict));
        request.query = request.query.replace(&strict, spelled);
        assert_eq!(count(&client.send(&request).await), 0);
    }
    // In a form body an apostrophe stays, and an asterisk too.
    for mut request in both(&client, &[("RegionId", "cn-hangzhou")], &[("VpcName", "a b*~!'()")]) {
        request.body = match request.query.contains("Signature=") {
            true => b"VpcName=a%20b*~!'()".to_vec(),
            // The other scheme signs the bytes of the body.
            false => request.body,
        };
        assert_eq!(count(&client.send(&request).await), 0);
    }
}

#[tokio::test]
async fn request_targets_may_be_absolute_and_bodies_chunked() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    let (query, form) = ([("RegionId", "cn-hangzhou")], [("PageSize", "3")]);
    for request in both(&client, &query, &form) {
        let target = format!("http://{}/?{}", cloud.address(), request.query);
        let mut text = request.head(&target) + "transfer-encoding: chunked\r\n\r\n";
        for piece in request.body.chunks(4) {
            text.push_str(&format!("{:x}\r\n{}\r\n", piece.len(), String::from_utf8_lossy(piece)));
        }
        text.push_str("0\r\n\r\n");
        let found = exchange(cloud.address(), &text, Duration::from_secs(5)).await;
        assert!(found.received.starts_with("HTTP/1.1 200 OK"), "{}", found.received);
        assert!(found.received.contains("\"PageSize\":3"), "{}", found.received);
    }
    // Without a slash, as when the path of an endpoint is left empty.
    let request = client.sign(Kms, "ListKmsInstances", &[("PageSize", "3")], &[]);
    let target = format!("http://{}?{}", cloud.address(), request.query);
    let text = request.head(&target) + "content-length: 0\r\n\r\n";
    let found = exchange(cloud.address(), &text, Duration::from_secs(5)).await;
    assert!(found.received.starts_with("HTTP/1.1 200 OK"), "{}", found.received);
}

#[tokio::test]
async fn a_policy_of_forty_kilobytes_fits_into_the_query() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    // As encoded; one that is longer belongs into the form body.
    let policy = "{\"Version\":\"1\"}".repeat(1600);
    let query = [("KmsInstanceId", policy.as_str())];
    assert!(kms_signer::encode::encode_pairs(&query).len() > 40_000);
    let rpc1 = Rpc1Call::new(Kms, "GetKmsInstance", &query);
    for request in [
        client.sign(Kms, "GetKmsInstance", &query, &[]),
        client.sign_rpc1(&rpc1),
        client.sign_rpc1(&Rpc1Call { method: "GET", ..rpc1 }),
    ] {
        let answer = client.send(&request).await;
        assert_eq!(answer.verdict(), (403, "Forbidden.DKMSInstanceNotFound".into()));
    }
}

#[tokio::test]
async fn what_is_missing_is_named_alike_in_both_schemes() {
    let cloud = TestCloud::start().await;
    let client = cloud.client();
    type Edit = fn(&mut SdkRequest);
    let cases: [(&str, Edit, Edit, &str); 4] = [
        (
            "no action",
            |r| r.headers.retain(|(name, _)| name != "x-acs-action"),
            |r| r.set_parameter("Action", None),
            "MissingAction",
        ),
        (
            "empty action",
            |r| {
                r.set("x-acs-action", "");
            },
            |r| r.set_parameter("Action", Some("")),
            "MissingAction",
        ),
        (
            "no version",
            |r| r.headers.retain(|(name, _)| name != "x-acs-version"),
            |r| r.set_parameter("Version", None),
            "MissingVersion",
        ),
        ("nothing", |_| (), |_| (), "OK"),
    ];
    for (what, edit_acs3, edit_rpc1, code) in cases {
        let [mut acs3, mut rpc1] = both(&client, &[("RegionId", "cn-hangzhou")], &[]);
        edit_acs3(&mut acs3);
        edit_rpc1(&mut rpc1);
        for request in [acs3, rpc1] {
            let (status, found) = client.send(&request).await.verdict();
            assert_eq!((status, found.as_str()), (if code == "OK" { 200 } else { 400 }, code), "{what}");
        }
    }
    // Own parameters: absent at the gateway, empty at KMS.
    let own = |query| {
        [
            client.sign(Kms, "GetKmsInstance", query, &[]),
            client.sign_rpc1(&Rpc1Call::new(Kms, "GetKmsInstance", query)),
        ]
    };
    for (query, code) in [(&[][..], "MissingKmsInstanceId"), (&[("KmsInstanceId", "")], "MissingParameter")] {
        for request in own(query) {
            assert_eq!(client.send(&request).await.verdict(), (400, code.to_owned()));
        }
    }
}
