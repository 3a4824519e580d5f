//! `muxi credentials login SERVICE --user USER`.

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;
use tokio::runtime::Runtime;

use super::set::know;
use super::{Desk, Whose, clients, failure, ring, secrets_of, service_named, to_json};
use crate::audit::{Class, Event};
use crate::cli::browser::{LETTING_GO, Walk, cannot_listen, told, too_late};
use crate::cli::context::Context;
use crate::cli::users;
use crate::cli::wait::{unless_told, with_threads};
use crate::credentials::{Content, Service};
use crate::output::{ExitCode, Failure, escaped, one_line};
use crate::runtime::credentials::{
    Apps, CredentialError, Kept, Wanted, check_account, fits_as_account, numbered, record, tokens_into,
};
use crate::runtime::egress::{App, Callback, EgressError, Landing, Tokens, Visit};
use crate::runtime::principal::Principal;
use crate::support::text::did_you_mean;

/// What is shown of a page that a service names, in characters.
const SHOWN: usize = 200;

/// Log a user in at a service with OAuth 2.0
#[derive(Debug, Args)]
#[command(after_help = "\
The service is declared in the formation, below user_credentials.oauth. It prints an address to open in a browser, and waits \
on this machine until the browser comes back. Where the browser is on another machine, paste the address that it ends at, or \
log in with --device, which prints a code to type in there. The tokens are kept sealed for the user and renewed by themselves; \
given up, nothing is kept.")]
pub(crate) struct Login {
    /// The service, in any way to write it
    service: String,
    #[command(flatten)]
    whose: Whose,
    /// The account; else who the service says that it is, else the name of the service
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// Print a code to type in on another device
    #[arg(long, conflicts_with_all = ["no_browser", "port", "address_from_stdin"])]
    device: bool,
    /// Only print the address, and do not open a browser
    #[arg(long)]
    no_browser: bool,
    /// The port of this machine that the browser comes back to, where the formation names none; 0 takes a free one
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// How long to wait for the user
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Read the address that the browser came back to from stdin
    #[arg(long)]
    address_from_stdin: bool,
}

/// What came of a login, before it is kept.
struct Came {
    tokens: Tokens,
    name: Option<String>,
    /// The browser, which waits for its page.
    visit: Option<Visit>,
}

impl Login {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let service = service_named(&self.service)?;
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let caller = users::caller(&self.whose.user)?;
        users::no_secret_in(context, &at, &caller)?;
        if let Some(account) = &self.account {
            check_account(&context.redactor, account).map_err(|error| failure(&error))?;
        }
        let declared = &formation.user_credentials;
        let secrets = secrets_of(context, &at, declared)?;
        let apps = clients(context, (declared, secrets.as_ref()));
        let app = app_of(&apps, &service)?;
        // Whatever would keep the tokens from being kept is found before anybody logs in.
        let state = context.state(&formation.id, &at)?;
        ring(context, &at, (declared, secrets.as_ref()), &state)?.check().map_err(|error| failure(&error))?;
        let known = users::there(context, &caller)?;
        if let Some(who) = &known {
            self.is_one(context, who, &service, &app)?;
        }
        let user = known.as_ref().map_or("", Principal::user);
        let event = Event::new(Class::Credential, "credential.set", "user_credential", user)
            .with("service", service.as_str())
            .with("by", if self.device { "device" } else { "browser" });
        let tokio = with_threads(2)?;
        let mut visit = None;
        // Recorded before the user agrees: what cannot be recorded is not asked for.
        let work = |context: &mut Context| {
            let came = self.tokens(context, &tokio, &service, &app)?;
            visit = came.visit;
            let now = context.env.clock.now_secs();
            let bring =
                tokens_into(Content::default(), came.tokens, now).map_err(|error| failure(&error.into()))?;
            know(context, &bring);
            let desk = Desk::make(context)?;
            let who = desk.met(context, &caller)?;
            let name = usable(context, came.name, &bring);
            let (account, replace) = match self.account.clone().or(name) {
                None if app.settings().identity_url.is_some() => {
                    (Some(beside(context, &desk, &who, &service)?), false)
                }
                account => (account, true),
            };
            let wanted = Wanted { service: service.clone(), account, content: bring, replace };
            let kept = desk.wait_to_its_end(desk.keeper.set(&who, wanted))?;
            Ok((who, kept))
        };
        let done = context.audited_about(&at, event, work, |(who, kept), event| {
            record::changed(event, &kept.account, &kept.head).with("user", who.user())
        });
        let why = done.as_ref().err().map(Failure::message);
        tokio.block_on(told(context, visit, service.as_str(), why));
        // A read of stdin cannot be taken back.
        tokio.shutdown_timeout(LETTING_GO);
        let (_, done) = done?;
        tell(context, &app, &done)
    }

    /// Refuses where it would not be known which of the user's accounts is meant, before anybody logs in.
    fn is_one(
        &self,
        context: &mut Context,
        who: &Principal,
        service: &Service,
        app: &App,
    ) -> Result<(), Failure> {
        if self.account.is_some() || app.settings().identity_url.is_some() {
            return Ok(());
        }
        let desk = Desk::open(context)?;
        let of = desk.accounts_of(who, service)?;
        if of.len() < 2 {
            return Ok(());
        }
        let accounts = of.into_iter().map(|one| one.account).collect();
        Err(failure(&CredentialError::Several { service: service.to_string(), accounts }))
    }

    /// The tokens that the user agrees to, and whose they are.
    fn tokens(
        &self,
        context: &mut Context,
        tokio: &Runtime,
        service: &Service,
        app: &App,
    ) -> Result<Came, Failure> {
        tokio.block_on(unless_told(async {
            let (tokens, visit) = if self.device {
                (self.on_a_device(context, app).await?, None)
            } else {
                self.in_a_browser(context, service, app).await?
            };
            let name = match app.identity(&tokens).await {
                Ok(name) => name,
                Err(error) => {
                    context.out.warn(&format!("whose account it is was not told: {error}"));
                    None
                }
            };
            Ok(Came { tokens, name, visit })
        }))
    }

    async fn in_a_browser(
        &self,
        context: &mut Context,
        service: &Service,
        app: &App,
    ) -> Result<(Tokens, Option<Visit>), Failure> {
        let mut redirect = app.settings().redirect.clone();
        if let Some(port) = self.port {
            if redirect.port() > 0 && port != redirect.port() {
                let what =
                    format!("the formation says that {service} comes back to port {}", redirect.port());
                return Err(Failure::usage(what).hint("leave --port out, or change `redirect_uri`"));
            }
            redirect = redirect.at(port);
        }
        let port = redirect.port();
        let mut landing = Landing::at(redirect).await.map_err(|error| cannot_listen(port, &error))?;
        let login = app.begin(&landing.redirect_uri()).map_err(|error| refused(service, &error))?;
        let walk = Walk {
            command: "muxi credentials login",
            what: service.as_str(),
            host: &app.host(),
            no_browser: self.no_browser,
            address_from_stdin: self.address_from_stdin,
            timeout: self.timeout,
        };
        let is_ours = |back: &Callback| login.is_ours(back);
        let (callback, visit) = walk.through(context, login.url(), is_ours, &mut landing).await?;
        // A code is good once: what is under way now is not given up by the clock.
        match login.finish(&callback).await {
            // The browser hears of it when it is kept.
            Ok(tokens) => Ok((tokens, visit)),
            Err(error) => {
                told(context, visit, service.as_str(), Some(&error.to_string())).await;
                Err(refused(service, &error))
            }
        }
    }

    async fn on_a_device(&self, context: &mut Context, app: &App) -> Result<Tokens, Failure> {
        let service = app.host();
        let failed = |error: EgressError| refused(&service, &error);
        let mut login = app.device().await.map_err(failed)?;
        context.out.aside(&format!(
            "Open {} on any device, and type in this code:\n\n  {}\n",
            one_line(login.place(), SHOWN),
            login.code()
        ))?;
        if let Some(place) = login.place_with_code() {
            context.out.aside(&format!("or open {}", one_line(&place, SHOWN)))?;
        }
        let limit = login.life().min(Duration::from_secs(self.timeout));
        let began = Instant::now();
        loop {
            let left = limit.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(too_late(limit.as_secs()));
            }
            tokio::time::sleep(login.interval().min(left)).await;
            // Not given up by the clock: what is given is given once.
            if let Some(tokens) = login.ask().await.map_err(failed)? {
                return Ok(tokens);
            }
        }
    }
}

/// A name that no account of the user's has: whose the tokens are was asked, and not told, so they take the place of none.
fn beside(context: &Context, desk: &Desk, who: &Principal, service: &Service) -> Result<String, Failure> {
    let of = desk.accounts_of(who, service)?;
    let name = numbered(service.as_str(), |name| of.iter().any(|one| one.account == name));
    if !of.is_empty() {
        context
            .out
            .warn(&format!("it is kept beside what is there, as {name}; --account says which one it is"));
    }
    Ok(name)
}

/// The formation's client at a service.
fn app_of(apps: &Apps, service: &Service) -> Result<App, Failure> {
    if let Some(app) = apps.of(service).map_err(|error| failure(&error))? {
        return Ok(app.clone());
    }
    let all = apps.services();
    let what = format!("the formation has no client for {service} in user_credentials.oauth");
    let hint = match did_you_mean(service.as_str(), all.iter().map(|one| one.as_str())) {
        Some(near) => format!("did you mean {near}?"),
        None if all.is_empty() => {
            "declare one there; a token that is at hand is kept with `muxi credentials set`".to_owned()
        }
        None => {
            let names: Vec<&str> = all.iter().map(|one| one.as_str()).collect();
            format!("it has: {}", names.join(", "))
        }
    };
    Err(Failure::new(ExitCode::NotFound, "no_client", what).hint(hint))
}

/// What a service says who it is, if an account can be named so.
fn usable(context: &Context, name: Option<String>, bring: &Content) -> Option<String> {
    let name = name?;
    let fits = fits_as_account(&context.redactor, &name, bring);
    if !fits {
        context.out.warn("what the service says who it is cannot be the name of an account");
    }
    fits.then_some(name)
}

fn refused(service: &impl std::fmt::Display, error: &EgressError) -> Failure {
    crate::cli::chat::refused(error.code(), format!("{service}: {error}"), error.hint())
}

fn tell(context: &mut Context, app: &App, done: &Kept) -> Result<ExitCode, Failure> {
    let result = if done.is_new { "added" } else { "updated" };
    if context.out.is_json() {
        let mut data = to_json(&done.account);
        data["result"] = json!(result);
        return context.out.json(&data).map(|()| ExitCode::Done);
    }
    let renewed = if done.account.renews { "; it is renewed by itself" } else { "" };
    let account = escaped(&done.account.account);
    context.out.note(&format!("logged in at {} as {account}{renewed}", app.host()));
    Ok(ExitCode::Done)
}
