//! Where passphrases come from: a file, a descriptor, a question.

use std::path::{Path, PathBuf};

use super::context::Context;
use crate::config::Var;
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Ask, NoAnswer, Passphrase, PassphraseAt};
use crate::support::secret::SecretBytes;

/// What answers for a new passphrase where nobody can be asked.
const NEW_FLAG: &str = "--new-passphrase-file FILE";
/// How often a new passphrase may be typed.
const TRIES: usize = 3;

/// The passphrase of keys that have one: not looked at until such a key is to be opened.
pub(super) fn source(context: &Context) -> Result<Passphrase, Failure> {
    let option = context.globals.passphrase_file.as_deref();
    let file = option.or_else(|| context.env.get(Var::PassphraseFile).map(Path::new));
    let at = match file {
        Some(file) => Some(PassphraseAt::File(context.env.absolute(file))),
        None => context.descriptor(Var::PassphraseFd)?.map(PassphraseAt::Descriptor),
    };
    let prompter = context.ask();
    let ask: Box<Ask> = Box::new(move |question| {
        prompter.secret(question, "--passphrase-file FILE").map_err(|failure| match failure.exit() {
            ExitCode::NeedsInput => NoAnswer::NoTerminal,
            ExitCode::Interrupted => NoAnswer::Interrupted,
            _ => NoAnswer::Failed(failure.message().to_owned()),
        })
    });
    Ok(Passphrase::heard_by(&context.redactor, at, Some(ask)))
}

/// A new passphrase: from `file`, else from where the old one comes without a question (if that is
/// `shared`), else typed twice.
pub(super) fn new(
    context: &mut Context,
    file: Option<&PathBuf>,
    shared: bool,
) -> Result<SecretBytes, Failure> {
    let given = match file {
        Some(file) => Some(PassphraseAt::File(context.env.absolute(file)).read()?),
        None if shared => context.key_sources()?.passphrase.given()?,
        None => None,
    };
    if let Some(given) = given {
        context.redactor.add(secrets::PASSPHRASE_NAME, &given);
        secrets::check_new_passphrase(&given)?;
        return Ok(given);
    }
    for _ in 0..TRIES {
        let typed = context.ask().secret("New passphrase", NEW_FLAG)?;
        if let Err(short) = secrets::check_new_passphrase(&typed) {
            context.out.warn(&short.to_string());
            continue;
        }
        if context.ask().secret("The same again", NEW_FLAG)? == typed {
            return Ok(typed);
        }
        context.out.warn("the two are not the same");
    }
    let message = "no new passphrase was given; nothing was changed";
    Err(Failure::new(ExitCode::Failed, "no_new_passphrase", message)
        .hint(format!("try again, or use {NEW_FLAG}")))
}
