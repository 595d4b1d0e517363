//! Reading wire parameters, and writing answers.

use std::ops::RangeInclusive;

use kms_api::RegionId;
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::error::CloudError;
use crate::regions;

/// A parameter that may be absent; empty means absent.
pub(crate) fn optional<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    call.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
}

/// A parameter that must be there.
pub(crate) fn required<'a>(call: &'a Call, name: &str) -> Result<&'a str, CloudError> {
    optional(call, name).ok_or_else(|| CloudError::missing_parameter(call.product, name))
}

/// A parameter that is `true` or `false`.
pub(crate) fn flag(call: &Call, name: &str) -> Result<Option<bool>, CloudError> {
    match optional(call, name) {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(invalid(call, &format!("{name} must be true or false."))),
    }
}

/// The parameter `RegionId`, which must be a region of the cloud.
pub(crate) fn region(call: &Call) -> Result<Option<RegionId>, CloudError> {
    match optional(call, "RegionId") {
        None => Ok(None),
        Some(id) if regions::exists(id) => Ok(Some(RegionId::from(id))),
        Some(_) => Err(CloudError::region_not_found()),
    }
}

/// Refuses filters that the cloud has and the sandbox does not: an answer that ignores a filter is a wrong one.
pub(crate) fn refuse_filters(call: &Call, names: &[&str]) -> Result<(), CloudError> {
    match names.iter().find(|name| optional(call, name).is_some()) {
        None => Ok(()),
        Some(name) => Err(invalid(call, &format!("The simulated cloud cannot filter by {name}."))),
    }
}

/// A refusal of a parameter's value, in the words of the product that is called.
pub(crate) fn invalid(call: &Call, detail: &str) -> CloudError {
    CloudError::invalid_parameter(call.product, detail)
}

/// `PageNumber` and `PageSize` of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// From 1.
    pub(crate) number: u32,
    /// Entries wanted.
    pub(crate) size: u32,
}

impl Page {
    /// Reads both, with the operation's own default and limit for the size.
    pub(crate) fn read(call: &Call, default_size: u32, max_size: u32) -> Result<Self, CloudError> {
        let number = whole(call, "PageNumber", 1, 1..=u32::MAX)?;
        let size = whole(call, "PageSize", default_size, 1..=max_size)?;
        Ok(Self { number, size })
    }

    /// The entries of this page; none when it lies behind the last one.
    pub(crate) fn of<T>(self, items: &[T]) -> impl Iterator<Item = &T> {
        let before = u64::from(self.number.saturating_sub(1)) * u64::from(self.size);
        let skip = usize::try_from(before).unwrap_or(usize::MAX);
        items.iter().skip(skip).take(self.size as usize)
    }
}

/// A parameter that is a whole number.
pub(crate) fn whole(
    call: &Call,
    name: &str,
    default: u32,
    range: RangeInclusive<u32>,
) -> Result<u32, CloudError> {
    let Some(text) = optional(call, name) else { return Ok(default) };
    match text.parse::<u32>() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => {
            let (least, most) = (range.start(), range.end());
            let to = if *most == u32::MAX { String::new() } else { format!(" to {most}") };
            Err(invalid(call, &format!("{name} must be a whole number from {least}{to}.")))
        }
    }
}

/// `TotalCount`; a world never has more than four billion of anything.
pub(crate) fn total(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Writes an answer.
pub(crate) fn answer<T: Serialize>(call: &Call, response: &T) -> Result<Value, CloudError> {
    serde_json::to_value(response).map_err(|_| CloudError::internal(call.product))
}

/// Every `Tag.N.Key` with its `Tag.N.Value`, by ascending `N`; refusals are those of the VPC product.
pub(crate) fn tag_filters(call: &Call) -> Result<Vec<TagFilter>, CloudError> {
    if !call.parameters.keys().any(|name| name.starts_with("Tag.")) {
        return Ok(Vec::new());
    }
    if call.parameters.keys().filter_map(|name| name.strip_prefix("Tag.")).any(|rest| !is_tag_member(rest)) {
        return Err(CloudError::invalid_tag_key());
    }
    let mut filters = Vec::new();
    for number in 1..=MAX_TAGS {
        let key = optional(call, &format!("Tag.{number}.Key"));
        let value = optional(call, &format!("Tag.{number}.Value"));
        match (key, value) {
            (None, None) => {}
            (None, Some(_)) => return Err(CloudError::invalid_tag_key()),
            (Some(key), _) if key.chars().count() > MAX_TAG_TEXT => return Err(CloudError::invalid_tag_key()),
            (_, Some(value)) if value.chars().count() > MAX_TAG_TEXT => {
                return Err(CloudError::invalid_tag_value());
            }
            (Some(key), value) => {
                filters.push(TagFilter { key: key.to_owned(), value: value.map(str::to_owned) });
            }
        }
    }
    Ok(filters)
}

const MAX_TAGS: u32 = 20;
const MAX_TAG_TEXT: usize = 128;

fn is_tag_member(rest: &str) -> bool {
    let Some((number, member)) = rest.split_once('.') else { return false };
    let in_range = number.parse::<u32>().is_ok_and(|number| (1..=MAX_TAGS).contains(&number));
    in_range && matches!(member, "Key" | "Value")
}

/// A tag that an entry must have; any value when none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagFilter {
    /// Tag key.
    pub(crate) key: String,
    /// Tag value.
    pub(crate) value: Option<String>,
}
