use kms_api::Product;
use serde_json::json;

use crate::testing::{HOME, account, assert_refused, call, world};

#[test]
fn kms_is_switched_on_once() {
    let mut world = world();
    world.without_kms.insert(account(HOME));
    let mut ask = |operation| world.call(&call(Product::Kms, operation, &[]));
    let status = |word: &str| Ok(json!({"AccountStatus": word}));
    assert_eq!(ask("DescribeAccountKmsStatus"), status("NotEnabled"));
    assert!(ask("DescribeRegions").is_ok());
    let closed = (403, "Forbidden.KmsServiceNotEnabled", "Kms service is not Enabled for current user.");
    assert_refused("before", &ask("ListKeys"), closed);
    assert_eq!(ask("OpenKmsService"), Ok(json!({})));
    assert_eq!(ask("DescribeAccountKmsStatus"), status("Enabled"));
    assert!(ask("ListKeys").is_ok());
    let opened = (400, "Forbidden.Opened", "Your kms service has been opened.");
    assert_refused("again", &ask("OpenKmsService"), opened);
}

#[test]
fn other_products_do_not_need_it() {
    let mut world = world();
    world.without_kms.insert(account(HOME));
    assert!(world.call(&call(Product::Sts, "GetCallerIdentity", &[])).is_ok());
}
