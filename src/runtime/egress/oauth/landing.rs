//! Where the browser comes back to after a login: one page on this machine, for as long as the login takes.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;

use super::login::Callback;

/// The longest head of a request that is read, in bytes.
const HEAD: usize = 16 << 10;

/// How long a browser may take for it.
const READ: Duration = Duration::from_secs(5);

/// How often a free port is looked for that is free on both addresses of `localhost`.
const TRIES: u32 = 16;

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

    /// Where to listen. A browser takes either for `localhost`: what we do not have of it, somebody else could.
    fn addresses(&self) -> &'static [IpAddr] {
        const BOTH: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        match self.host.as_str() {
            "[::1]" => &BOTH[1..],
            "localhost" => &BOTH,
            _ => &BOTH[..1],
        }
    }

    /// All listeners, at one port.
    async fn listen(&self) -> io::Result<Vec<TcpListener>> {
        let mut tries = 0;
        loop {
            match self.listen_once().await {
                // The free port of one is taken on the other.
                Err(error) if self.port == 0 && tries < TRIES && error.kind() == io::ErrorKind::AddrInUse => {
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    async fn listen_once(&self) -> io::Result<Vec<TcpListener>> {
        let mut all: Vec<TcpListener> = Vec::new();
        for address in self.addresses() {
            let port = match all.first() {
                Some(one) => one.local_addr()?.port(),
                None => self.port,
            };
            match TcpListener::bind((*address, port)).await {
                Ok(listener) => all.push(listener),
                // Not each machine has both.
                Err(error) if !all.is_empty() && error.kind() != io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all)
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
    tasks: Vec<tokio::task::AbortHandle>,
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
        let listeners = at.listen().await?;
        let port = match listeners.first() {
            Some(one) => one.local_addr()?.port(),
            None => at.port,
        };
        let at = Arc::new(at.at(port));
        let (say, visits) = mpsc::channel(1);
        let gate = Arc::new(Semaphore::new(AT_ONCE));
        let listen = |listener| {
            let task = tokio::spawn(accept(listener, Arc::clone(&at), say.clone(), Arc::clone(&gate)));
            task.abort_handle()
        };
        let tasks = listeners.into_iter().map(listen).collect();
        Ok(Self { at, visits, tasks })
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
        self.tasks.iter().for_each(tokio::task::AbortHandle::abort);
    }
}

impl Visit {
    /// Shows the browser a page that says so.
    pub async fn answer(mut self, done: bool, text: &str) {
        let status = if done { "200 OK" } else { "400 Bad Request" };
        say(&mut self.stream, status, text).await;
    }
}

/// Takes what comes to one of the listeners.
async fn accept(listener: TcpListener, here: Arc<Redirect>, say: mpsc::Sender<Visit>, gate: Arc<Semaphore>) {
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
}

/// Reads a request; whoever is not sent back from a login is answered here.
async fn received(mut stream: TcpStream, at: &Redirect) -> Option<Visit> {
    let head = timeout(READ, head(&mut stream)).await.ok().flatten()?;
    let mut lines = head.split("\r\n");
    let mut line = lines.next()?.split(' ');
    let (method, target) = (line.next()?, line.next()?);
    // A page of somebody else's whose name leads here has another one.
    let ours = ["127.0.0.1", "localhost", "[::1]"];
    let fits = |host: &str| match host.rsplit_once(':') {
        Some((name, port)) if port == at.port.to_string() => ours.contains(&name),
        // No browser says the port that goes without saying.
        _ => at.port == 80 && ours.contains(&host),
    };
    let host = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim().to_ascii_lowercase())
    });
    let path = target.split('?').next().unwrap_or_default();
    let wanted = if at.path.is_empty() { "/" } else { at.path.as_str() };
    if method != "GET" || path != wanted || !host.is_some_and(|host| fits(&host)) {
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

    #[tokio::test]
    async fn localhost_is_ours_on_both_of_its_addresses_or_not_at_all() {
        let landing = Landing::at(Redirect::parse("http://localhost/cb").unwrap()).await.unwrap();
        let port = landing.at.port;
        assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.is_err());
        if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.is_err() {
            return; // This machine has no second one.
        }
        assert!(TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.is_err());
        let other = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.unwrap();
        let taken = Redirect::parse("http://localhost/cb").unwrap().at(other.local_addr().unwrap().port());
        let second = Landing::at(taken).await;
        assert!(matches!(second, Err(error) if error.kind() == io::ErrorKind::AddrInUse));
    }
}
