//! GitHub's API, as far as it says whose a token is.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::wire;

#[derive(Default)]
struct Shared {
    accounts: BTreeMap<String, String>,
    asked: Mutex<Vec<Option<String>>>,
    over: AtomicBool,
    silent: AtomicBool,
}

/// It listens on 127.0.0.1 until it is dropped.
pub struct Github {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Github {
    /// It knows these tokens, each with the login of its account.
    pub fn start(accounts: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let accounts = accounts.iter().map(|(token, login)| ((*token).to_owned(), (*login).to_owned()));
        let shared = Arc::new(Shared { accounts: accounts.collect(), ..Shared::default() });
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

    /// For `GITHUB_API_URL`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on it says nothing of anybody.
    pub fn fall_silent(&self) {
        self.shared.silent.store(true, Ordering::SeqCst);
    }

    /// How often it was asked whose a token is.
    pub fn asked(&self) -> usize {
        self.shared.asked.lock().expect("no panic").len()
    }
}

impl Drop for Github {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
    }
}

fn serve(stream: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = wire::read(&mut reader) {
        shared.asked.lock().expect("no panic").push(asked.authorization.clone());
        let token = asked.authorization.as_deref().and_then(|sent| sent.strip_prefix("Bearer "));
        let login = token.and_then(|token| shared.accounts.get(token)).filter(|_| asked.path == "/user");
        // The real one refuses who does not say what it is.
        let named = asked.header("user-agent").is_some();
        let (status, body) = match login {
            _ if shared.silent.load(Ordering::SeqCst) => (503, json!({"message": "Unavailable"})),
            _ if !named => (403, json!({"message": "Request forbidden by administrative rules."})),
            Some(login) => (200, json!({"login": login, "id": 1, "name": "Somebody", "email": null})),
            None => (401, json!({"message": "Bad credentials", "status": "401"})),
        };
        let sent = wire::whole(stream, status, "", "application/json; charset=utf-8", body.to_string());
        if sent.is_err() || asked.last {
            return;
        }
    }
}
