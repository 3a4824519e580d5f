//! Messages to a receiver over the network: a connection that is made again, and datagrams.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _, UdpSocket};
use std::time::{Duration, Instant};

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// What was written so long ago was taken, where the connection still stands: a receiver that had closed it would have
/// said so by now.
const TAKEN: Duration = Duration::from_secs(1);
/// So many bytes of what was written last are kept, to be written again.
const KEPT: usize = 1 << 20;
/// A receiver that is away is looked for again after so long, where nothing else has to be sent.
const AGAIN: Duration = Duration::from_secs(2);
/// The longest datagram, in bytes: longer ones are cut, as receivers would.
const DATAGRAM: usize = 8 << 10;

/// A connection that is made anew where it broke. What the receiver may not have got is sent again then: a message may come
/// twice, and is seldom lost. TCP tells nobody whether the program at the other end has read what was taken for it.
pub struct Connection {
    to: String,
    open: Option<TcpStream>,
    /// What was written lately, and when.
    tail: VecDeque<(Instant, Box<[u8]>)>,
    tried: Option<Instant>,
}

impl Connection {
    /// Nobody is asked yet. `to` is `HOST:PORT`.
    pub fn new(to: String) -> Self {
        Self { to, open: None, tail: VecDeque::new(), tried: None }
    }

    /// Writes the message, to a connection that stands as far as is known.
    pub fn send(&mut self, message: &[u8]) -> io::Result<()> {
        self.look();
        let stood = self.open.is_some();
        let sent = self.write(message);
        // It broke just now: the receiver may only have started anew.
        let sent = if sent.is_err() && stood { self.write(message) } else { sent };
        sent?;
        self.tail.push_back((Instant::now(), message.into()));
        while self.tail.len() > 1 && self.tail.iter().map(|(_, kept)| kept.len()).sum::<usize>() > KEPT {
            self.tail.pop_front();
        }
        Ok(())
    }

    /// Sends again what a receiver that closed the connection may not have got; to be called now and then where nothing
    /// else is sent.
    pub fn settle(&mut self) -> io::Result<()> {
        self.look();
        let lately = self.tried.is_some_and(|tried| tried.elapsed() < AGAIN);
        if self.open.is_some() || self.tail.is_empty() || lately {
            return Ok(());
        }
        self.connect()
    }

    /// Finds out whether the receiver closed the connection, and what it may not have got then.
    fn look(&mut self) {
        let Some(stream) = &self.open else { return };
        let taken = |(at, _): &(Instant, Box<[u8]>)| at.elapsed() >= TAKEN;
        match stands(stream) {
            // What came after it closed the connection it answers with a reset.
            Stands::No { refused } => {
                self.open = None;
                if !refused {
                    self.tail.retain(|kept| !taken(kept));
                }
            }
            Stands::Yes => {
                while self.tail.front().is_some_and(taken) {
                    self.tail.pop_front();
                }
            }
        }
    }

    fn write(&mut self, message: &[u8]) -> io::Result<()> {
        if self.open.is_none() {
            self.connect()?;
        }
        let Some(stream) = &mut self.open else { return Err(nobody()) };
        stream.write_all(message).inspect_err(|_| self.open = None)
    }

    fn connect(&mut self) -> io::Result<()> {
        self.tried = Some(Instant::now());
        let mut last = nobody();
        for address in self.to.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(mut stream) => {
                    stream.set_write_timeout(Some(PATIENCE))?;
                    for (at, kept) in &mut self.tail {
                        stream.write_all(kept)?;
                        *at = Instant::now();
                    }
                    self.open = Some(stream);
                    return Ok(());
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

enum Stands {
    Yes,
    /// It was closed; `refused`: and not all was taken.
    No {
        refused: bool,
    },
}

/// Whether the other end has closed the connection. What it says meanwhile is read over: nobody asked it anything.
fn stands(mut stream: &TcpStream) -> Stands {
    let mut said = [0; 4096];
    let looked = stream.set_nonblocking(true).and_then(|()| {
        let mut looked = stream.read(&mut said);
        for _ in 0..16 {
            if !looked.as_ref().is_ok_and(|read| *read > 0) {
                break;
            }
            looked = stream.read(&mut said);
        }
        looked
    });
    let answer = match looked {
        Ok(0) => Stands::No { refused: stream.take_error().is_ok_and(|error| error.is_some()) },
        Ok(_) => Stands::Yes,
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
            Stands::Yes
        }
        Err(_) => Stands::No { refused: true },
    };
    match (&answer, stream.set_nonblocking(false)) {
        (Stands::Yes, Err(_)) => Stands::No { refused: true },
        _ => answer,
    }
}

/// Datagrams to one receiver. What is lost on the way is lost.
pub struct Datagrams {
    to: String,
    open: Option<UdpSocket>,
}

impl Datagrams {
    /// Nobody is asked yet. `to` is `HOST:PORT`.
    pub fn new(to: String) -> Self {
        Self { to, open: None }
    }

    /// Sends the message in one datagram, without its end where it is too long for one.
    pub fn send(&mut self, message: &str) -> io::Result<()> {
        if self.open.is_none() {
            let to = self.to.to_socket_addrs()?.next().ok_or_else(nobody)?;
            let socket = UdpSocket::bind(if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" })?;
            socket.connect(to)?;
            self.open = Some(socket);
        }
        let Some(socket) = &self.open else { return Err(nobody()) };
        match socket.send(datagram(message)) {
            // That nobody listened to the one before is no reason not to send this one.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                socket.send(datagram(message)).map(drop)
            }
            Err(error) => {
                self.open = None;
                Err(error)
            }
            Ok(_) => Ok(()),
        }
    }
}

/// As much of the message as fits a datagram.
pub fn datagram(message: &str) -> &[u8] {
    &message.as_bytes()[..message.floor_char_boundary(DATAGRAM)]
}

fn nobody() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "the name has no address")
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::net::{TcpListener, TcpStream};

    use super::*;

    fn line(stream: &mut BufReader<TcpStream>) -> String {
        let mut line = String::new();
        assert!(stream.read_line(&mut line).unwrap() > 0, "it ended");
        line
    }

    fn accepted(listener: &TcpListener) -> BufReader<TcpStream> {
        let stream = listener.accept().unwrap().0;
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        BufReader::new(stream)
    }

    #[test]
    fn what_is_sent_to_a_connection_that_was_closed_goes_over_the_next_one() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut sender = Connection::new(listener.local_addr().unwrap().to_string());
        for n in 0..5 {
            sender.send(format!("{n}\n").as_bytes()).unwrap();
            let mut receiver = accepted(&listener);
            // Those before were read, and may come again: nothing tells the sender that they were.
            while line(&mut receiver) != format!("{n}\n") {}
            // It starts anew: what is sent next, at once, must not go to where nobody reads.
        }
    }

    #[test]
    fn what_a_receiver_refused_is_sent_again_without_anything_new() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut sender = Connection::new(listener.local_addr().unwrap().to_string());
        sender.send(b"first\n").unwrap();
        let mut receiver = accepted(&listener);
        assert_eq!(line(&mut receiver), "first\n");
        sender.send(b"lost\n").unwrap();
        // Closed before that is read: the rest is refused.
        drop(receiver);
        sender.tried = None;
        let again = (0..2000).find_map(|_| {
            sender.settle().unwrap();
            std::thread::sleep(Duration::from_millis(5));
            sender.open.as_ref()?;
            listener.set_nonblocking(true).unwrap();
            listener.accept().ok()
        });
        let stream = again.expect("it comes back").0;
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut receiver = BufReader::new(stream);
        while line(&mut receiver) != "lost\n" {}
    }

    #[test]
    fn what_was_taken_long_ago_is_not_sent_again() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut sender = Connection::new(listener.local_addr().unwrap().to_string());
        sender.send(b"old\n").unwrap();
        let mut receiver = accepted(&listener);
        assert_eq!(line(&mut receiver), "old\n");
        sender.tail[0].0 = Instant::now().checked_sub(TAKEN).unwrap();
        drop(receiver);
        sender.send(b"new\n").unwrap();
        assert_eq!(line(&mut accepted(&listener)), "new\n");
    }
}
