//! `muxi credentials services`.

use clap::Args;
use serde_json::{Value, json};

use super::{Desk, clients, secrets_of};
use crate::cli::context::Context;
use crate::cli::far::Far;
use crate::cli::users;
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::runtime::assemble::credential_rules;
use crate::runtime::credentials::{Account, Offered};

pub(super) const NO_SERVICES: &str = "the formation needs no credentials of its users";

/// Print the services that the formation needs credentials for
#[derive(Debug, Args)]
#[command(after_help = "\
A service is there for each server of tools that refers to a credential of its user, and for each client in \
user_credentials.oauth. With --user it says how many accounts that user has for each.")]
pub(crate) struct Services {
    /// Say what this user has of each
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    far: Far,
}

/// How a user gives one.
pub(super) fn by(login: bool, in_chat: bool) -> &'static str {
    match (login, in_chat) {
        (true, true) => "login, chat",
        (true, false) => "login",
        (false, true) => "chat",
        (false, false) => "set",
    }
}

impl Services {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if let Some(client) = self.far.remote(context, self.user.clone())? {
            return super::far::services(context, &client, self.user.is_some());
        }
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let rules = credential_rules(&formation);
        let declared = &formation.user_credentials;
        let secrets = secrets_of(context, &at, declared).unwrap_or_default();
        let apps = clients(context, (declared, secrets.as_ref()));
        let all = rules.services(&apps);
        let accounts = self.accounts(context)?;
        let count = |one: &Offered| {
            accounts.as_ref().map(|all| all.iter().filter(|has| has.service == one.service).count())
        };
        if context.out.is_json() {
            let one = |one: &Offered| {
                let mut data = one.to_json();
                if let Some(count) = count(one) {
                    data["accounts"] = json!(count);
                }
                data
            };
            let list: Vec<Value> = all.iter().map(one).collect();
            return context.out.json(&json!({"services": list, "count": all.len()})).map(|()| ExitCode::Done);
        }
        if all.is_empty() {
            context.out.note(NO_SERVICES);
            return Ok(ExitCode::Done);
        }
        let rows = all.iter().map(|one| {
            let mut row = vec![one.service.to_string()];
            row.push(one.server.as_deref().map_or_else(|| "-".to_owned(), escaped));
            row.push(by(one.login, one.in_chat()).to_owned());
            row.extend(count(one).map(|count| count.to_string()));
            row.push(escaped(&one.description));
            row
        });
        context.out.line(&columns(rows.collect()))?;
        Ok(ExitCode::Done)
    }

    /// What the user has; a user who is not known has nothing.
    fn accounts(&self, context: &mut Context) -> Result<Option<Vec<Account>>, Failure> {
        let Some(user) = &self.user else { return Ok(None) };
        let Some(who) = users::there(context, &users::caller(user)?)? else { return Ok(Some(Vec::new())) };
        let desk = Desk::open(context)?;
        Ok(Some(desk.wait(desk.keeper.list(&who))?.accounts))
    }
}
