//! Unguessable bits, given by whoever makes a call.

use std::fmt;

use sha2::{Digest, Sha256};

/// 256 unguessable bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Entropy([u8; 32]);

impl From<[u8; 32]> for Entropy {
    fn from(bits: [u8; 32]) -> Self {
        Self(bits)
    }
}

/// Key material is made of them, so they are never shown.
impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy(…)")
    }
}

impl Entropy {
    /// `N` bytes for one purpose. The same purpose gives the same bytes, others are unrelated.
    pub(crate) fn bytes<const N: usize>(&self, purpose: &str) -> [u8; N] {
        let mut out = [0; N];
        for (counter, chunk) in (0_u64..).zip(out.chunks_mut(32)) {
            let mut hash = Sha256::new();
            hash.update(self.0);
            hash.update(counter.to_be_bytes());
            hash.update(purpose.as_bytes());
            chunk.iter_mut().zip(hash.finalize()).for_each(|(out, byte)| *out = byte);
        }
        out
    }

    /// Small letters and digits, as in ids of the cloud.
    pub(crate) fn letters(&self, purpose: &str, count: usize) -> String {
        // 256 is no multiple of 36, so some letters come a little more often: an id needs no more.
        let bytes = self.bytes::<64>(purpose);
        bytes.iter().take(count).filter_map(|byte| char::from_digit(u32::from(byte % 36), 36)).collect()
    }

    /// A UUID of version 4 in small letters.
    pub(crate) fn uuid(&self, purpose: &str) -> String {
        let bits = u128::from_be_bytes(self.bytes::<16>(purpose));
        let bits = (bits & !(0xf << 76)) | (4 << 76);
        let bits = (bits & !(0b11 << 62)) | (0b10 << 62);
        let hex = format!("{bits:032x}");
        let parts = [0..8, 8..12, 12..16, 16..20, 20..32].into_iter().filter_map(|part| hex.get(part));
        parts.collect::<Vec<_>>().join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::Entropy;

    #[test]
    fn purposes_are_unrelated_and_repeatable() {
        let entropy = Entropy::from([7; 32]);
        let long: [u8; 40] = entropy.bytes("a");
        assert_eq!(long, entropy.bytes::<40>("a"));
        assert_ne!(long, entropy.bytes::<40>("b"));
        assert_ne!(long[..8], long[32..]);
        assert_ne!(long, Entropy::from([8; 32]).bytes::<40>("a"));
    }

    #[test]
    fn names_have_their_form() {
        let entropy = Entropy::from([1; 32]);
        let letters = entropy.letters("id", 16);
        assert!(letters.len() == 16 && letters.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{letters}");
        let uuid = entropy.uuid("key");
        let parts: Vec<_> = uuid.split('-').map(str::len).collect();
        assert_eq!((parts.as_slice(), uuid.as_bytes()[14]), (&[8, 4, 4, 4, 12][..], b'4'), "{uuid}");
    }
}
