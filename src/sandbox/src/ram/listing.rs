//! Lists that go on from a `Marker`.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde_json::{Value, json};

use crate::call::Call;
use crate::error::CloudError;
use crate::parameters::{optional, whole};

const DEFAULT: u32 = 100;
const MAX: u32 = 1_000;

/// One page of a list by name. The marker is the last name of a page, so names that come or go meanwhile move nothing.
pub(super) fn page<T>(
    call: &Call,
    all: &BTreeMap<String, T>,
    wrapper: &str,
    member: &str,
    on_the_wire: impl Fn(&str, &T) -> Value,
) -> Result<Value, CloudError> {
    let size = whole(call, "MaxItems", DEFAULT, 1..=MAX)? as usize;
    let after = optional(call, "Marker").map_or(Bound::Unbounded, Bound::Excluded);
    let mut rest = all.range::<str, _>((after, Bound::Unbounded)).peekable();
    let page: Vec<(&String, &T)> = rest.by_ref().take(size).collect();
    let entries: Vec<Value> = page.iter().map(|(name, entry)| on_the_wire(name, entry)).collect();
    let mut answer = json!({ (wrapper): { (member): entries }, "IsTruncated": rest.peek().is_some() });
    if let (Some(_), Some((last, _)), Value::Object(members)) = (rest.peek(), page.last(), &mut answer) {
        members.insert("Marker".to_owned(), json!(last));
    }
    Ok(answer)
}
