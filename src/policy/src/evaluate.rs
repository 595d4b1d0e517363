//! What the cloud would answer to one request, and why.
//!
//! Three answers: allowed, denied, and *depends* where the request leaves keys open, where a statement is outside the
//! grammar, or where the policy of another resource has a say and is not known. *Depends* is said only where both
//! outcomes are possible.

mod reasons;
mod request;
mod scalars;

use serde::Serialize;

pub use reasons::{Because, Outcome, Where};
pub use request::{Request, RequestError, Via};
pub(crate) use scalars::scalars;

use crate::{
    catalog::{Action, Catalog, Kind, Scope},
    condition::{Answer, Condition, ConditionId, Doubt, Space},
    document::{Document, Effect, Statement, Validity},
    principal::Identity,
    ram::{RamPolicy, UNKNOWN},
    sorted::{Listed, Set, sort_and_dedup},
};

/// What comes out of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    Allowed,
    Denied,
    Depends,
}

impl Verdict {
    /// As formats spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Depends => "depends",
        }
    }
}

/// The key that encrypts a secret, where a request needs rights on it too.
#[derive(Clone, Copy, Debug)]
pub struct EncryptingKey<'a> {
    /// The account that created it.
    pub owner: &'a str,
    pub policy: &'a Document,
}

/// What a request is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Policies<'a> {
    pub kind: Kind,
    /// The account that created the resource.
    pub owner: &'a str,
    /// The policy of the resource; without one only RAM policies speak.
    pub resource: Option<&'a Document>,
    /// RAM policies of the caller.
    pub ram: &'a [RamPolicy],
    pub encrypting_key: Option<EncryptingKey<'a>>,
}

/// A statement that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Deciding {
    pub place: Where,
    /// Of RAM policies the place in the list; of policies of resources 0, of the encrypting key's 1.
    pub policy: usize,
    pub statement: usize,
}

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub verdict: Verdict,
    /// Statements that decided; none where nothing matched.
    pub deciding: Vec<Deciding>,
    /// Every statement that had a say, and why it did or did not match.
    pub because: Vec<Because>,
    /// Open keys that it hangs on.
    pub depends_on: Set<String>,
    /// What else makes the answer unknown.
    pub doubts: Vec<Doubt>,
    /// Whether it rests on a rule that no source confirms, such as a Deny of the account that reaches its root.
    pub not_confirmed: bool,
}

/// Conditions under which the parts of one question speak.
#[derive(Default)]
struct Voices {
    /// Allows of the resource's policy.
    resource: Vec<(ConditionId, Deciding)>,
    /// Allows of RAM policies.
    ram: Vec<(ConditionId, Deciding)>,
    denies: Vec<(ConditionId, Deciding)>,
}

/// Ways to be allowed that are looked at; more are a doubt.
const MOST_ALTERNATIVES: usize = 10_000;

/// What must hold, and of what at least one part must fail.
type Alternative = (Vec<ConditionId>, Vec<ConditionId>);

struct Judge<'a> {
    request: &'a Request,
    space: Space,
    because: Vec<Because>,
    not_confirmed: bool,
}

/// Judges a request.
pub fn decide(request: &Request, policies: &Policies<'_>, catalog: &Catalog) -> Decision {
    let mut judge = Judge { request, space: Space::default(), because: Vec::new(), not_confirmed: false };
    let name = request.action_name(catalog);
    let action = name.and_then(|name| catalog.action(name));
    let shape = |kind: Kind, owner: &str| {
        let what = kind.as_str();
        format!("acs:kms:{UNKNOWN}:{owner}:{what}/{UNKNOWN}")
    };
    let resource = request.resource.clone().unwrap_or_else(|| shape(policies.kind, policies.owner));
    let governed = |kind: Kind| action.is_none_or(|action| catalog.scope_of(action, kind) != Scope::Outside);
    let document = policies.resource.filter(|_| name.is_some() && governed(policies.kind));
    let own = judge.voices(&request.action, name, document, policies.ram, &resource, 0);
    let mut parts = vec![(own, policies.owner.to_owned())];
    let mut doubts = Vec::new();
    if request.via == Via::AccessKey
        && let Some(needed) = action.and_then(|action| action.on_encrypting_key.as_deref())
        && policies.kind == Kind::Secret
    {
        match policies.encrypting_key {
            Some(key) => {
                let wanted = format!("{}:{needed}", catalog.service());
                let shape = shape(Kind::Key, key.owner);
                let voices = judge.voices(&wanted, Some(needed), Some(key.policy), policies.ram, &shape, 1);
                parts.push((voices, key.owner.to_owned()));
            }
            None => doubts.push(Doubt::Resource),
        }
    }
    judge.verdict(&parts, doubts)
}

impl Judge<'_> {
    /// What each statement says to one action on one resource.
    fn voices(
        &mut self,
        action: &str,
        name: Option<&str>,
        document: Option<&Document>,
        ram: &[RamPolicy],
        resource: &str,
        policy: usize,
    ) -> Voices {
        let mut voices = Voices::default();
        for statement in document.into_iter().flat_map(Document::statements) {
            let deciding = Deciding { place: Where::Resource, policy, statement: statement.index };
            let outcome = self.resource_statement(statement, name);
            self.hear(&mut voices, deciding, statement.effect, statement.may_deny, outcome);
        }
        if self.request.principal.is_root() {
            return voices;
        }
        for (policy, document) in ram.iter().enumerate() {
            for statement in &document.statements {
                let deciding = Deciding { place: Where::Ram, policy, statement: statement.index };
                let outcome = if !statement.covers_action(action) && statement.validity == Validity::Sound {
                    Outcome::OtherAction
                } else {
                    let covered = statement.covers_resource(resource);
                    match (statement.validity, covered) {
                        (Validity::Unknown, _) => Outcome::Unknown,
                        (Validity::MatchesNothing, _) => Outcome::NoValue,
                        (_, Some(false)) => Outcome::OtherResource,
                        (_, covered) => {
                            self.context(&statement.condition, covered.is_none().then_some(Doubt::Resource))
                        }
                    }
                };
                self.hear(&mut voices, deciding, statement.effect, true, outcome);
            }
        }
        voices
    }

    fn resource_statement(&self, statement: &Statement, name: Option<&str>) -> Outcome {
        let Some(name) = name else { return Outcome::OtherAction };
        match statement.validity {
            Validity::MatchesNothing => return Outcome::NoValue,
            Validity::Unknown => {
                let out_of_reach = !statement.damaged
                    && ((!statement.has_unknown_principals && !self.names_caller(statement))
                        || (!statement.has_unknown_actions && !names_action(statement, name))
                        || matches!(
                            self.context(&statement.condition(), None),
                            Outcome::OtherContext { .. }
                        ));
                return if out_of_reach { Outcome::Invalid } else { Outcome::Unknown };
            }
            Validity::Sound => {}
        }
        let names_caller = self.names_caller(statement);
        let names_action = names_action(statement, name);
        if names_caller && names_action {
            return self.context(&statement.condition(), None);
        }
        let may_name_caller = names_caller || statement.has_unknown_principals;
        let may_name_action = names_action || statement.has_unknown_actions;
        if statement.effect == Some(Effect::Deny) && may_name_caller && may_name_action {
            // A Deny with an entry that is not understood: nobody knows whom or what that entry means.
            return self.context(&statement.condition(), Some(Doubt::UnknownStatement));
        }
        if names_caller { Outcome::OtherAction } else { Outcome::OtherPrincipal }
    }

    fn names_caller(&self, statement: &Statement) -> bool {
        statement.known_principals().any(|principal| principal.covers(&self.request.principal))
    }

    /// Whether a condition holds in the context of the request; what hangs on open keys stays.
    fn context(&self, condition: &Condition, doubt: Option<Doubt>) -> Outcome {
        let mut rest = Vec::new();
        for literal in &condition.literals {
            let key = &literal.atom.key;
            if self.request.open.contains(key) {
                rest.push(literal.clone());
            } else if !literal.holds(self.request.context.get(key).map(String::as_str)) {
                return Outcome::OtherContext { key: key.clone() };
            }
        }
        Outcome::Matches { rest: Condition::new(rest), doubt }
    }

    /// Takes down what a statement says.
    fn hear(
        &mut self,
        voices: &mut Voices,
        deciding: Deciding,
        effect: Option<Effect>,
        may_deny: bool,
        outcome: Outcome,
    ) {
        match (&outcome, effect) {
            (Outcome::Matches { rest, doubt }, Some(effect)) => {
                let id = self.space.add_doubtful(rest, *doubt);
                match (effect, deciding.place) {
                    (Effect::Deny, _) => voices.denies.push((id, deciding)),
                    (Effect::Allow, Where::Ram) => voices.ram.push((id, deciding)),
                    (Effect::Allow, _) => voices.resource.push((id, deciding)),
                }
            }
            (Outcome::Unknown, effect) if effect != Some(Effect::Allow) && may_deny => {
                let id = self.space.add_doubtful(&Condition::default(), Some(Doubt::UnknownStatement));
                voices.denies.push((id, deciding));
            }
            _ => {}
        }
        self.because.push(Because { deciding, effect, outcome });
    }

    fn verdict(mut self, parts: &[(Voices, String)], mut doubts: Vec<Doubt>) -> Decision {
        let caller = &self.request.principal;
        let (mut allowed, mut refused) = (vec![(Vec::new(), Vec::new())], Vec::new());
        for (voices, owner) in parts {
            let (yes, no) = ways(voices, caller, owner);
            // Every part must be allowed; one that is not is enough to refuse.
            if allowed.len().saturating_mul(yes.len()) > MOST_ALTERNATIVES {
                doubts.push(Doubt::Combinations);
            } else {
                allowed = product(&allowed, &yes);
            }
            refused.extend(no);
        }
        let root_denied = caller.is_root() && parts.iter().any(|(voices, _)| !voices.denies.is_empty());
        self.not_confirmed |= root_denied;
        let can_be_allowed = self.any(&allowed);
        let can_be_refused = self.any(&refused);
        let unknown_part = !doubts.is_empty();
        let verdict = match (&can_be_allowed, &can_be_refused) {
            (Answer::No, _) => Verdict::Denied,
            (_, Answer::No) if !unknown_part => Verdict::Allowed,
            _ => Verdict::Depends,
        };
        for answer in [can_be_allowed, can_be_refused] {
            if let Answer::Undecided(doubt) = answer {
                doubts.push(doubt);
            }
        }
        doubts.dedup();
        let open = |voices: &Voices| {
            voices.resource.iter().chain(&voices.ram).chain(&voices.denies).map(|(_, by)| *by).list()
        };
        let plain = |list: &[(ConditionId, Deciding)]| -> Vec<Deciding> {
            let always = list.iter().filter(|(id, _)| *id == ConditionId::ALWAYS);
            always.map(|(_, deciding)| *deciding).list()
        };
        let mut deciding: Vec<Deciding> = match verdict {
            Verdict::Depends => parts.iter().flat_map(|(voices, _)| open(voices)).list(),
            Verdict::Denied => {
                let denies: Vec<_> = parts.iter().flat_map(|(voices, _)| plain(&voices.denies)).list();
                if denies.is_empty() {
                    // Denies that between them leave no context over.
                    let any_allow = allowed.iter().any(|(holds, _)| !holds.is_empty());
                    let all = parts.iter().flat_map(|(voices, _)| &voices.denies).map(|(_, by)| *by);
                    if any_allow { all.list() } else { Vec::new() }
                } else {
                    denies
                }
            }
            Verdict::Allowed => {
                let allows = |voices: &Voices| {
                    let plain = [plain(&voices.resource), plain(&voices.ram)].concat();
                    if plain.is_empty() {
                        voices.resource.iter().chain(&voices.ram).map(|(_, by)| *by).list()
                    } else {
                        plain
                    }
                };
                parts.iter().flat_map(|(voices, _)| allows(voices)).list()
            }
        };
        sort_and_dedup(&mut deciding);
        let depends_on = if verdict == Verdict::Depends { self.open_keys() } else { Set::new() };
        let doubts = if verdict == Verdict::Depends { doubts } else { Vec::new() };
        Decision {
            verdict,
            deciding,
            because: self.because,
            depends_on,
            doubts,
            not_confirmed: self.not_confirmed,
        }
    }

    fn any(&mut self, alternatives: &[Alternative]) -> Answer {
        let mut doubt = None;
        for (holds, fails) in alternatives {
            match self.space.find(holds, fails) {
                Answer::No => {}
                Answer::Undecided(why) => doubt = Some(why),
                yes @ Answer::Yes(_) => return yes,
            }
        }
        doubt.map_or(Answer::No, Answer::Undecided)
    }

    fn open_keys(&self) -> Set<String> {
        let rests = self.because.iter().filter_map(|because| match &because.outcome {
            Outcome::Matches { rest, .. } => Some(rest),
            _ => None,
        });
        rests.flat_map(|rest| &rest.literals).map(|literal| literal.atom.key.clone()).collect()
    }
}

fn names_action(statement: &Statement, name: &str) -> bool {
    statement.known_actions().any(|pattern| pattern.covers(name))
}

/// Ways for one resource to be allowed, and ways to be refused.
fn ways(voices: &Voices, caller: &Identity, owner: &str) -> (Vec<Alternative>, Vec<Alternative>) {
    let ids = |list: &[(ConditionId, Deciding)]| {
        let ids: Set<ConditionId> = list.iter().map(|(id, _)| *id).collect();
        // What always holds makes the others needless.
        if ids.contains(&ConditionId::ALWAYS) { vec![ConditionId::ALWAYS] } else { ids.into_iter().list() }
    };
    let (resource, ram, denies) = (ids(&voices.resource), ids(&voices.ram), ids(&voices.denies));
    let at_home = caller.account == owner;
    let mut refused: Vec<Alternative> = denies.iter().map(|deny| (vec![*deny], Vec::new())).list();
    let grants: Vec<Vec<ConditionId>> = match (at_home, caller.is_root()) {
        // RAM policies do not apply to the root: at home it may, elsewhere the resource decides.
        (true, true) => vec![Vec::new()],
        (true, false) => resource.iter().chain(&ram).map(|id| vec![*id]).list(),
        (false, true) => resource.iter().map(|id| vec![*id]).list(),
        (false, false) => resource.iter().flat_map(|one| ram.iter().map(|two| vec![*one, *two])).list(),
    };
    match (at_home, caller.is_root()) {
        (true, true) => {}
        (true, false) => refused.push((Vec::new(), [resource, ram].concat())),
        (false, true) => refused.push((Vec::new(), resource)),
        (false, false) => refused.extend([(Vec::new(), resource), (Vec::new(), ram)]),
    }
    (grants.into_iter().map(|grant| (grant, denies.clone())).list(), refused)
}

fn product(one: &[Alternative], other: &[Alternative]) -> Vec<Alternative> {
    let join = |(holds, fails): &Alternative, (more, others): &Alternative| {
        ([holds.clone(), more.clone()].concat(), [fails.clone(), others.clone()].concat())
    };
    one.iter().flat_map(|one| other.iter().map(move |other| join(one, other))).list()
}

/// Whether this document alone, whatever RAM policies say, allows or denies an action in a context.
pub fn document_effect(
    document: &Document,
    kind: Kind,
    request: &Request,
    catalog: &Catalog,
) -> Option<Effect> {
    let name = request.action_name(catalog)?;
    let outside = |action: &Action| catalog.scope_of(action, kind) == Scope::Outside;
    if catalog.action(name).is_some_and(outside) {
        return None;
    }
    let matching = |statement: &&Statement| {
        statement.validity == Validity::Sound
            && statement.known_principals().any(|principal| principal.covers(&request.principal))
            && names_action(statement, name)
            && statement
                .condition()
                .literals
                .iter()
                .all(|literal| literal.holds(request.context.get(&literal.atom.key).map(String::as_str)))
    };
    document.statements().iter().filter(matching).filter_map(|statement| statement.effect).max()
}

#[cfg(test)]
mod tests;
