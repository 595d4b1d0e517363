//! Temporary keys under both schemes: no token, another one, an old one.

use kms_api::Product::Sts;
use kms_sandbox::Session;
use kms_signer::Credential;
use kms_tests::{Rpc1Call, SdkClient, TestCloud, logs};

const TOKEN: &str = "canary+token/5d1c==";

/// A cloud with a temporary key that is good for 30 minutes, and a client that uses it.
async fn start(token: Option<&str>) -> (TestCloud, SdkClient) {
    let cloud = TestCloud::start().await;
    let expires = cloud.clock.now() + std::time::Duration::from_secs(30 * 60);
    cloud.with_world(|world| {
        let persona = world.persona().name().to_owned();
        let session = Session { token: TOKEN.to_owned(), expires };
        world.add_temporary_key("STS.temporary", "canary-temporary-2f", &persona, session).unwrap();
    });
    let mut client = cloud.client();
    client.credential = Credential {
        access_key_id: "STS.temporary".to_owned(),
        access_key_secret: "canary-temporary-2f".into(),
        security_token: token.map(Into::into),
    };
    (cloud, client)
}

/// The verdict of a call by each scheme; they agree.
async fn verdict(client: &SdkClient) -> (u16, String) {
    let acs3 = client.send(&client.sign(Sts, "GetCallerIdentity", &[], &[])).await;
    let rpc1 = client.send(&client.sign_rpc1(&Rpc1Call::new(Sts, "GetCallerIdentity", &[]))).await;
    let in_form = Rpc1Call { common_in_form: true, ..Rpc1Call::new(Sts, "GetCallerIdentity", &[]) };
    let in_form = client.send(&client.sign_rpc1(&in_form)).await;
    assert_eq!(acs3.verdict(), rpc1.verdict());
    assert_eq!(in_form.verdict(), rpc1.verdict());
    assert_eq!(acs3.member("Message"), rpc1.member("Message"));
    for answer in [acs3, rpc1] {
        assert!(!answer.text().contains("canary"), "{}", answer.text());
    }
    (in_form.status.as_u16(), in_form.verdict().1)
}

#[tokio::test]
async fn a_temporary_key_works_with_its_token_until_it_expires() {
    let (cloud, client) = start(Some(TOKEN)).await;
    assert_eq!(verdict(&client).await, (200, "OK".into()));
    cloud.clock.advance(29);
    assert_eq!(verdict(&client).await, (200, "OK".into()));
    cloud.clock.advance(1);
    assert_eq!(verdict(&client).await, (400, "InvalidSecurityToken.Expired".into()));
    assert!(!logs::captured().contains("canary+token") && !logs::captured().contains("canary%2Btoken"));
}

#[tokio::test]
async fn a_token_that_is_missing_or_another_s_is_refused() {
    let mismatch = (400, "InvalidSecurityToken.MismatchWithAccessKey".to_owned());
    for (token, expected) in [
        (None, (400, "MissingSecurityToken".to_owned())),
        (Some(""), (400, "MissingSecurityToken".to_owned())),
        (Some("canary+token/5d1d=="), mismatch.clone()),
    ] {
        let (_cloud, client) = start(token).await;
        assert_eq!(verdict(&client).await, expected, "{token:?}");
    }
    let (cloud, _) = start(None).await;
    let mut permanent = cloud.client();
    permanent.credential.security_token = Some(TOKEN.into());
    assert_eq!(verdict(&permanent).await, mismatch);
}

#[tokio::test]
async fn a_token_cannot_be_added_or_exchanged_on_the_way() {
    let (cloud, client) = start(Some(TOKEN)).await;
    let mut request = client.sign_rpc1(&Rpc1Call::new(Sts, "GetCallerIdentity", &[]));
    request.set_parameter("SecurityToken", None);
    request.set("x-acs-security-token", TOKEN);
    assert_eq!(client.send(&request).await.verdict(), (400, "MissingSecurityToken".into()));

    let mut unsigned = client.clone();
    unsigned.credential.security_token = None;
    let mut request = unsigned.sign_rpc1(&Rpc1Call::new(Sts, "GetCallerIdentity", &[]));
    request.set_parameter("SecurityToken", Some(TOKEN));
    assert_eq!(client.send(&request).await.verdict(), (400, "SignatureDoesNotMatch".into()));
    let mut request = unsigned.sign(Sts, "GetCallerIdentity", &[], &[]);
    request.set("x-acs-security-token", TOKEN);
    assert_eq!(client.send(&request).await.verdict(), (400, "IncompleteSignature".into()));
    drop(cloud);
}
