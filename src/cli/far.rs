//! Which running formation a command is about: the one that runs here, or one that a MUXI server runs.

use clap::Args;

use super::chat;
use super::context::Context;
use super::profiles::Which;
use crate::config::cli_dir;
use crate::formation::discover::Location;
use crate::formation::load;
use crate::output::{ExitCode, Failure, escaped};
use crate::remote::formation::FormationClient;
use crate::remote::profiles::{Known, Local};

/// Which running formation
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Far {
    /// Ask the formation on the server of this profile, instead of the one that runs here
    #[arg(long, short, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// Its id there; else that of the formation here
    #[arg(long, value_name = "ID", requires = "profile")]
    formation: Option<String>,
    /// The one that is tried out there (muxi up), instead of the one that is live
    #[arg(long, requires = "profile")]
    draft: bool,
}

/// Whom a formation on a server is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wants {
    /// Perhaps nobody.
    Anybody,
    /// A user: there it is not known who `local` is.
    User,
    /// The same, with a secret of the user's, which goes over no line that others can read.
    Secret,
}

impl Far {
    /// The formation that is meant, with its keys, asked for `user` if there is one.
    pub(super) fn client(
        &self,
        context: &mut Context,
        user: Option<String>,
    ) -> Result<FormationClient, Failure> {
        match self.remote(context, user.clone())? {
            Some(client) => Ok(client),
            None => chat::client(context, user),
        }
    }

    /// The same for what belongs to a user: the local one without a name, but on a server.
    pub(super) fn client_of(
        &self,
        context: &mut Context,
        user: Option<String>,
    ) -> Result<FormationClient, Failure> {
        match self.of_user(context, user.clone())? {
            Some(client) => Ok(client),
            None => chat::client(context, user),
        }
    }

    /// The one on a server; nothing where no profile is named.
    pub(super) fn remote(
        &self,
        context: &mut Context,
        user: Option<String>,
    ) -> Result<Option<FormationClient>, Failure> {
        self.found(context, user, Wants::Anybody)
    }

    /// The same for what belongs to a user, who has to be named.
    pub(super) fn of_user(
        &self,
        context: &mut Context,
        user: Option<String>,
    ) -> Result<Option<FormationClient>, Failure> {
        self.found(context, user, Wants::User)
    }

    /// The same for who sends it a secret of the user's.
    #[cfg(feature = "serve")]
    pub(super) fn for_secret(
        &self,
        context: &mut Context,
        user: Option<String>,
    ) -> Result<Option<FormationClient>, Failure> {
        self.found(context, user, Wants::Secret)
    }

    /// The server passes what is asked on, whoever asks, and the formation looks at its own keys: the key of the profile is
    /// for the server alone and is not sent.
    fn found(
        &self,
        context: &mut Context,
        user: Option<String>,
        wants: Wants,
    ) -> Result<Option<FormationClient>, Failure> {
        if self.profile.is_none() {
            return Ok(None);
        }
        let which = Which { profile: self.profile.clone(), dialect: None };
        let profile = which.picked(context)?.profile;
        super::profiles::warn_open(context, &profile);
        if wants == Wants::Secret && profile.url.is_open() {
            let message =
                format!("{} is neither on this machine nor behind TLS: nothing was sent", profile.url);
            return Err(Failure::new(ExitCode::Refused, "open_line", message)
                .hint("use https, or a tunnel to 127.0.0.1"));
        }
        let id = super::remote::id(context, self.formation.clone())?;
        let at = context.formation(None).ok().filter(|at| load::id(at).as_deref() == Some(&*id));
        let local = at.as_ref().map(|at| Local::read(&at.root)).transpose()?.unwrap_or_default();
        let (known, is_here) = keys(context, at.as_ref(), &id)?;
        let place = if self.draft || local.draft { "draft" } else { "api" };
        let base = profile.url.below(&[place, &id]);
        let user = user.or(local.user_id).or(known.user_id);
        let (admin, client) = (known.admin_key, known.client_key);
        // A formation takes the key of its administrators for what its clients may do.
        let Some(first) = client.as_ref().or(admin.as_ref()) else { return Err(no_keys(&id, is_here)) };
        if user.is_none() && wants != Wants::Anybody {
            return Err(Failure::usage("a formation on a server has to be told for which user")
                .hint("add --user USER, or keep `user_id` in .muxi of the formation"));
        }
        let far = FormationClient::behind_server(base.as_str(), first, user)?;
        Ok(Some(match &admin {
            Some(admin) => far.with_admin(admin)?,
            None => far,
        }))
    }
}

/// The keys of a formation that runs elsewhere: those of the formation here, if it is that one, else those that are kept for
/// it. None is made: the formation there would not know it.
fn keys(context: &mut Context, at: Option<&Location>, id: &str) -> Result<(Known, bool), Failure> {
    let kept = match cli_dir(&context.env) {
        Some(dir) => Known::read(&dir, id, &context.redactor)?,
        None => Known::default(),
    };
    let Some(at) = at else { return Ok((kept, false)) };
    let formation = context.valid_formation(at)?;
    let store = context.open_store(at)?;
    if let Some(store) = &store {
        // What is typed here is kept, and what is answered is shown: neither with a value in it.
        store.know_all();
    }
    let [admin, client] = context.known_api_keys(&formation, store.as_ref())?;
    let known = Known {
        admin_key: admin.or(kept.admin_key),
        client_key: client.or(kept.client_key),
        user_id: kept.user_id,
    };
    Ok((known, true))
}

fn no_keys(id: &str, is_here: bool) -> Failure {
    let message = format!("the API keys of {} on the server are not known here", escaped(id));
    let hint = if is_here {
        "keep them in its secrets as FORMATION_ADMIN_API_KEY and FORMATION_CLIENT_API_KEY, and deploy it with them; keys that a \
         server makes itself stay there"
    } else {
        "go to its directory, or keep admin_key and client_key for its id in ~/.muxi/cli/formations.yaml"
    };
    Failure::new(ExitCode::NotFound, "no_api_keys", message).hint(hint)
}
