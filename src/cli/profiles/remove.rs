//! `muxi profiles remove`.

use clap::Args;
use serde_json::json;

use super::{book, dir};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::remote::profiles::{Kept, ProfileError, Profiles as Book};
use crate::secrets::Keychain;

/// Forget a server and its key
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Its name
    name: String,
    /// Do it without a question
    #[arg(long, short)]
    yes: bool,
}

impl Remove {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let name = self.name.as_str();
        let all = book(context)?;
        let profile = match all.get(name) {
            Err(error @ ProfileError::NotFound { .. }) => return Err(error.into()),
            // One that cannot be read can be removed.
            profile => profile.ok(),
        };
        let question = format!("Forget the profile {name} and its key? The server keeps what it has");
        if !self.yes && !context.ask().confirm(&question, "--yes")? {
            return Err(Failure::new(ExitCode::Refused, "not_confirmed", "nothing was removed"));
        }
        let event = Event::new(Class::Credential, "profile.remove", "profile", name);
        context.audited_anywhere(event, |context| {
            let mut book = Book::change(&dir(context)?, &context.redactor)?;
            // A yes is for the one that was seen.
            if !book.agrees(&all, name) {
                return Err(ProfileError::Changed(name.to_owned()).into());
            }
            book.remove(name)?;
            book.save()?;
            if let Some(profile) = &profile
                && matches!(profile.secret, Kept::Keychain)
                && let Err(error) = profile.forget_in_keychain(&Keychain::system())
            {
                context.out.warn(&format!("its secret stays in the keychain: {error}"));
            }
            Ok(())
        })?;
        if context.out.is_json() {
            context.out.json(&json!({"name": name, "result": "removed"}))?;
        } else {
            context.out.note(&format!("removed {name}"));
        }
        Ok(ExitCode::Done)
    }
}
