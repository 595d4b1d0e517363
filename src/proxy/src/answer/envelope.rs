//! The error envelopes of the cloud: JSON in two spellings, and XML with the root `Error` or `KMS`.
//!
//! Both readers keep what they met before a fault, so a cut answer still gives its code. They are pull parsers with
//! a limit on depth: memory is bounded by the answer's own size.

use super::{Fault, ID_CHARACTERS, MESSAGE_CHARACTERS, clean};
use quick_xml::{Reader, events::Event};
use serde::{
    Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{cell::RefCell, fmt};

/// Code, text and request id of an error body; `None` without a code.
pub(super) fn read(body: &[u8]) -> Option<Fault> {
    let text = std::str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim_start();
    let found = match text.as_bytes().first()? {
        b'{' => from_json(text),
        b'<' => from_xml(text)?,
        _ => return None,
    };
    let is_code = |code: &str| {
        (1..=128).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':'))
    };
    Some(Fault {
        code: found.code.filter(|code| is_code(code))?,
        message: clean(&found.message.unwrap_or_default(), MESSAGE_CHARACTERS),
        request_id: clean(&found.request_id.unwrap_or_default(), ID_CHARACTERS),
    })
}

/// What has been met so far.
#[derive(Debug, Default)]
struct Found {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    /// Two readers may disagree on which of two equal members counts, so none does.
    doubled: bool,
}

impl Found {
    /// Keeps a member if it is one of the three, in the cloud's spelling or the lower-case one of some products.
    fn keep(&mut self, name: &str, value: Option<String>) {
        let place = match name {
            "Code" | "code" => &mut self.code,
            "Message" | "message" => &mut self.message,
            "RequestId" | "requestId" => &mut self.request_id,
            _ => return,
        };
        self.doubled |= place.is_some();
        *place = value;
    }
}

fn from_json(text: &str) -> Found {
    let found = RefCell::new(Found::default());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // An error ends the reading where the text stops making sense; what came before counts.
    deserializer.deserialize_map(Members(&found)).ok();
    let found = found.into_inner();
    if found.doubled { Found::default() } else { found }
}

struct Members<'a>(&'a RefCell<Found>);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an error envelope")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if matches!(name.as_str(), "Code" | "code" | "Message" | "message" | "RequestId" | "requestId") {
                let raw: &RawValue = map.next_value()?;
                let value = serde_json::from_str::<String>(raw.get()).ok();
                self.0.borrow_mut().keep(&name, value);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// `None` when the root is another one, for example `html`.
fn from_xml(text: &str) -> Option<Found> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut found = Found::default();
    let (mut depth, mut member, mut value) = (0_usize, String::new(), String::new());
    // An error ends the reading; what came before counts.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => {
                depth += 1;
                let name = start.local_name().as_ref().to_owned();
                if depth == 1 && !matches!(name.as_str(), "Error" | "KMS") {
                    return None;
                }
                if depth == 2 {
                    (member, value) = (name, String::new());
                }
            }
            Event::Text(piece) if depth == 2 => value.push_str(&piece),
            Event::CData(piece) if depth == 2 => value.push_str(&piece),
            Event::GeneralRef(reference) if depth == 2 => {
                // Only the five entities that XML itself has, and characters by number; no other is ever expanded.
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    _ => match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                value.extend(character);
            }
            Event::End(_) => {
                if depth == 2 {
                    found.keep(&member, Some(std::mem::take(&mut value)));
                }
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Some(if found.doubled { Found::default() } else { found })
}
