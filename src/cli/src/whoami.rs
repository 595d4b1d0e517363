//! `kms-console whoami`: whose credentials these are, where they come from, and what is odd about them.

use crate::cloud::{self, CloudArgs};
use anyhow::{Context, Result, anyhow};
use kms_api::RegionId;
use kms_proxy::{CallError, Identity, Profile};
use serde_json::json;
use std::io::Write;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Region whose STS is asked; any gives the same answer.
    #[arg(long, value_name = "REGION")]
    region: Option<RegionId>,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    way: CloudArgs,
}

pub(crate) async fn run(args: Args) -> Result<()> {
    let (cloud, profile) = args.way.connect(true).await?;
    let identity = match cloud.identity(&cloud::region(args.region, &profile)).await {
        Ok(identity) => identity,
        Err(error) => {
            // What is odd about the keys is mostly why they are refused.
            for warning in &profile.warnings {
                writeln!(std::io::stderr(), "kms-console: warning: {warning}").ok();
            }
            return Err(refused(&error)).context(format!("cannot use {} ({})", profile.name, profile.source));
        }
    };
    let text = if args.json { as_json(&identity, &profile) } else { as_text(&identity, &profile) };
    writeln!(std::io::stdout(), "{text}").context("cannot write to standard output")
}

/// One sentence with code and request id.
pub(crate) fn refused(error: &CallError) -> anyhow::Error {
    let id = Some(&error.error.request_id).filter(|id| !id.is_empty());
    let id = id.map(|id| format!(", request id {id}")).unwrap_or_default();
    anyhow!("{error} ({}{id})", error.error.code)
}

fn as_text(identity: &Identity, profile: &Profile) -> String {
    let kind = match identity.identity_type.as_str() {
        "Account" => "the account itself".to_owned(),
        "RAMUser" => format!("RAM user {}", identity.name),
        "AssumedRoleUser" => format!("role session {}", identity.name),
        other => format!("{other} {}", identity.name),
    };
    let mut lines = vec![
        format!("Account      {}", identity.account_id),
        format!("Identity     {kind}"),
        format!("ARN          {}", identity.arn),
        format!("Profile      {}", profile.name),
        format!("Credentials  {}", profile.source),
    ];
    lines.extend(profile.expires().map(|end| format!("Valid until  {end}, renewed before")));
    lines.extend(profile.warnings.iter().map(|warning| format!("Warning      {warning}")));
    lines.join("\n")
}

fn as_json(identity: &Identity, profile: &Profile) -> String {
    json!({
        "AccountId": identity.account_id,
        "Arn": identity.arn,
        "IdentityType": identity.identity_type,
        "Name": identity.name,
        "Profile": profile.name,
        "Source": profile.source,
        "Expiration": profile.expires().map(|end| end.to_string()),
        "Warnings": profile.warnings,
    })
    .to_string()
}

#[cfg(test)]
mod tests;
