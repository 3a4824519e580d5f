//! tmux: what it is started with, and how it is told something.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use super::{SOCKET, TerminalError};
use crate::support::text::steers;

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most of an answer that an error shows, in characters.
pub(super) const SHOWN: usize = 300;

/// Where programs are, where nobody says it.
pub(super) const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// The oldest that can stay in the foreground, which is how it ends with us.
const OLDEST: (u32, u32) = (3, 2);

/// Its settings. Keys only look and leave; what a program draws reaches neither the clipboard nor the title of the
/// person's own terminal; nothing of the environment of whoever attaches comes in.
pub(super) const SETTINGS: &str = "\
set -s exit-empty off
set -s set-clipboard off
set -s escape-time 25
set -gq allow-passthrough off
set -g default-terminal screen-256color
set -g history-limit 5000
set -g update-environment ''
set -g default-command /bin/false
set -g lock-command /bin/false
set -g remain-on-exit off
set -g set-titles off
set -g allow-rename off
set -g automatic-rename off
set -g visual-bell off
set -g bell-action none
set -g status-right ''
set -g status-left '[#S] '
set -g status-left-length 80
unbind -a -T root
unbind -a -T prefix
bind d detach-client
bind [ copy-mode
bind PPage copy-mode -u
bind n next-window
bind p previous-window
bind C-b send-prefix
";

/// A tmux that may run, at a socket in `directory`.
#[derive(Clone, Debug)]
pub(super) struct Tmux {
    pub(super) program: PathBuf,
    pub(super) directory: PathBuf,
}

impl Tmux {
    /// Refuses one that is too old.
    pub(super) async fn check(&self) -> Result<(), TerminalError> {
        let version = self.run(&["-V"]).await?;
        match parse(&version) {
            Some(found) if found < OLDEST => Err(TerminalError::TooOld { version: shown(&version) }),
            _ => Ok(()),
        }
    }

    /// Tells the running one; what it answers. It is asked by a path from its own directory: paths of sockets are short.
    pub(super) async fn tell(&self, what: &[&str]) -> Result<String, TerminalError> {
        self.run(&[&["-N", "-S", SOCKET], what].concat()).await
    }

    async fn run(&self, args: &[&str]) -> Result<String, TerminalError> {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(&self.directory).env_clear().envs(surroundings(&self.directory));
        command.stdin(Stdio::null()).kill_on_drop(true);
        let done = timeout(PATIENCE, command.output()).await;
        let done = done.map_err(|_| TerminalError::failed("it does not answer"))?;
        let done = done.map_err(|error| TerminalError::failed(&error))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if done.status.success() {
            return Ok(text(&done.stdout));
        }
        Err(TerminalError::Failed { why: shown(&text(&done.stderr)) })
    }
}

/// All that it finds in its environment, and so what a window does.
pub(super) fn surroundings(directory: &Path) -> [(&'static str, String); 5] {
    let home = directory.to_string_lossy().into_owned();
    [
        ("PATH", PATH.to_owned()),
        ("LC_ALL", "C.UTF-8".to_owned()),
        ("TERM", "dumb".to_owned()),
        ("SHELL", "/bin/sh".to_owned()),
        ("HOME", home),
    ]
}

/// `tmux 3.3a` is 3 and 3; nothing where it is named after something else than a release.
fn parse(version: &str) -> Option<(u32, u32)> {
    let number = version.strip_prefix("tmux ")?.trim_start_matches("next-");
    let (major, rest) = number.split_once('.')?;
    let minor: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// What of its words an error shows: nothing that steers whoever reads it.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !steers(*c)).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_tmux_is_told_from_a_new_one() {
        let versions = [("tmux 3.3a", Some((3, 3))), ("tmux next-3.6", Some((3, 6))), ("tmux master", None)];
        for (text, version) in versions {
            assert_eq!(parse(text), version, "{text}");
        }
        assert!(parse("tmux 2.9a").unwrap() < OLDEST && parse("tmux 3.2").unwrap() >= OLDEST);
    }
}
