//! The call as a resource of the official provider, `aliyun/alicloud`, for something that exists: it is imported, and
//! nothing but what the call sets is managed.
//!
//! Names and ages of the attributes are those of the provider's documents. What the provider would set back to a
//! default, or replace the resource for, is ignored.

use super::call::Call;
use super::hcl::{text, value};
use super::json::Json;
use super::letters::is_hidden;
use super::quote::Shell;

/// A resource, without what the call sets.
struct Resource {
    kind: &'static str,
    /// The first version of the provider with all of these attributes.
    since: &'static str,
    /// Attributes that the provider demands but that are not managed.
    demanded: &'static [(&'static str, &'static str)],
    /// Further attributes that are not managed.
    ignored: &'static [&'static str],
}

const KEY: Resource = Resource {
    kind: "alicloud_kms_key",
    since: "1.240.0",
    demanded: &[],
    ignored: &[
        "deletion_protection_description",
        "description",
        "pending_window_in_days",
        "protection_level",
        "rotation_interval",
        "tags",
    ],
};

const SECRET: Resource = Resource {
    kind: "alicloud_kms_secret",
    since: "1.224.0",
    demanded: &[("secret_data", "\"ignored\""), ("version_id", "\"ignored\"")],
    ignored: &[
        "description",
        "dkms_instance_id",
        "enable_automatic_rotation",
        "encryption_key_id",
        "extended_config",
        "force_delete_without_recovery",
        "recovery_window_in_days",
        "rotation_interval",
        "secret_data_type",
        "tags",
    ],
};

const INSTANCE: Resource = Resource {
    kind: "alicloud_kms_instance",
    since: "1.277.0",
    demanded: &[("vpc_id", "\"ignored\""), ("vswitch_ids", "[\"ignored\"]"), ("zone_ids", "[\"ignored\"]")],
    ignored: &[
        "deletion_protection",
        "force_delete_without_backup",
        "key_num",
        "period",
        "renew_period",
        "renewal_period_unit",
        "secret_num",
        "spec",
        "tags",
        "vpc_num",
    ],
};

/// The resource; none when no resource does what the call does.
pub fn resource(call: &Call<'_>) -> Option<String> {
    match call.operation {
        "SetKeyPolicy" if has_default_policy(call) => {
            let id = after_arn(call.parameter("KeyId"), ":key/");
            Some(KEY.write(call.region, id, &[], &policy(call)))
        }
        "SetSecretPolicy" if has_default_policy(call) => {
            let name = after_arn(call.parameter("SecretName"), ":secret/");
            Some(SECRET.write(call.region, name, &[("secret_name", text(name))], &policy(call)))
        }
        "UpdateKmsInstanceBindVpc" => {
            let bindings = bindings(call.parameter("BindVpcs"))?;
            Some(INSTANCE.write(call.region, call.parameter("KmsInstanceId"), &[], &bindings))
        }
        _ => None,
    }
}

/// The only name that policies have; the provider knows no other.
fn has_default_policy(call: &Call<'_>) -> bool {
    matches!(call.parameter("PolicyName"), "" | "default")
}

/// Imports want the id or name, where calls take an ARN as well.
fn after_arn<'a>(id: &'a str, marker: &str) -> &'a str {
    match id.split_once(marker) {
        Some((arn, rest)) if arn.starts_with("acs:") => rest,
        _ => id,
    }
}

/// As a structure where that says the same, else as the very text.
fn policy(call: &Call<'_>) -> String {
    let policy = call.parameter("Policy");
    let written = match Json::open(policy) {
        Some(opened) => format!("jsonencode({})", value(&opened, 1)),
        None => text(policy),
    };
    format!("\n  policy = {written}\n")
}

/// A block for each VPC. None when the parameter is not the list of VPCs that the provider would send.
fn bindings(parameter: &str) -> Option<String> {
    const MEMBERS: [(&str, &str); 4] = [
        ("VpcId", "vpc_id"),
        ("VSwitchId", "vswitch_id"),
        ("RegionId", "region_id"),
        ("VpcOwnerId", "vpc_owner_id"),
    ];
    let Some(Json::List(items)) = Json::open(parameter) else { return None };
    let mut blocks = String::new();
    for item in items {
        let Json::Object(members) = item else { return None };
        if members.iter().any(|(name, _)| MEMBERS.iter().all(|(known, _)| known != name)) {
            return None;
        }
        blocks.push_str("\n  bind_vpcs {\n");
        let rows = MEMBERS.iter().filter_map(|(name, attribute)| {
            let (_, member) = members.iter().find(|(member, _)| member == name)?;
            match member {
                // The provider takes the account as text and sends it as a number.
                Json::Whole(written) | Json::Text(written) => Some(((*attribute).to_owned(), text(written))),
                Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => None,
            }
        });
        blocks.push_str(&aligned(&rows.collect::<Vec<_>>(), "    "));
        blocks.push_str("  }\n");
    }
    Some(blocks)
}

/// Attributes with their `=` below each other, as the official formatter has them.
fn aligned(rows: &[(String, String)], indent: &str) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    rows.iter().map(|(name, value)| format!("{indent}{name:<width$} = {value}\n")).collect()
}

impl Resource {
    fn write(&self, region: &str, id: &str, set: &[(&str, String)], body: &str) -> String {
        let Self { kind, since, .. } = self;
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let mut rows: Vec<_> = set.iter().map(|(name, value)| owned((name, value))).collect();
        rows.extend(self.demanded.iter().copied().map(owned));
        let attributes = aligned(&rows, "  ");
        let body = if attributes.is_empty() { body.trim_start_matches('\n') } else { body };
        let mut names: Vec<_> =
            self.demanded.iter().map(|(name, _)| *name).chain(self.ignored.iter().copied()).collect();
        names.sort_unstable();
        let ignored: String = names.iter().map(|name| format!("      {name},\n")).collect();
        let (region, import) = (text(region), text(id));
        // A line break would end the comment; other characters that cannot be seen have no escape there.
        let by_hand = match id.contains(is_hidden) {
            true => String::new(),
            false => format!("# terraform import {kind}.this {}\n\n", Shell::Posix.quote(id)),
        };
        format!(
            r#"{by_hand}terraform {{
  required_version = ">= 1.5"
  required_providers {{
    alicloud = {{
      source  = "aliyun/alicloud"
      version = ">= {since}"
    }}
  }}
}}

provider "alicloud" {{
  region = {region}
}}

import {{
  to = {kind}.this
  id = {import}
}}

resource "{kind}" "this" {{
{attributes}{body}
  lifecycle {{
    prevent_destroy = true
    ignore_changes = [
{ignored}    ]
  }}
}}
"#
        )
    }
}
