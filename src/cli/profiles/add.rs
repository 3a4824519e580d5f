//! `muxi profiles add`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{dir, secret, warn_open};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::passphrase;
use crate::cli::sign::{DialectName, from_stdin};
use crate::output::{ExitCode, Failure};
use crate::remote::profiles::{
    Kept, Profile, ProfileError, Profiles as Book, SECRET_NAME, Sealed, ServerUrl, check_name,
};
use crate::remote::sign::check_key_id;
use crate::secrets::Keychain;
use crate::support::clock::rfc3339;
use crate::support::secret::SecretBytes;

/// Add a server and its key, or change one
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi profiles add prod --url https://muxi.example.com --key-id muxi_pk_… --default
  pass muxi/prod | muxi profiles add prod --url https://… --key-id muxi_pk_… --secret-stdin
  muxi profiles add old --replace --dialect legacy

What is not given is asked for; with --replace it stays as it is. Calls are signed in the dialect v2 unless another one is \
named: a MUXI server as it is deployed takes legacy only.

The file is ~/.muxi/cli/profiles.yaml, for its owner alone, as the deployed command line reads it. --keep encrypted puts the \
secret under a passphrase, bound to the URL and the key; --keep keychain puts it into the system's keychain.")]
pub(crate) struct Add {
    /// Its name
    name: Option<String>,
    /// The URL of the server, such as `https://muxi.example.com` or `http://127.0.0.1:7890`
    #[arg(long)]
    url: Option<String>,
    /// The id of the key
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// The secret of the key comes from stdin
    #[arg(long)]
    secret_stdin: bool,
    /// How calls are signed: v2 unless said otherwise
    #[arg(long, value_name = "DIALECT")]
    dialect: Option<DialectName>,
    /// How the secret is kept: plain unless said otherwise
    #[arg(long, value_name = "HOW")]
    keep: Option<Keep>,
    /// The file with the passphrase of --keep encrypted
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// Make it the default one; the first one is
    #[arg(long)]
    default: bool,
    /// Change the one of that name
    #[arg(long)]
    replace: bool,
}

/// How the secret of a key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Keep {
    /// In the file, as it is
    Plain,
    /// In the file, under a passphrase
    Encrypted,
    /// In the system's keychain
    Keychain,
}

impl Add {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let name = match &self.name {
            Some(name) => name.clone(),
            None => context.ask().text("Name of the profile", "NAME")?.trim().to_owned(),
        };
        check_name(&name)?;
        let seen = Book::read(&dir(context)?, &context.redactor)?;
        let existing = self.existing(&seen, &name)?;
        if self.new_passphrase_file.is_some() && self.keep_as(existing.as_ref()) != Keep::Encrypted {
            return Err(Failure::usage("--new-passphrase-file goes with --keep encrypted"));
        }
        let url = match (&self.url, &existing) {
            (Some(url), _) => ServerUrl::parse(url)?,
            (None, Some(existing)) => existing.url.clone(),
            (None, None) => ServerUrl::parse(&context.ask().text("URL of the server", "--url URL")?)?,
        };
        let key_id = match (&self.key_id, &existing) {
            (Some(id), _) => id.clone(),
            (None, Some(existing)) => existing.key_id.clone(),
            (None, None) => context.ask().text("Id of the key", "--key-id ID")?.trim().to_owned(),
        };
        check_key_id(&key_id)?;
        let known = existing.as_ref().map(|existing| existing.dialect).unwrap_or_default();
        let now = rfc3339(context.env.clock.now_millis());
        let mut profile = Profile {
            name: name.clone(),
            url,
            key_id,
            dialect: self.dialect.map_or(known, Into::into),
            secret: Kept::Nowhere,
            added_at: existing.as_ref().and_then(|existing| existing.added_at.clone()).or(Some(now)),
        };
        warn_open(context, &profile);
        let given = self.secret(context, existing.as_ref(), &profile)?;
        profile.secret = self.kept(context, existing.as_ref(), &profile, given.as_ref())?;
        let event = Event::new(Class::Credential, "profile.add", "profile", name.as_str())
            .with("server", profile.url.as_str())
            .with("dialect", profile.dialect.as_str())
            .with("secret", profile.secret.as_str());
        let is_default = context.audited_anywhere(event, |context| {
            self.write(context, &profile, (&seen, existing.as_ref()), given.as_ref())
        })?;
        Self::told(context, &profile, existing.is_some(), is_default)
    }

    /// The profile of that name, which is to be replaced. One that cannot be read is written anew.
    fn existing(&self, book: &Book, name: &str) -> Result<Option<Profile>, Failure> {
        if !book.names().contains(&name) {
            return Ok(None);
        }
        if !self.replace {
            return Err(ProfileError::Exists(name.to_owned()).into());
        }
        Ok(book.get(name).ok())
    }

    fn keep_as(&self, existing: Option<&Profile>) -> Keep {
        self.keep.unwrap_or_else(|| existing.map_or(Keep::Plain, |existing| Keep::of(&existing.secret)))
    }

    /// The secret, where it has to be known: it is new, or kept in another way or for another server than so far.
    fn secret(
        &self,
        context: &Context,
        existing: Option<&Profile>,
        new: &Profile,
    ) -> Result<Option<SecretBytes>, Failure> {
        if self.secret_stdin {
            return from_stdin(context).map(Some);
        }
        match existing {
            Some(old) if !matches!(old.secret, Kept::Nowhere) => {
                let bound = matches!(old.secret, Kept::Sealed(_) | Kept::Keychain);
                let moved = bound && old.bound_to() != new.bound_to();
                let same = !moved
                    && self.new_passphrase_file.is_none()
                    && self.keep.is_none_or(|keep| keep.is(&old.secret));
                if old.url != new.url {
                    context.out.warn(
                        "the key of the old URL is used for the new one from now on; --secret-stdin takes another one",
                    );
                }
                if same { Ok(None) } else { secret(context, old).map(Some) }
            }
            _ => {
                let typed = context.ask().secret("Secret of the key", "--secret-stdin")?;
                if typed.is_empty() { Err(crate::cli::sign::empty()) } else { Ok(Some(typed)) }
            }
        }
    }

    /// How the secret will stand in the file.
    fn kept(
        &self,
        context: &mut Context,
        existing: Option<&Profile>,
        new: &Profile,
        given: Option<&SecretBytes>,
    ) -> Result<Kept, Failure> {
        let old = existing.map_or(&Kept::Nowhere, |existing| &existing.secret);
        let Some(secret) = given else { return Ok(old.clone()) };
        context.redactor.add(SECRET_NAME, secret);
        Ok(match self.keep_as(existing) {
            Keep::Plain => Kept::Plain(secret.clone()),
            Keep::Keychain => Kept::Keychain,
            Keep::Encrypted => {
                let passphrase = passphrase::new(context, self.new_passphrase_file.as_ref(), true)?;
                let sealed = Sealed::new(&passphrase, &new.bound_to(), secret);
                Kept::Sealed(sealed.map_err(|error| ProfileError::Random(error.to_string()))?)
            }
        })
    }

    /// Writes it; whether it is the default one then.
    fn write(
        &self,
        context: &Context,
        profile: &Profile,
        (seen, existing): (&Book, Option<&Profile>),
        given: Option<&SecretBytes>,
    ) -> Result<bool, Failure> {
        let mut book = Book::change(&dir(context)?, &context.redactor)?;
        if !self.replace && book.names().contains(&profile.name.as_str()) {
            return Err(ProfileError::Exists(profile.name.clone()).into());
        }
        // What was not given is of the one that was seen; another one's secret may go with another URL.
        if !book.agrees(seen, &profile.name) {
            return Err(ProfileError::Changed(profile.name.clone()).into());
        }
        if let (Kept::Keychain, Some(secret)) = (&profile.secret, given) {
            profile.keep_in_keychain(&Keychain::system(), secret)?;
        }
        book.put(profile)?;
        if self.default || book.default_name().is_none() {
            book.set_default(&profile.name)?;
        }
        book.save()?;
        // Only now: a secret that could not be kept anew is still where it was.
        if let Some(old) = existing
            && matches!(old.secret, Kept::Keychain)
            && (!matches!(profile.secret, Kept::Keychain) || old.bound_to() != profile.bound_to())
            && let Err(error) = old.forget_in_keychain(&Keychain::system())
        {
            context.out.warn(&format!("the old secret stays in the keychain: {error}"));
        }
        Ok(book.default_name().as_deref() == Some(&profile.name))
    }

    fn told(
        context: &mut Context,
        profile: &Profile,
        changed: bool,
        is_default: bool,
    ) -> Result<ExitCode, Failure> {
        let result = if changed { "changed" } else { "added" };
        if context.out.is_json() {
            context.out.json(&json!({
                "name": profile.name,
                "url": profile.url.as_str(),
                "key_id": profile.key_id,
                "dialect": profile.dialect.as_str(),
                "secret": profile.secret.as_str(),
                "default": is_default,
                "result": result,
            }))?;
            return Ok(ExitCode::Done);
        }
        let default = if is_default { "; it is the default one" } else { "" };
        context.out.note(&format!(
            "{result} {}: {}, signed as {}{default}",
            profile.name, profile.url, profile.dialect
        ));
        Ok(ExitCode::Done)
    }
}

impl Keep {
    fn of(kept: &Kept) -> Self {
        match kept {
            Kept::Nowhere | Kept::Plain(_) => Self::Plain,
            Kept::Sealed(_) => Self::Encrypted,
            Kept::Keychain => Self::Keychain,
        }
    }

    fn is(self, kept: &Kept) -> bool {
        !matches!(kept, Kept::Nowhere) && Self::of(kept) == self
    }
}
