//! `muxi mcp prompts ID`.

use clap::Args;

use super::super::context::Context;
use super::super::shown::Shown;
use super::source::{Source, Where};
use crate::output::{Failure, columns};

const SHOWN: usize = 200;

/// Print the prompts of a server
#[derive(Debug, Args)]
pub(crate) struct Prompts {
    /// The server's id
    id: String,
    #[command(flatten)]
    place: Where,
}

impl Prompts {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open(context, &self.place)?;
        let found = source.prompts(&self.id)?;
        drop(source);
        if context.out.is_json() {
            return context.out.json(&found);
        }
        let rows: Vec<_> = Shown::new(&found, SHOWN).all("prompts").map(row).collect();
        if rows.is_empty() {
            context.out.note(&format!("{} has no prompts", self.id));
            return Ok(());
        }
        context.out.line(&columns(rows))
    }
}

/// Its name, what may be filled in (in brackets where it need not be), what it is for.
fn row(prompt: Shown<'_>) -> Vec<String> {
    let one = |argument: Shown<'_>| {
        let name = argument.text("name");
        if argument.is("required") { name } else { format!("[{name}]") }
    };
    let arguments: Vec<String> = prompt.all("arguments").map(one).collect();
    vec![prompt.text("name"), arguments.join(" "), prompt.text("description")]
}
