use std::path::PathBuf;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};

use super::*;
use crate::remote::sign::{Parts, WINDOW, sign};
use crate::server::config::Scope;
use crate::support::fs::{self as files, Mode};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

const NOW: u64 = 1_800_000_000;
const FILE: &str = "auth:\n  keys:\n    - {id: one, secret: secret-of-one-0123, scopes: [admin]}\n    - {id: old, secret: secret-of-old-0123, scopes: [admin], legacy: true}\n    - {id: reader, secret: secret-of-reader-0, scopes: [read]}\n    - {id: mine, secret: secret-of-mine-012, scopes: ['write:bot']}\n    - {id: gone, secret: secret-of-gone-012, scopes: [admin], expires: '2027-01-15T08:00:00Z'}\n    - {id: strict, secret: secret-of-strict-0, scopes: [admin], dialects: [v2]}\n";

struct Place {
    dir: tempfile::TempDir,
    clock: Clock,
}

impl Place {
    fn new() -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap(), clock: Clock::fixed(NOW * 1000) };
        place.write(FILE);
        place
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("config.yaml")
    }

    fn write(&self, text: &str) {
        files::write_atomic(&self.path(), text.as_bytes(), Mode::PRIVATE).unwrap();
    }

    fn gate(&self) -> Gate {
        let keys = Keys::open(self.path(), Redactor::default(), Box::new(|_| {})).unwrap();
        Gate::new(keys, Replay::open(self.dir.path()).unwrap(), self.clock.clone(), WINDOW, Vec::new())
    }
}

/// A request as a client makes it.
#[derive(Clone)]
struct Sent {
    dialect: Dialect,
    key: &'static str,
    method: &'static str,
    target: &'static str,
    host: &'static str,
    time: u64,
    nonce: [u8; 16],
    body: &'static [u8],
    formation: &'static str,
}

impl Sent {
    fn new(dialect: Dialect, method: &'static str) -> Self {
        let target = "/rpc/formations/bot/stop";
        let key = if dialect == Dialect::Legacy { "old" } else { "one" };
        Self {
            dialect,
            key,
            method,
            target,
            host: "h:1",
            time: NOW,
            nonce: [1; 16],
            body: b"{}",
            formation: "bot",
        }
    }

    fn headers(&self) -> HeaderMap {
        let parts = Parts {
            timestamp: self.time,
            nonce: self.nonce,
            method: self.method,
            target: self.target,
            host: self.host,
            content_sha256: sha256(self.body),
            formation_id: self.formation,
            formation_version: "",
        };
        let secret = format!("secret-of-{}-0123456789", self.key);
        let signed = sign(self.dialect, &parts, self.key, &SecretBytes::from(&secret[..18])).unwrap();
        let header = |(name, value): (&str, String)| {
            (HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(&value).unwrap())
        };
        signed.headers.into_iter().map(header).collect()
    }

    fn call(&self) -> Call<'static> {
        let level = if self.method == "GET" { Level::Read } else { Level::Write };
        Call {
            method: self.method,
            target: self.target,
            host: self.host,
            private: true,
            has_body: !self.body.is_empty(),
            level,
            formation: Some("bot"),
        }
    }
}

fn byte(number: u64) -> u8 {
    u8::try_from(number % 251).unwrap()
}

async fn judged(
    gate: &Gate,
    headers: &HeaderMap,
    call: &Call<'_>,
    body: &[u8],
) -> Result<String, &'static str> {
    let done = async {
        let presented = gate.look(headers, call.host)?;
        gate.admit(call, presented, Some(sha256(body))).await
    };
    done.await.map(|admitted| admitted.key.id.clone()).map_err(|denied: Denied| denied.code)
}

async fn sent(gate: &Gate, sent: &Sent) -> Result<String, &'static str> {
    judged(gate, &sent.headers(), &sent.call(), sent.body).await
}

#[tokio::test]
async fn each_dialect_is_accepted_once() {
    let place = Place::new();
    let gate = place.gate();
    for dialect in Dialect::ALL {
        let request = Sent::new(dialect, "POST");
        assert_eq!(sent(&gate, &request).await.as_deref(), Ok(request.key), "{dialect}");
        assert_eq!(sent(&gate, &request).await, Err("replayed"), "{dialect}");
        // The next server knows it too.
        assert_eq!(sent(&place.gate(), &request).await, Err("replayed"), "{dialect}");
    }
    // A read is no matter but for v2, where nothing is accepted twice.
    for (dialect, again) in
        [(Dialect::V2, Err("replayed")), (Dialect::Documented, Ok("one")), (Dialect::Legacy, Ok("old"))]
    {
        let request = Sent { nonce: [2; 16], body: b"", ..Sent::new(dialect, "GET") };
        assert!(sent(&gate, &request).await.is_ok());
        assert_eq!(sent(&gate, &request).await.as_deref(), again.as_ref().copied(), "{dialect}");
    }
}

#[tokio::test]
async fn a_request_counts_until_it_is_too_old_and_is_remembered_for_as_long() {
    let place = Place::new();
    let gate = place.gate();
    for (time, expected) in [
        (NOW - 300, Ok(())),
        (NOW + 300, Ok(())),
        (NOW - 301, Err("clock_skew")),
        (NOW + 301, Err("clock_skew")),
    ] {
        for dialect in Dialect::ALL {
            let request = Sent { time, nonce: [byte(time); 16], ..Sent::new(dialect, "POST") };
            assert_eq!(sent(&gate, &request).await.map(drop), expected, "{dialect} {time}");
        }
    }
    let left = |time| {
        let request = Sent { time, ..Sent::new(Dialect::Documented, "POST") };
        gate.left(&gate.look(&request.headers(), "h:1").unwrap()).as_secs()
    };
    assert_eq!([NOW - 300, NOW - 100, NOW, NOW + 300].map(left), [1, 201, 300, 300]);
    // One from ahead stays in the window for 600 s.
    let ahead = Sent { time: NOW + 300, nonce: [byte(NOW + 300); 16], ..Sent::new(Dialect::V2, "POST") };
    place.clock.advance(Duration::from_mins(10));
    assert_eq!(sent(&place.gate(), &ahead).await, Err("replayed"));
    place.clock.advance(Duration::from_secs(1));
    assert_eq!(sent(&gate, &ahead).await, Err("clock_skew"));
    let words = gate.look(&ahead.headers(), "h:1").unwrap_err().message;
    assert!(words.starts_with("clock differs by 301 s"), "{words}");
}

#[tokio::test]
async fn what_is_changed_on_the_way_is_seen_as_far_as_the_dialect_goes() {
    let place = Place::new();
    let gate = place.gate();
    let bad = Err("bad_signature");
    for dialect in Dialect::ALL {
        let request = Sent::new(dialect, "POST");
        let (headers, call) = (request.headers(), request.call());
        let other = |change: &dyn Fn(&mut Call<'static>)| {
            let mut call = call;
            change(&mut call);
            call
        };
        assert_eq!(judged(&gate, &headers, &other(&|c| c.method = "PUT"), b"{}").await, bad, "{dialect}");
        assert_eq!(
            judged(&gate, &headers, &other(&|c| c.target = "/rpc/formations/x/stop"), b"{}").await,
            bad
        );
        if dialect != Dialect::Legacy {
            assert_eq!(
                judged(&gate, &headers, &other(&|c| c.target = "/rpc/formations/bot/stop?a=1"), b"{}").await,
                bad
            );
        }
        if dialect == Dialect::Documented {
            assert_eq!(judged(&gate, &headers, &call, b"{ }").await, bad);
        }
        if dialect == Dialect::V2 {
            assert_eq!(judged(&gate, &headers, &other(&|c| c.host = "g:1"), b"{}").await, bad);
            let mut forged = headers.clone();
            forged.insert("x-formation-id", HeaderValue::from_static("other"));
            assert_eq!(judged(&gate, &forged, &call, b"{}").await, bad);
            let mut forged = headers.clone();
            forged.insert("x-muxi-content-sha256", HeaderValue::from_str(&"0".repeat(64)).unwrap());
            assert_eq!(judged(&gate, &forged, &call, b"{}").await, bad);
        }
        // Nothing of all that was remembered.
        assert!(judged(&gate, &headers, &call, b"{}").await.is_ok(), "{dialect}");
    }
}

#[tokio::test]
async fn a_signature_of_one_dialect_is_none_of_another() {
    let place = Place::new();
    let gate = place.gate();
    let v2 = Sent::new(Dialect::V2, "POST").headers();
    let mut bare = v2.clone();
    for name in ["x-muxi-nonce", "x-muxi-content-sha256"] {
        bare.remove(name);
    }
    let mac = v2["x-muxi-signature"].to_str().unwrap().trim_start_matches("v2=").to_owned();
    bare.insert("x-muxi-signature", HeaderValue::from_str(&mac).unwrap());
    let call = Sent::new(Dialect::V2, "POST").call();
    assert_eq!(judged(&gate, &bare, &call, b"{}").await, Err("bad_signature"));
    let mut as_legacy = HeaderMap::new();
    let line = format!("MUXI-HMAC key=old, timestamp={NOW}, signature={mac}");
    as_legacy.insert("authorization", HeaderValue::from_str(&line).unwrap());
    assert_eq!(judged(&gate, &as_legacy, &call, b"{}").await, Err("bad_signature"));
    let mut both = v2;
    both.extend(Sent::new(Dialect::Legacy, "POST").headers());
    assert_eq!(judged(&gate, &both, &call, b"{}").await, Err("bad_signature_headers"));
    assert_eq!(judged(&gate, &HeaderMap::new(), &call, b"{}").await, Err("not_signed"));
}

#[tokio::test]
async fn a_key_does_what_its_scopes_dialects_and_days_allow() {
    let place = Place::new();
    let gate = place.gate();
    let of = |key, dialect, method| Sent {
        key,
        nonce: [byte(key.len() as u64); 16],
        ..Sent::new(dialect, method)
    };
    assert_eq!(sent(&gate, &of("reader", Dialect::V2, "POST")).await, Err("scope"));
    assert!(sent(&gate, &of("reader", Dialect::V2, "GET")).await.is_ok());
    assert!(sent(&gate, &of("mine", Dialect::V2, "POST")).await.is_ok());
    let other = of("mine", Dialect::Documented, "POST");
    let call = Call { formation: Some("other"), ..other.call() };
    assert_eq!(judged(&gate, &other.headers(), &call, b"{}").await, Err("scope"));
    assert_eq!(sent(&gate, &of("gone", Dialect::V2, "POST")).await, Err("key_expired"));
    assert_eq!(sent(&gate, &of("strict", Dialect::Documented, "POST")).await, Err("dialect_not_allowed"));
    assert_eq!(sent(&gate, &of("one", Dialect::Legacy, "POST")).await, Err("dialect_not_allowed"));
    let open = Call { private: false, ..of("old", Dialect::Legacy, "POST").call() };
    assert_eq!(
        judged(&gate, &of("old", Dialect::Legacy, "POST").headers(), &open, b"{}").await,
        Err("legacy_body")
    );
    let bare = Call { has_body: false, ..open };
    assert!(judged(&gate, &of("old", Dialect::Legacy, "POST").headers(), &bare, b"").await.is_ok());
    let scope: Scope = "write:bot".parse().unwrap();
    assert!(scope.covers(Level::Write, Some("bot")));
}

#[tokio::test]
async fn an_unknown_key_is_told_what_a_wrong_signature_is() {
    let place = Place::new();
    let gate = place.gate();
    let unknown = Sent { key: "nobody", ..Sent::new(Dialect::V2, "POST") };
    let known = Sent::new(Dialect::V2, "POST");
    let mut wrong = known.headers();
    wrong.insert("x-muxi-nonce", HeaderValue::from_str(&"00".repeat(16)).unwrap());
    let words = async |headers: &HeaderMap| {
        let presented = gate.look(headers, "h:1").unwrap();
        gate.admit(&known.call(), presented, None).await.unwrap_err()
    };
    assert_eq!(words(&unknown.headers()).await, words(&wrong).await);
}

#[tokio::test]
async fn keys_come_and_go_while_the_server_runs() {
    let place = Place::new();
    let gate = place.gate();
    let request = |n| Sent { nonce: [n; 16], ..Sent::new(Dialect::V2, "POST") };
    assert!(sent(&gate, &request(1)).await.is_ok());
    place.write("auth: {keys: [{id: two, secret: secret-of-two-0123, scopes: [admin]}]}\n");
    assert_eq!(sent(&gate, &request(2)).await, Err("bad_signature"));
    let two = Sent { key: "two", ..request(3) };
    assert!(sent(&gate, &two).await.is_ok());
    // What cannot be used changes nothing.
    place.write("auth: [\n");
    assert!(sent(&gate, &Sent { nonce: [4; 16], ..two }).await.is_ok());
}

#[tokio::test]
async fn calls_under_another_name_are_refused_where_names_are_told() {
    let place = Place::new();
    let gate = Gate { names: vec!["muxi.example".to_owned(), "::1".to_owned()], ..place.gate() };
    let headers = Sent::new(Dialect::V2, "POST").headers();
    for (host, fine) in [
        ("muxi.example", true),
        ("MUXI.example:7890", true),
        ("[::1]:80", true),
        ("other", false),
        ("", false),
    ] {
        assert_eq!(gate.look(&headers, host).is_ok(), fine, "{host}");
    }
}
