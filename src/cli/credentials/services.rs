//! `muxi credentials services`.

use clap::Args;
use serde_json::{Value, json};

use super::{Desk, clients, secrets_of};
use crate::cli::context::Context;
use crate::cli::users;
use crate::credentials::Service;
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::runtime::assemble::credential_rules;
use crate::runtime::credentials::{Account, Mode};

/// Print the services that the formation needs credentials for
#[derive(Debug, Args)]
#[command(after_help = "\
A service is there for each server of tools that refers to a credential of its user, and for each client in \
user_credentials.oauth. With --user it says how many accounts that user has for each.")]
pub(crate) struct Services {
    /// Say what this user has of each
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
}

/// One service as one server needs it.
struct Needed {
    service: Service,
    server: Option<String>,
    description: String,
    accept_inline: bool,
    login: bool,
}

impl Services {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let rules = credential_rules(&formation);
        let declared = &formation.user_credentials;
        let secrets = secrets_of(context, &at, declared).unwrap_or_default();
        let apps = clients(context, (declared, secrets.as_ref()));
        let logins = apps.services();
        let mut all: Vec<Needed> = rules
            .needs
            .iter()
            .map(|need| Needed {
                service: need.service.clone(),
                server: Some(need.server.clone()),
                description: need.description.clone(),
                accept_inline: need.accept_inline,
                login: logins.contains(&&need.service),
            })
            .collect();
        for service in logins {
            if rules.needs.iter().all(|need| need.service != *service) {
                let (service, description) = (service.clone(), String::new());
                all.push(Needed { service, server: None, description, accept_inline: false, login: true });
            }
        }
        let accounts = self.accounts(context)?;
        let count = |one: &Needed| {
            accounts.as_ref().map(|all| all.iter().filter(|has| has.service == one.service).count())
        };
        let mode = if rules.mode == Mode::Dynamic { "dynamic" } else { "redirect" };
        if context.out.is_json() {
            let list: Vec<Value> = all
                .iter()
                .map(|one| {
                    let mut data = json!({
                        "service": one.service.as_str(),
                        "server_id": one.server,
                        "description": one.description,
                        "accept_inline": one.accept_inline,
                        "login": one.login,
                        "mode": mode,
                    });
                    if let Some(count) = count(one) {
                        data["accounts"] = json!(count);
                    }
                    data
                })
                .collect();
            return context.out.json(&json!({"services": list, "count": all.len()})).map(|()| ExitCode::Done);
        }
        if all.is_empty() {
            context.out.note("the formation needs no credentials of its users");
            return Ok(ExitCode::Done);
        }
        let rows = all.iter().map(|one| {
            let by = match (one.login, mode == "dynamic" && one.accept_inline) {
                (true, true) => "login, chat",
                (true, false) => "login",
                (false, true) => "chat",
                (false, false) => "set",
            };
            let mut row = vec![one.service.to_string()];
            row.push(one.server.as_deref().map_or_else(|| "-".to_owned(), escaped));
            row.push(by.to_owned());
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
