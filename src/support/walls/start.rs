//! Starting a program behind walls: the supervisor, the plan that it is given, and what it says.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream as Pair;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::sync::{oneshot, watch};

use super::error::WallError;
use super::orphans;
use super::plan::{Access, Network, Plan};
use super::walled::{Ended, Stdin, Walled};
use super::wire::{self, Word};

/// How long the supervisor may take to put the walls up.
const START: Duration = Duration::from_secs(20);

/// How long it may take to end all, counted from when it is told to.
const END: Duration = Duration::from_secs(15);

type Words = tokio::io::Lines<BufReader<tokio::net::unix::OwnedReadHalf>>;

/// Starts the program behind its walls; comes back when it runs, before it has said anything.
///
/// `launcher` is an executable whose `main` calls [`super::supervise`] where its only argument is
/// [`super::LAUNCH`]: this one, as a rule (`/proc/self/exe`). Needs a tokio runtime.
pub async fn start(launcher: &Path, plan: &Plan) -> Result<Walled, WallError> {
    start_in(launcher, plan, None).await
}

/// The same for a program in a terminal, which nobody may have as theirs yet: its standard error goes there, and it can
/// open `/dev/tty`.
pub async fn start_in(launcher: &Path, plan: &Plan, terminal: Option<OwnedFd>) -> Result<Walled, WallError> {
    let mut plan = std::borrow::Cow::Borrowed(plan);
    if terminal.is_some() {
        plan.to_mut().files.push(("/dev/tty".into(), Access::Terminal));
    }
    let plan = plan.as_ref();
    let bytes = wire::encode(plan).map_err(|error| WallError::supervisor(&error))?;
    let (ours, theirs) = Pair::pair().map_err(|error| WallError::supervisor(&error))?;
    let (reads, stdin) = io::pipe().map_err(|error| WallError::supervisor(&error))?;
    let mut child = Command::new(launcher)
        .arg(super::LAUNCH)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| WallError::supervisor(&format!("{}: {error}", launcher.display())))?;
    let told = async {
        let (words, talk) = hand_over(ours, &reads.into(), terminal.as_ref(), plan, &bytes).await?;
        first_word(words, talk).await
    };
    let said = tokio::time::timeout(START, told).await;
    // Its end is seen when the program and its supervisor have let go of it.
    drop(terminal);
    let (word, words, talk) = match said {
        Ok(Ok(said)) => said,
        Ok(Err(error)) => return Err(give_up(&mut child, WallError::supervisor(&error)).await),
        Err(_) => {
            let error = WallError::supervisor("it did not put the walls up in time");
            return Err(give_up(&mut child, error).await);
        }
    };
    let (tool, report) = match word {
        Word::Started { tool, report } => (tool, report),
        Word::Refused(error) => return Err(give_up(&mut child, error).await),
        Word::Ended(_) => {
            let error = WallError::supervisor("it spoke out of turn");
            return Err(give_up(&mut child, error).await);
        }
    };
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let supervisor = child.id().unwrap_or_default();
    let (stop, stopped) = oneshot::channel();
    let (say, ended) = watch::channel(None);
    tokio::spawn(async move {
        let how = watch_over(child, words, talk, stopped).await;
        say.send_replace(Some(how));
    });
    let stdin = Some(Stdin::from_owned_fd(stdin.into()).map_err(|error| WallError::supervisor(&error))?);
    Ok(Walled { stdin, stdout, stderr, supervisor, tool, report, stop: Some(stop), ended })
}

/// Gives the supervisor the program's stdin, its terminal where it has one, and the plan.
async fn hand_over(
    ours: Pair,
    stdin: &OwnedFd,
    terminal: Option<&OwnedFd>,
    plan: &Plan,
    bytes: &[u8],
) -> io::Result<(Words, tokio::net::unix::OwnedWriteHalf)> {
    let first = if plan.network == Network::None { wire::ALONE } else { wire::TOGETHER };
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut with = SendAncillaryBuffer::new(&mut space);
    let given: Vec<_> = [Some(stdin), terminal].into_iter().flatten().map(AsFd::as_fd).collect();
    with.push(SendAncillaryMessage::ScmRights(&given));
    // One byte always fits.
    sendmsg(&ours, &[IoSlice::new(&[first])], &mut with, SendFlags::NOSIGNAL)?;
    ours.set_nonblocking(true)?;
    let (words, mut talk) = UnixStream::from_std(ours)?.into_split();
    talk.write_all(bytes).await?;
    Ok((BufReader::new(words).lines(), talk))
}

async fn first_word(
    mut words: Words,
    talk: tokio::net::unix::OwnedWriteHalf,
) -> io::Result<(Word, Words, tokio::net::unix::OwnedWriteHalf)> {
    let Some(line) = words.next_line().await? else {
        return Err(io::Error::other("it ended without a word"));
    };
    Ok((serde_json::from_str(&line)?, words, talk))
}

/// Leaves nothing of a supervisor that did not start its program.
async fn give_up(child: &mut Child, error: WallError) -> WallError {
    end(child).await;
    error
}

/// Waits for the end of the program; asks the supervisor to stop it when nobody wants it any more.
async fn watch_over(
    mut child: Child,
    mut words: Words,
    talk: tokio::net::unix::OwnedWriteHalf,
    stopped: oneshot::Receiver<()>,
) -> Ended {
    let mut how = tokio::select! {
        word = last_word(&mut words) => word.unwrap_or(Ended::unknown(false)),
        // Also when the sender is dropped.
        _ = stopped => {
            drop(talk);
            let word = tokio::time::timeout(END, last_word(&mut words)).await;
            word.ok().flatten().unwrap_or(Ended::unknown(true))
        }
    };
    end(&mut child).await;
    how.left += orphans::end_orphans().await;
    how
}

/// What the supervisor says at the end; nothing where it cannot say it any more.
async fn last_word(words: &mut Words) -> Option<Ended> {
    while let Ok(Some(line)) = words.next_line().await {
        if let Ok(Word::Ended(how)) = serde_json::from_str(&line) {
            return Some(how);
        }
    }
    None
}

/// Waits for the end of the supervisor itself, and ends it when it takes too long.
async fn end(child: &mut Child) {
    if tokio::time::timeout(END, child.wait()).await.is_err() {
        if let Some(pid) = child.id().and_then(|id| Pid::from_raw(id.cast_signed())) {
            let _ = kill_process(pid, Signal::KILL);
        }
        let _ = child.wait().await;
    }
}
