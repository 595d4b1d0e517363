use super::COMMON_PARAMETERS;
use kms_api::catalog;

#[test]
fn no_operation_has_a_parameter_that_the_door_keeps() {
    for spec in catalog::operations() {
        let kept = spec.request.iter().find(|param| COMMON_PARAMETERS.contains(&param.name.as_str()));
        assert!(kept.is_none(), "{} of {}", kept.unwrap().name, spec.name);
    }
}
