//! Where servers of tools run, and what `muxi serve` says of them on stderr.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::super::context::Context;
use crate::config::Var;
use crate::formation::discover;
use crate::output::{Failure, Printer, StderrLog, one_line};
use crate::runtime::mcp::{McpEvent, McpObserver, McpPlace, ServerState};

/// Where the servers of the formation at `at` run, with its state in `state`.
pub(super) fn place(context: &Context, at: &discover::Location, state: &Path) -> Result<McpPlace, Failure> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| context.env.absolute(path));
    let formation = real(&at.root);
    let key = context.secrets_at(at)?.key_file();
    // However the binary on the disk is replaced meanwhile, this is the one that runs.
    let launcher =
        if cfg!(target_os = "linux") { PathBuf::from("/proc/self/exe") } else { context.env.program.clone() };
    Ok(McpPlace {
        launcher,
        formation,
        hidden: vec![real(&key)],
        state: real(state),
        home: context.env.get(Var::Home).map(PathBuf::from),
        environment: context.env.for_tools(),
    })
}

/// Says on stderr what an operator has to know of servers.
pub(super) fn observer(log: StderrLog, as_json: bool) -> McpObserver {
    Arc::new(move |server: &str, event: &McpEvent| {
        let Some((what, text)) = said(event) else { return };
        if as_json {
            log.json(json!({"event": "server", "server": server, "what": what, "message": text}));
        } else {
            log.line(&format!("server {server}: {text}"));
        }
    })
}

/// The same for a command that shows states itself; warnings of walls always, the rest as notes.
pub(super) fn asked_for(out: &Printer) -> McpObserver {
    let out = out.clone();
    Arc::new(move |server: &str, event: &McpEvent| match (event, said(event)) {
        (McpEvent::State(_), _) | (_, None) => {}
        (McpEvent::WallsMissing(_), Some((_, text))) => out.warn(&format!("server {server}: {text}")),
        (_, Some((_, text))) => out.note(&one_line(&format!("server {server}: {text}"), 2000)),
    })
}

/// A word for what happened, and what to say of it; nothing of what is as it should be.
fn said(event: &McpEvent) -> Option<(&'static str, String)> {
    Some(match event {
        McpEvent::State(state @ (ServerState::Down(error) | ServerState::Failed(error))) => {
            let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
            (state.as_str(), format!("{}: {error}{hint}", state.as_str()))
        }
        McpEvent::WallsMissing(missing) => {
            ("walls_missing", format!("this kernel lacks walls around tools: {}", missing.join("; ")))
        }
        McpEvent::KeptBack(places) => {
            ("kept_back", format!("its arguments name what no tool may have: {}", places.join("; ")))
        }
        McpEvent::Noise(line) => {
            ("noise", format!("it writes to its standard output what is no message: {line:?}"))
        }
        McpEvent::Dropped(why) => ("tool_left_out", why.clone()),
        McpEvent::State(_) | McpEvent::Tools(_) | McpEvent::Again(_) | McpEvent::Log(..) => return None,
    })
}
