//! `muxi audit query`, `verify`, `export`.

mod export;
mod query;
mod verify;

use clap::{Args, Subcommand};

use super::context::Context;
use crate::audit::{Class, Countersign, Place, Query, Trail};
use crate::output::{ExitCode, Failure};
use crate::support::clock::moment;
use crate::support::text::did_you_mean;

/// What was done, by whom and how it ended: looking it up, verifying that nobody changed it, exporting it
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Print the last records, the oldest first
    Query(query::QueryCommand),
    /// Verify that every record is there as it was written, and name the first one that is not
    Verify(verify::Verify),
    /// Write the records for another program: JSON, CSV or CEF
    Export(export::Export),
}

impl Audit {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Query(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Export(command) => command.run(context),
        }
    }
}

/// Whose record
#[derive(Debug, Args)]
pub(super) struct Whose {
    /// Not the formation's: what was done to servers outside of any formation
    #[arg(long)]
    servers: bool,
}

impl Whose {
    /// Where the record is, and the keys that may have signed it.
    fn place(&self, context: &Context) -> Result<(Place, Vec<Countersign>), Failure> {
        if self.servers {
            return Ok((context.servers_place()?, Vec::new()));
        }
        let at = context.formation(None)?;
        Ok((context.audit_place(&at)?, context.countersigns(&at)))
    }

    /// Its end, to append to.
    fn trail(&self, context: &Context) -> Result<Trail, Failure> {
        if self.servers { context.servers_trail() } else { context.trail(&context.formation(None)?) }
    }
}

const TIMES: &str = "\
A time is 2026-01-31T12:00:00Z, a day (2026-01-31, its beginning in UTC), or how long ago: 90m, 24h, 7d.
The classes: agent, audit, authentication, configuration, credential, data, lifecycle, network, policy, secret, tool.";

/// Which records
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Only of these classes, separated by commas
    #[arg(long, value_name = "CLASSES", value_delimiter = ',')]
    class: Vec<String>,
    /// Only this action, or a pattern such as secret.*
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// Only by or for this user (an internal id, as `muxi users show` tells it), by this kind of key (process, admin, client, none), or of this user number
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Not before this time
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Not after this time
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
}

impl Which {
    fn query(&self, context: &Context, limit: Option<usize>) -> Result<Query, Failure> {
        let class = |name: &String| {
            Class::parse(name.trim()).ok_or_else(|| {
                let names = Class::ALL.map(Class::as_str);
                let hint = match did_you_mean(name, names) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("there is {}", names.join(", ")),
                };
                Failure::usage(format!("there is no class {name}")).hint(hint)
            })
        };
        let now = context.env.clock.now_millis();
        let time = |text: &Option<String>, flag: &str| {
            let read = |text: &String| {
                moment(text, now).ok_or_else(|| {
                    Failure::usage(format!("{flag} {text} is no time"))
                        .hint("write 2026-01-31T12:00:00Z, 2026-01-31, or how long ago: 90m, 24h, 7d")
                })
            };
            text.as_ref().map(read).transpose()
        };
        Ok(Query {
            classes: self.class.iter().map(class).collect::<Result<_, _>>()?,
            action: self.action.clone(),
            actors: self.actor.iter().cloned().collect(),
            resource_type: None,
            since: time(&self.since, "--since")?,
            until: time(&self.until, "--until")?,
            limit,
        })
    }
}
