use super::{ALLOWED, is_allowed};
use kms_api::catalog::{self, Access};

#[test]
fn every_allowed_operation_is_in_the_catalogue_and_gives_no_secret() {
    for (product, operation) in ALLOWED {
        let spec = catalog::find(product, operation).unwrap_or_else(|| panic!("{operation} is unknown"));
        assert!(!spec.sensitive_response, "{operation} answers with secret material");
    }
}

#[test]
fn nothing_else_of_the_catalogue_is_allowed() {
    let allowed = catalog::operations().iter().filter(|spec| is_allowed(spec.product, &spec.name)).count();
    assert_eq!(allowed, ALLOWED.len());
    for (product, operation) in [
        (kms_api::Product::Kms, "GetSecretValue"),
        (kms_api::Product::Kms, "Decrypt"),
        (kms_api::Product::Kms, "GenerateDataKey"),
        (kms_api::Product::Kms, "PutSecretValue"),
        (kms_api::Product::Sts, "AssumeRole"),
        (kms_api::Product::Vpc, "ListKmsInstances"),
        (kms_api::Product::Kms, "listkmsinstances"),
    ] {
        assert!(!is_allowed(product, operation), "{operation}");
    }
}

#[test]
fn three_writes_are_allowed() {
    let writes: Vec<_> = ALLOWED
        .into_iter()
        .filter(|(product, name)| {
            catalog::find(*product, name).is_some_and(|spec| spec.access == Access::Write)
        })
        .collect();
    let names = ["SetKeyPolicy", "SetSecretPolicy", "UpdateKmsInstanceBindVpc"];
    assert_eq!(writes, names.map(|name| (kms_api::Product::Kms, name)));
}
