//! `kms-console call`: one operation of the catalogue, from the command line.
//!
//! Parameters of the operation begin with a capital letter, as the cloud writes them, and options of the command with a
//! small one; so neither hides the other, whatever the cloud adds.

mod lookup;

use crate::{
    cloud::{self, CloudArgs},
    whoami::refused,
};
use anyhow::{Context, Result, anyhow, bail};
use kms_api::{Parameters, RegionId};
use std::{ffi::OsString, io::Write};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Operation, such as GetKmsInstance.
    operation: String,
    /// Product of the operation, where several have one of this name.
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
    /// Region to call; without it the profile's own, or cn-hangzhou.
    #[arg(long, value_name = "REGION")]
    region: Option<RegionId>,
    /// Allow operations whose parameters or answers hold secrets, which then stand on the terminal.
    #[arg(long)]
    allow_sensitive: bool,
    #[command(flatten)]
    way: CloudArgs,
}

/// Takes `--Name VALUE` and `--Name=VALUE` out of the arguments of `call`; all others are left to the usual parser.
pub(crate) fn split_parameters(
    arguments: impl Iterator<Item = OsString>,
) -> (Vec<OsString>, Vec<(String, Option<OsString>)>) {
    let (mut own, mut parameters) = (Vec::new(), Vec::new());
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        let is_call = own.get(1).is_some_and(|command: &OsString| command == "call");
        let name = argument.to_str().and_then(|text| text.strip_prefix("--"));
        match name.filter(|name| is_call && name.starts_with(|c: char| c.is_ascii_uppercase())) {
            Some(name) => parameters.push(match name.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.into())),
                None => (name.to_owned(), arguments.next()),
            }),
            None => own.push(argument),
        }
    }
    (own, parameters)
}

pub(crate) async fn run(args: Args, given: Vec<(String, Option<OsString>)>) -> Result<()> {
    let spec = lookup::operation(&args.operation, args.product.as_deref())?;
    let parameters = parameters(spec, given)?;
    if !args.allow_sensitive && lookup::is_sensitive(spec, &parameters) {
        bail!(
            "cannot call {} like this: secrets would stand on the terminal and in its history, allow it with --allow-sensitive",
            spec.name
        );
    }
    let (cloud, profile) = args.way.connect(false).await?;
    let region = cloud::region(args.region, &profile);
    let answer = cloud
        .call(spec, &region, parameters)
        .await
        .map_err(|error| refused(&error))
        .with_context(|| format!("{} failed", spec.name))?;
    let mut out = std::io::stdout().lock();
    out.write_all(answer.body.trim_ascii_end())
        .and_then(|()| writeln!(out))
        .context("cannot write to standard output")
}

fn parameters(
    spec: &kms_api::catalog::OperationSpec,
    given: Vec<(String, Option<OsString>)>,
) -> Result<Parameters> {
    let mut parameters = Parameters::new();
    for (name, value) in given {
        if !spec.accepts(&name) {
            return Err(lookup::unknown_parameter(spec, &name));
        }
        let value = value.ok_or_else(|| anyhow!("cannot call {}: --{name} has no value", spec.name))?;
        let value =
            value.into_string().map_err(|_| anyhow!("cannot call {}: --{name} is not UTF-8", spec.name))?;
        if parameters.insert(name.clone(), value).is_some() {
            bail!("cannot call {}: --{name} is given twice", spec.name);
        }
    }
    Ok(parameters)
}

#[cfg(test)]
mod tests;
