//! The file of `--context`.

use anyhow::{Result, bail};
use kms_policy::{Identity, Surroundings, values::Instant};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::policy::input::{Inputs, Source};

/// The one part that people write in two ways: the policy of the peer as a text, or as an object.
#[derive(Deserialize)]
struct WithPeer<'a> {
    #[serde(borrow)]
    peer: Option<WithPolicy<'a>>,
}

#[derive(Deserialize)]
struct WithPolicy<'a> {
    #[serde(borrow)]
    policy: Option<&'a RawValue>,
}

pub(super) fn read(source: &Source<'_>, inputs: &mut Inputs) -> Result<Surroundings> {
    let text = source.text(inputs)?;
    let around: Surroundings = source.parse(&policy_as_text(&text).unwrap_or(text))?;
    // A value that is not understood would silently switch rules off.
    if let Some(clock) = around.clock.as_deref().filter(|clock| Instant::parse(clock).is_none()) {
        bail!("cannot use `{}`: `clock` {clock} is no date with time and zone", source.name());
    }
    if let Some(me) = around.me.as_ref().filter(|me| Identity::parse(&me.principal).is_none()) {
        bail!("cannot use `{}`: `me.principal` {} is no caller", source.name(), me.principal);
    }
    Ok(around)
}

/// The file with the object `peer.policy` as a text; `None` where there is none.
fn policy_as_text(text: &str) -> Option<String> {
    let peer =
        serde_json::from_str::<WithPeer<'_>>(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()?.peer?;
    let policy = peer.policy?.get();
    if !policy.starts_with('{') {
        return None;
    }
    // It is a part of the text itself, so the place of its first byte tells where.
    let start = (policy.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let (before, after) = (text.get(..start)?, text.get(start + policy.len()..)?);
    // As many lines as before, so that errors below still name the right one.
    let lines = "\n".repeat(policy.matches('\n').count());
    Some([before, &serde_json::to_string(policy).ok()?, &lines, after].concat())
}
