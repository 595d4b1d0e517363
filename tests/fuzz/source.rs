//! Where input comes from: random numbers that are the same on every machine, and texts that have caused trouble.

/// Pieces that texts are made of.
const PIECES: [&str; 48] = [
    "a", "A", "b", "Z", "0", "1", "9", "-", "_", ".", "~", " ", "+", "*", "/", "?", "#", "[", "]", "@", ":",
    "!", "'", "(", ")", "$", ",", ";", "&", "=", "%", "%25", "%26", "%3D", "%2B", "%0A", "%zz", "\n", "\r",
    "\t", "\0", "\u{b}", "\u{fffe}", "\u{ffff}", "<", ">", "é", "中",
];

/// Longer ones, as they occur.
const PHRASES: [&str; 10] = [
    "Action",
    "Signature",
    "#4#name",
    "Tag.1.Key",
    "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\"}]}",
    "]]>",
    "&amp;",
    "🔑\u{10ffff}",
    "a=1&b=2",
    "acs:ram::1000000000000001:role/svc-kms",
];

/// Random input of one execution.
#[derive(Clone, Debug)]
pub(crate) struct Source(u64);

impl Source {
    /// The same for the same seed and number.
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        let mut source = Self(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        source.next();
        source
    }

    /// SplitMix64: small, and it does not change with the version of a library.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, or 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the choices; there must be one.
    pub(crate) fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let at = self.below(choices.len());
        choices.get(at).copied().unwrap_or_default()
    }

    /// Any 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.next()
    }

    /// Text of up to about `pieces` pieces.
    pub(crate) fn text(&mut self, pieces: usize) -> String {
        (0..self.below(pieces + 1)).map(|_| self.piece()).collect()
    }

    fn piece(&mut self) -> String {
        match self.below(20) {
            0 => self.pick(&PHRASES).to_owned(),
            // Any character at all.
            1 => u32::try_from(self.below(0x11_0000))
                .ok()
                .and_then(char::from_u32)
                .map(String::from)
                .unwrap_or_default(),
            _ => self.pick(&PIECES).to_owned(),
        }
    }

    /// Names and values; with `unique`, no name twice.
    pub(crate) fn pairs(&mut self, unique: bool) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for _ in 0..self.below(6) {
            let pair = (self.text(4), self.text(8));
            if !unique || pairs.iter().all(|(name, _)| *name != pair.0) {
                pairs.push(pair);
            }
        }
        pairs
    }

    /// The same bytes with some changed, dropped, doubled or put in.
    pub(crate) fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..self.below(4) {
            let at = self.below(bytes.len() + 1);
            let byte = match self.chance(60) {
                true => self.pick(b"%&=+;#?\0\n\xff\xc3\xa9aA0"),
                false => self.bits().to_le_bytes().into_iter().next().unwrap_or_default(),
            };
            match self.below(4) {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => drop(bytes.remove(at)),
                2 => bytes.extend_from_within(at..),
                _ => {
                    if let Some(place) = bytes.get_mut(at) {
                        *place = byte;
                    }
                }
            }
        }
    }

    /// One of the spellings that clients put on the wire for these pairs.
    pub(crate) fn spell(&mut self, pairs: &[(String, String)]) -> String {
        let spelled: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", self.spell_text(name), self.spell_text(value)))
            .collect();
        spelled.join("&")
    }

    fn spell_text(&mut self, text: &str) -> String {
        let mut out = String::new();
        for byte in text.bytes() {
            let may_stay = byte.is_ascii_alphanumeric() || b"-_.~*/:,!'()@$?".contains(&byte);
            match self.below(4) {
                0 if byte == b' ' => out.push('+'),
                1 => out.push_str(&format!("%{byte:02x}")),
                _ if may_stay => out.push(char::from(byte)),
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
        out
    }
}
