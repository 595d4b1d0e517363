use kms_api::Parameters;

use super::{command_text, operation_text};

#[test]
fn the_command_survives_a_shell() {
    let parameters = Parameters::from([
        ("BindVpcs".to_owned(), r#"[{"VpcId":"it's","VpcOwnerId":9007199254740993}]"#.to_owned()),
        ("KmsInstanceId".to_owned(), "kst-1".to_owned()),
    ]);
    assert_eq!(
        command_text("kms", "UpdateKmsInstanceBindVpc", "cn-hangzhou", &parameters),
        "aliyun kms UpdateKmsInstanceBindVpc --region cn-hangzhou \\\n  \
         --BindVpcs '[{\"VpcId\":\"it'\\''s\",\"VpcOwnerId\":9007199254740993}]' \\\n  --KmsInstanceId kst-1"
    );
    let text = operation_text("UpdateKmsInstanceBindVpc", &parameters);
    assert!(text.contains("\"VpcOwnerId\": 9007199254740993"), "{text}");
}
