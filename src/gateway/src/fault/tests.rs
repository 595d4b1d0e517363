use super::{Envelope, Fault, ParameterError};
use kms_sandbox::CloudError;
use kms_signer::VerifyError;

#[test]
fn each_layer_s_refusal_keeps_its_code_envelope_and_hint() {
    let cloud = |kms_own, retry_after_ms| {
        let (code, message) = ("Rejected.Throttling".to_owned(), "QPS Limit Exceeded".to_owned());
        Fault::from(CloudError { status: 429, code, message, kms_own, retry_after_ms })
    };
    let cases = [
        (cloud(true, Some(700)), 429, "Rejected.Throttling", Envelope::Kms, Some(700)),
        (cloud(false, None), 429, "Rejected.Throttling", Envelope::Gateway, None),
        (VerifyError::TooManyNonces.into(), 400, "Throttling", Envelope::Gateway, Some(1000)),
        (VerifyError::UnknownKey.into(), 404, "InvalidAccessKeyId.NotFound", Envelope::Gateway, None),
        (ParameterError::NotUtf8.into(), 400, "InvalidParameter.Format", Envelope::Gateway, None),
    ];
    for (fault, status, code, envelope, retry_after_ms) in cases {
        let found = (fault.status, &*fault.code, fault.envelope, fault.retry_after_ms);
        assert_eq!(found, (status, code, envelope, retry_after_ms));
    }
}
