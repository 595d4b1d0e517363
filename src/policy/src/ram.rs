//! RAM policies of a caller: what its own account grants it.

use crate::{
    catalog::Catalog,
    condition::{Condition, ValueFault},
    document::{ConditionFault, Effect, Validity, read::Reader},
    glob,
    sorted::Listed,
    text::{NodeId, NodeKind, Tree},
};

/// A statement of a RAM policy.
#[derive(Clone, Debug)]
pub struct RamStatement {
    /// Its place in the document, counted from 0.
    pub index: usize,
    pub effect: Option<Effect>,
    pub validity: Validity,
    /// Patterns; with `all_but` every action that fits none.
    pub actions: Vec<String>,
    pub all_but: bool,
    /// Patterns of ARNs.
    pub resources: Vec<String>,
    pub condition: Condition,
}

/// A RAM policy as it was read.
#[derive(Clone, Debug)]
pub struct RamPolicy {
    pub statements: Vec<RamStatement>,
}

impl RamPolicy {
    /// Reads a RAM policy.
    ///
    /// # Errors
    /// A text that is no JSON object with `Statement`: line, column and what is wrong.
    pub fn parse(source: &[u8], catalog: &Catalog) -> Result<Self, String> {
        let tree = Tree::parse(source);
        if let Some(problem) = tree.problems().first() {
            let place = tree.position(problem.span.start);
            return Err(format!("line {}, column {}: not valid JSON", place.line, place.column));
        }
        let list = tree.root().and_then(|root| tree.get(root, "Statement"));
        let list = list.ok_or_else(|| "no object with `Statement`".to_owned())?;
        let nodes = if tree.kind(list) == NodeKind::Array { tree.items(list).to_vec() } else { vec![list] };
        let statements =
            nodes.into_iter().enumerate().map(|(index, node)| read(&tree, catalog, index, node)).list();
        Ok(Self { statements })
    }
}

fn read(tree: &Tree, catalog: &Catalog, index: usize, node: NodeId) -> RamStatement {
    let reader = Reader { tree, catalog };
    let texts = |name: &str| {
        let value = tree.get(node, name)?;
        let texts = reader.texts(value);
        texts.all.then(|| texts.texts.into_iter().map(|text| text.value).list())
    };
    let effect =
        tree.get(node, "Effect").and_then(|value| tree.text(value)).and_then(|text| match text.as_ref() {
            "Allow" => Some(Effect::Allow),
            "Deny" => Some(Effect::Deny),
            _ => None,
        });
    let (actions, all_but) = match (texts("Action"), texts("NotAction")) {
        (Some(actions), None) => (Some(actions), false),
        (None, Some(actions)) => (Some(actions), true),
        _ => (None, false),
    };
    let resources = texts("Resource");
    let known = ["Sid", "Effect", "Action", "NotAction", "Resource", "Condition"];
    let mut sound = tree.kind(node) == NodeKind::Object
        && tree.members(node).all(|member| known.contains(&member.name.as_ref()));
    sound &= effect.is_some() && actions.is_some() && resources.is_some();
    let conditions =
        tree.get(node, "Condition").map_or_else(|| Ok(Vec::new()), |value| reader.conditions(value));
    sound &= conditions.is_ok();
    let conditions = conditions.unwrap_or_else(|conditions| conditions);
    let mut validity = if sound { Validity::Sound } else { Validity::Unknown };
    for entry in &conditions {
        match &entry.literal {
            Ok(_) => {}
            Err(ConditionFault::Value(ValueFault::Empty | ValueFault::Unreadable(_)))
                if validity == Validity::Sound =>
            {
                validity = Validity::MatchesNothing;
            }
            Err(ConditionFault::Value(ValueFault::Empty | ValueFault::Unreadable(_))) => {}
            Err(_) => validity = Validity::Unknown,
        }
    }
    let condition = Condition::new(conditions.into_iter().filter_map(|entry| entry.literal.ok()).list());
    RamStatement {
        index,
        effect,
        validity,
        actions: actions.unwrap_or_default(),
        all_but,
        resources: resources.unwrap_or_default(),
        condition,
    }
}

impl RamStatement {
    /// Whether it is about an action, with its prefix.
    pub fn covers_action(&self, action: &str) -> bool {
        self.actions.iter().any(|pattern| glob::matches_any_case(pattern, action)) != self.all_but
    }

    /// Whether it is about a resource; `None` where the request does not say which and the answer hangs on it.
    /// `shape` is the ARN with [`UNKNOWN`] for what is not known.
    pub(crate) fn covers_resource(&self, shape: &str) -> Option<bool> {
        if self.resources.iter().any(|pattern| glob::matches(pattern, shape)) {
            // Only a wildcard fits a letter that no pattern has, so what stands there does not matter.
            return Some(true);
        }
        if !shape.contains(UNKNOWN) {
            return Some(false);
        }
        self.resources
            .iter()
            .any(|pattern| may_fit(pattern, shape))
            .then_some(())
            .map_or(Some(false), |()| None)
    }
}

/// Stands in an ARN for a part that is not known.
pub(crate) const UNKNOWN: char = '\u{1}';

/// Whether some texts in the places of [`UNKNOWN`] would make a pattern fit.
fn may_fit(pattern: &str, shape: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().list();
    let shape: Vec<char> = shape.chars().list();
    // Places in the pattern that what was read so far can have led to.
    let mut reached = vec![false; pattern.len() + 1];
    let spread = |reached: &mut Vec<bool>| {
        for at in 0..pattern.len() {
            if reached.get(at) == Some(&true) && pattern.get(at) == Some(&'*') {
                reached.iter_mut().skip(at + 1).take(1).for_each(|next| *next = true);
            }
        }
    };
    reached.iter_mut().take(1).for_each(|first| *first = true);
    spread(&mut reached);
    for letter in shape {
        if letter == UNKNOWN {
            // Any text without a colon: every later place up to the next colon can be reached.
            for (at, wanted) in pattern.iter().enumerate() {
                if reached.get(at) == Some(&true) && *wanted != ':' {
                    reached.iter_mut().skip(at + 1).take(1).for_each(|place| *place = true);
                }
            }
            continue;
        }
        let mut next = vec![false; pattern.len() + 1];
        for (at, wanted) in pattern.iter().enumerate() {
            if reached.get(at) != Some(&true) {
                continue;
            }
            let to = match wanted {
                '*' => at,
                '?' => at + 1,
                other if *other == letter => at + 1,
                _ => continue,
            };
            if let Some(place) = next.get_mut(to) {
                *place = true;
            }
        }
        spread(&mut next);
        reached = next;
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests;
