//! `muxi graph [PATH]`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use crate::formation::graph::{self, Kind};
use crate::formation::load;
use crate::output::{ExitCode, Failure};
use crate::support::text::count;

/// Show what the formation consists of and who uses what: agents, models, tools, knowledge, secrets
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi graph --only secrets            who reads which secret
  muxi graph --format mermaid          for Markdown pages
  muxi graph --format dot | dot -Tsvg  a picture, with Graphviz

Names are shown and never values. A formation with errors is shown as far as it can be read.")]
pub(crate) struct Graph {
    /// The formation's directory or file; else found as always
    path: Option<PathBuf>,
    /// A tree of lines, a Mermaid flowchart, a Graphviz graph, or JSON
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Only these parts and what they touch; may be given several times, or several with commas
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    only: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A tree of lines
    Text,
    /// A Mermaid flowchart
    Mermaid,
    /// A Graphviz graph
    Dot,
    /// JSON
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Agents,
    Models,
    Mcp,
    A2a,
    Sops,
    Triggers,
    Skills,
    Knowledge,
    /// Secrets, variables of the environment, users' credentials
    Secrets,
}

impl Part {
    fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Agents => &[Kind::Agent],
            Self::Models => &[Kind::Model],
            Self::Mcp => &[Kind::Mcp],
            Self::A2a => &[Kind::A2a],
            Self::Sops => &[Kind::Sop],
            Self::Triggers => &[Kind::Trigger],
            Self::Skills => &[Kind::Skill],
            Self::Knowledge => &[Kind::Knowledge],
            Self::Secrets => &[Kind::Secret, Kind::Env, Kind::Credential],
        }
    }
}

impl Graph {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(self.path.as_ref())?;
        let loaded = load::load(&at, &load::Context::default());
        context.know_literals(&loaded);
        let errors = loaded.errors();
        let chosen: Vec<Kind> = self.only.iter().flat_map(|part| part.kinds()).copied().collect();
        let mut shown = graph::build(&at);
        if !chosen.is_empty() {
            shown = shown.only(&chosen);
        }
        match self.format {
            Format::Json => context.out.json(&graph::json(&shown))?,
            _ if context.out.is_json() => context.out.json(&graph::json(&shown))?,
            Format::Mermaid => context.out.bytes(graph::mermaid(&shown).as_bytes())?,
            Format::Dot => context.out.bytes(graph::dot(&shown).as_bytes())?,
            Format::Text => {
                let kinds = if chosen.is_empty() { Kind::PARTS.to_vec() } else { chosen };
                let width = if context.out.is_terminal() { context.out.width() } else { usize::MAX };
                context.out.bytes(graph::text(&shown, &kinds, width).as_bytes())?;
            }
        }
        if errors > 0 {
            let has = count(errors, "error");
            context
                .out
                .note(&format!("the formation has {has}, so this may not be all of it: muxi validate"));
        }
        Ok(ExitCode::Done)
    }
}
