//! `muxi mcp …`: the Model Context Protocol.

mod arguments;
mod call;
mod list;
#[cfg(feature = "serve")]
mod login;
#[cfg(feature = "serve")]
mod logout;
mod prompts;
mod resources;
mod serve;
mod show;
mod source;
mod tools;
mod typed;

use clap::Subcommand;

use super::context::Context;
#[cfg(feature = "serve")]
use crate::audit::{Class, Event};
use crate::output::{ExitCode, Failure};

/// The formation's servers of tools, and the formation as a server
#[derive(Debug, Subcommand)]
pub(crate) enum Mcp {
    /// Print the servers of tools: state, transport, number of tools, and why one is down
    List(list::List),
    /// Print one server: how it runs, the walls around it, its tools
    Show(show::Show),
    /// Print the tools of one server or of all, each with what the policy says of it
    Tools(tools::Tools),
    /// Call a tool, and print what it answers
    Call(call::Call),
    /// Log in at a server that is signed in at by OAuth
    #[cfg(feature = "serve")]
    Login(login::Login),
    /// Give the login at a server back, and delete its tokens
    #[cfg(feature = "serve")]
    Logout(logout::Logout),
    /// Print the resources of a server, or what one of them holds
    Resources(resources::Resources),
    /// Print the prompts of a server
    Prompts(prompts::Prompts),
    /// Offer the formation to an editor or another client over stdin and stdout
    Serve(serve::Serve),
}

impl Mcp {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(command) => command.run(context),
            Self::Show(command) => command.run(context),
            Self::Tools(command) => command.run(context),
            Self::Call(command) => command.run(context),
            #[cfg(feature = "serve")]
            Self::Login(command) => {
                context.audited_here(event("mcp.login", command.server()), |context| command.run(context))
            }
            #[cfg(feature = "serve")]
            Self::Logout(command) => {
                context.audited_here(event("mcp.logout", command.server()), |context| command.run(context))
            }
            Self::Resources(command) => command.run(context),
            Self::Prompts(command) => command.run(context),
            Self::Serve(command) => return command.run(context),
        }
        .map(|()| ExitCode::Done)
    }
}

/// Something that is done to the login at a server.
#[cfg(feature = "serve")]
fn event(action: &'static str, server: &str) -> Event {
    Event::new(Class::Credential, action, "mcp_server", server)
}
