//! `muxi profiles use`.

use clap::Args;
use serde_json::json;

use super::{book, dir};
use crate::audit::{Class, Event};
use crate::cli::change;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::remote::profiles::{LOCAL_FILE, Local, Profiles as Book};

/// Make a server the default one, or that of the formation
#[derive(Debug, Args)]
#[command(after_help = "\
--local writes `profile: NAME` into .muxi at the formation's root, and leaves the rest of that file as it is.")]
pub(crate) struct Use {
    /// The profile
    name: String,
    /// For the formation here only
    #[arg(long)]
    local: bool,
}

impl Use {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let name = self.name.as_str();
        // One that cannot be used is no default.
        book(context)?.get(name)?;
        let event =
            Event::new(Class::Configuration, "profile.use", "profile", name).with("local", self.local);
        let scope = if self.local {
            let at = context.formation(None)?;
            context.audited(&at, event, |_| {
                let _lock = change::lock(&at)?;
                Ok(Local::set(&at.root, "profile", &name.into())?)
            })?;
            "formation"
        } else {
            context.audited_anywhere(event, |context| {
                let mut book = Book::change(&dir(context)?, &context.redactor)?;
                book.get(name)?;
                book.set_default(name)?;
                Ok(book.save()?)
            })?;
            "default"
        };
        if context.out.is_json() {
            context.out.json(&json!({"name": name, "scope": scope}))?;
        } else if self.local {
            context.out.note(&format!("the formation goes to {name}: {LOCAL_FILE}"));
        } else {
            context.out.note(&format!("{name} is the default profile"));
        }
        Ok(ExitCode::Done)
    }
}
