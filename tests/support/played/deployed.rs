//! A MUXI server as it is deployed, as far as signed calls go: it takes the one header that the deployed programs send, to
//! the byte, and refuses all else in the words of the real one. What it answers is scripted.

use std::collections::{BTreeMap, VecDeque};
use std::io::BufReader;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use muxi::crypto::mac::hmac_sha256;
use serde_json::{Value, json};

use super::super::wait::until;
use super::wire::{self, Asked};

/// What it says to a call.
#[derive(Clone)]
pub enum Told {
    /// This status and object.
    Json(u16, Value),
    /// These events, and then the end of the stream.
    Events(String),
    /// The first events, and the second ones when this call came.
    Held(String, &'static str, String),
    /// A ZIP archive.
    Zip(Vec<u8>),
    /// Each in its turn; the last one from then on.
    Each(VecDeque<Told>),
}

impl Told {
    /// Each in its turn; the last one from then on.
    pub fn each(all: impl IntoIterator<Item = Self>) -> Self {
        Self::Each(all.into_iter().collect())
    }
}

#[derive(Default)]
struct Shared {
    told: Mutex<BTreeMap<String, Told>>,
    asked: Mutex<Vec<Asked>>,
    over: AtomicBool,
}

/// It listens on 127.0.0.1 until it is dropped.
pub struct Deployed {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Deployed {
    /// The id of its key.
    pub const KEY: &'static str = "muxi_pk_0123456789abcdef01234567";
    /// The secret of its key.
    pub const SECRET: &'static str = "muxi_sk_0123456789abcdef0123456789abcdef0123456789abcdef01234567";

    /// It says this to these calls (`GET /rpc/formations`), and 404 to others.
    pub fn start(told: impl IntoIterator<Item = (&'static str, Told)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let told = told.into_iter().map(|(call, told)| (call.to_owned(), told)).collect();
        let shared = Arc::new(Shared { told: Mutex::new(told), ..Shared::default() });
        let seen = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if seen.over.load(Ordering::SeqCst) {
                    return;
                }
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || serve(&stream, &seen));
            }
        });
        Self { address, shared }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The last call of this kind that came and was signed.
    pub fn last(&self, method: &str) -> Option<Asked> {
        let asked = self.shared.asked.lock().expect("no panic");
        asked.iter().rev().find(|one| one.method == method).cloned()
    }

    /// What came and was signed as it has to be, as `METHOD target`.
    pub fn asked(&self) -> Vec<String> {
        let asked = self.shared.asked.lock().expect("no panic");
        asked.iter().map(|one| format!("{} {}", one.method, one.path)).collect()
    }
}

impl Drop for Deployed {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
    }
}

fn serve(stream: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = wire::read(&mut reader) {
        let (last, told) = (asked.last, answer(asked, shared));
        let sent = match told {
            Told::Json(status, body) => wire::whole(stream, status, "", "application/json", body.to_string()),
            Told::Events(events) => {
                let mut out = wire::Events::begin(stream);
                out.add(&events);
                out.end(true)
            }
            Told::Held(first, call, then) => held(stream, shared, (&first, call, &then)),
            Told::Zip(bytes) => wire::whole(stream, 200, "", "application/zip", bytes),
            Told::Each(_) => unreachable!("one of them is told"),
        };
        if sent.is_err() || last {
            return;
        }
    }
}

/// Sends the first events, and the second ones when the call came.
fn held(stream: &TcpStream, shared: &Shared, (first, call, then): (&str, &str, &str)) -> std::io::Result<()> {
    let mut out = wire::Events::begin(stream);
    out.add(first);
    out.pause(Duration::from_millis(1))?;
    let came = |one: &Asked| format!("{} {}", one.method, one.bare_path()) == call;
    until(Duration::from_secs(30), call, || {
        shared.over.load(Ordering::SeqCst) || shared.asked.lock().expect("no panic").iter().any(came)
    });
    out.add(then);
    out.end(true)
}

fn answer(asked: Asked, shared: &Shared) -> Told {
    if asked.bare_path() == "/health" {
        return Told::Json(200, json!({"success": true, "status": "ok", "version": "0.20260801.1"}));
    }
    if let Err(why) = check(&asked) {
        return Told::Json(401, json!({"error": "Unauthorized", "message": why, "code": 401}));
    }
    let call = format!("{} {}", asked.method, asked.bare_path());
    shared.asked.lock().expect("no panic").push(asked);
    let mut all = shared.told.lock().expect("no panic");
    let told = match all.get_mut(&call) {
        Some(Told::Each(each)) if each.len() > 1 => each.pop_front(),
        Some(Told::Each(each)) => each.front().cloned(),
        told => told.cloned(),
    };
    told.unwrap_or_else(|| Told::Json(404, json!({"error": "Not Found", "message": "formation not found"})))
}

/// The header, made anew from what it says: one byte more or less is another one.
fn check(asked: &Asked) -> Result<(), &'static str> {
    let all: Vec<_> = asked.headers.iter().filter(|(name, _)| name == "authorization").collect();
    let [(_, header)] = all[..] else { return Err("Missing authorization header") };
    let bad = "Invalid authorization header format";
    let fields = header.strip_prefix("MUXI-HMAC ").ok_or(bad)?;
    let [key, timestamp, _] = fields.split(", ").collect::<Vec<_>>()[..] else { return Err(bad) };
    let (key, timestamp) =
        (key.strip_prefix("key=").ok_or(bad)?, timestamp.strip_prefix("timestamp=").ok_or(bad)?);
    if key != Deployed::KEY {
        return Err("Invalid key");
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    if timestamp.parse::<u64>().map_err(|_| bad)?.abs_diff(now) > 300 {
        return Err("Request expired (timestamp too old or in future)");
    }
    let text = format!("{timestamp};{};{}", asked.method, asked.bare_path());
    let signature = STANDARD.encode(hmac_sha256(Deployed::SECRET.as_bytes(), &[text.as_bytes()]));
    if *header != format!("MUXI-HMAC key={key}, timestamp={timestamp}, signature={signature}") {
        return Err("Invalid signature");
    }
    is_known(asked)
}

/// Headers that the deployed command line sends, or that say nothing of MUXI.
const HEADERS: [&str; 10] = [
    "accept",
    "accept-encoding",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "user-agent",
    "x-formation-id",
    "x-formation-version",
    "x-muxi-sdk",
];

/// Whether it is a call that the deployed server has a route for, with the headers and the body that it wants.
fn is_known(asked: &Asked) -> Result<(), &'static str> {
    let of = |name: &str| asked.header(name).unwrap_or_default();
    if asked.headers.iter().any(|(name, _)| !HEADERS.contains(&&**name)) {
        return Err("a header that the deployed command line does not send");
    }
    if !of("x-muxi-sdk").starts_with("cli/") {
        return Err("not as the deployed command line calls");
    }
    let path = asked.bare_path();
    let parts: Vec<&str> = path.strip_prefix("/rpc/").ok_or("no such route")?.split('/').collect();
    let (bundle, json) = (true, false);
    let wanted = match (&*asked.method, &parts[..]) {
        ("POST", ["formations"]) | ("PUT", ["formations", _]) => Some(bundle),
        ("POST", ["dev", "run" | "stop"]) => Some(json),
        ("POST", ["formations", _, "start" | "stop" | "restart" | "rollback" | "cancel-update"])
        | ("GET" | "DELETE", ["formations", _])
        // It answers 404 to `info`.
        | (
            "GET",
            ["formations", _, "logs" | "download"] | ["formations"] | ["server", "status" | "info"],
        ) => None,
        _ => return Err("no such route"),
    };
    let length = of("content-length").parse::<usize>().ok();
    match wanted {
        None if asked.raw.is_empty() && of("content-type").is_empty() => Ok(()),
        None => Err("a body where there is none"),
        Some(_) if length != Some(asked.raw.len()) => Err("the body is not framed by its length"),
        Some(true) => {
            let types = ["application/gzip", "application/x-gzip", "application/octet-stream"];
            let id = of("x-formation-id");
            let same = parts.get(1).is_none_or(|named| *named == id);
            let fits = types.contains(&of("content-type")) && same && !id.is_empty();
            let fits = fits && !of("x-formation-version").is_empty() && asked.raw.starts_with(&[0x1f, 0x8b]);
            if fits { Ok(()) } else { Err("not a bundle as the deployed command line sends it") }
        }
        Some(false) => {
            let named = ["path", "formation_id"].iter().any(|name| asked.body[*name].is_string());
            let fits = of("content-type") == "application/json" && named;
            if fits { Ok(()) } else { Err("not an object as the deployed command line sends it") }
        }
    }
}
