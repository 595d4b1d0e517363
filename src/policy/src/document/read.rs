//! From nodes to statements.

use super::{
    ActionEntry, ConditionEntry, ConditionFault, Document, Effect, Element, PrincipalEntry, Statement, Text,
    Validity,
};
use crate::{
    action::ActionPattern,
    catalog::Catalog,
    condition::{Atom, Literal, ValueFault},
    principal::Principal,
    sorted::Listed,
    text::{NodeId, NodeKind, Tree},
};

impl Document {
    /// Reads a tree as a policy.
    pub fn read(tree: Tree, catalog: &Catalog) -> Self {
        let root = tree.root().filter(|root| tree.kind(*root) == NodeKind::Object);
        let version = root.and_then(|root| tree.get(root, "Version"));
        let statement_list = root.and_then(|root| tree.get(root, "Statement"));
        let nodes: Vec<NodeId> = match statement_list.map(|list| (list, tree.kind(list))) {
            Some((list, NodeKind::Array)) => tree.items(list).to_vec(),
            // One statement without a list around it: rule S12 says so, and the others go on.
            Some((list, NodeKind::Object)) => vec![list],
            _ => Vec::new(),
        };
        let statements = nodes
            .into_iter()
            .enumerate()
            .map(|(index, node)| Reader { tree: &tree, catalog }.statement(index, node))
            .list();
        Self { tree, statements, version, statement_list }
    }
}

pub(crate) struct Reader<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) catalog: &'a Catalog,
}

/// Texts of a value that is a text or a list of texts, and whether anything else was there.
pub(crate) struct Texts {
    pub(crate) texts: Vec<Text>,
    pub(crate) all: bool,
}

impl Reader<'_> {
    fn statement(&self, index: usize, node: NodeId) -> Statement {
        let tree = self.tree;
        let mut elements = [None; Element::ALL.len()];
        let mut sound = tree.kind(node) == NodeKind::Object && !tree.is_damaged(node);
        for member in tree.members(node) {
            match Element::ALL.iter().find(|element| element.as_str() == member.name) {
                Some(element) => {
                    if let Some(place) = elements.get_mut(*element as usize) {
                        *place = member.value;
                    }
                }
                None => sound = false,
            }
        }
        let element = |element: Element| elements.get(element as usize).copied().flatten();
        let sid = element(Element::Sid).and_then(|node| self.text(node));
        let effect_text = element(Element::Effect).and_then(|node| self.text(node));
        let effect = match effect_text.as_ref().map(|text| text.value.as_str()) {
            Some("Allow") => Some(Effect::Allow),
            Some("Deny") => Some(Effect::Deny),
            _ => None,
        };
        let may_deny = effect_text.is_some_and(|text| text.value.eq_ignore_ascii_case("deny"));
        let principals = self.principals(element(Element::Principal));
        let actions = element(Element::Action).map(|node| self.texts(node));
        let resource = element(Element::Resource).is_some_and(|node| self.is_star(node));
        let conditions =
            element(Element::Condition).map_or_else(|| Ok(Vec::new()), |node| self.conditions(node));
        sound &= effect.is_some() && principals.is_some() && actions.is_some() && resource;
        let mut validity = if sound { Validity::Sound } else { Validity::Unknown };
        let conditions = conditions.unwrap_or_else(|conditions| {
            validity = Validity::Unknown;
            conditions
        });
        for entry in &conditions {
            match &entry.literal {
                Ok(_) => {}
                Err(ConditionFault::Value(ValueFault::Empty | ValueFault::Unreadable(_))) => {
                    if validity == Validity::Sound {
                        validity = Validity::MatchesNothing;
                    }
                }
                Err(_) => validity = Validity::Unknown,
            }
        }
        let principals = principals.unwrap_or(Texts { texts: Vec::new(), all: false });
        let actions = actions.unwrap_or(Texts { texts: Vec::new(), all: false });
        let principal_entries: Vec<PrincipalEntry> = principals
            .texts
            .into_iter()
            .map(|text| PrincipalEntry { principal: Principal::parse(&text.value), text })
            .list();
        let action_entries: Vec<ActionEntry> = actions
            .texts
            .into_iter()
            .map(|text| ActionEntry { pattern: ActionPattern::parse(&text.value, self.catalog), text })
            .list();
        Statement {
            index,
            node,
            damaged: tree.is_damaged(node),
            sid,
            effect,
            may_deny,
            has_unknown_principals: !principals.all
                || principal_entries.iter().any(|entry| entry.principal.is_err()),
            has_unknown_actions: !actions.all || action_entries.iter().any(|entry| entry.pattern.is_none()),
            principals: principal_entries,
            actions: action_entries,
            conditions,
            validity,
            elements,
        }
    }

    pub(crate) fn text(&self, node: NodeId) -> Option<Text> {
        self.tree.text(node).map(|value| Text { node, value: value.into_owned() })
    }

    pub(crate) fn texts(&self, node: NodeId) -> Texts {
        let nodes = if self.tree.kind(node) == NodeKind::Array {
            self.tree.items(node)
        } else {
            std::slice::from_ref(&node)
        };
        let texts: Vec<Text> = nodes.iter().filter_map(|node| self.text(*node)).list();
        Texts { all: texts.len() == nodes.len(), texts }
    }

    /// Entries of `Principal`; `None` where it is no object with `RAM` alone.
    fn principals(&self, node: Option<NodeId>) -> Option<Texts> {
        let node = node.filter(|node| self.tree.kind(*node) == NodeKind::Object)?;
        let mut members = self.tree.members(node);
        if members.any(|member| member.name != "RAM") {
            return None;
        }
        self.tree.get(node, "RAM").map(|value| self.texts(value))
    }

    fn is_star(&self, node: NodeId) -> bool {
        let texts = self.texts(node);
        texts.all && matches!(texts.texts.as_slice(), [one] if one.value == "*")
    }

    /// The conditions; as error those that were found in an element of another shape.
    pub(crate) fn conditions(&self, node: NodeId) -> Result<Vec<ConditionEntry>, Vec<ConditionEntry>> {
        let mut entries = Vec::new();
        let mut shaped = self.tree.kind(node) == NodeKind::Object;
        for operator in self.tree.members(node) {
            let Some(keys) = operator.value.filter(|value| self.tree.kind(*value) == NodeKind::Object) else {
                shaped = false;
                continue;
            };
            let name = Text { node: operator.key, value: operator.name.clone().into_owned() };
            for key in self.tree.members(keys) {
                let key_text = Text { node: key.key, value: key.name.clone().into_owned() };
                entries.push(self.condition(name.clone(), key_text, key.value));
            }
        }
        if shaped { Ok(entries) } else { Err(entries) }
    }

    fn condition(&self, operator: Text, key: Text, value_node: Option<NodeId>) -> ConditionEntry {
        let values = value_node.map(|node| self.texts(node));
        let literal = match (&values, self.catalog.operator(&operator.value)) {
            (None | Some(Texts { all: false, .. }), _) => Err(ConditionFault::Shape),
            (_, None) => Err(ConditionFault::UnknownOperator),
            (Some(values), Some(known)) => {
                let texts = values.texts.iter().map(|text| text.value.as_str());
                match Atom::new(known, &key.value, texts) {
                    Ok(atom) => Ok(Literal { atom, negated: known.negated }),
                    Err(fault) => Err(ConditionFault::Value(fault)),
                }
            }
        };
        let values = values.map(|values| values.texts).unwrap_or_default();
        ConditionEntry { operator, key, value_node, values, literal }
    }
}
