//! Where the browser comes back to after a login: one page on this machine, for as long as the login takes.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::login::Callback;

/// The longest head of a request that is read, in bytes.
const HEAD: usize = 16 << 10;

/// How long a browser may take for it.
const READ: Duration = Duration::from_secs(5);

/// So many requests may be open at once; others wait.
const AT_ONCE: usize = 16;

const PATH: &str = "/callback";

/// A listener on 127.0.0.1.
pub struct Landing {
    port: u16,
    visits: mpsc::Receiver<Visit>,
    task: tokio::task::AbortHandle,
}

/// A browser that came back and waits for its page.
pub struct Visit {
    /// What it came back with.
    pub callback: Callback,
    stream: TcpStream,
}

impl Landing {
    /// Listens on `port` of this machine; 0 takes a free one. To be called inside of a Tokio runtime.
    pub async fn open(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = listener.local_addr()?.port();
        let (say, visits) = mpsc::channel(1);
        let task = tokio::spawn(async move {
            let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                let Ok(turn) = std::sync::Arc::clone(&gate).acquire_owned().await else { return };
                let say = say.clone();
                tokio::spawn(async move {
                    if let Some(visit) = received(stream, port).await {
                        drop(say.send(visit).await);
                    }
                    drop(turn);
                });
            }
        });
        Ok(Self { port, visits, task: task.abort_handle() })
    }

    /// The address that browsers are sent back to.
    pub fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.port)
    }

    /// The next browser that comes back.
    pub async fn visit(&mut self) -> Option<Visit> {
        self.visits.recv().await
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Visit {
    /// Shows the browser a page that says so.
    pub async fn answer(mut self, done: bool, text: &str) {
        let status = if done { "200 OK" } else { "400 Bad Request" };
        say(&mut self.stream, status, text).await;
    }
}

/// Reads a request; whoever is not sent back from a login is answered here.
async fn received(mut stream: TcpStream, port: u16) -> Option<Visit> {
    let head = timeout(READ, head(&mut stream)).await.ok().flatten()?;
    let mut lines = head.split("\r\n");
    let mut line = lines.next()?.split(' ');
    let (method, target) = (line.next()?, line.next()?);
    // A page of somebody else's whose name leads here has another one.
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let host = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim().to_ascii_lowercase())
    });
    let path = target.split('?').next().unwrap_or_default();
    if method != "GET" || path != PATH || !host.is_some_and(|host| hosts.contains(&host)) {
        say(&mut stream, "404 Not Found", "There is nothing here.").await;
        return None;
    }
    let callback = Callback::of(&format!("http://127.0.0.1:{port}{target}"));
    if callback.is_none() {
        say(&mut stream, "400 Bad Request", "This is not where a login comes back to.").await;
    }
    callback.map(|callback| Visit { callback, stream })
}

async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    loop {
        let mut part = [0; 2048];
        let read = stream.read(&mut part).await.ok().filter(|read| *read > 0)?;
        head.extend_from_slice(&part[..read]);
        if head.windows(4).any(|four| four == b"\r\n\r\n") {
            return String::from_utf8(head).ok();
        }
        if head.len() > HEAD {
            return None;
        }
    }
}

/// A page of text: nothing in it is taken for HTML, nothing is fetched, and the address is told to nobody.
async fn say(stream: &mut TcpStream, status: &str, text: &str) {
    let page = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'\r\n\
         Referrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{text}\n",
        text.len() + 1
    );
    let sent = async {
        stream.write_all(page.as_bytes()).await?;
        stream.shutdown().await
    };
    drop(timeout(READ, sent).await);
}
