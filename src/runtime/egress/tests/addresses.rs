//! Which addresses are public, and that no other one is reached however it is written.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};

use proptest::prelude::*;
use reqwest::Url;

use super::super::{Class, EgressError, Reach};
use super::{egress, refused};

fn class(address: &str) -> Class {
    Class::of(address.parse().unwrap())
}

#[test]
fn each_class_has_its_addresses_from_the_first_to_the_last() {
    use Class::*;
    for (all, expected) in [
        (vec!["0.0.0.0", "0.255.255.255", "::"], Unspecified),
        (vec!["127.0.0.1", "127.255.255.255", "127.0.0.0", "::1"], Loopback),
        (
            vec![
                "10.0.0.0",
                "10.255.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.0",
                "192.168.255.255",
            ],
            Private,
        ),
        (vec!["fc00::", "fdff:ffff::1", "fec0::1", "feff::1"], Private),
        (vec!["169.254.0.0", "169.254.255.255", "fe80::1", "febf::1"], LinkLocal),
        (
            vec!["169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23"],
            Metadata,
        ),
        (
            vec!["100.100.100.200", "192.0.0.192", "168.63.129.16", "fd20:ce::254", "fe80::a9fe:a9fe"],
            Metadata,
        ),
        (vec!["100.64.0.0", "100.127.255.255"], Shared),
        (vec!["224.0.0.1", "239.255.255.255", "ff02::1", "ffff::1"], Multicast),
        (vec!["255.255.255.255"], Broadcast),
        (vec!["192.0.2.1", "198.51.100.1", "203.0.113.255", "2001:db8::1", "3fff:fff::1"], Documentation),
        (vec!["198.18.0.0", "198.19.255.255", "2001:2::1"], Benchmarking),
        (
            vec![
                "240.0.0.0",
                "255.255.255.254",
                "192.0.0.8",
                "192.88.99.1",
                "100::1",
                "2001:10::1",
                "5f00::1",
            ],
            Reserved,
        ),
        (
            vec![
                "4000::1",
                "2001:1ff::1",
                "64:ff9a::1",
                "2002:808:808::1",
                "::8.8.8.8",
                "64:ff9b:1::808:808",
            ],
            Reserved,
        ),
        (
            vec!["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"],
            Public,
        ),
        (vec!["128.0.0.0", "172.15.255.255", "172.32.0.0", "169.253.255.255", "223.255.255.255"], Public),
        (
            vec!["2606:4700:4700::1111", "2001:200::1", "2a00:1450::1", "64:ff9b::808:808", "::ffff:8.8.8.8"],
            Public,
        ),
    ] {
        for address in all {
            assert_eq!(class(address), expected, "{address}");
        }
    }
}

#[test]
fn an_address_of_ipv4_inside_of_one_of_ipv6_is_judged_by_itself() {
    for (inside, expected) in [
        ("127.0.0.1", Class::Loopback),
        ("10.1.2.3", Class::Private),
        ("169.254.169.254", Class::Metadata),
        ("169.254.1.1", Class::LinkLocal),
        ("100.64.0.1", Class::Shared),
        ("0.0.0.0", Class::Unspecified),
        ("255.255.255.255", Class::Broadcast),
    ] {
        for form in forms_in_v6(inside.parse().unwrap()) {
            // `::0.0.0.0` is no address at all, which is the same.
            assert_eq!(Class::of(form.into()), expected, "{inside} as {form}");
        }
    }
}

/// Mapped, translated, compatible, NAT64 of both prefixes, 6to4, Teredo from both ends, ISATAP.
fn forms_in_v6(inside: Ipv4Addr) -> Vec<Ipv6Addr> {
    let [high, low] =
        [inside.to_bits() >> 16, inside.to_bits() & 0xffff].map(|half| u16::try_from(half).unwrap());
    vec![
        Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
        Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
        Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
        Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
        Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
        Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
        Ipv6Addr::new(0x2001, 0, 0x0808, 0x0808, 0, 0, !high, !low),
        Ipv6Addr::new(0x2001, 0, high, low, 0, 0, !0x0808, !0x0808),
        Ipv6Addr::new(0x2606, 0x4700, 0, 0, 0, 0x5efe, high, low),
        Ipv6Addr::new(0x2001, 0x4860, 0, 0, 0x200, 0x5efe, high, low),
    ]
}

/// What is not for everybody, by IANA's registry: network and length of its prefix.
const NOT_GLOBAL: &[(&str, u32)] = &[
    ("0.0.0.0", 8),
    ("10.0.0.0", 8),
    ("100.64.0.0", 10),
    ("127.0.0.0", 8),
    ("169.254.0.0", 16),
    ("172.16.0.0", 12),
    ("192.0.0.0", 24),
    ("192.0.2.0", 24),
    ("192.88.99.0", 24),
    ("192.168.0.0", 16),
    ("198.18.0.0", 15),
    ("198.51.100.0", 24),
    ("203.0.113.0", 24),
    ("224.0.0.0", 4),
    ("240.0.0.0", 4),
    // Azure's host agent.
    ("168.63.129.16", 32),
];

fn is_global(address: Ipv4Addr) -> bool {
    !NOT_GLOBAL.iter().any(|(network, length)| {
        let network: Ipv4Addr = network.parse().unwrap();
        (network.to_bits() ^ address.to_bits()).checked_shr(32 - length).unwrap_or(0) == 0
    })
}

/// One address in a network that is not for everybody.
fn not_global() -> impl Strategy<Value = Ipv4Addr> {
    (prop::sample::select(NOT_GLOBAL), any::<u32>()).prop_map(|((network, length), any)| {
        let network: Ipv4Addr = network.parse().unwrap();
        let inside = any & u32::MAX.checked_shr(length).unwrap_or(0);
        Ipv4Addr::from_bits(network.to_bits() | inside)
    })
}

/// The spellings of an address as the host of a URL, the honest one first.
fn spellings(address: Ipv4Addr) -> Vec<String> {
    let [one, two, three, four] = address.octets();
    let all = address.to_bits();
    let tail = all & 0x00ff_ffff;
    let wide = |text: String| {
        text.chars()
            .map(|c| c.to_digit(10).map_or(c, |digit| char::from_u32(0xff10 + digit).unwrap()))
            .collect::<String>()
    };
    let mut texts = vec![
        address.to_string(),
        format!("{all}"),
        format!("0x{all:x}"),
        format!("0X{all:X}"),
        format!("0{all:o}"),
        format!("{one}.{tail}"),
        format!("0x{one:x}.0{two:o}.{}", u32::from(three) << 8 | u32::from(four)),
        format!("0{one:o}.0{two:o}.0{three:o}.0{four:o}"),
        format!("000{one:o}.{two}.{three}.{four}"),
        format!("{address}."),
        format!("%3{}{}", one.to_string().chars().next().unwrap(), &address.to_string()[1..]),
        format!("public.example@{address}"),
        format!("public.example:80@{address}"),
        wide(address.to_string()),
        format!("{one}。{two}。{three}。{four}"),
        format!("{one}\t.{two}.{three}.{four}"),
    ];
    for form in forms_in_v6(address) {
        let s = form.segments().map(|part| format!("{part:04X}"));
        texts.extend([format!("[{form}]"), format!("[{}]", s.join(":"))]);
    }
    texts.push(format!("[::ffff:{address}]"));
    texts.push(format!("[::FFFF:{address}]"));
    texts.push(format!("[::ffff:{address}%25eth0]"));
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_address_is_public_exactly_where_the_registry_says_so(bits in any::<u32>(), other in not_global()) {
        for address in [Ipv4Addr::from_bits(bits), other] {
            prop_assert_eq!(Class::of(address.into()) == Class::Public, is_global(address), "{}", address);
        }
    }

    #[test]
    fn no_spelling_of_an_address_that_is_not_public_passes(address in not_global(), port in 1u16..) {
        for host in spellings(address) {
            let text = format!("http://{host}:{port}/mcp");
            // What would be connected: nothing where it cannot be read, else the address, or a name to be resolved.
            let Ok(url) = Url::parse(&text) else { continue };
            let reach = Reach::new("https://tools.example/mcp", []).unwrap();
            let told = reach.check(&url);
            let is_name = url.domain().is_some();
            prop_assert!(told.is_err() || is_name, "{}", text);
            prop_assert!(!is_name || url.host_str().unwrap().parse::<IpAddr>().is_err(), "{}", text);
            // Not even written as the endpoint itself, but for the three ways to say "this machine".
            if host != "127.0.0.1" && !is_name && !host.ends_with("@127.0.0.1") {
                prop_assert!(Reach::new(&text, []).and_then(|reach| reach.check(&url)).is_err(), "{}", text);
            }
        }
    }

    #[test]
    fn outside_of_2000_and_the_forms_of_ipv4_nothing_of_ipv6_is_public(bits in any::<u128>()) {
        let address = Ipv6Addr::from_bits(bits);
        if bits >> 125 != 1 {
            prop_assert_ne!(Class::of(address.into()), Class::Public, "{}", address);
        }
    }
}

#[tokio::test]
async fn nothing_opens_a_socket_to_an_address_that_is_not_declared() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in spellings(Ipv4Addr::LOCALHOST).into_iter().skip(1).filter(|host| !host.contains('@')) {
        let asked = match egress(&format!("http://{host}:{port}/mcp"), &[]) {
            Ok(egress) => egress.get().await.map(|_| ()),
            Err(error) => Err(error),
        };
        let error = refused(asked);
        let fine = matches!(error.code(), "egress_refused" | "egress_bad_endpoint" | "egress_unresolved");
        assert!(fine, "{host}: {error}");
    }
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn only_a_plain_word_for_this_machine_declares_it_and_only_at_its_port() {
    let url = |text: &str| Url::parse(text).unwrap();
    for written in
        ["http://localhost:3000/mcp", "http://127.0.0.1:3000", "HTTP://LocalHost:3000/", "http://[::1]:3000/"]
    {
        let reach = Reach::new(written, []).unwrap();
        assert_eq!(reach.check(&url(written)), Ok(()), "{written}");
        let other = written.replace("3000", "3001");
        let error = refused(reach.check(&url(&other)));
        assert!(matches!(error, EgressError::Refused { class: Class::Loopback, .. }), "{other}: {error}");
    }
    for other in
        ["http://2130706433:3000/", "http://127.1:3000/", "http://[::ffff:127.0.0.1]:3000/", "http://0:3000/"]
    {
        assert!(Reach::new(other, []).unwrap().check(&url(other)).is_err(), "{other}");
    }
    let reach = Reach::new("http://localhost:3000/", []).unwrap();
    assert!(reach.check(&url("http://127.0.0.1:3000/")).is_err(), "another spelling was not written");
    assert!(reach.resolved("localhost", "10.0.0.1".parse().unwrap()).is_err(), "a name is not all addresses");
    assert!(reach.resolved("other.example", "127.0.0.1".parse().unwrap()).is_err());
}

#[test]
fn what_is_listed_may_be_reached_and_metadata_only_by_its_own_address() {
    let allows = |listed: &str, address: &str| {
        let reach = Reach::new("https://tools.example/", [listed]).unwrap();
        reach.resolved("tools.example", address.parse().unwrap()).is_ok()
    };
    assert!(allows("10.1.0.0/16", "10.1.2.3") && !allows("10.1.0.0/16", "10.2.0.1"));
    assert!(allows("10.1.0.0/16", "::ffff:10.1.2.3") && !allows("10.1.0.0/16", "64:ff9b::10.1.2.3"));
    assert!(allows("fd00::/8", "fd12::1") && !allows("fd00::/8", "fd00:ec2::254"));
    for wide in ["169.254.0.0/16", "0.0.0.0/0", "169.254.169.252/30"] {
        assert!(!allows(wide, "169.254.169.254"), "{wide}");
        assert!(!allows("::/0", "64:ff9b::169.254.169.254"));
    }
    assert!(allows("169.254.169.254", "169.254.169.254") && allows("169.254.169.254/32", "169.254.169.254"));
    assert!(!allows("0.0.0.0/0", "0.0.0.0") && !allows("0.0.0.0/0", "255.255.255.255"));
    let reach = Reach::new("http://metadata.google.internal/", ["10.0.0.0/8"]).unwrap();
    let named = refused(reach.resolved("Metadata.Google.Internal.", "10.0.0.1".parse().unwrap()));
    assert!(matches!(named, EgressError::Refused { class: Class::Metadata, .. }), "{named}");
    let error = refused(Reach::new("https://tools.example/", ["10.0.0/8"]));
    assert!(error.to_string().contains("10.0.0/8") && error.code() == "egress_bad_network");
}

#[test]
fn a_refusal_names_host_and_address_and_the_key_that_would_allow_it() {
    let reach = Reach::new("https://tools.example/", []).unwrap();
    let error = refused(reach.resolved("tools.example", "10.0.0.7".parse().unwrap()));
    assert_eq!(
        error.to_string(),
        "tools.example is refused, since it leads to 10.0.0.7 (a private network): tools reach only public addresses \
         and what `allowed_addresses` lists"
    );
    assert!(error.hint().unwrap().contains("`10.0.0.7` in `allowed_addresses`"));
    let error = refused(egress("http://ann:hidden-word@169.254.169.254/latest?token=hidden-word", &[]));
    assert!(error.to_string().starts_with("169.254.169.254 (a cloud's"), "{error}");
    assert!(error.hint().unwrap().contains("exactly `169.254.169.254`"));
    assert!(!error.to_string().contains("hidden-word"));
    for bad in [
        "ftp://ann:hidden-word@h/",
        "http://ann:hidden-word@h:99999/?q=hidden-word",
        "http://",
        "mcp",
        "http://h:0/",
    ] {
        let error = refused(egress(bad, &[]));
        assert!(
            error.code() == "egress_bad_endpoint" && !error.to_string().contains("hidden-word"),
            "{error}"
        );
    }
}
