//! A window: who has it now, and what goes to it and comes from it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Input;
use super::pane::{SIZE, TYPED};

/// So many windows of a session are kept while nobody needs them.
const KEPT: usize = 3;

/// Pieces that wait for a window before whoever draws has to wait.
const WAITING: usize = 64;

/// A window that takes nothing for so long is given up: what is drawn is lost, and nobody waits for it.
const PATIENCE: Duration = Duration::from_secs(2);

/// The size of a window before it has said its own.
pub(super) const USUAL: (u16, u16) = (48, 160);

/// The windows of a session that nobody has.
#[derive(Default)]
pub(super) struct Session(Mutex<Vec<Window>>);

pub(super) struct Window {
    out: mpsc::Sender<Vec<u8>>,
    state: Arc<Mutex<State>>,
}

struct State {
    size: (u16, u16),
    /// Who hears what is typed.
    to: Option<mpsc::Sender<Input>>,
}

/// A window, lent: what is shown in it. When all clones are dropped, it is free again.
#[derive(Clone)]
pub struct Screen(Arc<Lent>);

struct Lent {
    window: Option<Window>,
    session: Arc<Session>,
}

/// What a person types into a window.
pub struct Keys(mpsc::Receiver<Input>);

impl Session {
    /// A free window that still is there.
    pub(super) fn take(&self) -> Option<Window> {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.retain(|window| !window.out.is_closed());
        free.pop()
    }

    fn give_back(&self, window: Window) {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < KEPT && !window.out.is_closed() {
            free.push(window);
        }
    }
}

impl Window {
    /// The window whose process is at the other end.
    pub(super) fn new(stream: UnixStream) -> Self {
        let (from, to) = stream.into_split();
        let (out, drawn) = mpsc::channel(WAITING);
        let state = Arc::new(Mutex::new(State { size: USUAL, to: None }));
        let heard = Arc::clone(&state);
        tokio::spawn(async move {
            tokio::select! {
                _ = hear(from, &heard) => {}
                () = draw(to, drawn) => {}
            }
            // Whoever has it hears of nothing any more.
            heard.lock().unwrap_or_else(PoisonError::into_inner).to = None;
        });
        Self { out, state }
    }

    /// Lends it; it goes back to `session`.
    pub(super) fn lend(self, session: Arc<Session>) -> (Screen, Keys, (u16, u16)) {
        let (to, keys) = mpsc::channel(WAITING);
        let size = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.to = Some(to);
            state.size
        };
        (Screen(Arc::new(Lent { window: Some(self), session })), Keys(keys), size)
    }
}

impl Screen {
    /// Shows these bytes as a terminal takes them; nothing where the window is gone.
    pub async fn show(&self, bytes: Vec<u8>) {
        if let Some(window) = &self.0.window {
            drop(timeout(PATIENCE, window.out.send(bytes)).await);
        }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(window) = self.window.take() else { return };
        window.state.lock().unwrap_or_else(PoisonError::into_inner).to = None;
        self.session.give_back(window);
    }
}

impl Keys {
    /// The next; nothing when the window is gone.
    pub async fn next(&mut self) -> Option<Input> {
        self.0.recv().await
    }
}

async fn draw(mut to: OwnedWriteHalf, mut drawn: mpsc::Receiver<Vec<u8>>) {
    while let Some(bytes) = drawn.recv().await {
        if !matches!(timeout(PATIENCE, to.write_all(&bytes)).await, Ok(Ok(()))) {
            return;
        }
    }
}

async fn hear(mut from: OwnedReadHalf, state: &Mutex<State>) -> io::Result<()> {
    loop {
        let mut head = [0; 3];
        from.read_exact(&mut head).await?;
        let mut what = vec![0; usize::from(u16::from_be_bytes([head[1], head[2]]))];
        from.read_exact(&mut what).await?;
        let input = match (head[0], what.as_slice()) {
            (TYPED, _) => Input::Typed(what),
            (SIZE, &[a, b, c, d]) => Input::Size(u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])),
            _ => return Err(io::ErrorKind::InvalidData.into()),
        };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Input::Size(rows, columns) = input {
            state.size = (rows, columns);
        }
        if let Some(to) = &state.to {
            // What a program does not read for long is lost.
            drop(to.try_send(input));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_window_goes_back_when_it_is_not_needed_and_only_while_it_is_there() {
        let (ours, mut pane) = UnixStream::pair().unwrap();
        let session = Arc::new(Session::default());
        let (screen, mut keys, size) = Window::new(ours).lend(Arc::clone(&session));
        assert_eq!(size, USUAL);
        pane.write_all(b"s\0\x04\0\x18\0\x50k\0\x02hi").await.unwrap();
        assert_eq!(keys.next().await, Some(Input::Size(24, 80)));
        assert_eq!(keys.next().await, Some(Input::Typed(b"hi".to_vec())));
        screen.show(b"drawn".to_vec()).await;
        let mut drawn = [0; 5];
        pane.read_exact(&mut drawn).await.unwrap();
        assert_eq!(&drawn, b"drawn");
        assert!(session.take().is_none(), "somebody has it");
        drop(screen);
        let (screen, mut keys, size) = session.take().unwrap().lend(Arc::clone(&session));
        assert_eq!(size, (24, 80));
        drop(pane);
        assert_eq!(keys.next().await, None);
        screen.show(b"nobody sees it".to_vec()).await;
        drop(screen);
        assert!(session.take().is_none(), "it is gone");
    }
}
