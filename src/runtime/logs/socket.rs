//! Records to a receiver over a socket: lines in a connection, or a datagram each.

use std::io::{self, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _, UdpSocket};
use std::time::Duration;

use super::Format;
use super::sink::Out;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest datagram, in bytes: longer ones are cut, as receivers would.
const DATAGRAM: usize = 8 << 10;

/// Lines over a connection, made anew where it broke.
pub struct TcpLines {
    to: String,
    format: Format,
    open: Option<TcpStream>,
}

impl TcpLines {
    /// Nobody is asked yet. `to` is `HOST:PORT`.
    pub fn new(to: String, format: Format) -> Self {
        Self { to, format, open: None }
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.open.is_none() {
            let mut last = nobody();
            for address in self.to.to_socket_addrs()? {
                match TcpStream::connect_timeout(&address, PATIENCE) {
                    Ok(stream) => {
                        stream.set_write_timeout(Some(PATIENCE))?;
                        self.open = Some(stream);
                        break;
                    }
                    Err(error) => last = error,
                }
            }
            if self.open.is_none() {
                return Err(last);
            }
        }
        let Some(stream) = &mut self.open else { return Err(nobody()) };
        stream.write_all(bytes)
    }
}

impl Out for TcpLines {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        let text: String = lines.iter().map(|line| self.format.line(line) + "\n").collect();
        let had_one = self.open.is_some();
        let sent = self.send(text.as_bytes());
        if sent.is_ok() {
            return Ok(());
        }
        self.open = None;
        // The receiver may only have started anew. What came of the first try is cut at a line of its own.
        if had_one { self.send(text.as_bytes()).inspect_err(|_| self.open = None) } else { sent }
    }
}

/// A datagram for each record. What is lost on the way is lost.
pub struct UdpLines {
    to: String,
    format: Format,
    open: Option<UdpSocket>,
}

impl UdpLines {
    /// Nobody is asked yet. `to` is `HOST:PORT`.
    pub fn new(to: String, format: Format) -> Self {
        Self { to, format, open: None }
    }
}

impl Out for UdpLines {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        if self.open.is_none() {
            let to = self.to.to_socket_addrs()?.next().ok_or_else(nobody)?;
            let socket = UdpSocket::bind(if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" })?;
            socket.connect(to)?;
            self.open = Some(socket);
        }
        let Some(socket) = &self.open else { return Err(nobody()) };
        for line in lines {
            let line = self.format.line(line);
            let end = line.floor_char_boundary(DATAGRAM);
            // That nobody listened to the one before is no reason not to send this one.
            match socket.send(&line.as_bytes()[..end]) {
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {}
                sent => drop(sent?),
            }
        }
        Ok(())
    }
}

fn nobody() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "the name has no address")
}
