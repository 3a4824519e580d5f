//! `muxi mcp serve [DIR]`: an editor starts it and speaks MCP on stdin and stdout.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tokio::io::BufReader;

use super::super::chat;
use super::super::context::Context;
#[cfg(feature = "serve")]
use super::super::serve::{Local, Tape};
use super::super::wait::with_threads;
use crate::output::{ExitCode, Failure};
use crate::remote::formation::{Find, FormationClient};
use crate::support::process::sign;

/// Whoever still reads stdin is not waited for longer.
const LETTING_GO: Duration = Duration::from_millis(100);

/// Offer the formation to an editor or another client over stdin and stdout
#[derive(Debug, Args)]
#[command(after_help = "\
It offers what /mcp of a running formation offers: chat, sessions, requests, files. Where the formation runs \
(`muxi serve`), it is asked; else it runs in this process. An editor starts it; for Claude Desktop, Cursor and others:

  {\"mcpServers\": {\"NAME\": {\"command\": \"muxi\", \"args\": [\"mcp\", \"serve\", \"/path/to/formation\"]}}}

On stdout there are only messages of the protocol.")]
pub(crate) struct Serve {
    /// The formation's directory or file; else found as always
    path: Option<PathBuf>,
    /// The user to call as: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…); else `local`. Personal servers of tools
    /// are reached with what that user has
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    /// Run it in this process, though a server of it runs
    #[cfg(feature = "serve")]
    #[arg(long)]
    local: bool,
    #[cfg(feature = "serve")]
    #[command(flatten)]
    tape: Tape,
}

impl Serve {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(self.path.as_ref())?;
        let formation = context.valid_formation(&at)?;
        let tokio = with_threads(2)?;
        if context.ask().can_ask() {
            context.out.note("speaking MCP on stdin and stdout: an editor starts this; Ctrl-D ends it");
        }
        let running =
            if self.here() { None } else { chat::running(context, &at, &formation, self.user.clone())? };
        let ended = match running {
            Some(server) => {
                let find = chat::finder(context, &at, &formation)?;
                tokio.block_on(bridge(context, server, find))
            }
            None => self.in_this_process(context, &tokio, &at, &formation),
        };
        // A read of stdin cannot be taken back.
        tokio.shutdown_timeout(LETTING_GO);
        ended.map(|()| ExitCode::Done)
    }

    #[cfg(feature = "serve")]
    fn here(&self) -> bool {
        self.local || self.tape.is_wanted()
    }

    #[cfg(feature = "serve")]
    fn in_this_process(
        &self,
        context: &mut Context,
        tokio: &tokio::runtime::Runtime,
        at: &crate::formation::discover::Location,
        formation: &crate::formation::model::Formation,
    ) -> Result<(), Failure> {
        let local = {
            // Parts of the runtime start tasks.
            let _inside = tokio.enter();
            Local::start(context, at, formation, self.user.as_deref(), &self.tape)?
        };
        let output = context.out.protocol()?;
        let served = tokio.block_on(async {
            tokio::select! {
                served = local.mcp(tokio::io::stdin(), output) => served,
                sign = sign() => sign.map(drop).map_err(|e| Failure::failed("signals", &e)),
            }
        });
        local.close(tokio);
        served
    }

    #[cfg(not(feature = "serve"))]
    #[expect(clippy::unused_self, reason = "with the runtime it is a choice")]
    fn here(&self) -> bool {
        false
    }

    #[cfg(not(feature = "serve"))]
    #[expect(clippy::unused_self, reason = "with the runtime it takes what was asked")]
    fn in_this_process(
        &self,
        _: &mut Context,
        _: &tokio::runtime::Runtime,
        _: &crate::formation::discover::Location,
        formation: &crate::formation::model::Formation,
    ) -> Result<(), Failure> {
        Err(chat::none_runs(formation, chat::SERVE))
    }
}

async fn bridge(context: &mut Context, server: FormationClient, find: Find) -> Result<(), Failure> {
    let output = context.out.protocol()?;
    let input = BufReader::new(tokio::io::stdin());
    tokio::select! {
        () = server.bridge_mcp(input, output, context.redactor.clone(), find) => Ok(()),
        sign = sign() => sign.map(drop).map_err(|e| Failure::failed("signals", &e)),
    }
}
