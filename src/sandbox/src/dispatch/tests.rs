use kms_api::Product;

use crate::testing::{assert_refused, call, world};

#[test]
fn unknown_operations() {
    let cases = [
        (Product::Kms, "NoSuchOperation"),
        (Product::Kms, "getkmsinstance"),
        (Product::Kms, "DescribeVpcs"),
        (Product::Ram, "CreateUser"),
    ];
    for (product, operation) in cases {
        let answer = world().call(&call(product, operation, &[]));
        assert_refused(operation, &answer, (404, "InvalidAction.NotFound", "Specified api is not found"));
        assert!(!answer.unwrap_err().kms_own);
    }
}
