//! The same over the Formation API, for a formation on a server. That one records what is changed; values go there and never
//! come back.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::change::told;
use super::services::{NO_SERVICES, by};
use super::show::nothing;
use super::{One, SHOWN, failure, service_named};
use crate::cli::context::Context;
use crate::cli::shown::{Shown, list as objects, table};
use crate::cli::wait::wait;
use crate::credentials::{Content, Service};
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::remote::formation::FormationClient;
use crate::runtime::credentials::CredentialError;

/// More than what stands around the fields of a body, in bytes.
const AROUND: usize = 4096;
/// The most bytes that JSON makes of one.
const ESCAPED: usize = 6;

/// The body that keeps a credential.
#[derive(Serialize)]
struct Body<'b> {
    service: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'b str>,
    credential: BTreeMap<&'b str, &'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    replace: bool,
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}

/// What the user has, of that service or of all.
fn found(client: &FormationClient, service: Option<&String>) -> Result<Value, Failure> {
    let wanted = service.map(|name| service_named(name)).transpose()?;
    wait(client.credentials(wanted.as_ref().map(Service::as_str)))
}

pub(super) fn list(
    context: &mut Context,
    client: &FormationClient,
    service: Option<&String>,
) -> Result<ExitCode, Failure> {
    let found = found(client, service)?;
    if let Some(fault) = found["fault"].as_str() {
        context.out.warn(fault);
    }
    let (all, none) = (objects(&found, "credentials"), nothing(service.map(String::as_str)));
    let row = |one: &Value| {
        let shown = Shown::new(one, SHOWN);
        let mut row =
            vec![shown.text("service"), shown.text("name"), or_dash(shown.text("credential_preview"))];
        row.extend([shown.text("credential_id"), or_dash(shown.text("expires_at"))]);
        if shown.is("default") {
            row.push("default".to_owned());
        }
        row
    };
    table(context, "credentials", all, &none, row).map(|()| ExitCode::Done)
}

/// Whether all that is listed can be trusted and used: 1 where something cannot.
pub(super) fn status(
    context: &mut Context,
    client: &FormationClient,
    service: Option<&String>,
) -> Result<ExitCode, Failure> {
    let found = found(client, service)?;
    let all = objects(&found, "credentials");
    let is_good = |one: &Value| matches!(one["status"].as_str(), Some("ok" | "expiring"));
    let ok = found["fault"].is_null() && all.iter().all(is_good);
    let done = if ok { ExitCode::Done } else { ExitCode::Failed };
    if context.out.is_json() {
        let data = json!({"credentials": all, "count": all.len(), "fault": found["fault"], "ok": ok});
        return context.out.json(&data).map(|()| done);
    }
    if let Some(fault) = found["fault"].as_str() {
        context.out.warn(fault);
    }
    if all.is_empty() {
        context.out.note(&nothing(service.map(String::as_str)));
        return Ok(done);
    }
    let row = |one: &Value| {
        let shown = Shown::new(one, SHOWN);
        vec![
            shown.text("service"),
            shown.text("name"),
            shown.text("status"),
            or_dash(shown.text("expires_at")),
        ]
    };
    context.out.line(&columns(all.iter().map(row).collect()))?;
    for (one, why) in all.iter().filter_map(|one| Some((Shown::new(one, SHOWN), one["fault"].as_str()?))) {
        context.out.warn(&format!("{} {}: {}", one.text("service"), one.text("name"), escaped(why)));
    }
    Ok(done)
}

pub(super) fn services(
    context: &mut Context,
    client: &FormationClient,
    with_accounts: bool,
) -> Result<ExitCode, Failure> {
    let mut all = wait(client.credential_services())?;
    if with_accounts {
        let has = wait(client.credentials(None))?;
        for one in &mut all {
            let count =
                objects(&has, "credentials").iter().filter(|has| has["service"] == one["service"]).count();
            one["accounts"] = json!(count);
        }
    }
    let row = |one: &Value| {
        let shown = Shown::new(one, SHOWN);
        let mut row = vec![shown.text("service"), or_dash(shown.text("server_id"))];
        row.push(by(shown.is("login"), one["mode"] == "dynamic" && shown.is("accept_inline")).to_owned());
        row.extend(one["accounts"].as_u64().map(|count| count.to_string()));
        row.push(shown.text("description"));
        row
    };
    table(context, "services", &all, NO_SERVICES, row).map(|()| ExitCode::Done)
}

pub(super) fn set(
    context: &mut Context,
    client: &FormationClient,
    (service, account): (&Service, Option<&str>),
    brought: &Content,
    replace: bool,
) -> Result<ExitCode, Failure> {
    let size: usize = brought.fields().map(|(name, value)| (name.len() + value.len()) * ESCAPED).sum();
    // So large that it is never moved: what is moved leaves a copy.
    let mut body = Zeroizing::new(Vec::with_capacity(size + AROUND));
    let told = Body {
        service: service.as_str(),
        name: account,
        credential: brought.fields().collect(),
        expires_at: brought.expires_at(),
        replace,
    };
    serde_json::to_writer(&mut *body, &told).map_err(|error| Failure::failed("credential", &error))?;
    let kept = wait(client.set_credential(body))?;
    let result = if kept["created"] == false { "updated" } else { "added" };
    let mut data = kept;
    data["result"] = json!(result);
    if context.out.is_json() {
        return context.out.json(&data).map(|()| ExitCode::Done);
    }
    let shown = Shown::new(&data, SHOWN);
    let (name, preview) = (shown.text("name"), shown.text("credential_preview"));
    context.out.note(&format!("{result} {service} as {name}  {preview}"));
    Ok(ExitCode::Done)
}

pub(super) fn delete(
    context: &mut Context,
    client: &FormationClient,
    one: &One,
) -> Result<ExitCode, Failure> {
    let id = one.found(client)?;
    let gone = wait(client.delete_credential(&id))?;
    let shown = Shown::new(&gone, SHOWN);
    let said = format!("deleted {} {}", shown.text("service"), shown.text("name"));
    told(context, gone, "deleted", &said)
}

pub(super) fn select(
    context: &mut Context,
    client: &FormationClient,
    one: &One,
    chosen: bool,
) -> Result<ExitCode, Failure> {
    let id = one.found(client)?;
    let account = wait(client.amend_credential(&id, None, Some(chosen)))?;
    let shown = Shown::new(&account, SHOWN);
    let (service, name) = (shown.text("service"), shown.text("name"));
    let said = if chosen {
        format!("{name} is used for {service} where nobody says which")
    } else {
        format!("none is chosen for {service}")
    };
    told(context, account, "selected", &said)
}

pub(super) fn rename(
    context: &mut Context,
    client: &FormationClient,
    one: &One,
    to: &str,
) -> Result<ExitCode, Failure> {
    let id = one.found(client)?;
    let account = wait(client.amend_credential(&id, Some(to), None))?;
    let shown = Shown::new(&account, SHOWN);
    let said = format!("{} is named {} now", shown.text("service"), shown.text("name"));
    told(context, account, "renamed", &said)
}

impl One {
    /// The id of the one that is meant.
    fn found(&self, client: &FormationClient) -> Result<String, Failure> {
        let (service, account) = match self.which()? {
            super::Which::Id(id) => return Ok(id),
            super::Which::Of(service, account) => (service, account),
        };
        let found = wait(client.credentials(Some(service.as_str())))?;
        let fits = |one: &&Value| account.as_ref().is_none_or(|account| one["name"] == account.as_str());
        let all: Vec<&Value> = objects(&found, "credentials").iter().filter(fits).collect();
        match all[..] {
            [] => Err(failure(&CredentialError::NotFound(format!("for {service}")))
                .hint("muxi credentials list with the same --profile and --user shows what is there")),
            [one] => Ok(one["credential_id"].as_str().unwrap_or_default().to_owned()),
            _ => {
                let names: Vec<String> = all.iter().map(|one| Shown::new(one, SHOWN).text("name")).collect();
                let message = format!("there are several credentials for {service}: {}", names.join(", "));
                Err(Failure::new(ExitCode::Usage, "several_credentials", message)
                    .hint("say which: --account ACCOUNT, or the id"))
            }
        }
    }
}
