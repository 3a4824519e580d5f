//! What the starter gives: stdin is a socket to it.

use std::fs::File;
use std::io::{self, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;

use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendFlags, recvmsg, send};

use super::super::plan::Plan;
use super::super::wire;
use super::namespaces::{self, Right};

/// The socket to the starter, unbuffered.
pub(super) struct Socket;

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::io::read(rustix::stdio::stdin(), buffer)?)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(send(rustix::stdio::stdin(), bytes, SendFlags::NOSIGNAL)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What comes before the plan.
pub(super) struct First {
    /// The program's stdin.
    pub(super) stdin: File,
    /// Its terminal, where it has one.
    pub(super) terminal: Option<File>,
    /// Whether namespaces can be made; the one that the plan wants is.
    pub(super) right: Right,
}

/// Takes it.
///
/// A namespace of users is made here, before there is a secret in this process: while it is made, the process is
/// open to others of the same user.
pub(super) fn first() -> io::Result<First> {
    let mut byte = [0];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut with = RecvAncillaryBuffer::new(&mut space);
    let socket = rustix::stdio::stdin();
    let got = recvmsg(socket, &mut [IoSliceMut::new(&mut byte)], &mut with, RecvFlags::CMSG_CLOEXEC)?;
    let (mut stdin, mut terminal) = (None, None);
    for message in with.drain() {
        if let RecvAncillaryMessage::ScmRights(mut descriptors) = message {
            stdin = descriptors.next();
            terminal = descriptors.next();
        }
    }
    let Some(stdin) = stdin.filter(|_| got.bytes == 1) else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let right = match byte[0] {
        wire::ALONE => namespaces::of_ones_own(),
        wire::TOGETHER => namespaces::as_we_are(),
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    Ok(First { stdin: stdin.into(), terminal: terminal.map(File::from), right })
}

pub(super) fn plan() -> io::Result<Plan> {
    wire::decode(Socket)
}
