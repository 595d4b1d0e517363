//! What is fuzzed.

mod answers;
mod canonical;
mod parameters;
mod policy;
mod xml;

use crate::source::Source;

/// A property that must hold for every input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    /// As it is given on the command line.
    pub(crate) name: &'static str,
    /// One execution; the error says what does not hold, with the input. A panic is a failure too.
    pub(crate) run: fn(&mut Source) -> Result<(), String>,
}

/// All targets.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "parameters", run: parameters::run },
    Target { name: "canonical", run: canonical::run },
    Target { name: "xml", run: xml::run },
    Target { name: "answers", run: answers::run },
    policy::PARSER,
    policy::LINT,
    policy::EVALUATOR,
    policy::MERGE,
    policy::ANALYSIS,
];

/// Fails with what was found and what was expected.
pub(crate) fn ensure_same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    found: &T,
    expected: &T,
) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?} is not {expected:?}")) }
}
