//! A sentence for each condition.

use super::Writer;
use crate::{
    catalog::{Family, Operator, ValueType},
    document::{ConditionEntry, Statement},
    help::words::test_name,
    sorted::Listed,
};

impl Writer<'_> {
    /// What must hold, a sentence for each operator and key.
    pub(super) fn conditions(&self, statement: &Statement) -> Vec<String> {
        statement.conditions.iter().filter_map(|entry| self.condition(entry)).list()
    }

    fn condition(&self, entry: &ConditionEntry) -> Option<String> {
        let operator = self.catalog.operator(&entry.operator.value)?;
        let shown: Vec<String> = entry.values.iter().map(|value| shown(&value.value)).list();
        let values = self.words.any(&shown);
        let params = [("key", entry.key.value.as_str()), ("values", values.as_str())];
        let negated = if operator.negated { ".not" } else { "" };
        let test = test_name(operator.test);
        let special = self
            .subject(operator, &entry.key.value)
            .and_then(|subject| self.words.find(&format!("condition.{subject}.{test}{negated}"), &params));
        Some(special.unwrap_or_else(|| self.words.say(&format!("condition.plain.{test}{negated}"), &params)))
    }

    /// What a key is about, where there are better words for it than its name.
    fn subject(&self, operator: &Operator, key: &str) -> Option<&'static str> {
        let key = self.catalog.key(key).filter(|key| key.value_type.family() == operator.family)?;
        match (operator.family, key.value_type) {
            (_, ValueType::Vpc) => Some("vpc"),
            (Family::Ip, _) if key.public_only => Some("public"),
            (Family::Ip, _) if key.network => Some("private"),
            (Family::Date, _) if key.time => Some("time"),
            _ => None,
        }
    }
}

/// A value that would not be seen stands in quotes.
fn shown(value: &str) -> String {
    if value.is_empty() || value.contains(char::is_whitespace) {
        crate::edit::nodes::quoted(value)
    } else {
        value.to_owned()
    }
}
