//! The tmux of this process: started when it is first needed, behind walls, with a socket and windows of its own.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use super::pane::WINDOWS;
use super::tmux::{PATH, SETTINGS, SHOWN, Tmux, shown, surroundings};
use super::window::{Keys, Screen, Session, USUAL, Window};
use super::{PANE, Pty, SOCKET, TerminalError, TerminalPlace};
use crate::support::fs::{self, Lock, Mode};
use crate::support::secret::SecretBytes;
use crate::support::walls::{self, Access, Limits, Needs, Network, Plan, Wall, Walled};

/// How long tmux, and the process in a window, may take to come up.
const START: Duration = Duration::from_secs(10);

/// How often we look.
const LOOK: Duration = Duration::from_millis(10);

/// Shells of the settings, and files with them.
const CONFIGURATION: &str = "tmux.conf";

/// Held while a process has its directory, so that others leave it alone.
const IN_USE: &str = ".lock";

/// Terminals of one process. Clones are handles to the same ones.
#[derive(Clone)]
pub struct Terminals(Arc<Inner>);

struct Inner {
    place: TerminalPlace,
    directory: PathBuf,
    run: Mutex<Option<Run>>,
    /// Why a session had none when one was asked for last.
    faults: StdMutex<HashMap<String, TerminalError>>,
}

/// A tmux that runs.
struct Run {
    tmux: Tmux,
    walled: Walled,
    listener: UnixListener,
    pane: PathBuf,
    sessions: HashMap<String, Arc<Session>>,
    _in_use: Lock,
}

impl Terminals {
    /// Nothing is started yet.
    pub fn new(place: TerminalPlace) -> Self {
        // Two in one process have two.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = place.state.join("terminals").join(name);
        Self(Arc::new(Inner { place, directory, run: Mutex::default(), faults: StdMutex::default() }))
    }

    /// Where the socket of tmux is, once it runs.
    pub fn socket(&self) -> PathBuf {
        self.0.directory.join(SOCKET)
    }

    /// Why the session had no terminal when one was asked for last.
    pub fn fault(&self, session: &str) -> Option<TerminalError> {
        self.faults().get(session).cloned()
    }

    fn faults(&self) -> MutexGuard<'_, HashMap<String, TerminalError>> {
        self.0.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sees to it that the session is there, so that somebody can attach to it.
    pub async fn open(&self, session: &str) -> Result<(), TerminalError> {
        self.lend(session).await.map(drop)
    }

    /// A window of the session, and a terminal for a program of the same size.
    pub async fn lend(&self, session: &str) -> Result<(Screen, Keys, Pty), TerminalError> {
        let lent = self.lend_window(session).await;
        let lent = lent.and_then(|(screen, keys, size)| {
            let pty = Pty::open(size).map_err(|error| TerminalError::failed(&error))?;
            Ok((screen, keys, pty))
        });
        match &lent {
            Ok(_) => drop(self.faults().remove(session)),
            Err(error) => drop(self.faults().insert(session.to_owned(), error.clone())),
        }
        lent
    }

    /// Ends tmux and all its windows.
    pub async fn stop(&self) {
        if let Some(mut run) = self.0.run.lock().await.take() {
            run.walled.stop().await;
            drop(std::fs::remove_dir_all(&self.0.directory));
        }
    }

    async fn lend_window(&self, name: &str) -> Result<(Screen, Keys, (u16, u16)), TerminalError> {
        let mut run = self.0.run.lock().await;
        // Somebody ended it from inside: it comes back as if it had never been.
        if run.as_ref().is_some_and(|run| run.walled.ended().is_some()) {
            *run = None;
        }
        let run = match &mut *run {
            Some(run) => run,
            none => {
                let run = none.insert(self.start().await?);
                // What the others could not have was this.
                self.faults().clear();
                run
            }
        };
        let session = Arc::clone(run.sessions.entry(name.to_owned()).or_default());
        let window = match session.take() {
            Some(window) => window,
            None => run.window(name).await?,
        };
        Ok(window.lend(session))
    }

    async fn start(&self) -> Result<Run, TerminalError> {
        let Inner { place, directory, .. } = &*self.0;
        if place.sockets_around && !keeps_sockets() {
            return Err(TerminalError::Exposed);
        }
        let path = place.environment.iter().find(|(name, _)| name == "PATH").map(|(_, path)| path.clone());
        let wanted = directory.clone();
        // It waits for locks and looks at many files: that is not for a thread of the runtime.
        let prepared = spawn_blocking(move || prepare(&wanted, path.as_deref().unwrap_or(PATH))).await;
        let (in_use, directory, needs) = prepared.map_err(|error| TerminalError::failed(&error))??;
        let tmux = Tmux { program: needs.program, directory };
        tmux.check().await?;
        let listener = listen(&tmux.directory).map_err(|error| TerminalError::failed(&error))?;
        // tmux is another process: there, the link would lead to tmux.
        let pane = std::fs::canonicalize(&place.launcher).map_err(|error| {
            TerminalError::failed(&format!("muxi itself cannot be started again: {error}; restart it"))
        })?;
        let plan = plan(&tmux, needs.files, &pane);
        let walled = walls::start(&place.launcher, &plan).await;
        let walled = walled.map_err(|error| TerminalError::failed(&error))?;
        let mut run = Run { tmux, walled, listener, pane, sessions: HashMap::new(), _in_use: in_use };
        run.comes_up().await?;
        Ok(run)
    }
}

impl Run {
    async fn comes_up(&mut self) -> Result<(), TerminalError> {
        // It said what it wanted before its socket is there.
        self.walled.stdin = None;
        let socket = self.tmux.directory.join(SOCKET);
        let up = async {
            while !socket.exists() && self.walled.ended().is_none() {
                sleep(LOOK).await;
            }
        };
        let late = timeout(START, up).await.is_err();
        if !late && self.walled.ended().is_none() {
            return Ok(());
        }
        let mut said = Vec::new();
        if let Some(stderr) = &mut self.walled.stderr {
            drop(timeout(LOOK, stderr.take(SHOWN as u64).read_to_end(&mut said)).await);
        }
        let said = shown(&String::from_utf8_lossy(&said));
        Err(TerminalError::failed(&if said.is_empty() { "it does not start".to_owned() } else { said }))
    }

    /// A new window of the session, with the session where it is not there.
    async fn window(&self, session: &str) -> Result<Window, TerminalError> {
        let pane = self.pane.to_string_lossy();
        let target = format!("={session}");
        let there = self.tmux.tell(&["has-session", "-t", &target]).await.is_ok();
        let target = format!("{target}:");
        let (lines, columns) = (USUAL.0.to_string(), USUAL.1.to_string());
        let made: &[&str] = if there {
            &["new-window", "-d", "-t", &target]
        } else {
            &["new-session", "-d", "-x", &columns, "-y", &lines, "-s", session]
        };
        let rest = ["-n", "program", "-P", "-F", "#{pane_pid}", &pane, PANE];
        let pid = self.tmux.tell(&[made, &rest].concat()).await?;
        let pid: i32 = pid.parse().map_err(|_| TerminalError::failed("it has no process for a window"))?;
        let stream = timeout(START, self.of_process(pid)).await;
        stream.map_err(|_| TerminalError::failed("a window does not come up"))?.map(Window::new)
    }

    /// The connection of that process and of no other, whoever else may knock.
    async fn of_process(&self, pid: i32) -> Result<UnixStream, TerminalError> {
        let user = rustix::process::geteuid().as_raw();
        loop {
            let (stream, _) = self.listener.accept().await.map_err(|error| TerminalError::failed(&error))?;
            let peer = stream.peer_cred();
            if peer.is_ok_and(|peer| peer.uid() == user && peer.pid() == Some(pid)) {
                return Ok(stream);
            }
        }
    }
}

/// Whether a program that may make Unix sockets reaches only those of its plan.
fn keeps_sockets() -> bool {
    walls::of_this_kernel().holds(Wall::SocketFiles)
}

/// The directory, kept, with the settings in it, as it is without links; tmux, and the files that it needs.
fn prepare(directory: &Path, path: &str) -> Result<(Lock, PathBuf, Needs), TerminalError> {
    let in_use = take(directory).map_err(|error| TerminalError::failed(&error))?;
    let real = directory.canonicalize().map_err(|error| TerminalError::failed(&error))?;
    let needs = walls::needs("tmux", &real, OsStr::new(path)).map_err(|_| TerminalError::NotInstalled)?;
    fs::write_atomic(&real.join(CONFIGURATION), SETTINGS.as_bytes(), Mode::PRIVATE)
        .map_err(|error| TerminalError::failed(&error))?;
    Ok((in_use, real, needs))
}

/// Makes the directory and keeps it, and removes those that nobody has any more.
fn take(directory: &Path) -> Result<Lock, fs::FsError> {
    let all = directory.parent().unwrap_or(directory);
    fs::create_private_dir(all)?;
    let _one_at_a_time = Lock::acquire(&all.join(IN_USE), START)?;
    for entry in std::fs::read_dir(all).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && Lock::acquire(&path.join(IN_USE), Duration::ZERO).is_ok() {
            drop(std::fs::remove_dir_all(&path));
        }
    }
    fs::create_private_dir(directory)?;
    Lock::acquire(&directory.join(IN_USE), Duration::ZERO)
}

/// Listens in the directory, however long its path is: that of a socket has room for about 100 bytes.
fn listen(directory: &Path) -> std::io::Result<UnixListener> {
    let opened = std::fs::File::open(directory)?;
    UnixListener::bind(format!("/proc/self/fd/{}/{WINDOWS}", opened.as_raw_fd()))
}

/// What tmux is given: its own directory, terminals, and us as the program of its windows. No network, no formation, and
/// no file of the person's.
fn plan(tmux: &Tmux, needs: Vec<(PathBuf, Access)>, pane: &Path) -> Plan {
    let mut files = walls::system();
    files.extend(needs);
    files.push((tmux.directory.clone(), Access::Write));
    files.push((pane.to_path_buf(), Access::Run));
    for device in ["/dev/ptmx", "/dev/pts", "/dev/tty"] {
        files.push((device.into(), Access::Terminal));
    }
    let environment = surroundings(&tmux.directory);
    Plan {
        name: "tmux".to_owned(),
        program: tmux.program.clone(),
        args: ["-D", "-S", SOCKET, "-f", CONFIGURATION].map(str::to_owned).to_vec(),
        environment: environment
            .map(|(name, value)| (name.to_owned(), SecretBytes::from(value.as_str())))
            .to_vec(),
        directory: tmux.directory.clone(),
        files,
        network: Network::None,
        unix_sockets: true,
        limits: Limits { processes: 256, memory: 512 << 20, open_files: 4096, file_size: 16 << 20 },
    }
}
