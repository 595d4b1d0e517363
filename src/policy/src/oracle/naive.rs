//! Allow and Deny of one document, straight from its JSON.

use std::net::IpAddr;

use serde_json::Value;

use crate::sorted::Map;

/// What a document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Silent,
    Allow,
    Deny,
}

/// Who asks for what: account, kind and name (none is the root), action without prefix, context.
pub(crate) struct Ask<'a> {
    pub(crate) account: &'a str,
    pub(crate) name: Option<(&'a str, &'a str)>,
    pub(crate) action: &'a str,
    pub(crate) context: &'a Map<String, String>,
}

/// What the document says to a request. Only for policies without errors.
pub(crate) fn effect(policy: &Value, ask: &Ask<'_>) -> Effect {
    let mut found = Effect::Silent;
    for statement in policy["Statement"].as_array().into_iter().flatten() {
        let who = list(&statement["Principal"]["RAM"]).iter().any(|entry| is_about(entry, ask));
        let what = list(&statement["Action"]).iter().any(|action| {
            let pattern = action.split_once(':').expect("a prefix").1.to_lowercase();
            glob(&pattern, &ask.action.to_lowercase())
        });
        if who && what && conditions(&statement["Condition"], ask) {
            if statement["Effect"] == "Deny" {
                return Effect::Deny;
            }
            found = Effect::Allow;
        }
    }
    found
}

/// The same for many requests: which statements name a caller and an action, and which hold in a context, as bit sets.
pub(crate) struct Masks {
    pub(crate) denies: u32,
}

impl Masks {
    pub(crate) fn new(policy: &Value) -> Self {
        Self { denies: mask(policy, |statement| statement["Effect"] == "Deny") }
    }

    pub(crate) fn named(policy: &Value, ask: &Ask<'_>) -> u32 {
        mask(policy, |statement| {
            list(&statement["Principal"]["RAM"]).iter().any(|entry| is_about(entry, ask))
                && list(&statement["Action"]).iter().any(|action| {
                    let pattern = action.split_once(':').expect("a prefix").1.to_lowercase();
                    glob(&pattern, &ask.action.to_lowercase())
                })
        })
    }

    /// Statements whose conditions on one key hold for a value of it.
    pub(crate) fn holding(policy: &Value, key: &str, has: Option<&str>) -> u32 {
        mask(policy, |statement| {
            statement["Condition"].as_object().into_iter().flatten().all(|(operator, keys)| {
                keys.get(key).is_none_or(|values| holds(operator, has, &list(values)))
            })
        })
    }

    /// Whether the document allows what these statements match.
    pub(crate) fn allow(&self, matching: u32) -> bool {
        matching & self.denies == 0 && matching != 0
    }
}

fn mask(policy: &Value, fits: impl Fn(&Value) -> bool) -> u32 {
    let statements = policy["Statement"].as_array().expect("statements");
    statements.iter().enumerate().filter(|(_, statement)| fits(statement)).map(|(at, _)| 1 << at).sum()
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(|item| item.as_str().expect("a text").to_owned()).collect(),
        Value::String(one) => vec![one.clone()],
        _ => Vec::new(),
    }
}

fn is_about(entry: &str, ask: &Ask<'_>) -> bool {
    if entry == "*" {
        return true;
    }
    let parts: Vec<&str> = entry.split(':').collect();
    if parts[3] != "*" && parts[3] != ask.account {
        return false;
    }
    if parts[4] == "*" {
        return true;
    }
    let (kind, wanted) = parts[4].split_once('/').expect("a name");
    match ask.name {
        Some(("role", name)) if kind == "role" => glob(&wanted.to_lowercase(), &name.to_lowercase()),
        Some(("user", name)) if kind == "user" => glob(wanted, name),
        _ => false,
    }
}

fn conditions(value: &Value, ask: &Ask<'_>) -> bool {
    value.as_object().into_iter().flatten().all(|(operator, keys)| {
        keys.as_object().into_iter().flatten().all(|(key, values)| {
            let has = ask.context.get(key);
            holds(operator, has.map(String::as_str), &list(values))
        })
    })
}

fn holds(operator: &str, has: Option<&str>, values: &[String]) -> bool {
    let negated = operator.contains("Not");
    let positive = operator.replace("Not", "");
    let fits = has.is_some_and(|has| values.iter().any(|wanted| compare(&positive, has, wanted)));
    fits != negated
}

fn compare(operator: &str, has: &str, wanted: &str) -> bool {
    // Small numbers and whole seconds are exact as floats, which is all that the generator makes.
    let number = |text: &str| text.parse::<f64>().ok();
    let date = |text: &str| {
        let (date, rest) = text.split_once('T')?;
        let parts: Vec<f64> = date.split('-').filter_map(number).collect();
        let time: Vec<f64> = rest.strip_suffix('Z')?.split(':').filter_map(number).collect();
        // Enough to order dates of one calendar.
        Some(
            ((((parts.first()? * 12.0 + parts.get(1)?) * 31.0 + parts.get(2)?) * 24.0 + time.first()?)
                * 60.0
                + time.get(1)?)
                * 60.0
                + time.get(2)?,
        )
    };
    let ordered = |one: Option<f64>, two: Option<f64>, how: &str| match (one, two) {
        (Some(one), Some(two)) => match how {
            "Equals" => one == two,
            "LessThan" => one < two,
            "LessThanEquals" => one <= two,
            "GreaterThan" => one > two,
            "GreaterThanEquals" => one >= two,
            _ => unreachable!("{how}"),
        },
        _ => false,
    };
    match operator {
        "StringEquals" => has == wanted,
        "StringEqualsIgnoreCase" => has.to_lowercase() == wanted.to_lowercase(),
        "StringLike" => glob(wanted, has),
        "Bool" => has.to_lowercase() == wanted.to_lowercase(),
        "IpAddress" => has.parse().is_ok_and(|has| in_network(has, wanted)),
        _ => match (operator.strip_prefix("Numeric"), operator.strip_prefix("Date")) {
            (Some(how), _) => ordered(number(has), number(wanted), how),
            (_, Some(how)) => ordered(date(has), date(wanted), how),
            _ => unreachable!("{operator}"),
        },
    }
}

fn in_network(has: IpAddr, network: &str) -> bool {
    let (base, bits) = network.split_once('/').unwrap_or((network, "999"));
    let bits: u32 = bits.parse().expect("bits");
    match (has, base.parse().expect("an address")) {
        (IpAddr::V4(has), IpAddr::V4(base)) => {
            let bits = bits.min(32);
            bits == 0 || u32::from(has) >> (32 - bits) == u32::from(base) >> (32 - bits)
        }
        (IpAddr::V6(has), IpAddr::V6(base)) => {
            let bits = bits.min(128);
            bits == 0 || u128::from(has) >> (128 - bits) == u128::from(base) >> (128 - bits)
        }
        _ => false,
    }
}

fn glob(pattern: &str, text: &str) -> bool {
    let mut letters = pattern.chars();
    match letters.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = letters.as_str();
            text.char_indices().any(|(at, _)| text.get(at..).is_some_and(|text| glob(rest, text)))
                || glob(rest, "")
        }
        Some(wanted) => {
            let mut text = text.chars();
            text.next().is_some_and(|letter| wanted == '?' || wanted == letter)
                && glob(letters.as_str(), text.as_str())
        }
    }
}
