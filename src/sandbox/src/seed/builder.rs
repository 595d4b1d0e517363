//! What both seeds are built with: the people, the places, and ids that look like the cloud's.

use jiff::{SignedDuration, Timestamp};
use kms_api::{AccountId, RegionId};

use crate::call::{Caller, Principal};
use crate::entropy::Entropy;
use crate::ram::{Account, PolicyRef, User};
use crate::sharing::directory::Directory;
use crate::world::World;

/// The account that the console works for.
pub(crate) const HOME: &str = "1147203918250263";
/// An account of the same company that shares vSwitches of its data VPCs.
pub(crate) const DATA: &str = "1192583047163511";
/// A partner's account that shares one vSwitch.
pub(crate) const PARTNER: &str = "1385720946158274";

/// An account that has not switched KMS on.
pub(crate) const NEWCOMER: &str = "1460837529104482";

/// The region of calls that name none.
pub(crate) const HANGZHOU: &str = "cn-hangzhou";
/// The second region with contents.
pub(crate) const SINGAPORE: &str = "ap-southeast-1";

/// Whom the console is signed in as: name and id.
pub(crate) const PERSONA: (&str, &str) = ("li.wei", "216959339000147203");
/// A second user of the same account.
pub(crate) const COLLEAGUE: (&str, &str) = ("zhang.min", "216959339000382511");

/// An account id of the seeds, all of which are digits.
pub(crate) fn account(digits: &str) -> AccountId {
    AccountId::parse(digits).unwrap_or_default()
}

/// A world with the accounts, users and zones of the seeds, and nothing in it.
pub(crate) fn start(now: Timestamp) -> World {
    let (name, id) = PERSONA;
    let principal = Principal::User { name: name.to_owned(), id: id.to_owned() };
    let mut world = World::empty(Caller { account: account(HOME), principal }, RegionId::from(HANGZHOU));
    let users = [PERSONA, COLLEAGUE].map(|(name, id)| {
        let user = User {
            id: id.to_owned(),
            display_name: name.to_owned(),
            comments: String::new(),
            created: days(now, -400),
            updated: days(now, -400),
            policies: [(PolicyRef::System("AdministratorAccess".to_owned()), days(now, -400))].into(),
        };
        (name.to_owned(), user)
    });
    world.accounts.insert(account(HOME), Account { users: users.into(), ..Account::default() });
    world.accounts.insert(account(DATA), Account::default());
    world.accounts.insert(account(PARTNER), Account::default());
    world.sharing.directory =
        Directory { management: Some(account(HOME)), members: [account(DATA)].into(), shares: true };
    for (region, letters) in [(HANGZHOU, "ghijk"), (SINGAPORE, "abc")] {
        let zones = letters.chars().map(|letter| zone(region, letter)).collect();
        world.zones.insert(RegionId::from(region), zones);
    }
    world
}

/// `cn-hangzhou-k`; regions that end in a digit have no hyphen before the letter.
pub(crate) fn zone(region: &str, letter: char) -> String {
    let hyphen = if region.ends_with(|last: char| last.is_ascii_digit()) { "" } else { "-" };
    format!("{region}{hyphen}{letter}")
}

/// A time so many days away from another; negative is earlier. The seeds stay within a few years.
pub(crate) fn days(from: Timestamp, days: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(from)
}

/// A small deterministic generator (SplitMix64): same start, same numbers, on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Numbers(u64);

impl Numbers {
    /// Starts a sequence.
    pub(crate) fn new(start: u64) -> Self {
        Self(start)
    }

    /// Starts a sequence that depends on texts.
    pub(crate) fn from_texts(texts: &[&str]) -> Self {
        // FNV-1a: spreads short texts well enough to start SplitMix64 from.
        let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `below - 1`; 0 when `below` is 0.
    pub(crate) fn below(&mut self, below: u32) -> u32 {
        let number = self.next().checked_rem(u64::from(below)).unwrap_or_default();
        u32::try_from(number).unwrap_or_default()
    }

    /// One of several; the default when there is none.
    pub(crate) fn pick<T: Copy + Default>(&mut self, of: &[T]) -> T {
        let count = u32::try_from(of.len()).unwrap_or_default();
        of.get(self.below(count) as usize).copied().unwrap_or_default()
    }

    /// Bits for key material and ids of a seed, which is the same at every start.
    pub(crate) fn entropy(&mut self) -> Entropy {
        let mut bits = [0; 32];
        bits.chunks_mut(8).for_each(|chunk| chunk.copy_from_slice(&self.next().to_be_bytes()));
        Entropy::from(bits)
    }

    /// Small letters and digits, as in ids of the cloud.
    pub(crate) fn letters(&mut self, count: usize) -> String {
        (0..count).filter_map(|_| char::from_digit(self.below(36), 36)).collect()
    }
}

/// An id of `length` characters after the first hyphen that begins and ends as told; what is between depends on both.
pub(crate) fn id(kind: &str, head: &str, tail: &str, length: usize) -> String {
    let middle = length.saturating_sub(head.len() + tail.len());
    format!("{kind}-{head}{}{tail}", Numbers::from_texts(&[kind, head, tail]).letters(middle))
}
