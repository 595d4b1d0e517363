//! Lists with `NextToken` and `MaxResults`.

use serde_json::{Value, json};

use super::refusal::{invalid, too_long};
use crate::call::Call;
use crate::error::CloudError;
use crate::parameters::{optional, whole};

const DEFAULT: u32 = 20;
const MAX: u32 = 100;
const MAX_TOKEN: usize = 256;
/// What a token begins with; how many entries were told before follows.
const TOKEN: &str = "after-";

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    skip: usize,
    take: usize,
}

impl Window {
    /// Reads both parameters.
    pub(super) fn read(call: &Call) -> Result<Self, CloudError> {
        let take =
            whole(call, "MaxResults", DEFAULT, 1..=MAX).map_err(|_| invalid("MaxResults", ""))? as usize;
        let skip = match optional(call, "NextToken") {
            None => 0,
            Some(token) if token.len() > MAX_TOKEN => return Err(too_long("NextToken")),
            Some(token) => {
                let told = token.strip_prefix(TOKEN).and_then(|told| told.parse().ok());
                told.ok_or_else(|| invalid("NextToken", ""))?
            }
        };
        Ok(Self { skip, take })
    }

    /// One page: a bare array, and a token when more follows.
    pub(super) fn answer(self, member: &str, entries: &[Value]) -> Value {
        let page: Vec<&Value> = entries.iter().skip(self.skip).take(self.take).collect();
        let told = self.skip.saturating_add(page.len());
        let mut answer = json!({ (member): page });
        if let (true, Value::Object(members)) = (told < entries.len(), &mut answer) {
            members.insert("NextToken".to_owned(), json!(format!("{TOKEN}{told}")));
        }
        answer
    }
}
