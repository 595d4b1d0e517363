use super::{
    CheckVerdict, Column, Comparison, Share, compare, keeps_owner, no_new_access, not_granted, not_public,
    outside_accounts, policy_setters,
};
use crate::{
    ActionPattern, Document, Kind,
    analysis::{Case, Change, only_accounts, run_cases},
    catalog::tests::CATALOG,
    document::Effect,
    evaluate::{Request, document_effect},
    oracle::{
        self, ASKED, Ask, CALLERS, Masks, OWNER, Random, cases, key_names, random_keys, random_policy,
        values_of,
    },
    principal::{Identity, IdentityKind, Principal},
    sorted::{Map, Set},
};

fn read(policy: &serde_json::Value) -> Document {
    Document::parse(policy.to_string(), &CATALOG)
}

fn naive(policy: &serde_json::Value, request: &Request) -> oracle::Effect {
    let name = request.principal.name.as_ref().map(|(kind, name)| (kind.as_str(), name.as_str()));
    let action = request.action.split_once(':').expect("a prefix").1;
    let ask = Ask { account: &request.principal.account, name, action, context: &request.context };
    oracle::effect(policy, &ask)
}

/// The exact analysis against trying everything, on random pairs of policies.
#[test]
fn exact_analysis_agrees_with_brute_force() {
    for seed in 0..u64::from(cases(100_000)) {
        let mut random = Random::new(seed);
        let keys = random_keys(&mut random);
        let saved = random_policy(&mut random, keys);
        let mut draft = random_policy(&mut random, keys);
        if random.below(2) == 0 {
            // Often a draft is the saved policy with something added.
            let more = draft["Statement"][0].clone();
            draft = saved.clone();
            draft["Statement"].as_array_mut().expect("statements").push(more);
        }
        let check = no_new_access(&read(&saved), &read(&draft), Kind::Key, OWNER, &CATALOG);
        let words = || format!("seed {seed}\nsaved {saved}\ndraft {draft}\n{check:?}");
        assert_ne!(check.verdict, CheckVerdict::NotDecided, "{}", words());
        if check.verdict == CheckVerdict::Fail {
            let witness = check.witness.as_ref().unwrap_or_else(|| panic!("no witness: {}", words()));
            assert_eq!(naive(&draft, witness), oracle::Effect::Allow, "{}", words());
            assert_ne!(naive(&saved, witness), oracle::Effect::Allow, "{}", words());
            continue;
        }
        let (before, after) = (Grid::new(&saved, keys), Grid::new(&draft, keys));
        for (caller, (account, name)) in CALLERS.iter().enumerate() {
            for (asked, action) in ASKED.iter().enumerate() {
                for context in 0..before.holding.len() {
                    let new = after.allows(caller, asked, context) && !before.allows(caller, asked, context);
                    assert!(!new, "{account} {name:?} {action} context {context}\n{}", words());
                }
            }
        }
    }
}

/// What a policy says to every caller, action and context.
struct Grid {
    masks: Masks,
    named: Vec<Vec<u32>>,
    holding: Vec<u32>,
}

impl Grid {
    fn new(policy: &serde_json::Value, keys: [usize; 2]) -> Self {
        let empty = Map::new();
        let named = |(account, name): &(&str, Option<(&str, &str)>)| {
            let asks = ASKED.iter().map(|action| Ask { account, name: *name, action, context: &empty });
            asks.map(|ask| Masks::named(policy, &ask)).collect()
        };
        let [one, two] = key_names(keys).map(|key| {
            let values = values_of(key).into_iter().map(|value| Masks::holding(policy, key, value));
            values.collect::<Vec<u32>>()
        });
        Self {
            masks: Masks::new(policy),
            named: CALLERS.iter().map(named).collect(),
            holding: one.iter().flat_map(|one| two.iter().map(move |two| one & two)).collect(),
        }
    }

    fn allows(&self, caller: usize, action: usize, context: usize) -> bool {
        self.masks.allow(self.named[caller][action] & self.holding[context])
    }
}

/// What the diff says of each pair against trying every context.
#[test]
fn diff_agrees_with_brute_force() {
    for seed in 0..u64::from(cases(20_000)) {
        let mut random = Random::new(seed ^ 0x5eed);
        let keys = random_keys(&mut random);
        let (saved, draft) = (random_policy(&mut random, keys), random_policy(&mut random, keys));
        let diff = compare(&read(&saved), &read(&draft), Kind::Key, OWNER, &CATALOG).expect("few patterns");
        for row in &diff.rows {
            assert_ne!(row.change, Change::Undecided, "seed {seed}");
            let witness = row.witness.as_ref().expect("a witness");
            let (now, before) = (naive(&draft, witness), naive(&saved, witness));
            let differs = (now == oracle::Effect::Allow) != (before == oracle::Effect::Allow);
            assert!(differs, "seed {seed} {row:?}\nsaved {saved}\ndraft {draft}");
        }
        // Root and named callers have rows of their own, or behave like everybody in their account or outside.
        let (before, after) = (Grid::new(&saved, keys), Grid::new(&draft, keys));
        let text = format!("{saved}{draft}");
        for (caller, (account, name)) in CALLERS.iter().enumerate() {
            let identity = identity(account, *name);
            let whole = if text.contains(account) || *account == OWNER { account } else { "*" };
            let whole = format!("acs:ram::{whole}:*");
            for (asked, action) in ASKED.iter().enumerate() {
                let Some(known) = CATALOG.action(action) else { continue };
                let of = |text: &str| {
                    let action = format!("kms:{}", known.name);
                    diff.rows.iter().find(|row| row.principal == text && row.action == action)
                };
                let own = of(&identity.to_string());
                if own.is_none() && !identity.is_root() {
                    continue;
                }
                let pairs = (0..before.holding.len()).map(|context| {
                    (before.allows(caller, asked, context), after.allows(caller, asked, context))
                });
                let pairs: Vec<(bool, bool)> = pairs.collect();
                let gains = pairs.contains(&(false, true));
                let losses = pairs.contains(&(true, false));
                let change = own.or_else(|| of(&whole)).map(|row| row.change);
                let fits = match change {
                    None => !gains && !losses,
                    Some(Change::Gained | Change::Wider) => gains && !losses,
                    Some(Change::Lost | Change::Narrower) => losses && !gains,
                    Some(Change::Changed) => gains && losses,
                    Some(Change::Undecided) => false,
                };
                assert!(
                    fits,
                    "seed {seed} {identity} {action} {change:?} {gains} {losses}\nsaved {saved}\ndraft {draft}"
                );
            }
        }
    }
}

fn identity(account: &str, name: Option<(&str, &str)>) -> Identity {
    let kind = |kind| if kind == "user" { IdentityKind::User } else { IdentityKind::Role };
    Identity { account: account.to_owned(), name: name.map(|(of, name)| (kind(of), name.to_owned())) }
}

/// The evaluator against the naive one, on random requests.
#[test]
fn evaluation_agrees_with_the_naive_evaluator() {
    for seed in 0..u64::from(cases(100_000)) {
        let mut random = Random::new(seed ^ 0xe7a1);
        let keys = random_keys(&mut random);
        let policy = random_policy(&mut random, keys);
        let document = read(&policy);
        for _ in 0..4 {
            let (account, name, action, context) = oracle::random_request(&mut random, keys);
            let identity = identity(account, name);
            let request = Request::new(identity, format!("kms:{action}"), context);
            let found = document_effect(&document, Kind::Key, &request, &CATALOG);
            let expected = match naive(&policy, &request) {
                oracle::Effect::Silent => None,
                oracle::Effect::Allow => Some(Effect::Allow),
                oracle::Effect::Deny => Some(Effect::Deny),
            };
            assert_eq!(found, expected, "seed {seed} {request:?}\n{policy}");
        }
    }
}

/// Order means nothing, and a Deny more gives nobody anything.
#[test]
fn order_and_denies() {
    for seed in 0..u64::from(cases(100_000)) {
        let mut random = Random::new(seed ^ 0x0d3e);
        let keys = random_keys(&mut random);
        let policy = random_policy(&mut random, keys);
        let mut turned = policy.clone();
        turned["Statement"].as_array_mut().expect("statements").reverse();
        let (document, turned) = (read(&policy), read(&turned));
        let diff = compare(&document, &turned, Kind::Key, OWNER, &CATALOG).expect("few patterns");
        assert_eq!(diff.rows, [], "seed {seed}\n{policy}");
        let mut stricter = policy.clone();
        let mut deny = random_policy(&mut random, keys)["Statement"][0].clone();
        deny["Effect"] = "Deny".into();
        stricter["Statement"].as_array_mut().expect("statements").push(deny);
        let check = no_new_access(&document, &read(&stricter), Kind::Key, OWNER, &CATALOG);
        assert_eq!(
            (check.verdict, check.reasons),
            (CheckVerdict::Pass, Vec::new()),
            "seed {seed}\n{stricter}"
        );
    }
}

fn document(statements: &[(&str, &str, &str)]) -> Document {
    let statements: Vec<serde_json::Value> = statements
        .iter()
        .map(|(effect, who, action)| {
            serde_json::json!({"Effect": effect, "Principal": {"RAM": [who]}, "Action": [action], "Resource": ["*"]})
        })
        .collect();
    read(&serde_json::json!({"Version": "1", "Statement": statements}))
}

const WHOLE: &str = "acs:ram::1111222233334444:*";
const USER: &str = "acs:ram::1111222233334444:user/a";
const OUTSIDE: &str = "acs:ram::2222333344445555:role/etl";

#[test]
fn names_that_do_not_exist_yet_count() {
    let all: Vec<String> = CATALOG.in_scope(Kind::Key).map(|action| format!("kms:{}", action.name)).collect();
    let listed: Vec<(&str, &str, &str)> = all.iter().map(|action| ("Allow", USER, action.as_str())).collect();
    let (listed, pattern) = (document(&listed), document(&[("Allow", USER, "kms:*")]));
    let check = no_new_access(&listed, &pattern, Kind::Key, OWNER, &CATALOG);
    assert_eq!(check.verdict, CheckVerdict::Fail);
    let witness = check.witness.expect("a witness");
    assert!(CATALOG.action(witness.action.trim_start_matches("kms:")).is_none(), "{}", witness.action);
    assert_eq!(no_new_access(&pattern, &listed, Kind::Key, OWNER, &CATALOG).verdict, CheckVerdict::Pass);
}

#[test]
fn checks() {
    let parse = |text: &str| Principal::parse(text).expect(text);
    let decrypt = [ActionPattern::of_name("Decrypt")];
    let owner_and_outside = document(&[("Allow", WHOLE, "kms:*"), ("Allow", OUTSIDE, "kms:Decrypt")]);
    let public = document(&[("Allow", "*", "kms:Describe*"), ("Allow", WHOLE, "kms:*")]);
    let granted = |document: &Document, except: &[Principal]| {
        not_granted(document, &decrypt, except, Kind::Key, OWNER, &CATALOG).verdict
    };
    assert_eq!(granted(&owner_and_outside, &[parse(WHOLE)]), CheckVerdict::Fail);
    assert_eq!(granted(&owner_and_outside, &[parse(WHOLE), parse(OUTSIDE)]), CheckVerdict::Pass);
    let narrowing = Set::new();
    let is_public =
        |document: &Document| not_public(document, &narrowing, Kind::Key, OWNER, &CATALOG).verdict;
    assert_eq!(is_public(&owner_and_outside), CheckVerdict::Pass);
    assert_eq!(is_public(&public), CheckVerdict::Fail);
    // What is open to everybody is denied to everybody; what is left is narrowed by a key.
    let narrowed = read(&serde_json::json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Principal": {"RAM": ["*"]}, "Action": ["kms:Decrypt"], "Resource": ["*"],
         "Condition": {"StringEquals": {"acs:SourceVpc": ["vpc-1"]}}},
        {"Effect": "Allow", "Principal": {"RAM": ["*"]}, "Action": ["kms:Decrypt"], "Resource": ["*"],
         "Condition": {"StringEquals": {"k": ["a"]}}},
        {"Effect": "Deny", "Principal": {"RAM": ["*"]}, "Action": ["kms:*"], "Resource": ["*"],
         "Condition": {"StringEquals": {"k": ["a"]}}},
    ]}));
    let by_vpc = Set::from(["acs:SourceVpc".to_owned()]);
    let verdict = |narrowing| not_public(&narrowed, narrowing, Kind::Key, OWNER, &CATALOG).verdict;
    assert_eq!(verdict(&by_vpc), CheckVerdict::Pass);
    assert_eq!(verdict(&narrowing), CheckVerdict::Fail);
    let accounts = |document: &Document, list: &[&str]| {
        let list = list.iter().map(|id| (*id).to_owned()).collect();
        only_accounts(document, &list, Kind::Key, OWNER, &CATALOG).verdict
    };
    assert_eq!(accounts(&owner_and_outside, &[]), CheckVerdict::Fail);
    assert_eq!(accounts(&owner_and_outside, &["2222333344445555"]), CheckVerdict::Pass);
    assert_eq!(accounts(&public, &["2222333344445555"]), CheckVerdict::Fail);
    let me = Identity::parse(USER).expect("a user");
    let other = Identity::parse("acs:ram::1111222233334444:user/zed").expect("a user");
    let keeps = |document: &Document, minimum, keepers: &[Identity]| {
        keeps_owner(document, minimum, keepers, Kind::Key, OWNER, &CATALOG).verdict
    };
    let only_user = document(&[("Allow", USER, "kms:Set*")]);
    let denied = document(&[("Allow", WHOLE, "kms:*"), ("Deny", USER, "kms:SetKeyPolicy")]);
    assert_eq!(keeps(&owner_and_outside, 1, std::slice::from_ref(&me)), CheckVerdict::Pass);
    assert_eq!(keeps(&owner_and_outside, 1, std::slice::from_ref(&other)), CheckVerdict::Pass);
    assert_eq!(keeps(&only_user, 1, std::slice::from_ref(&me)), CheckVerdict::Pass);
    assert_eq!(keeps(&only_user, 2, std::slice::from_ref(&me)), CheckVerdict::Fail);
    assert_eq!(keeps(&only_user, 1, &[other]), CheckVerdict::Fail);
    assert_eq!(keeps(&denied, 1, &[me]), CheckVerdict::Fail);
}

#[test]
fn who_can_set_the_policy_and_who_is_outside() {
    let draft = document(&[
        ("Allow", WHOLE, "kms:*"),
        ("Deny", USER, "kms:SetKeyPolicy"),
        ("Allow", OUTSIDE, "kms:Decrypt"),
        ("Deny", OUTSIDE, "kms:*"),
    ]);
    let setters = policy_setters(&draft, Kind::Key, OWNER, &CATALOG).expect("few patterns");
    let names: Vec<&str> = setters.iter().map(|setter| setter.principal.as_str()).collect();
    assert_eq!(names, [WHOLE]);
    let outside = outside_accounts(&draft, Kind::Key, OWNER, &CATALOG).expect("few patterns");
    assert_eq!(outside.len(), 1);
    assert!(!outside[0].has_access);
}

#[test]
fn a_deny_that_goes_is_told() {
    let saved = document(&[("Deny", USER, "kms:Decrypt")]);
    let draft = document(&[("Allow", OUTSIDE, "kms:Encrypt")]);
    let check = no_new_access(&saved, &saved, Kind::Key, OWNER, &CATALOG);
    assert_eq!((check.verdict, check.reasons.len()), (CheckVerdict::Pass, 0));
    let check = no_new_access(&saved, &draft, Kind::Key, OWNER, &CATALOG);
    assert!(check.reasons.iter().any(|reason| reason.kind == "deny-lifted"), "{check:?}");
}

#[test]
fn invalid_denies_are_doubts() {
    let saved = document(&[("Allow", USER, "kms:Decrypt"), ("deny", USER, "kms:Decrypt")]);
    let draft = document(&[("Allow", USER, "kms:Decrypt")]);
    let verdict = |saved, draft| no_new_access(saved, draft, Kind::Key, OWNER, &CATALOG).verdict;
    assert_eq!(verdict(&saved, &draft), CheckVerdict::NotDecided);
    assert_eq!(verdict(&draft, &saved), CheckVerdict::Pass);
}

#[test]
fn author_cases() {
    let draft = document(&[("Allow", USER, "kms:Decrypt"), ("Allow", OUTSIDE, "kms:Decrypt")]);
    let case = |who: &str, action: &str, expect: &str| -> Case {
        serde_json::from_value(serde_json::json!({"who": who, "action": action, "expect": expect}))
            .expect("a case")
    };
    for (case, expected) in [
        (case(USER, "kms:Decrypt", "allowed"), CheckVerdict::Pass),
        (case(USER, "kms:Encrypt", "denied"), CheckVerdict::Pass),
        (case(OUTSIDE, "kms:Decrypt", "allowed"), CheckVerdict::Pass),
        (case(USER, "kms:Encrypt", "allowed"), CheckVerdict::Fail),
        (case("nobody", "kms:Encrypt", "denied"), CheckVerdict::Fail),
    ] {
        let check = run_cases(&draft, std::slice::from_ref(&case), Kind::Key, OWNER, &CATALOG);
        assert_eq!(check.verdict, expected, "{case:?}");
    }
}

#[test]
fn matrix() {
    let saved = document(&[("Allow", WHOLE, "kms:*"), ("Allow", USER, "kms:Decrypt")]);
    let draft = read(&serde_json::json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Principal": {"RAM": [WHOLE]}, "Action": ["kms:*"], "Resource": ["*"]},
        {"Effect": "Deny", "Principal": {"RAM": [USER]}, "Action": ["kms:Decrypt"], "Resource": ["*"]},
        {"Effect": "Allow", "Principal": {"RAM": [OUTSIDE]}, "Action": ["kms:Encrypt"], "Resource": ["*"]},
        {"Effect": "Allow", "Principal": {"RAM": [OUTSIDE]}, "Action": ["kms:Decrypt"], "Resource": ["*"],
         "Condition": {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}}},
    ]}));
    let column = |names: &[&str]| Column(names.iter().map(|name| (*name).to_owned()).collect());
    let columns =
        [column(&["kms:Encrypt"]), column(&["kms:decrypt"]), column(&["kms:Encrypt", "kms:AsymmetricSign"])];
    let mut comparison = Comparison::new(&saved, &draft, Kind::Key, OWNER, &CATALOG).expect("few patterns");
    let rows = comparison.matrix(&columns);
    let words = |shares: &[Share]| shares.iter().map(|share| format!("{share:?} ")).collect::<String>();
    type Row = (String, bool, String, String, Vec<bool>, Vec<usize>);
    let found: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            let (before, after) = (words(&row.before), words(&row.after));
            (row.principal, row.outside, before, after, row.inherited, row.statements)
        })
        .collect();
    let row = |who: &str, outside, before: &str, after: &str, inherited: [bool; 3], statements: &[usize]| {
        (
            who.to_owned(),
            outside,
            before.to_owned(),
            after.to_owned(),
            inherited.to_vec(),
            statements.to_vec(),
        )
    };
    assert_eq!(
        found,
        [
            row(WHOLE, false, "Always Always Always ", "Always Always Always ", [false; 3], &[0]),
            row(USER, false, "Always Always Always ", "Always Denied Always ", [true, false, true], &[0, 1]),
            row(OUTSIDE, true, "Never Never Never ", "Always Maybe Maybe ", [false, false, false], &[2, 3]),
        ]
    );
}
