//! `muxi new mcp NAME`.

use clap::{Args, ValueEnum};

use super::auth::{AuthArgs, secret};
use super::{Common, FileEnd, add, answer, named, needed};
use crate::cli::context::Context;
use crate::formation::scaffold::{Component, Mcp, Named, Register, Server};
use crate::output::{ExitCode, Failure};

/// Add an MCP server: a file in mcp/, and a line in the formation or in one agent
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi new mcp github --endpoint https://mcp.example.com --auth bearer --credential github
  muxi new mcp files --command npx --arg=-y --arg @modelcontextprotocol/server-filesystem --arg docs
  muxi new mcp search --command search-mcp --secret-env SEARCH_API_KEY --agent researcher")]
pub(crate) struct NewMcp {
    #[command(flatten)]
    common: Common,
    /// What its tools do, in one line
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Whether it is called over HTTP or is a program; follows from --endpoint and --command
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<ServerType>,
    /// Its address
    #[arg(long, value_name = "URL", conflicts_with_all = ["command", "args", "secret_env"])]
    endpoint: Option<String>,
    #[command(flatten)]
    auth: AuthArgs,
    /// The program to start
    #[arg(long, value_name = "PROGRAM", conflicts_with = "auth")]
    command: Option<String>,
    /// An argument of the program; may be given several times
    #[arg(long = "arg", value_name = "ARG", allow_hyphen_values = true, requires = "command")]
    args: Vec<String>,
    /// A secret that the program gets in a variable of the same name; may be given several times
    #[arg(long, value_name = "SECRET", requires = "command")]
    secret_env: Vec<String>,
    /// Show agents only this tool (`*` stands for anything); may be given several times
    #[arg(long, value_name = "TOOL", conflicts_with = "hide_tool")]
    tool: Vec<String>,
    /// Do not show agents this tool; may be given several times
    #[arg(long, value_name = "TOOL")]
    hide_tool: Vec<String>,
    /// Give it to this agent alone, instead of to all that ask for it
    #[arg(long, value_name = "ID", conflicts_with = "no_register")]
    agent: Option<String>,
    /// Do not list it in the formation
    #[arg(long)]
    no_register: bool,
    /// How its file ends; as the formation's does if not given
    #[arg(long, value_name = "EXTENSION")]
    extension: Option<FileEnd>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ServerType {
    /// Called over HTTP
    Http,
    /// A program that muxi starts
    Command,
}

impl NewMcp {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        context.formation(None)?;
        let named = named(context, self.common.name.as_ref(), "Name of the MCP server", Named::component)?;
        let server = match self.server_type(context)? {
            ServerType::Http => {
                if self.command.is_some() {
                    return Err(Failure::usage("a server of type http has no --command")
                        .hint("say --type command, or --endpoint URL"));
                }
                let endpoint = needed(context, self.endpoint, "Its address", "--endpoint URL")?;
                Server::Http { endpoint, auth: self.auth.auth(context, &named)? }
            }
            ServerType::Command => {
                if self.endpoint.is_some() || self.auth.is_given() {
                    return Err(Failure::usage("a server of type command has no --endpoint and no --auth")
                        .hint("say --type http; or give the program its secret with --secret-env SECRET"));
                }
                program(context, self.command, self.args, &self.secret_env)?
            }
        };
        let description =
            answer(context, self.description, "What do its tools do, in one line", "--description TEXT")?;
        let mcp = Mcp { description, server, allow: self.tool, deny: self.hide_tool };
        let register = match (self.agent, self.no_register) {
            (Some(agent), _) => Register::Agent(agent),
            (None, true) => Register::Nowhere,
            (None, false) => Register::Formation,
        };
        add(context, &named, &Component::Mcp(mcp), register, self.extension, self.common.force)
    }

    fn server_type(&self, context: &Context) -> Result<ServerType, Failure> {
        match (self.kind, &self.endpoint, &self.command) {
            (Some(kind), ..) => Ok(kind),
            (None, Some(_), _) => Ok(ServerType::Http),
            (None, None, Some(_)) => Ok(ServerType::Command),
            (None, None, None) if self.auth.is_given() => Ok(ServerType::Http),
            (None, None, None) => {
                let options = [("http", "called over HTTP"), ("command", "a program that muxi starts")];
                let flag = "--endpoint URL or --command PROGRAM";
                Ok([ServerType::Http, ServerType::Command]
                    [context.ask().choose("What is it?", &options, flag)?])
            }
        }
    }
}

fn program(
    context: &Context,
    command: Option<String>,
    args: Vec<String>,
    secrets: &[String],
) -> Result<Server, Failure> {
    let (command, args) = if let Some(command) = command {
        (command, args)
    } else {
        let line = context.ask().text("The program and its arguments", "--command PROGRAM")?;
        let mut words = line.split_whitespace().map(str::to_owned);
        (words.next().unwrap_or_default(), words.collect())
    };
    if command.trim().is_empty() {
        return Err(Failure::usage("the name of the program is empty").hint("for example: --command npx"));
    }
    let secrets = secrets.iter().map(|typed| secret(context, typed)).collect::<Result<_, _>>()?;
    Ok(Server::Command { command, args, secrets })
}
