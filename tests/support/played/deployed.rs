//! A MUXI server as it is deployed, as far as signed calls go: it takes the one header that the deployed programs send, to
//! the byte, and refuses all else in the words of the real one. What it answers is scripted.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use muxi::crypto::mac::hmac_sha256;
use serde_json::{Value, json};

use super::wire::{self, Asked};

/// What it says to a call.
#[derive(Clone)]
pub enum Told {
    /// This status and object.
    Json(u16, Value),
    /// These events, and then the end of the stream.
    Events(String),
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
            Told::Json(status, body) => {
                wire::whole(stream, status, "", "application/json", &body.to_string())
            }
            Told::Events(events) => {
                let mut out = wire::Events::begin(stream);
                out.add(&events);
                out.end(true)
            }
        };
        if sent.is_err() || last {
            return;
        }
    }
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
    let told = shared.told.lock().expect("no panic").get(&call).cloned();
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
    let sdk = asked.header("x-muxi-sdk").unwrap_or_default();
    if !sdk.starts_with("cli/") || asked.header("x-muxi-signature").is_some() {
        return Err("not as the deployed command line calls");
    }
    Ok(())
}
