//! Random policies and random changes of them.

use proptest::prelude::*;

use super::super::*;
use crate::{
    canonical::CanonicalStatement,
    catalog::tests::CATALOG,
    document::Effect,
    format::{Style, format},
    text::{Edit, Tree},
};

fn principal() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "*",
        "acs:ram::1111222233334444:*",
        "acs:ram::1111222233334444:role/Ops",
        "acs:ram::1111222233334445:role/ops",
        "acs:ram::1111222233334444:user/ann",
        "nobody",
    ])
    .prop_map(str::to_owned)
}

fn action() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["kms:*", "kms:Decrypt", "kms:Encrypt", "KMS:sign", "kms:List*", "oss:x"])
        .prop_map(str::to_owned)
}

fn sid() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.7, prop::sample::select(vec!["a", "b", "c", "d"]).prop_map(str::to_owned))
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![Just(Effect::Allow), Just(Effect::Deny)]
}

fn values() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[v-x]", 1..3)
}

fn condition() -> impl Strategy<Value = NewCondition> {
    let operator = prop::sample::select(vec!["StringEquals", "StringLike", "StringNotEquals"]);
    (operator, prop::sample::select(vec!["acs:SourceVpc", "kms:tag/x"]), values()).prop_map(
        |(operator, key, values)| NewCondition { operator: operator.to_owned(), key: key.to_owned(), values },
    )
}

pub(crate) fn new_statement() -> impl Strategy<Value = NewStatement> {
    (
        sid(),
        effect(),
        prop::collection::vec(principal(), 0..4),
        prop::collection::vec(action(), 0..4),
        prop::collection::vec(condition(), 0..3),
    )
        .prop_map(|(sid, effect, principals, actions, conditions)| NewStatement {
            sid,
            effect,
            principals,
            actions,
            conditions,
        })
}

/// How a text is written: 0 without blanks, 1 in lines, 2 with tabs, 3 with carriage returns; lists of one as text or not.
pub(crate) fn laid_out(json: &str, style: u8, alone: bool) -> String {
    let json = if alone { texts_alone(json) } else { json.to_owned() };
    if style == 0 {
        return json;
    }
    let pretty = format(&Tree::parse(json), Style::Pretty).expect("no error");
    let pretty = String::from_utf8(pretty).expect("UTF-8");
    match style {
        1 => pretty,
        2 => pretty.replace("  ", "\t"),
        _ => pretty.replace('\n', "\r\n"),
    }
}

/// `["x"]` as `"x"`.
fn texts_alone(json: &str) -> String {
    let mut result = String::new();
    let mut rest = json;
    while let Some((before, after)) = rest.split_once("[\"") {
        result.push_str(before);
        let (inner, behind) = after.split_once(']').unwrap_or((after, ""));
        if inner.contains(',') || before.ends_with("\"Statement\":") {
            result.push_str(&format!("[\"{inner}]"));
        } else {
            result.push_str(&format!("\"{inner}"));
        }
        rest = behind;
    }
    result + rest
}

pub(crate) fn policy_of(statements: &[String]) -> String {
    format!(r#"{{"Version":"1","Statement":[{}]}}"#, statements.join(","))
}

pub(crate) fn policy_text() -> impl Strategy<Value = String> {
    let statement = prop_oneof![
        9 => new_statement().prop_map(|new| new.to_json()),
        1 => Just(r#"{"Sid":"a","NotAction":"kms:*"}"#.to_owned()),
    ];
    (prop::collection::vec(statement, 0..5), 0..4_u8, any::<bool>())
        .prop_map(|(statements, style, alone)| laid_out(&policy_of(&statements), style, alone))
}

/// A change inside a statement. Places are taken as they are: some are past the end.
#[derive(Clone, Debug)]
pub(crate) enum Within {
    Sid(Option<String>),
    Effect(Effect),
    AddPrincipal(String),
    RemovePrincipal(usize),
    ReplacePrincipal(usize, String),
    SetPrincipals(Vec<String>),
    AddAction(String),
    RemoveAction(usize),
    ReplaceAction(usize, String),
    SetActions(Vec<String>),
    AddCondition(NewCondition),
    RemoveCondition(usize),
    ReplaceCondition(usize, NewCondition),
    AddValue(usize, String),
    RemoveValue(usize, usize),
}

#[derive(Clone, Debug)]
pub(crate) enum Change {
    Add(usize, NewStatement),
    Remove(usize),
    Move(usize, usize),
    Duplicate(usize),
    Within(usize, Within),
}

fn within() -> impl Strategy<Value = Within> {
    prop_oneof![
        sid().prop_map(Within::Sid),
        effect().prop_map(Within::Effect),
        principal().prop_map(Within::AddPrincipal),
        (0..3_usize).prop_map(Within::RemovePrincipal),
        (0..3_usize, principal()).prop_map(|(at, text)| Within::ReplacePrincipal(at, text)),
        prop::collection::vec(principal(), 0..4).prop_map(Within::SetPrincipals),
        action().prop_map(Within::AddAction),
        (0..3_usize).prop_map(Within::RemoveAction),
        (0..3_usize, action()).prop_map(|(at, text)| Within::ReplaceAction(at, text)),
        prop::collection::vec(action(), 0..4).prop_map(Within::SetActions),
        condition().prop_map(Within::AddCondition),
        (0..2_usize).prop_map(Within::RemoveCondition),
        (0..2_usize, condition()).prop_map(|(at, new)| Within::ReplaceCondition(at, new)),
        (0..2_usize, "[v-x]").prop_map(|(at, value)| Within::AddValue(at, value)),
        (0..2_usize, 0..2_usize).prop_map(|(at, value)| Within::RemoveValue(at, value)),
    ]
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        1 => (0..5_usize, new_statement()).prop_map(|(place, new)| Change::Add(place, new)),
        1 => (0..4_usize).prop_map(Change::Remove),
        1 => (0..4_usize, 0..5_usize).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (0..4_usize).prop_map(Change::Duplicate),
        8 => (0..4_usize, within()).prop_map(|(at, within)| Change::Within(at, within)),
    ]
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

impl Change {
    pub(crate) fn edits(&self, document: &Document) -> Result<Vec<Edit>, EditError> {
        match self {
            Self::Add(place, new) => add(document, *place, new),
            Self::Remove(at) => remove(document, *at),
            Self::Move(from, to) => move_to(document, *from, *to),
            Self::Duplicate(at) => duplicate(document, *at),
            Self::Within(at, within) => within.edits(document, *at),
        }
    }

    /// The statements afterwards; `None` where the change has to be refused.
    pub(crate) fn expected(&self, document: &Document) -> Option<Vec<CanonicalStatement>> {
        let mut forms: Vec<CanonicalStatement> = document
            .statements()
            .iter()
            .map(|statement| CanonicalStatement::new(document, statement))
            .collect();
        match self {
            Self::Add(place, new) => forms.insert((*place).min(forms.len()), form(new)),
            Self::Remove(at) => {
                forms.get(*at)?;
                forms.remove(*at);
            }
            Self::Move(from, to) => {
                forms.get(*from)?;
                let moved = forms.remove(*from);
                forms.insert((*to).min(forms.len()), moved);
            }
            Self::Duplicate(at) => {
                let copy = forms.get(*at)?.clone();
                let sids: Vec<_> = document.statements().iter().filter_map(|found| found.name()).collect();
                let copy = match (copy, document.statements()[*at].name()) {
                    (CanonicalStatement::Plain(mut plain), Some(name)) => {
                        let free = (2..).map(|number| format!("{name}-{number}"));
                        plain.sid = free.into_iter().find(|sid| !sids.contains(&sid.as_str()));
                        CanonicalStatement::Plain(plain)
                    }
                    (other @ CanonicalStatement::Other(_), Some(name)) => {
                        let text = format!("{other:?}");
                        assert!(text.contains(name));
                        let mut copied = read_back(document, *at);
                        copied = copied.replace("\"a\"", "\"a-2\"");
                        let copy = Document::parse(policy_of(&[copied]), &CATALOG);
                        CanonicalStatement::new(&copy, &copy.statements()[0])
                    }
                    (copy, None) => copy,
                };
                forms.insert(at + 1, copy);
            }
            Self::Within(at, within) => {
                let statement = document.statements().get(*at)?;
                let mut model = model(statement);
                within.change(&mut model)?;
                forms[*at] = form(&model);
            }
        }
        Some(forms)
    }
}

fn read_back(document: &Document, at: usize) -> String {
    let span = document.span(document.statements()[at].node);
    String::from_utf8_lossy(span.of(document.tree().source())).into_owned()
}

fn model(statement: &Statement) -> NewStatement {
    let conditions = statement.conditions.iter().map(|entry| NewCondition {
        operator: entry.operator.value.clone(),
        key: entry.key.value.clone(),
        values: entry.values.iter().map(|text| text.value.clone()).collect(),
    });
    NewStatement {
        sid: statement.name().map(str::to_owned),
        effect: statement.effect.expect("an effect"),
        principals: statement.principals.iter().map(|entry| entry.text.value.clone()).collect(),
        actions: statement.actions.iter().map(|entry| entry.text.value.clone()).collect(),
        conditions: conditions.collect(),
    }
}

fn form(new: &NewStatement) -> CanonicalStatement {
    let document = Document::parse(policy_of(&[new.to_json()]), &CATALOG);
    CanonicalStatement::new(&document, &document.statements()[0])
}

impl Within {
    fn edits(&self, document: &Document, at: usize) -> Result<Vec<Edit>, EditError> {
        match self {
            Self::Sid(sid) => set_sid(document, at, sid.as_deref()),
            Self::Effect(effect) => set_effect(document, at, *effect),
            Self::AddPrincipal(text) => add_principal(document, at, text),
            Self::RemovePrincipal(entry) => remove_principal(document, at, *entry),
            Self::ReplacePrincipal(entry, text) => replace_principal(document, at, *entry, text),
            Self::SetPrincipals(texts) => set_principals(document, at, &borrowed(texts)),
            Self::AddAction(text) => add_action(document, at, text),
            Self::RemoveAction(entry) => remove_action(document, at, *entry),
            Self::ReplaceAction(entry, text) => replace_action(document, at, *entry, text),
            Self::SetActions(texts) => set_actions(document, at, &borrowed(texts)),
            Self::AddCondition(new) => {
                add_condition(document, at, &new.operator, &new.key, &borrowed(&new.values))
            }
            Self::RemoveCondition(entry) => remove_condition(document, at, *entry),
            Self::ReplaceCondition(entry, new) => {
                replace_condition(document, at, *entry, &new.operator, &new.key, &borrowed(&new.values))
            }
            Self::AddValue(entry, value) => add_condition_value(document, at, *entry, value),
            Self::RemoveValue(entry, value) => remove_condition_value(document, at, *entry, *value),
        }
    }

    /// The same on the model.
    fn change(&self, model: &mut NewStatement) -> Option<()> {
        fn put(texts: &mut [String], at: usize, text: &str) -> Option<()> {
            *texts.get_mut(at)? = text.to_owned();
            Some(())
        }
        fn take(texts: &mut Vec<String>, at: usize) -> Option<()> {
            texts.get(at)?;
            texts.remove(at);
            Some(())
        }
        let has = |model: &NewStatement, new: &NewCondition| {
            model.conditions.iter().position(|old| old.operator == new.operator && old.key == new.key)
        };
        match self {
            Self::Sid(sid) => model.sid = sid.clone(),
            Self::Effect(effect) => model.effect = *effect,
            Self::AddPrincipal(text) => model.principals.push(text.clone()),
            Self::RemovePrincipal(at) => take(&mut model.principals, *at)?,
            Self::ReplacePrincipal(at, text) => put(&mut model.principals, *at, text)?,
            Self::SetPrincipals(texts) => model.principals = texts.clone(),
            Self::AddAction(text) => model.actions.push(text.clone()),
            Self::RemoveAction(at) => take(&mut model.actions, *at)?,
            Self::ReplaceAction(at, text) => put(&mut model.actions, *at, text)?,
            Self::SetActions(texts) => model.actions = texts.clone(),
            Self::AddCondition(new) => {
                if has(model, new).is_some() {
                    return None;
                }
                model.conditions.push(new.clone());
            }
            Self::RemoveCondition(at) => {
                model.conditions.get(*at)?;
                model.conditions.remove(*at);
            }
            Self::ReplaceCondition(at, new) => {
                model.conditions.get(*at)?;
                if has(model, new).is_some_and(|other| other != *at) {
                    return None;
                }
                model.conditions[*at] = new.clone();
            }
            Self::AddValue(at, value) => model.conditions.get_mut(*at)?.values.push(value.clone()),
            Self::RemoveValue(at, value) => {
                let values = &mut model.conditions.get_mut(*at)?.values;
                if values.len() < 2 {
                    return None;
                }
                take(values, *value)?;
            }
        }
        Some(())
    }
}
