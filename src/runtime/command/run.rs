//! One run of an agent's program, from the question to the end of the last process.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

use super::complaints::Complaints;
use super::terminal::Shown;
use super::{CommandAgent, Counted};
use crate::runtime::llm::{Finish, FinishReason, ModelError, Piece, Pieces};
use crate::support::walls::{self, Ended, Walled};

/// What was written before the end of a program is there by then.
const REST: std::time::Duration = std::time::Duration::from_secs(1);

/// A program that runs. Dropped, it is ended with all that it started.
struct Run {
    agent: CommandAgent,
    walled: Option<(Walled, Counted)>,
    /// Where a person sees it.
    shown: Option<Shown>,
}

/// Starts the program with `question`; what it writes comes as it writes it.
pub(super) async fn start(agent: &CommandAgent, question: String) -> Result<Pieces, ModelError> {
    let planning = agent.clone();
    let planned = tokio::task::spawn_blocking(move || planning.plan()).await;
    let (mut counted, plan) = planned
        .unwrap_or_else(|_| Err(agent.failed("it does not start: muxi is ending", String::new(), None)))?;
    let settings = &agent.0.settings;
    let until = Instant::now() + settings.timeout;
    let complaints = Complaints::default();
    let (shown, terminal, carrying) = match &settings.terminal {
        Some(terminal) => {
            let (shown, end, carrying) = terminal.lend(agent, &complaints).await?;
            (Some(shown), end, Some(carrying))
        }
        None => (None, None, None),
    };
    let mut walled = walls::start_in(&settings.place.launcher, &plan, terminal).await.map_err(|error| {
        agent.failed(&format!("it does not start: {error}"), String::new(), Some(error.hint()))
    })?;
    let (stdin, stdout, stderr) = (walled.stdin.take(), walled.stdout.take(), walled.stderr.take());
    counted.led_by(walled.id());
    let mut run = Run { agent: agent.clone(), walled: Some((walled, counted)), shown };
    // With a terminal, that is where it complains.
    let complaining =
        carrying.or_else(|| stderr.map(|from| tokio::spawn(complaints.clone().follow(agent.clone(), from))));
    if let Some(mut stdin) = stdin {
        tokio::spawn(async move {
            // One that does not read its question may answer all the same.
            drop(stdin.write_all(question.as_bytes()).await);
            drop(stdin.write_all(b"\n").await);
        });
    }
    Ok(Box::pin(async_stream::try_stream! {
        if let Some(mut stdout) = stdout {
            let mut text = Utf8::default();
            let mut part = vec![0; 16 << 10];
            loop {
                let read = timeout_at(until, stdout.read(&mut part)).await;
                let read = read.map_err(|_| run.late(&complaints))?;
                let Ok(read @ 1..) = read else { break };
                if let Some(shown) = &mut run.shown {
                    shown.answers(&part[..read]).await;
                }
                let piece = text.push(&part[..read]);
                if !piece.is_empty() {
                    yield Piece { texts: vec![piece], ..Piece::default() };
                }
            }
            let rest = text.rest();
            if !rest.is_empty() {
                yield Piece { texts: vec![rest], ..Piece::default() };
            }
        }
        let ended = timeout_at(until, run.wait()).await.map_err(|_| run.late(&complaints))?;
        run.over(&ended);
        said_all(complaining).await;
        if let Some(mut shown) = run.shown.take() {
            shown.ends(&ended).await;
        }
        run.well(&ended, &complaints)?;
        yield Piece { finish: Some(Finish { reason: Some(FinishReason::Stop), usage: None }), ..Piece::default() };
    }))
}

async fn said_all(complaining: Option<JoinHandle<()>>) {
    if let Some(complaining) = complaining {
        drop(timeout(REST, complaining).await);
    }
}

impl Run {
    async fn wait(&mut self) -> Ended {
        match &mut self.walled {
            Some((walled, _)) => walled.wait().await,
            None => Ended::unknown(true),
        }
    }

    /// It is gone.
    fn over(&mut self, ended: &Ended) {
        gone(&self.agent, ended);
        self.walled = None;
    }

    fn late(&self, complaints: &Complaints) -> ModelError {
        let how = format!("it did not end within {} s", self.agent.0.settings.timeout.as_secs_f64());
        let hint = "give it longer with `timeout_seconds`".to_owned();
        self.agent.failed(&how, self.said(complaints), Some(hint))
    }

    fn well(&self, ended: &Ended, complaints: &Complaints) -> Result<(), ModelError> {
        if ended.code == Some(0) && !ended.out_of_memory {
            return Ok(());
        }
        Err(self.agent.failed(&how(ended), self.said(complaints), None))
    }

    /// The last words, for whoever asked. What a terminal draws is for those who may watch it: a person types there.
    fn said(&self, complaints: &Complaints) -> String {
        if self.agent.terminal().is_some() { String::new() } else { complaints.text() }
    }
}

/// How it ended, as words.
pub(super) fn how(ended: &Ended) -> String {
    match ended {
        Ended { out_of_memory: true, .. } => "its memory ran out".to_owned(),
        Ended { code: Some(code), .. } => format!("it ended with exit code {code}"),
        Ended { signal: Some(signal), .. } => format!("it was ended by signal {signal}"),
        _ => "it was stopped".to_owned(),
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let Some((mut walled, counted)) = self.walled.take() else { return };
        let shown = self.shown.take();
        // Where there is no runtime any more, the end of `walled` ends it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let ended = walled.stop().await;
                gone(&counted.agent, &ended);
                if let Some(mut shown) = shown {
                    shown.ends(&ended).await;
                }
            });
        }
    }
}

/// Nothing of a run is left but what could not be ended.
fn gone(agent: &CommandAgent, ended: &Ended) {
    if ended.left > 0 {
        agent.0.left.send_modify(|left| *left = left.saturating_add(ended.left));
    }
}

/// Bytes that become text as they come. Line ends at the end of all are not part of the answer.
#[derive(Default)]
struct Utf8 {
    held: Vec<u8>,
    line_ends: String,
}

impl Utf8 {
    fn push(&mut self, bytes: &[u8]) -> String {
        self.held.extend_from_slice(bytes);
        let mut text = std::mem::take(&mut self.line_ends);
        let mut from = 0;
        loop {
            match std::str::from_utf8(&self.held[from..]) {
                Ok(whole) => {
                    text.push_str(whole);
                    from = self.held.len();
                    break;
                }
                Err(error) => {
                    let good = from + error.valid_up_to();
                    text.push_str(&String::from_utf8_lossy(&self.held[from..good]));
                    // The rest of a character comes.
                    from = good;
                    let Some(bad) = error.error_len() else { break };
                    text.push(char::REPLACEMENT_CHARACTER);
                    from = good + bad;
                }
            }
        }
        self.held.drain(..from);
        let kept = text.trim_end_matches(['\n', '\r']).len();
        self.line_ends = text.split_off(kept);
        text
    }

    fn rest(&mut self) -> String {
        let line_ends = std::mem::take(&mut self.line_ends);
        if self.held.is_empty() {
            return String::new();
        }
        self.held.clear();
        format!("{line_ends}{}", char::REPLACEMENT_CHARACTER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_in_two_pieces_come_whole_and_the_last_line_end_does_not() {
        let mut text = Utf8::default();
        let bytes = "grüße\n\nan alle\r\n".as_bytes();
        let all: String = bytes.chunks(1).map(|one| text.push(one)).collect();
        assert_eq!(all + &text.rest(), "grüße\n\nan alle");
        assert_eq!(text.push(b"a\xffb\xc3"), "a\u{fffd}b");
        assert_eq!(text.rest(), "\u{fffd}");
    }
}
