//! The checks of an organisation: KPC-1 to KPC-5 (KPC-6 are an author's own cases).
//!
//! Three answers: pass, fail with a request that shows it, not decided with the reason. For "must not" questions what
//! may be allowed counts as allowed, for "must" questions as denied.

use serde::Serialize;

use super::{
    compare::{Comparison, Pair, shown_action},
    doubt_text, setters, witness,
};
use crate::{
    access::{Access, ActionClass, Apart, Grant, PrincipalClass},
    action::ActionPattern,
    catalog::{Catalog, Kind},
    condition::{Answer, Condition, Wanted},
    document::Document,
    evaluate::Request,
    glob::TooMany,
    principal::{Identity, Principal},
    sorted::{Listed, Set},
    values::Network,
};

/// What a check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum CheckVerdict {
    #[serde(rename = "pass")]
    Pass,
    #[serde(rename = "fail")]
    Fail,
    #[serde(rename = "not decided")]
    NotDecided,
}

/// Why a check says what it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reason {
    /// Key of its text in the message files, without the prefix `check.`.
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Statements of the draft, counted from 0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Reason {
    pub(crate) fn new(kind: &'static str) -> Self {
        Self { kind, principal: None, action: None, statements: Vec::new(), detail: None }
    }

    fn about(self, principal: impl Into<String>, action: impl Into<String>) -> Self {
        Self { principal: Some(principal.into()), action: Some(action.into()), ..self }
    }

    fn of(self, principal: impl Into<String>) -> Self {
        Self { principal: Some(principal.into()), ..self }
    }

    fn because(self, statements: Vec<usize>) -> Self {
        Self { statements, ..self }
    }

    pub(crate) fn saying(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// A check and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub id: &'static str,
    pub verdict: CheckVerdict,
    /// A request that shows a fail: the evaluator confirms it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Request>,
    pub reasons: Vec<Reason>,
}

impl Check {
    pub(crate) fn new(id: &'static str) -> Self {
        Self { id, verdict: CheckVerdict::Pass, witness: None, reasons: Vec::new() }
    }

    fn undecided(id: &'static str, why: &str) -> Self {
        let mut check = Self::new(id);
        check.verdict = CheckVerdict::NotDecided;
        check.reasons.push(Reason::new("undecided").saying(why));
        check
    }

    /// A fail is worse than a doubt.
    fn fail(&mut self) {
        self.verdict = CheckVerdict::Fail;
    }

    fn doubt(&mut self) {
        if self.verdict == CheckVerdict::Pass {
            self.verdict = CheckVerdict::NotDecided;
        }
    }
}

const TOO_MANY: &str = "patterns";

/// One document under a check: every pair of a class of principals and one of actions is asked about.
struct Sweep<'a> {
    access: Access,
    catalog: &'a Catalog,
    check: Check,
}

impl<'a> Sweep<'a> {
    /// # Errors
    /// When the patterns in names combine in too many ways.
    fn new(
        id: &'static str,
        document: &Document,
        kind: Kind,
        catalog: &'a Catalog,
        apart: &Apart<'_>,
    ) -> Result<Self, TooMany> {
        let access = Access::new(&[document], kind, catalog, apart)?;
        Ok(Self { access, catalog, check: Check::new(id) })
    }

    /// Asks whether a statement that counts allows the pairs of some principals and actions. A yes is a fail, with the
    /// reason that `found` makes of it; a doubt leaves the check not decided.
    fn fail_if_allowed(
        &mut self,
        principals: impl Fn(&PrincipalClass) -> bool,
        actions: impl Fn(&ActionClass) -> bool,
        counts: impl Fn(usize) -> bool,
        found: impl Fn(&PrincipalClass) -> Reason,
    ) {
        let groups = self.access.action_groups();
        let chosen: Vec<PrincipalClass> =
            self.access.principals.iter().filter(|class| principals(class)).cloned().list();
        for principal in &chosen {
            for group in &groups {
                let wanted: Vec<&ActionClass> = group.iter().filter(|action| actions(action)).list();
                let Some(first) = wanted.first() else { continue };
                let cell = self.access.cell(principal, first);
                let reason = match self.access.find_allowed_by(&cell, 0, &counts) {
                    Answer::No => continue,
                    Answer::Yes(values) => {
                        self.check.fail();
                        if self.check.witness.is_none() {
                            self.check.witness = Some(witness(principal, first, values, self.catalog));
                        }
                        found(principal)
                    }
                    Answer::Undecided(doubt) => {
                        self.check.doubt();
                        Reason { kind: "undecided", ..found(principal) }.saying(doubt_text(doubt))
                    }
                };
                let allows =
                    self.access.rules_of(&cell, 0).filter(|rule| rule.allow && counts(rule.statement));
                let reason = reason.because(allows.map(|rule| rule.statement).list());
                let about = wanted.iter().map(|action| Reason {
                    action: Some(shown_action(action, self.catalog)),
                    ..reason.clone()
                });
                self.check.reasons.extend(about);
            }
        }
    }
}

impl Sweep<'_> {
    /// The check, with every reason cut down to what counts, and each of those once.
    fn keep_first(self, cut: impl Fn(&Reason) -> Reason) -> Check {
        let mut seen: Set<Reason> = Set::new();
        let reasons = self.check.reasons.iter().map(cut).filter(|reason| seen.insert(reason.clone())).list();
        Check { reasons, ..self.check }
    }
}

/// KPC-1: is everything that the draft allows allowed by the saved policy? Beside the verdict it names pairs that were
/// denied and are not any more, since a RAM policy of the own account may allow them now.
pub fn no_new_access(
    saved: &Document,
    draft: &Document,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Check {
    let Ok(mut comparison) = Comparison::new(saved, draft, kind, owner, catalog) else {
        return Check::undecided("KPC-1", TOO_MANY);
    };
    let mut check = Check::new("KPC-1");
    for Pair { principal, text, actions, answer, statements } in comparison.new_pairs() {
        let reason = match answer {
            Answer::Yes(values) => {
                check.fail();
                if let (None, Some(action)) = (&check.witness, actions.first()) {
                    check.witness = Some(witness(&principal, action, values, catalog));
                }
                Reason::new("new-access")
            }
            Answer::Undecided(doubt) => {
                check.doubt();
                Reason::new("undecided").saying(doubt_text(doubt))
            }
            Answer::No => continue,
        };
        let reason = reason.because(statements);
        let about = actions.iter().map(|action| reason.clone().about(&text, shown_action(action, catalog)));
        check.reasons.extend(about);
    }
    for Pair { text, actions, .. } in comparison.lifted_denies() {
        let lifted = |action| Reason::new("deny-lifted").about(&text, shown_action(action, catalog));
        check.reasons.extend(actions.iter().map(lifted));
    }
    check
}

/// KPC-2: is none of these actions allowed to anybody but these principals?
pub fn not_granted(
    document: &Document,
    actions: &[ActionPattern],
    except: &[Principal],
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Check {
    let apart = Apart { principals: except, actions, owner: Some(owner) };
    let Ok(mut sweep) = Sweep::new("KPC-2", document, kind, catalog, &apart) else {
        return Check::undecided("KPC-2", TOO_MANY);
    };
    let is_exempt = |class: &PrincipalClass| class.apart.ones().next().is_some();
    let is_listed = |action: &ActionClass| action.apart.ones().next().is_some();
    let found = |class: &PrincipalClass| Reason::new("granted").of(class.witness.to_string());
    sweep.fail_if_allowed(|class| !is_exempt(class), is_listed, |_| true, found);
    sweep.check
}

/// KPC-3: can no account pass that the policy does not name? A condition counts as open unless it is on one of
/// `narrowing` keys with a value that excludes something.
pub fn not_public(
    document: &Document,
    narrowing: &Set<String>,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Check {
    let apart = Apart { owner: Some(owner), ..Apart::default() };
    let Ok(mut sweep) = Sweep::new("KPC-3", document, kind, catalog, &apart) else {
        return Check::undecided("KPC-3", TOO_MANY);
    };
    let narrow: Set<usize> = document
        .statements()
        .iter()
        .filter(|statement| is_narrow(&statement.condition(), narrowing))
        .map(|statement| statement.index)
        .collect();
    let found = |_: &PrincipalClass| Reason::new("public").of("*");
    sweep.fail_if_allowed(|class| class.unnamed_account, |_| true, |at| !narrow.contains(&at), found);
    // Root, users and roles of such an account mostly get the same.
    sweep.keep_first(Clone::clone)
}

/// Whether a condition leaves out something on one of these keys.
fn is_narrow(condition: &Condition, keys: &Set<String>) -> bool {
    condition.literals.iter().filter(|literal| !literal.negated && keys.contains(&literal.atom.key)).any(
        |literal| match &literal.atom.wanted {
            Wanted::Patterns(patterns) => {
                patterns.iter().all(|pattern| pattern.chars().any(|letter| !"*?".contains(letter)))
            }
            Wanted::Networks(networks) => networks.iter().all(|network: &Network| network.bits() > 0),
            _ => true,
        },
    )
}

/// KPC-4: does the policy let in no outside account but these?
pub fn only_accounts(
    document: &Document,
    accounts: &Set<String>,
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Check {
    let apart = Apart { owner: Some(owner), ..Apart::default() };
    let Ok(mut sweep) = Sweep::new("KPC-4", document, kind, catalog, &apart) else {
        return Check::undecided("KPC-4", TOO_MANY);
    };
    let is_foreign =
        |class: &PrincipalClass| class.witness.account != owner && !accounts.contains(&class.witness.account);
    let found = |class: &PrincipalClass| {
        let account = if class.unnamed_account { "*" } else { class.witness.account.as_str() };
        Reason::new("account").saying(account)
    };
    sweep.fail_if_allowed(is_foreign, |_| true, |_| true, found);
    // The question is about accounts: each is named once, whoever in it may do whatever.
    sweep.keep_first(|reason| Reason { action: None, statements: Vec::new(), ..reason.clone() })
}

/// KPC-5: do at least so many listed principals hold the right to set the policy in every context, and is one of `keepers`
/// (the caller, or a break-glass role) among them?
pub fn keeps_owner(
    document: &Document,
    minimum: usize,
    keepers: &[Identity],
    kind: Kind,
    owner: &str,
    catalog: &Catalog,
) -> Check {
    let apart = Apart { owner: Some(owner), ..Apart::default() };
    let Ok(mut access) = Access::new(&[document], kind, catalog, &apart) else {
        return Check::undecided("KPC-5", TOO_MANY);
    };
    let mut check = Check::new("KPC-5");
    let holders: Vec<PrincipalClass> = setters(&mut access, 0)
        .into_iter()
        .filter(|(_, grant)| *grant == Grant::Always)
        .map(|(class, _)| class)
        .list();
    // An account as a whole counts once: its root stands for it.
    let counted: Vec<&PrincipalClass> = holders.iter().filter(|class| !class.others).list();
    for class in &counted {
        let text = if class.witness.is_root() {
            format!("acs:ram::{}:*", class.witness.account)
        } else {
            class.witness.to_string()
        };
        check.reasons.push(Reason::new("holder").saying(text));
    }
    if counted.len() < minimum {
        check.fail();
        check.reasons.push(Reason::new("too-few").saying(minimum.to_string()));
    }
    let holds = |keeper: &Identity| {
        let exact = holders.iter().any(|class| class.witness == *keeper);
        // A name that no statement names is in the class of the others of its account.
        let named = access.principals.iter().any(|class| class.witness == *keeper);
        exact
            || (!named
                && holders.iter().any(|class| {
                    class.others
                        && class.witness.account == keeper.account
                        && class.witness.name.as_ref().map(|(kind, _)| kind)
                            == keeper.name.as_ref().map(|(kind, _)| kind)
                }))
    };
    if !keepers.is_empty() && !keepers.iter().any(holds) {
        check.fail();
        let names: Vec<String> = keepers.iter().map(Identity::to_string).list();
        check.reasons.push(Reason::new("no-keeper").saying(names.join(", ")));
    }
    check
}
