//! What kind of network an address belongs to (IANA's registries of special-purpose addresses, RFC 6890 and later).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Anybody's, on the internet.
    Public,
    /// This machine (RFC 1122, RFC 4291).
    Loopback,
    /// A network behind a router (RFC 1918, RFC 4193, and the site-local ones of before).
    Private,
    /// This link only (RFC 3927, RFC 4291).
    LinkLocal,
    /// Where a cloud tells a machine its own credentials.
    Metadata,
    /// No address, which connects to this machine (RFC 1122).
    Unspecified,
    /// Many at once (RFC 5771, RFC 4291).
    Multicast,
    /// All on a link (RFC 919).
    Broadcast,
    /// Only in documents (RFC 5737, RFC 3849, RFC 9637).
    Documentation,
    /// Only for measuring (RFC 2544, RFC 5180).
    Benchmarking,
    /// A carrier's inside (RFC 6598).
    Shared,
    /// Kept for something else, or not given out.
    Reserved,
}

impl Class {
    /// The class of `address`, by what would be connected: an IPv4 address inside of an IPv6 one counts.
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => of_v4(address),
            IpAddr::V6(address) => of_v6(address),
        }
    }

    /// Whether only the one address itself can be declared, never a network that has it inside.
    pub fn wants_its_own_line(self) -> bool {
        matches!(self, Self::Metadata | Self::Unspecified | Self::Multicast | Self::Broadcast)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "public",
            Self::Loopback => "loopback: this machine",
            Self::Private => "a private network",
            Self::LinkLocal => "link-local",
            Self::Metadata => "a cloud's metadata service, which hands out credentials",
            Self::Unspecified => "unspecified: this machine",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Documentation => "for documentation only",
            Self::Benchmarking => "for benchmarks only",
            Self::Shared => "a carrier's shared network",
            Self::Reserved => "reserved",
        })
    }
}

/// Where clouds hand out credentials, of both families: AWS, Azure, Google Cloud and most others; ECS and EKS tasks;
/// Azure's host agent (a public address, which answers on virtual machines only); Alibaba, Oracle, Tencent, Scaleway.
const METADATA_V4: &[Ipv4Addr] = &[
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(169, 254, 170, 2),
    Ipv4Addr::new(169, 254, 170, 23),
    Ipv4Addr::new(168, 63, 129, 16),
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(192, 0, 0, 192),
    Ipv4Addr::new(169, 254, 0, 23),
    Ipv4Addr::new(169, 254, 42, 42),
];

const METADATA_V6: &[Ipv6Addr] = &[
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42),
    Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0xa9fe, 0xa9fe),
];

/// Names that clouds give to these services, lower-case, without a dot at the end.
const METADATA_NAMES: &[&str] = &[
    "instance-data",
    "instance-data.ec2.internal",
    "metadata",
    "metadata.azure.internal",
    "metadata.goog",
    "metadata.google.internal",
    "metadata.tencentyun.com",
];

/// Whether a cloud calls its metadata service `host`, whatever that name leads to here.
pub(super) fn is_metadata_name(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    METADATA_NAMES.contains(&host.as_str())
}

fn of_v4(address: Ipv4Addr) -> Class {
    if METADATA_V4.contains(&address) {
        return Class::Metadata;
    }
    match address.octets() {
        [255, 255, 255, 255] => Class::Broadcast,
        [0, ..] => Class::Unspecified,
        [127, ..] => Class::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Class::Private,
        [169, 254, ..] => Class::LinkLocal,
        [100, 64..=127, ..] => Class::Shared,
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Class::Documentation,
        [198, 18..=19, ..] => Class::Benchmarking,
        [224..=239, ..] => Class::Multicast,
        // Protocol assignments, the relays of 6to4 (RFC 7526), and what was never given out.
        [192, 0, 0, _] | [192, 88, 99, _] | [240..=255, ..] => Class::Reserved,
        _ => Class::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> Class {
    if METADATA_V6.contains(&address) {
        return Class::Metadata;
    }
    if address.is_unspecified() {
        return Class::Unspecified;
    }
    if address.is_loopback() {
        return Class::Loopback;
    }
    let s = address.segments();
    match s {
        // Mapped; and the well-known prefix of NAT64 (RFC 6052), all that a machine without IPv4 has for the internet.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => of_v4(v4(high, low)),
        // IPv4-compatible, IPv4-translated (RFC 2765), local NAT64 (RFC 8215): no way to anything public.
        [0, 0, 0, 0, 0 | 0xffff, 0, high, low] | [0x64, 0xff9b, 1, _, _, _, high, low] => {
            unless_public(of_v4(v4(high, low)))
        }
        // 6to4 and Teredo: tunnels to an address of IPv4, both given up.
        [0x2002, high, low, ..] => unless_public(of_v4(v4(high, low))),
        [0x2001, 0, server_high, server_low, _, _, high, low] => {
            let client = of_v4(v4(!high, !low));
            let server = of_v4(v4(server_high, server_low));
            unless_public(if client == Class::Public { server } else { client })
        }
        [0x2001, 2, 0, ..] => Class::Benchmarking,
        [0x2001, 0..=0x1ff, ..] => Class::Reserved,
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Class::Documentation,
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Class::Private,
        [0xfe80..=0xfebf, ..] => Class::LinkLocal,
        [0xff00..=0xffff, ..] => Class::Multicast,
        [0x2000..=0x3fff, ..] => isatap(s).map_or(Class::Public, of_v4),
        _ => Class::Reserved,
    }
}

/// The address of IPv4 that a tunnel of ISATAP (RFC 5214) leads to, which may be under any prefix.
fn isatap(segments: [u16; 8]) -> Option<Ipv4Addr> {
    match segments {
        [_, _, _, _, 0 | 0x200, 0x5efe, high, low] => Some(v4(high, low)),
        _ => None,
    }
}

fn v4(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))
}

/// For forms that lead nowhere even where the address inside is public.
fn unless_public(inside: Class) -> Class {
    if inside == Class::Public { Class::Reserved } else { inside }
}
