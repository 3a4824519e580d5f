use proptest::prelude::*;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::*;
use crate::crypto::hash::{sha256, unhex};

const KEY: &str = "muxi_pk_0123";

fn secret() -> SecretBytes {
    SecretBytes::from("muxi_sk_test")
}

fn parts() -> Parts<'static> {
    Parts {
        timestamp: 1_700_000_000,
        nonce: [7; 16],
        method: "PUT",
        target: "/rpc/formations/my-bot?wait=true",
        host: "127.0.0.1:7890",
        content_sha256: sha256(b"body"),
        formation_id: "my-bot",
        formation_version: "1.2.3",
    }
}

fn map(headers: &[(&'static str, String)]) -> HeaderMap {
    let pair = |(name, value): &(&'static str, String)| {
        (HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap())
    };
    headers.iter().map(pair).collect()
}

fn received<'a>(parts: &Parts<'a>) -> Received<'a> {
    let Parts { method, target, host, content_sha256, .. } = *parts;
    Received { method, target, host, content_sha256: Some(content_sha256) }
}

fn fits(headers: &HeaderMap, received: &Received<'_>) -> bool {
    Presented::of(headers).is_ok_and(|p| p.fits(secret().expose(), received).unwrap_or(false))
}

#[test]
fn the_published_and_our_own_vectors_come_out() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../../../tests/kat/signing.json")).unwrap();
    let mut seen = [0; 3];
    for v in &vectors {
        let text = |name: &str| v[name].as_str().unwrap();
        let dialect = Dialect::parse(text("dialect")).unwrap();
        seen[Dialect::ALL.iter().position(|one| *one == dialect).unwrap()] += 1;
        let parts = Parts {
            timestamp: v["timestamp"].as_u64().unwrap(),
            nonce: unhex(text("nonce")).unwrap(),
            method: text("method"),
            target: text("target"),
            host: text("host"),
            content_sha256: sha256(text("body").as_bytes()),
            formation_id: text("formation_id"),
            formation_version: text("formation_version"),
        };
        let secret = SecretBytes::from(text("secret"));
        let signed = sign(dialect, &parts, KEY, &secret).unwrap();
        assert_eq!(signed.text, text("text"));
        let last = signed.headers.iter().rfind(|(name, _)| !name.starts_with("X-Formation")).unwrap();
        assert!(last.1.ends_with(text("signature")), "{v}");
        let presented = Presented::of(&map(&signed.headers)).unwrap();
        assert_eq!((presented.dialect, presented.key_id.as_str()), (dialect, KEY));
        assert_eq!(presented.fits(secret.expose(), &received(&parts)), Ok(true), "{v}");
    }
    assert_eq!(seen, [5, 5, 11]);
}

#[test]
fn the_headers_are_those_of_the_page() {
    let of = |dialect| sign(dialect, &parts(), KEY, &secret()).unwrap().headers;
    let names = |dialect| of(dialect).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let about = ["X-Formation-ID", "X-Formation-Version"];
    let v2 =
        ["X-MUXI-Key-ID", "X-MUXI-Timestamp", "X-MUXI-Nonce", "X-MUXI-Content-SHA256", "X-MUXI-Signature"];
    assert_eq!(names(Dialect::V2), [&v2[..], &about].concat());
    let documented = ["X-MUXI-Key-ID", "X-MUXI-Timestamp", "X-MUXI-Signature"];
    assert_eq!(names(Dialect::Documented), [&documented[..], &about].concat());
    assert_eq!(names(Dialect::Legacy), [&["Authorization"][..], &about].concat());
    let line = &of(Dialect::Legacy)[0].1;
    assert!(line.starts_with("MUXI-HMAC key=muxi_pk_0123, timestamp=1700000000, signature="), "{line}");
}

#[test]
fn what_is_signed_cannot_be_changed_and_what_is_not_is_known() {
    let whole = parts();
    let changes: [(&str, Parts<'_>); 5] = [
        ("method", Parts { method: "POST", ..whole }),
        ("path", Parts { target: "/rpc/formations/other?wait=true", ..whole }),
        ("query", Parts { target: "/rpc/formations/my-bot?wait=false", ..whole }),
        ("host", Parts { host: "127.0.0.1:7891", ..whole }),
        ("body", Parts { content_sha256: sha256(b"Body"), ..whole }),
    ];
    for dialect in Dialect::ALL {
        let headers = map(&sign(dialect, &whole, KEY, &secret()).unwrap().headers);
        assert!(fits(&headers, &received(&whole)), "{dialect}");
        for (what, changed) in &changes {
            let passes = match dialect {
                // The server compares what it hashed with the header that is signed.
                Dialect::V2 => *what == "body",
                Dialect::Documented => *what == "host",
                Dialect::Legacy => ["query", "host", "body"].contains(what),
            };
            assert_eq!(fits(&headers, &received(changed)), passes, "{dialect}: {what}");
        }
        let presented = Presented::of(&headers).unwrap();
        assert_eq!(presented.fits(b"another", &received(&whole)), Ok(false));
        assert_eq!(presented.content_sha256.is_some(), dialect == Dialect::V2);
    }
}

#[test]
fn every_header_of_the_second_version_is_signed() {
    let headers = map(&sign(Dialect::V2, &parts(), KEY, &secret()).unwrap().headers);
    let other = Parts {
        timestamp: 1_700_000_001,
        nonce: [8; 16],
        content_sha256: sha256(b"Body"),
        formation_id: "other",
        formation_version: "1.2.4",
        ..parts()
    };
    let others = map(&sign(Dialect::V2, &other, KEY, &SecretBytes::from("x")).unwrap().headers);
    for name in others.keys().filter(|name| *name != "x-muxi-key-id") {
        let mut changed = headers.clone();
        changed.insert(name.clone(), others[name].clone());
        assert!(!fits(&changed, &received(&parts())), "{name}");
        changed.remove(name);
        assert!(!fits(&changed, &received(&parts())), "without {name}");
    }
}

#[test]
fn a_documented_signature_waits_for_the_body() {
    let headers = map(&sign(Dialect::Documented, &parts(), KEY, &secret()).unwrap().headers);
    assert!(!fits(&headers, &Received { content_sha256: None, ..received(&parts()) }));
}

#[test]
fn what_stands_twice_or_in_two_dialects_is_refused() {
    let of = |dialect| map(&sign(dialect, &parts(), KEY, &secret()).unwrap().headers);
    for dialect in Dialect::ALL {
        for name in of(dialect).keys() {
            let mut twice = of(dialect);
            twice.append(name.clone(), twice[name].clone());
            let error = Presented::of(&twice).unwrap_err();
            assert!(
                matches!(error, PresentedError::Twice(n) if n.eq_ignore_ascii_case(name.as_str())),
                "{error}"
            );
        }
    }
    let mut both = of(Dialect::V2);
    both.extend(of(Dialect::Legacy));
    assert_eq!(Presented::of(&both), Err(PresentedError::Mixed));
    // Without its mark, a signature of v2 is none of the documented dialect.
    let mut stripped = of(Dialect::V2);
    let bare = stripped["x-muxi-signature"].to_str().unwrap().trim_start_matches("v2=").to_owned();
    stripped.insert("x-muxi-signature", bare.parse().unwrap());
    assert_eq!(Presented::of(&stripped), Err(PresentedError::Mixed));
    stripped.remove("x-muxi-nonce");
    stripped.remove("x-muxi-content-sha256");
    assert!(!fits(&stripped, &received(&parts())));
    assert_eq!(Presented::of(&HeaderMap::new()), Err(PresentedError::Missing));
    let other = map(&[("Authorization", "Bearer x".to_owned())]);
    assert_eq!(Presented::of(&other), Err(PresentedError::Missing));
}

#[test]
fn a_legacy_header_has_one_form() {
    let good = sign(Dialect::Legacy, &parts(), KEY, &secret()).unwrap().headers[0].1.clone();
    let mac = good.rsplit_once("signature=").unwrap().1;
    let bad = [
        "MUXI-HMAC".to_owned(),
        "MUXI-HMAC invalid format".to_owned(),
        good.replace("key=muxi_pk_0123, ", ""),
        good.replace("timestamp=1700000000, ", ""),
        good.replace("1700000000", "01700000000"),
        good.replace("1700000000", "+1700000000"),
        good.replace("1700000000", ""),
        good.replace("1700000000", "1.7e9"),
        good.replace("1700000000", "99999999999999999999"),
        good.replace(", ", ","),
        good.replace("MUXI-HMAC", "muxi-hmac"),
        good.replace("signature=", "sig="),
        format!("{good}, extra=1"),
        format!("{good}="),
        good.trim_end_matches('=').to_owned(),
        good.replace(mac, "AAAA"),
        good.replace("muxi_pk_0123", &"k".repeat(200)),
        format!("{good}{}", " ".repeat(600)),
    ];
    for line in bad {
        let read = Presented::of(&map(&[("Authorization", line.clone())]));
        assert_eq!(read, Err(PresentedError::Malformed("Authorization")), "{line}");
    }
}

#[test]
fn a_header_of_the_second_version_has_one_form() {
    let good = map(&sign(Dialect::V2, &parts(), KEY, &secret()).unwrap().headers);
    let upper = |name: &str| good[name].to_str().unwrap().to_uppercase();
    let bad = [
        ("x-muxi-key-id", String::new()),
        ("x-muxi-key-id", "a b".to_owned()),
        ("x-muxi-key-id", "k".repeat(129)),
        ("x-muxi-timestamp", "1700000000 ".repeat(100)),
        ("x-muxi-timestamp", "-1".to_owned()),
        ("x-muxi-nonce", "07".repeat(15)),
        ("x-muxi-nonce", "07".repeat(17)),
        ("x-muxi-nonce", "AB".repeat(16)),
        ("x-muxi-content-sha256", upper("x-muxi-content-sha256")),
        ("x-muxi-signature", "v2=".to_owned()),
        ("x-muxi-signature", format!("V{}", &good["x-muxi-signature"].to_str().unwrap()[1..])),
        ("x-muxi-signature", "v2=AAAA".to_owned()),
        ("x-formation-id", "a b".to_owned()),
        ("x-formation-version", "1".repeat(129)),
    ];
    for (name, value) in bad {
        let mut headers = good.clone();
        headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        assert!(Presented::of(&headers).is_err(), "{name}: {value}");
    }
}

#[test]
fn a_part_that_could_be_read_as_two_is_not_signed() {
    let of = |dialect, parts: &Parts<'_>| sign(dialect, parts, KEY, &secret()).map(|s| s.text);
    for dialect in Dialect::ALL {
        for bad in [
            Parts { method: "GET\nx", ..parts() },
            Parts { method: "get", ..parts() },
            Parts { target: "/a\n/b", ..parts() },
            Parts { target: "/a b", ..parts() },
            Parts { target: "/ä", ..parts() },
            Parts { target: "/a#b", ..parts() },
            Parts { target: "http://h/a", ..parts() },
            Parts { target: "", ..parts() },
            Parts { formation_id: "a\nb", ..parts() },
            Parts { formation_version: "1\r", ..parts() },
        ] {
            assert!(of(dialect, &bad).is_err(), "{dialect} {bad:?}");
        }
        for key in ["", "a,b", "a b", "a=b", "a;b", "ä", "a\n"] {
            assert!(sign(dialect, &parts(), key, &secret()).is_err(), "{key}");
        }
    }
    for host in ["", "a\nb", "a b", "a/b"] {
        assert!(of(Dialect::V2, &Parts { host, ..parts() }).is_err(), "{host}");
        assert!(of(Dialect::Legacy, &Parts { host, ..parts() }).is_ok(), "it is not signed");
    }
    let semicolon = Parts { target: "/a;b", ..parts() };
    assert_eq!(of(Dialect::Documented, &semicolon), Err(PartError::Semicolon));
    assert!(of(Dialect::V2, &semicolon).is_ok());
    for target in ["/a%2Fb", "/a%3fb", "/a%0ab", "/a%25b", "/a%3B", "/a%2", "/a%zz", "/a%+1", "/a%ff"] {
        assert!(of(Dialect::Legacy, &Parts { target, ..parts() }).is_err(), "{target}");
    }
    assert_eq!(of(Dialect::Legacy, &Parts { target: "/a%20b?c", ..parts() }).unwrap(), "1700000000;PUT;/a b");
}

#[test]
fn the_window_is_open_at_its_edges_and_says_how_far_off_a_clock_is() {
    let presented =
        Presented::of(&map(&sign(Dialect::V2, &parts(), KEY, &secret()).unwrap().headers)).unwrap();
    for now in [1_700_000_000 - 300, 1_700_000_000, 1_700_000_000 + 300] {
        assert_eq!(presented.within(now, WINDOW), Ok(()));
    }
    let late = presented.within(1_700_000_301, WINDOW).unwrap_err();
    assert_eq!((late.ahead, late.to_string().as_str()), (-301, "clock differs by 301 s"));
    assert_eq!(presented.within(1_699_999_699, WINDOW).unwrap_err().ahead, 301);
}

proptest! {
    #[test]
    fn two_requests_never_have_one_text(
        one in ("[A-Z]{1,4}", "/[!-~]{0,12}", "[a-z.:0-9]{1,6}", "[!-~]{0,4}", "[!-~]{0,4}"),
        other in ("[A-Z]{1,4}", "/[!-~]{0,12}", "[a-z.:0-9]{1,6}", "[!-~]{0,4}", "[!-~]{0,4}"),
    ) {
        let of = |(method, target, host, id, version): &(String, String, String, String, String)| {
            let parts = Parts { method, target, host, formation_id: id, formation_version: version, ..parts() };
            (signed_text(Dialect::V2, &parts).ok(), signed_text(Dialect::Documented, &parts).ok())
        };
        let ((v2, documented), (v2_other, documented_other)) = (of(&one), of(&other));
        prop_assert!(v2.is_none() || (v2 == v2_other) == (one == other));
        let same = (&one.0, &one.1) == (&other.0, &other.1);
        prop_assert!(documented.is_none() || documented_other.is_none() || (documented == documented_other) == same);
    }

    #[test]
    fn no_header_makes_the_reader_panic(values in proptest::collection::vec((0_usize..8, "[ -~]{0,60}"), 0..6)) {
        let names = [AUTHORIZATION, KEY_ID, TIMESTAMP, NONCE, CONTENT_SHA256, SIGNATURE, FORMATION_ID, FORMATION_VERSION];
        let headers: Vec<_> = values.into_iter().map(|(at, value)| (names[at], value)).collect();
        drop(Presented::of(&map(&headers)));
    }
}
