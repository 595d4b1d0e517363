use serde_json::{Value, json};

use crate::call::Call;
use crate::secrets::tests::{furnished, secrets_call};
use crate::testing::{HOME, OTHER, Refusal, assert_refused, root};
use crate::world::World;

fn tags(operation: &str, parameters: &[(&str, &str)]) -> Call {
    let mut call = secrets_call(operation, parameters);
    for (name, value) in [("ResourceType", "secret"), ("RegionId", "cn-hangzhou")] {
        call.parameters.insert(name.to_owned(), value.to_owned());
    }
    call
}

fn listed(world: &mut World, parameters: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let answer = world.call(&tags("ListTagResources", parameters)).unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = answer["TagResources"]["TagResource"].as_array().unwrap().clone();
    rows.iter().map(|row| (text(row, "ResourceId"), text(row, "TagKey"), text(row, "TagValue"))).collect()
}

fn row(id: &str, key: &str, value: &str) -> (String, String, String) {
    (id.to_owned(), key.to_owned(), value.to_owned())
}

#[test]
fn tags_come_and_go() {
    let mut world = furnished();
    assert_eq!(listed(&mut world, &[]), [row("rotating", "team", "pay")]);
    let set =
        [("ResourceId.1", "db"), ("ResourceId.2", "plain"), ("Tag.1.Key", "env"), ("Tag.1.Value", "prod")];
    assert_eq!(world.call(&tags("TagResources", &set)), Ok(json!({})));
    let all = [row("db", "env", "prod"), row("rotating", "team", "pay"), row("plain", "env", "prod")];
    assert_eq!(listed(&mut world, &[]), all);
    assert_eq!(listed(&mut world, &[("ResourceId.1", "plain")]), [row("plain", "env", "prod")]);
    let describe = secrets_call("DescribeSecret", &[("SecretName", "db"), ("FetchTags", "true")]);
    let told = world.call(&describe).unwrap();
    assert_eq!(told["Tags"], json!({"Tag": [{"TagKey": "env", "TagValue": "prod"}]}));
    let gone = [("ResourceId.1", "db"), ("TagKey.1", "env")];
    assert_eq!(world.call(&tags("UntagResources", &gone)), Ok(json!({})));
    assert_eq!(listed(&mut world, &[("ResourceId.1", "db")]), []);
}

#[test]
fn only_own_secrets_have_tags() {
    let unknown: Refusal = (404, "InvalidResourceId.NotFound", "The specified ResourceId is not found.");
    for (operation, more) in [
        ("TagResources", &[("Tag.1.Key", "env")][..]),
        ("UntagResources", &[("TagKey.1", "env")]),
        ("ListTagResources", &[]),
    ] {
        let arn = format!("acs:kms:cn-hangzhou:{HOME}:secret/db");
        for (id, foreign) in [("none", false), ("db", true), (&arn, true)] {
            let mut call = tags(operation, more);
            call.parameters.insert("ResourceId.1".to_owned(), id.to_owned());
            if foreign {
                call.caller = root(OTHER);
            }
            assert_refused(&format!("{operation} {id}"), &furnished().call(&call), unknown);
        }
    }
}
