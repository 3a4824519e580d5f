//! Records to other programs as they are written: a file of lines, or syslog (RFC 5424).

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::AuditError;
use super::event::Outcome;
use super::follow::Follow;
use super::place::Place;
use super::query::{Entry, Query};
use super::recorder::OnError;
use super::trail::private;
use crate::support::sender::{Connection, Datagrams, Ending, LOOK, datagram, has_port, is_wait};

/// How often it is looked for new records.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest time between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// What is not sent yet when the server ends has so long.
const LAST: Duration = Duration::from_secs(2);

/// Where records are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sink {
    /// One line of JSON each, behind what the file has; it is made 0600.
    File(PathBuf),
    /// Syslog to a socket of this machine, such as `/dev/log`.
    Unix(PathBuf),
    /// Syslog in datagrams to HOST:PORT. What is lost on the way is lost.
    Udp(String),
    /// Syslog over a connection to HOST:PORT, each message behind its length (RFC 6587).
    Tcp(String),
}

/// Not the form of a place to send records to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not file:PATH, syslog:unix:PATH, syslog:udp:HOST:PORT or syslog:tcp:HOST:PORT")]
pub struct BadSink(String);

impl FromStr for Sink {
    type Err = BadSink;

    fn from_str(text: &str) -> Result<Self, BadSink> {
        let bad = || BadSink(text.to_owned());
        let (kind, to) = text.split_once(':').filter(|(_, to)| !to.is_empty()).ok_or_else(bad)?;
        let (kind, to) = match kind {
            "file" => return Ok(Self::File(PathBuf::from(to))),
            "syslog" => to.split_once(':').filter(|(_, to)| !to.is_empty()).ok_or_else(bad)?,
            _ => return Err(bad()),
        };
        match kind {
            "unix" => Ok(Self::Unix(PathBuf::from(to))),
            "udp" if has_port(to) => Ok(Self::Udp(to.to_owned())),
            "tcp" if has_port(to) => Ok(Self::Tcp(to.to_owned())),
            _ => Err(bad()),
        }
    }
}

/// Sends records to one place until it is told to stop.
pub struct Stream {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Stream {
    /// Sends to `sink` what is recorded at `place` from now on, by whichever process. A receiver that is not there is
    /// tried again, and gets all of it then: the records themselves are the queue. `on_error` hears the first failure
    /// of a row.
    pub fn start(place: &Place, sink: Sink, on_error: OnError) -> Result<Self, AuditError> {
        let follow = Follow::from_now(place.clone(), Query::default())?;
        let stop = Arc::new(AtomicBool::new(false));
        let ending = Ending::new(Arc::clone(&stop), LAST);
        let mut sender = Sender { sink, open: None, on_error, failing: false, ending };
        let thread = std::thread::Builder::new().name("audit-stream".to_owned());
        let thread = thread.spawn(move || sender.run(follow));
        let thread = thread.map_err(|e| AuditError::io("stream", place.dir(), e))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

enum Open {
    File(File),
    Unix(UnixDatagram),
    Udp(Datagrams),
    Tcp(Connection),
}

struct Sender {
    sink: Sink,
    open: Option<Open>,
    on_error: OnError,
    failing: bool,
    ending: Ending,
}

impl Sender {
    fn run(&mut self, mut follow: Follow) {
        loop {
            let ending = self.ending.is_told();
            match follow.news() {
                Ok(news) => {
                    for entry in news {
                        if !self.deliver(&entry) {
                            return;
                        }
                    }
                }
                Err(error) => self.failed(&error),
            }
            if let Some(Open::Tcp(connection)) = &mut self.open
                && let Err(error) = connection.settle()
            {
                self.failed(&AuditError::Failed(format!("records are not sent to {}: {error}", self.sink)));
            }
            if ending {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Sends one record, as often as it takes; false where the end came first.
    fn deliver(&mut self, entry: &Entry) -> bool {
        let mut wait = PAUSE;
        // Also behind one that was taken: a slow receiver would hold up the end with each of them.
        while !self.ending.is_over() {
            match self.send(entry) {
                Ok(()) => {
                    self.failing = false;
                    return true;
                }
                Err(error) => {
                    // A connection makes itself anew, and knows what it may have lost.
                    self.open = self.open.take().filter(|open| matches!(open, Open::Tcp(_)));
                    self.failed(&AuditError::Failed(format!(
                        "records are not sent to {}: {error}",
                        self.sink
                    )));
                }
            }
            let again = Instant::now() + wait;
            while Instant::now() < again {
                if self.ending.is_over() {
                    return false;
                }
                std::thread::sleep(PAUSE.min(again.saturating_duration_since(Instant::now())));
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
        false
    }

    fn failed(&mut self, error: &AuditError) {
        if !self.failing {
            (self.on_error)(error);
        }
        self.failing = true;
    }

    fn send(&mut self, entry: &Entry) -> io::Result<()> {
        if let (Sink::File(path), Some(Open::File(file))) = (&self.sink, &self.open)
            && !is_at(file, path)
        {
            // Somebody moved it away.
            self.open = None;
        }
        if self.open.is_none() {
            self.open = Some(open(&self.sink, &self.ending)?);
        }
        match self.open.as_mut().expect("opened above") {
            Open::File(file) => {
                let whole = file.metadata()?.len();
                let line = format!("{}\n", entry.to_json());
                // Half a line would spoil the next one.
                file.write_all(line.as_bytes()).inspect_err(|_| drop(file.set_len(whole)))
            }
            Open::Unix(socket) => {
                let (message, begin) = (syslog(entry), Instant::now());
                loop {
                    match socket.send(datagram(&message)) {
                        Err(error)
                            if is_wait(&error) && begin.elapsed() < PATIENCE && !self.ending.is_over() => {}
                        sent => return sent.map(drop),
                    }
                }
            }
            Open::Udp(datagrams) => datagrams.send(&syslog(entry)),
            Open::Tcp(connection) => {
                let message = syslog(entry);
                connection.send(format!("{} {message}", message.len()).as_bytes())
            }
        }
    }
}

/// Whether the file has that name still.
fn is_at(file: &File, path: &Path) -> bool {
    let here = file.metadata().map(|meta| (meta.dev(), meta.ino()));
    let there = path.symlink_metadata().map(|meta| (meta.dev(), meta.ino()));
    matches!((here, there), (Ok(here), Ok(there)) if here == there)
}

fn open(sink: &Sink, ending: &Ending) -> io::Result<Open> {
    Ok(match sink {
        Sink::File(path) => Open::File(private().append(true).create(true).open(path)?),
        Sink::Unix(path) => {
            let socket = UnixDatagram::unbound()?;
            socket.set_write_timeout(Some(LOOK))?;
            socket.connect(path)?;
            Open::Unix(socket)
        }
        Sink::Udp(to) => Open::Udp(Datagrams::new(to.clone())),
        Sink::Tcp(to) => Open::Tcp(Connection::new(to.clone()).until(ending.clone())),
    })
}

/// A record as RFC 5424 has it: facility 13 (audit), severity 6 or, for what was denied or failed, 4. The message is the
/// record as JSON, which has no control characters.
fn syslog(entry: &Entry) -> String {
    let severity = match entry.outcome() {
        Outcome::Begun | Outcome::Done => 6,
        Outcome::Failed | Outcome::Denied => 4,
    };
    let action: String = entry.action().chars().filter(char::is_ascii_graphic).take(32).collect();
    let (time, pid) = (entry.time(), entry.pid());
    format!("<{}>1 {time} - muxi {pid} {action} - {}", 13 * 8 + severity, entry.to_json())
}

impl std::fmt::Display for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Unix(path) => write!(f, "syslog:unix:{}", path.display()),
            Self::Udp(to) => write!(f, "syslog:udp:{to}"),
            Self::Tcp(to) => write!(f, "syslog:tcp:{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_to_send_to_are_read_and_mistakes_are_named() {
        for good in
            ["file:/a/b.log", "syslog:unix:/dev/log", "syslog:udp:localhost:514", "syslog:tcp:[::1]:601"]
        {
            assert_eq!(good.parse::<Sink>().unwrap().to_string(), good);
        }
        for bad in ["", "file:", "syslog:", "syslog:udp:host", "syslog:udp::1", "syslog:tls:h:1", "/dev/log"]
        {
            assert!(bad.parse::<Sink>().is_err(), "{bad}");
        }
    }
}
