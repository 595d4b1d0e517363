//! A second opinion, for tests only: a naive evaluator and small random policies, sharing no code with the engine.

mod generate;
mod naive;

pub(crate) use generate::{
    ASKED, CALLERS, OWNER, Random, key_names, random_keys, random_policy, random_request, values_of,
};
pub(crate) use naive::{Ask, Effect, Masks, effect};

/// How many cases a property is tried on: `KMS_POLICY_CASES` asks for more in a long run.
pub(crate) fn cases(usual: u32) -> u32 {
    std::env::var("KMS_POLICY_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}
