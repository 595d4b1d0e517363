use kms_api::Product;
use serde_json::{Value, json};

use super::{Holder, ResourcePolicy};
use crate::policy::Document;
use crate::testing::{HOME, OTHER, account, call, policy_for};

#[test]
fn the_default_policy_gives_everything_to_the_owner() {
    for (holder, sid) in
        [(Holder::Key, "kms default key policy"), (Holder::Secret, "kms default secret policy")]
    {
        let policy = ResourcePolicy::of_owner(holder, &account(HOME));
        let told: Value = serde_json::from_str(policy.text()).unwrap();
        let statement = json!({
            "Sid": sid, "Effect": "Allow", "Principal": {"RAM": [format!("acs:ram::{HOME}:*")]},
            "Action": ["kms:*"], "Resource": ["*"],
        });
        assert_eq!(told, json!({"Version": "1", "Statement": [statement]}), "{holder:?}");
        assert_eq!(ResourcePolicy::try_from(policy.text().to_owned()), Ok(policy), "{holder:?}");
    }
}

#[test]
fn a_policy_names_the_accounts_that_it_gives_something_to() {
    let other = "1385720946158274";
    let denial = json!({"Version": "1", "Statement": [
        {"Effect": "Deny", "Principal": {"RAM": format!("acs:ram::{OTHER}:*")}, "Action": "kms:*", "Resource": "*"},
    ]});
    let user = |digits: &str| format!("acs:ram::{digits}:user/a");
    let role = |digits: &str| format!("acs:ram::{digits}:role/b");
    let cases: [(String, &[&str]); 4] = [
        (policy_for(&[&user(HOME)]), &[HOME]),
        (policy_for(&[&user(OTHER), &role(OTHER), &user(HOME)]), &[HOME, OTHER]),
        (policy_for(&[&user(OTHER), &role(other)]), &[OTHER, other]),
        (denial.to_string(), &[]),
    ];
    for (text, accounts) in cases {
        let policy = ResourcePolicy::try_from(text.clone()).unwrap();
        assert_eq!(policy.accounts(), &accounts.iter().map(|digits| account(digits)).collect(), "{text}");
    }
}

#[test]
fn the_text_is_kept_and_saved_as_it_was_sent() {
    let text = format!("  {}\n", policy_for(&[&format!("acs:ram::{OTHER}:user/a")]));
    let policy = ResourcePolicy::read(&call(Product::Kms, "SetKeyPolicy", &[]), &text).unwrap();
    let saved = serde_json::to_string(&policy).unwrap();
    assert_eq!(saved, json!(text).to_string());
    assert_eq!(serde_json::from_str::<ResourcePolicy>(&saved).unwrap(), policy);
    assert_eq!(policy.document(), Document::parse_resource(&text).ok());
}
