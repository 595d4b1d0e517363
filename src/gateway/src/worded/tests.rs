use super::{Worded, worded};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[test]
fn only_bare_refusals_are_exchanged() {
    let bare = |status: &str| {
        format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\ndate: x\r\n\r\n")
    };
    for (status, code) in [
        ("414 URI Too Long", "RequestURITooLong"),
        ("431 Request Header Fields Too Large", "RequestHeaderTooLarge"),
        ("400 Bad Request", "InvalidRequest"),
    ] {
        let text = String::from_utf8(worded(bare(status).as_bytes()).unwrap()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status}\r\nconnection: close\r\n")), "{head}");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
        assert!(head.contains("\r\ncontent-type: application/json;charset=utf-8\r\n"), "{head}");
        let json: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(json["Code"], code);
        assert!(head.ends_with(&format!("\r\nx-acs-request-id: {}", json["RequestId"].as_str().unwrap())));
    }
    let of_the_gateway = bare("414 URI Too Long").replace("date: x", "x-acs-request-id: x");
    let with_a_body = bare("400 Bad Request").replace("content-length: 0", "content-length: 1");
    for other in
        [bare("200 OK"), of_the_gateway, with_a_body, bare("400 Bad Request") + "x", "\r\n\r\n".into()]
    {
        assert_eq!(worded(other.as_bytes()), None, "{other}");
    }
}

#[tokio::test]
async fn a_slow_reader_gets_the_whole_text_once() {
    let (near, mut far) = tokio::io::duplex(7);
    let writing = tokio::spawn(async move {
        let mut near = Worded::new(near);
        near.write_all(b"before ").await.unwrap();
        near.write_all(b"HTTP/1.1 414 URI Too Long\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        near.write_all(b" after").await.unwrap();
    });
    let mut text = String::new();
    far.read_to_string(&mut text).await.unwrap();
    writing.await.unwrap();
    assert!(text.starts_with("before HTTP/1.1 414 URI Too Long\r\ncontent-length: 1"), "{text}");
    assert!(text.ends_with("} after"), "{text}");
    assert_eq!(text.matches("RequestURITooLong").count(), 1, "{text}");
}
