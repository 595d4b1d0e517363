//! Which instances the list shows, in which order. Pure.

use std::cmp::Ordering;

use crate::bindings::lower;
use kms_api::InstanceKind;
use kms_api::operations::instances::KmsInstance;

/// Days before the end from which an instance counts as expiring soon.
pub const SOON: f64 = 60.0;

/// Up to this many instances the list is sorted by name without being asked.
pub const SORTED_BY_ITSELF: usize = 100;

const DAY: f64 = 86_400_000.0;

/// Tabs of the list, by kind.
pub const TABS: [(&str, InstanceKind); 4] = [
    ("software", InstanceKind::Software),
    ("hardware", InstanceKind::Hardware),
    ("external", InstanceKind::External),
    ("other", InstanceKind::Other),
];

/// The kind behind a tab name.
pub fn tab_kind(tab: &str) -> InstanceKind {
    TABS.iter().find(|(name, _)| *name == tab).map_or(InstanceKind::Software, |(_, kind)| *kind)
}

/// Column that the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// Display name.
    #[default]
    Name,
    /// State.
    State,
    /// Expiry.
    Expires,
}

impl SortBy {
    /// Name in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::State => "state",
            Self::Expires => "expires",
        }
    }
}

/// Order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// Column.
    pub by: SortBy,
    /// Whether it is turned round.
    pub descending: bool,
}

impl Sort {
    /// From `name.asc`; anything else is the default.
    pub fn parse(text: &str) -> Self {
        let (column, direction) = text.split_once('.').unwrap_or((text, ""));
        let by = [SortBy::Name, SortBy::State, SortBy::Expires].into_iter().find(|by| by.as_str() == column);
        Self { by: by.unwrap_or_default(), descending: direction == "desc" }
    }

    /// As it stands in the address.
    pub fn as_text(self) -> String {
        format!("{}.{}", self.by.as_str(), if self.descending { "desc" } else { "asc" })
    }
}

/// Filter by expiry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expires {
    /// Any time.
    #[default]
    Any,
    /// Within [`SOON`] days.
    Soon,
    /// Past.
    Expired,
}

impl Expires {
    /// Name in the address; empty for the default.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Soon => "soon",
            Self::Expired => "expired",
        }
    }

    /// From the address.
    pub fn parse(text: &str) -> Self {
        [Self::Soon, Self::Expired].into_iter().find(|one| one.as_str() == text).unwrap_or_default()
    }

    /// Whether an end falls under the filter.
    pub fn holds(self, end: Option<f64>, now: f64) -> bool {
        match (self, end) {
            (Self::Any, _) => true,
            (Self::Expired, Some(end)) => end < now,
            (Self::Soon, Some(end)) => end >= now && end - now <= SOON * DAY,
            (Self::Soon | Self::Expired, None) => false,
        }
    }
}

/// What the list knows of one instance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Place in the cloud's list.
    pub index: usize,
    /// Whether the details have been read or could not be.
    pub settled: bool,
    /// Kind; none while unknown.
    pub kind: Option<InstanceKind>,
    /// Display name, else the id.
    pub name: String,
    /// State word of the cloud.
    pub status: String,
    /// End in milliseconds.
    pub end: Option<f64>,
    /// Name, id and VPC ids in lower case.
    pub haystack: String,
}

impl Entry {
    /// From what was read.
    pub fn new(index: usize, id: &str, detail: Option<&KmsInstance>, failed: bool, end: Option<f64>) -> Self {
        let Some(detail) = detail else {
            return Self {
                index,
                settled: failed,
                name: id.to_owned(),
                haystack: lower(id),
                ..Self::default()
            };
        };
        let name = if detail.instance_name.is_empty() { id } else { &detail.instance_name };
        let mut haystack = format!("{name}\n{id}\n{}", detail.vpc_id);
        for bound in &detail.bind_vpcs.bind_vpc {
            haystack.push('\n');
            haystack.push_str(&bound.vpc_id);
        }
        Self {
            index,
            settled: true,
            kind: Some(InstanceKind::of(&detail.product_version)),
            name: name.to_owned(),
            status: detail.status.clone(),
            end,
            haystack: lower(&haystack),
        }
    }
}

/// What the reader asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Tab.
    pub kind: Option<InstanceKind>,
    /// Search words, as typed.
    pub search: String,
    /// State word of the cloud; empty for all.
    pub status: String,
    /// Expiry.
    pub expires: Expires,
    /// Order.
    pub sort: Sort,
    /// Whether the reader asked for the order, and not only the default holds.
    pub sort_chosen: bool,
}

/// The entries to show, as places in the cloud's list. An instance whose kind is not known yet stands in the open tab,
/// so that the first rows do not wait for the last detail; the default order waits until all kinds are known.
pub fn select(entries: &[Entry], wanted: &Wanted, now: f64) -> Vec<usize> {
    let search = lower(wanted.search.trim());
    let shown = entries
        .iter()
        .filter(|entry| entry.kind.is_none() || entry.kind == wanted.kind)
        .filter(|entry| search.is_empty() || entry.haystack.contains(&search))
        .filter(|entry| wanted.status.is_empty() || entry.status == wanted.status)
        .filter(|entry| wanted.expires.holds(entry.end, now));
    let ordered =
        is_sorted(entries.len(), wanted) && (wanted.sort_chosen || entries.iter().all(|entry| entry.settled));
    let comes_first = |one: &Entry, other: &Entry| {
        let order = compare(one, other, wanted.sort.by);
        if wanted.sort.descending { order.is_gt() } else { order.is_lt() }
    };
    // Each goes where it belongs: the standard library's sorts are 4 kB of the first page.
    let mut sorted: Vec<&Entry> = vec![];
    for entry in shown {
        let at =
            if ordered { sorted.partition_point(|other| comes_first(other, entry)) } else { sorted.len() };
        sorted.insert(at, entry);
    }
    sorted.into_iter().map(|entry| entry.index).collect()
}

/// Whether the list gets an order. By itself only a short one does: in a long one the details arrive for many seconds,
/// and rows would move under the reader's hands.
pub fn is_sorted(count: usize, wanted: &Wanted) -> bool {
    wanted.sort_chosen || count <= SORTED_BY_ITSELF
}

/// The new rows in the order that the reader has before her: what stays keeps its place, what is new comes last.
pub fn keep_order(before: &[usize], after: &[usize]) -> Vec<usize> {
    let stays = before.iter().filter(|index| after.contains(index));
    let new = after.iter().filter(|index| !before.contains(index));
    stays.chain(new).copied().collect()
}

fn compare(one: &Entry, other: &Entry, by: SortBy) -> Ordering {
    let by_column = match by {
        SortBy::Name => Ordering::Equal,
        SortBy::State => one.status.cmp(&other.status),
        SortBy::Expires => one.end.unwrap_or(f64::INFINITY).total_cmp(&other.end.unwrap_or(f64::INFINITY)),
    };
    by_column.then_with(|| one.name.cmp(&other.name)).then(one.index.cmp(&other.index))
}

/// Instances of a kind among those that are known.
pub fn count(entries: &[Entry], kind: InstanceKind) -> usize {
    entries.iter().filter(|entry| entry.kind == Some(kind)).count()
}

#[cfg(test)]
mod tests;
