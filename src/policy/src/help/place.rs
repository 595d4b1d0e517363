//! Where in a policy a value stands, by the names on the way to it.

/// A step from a value into one of its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the value of the member of this name.
    Member(String),
    /// To an item of a list.
    Item,
}

/// What a value is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The whole policy.
    Policy,
    Version,
    /// The value of `Statement`.
    Statements,
    Statement,
    Sid,
    Effect,
    Principal,
    /// The value of `RAM`, or an item of it.
    Ram,
    Action,
    Resource,
    Condition,
    /// The keys and values of an operator.
    Operator(String),
    /// A value of a key, or the list of them.
    Value {
        operator: String,
        key: String,
    },
    /// Nothing that a policy has.
    Other,
}

/// Longer ways lead to nothing that a policy has.
pub(super) const LONGEST_WAY: usize = 6;

/// The place at the end of a way from the root.
pub(super) fn place(way: &[Step]) -> Place {
    let names: Vec<Option<&str>> = way
        .iter()
        .map(|step| match step {
            Step::Member(name) => Some(name.as_str()),
            Step::Item => None,
        })
        .collect();
    let inside = match names.as_slice() {
        [] => return Place::Policy,
        [Some("Version")] => return Place::Version,
        [Some("Statement")] => return Place::Statements,
        [Some("Statement"), None] => return Place::Statement,
        [Some("Statement"), None, inside @ ..] | [Some("Statement"), inside @ ..] => inside,
        _ => return Place::Other,
    };
    match inside {
        [Some("Sid")] => Place::Sid,
        [Some("Effect")] => Place::Effect,
        [Some("Principal")] => Place::Principal,
        [Some("Principal"), Some("RAM")] | [Some("Principal"), Some("RAM"), None] => Place::Ram,
        [Some("Action")] | [Some("Action"), None] => Place::Action,
        [Some("Resource")] | [Some("Resource"), None] => Place::Resource,
        [Some("Condition")] => Place::Condition,
        [Some("Condition"), Some(operator)] => Place::Operator((*operator).to_owned()),
        [Some("Condition"), Some(operator), Some(key)]
        | [Some("Condition"), Some(operator), Some(key), None] => {
            Place::Value { operator: (*operator).to_owned(), key: (*key).to_owned() }
        }
        _ => Place::Other,
    }
}
