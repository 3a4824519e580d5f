//! Records to a receiver over a socket: lines in a connection, or a datagram each.

use std::io;

use super::Format;
use super::sink::Out;
use crate::support::sender::{Connection, Datagrams};

/// Lines over a connection, made anew where it broke.
pub struct TcpLines {
    to: Connection,
    format: Format,
}

impl TcpLines {
    /// Nobody is asked yet. `to` is `HOST:PORT`.
    pub fn new(to: String, format: Format) -> Self {
        Self { to: Connection::new(to), format }
    }
}

impl Out for TcpLines {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        let text: String = lines.iter().map(|line| self.format.line(line) + "\n").collect();
        self.to.send(text.as_bytes())
    }
}

/// A datagram for each record. What is lost on the way is lost.
pub struct UdpLines {
    to: Datagrams,
    format: Format,
}

impl UdpLines {
    /// Nobody is asked yet. `to` is `HOST:PORT`.
    pub fn new(to: String, format: Format) -> Self {
        Self { to: Datagrams::new(to), format }
    }
}

impl Out for UdpLines {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        lines.iter().try_for_each(|line| match self.to.send(&self.format.line(line)) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(()),
            sent => sent,
        })
    }
}
