//! Changes to a policy that touch only the nodes they own.
//!
//! Each takes a document as it was read and says what to replace in its text. Order, blanks and whatever the change is
//! not about stay byte for byte. What cannot be changed without a guess is refused.

mod conditions;
pub(crate) mod layout;
mod lists;
pub mod nodes;
mod statements;

use thiserror::Error;

use crate::{
    document::{Document, Element, Statement},
    text::{Member, NodeKind, ProblemKind, TokenKind},
};

pub(crate) use conditions::set_condition;
pub use conditions::{
    add_condition, add_condition_value, remove_condition, remove_condition_value, replace_condition,
};
pub use lists::{
    add_action, add_principal, remove_action, remove_principal, replace_action, replace_principal,
    set_actions, set_principals,
};
pub use statements::{
    NewCondition, NewStatement, add, add_json, duplicate, move_to, remove, set_effect, set_sid,
};

/// Why a change is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum EditError {
    /// `Statement` is missing or no list.
    #[error("there is no list of statements")]
    NoList,
    #[error("there is no statement at place {0}")]
    NoStatement(usize),
    /// It could not be read to its end, or is no object.
    #[error("the statement at place {0} cannot be read")]
    Unreadable(usize),
    /// The element is of another type than the grammar wants, or is there twice.
    #[error("`{}` is not built as the grammar wants", .0.as_str())]
    Shape(Element),
    /// There is no principal, action, condition or value at this place.
    #[error("there is no entry at place {0}")]
    NoEntry(usize),
    /// A condition without values would match no request.
    #[error("a condition needs a value")]
    NoValues,
    /// The operator has this key already, and a second one of the same name would replace it.
    #[error("there is a condition with this operator and key")]
    Exists,
    /// What was given as a statement is no JSON object.
    #[error("the new statement is not a JSON object")]
    NotAnObject,
}

/// A statement that can be changed.
fn statement(document: &Document, place: usize) -> Result<&Statement, EditError> {
    let statement = document.statements().get(place).ok_or(EditError::NoStatement(place))?;
    let object = document.tree().kind(statement.node) == NodeKind::Object;
    if object && has_certain_end(document, statement) {
        Ok(statement)
    } else {
        Err(EditError::Unreadable(place))
    }
}

/// Whether it is certain where a statement ends. Where closers or a closing quote are missing, what was put behind the
/// last statement could come to stand inside.
fn has_certain_end(document: &Document, statement: &Statement) -> bool {
    let tree = document.tree();
    let end = document.span(statement.node).end;
    let mut problems = tree.problems().iter();
    let open =
        problems.any(|problem| problem.kind == ProblemKind::MissingClosers && problem.span.start <= end);
    let last = end.checked_sub(1).and_then(|at| tree.token_at(at));
    let open_text = last.is_some_and(|(_, token)| token.kind == TokenKind::OpenText);
    !statement.damaged && !open && !open_text
}

/// The member of an element, if the statement has it; refused where it has it twice.
fn member<'a>(
    document: &'a Document,
    statement: &Statement,
    element: Element,
) -> Result<Option<Member<'a>>, EditError> {
    let name = element.as_str();
    let mut members = document.tree().members(statement.node).filter(|member| member.name == name);
    let found = members.next();
    if members.next().is_some() { Err(EditError::Shape(element)) } else { Ok(found) }
}

#[cfg(test)]
pub(crate) mod tests;
