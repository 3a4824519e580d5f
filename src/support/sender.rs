//! Messages to a receiver over the network: a connection that is made again, and datagrams.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether `to` is HOST:PORT.
pub fn has_port(to: &str) -> bool {
    to.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

/// How long a receiver may take nothing.
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

/// How often it is looked whether it is the end, where a receiver is slow.
pub const LOOK: Duration = Duration::from_millis(200);

/// The end of who sends: once it is told to stop, there is a moment for what is left.
#[derive(Clone, Debug)]
pub struct Ending {
    stop: Arc<AtomicBool>,
    moment: Duration,
    until: Option<Instant>,
}

impl Ending {
    /// It is told by `stop`.
    pub fn new(stop: Arc<AtomicBool>, moment: Duration) -> Self {
        Self { stop, moment, until: None }
    }

    /// Whether it was told to stop.
    pub fn is_told(&mut self) -> bool {
        let told = self.stop.load(Ordering::Relaxed);
        if told && self.until.is_none() {
            self.until = Some(Instant::now() + self.moment);
        }
        told
    }

    /// Whether the moment after that has passed, too.
    pub fn is_over(&mut self) -> bool {
        self.is_told() && self.until.is_some_and(|until| Instant::now() >= until)
    }
}

/// A connection that is made anew where it broke. What the receiver may not have got is sent again then: a message may come
/// twice, and is seldom lost. TCP tells nobody whether the program at the other end has read what was taken for it.
pub struct Connection {
    to: String,
    open: Option<TcpStream>,
    /// What was written lately, and when.
    tail: VecDeque<(Instant, Box<[u8]>)>,
    tried: Option<Instant>,
    ending: Option<Ending>,
}

impl Connection {
    /// Nobody is asked yet. `to` is `HOST:PORT`.
    pub fn new(to: String) -> Self {
        Self { to, open: None, tail: VecDeque::new(), tried: None, ending: None }
    }

    /// The same with an end, for which a slow receiver is not waited.
    #[must_use]
    pub fn until(self, ending: Ending) -> Self {
        Self { ending: Some(ending), ..self }
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
        whole(stream, message, self.ending.as_mut()).inspect_err(|_| self.open = None)
    }

    fn connect(&mut self) -> io::Result<()> {
        self.tried = Some(Instant::now());
        let mut last = nobody();
        for address in self.to.to_socket_addrs()? {
            let is_end = self.ending.as_mut().is_some_and(Ending::is_told);
            match TcpStream::connect_timeout(&address, if is_end { LOOK } else { PATIENCE }) {
                Ok(mut stream) => {
                    stream.set_write_timeout(Some(LOOK))?;
                    for (at, kept) in &mut self.tail {
                        whole(&mut stream, kept, self.ending.as_mut())?;
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

/// Writes all of it, to a receiver that goes on taking some before the end is over.
fn whole(stream: &mut TcpStream, message: &[u8], mut ending: Option<&mut Ending>) -> io::Result<()> {
    let (mut rest, mut taken) = (message, Instant::now());
    while !rest.is_empty() {
        if taken.elapsed() >= PATIENCE || ending.as_mut().is_some_and(|ending| ending.is_over()) {
            return Err(slow());
        }
        match stream.write(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(length) => (rest, taken) = (&rest[length..], Instant::now()),
            Err(error) if is_wait(&error) || error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether a receiver was only too slow.
pub fn is_wait(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

fn slow() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the receiver is too slow")
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
        let begin = Instant::now();
        listener.set_nonblocking(true).unwrap();
        let stream = loop {
            match listener.accept() {
                Ok((stream, _)) => break stream,
                Err(error) => assert!(is_wait(&error) && begin.elapsed().as_secs() < 20, "{error}"),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        stream.set_nonblocking(false).unwrap();
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
        let begin = Instant::now();
        loop {
            // Tried again after a while only.
            sender.settle().unwrap();
            if sender.open.is_some() && sender.tried.is_some() {
                break;
            }
            assert!(begin.elapsed().as_secs() < 20, "it does not come back");
            std::thread::sleep(Duration::from_millis(5));
        }
        let mut receiver = accepted(&listener);
        while line(&mut receiver) != "lost\n" {}
    }

    #[test]
    fn a_slow_receiver_does_not_hold_up_the_end() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let ending = Ending::new(Arc::new(AtomicBool::new(true)), Duration::ZERO);
        let mut sender = Connection::new(listener.local_addr().unwrap().to_string());
        sender.send(b"first\n").unwrap();
        let receiver = accepted(&listener);
        // More than sockets hold; it is taken bit by bit.
        let reader = std::thread::spawn(move || {
            let mut some = vec![0; 64 << 10];
            while receiver.get_ref().read(&mut some).is_ok_and(|read| read > 0) {
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        sender = sender.until(ending);
        let sent = sender.send(&vec![b'x'; 64 << 20]);
        drop((sender, listener));
        assert_eq!(sent.map_err(|error| error.kind()), Err(io::ErrorKind::TimedOut));
        reader.join().unwrap();
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
