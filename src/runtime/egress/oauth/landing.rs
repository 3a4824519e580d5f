//! Where the browser comes back to after a login: one page on this machine, for as long as the login takes.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
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

/// Where a browser is sent back to, on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    host: String,
    port: u16,
    path: String,
}

impl Default for Redirect {
    fn default() -> Self {
        Self { host: "127.0.0.1".to_owned(), port: 0, path: "/callback".to_owned() }
    }
}

impl Redirect {
    /// Reads `http://127.0.0.1:PORT/PATH`; `localhost` and `[::1]` are this machine too. Without a port it is any free one.
    /// None where it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("http://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let hosts = ["127.0.0.1", "localhost", "[::1]"];
        let host = hosts.into_iter().find(|host| authority.starts_with(host))?;
        let port = match &authority[host.len()..] {
            "" => 0,
            port => port.strip_prefix(':')?.parse().ok().filter(|port| *port > 0)?,
        };
        let fits = path.chars().all(|c| c.is_ascii_graphic() && c != '?' && c != '#');
        fits.then(|| Self { host: host.to_owned(), port, path: path.to_owned() })
    }

    /// The same at another port; 0 is any free one.
    #[must_use]
    pub fn at(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// The port; 0 is any free one.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn address(&self) -> IpAddr {
        if self.host == "[::1]" { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() }
    }

    /// As it is told to whoever sends the browser back.
    fn uri(&self) -> String {
        format!("http://{}:{}{}", self.host, self.port, self.path)
    }
}

/// A listener on this machine alone.
pub struct Landing {
    at: Arc<Redirect>,
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
    /// Listens on `port` of 127.0.0.1; 0 takes a free one. To be called inside of a Tokio runtime.
    pub async fn open(port: u16) -> io::Result<Self> {
        Self::at(Redirect::default().at(port)).await
    }

    /// The same where the browser is to come back to. To be called inside of a Tokio runtime.
    pub async fn at(at: Redirect) -> io::Result<Self> {
        let listener = TcpListener::bind((at.address(), at.port)).await?;
        let port = listener.local_addr()?.port();
        let at = Arc::new(at.at(port));
        let here = Arc::clone(&at);
        let (say, visits) = mpsc::channel(1);
        let task = tokio::spawn(async move {
            let gate = Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                };
                let Ok(turn) = Arc::clone(&gate).acquire_owned().await else { return };
                let (say, here) = (say.clone(), Arc::clone(&here));
                tokio::spawn(async move {
                    if let Some(visit) = received(stream, &here).await {
                        drop(say.send(visit).await);
                    }
                    drop(turn);
                });
            }
        });
        Ok(Self { at, visits, task: task.abort_handle() })
    }

    /// The address that browsers are sent back to.
    pub fn redirect_uri(&self) -> String {
        self.at.uri()
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
async fn received(mut stream: TcpStream, at: &Redirect) -> Option<Visit> {
    let head = timeout(READ, head(&mut stream)).await.ok().flatten()?;
    let mut lines = head.split("\r\n");
    let mut line = lines.next()?.split(' ');
    let (method, target) = (line.next()?, line.next()?);
    // A page of somebody else's whose name leads here has another one.
    let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{}", at.port));
    let host = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim().to_ascii_lowercase())
    });
    let path = target.split('?').next().unwrap_or_default();
    let wanted = if at.path.is_empty() { "/" } else { at.path.as_str() };
    if method != "GET" || path != wanted || !host.is_some_and(|host| hosts.contains(&host)) {
        say(&mut stream, "404 Not Found", "There is nothing here.").await;
        return None;
    }
    let callback = Callback::of(&format!("http://127.0.0.1:{}{target}", at.port));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_sent_back_to_this_machine_only() {
        let one = Redirect::parse("http://localhost:8400/oauth/cb").unwrap();
        assert_eq!(one.uri(), "http://localhost:8400/oauth/cb");
        assert_eq!(Redirect::parse("http://[::1]:1").unwrap().uri(), "http://[::1]:1");
        assert_eq!(Redirect::parse("http://127.0.0.1/callback").unwrap(), Redirect::default());
        for bad in [
            "https://127.0.0.1/x",
            "http://a.example/x",
            "http://127.0.0.1.evil.example/x",
            "http://localhost@evil.example/",
            "http://127.0.0.1:0/x",
            "http://127.0.0.1:99999/x",
            "http://127.0.0.1/x?y",
            "http://127.0.0.1/x y",
        ] {
            assert!(Redirect::parse(bad).is_none(), "{bad}");
        }
    }
}
