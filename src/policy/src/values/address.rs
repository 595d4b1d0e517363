//! Addresses and networks.

use crate::sorted::Listed;

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

/// A network in CIDR form; a single address is the smallest one. Host bits are kept out of `first` and `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network {
    is_v4: bool,
    /// The first address, as a number.
    first: u128,
    bits: u8,
}

/// Networks that addresses of the Internet are never in: private, loopback, link-local, unique local.
const PRIVATE: [&str; 8] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "::1/128",
    "fe80::/10",
    "fc00::/7",
];

impl Network {
    /// Reads `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. Host bits that are set are ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => {
                let digits = bits.bytes().all(|byte| byte.is_ascii_digit());
                let plain = digits && !bits.is_empty() && (bits.len() == 1 || !bits.starts_with('0'));
                (address, Some(plain.then(|| bits.parse::<u8>().ok())??))
            }
            None => (text, None),
        };
        Self::new(address.parse().ok()?, bits)
    }

    /// The network of an address with so many leading bits; with `None` the address alone.
    pub fn new(address: IpAddr, bits: Option<u8>) -> Option<Self> {
        let (is_v4, number) = match address {
            IpAddr::V4(address) => (true, u128::from(address.to_bits())),
            IpAddr::V6(address) => (false, address.to_bits()),
        };
        let width = Self::width_of(is_v4);
        let bits = bits.unwrap_or(width);
        if bits > width {
            return None;
        }
        Some(Self { is_v4, first: number & !Self::host_mask(width - bits), bits })
    }

    fn width_of(is_v4: bool) -> u8 {
        if is_v4 { 32 } else { 128 }
    }

    fn host_mask(hosts: u8) -> u128 {
        1_u128.checked_shl(u32::from(hosts)).map_or(u128::MAX, |size| size - 1)
    }

    /// Whether it is one of IPv4.
    pub fn is_v4(self) -> bool {
        self.is_v4
    }

    /// Leading bits that its addresses share.
    pub fn bits(self) -> u8 {
        self.bits
    }

    /// The first address, as a number.
    pub fn first(self) -> u128 {
        self.first
    }

    /// The last address, as a number.
    pub fn last(self) -> u128 {
        self.first | Self::host_mask(Self::width_of(self.is_v4) - self.bits)
    }

    /// Whether the other lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.is_v4 == other.is_v4 && self.first <= other.first && other.last() <= self.last()
    }

    /// Whether both have an address in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Whether it is one address.
    pub fn is_single(self) -> bool {
        self.bits == Self::width_of(self.is_v4)
    }

    /// Whether it lies in a private, loopback, link-local or unique local network.
    pub fn is_private(self) -> bool {
        static NETWORKS: LazyLock<Vec<Network>> =
            LazyLock::new(|| PRIVATE.iter().filter_map(|text| Network::parse(text)).list());
        NETWORKS.iter().any(|network| network.contains(self))
    }

    /// The address of a number, as text; `None` past the end of its family.
    pub fn address(is_v4: bool, number: u128) -> Option<IpAddr> {
        if is_v4 {
            u32::try_from(number).ok().map(|number| IpAddr::V4(Ipv4Addr::from_bits(number)))
        } else {
            Some(IpAddr::V6(Ipv6Addr::from_bits(number)))
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::address(self.is_v4, self.first) {
            Some(address) if self.is_single() => write!(formatter, "{address}"),
            Some(address) => write!(formatter, "{address}/{}", self.bits),
            None => Ok(()),
        }
    }
}
