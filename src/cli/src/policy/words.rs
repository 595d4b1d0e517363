//! Texts for people, in their language.

use kms_policy::{
    Fix, Params,
    messages::{Language, message},
};

use super::output::one_line;

#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    language: Language,
}

impl Words {
    pub(super) fn new(language: Language) -> Self {
        Self { language }
    }

    pub(super) fn language(self) -> Language {
        self.language
    }

    /// A text as programs get it.
    pub(super) fn message(self, key: &str, params: &Params) -> String {
        message(self.language, key, params)
    }

    pub(super) fn title(self, fix: &Fix) -> String {
        self.message(fix.title, &fix.params)
    }

    /// A text for a line of a terminal.
    pub(super) fn say<const N: usize>(self, key: &str, params: [(&'static str, &str); N]) -> String {
        let params = params.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        one_line(&self.message(key, &params))
    }
}

/// A statement as places in the JSON name it: `Statement[0]`.
pub(super) fn statement(at: usize) -> String {
    format!("Statement[{at}]")
}

pub(super) fn statements(places: &[usize]) -> String {
    let names: Vec<String> = places.iter().map(|at| statement(*at)).collect();
    names.join(", ")
}
