//! `muxi agents attach NAME`.

use std::io::{self, IsTerminal};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use clap::Args;

use super::super::chat;
use super::super::context::Context;
use super::super::wait::wait;
use crate::audit::{Class, Event};
use crate::output::{ExitCode, Failure};

/// What tmux is told of the terminal that it is to draw on.
const GIVEN: [&str; 6] = ["TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "PATH"];

/// Attach to the terminal of an agent that is a program with `tmux: true`
#[derive(Debug, Args)]
#[command(after_help = "\
Ctrl-B d leaves it, and the program goes on. Ctrl-B [ looks back, Ctrl-B n and p go to the other windows: there is one \
for each turn under way. What is typed goes to the program, and Ctrl-C ends it. It works for the user who runs the \
server, on the same machine.")]
pub(crate) struct Attach {
    /// The agent's id, as `muxi agents list` prints it
    name: String,
    /// Only watch: what is typed goes nowhere
    #[arg(long)]
    read_only: bool,
}

impl Attach {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = chat::client(context, None)?;
        let agent = wait(client.agent(&self.name))?;
        let terminal = &agent["terminal"];
        let (Some(session), Some(socket)) = (terminal["session"].as_str(), terminal["socket"].as_str())
        else {
            let text = format!("the agent {} has no terminal", self.name);
            return Err(Failure::new(ExitCode::NotFound, "no_terminal", text)
                .hint("an agent with `runner: command` has one where it says `tmux: true`"));
        };
        if let Some(error) = terminal["error"].as_object() {
            let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
            return Err(Failure::new(ExitCode::Failed, "no_terminal", text("message")).hint(text("hint")));
        }
        if !(io::stdin().is_terminal() && context.out.is_terminal()) {
            let text = "attaching needs a terminal for input and output";
            return Err(Failure::new(ExitCode::NeedsInput, "needs_terminal", text)
                .hint(format!("see what the agent does with: muxi agents logs {}", self.name)));
        }
        let socket = Path::new(socket);
        if !socket.exists() {
            let text = format!("there is no terminal at {}", socket.display());
            return Err(Failure::new(ExitCode::Unreachable, "terminal_unreachable", text)
                .hint("attach on the machine of the server, as the user who runs it"));
        }
        // What is typed there is the program's alone.
        let event = Event::new(Class::Agent, "agent.attach", "agent", self.name.as_str());
        let at = context.formation(None)?;
        context.committed(&at, &event.with("read_only", self.read_only))?;
        Err(attach(context, session, socket, self.read_only))
    }
}

/// Becomes tmux; comes back only where that cannot be.
fn attach(context: &Context, session: &str, socket: &Path, read_only: bool) -> Failure {
    let mut command = Command::new("tmux");
    // From its own directory: the path of a socket has room for little.
    let (directory, name) = (socket.parent().unwrap_or(socket), socket.file_name().unwrap_or_default());
    command.current_dir(directory).env_clear();
    command.envs(GIVEN.iter().filter_map(|name| Some((name, context.env.named(name)?))));
    command.args(["-u", "-N", "-S"]).arg(name).args(["attach-session", "-t", &format!("={session}")]);
    if read_only {
        command.arg("-r");
    }
    let error = command.exec();
    if error.kind() == io::ErrorKind::NotFound {
        return Failure::new(ExitCode::Failed, "tmux_missing", "tmux is not installed, or not in PATH")
            .hint("install it, for example: apt-get install tmux");
    }
    Failure::failed("tmux", &error)
}
