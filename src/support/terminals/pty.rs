//! A terminal of ours: one end for a program, the other for whoever shows it.

use std::io;
use std::os::fd::OwnedFd;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{OptionalActions, SpecialCodeIndex, Winsize, tcgetattr, tcsetattr, tcsetwinsize};
use tokio::io::unix::AsyncFd;

use super::Input;

/// A terminal.
pub struct Pty {
    master: AsyncFd<OwnedFd>,
    terminal: Option<OwnedFd>,
}

impl Pty {
    /// A new one of this size, in rows and columns.
    pub(super) fn open((rows, columns): (u16, u16)) -> io::Result<Self> {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let terminal = ioctl_tiocgptpeer(&master, flags)?;
        // Nobody could let a program go on that was stopped by a key.
        let mut modes = tcgetattr(&terminal)?;
        modes.special_codes[SpecialCodeIndex::VSUSP] = 0;
        tcsetattr(&terminal, OptionalActions::Now, &modes)?;
        tcsetwinsize(&master, size(rows, columns))?;
        fcntl_setfl(&master, fcntl_getfl(&master)? | OFlags::NONBLOCK)?;
        #[expect(deprecated, reason = "safe here: it owns its descriptor, which nobody can close before it")]
        let master = AsyncFd::new(master)?;
        Ok(Self { master, terminal: Some(terminal) })
    }

    /// The program's end, once. When the program's side has let go of it, reading comes to an end.
    pub fn lend(&mut self) -> Option<OwnedFd> {
        self.terminal.take()
    }

    /// What the program draws; 0 or an error when nobody has the other end any more.
    pub async fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut ready = self.master.readable().await?;
            let read = ready.try_io(|master| Ok(rustix::io::read(master.get_ref(), &mut *into)?));
            if let Ok(read) = read {
                return read;
            }
        }
    }

    /// What a person types. What a program does not read for long is lost, as on every terminal.
    pub fn feed(&self, input: &Input) {
        match input {
            Input::Typed(bytes) => drop(rustix::io::write(self.master.get_ref(), bytes)),
            Input::Size(rows, columns) => drop(tcsetwinsize(self.master.get_ref(), size(*rows, *columns))),
        }
    }
}

fn size(rows: u16, columns: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    #[tokio::test]
    async fn what_is_drawn_comes_out_and_what_is_typed_goes_in() {
        let mut pty = Pty::open((24, 80)).unwrap();
        let mut program = std::fs::File::from(pty.lend().unwrap());
        assert!(pty.lend().is_none());
        program.write_all(b"name? \n").unwrap();
        let mut drawn = [0; 64];
        let read = pty.read(&mut drawn).await.unwrap();
        assert_eq!(&drawn[..read], b"name? \r\n");
        pty.feed(&Input::Typed(b"Ann\n".to_vec()));
        let mut typed = [0; 4];
        program.read_exact(&mut typed).unwrap();
        assert_eq!(&typed, b"Ann\n");
        pty.feed(&Input::Size(7, 33));
        let now = rustix::termios::tcgetwinsize(&program).unwrap();
        assert_eq!((now.ws_row, now.ws_col), (7, 33));
        drop(program);
        let mut rest = Vec::new();
        while let Ok(read @ 1..) = pty.read(&mut drawn).await {
            rest.extend_from_slice(&drawn[..read]);
        }
        assert_eq!(rest, b"Ann\r\n", "the echo, and then the end");
    }
}
