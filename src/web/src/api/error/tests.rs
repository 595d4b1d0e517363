use kms_api::ApiError;

use super::{CallError, Kind};

#[test]
fn the_code_decides_how_an_error_is_shown() {
    for (code, status, expected) in [
        ("Forbidden.NoPermission", 400, Kind::Denied),
        ("NoPermission", 403, Kind::Denied),
        ("Throttling.User", 400, Kind::Throttled),
        ("Rejected.Throttling", 429, Kind::Throttled),
        ("Forbidden.DKMSInstanceNotFound", 403, Kind::NotFound),
        ("Forbidden.KeyNotFound", 404, Kind::NotFound),
        ("Forbidden.ResourceNotFound", 404, Kind::NotFound),
        ("UpstreamTimeout", 504, Kind::Unknown),
        ("BadUpstreamAnswer", 502, Kind::Unknown),
        ("UpstreamUnreachable", 502, Kind::Fault),
        ("UpstreamSignature", 502, Kind::Fault),
        ("InternalFailure", 500, Kind::Unknown),
        ("SerivceUnvailableTemporary", 503, Kind::Unknown),
        ("InvalidParameter", 400, Kind::Fault),
    ] {
        let error = CallError::Api(ApiError { code: code.into(), status, ..ApiError::default() });
        assert_eq!(error.kind(), expected, "{code}");
    }
    assert_eq!(CallError::Offline.kind(), Kind::Offline);
}
