use crate::lint::Rule;

pub(crate) const RULES: &[Rule] = &[];
