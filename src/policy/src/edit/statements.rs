//! Whole statements, and their Sid and Effect.

use super::{EditError, has_certain_end, layout, member, nodes, statement};
use crate::{
    document::{Document, Effect, Element},
    sorted::{Listed, Set},
    text::{Edit, NodeId, NodeKind, TokenKind, Tree, apply},
};

/// A condition to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCondition {
    pub operator: String,
    pub key: String,
    pub values: Vec<String>,
}

/// A statement to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStatement {
    pub sid: Option<String>,
    pub effect: Effect,
    pub principals: Vec<String>,
    pub actions: Vec<String>,
    /// Several of one operator and key become one with all values.
    pub conditions: Vec<NewCondition>,
}

impl NewStatement {
    /// As JSON without blanks, members in the usual order.
    pub fn to_json(&self) -> String {
        let mut json = String::from("{");
        if let Some(sid) = &self.sid {
            json.push_str(&format!("\"Sid\":{},", nodes::quoted(sid)));
        }
        json.push_str(&format!(
            r#""Effect":"{}","Principal":{{"RAM":{}}},"Action":{},"Resource":["*"]"#,
            effect_name(self.effect),
            list(&self.principals),
            list(&self.actions),
        ));
        if !self.conditions.is_empty() {
            json.push_str(&format!(",\"Condition\":{}", self.conditions_json()));
        }
        json.push('}');
        json
    }

    fn conditions_json(&self) -> String {
        let mut operators: Vec<&str> = Vec::new();
        for condition in &self.conditions {
            if !operators.contains(&condition.operator.as_str()) {
                operators.push(&condition.operator);
            }
        }
        let keys_json = |operator: &str| {
            let of_operator = || self.conditions.iter().filter(|condition| condition.operator == operator);
            let mut keys: Vec<&str> = Vec::new();
            for condition in of_operator() {
                if !keys.contains(&condition.key.as_str()) {
                    keys.push(&condition.key);
                }
            }
            object(keys.into_iter().map(|key| {
                let of_key = of_operator().filter(|condition| condition.key == key);
                let values: Vec<&String> = of_key.flat_map(|condition| &condition.values).list();
                (key, list(&values))
            }))
        };
        object(operators.into_iter().map(|operator| (operator, keys_json(operator))))
    }
}

fn object<'a>(members: impl Iterator<Item = (&'a str, String)>) -> String {
    let members: Vec<String> = members.map(|(name, value)| format!("{}:{value}", nodes::quoted(name))).list();
    format!("{{{}}}", members.join(","))
}

/// A list of texts as JSON.
pub(super) fn list(texts: &[impl AsRef<str>]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| nodes::quoted(text.as_ref())).list();
    format!("[{}]", texts.join(","))
}

fn effect_name(effect: Effect) -> &'static str {
    match effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    }
}

fn statement_list(document: &Document) -> Result<NodeId, EditError> {
    let list = document.statement_list().filter(|list| document.tree().kind(*list) == NodeKind::Array);
    list.ok_or(EditError::NoList)
}

/// Adds a statement before the one at a place; a place past the end is the end.
///
/// # Errors
/// There is no list, or the neighbour cannot be read.
pub fn add(document: &Document, place: usize, new: &NewStatement) -> Result<Vec<Edit>, EditError> {
    add_json(document, place, &new.to_json())
}

/// Adds a statement that is JSON already. Its blanks become those of the neighbours.
///
/// # Errors
/// As [`add`]; and the text is no JSON object.
pub fn add_json(document: &Document, place: usize, json: &str) -> Result<Vec<Edit>, EditError> {
    let new = Tree::parse(json);
    let is_object = new.root().is_some_and(|root| new.kind(root) == NodeKind::Object);
    if !is_object || !new.problems().is_empty() {
        return Err(EditError::NotAnObject);
    }
    let list = statement_list(document)?;
    let text = layout::child(document.tree(), list, json);
    insert(document, list, place, &text).map(|edit| vec![edit])
}

/// Puts the bytes of a statement into the list. Beside one that cannot be read it is not certain where it ends.
fn insert(document: &Document, list: NodeId, place: usize, text: &str) -> Result<Edit, EditError> {
    let place = place.min(document.statements().len());
    let neighbours = document.statements().iter().skip(place.saturating_sub(1)).take(place.min(1) + 1);
    for neighbour in neighbours {
        if !has_certain_end(document, neighbour) {
            return Err(EditError::Unreadable(neighbour.index));
        }
    }
    if !has_comma(document, list, place) {
        return Err(EditError::Unreadable(place));
    }
    Ok(layout::insert(document.tree(), list, place, text))
}

/// Whether there is one comma, and nothing else, where the child at a place begins and the one before it ends. Else
/// nobody knows what belongs to which.
fn has_comma(document: &Document, list: NodeId, place: usize) -> bool {
    let tree = document.tree();
    let items = tree.items(list);
    let before = place.checked_sub(1).and_then(|at| items.get(at)).map(|node| tree.span(*node).end);
    let after = items.get(place).map(|node| tree.span(*node).start);
    let span = tree.span(list);
    let (start, end) = (before.unwrap_or(span.start + 1), after.unwrap_or(span.end));
    let from = tree.tokens().partition_point(|token| token.span.start < start);
    let tokens = tree.tokens().get(from..).unwrap_or_default().iter();
    let kinds: Vec<TokenKind> = tokens
        .take_while(|token| token.span.end <= end)
        .map(|token| token.kind)
        .filter(|kind| !kind.is_trivia() && *kind != TokenKind::RightBracket)
        .list();
    match kinds.as_slice() {
        [TokenKind::Comma] => before.is_some(),
        [] => before.is_none() || after.is_none(),
        _ => false,
    }
}

/// The edits that take a statement out.
fn take_out(document: &Document, list: NodeId, place: usize) -> Result<Vec<Edit>, EditError> {
    let node = statement(document, place)?.node;
    let sound = has_comma(document, list, place) && has_comma(document, list, place + 1);
    if sound { Ok(layout::remove(document.tree(), node)) } else { Err(EditError::Unreadable(place)) }
}

/// Takes a statement away.
///
/// # Errors
/// There is no such statement, or it cannot be read.
pub fn remove(document: &Document, place: usize) -> Result<Vec<Edit>, EditError> {
    take_out(document, statement_list(document)?, place)
}

/// Moves a statement so that it stands at another place afterwards; a place past the end is the end. Its bytes stay as
/// they are, and so does everything between the others.
///
/// # Errors
/// There is no such statement, or it or its new neighbour cannot be read.
pub fn move_to(document: &Document, from: usize, to: usize) -> Result<Vec<Edit>, EditError> {
    let list = statement_list(document)?;
    let moved = statement(document, from)?;
    let to = to.min(document.statements().len().saturating_sub(1));
    if from == to {
        return Ok(Vec::new());
    }
    let place = if to > from { to + 1 } else { to };
    let text = bytes(document, moved.node).ok_or(EditError::Unreadable(from))?;
    let mut edits = take_out(document, list, from)?;
    edits.push(insert(document, list, place, text)?);
    Ok(edits)
}

fn bytes(document: &Document, node: NodeId) -> Option<&str> {
    std::str::from_utf8(document.span(node).of(document.tree().source())).ok()
}

/// Adds a copy right behind a statement. Its Sid gets the first free number: Sids tell statements apart.
///
/// # Errors
/// There is no such statement, or it cannot be read.
pub fn duplicate(document: &Document, place: usize) -> Result<Vec<Edit>, EditError> {
    let list = statement_list(document)?;
    let original = statement(document, place)?;
    let span = document.span(original.node);
    let mut text = bytes(document, original.node).ok_or(EditError::Unreadable(place))?.to_owned();
    if let Some(sid) = &original.sid
        && let Some(name) = original.name()
    {
        let old = document.span(sid.node);
        let new = nodes::quoted(&free_sid(document, name));
        let edit = Edit { start: old.start - span.start, end: old.end - span.start, text: new };
        text = String::from_utf8_lossy(&apply(text.as_bytes(), &[edit])).into_owned();
    }
    Ok(vec![insert(document, list, place + 1, &text)?])
}

/// The most characters that a Sid may have.
const LONGEST_SID: usize = 128;

fn free_sid(document: &Document, name: &str) -> String {
    let taken: Set<&str> = document.statements().iter().filter_map(|statement| statement.name()).collect();
    // One more number than there are Sids: one of them is free.
    let numbered = (2..taken.len() + 3).map(|number| {
        let suffix = format!("-{number}");
        let kept: String = name.chars().take(LONGEST_SID - suffix.len()).collect();
        kept + &suffix
    });
    numbered.into_iter().find(|sid| !taken.contains(sid.as_str())).unwrap_or_else(|| name.to_owned())
}

/// Gives a statement a Sid, or takes it away.
///
/// # Errors
/// There is no such statement, it cannot be read, or it has two Sids.
pub fn set_sid(document: &Document, place: usize, sid: Option<&str>) -> Result<Vec<Edit>, EditError> {
    let tree = document.tree();
    let statement = statement(document, place)?;
    let found = member(document, statement, Element::Sid)?;
    Ok(match (found.map(|member| (member.node, member.value)), sid) {
        (Some((_, Some(value))), Some(sid)) => vec![nodes::replace_with_text(tree, value, sid)],
        (Some((node, _)), None) => vec![nodes::remove(tree, node)],
        (None, Some(sid)) => {
            vec![layout::insert_element(tree, statement, Element::Sid, &nodes::quoted(sid))]
        }
        (None, None) | (Some((_, None)), Some(_)) => Vec::new(),
    })
}

/// Makes a statement an Allow or a Deny.
///
/// # Errors
/// There is no such statement, it cannot be read, or it has two effects.
pub fn set_effect(document: &Document, place: usize, effect: Effect) -> Result<Vec<Edit>, EditError> {
    let tree = document.tree();
    let statement = statement(document, place)?;
    let name = effect_name(effect);
    let value = member(document, statement, Element::Effect)?.and_then(|member| member.value);
    Ok(vec![match value {
        Some(value) => nodes::replace_with_text(tree, value, name),
        None => layout::insert_element(tree, statement, Element::Effect, &nodes::quoted(name)),
    }])
}
