//! Where servers of tools run, and what `muxi serve` says of them on stderr.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::super::context::Context;
use crate::config::Var;
use crate::formation::discover;
use crate::formation::model::Formation;
use crate::output::{ExitCode, Failure, Printer, StderrLog, one_line};
use crate::runtime::mcp::{McpEvent, McpObserver, McpPlace, ServerState, Vault};
use crate::secrets;

/// What the keys of the vault are for.
const TOKENS: &str = "tokens";

/// Where the servers of the formation at `at` run, with its state in `state`.
pub(super) fn place(
    context: &Context,
    at: &discover::Location,
    formation: &Formation,
    state: &Path,
) -> Result<McpPlace, Failure> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| context.env.absolute(path));
    // However the binary on the disk is replaced meanwhile, this is the one that runs.
    let launcher =
        if cfg!(target_os = "linux") { PathBuf::from("/proc/self/exe") } else { context.env.program.clone() };
    Ok(McpPlace {
        launcher,
        formation: real(&at.root),
        hidden: context.kept_from_tools(at)?.iter().map(|path| real(path)).collect(),
        declared: formation.files.clone(),
        state: real(state),
        home: context.env.get(Var::Home).map(PathBuf::from),
        environment: context.env.for_tools(),
        vault: Some(vault(context, at, &formation.id)?),
    })
}

/// Where the tokens of logins are kept: one place for all processes of the formation, and another for each `--env`, which
/// has a key of its own.
fn vault(context: &Context, at: &discover::Location, id: &str) -> Result<Vault, Failure> {
    let (location, sources) = (context.secrets_at(at)?, context.key_sources()?);
    let keys =
        move || secrets::derived_keys(&location, &sources, TOKENS, false).map_err(|error| error.to_string());
    let logins = context.state(id, at)?.join("logins");
    Ok(match context.globals.env.as_deref() {
        None => Vault::new(logins, id.to_owned(), keys),
        Some(env) => Vault::new(logins.join("env").join(env), format!("{id}\n{env}"), keys),
    })
}

/// Unlocks the keys that tokens are sealed with; a passphrase may be asked for.
pub(super) fn unlock_vault(context: &Context, at: &discover::Location) -> Result<(), Failure> {
    let keys = secrets::derived_keys(&context.secrets_at(at)?, &context.key_sources()?, TOKENS, true)?;
    if !keys.is_empty() {
        return Ok(());
    }
    let what = "the formation has no key, and tokens are kept sealed only";
    Err(Failure::new(ExitCode::Failed, "no_key", what)
        .hint("the first secret makes one: muxi secrets add NAME; then log in again"))
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
        McpEvent::Advice(all) => ("advice", all.join("; ")),
        McpEvent::Noise(line) => {
            ("noise", format!("it writes to its standard output what is no message: {line:?}"))
        }
        McpEvent::Dropped(why) => ("tool_left_out", why.clone()),
        McpEvent::State(_) => return None,
    })
}
