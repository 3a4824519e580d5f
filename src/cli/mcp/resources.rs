//! `muxi mcp resources ID [URI]`.

use clap::Args;

use super::super::context::Context;
use super::super::shown::Shown;
use super::call::print_content;
use super::source::{Source, Where};
use crate::output::{Failure, columns};

const SHOWN: usize = 200;

/// Print the resources of a server, or what one of them holds
#[derive(Debug, Args)]
pub(crate) struct Resources {
    /// The server's id
    id: String,
    /// The URI of the one to read
    uri: Option<String>,
    #[command(flatten)]
    place: Where,
}

impl Resources {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open(context, &self.place)?;
        let found = source.resources(&self.id, self.uri.as_deref())?;
        drop(source);
        if context.out.is_json() {
            return context.out.json(&found);
        }
        if self.uri.is_some() {
            return print_content(context, &found);
        }
        let row = |uri: &str, one: Shown<'_>| vec![one.text(uri), one.text("media_type"), one.text("name")];
        let shown = Shown::new(&found, SHOWN);
        let mut rows: Vec<_> = shown.all("resources").map(|one| row("uri", one)).collect();
        rows.extend(shown.all("templates").map(|one| row("uri_template", one)));
        if rows.is_empty() {
            context.out.note(&format!("{} has no resources", self.id));
            return Ok(());
        }
        context.out.line(&columns(rows))
    }
}
