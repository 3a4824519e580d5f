//! A credential that came in the conversation: tried out, named after its account, kept.

use std::time::Duration;

use serde_json::Map;
use tokio::time::timeout;

use super::TurnError;
use super::inline::{CREDENTIAL, Enters, minutes};
use super::keep::Stored;
use super::run::Running;
use super::wanting::Paused;
use crate::audit::{Actor, Event, KeyKind, Outcome};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{Account, CredentialError, Need, Wanted, Which, record};
use crate::runtime::inline::identity::{self, GITHUB, Github, Named};
use crate::runtime::inline::{Attempt, Inline, Picked, Place, What, texts};
use crate::runtime::mcp::{McpError, ToolAnswer, ToolContent};
use crate::runtime::principal::Principal;

/// A server has so long to start and list its tools, and to say who is signed in.
const PATIENCE: Duration = Duration::from_secs(45);
/// What a server says of a credential that it does not take.
const REFUSALS: &[&str] = &[
    "401",
    "unauthorized",
    "unauthorised",
    "unauthenticated",
    "bad credentials",
    "invalid credentials",
    "invalid token",
    "invalid_token",
    "invalid api key",
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "authentication failed",
];

/// What came of trying a credential out.
enum Tried {
    /// It opens an account, of this name where that can be found out.
    Right(Option<Named>),
    /// Nobody who knows could be asked, which is told so: it is kept as it is.
    Unproven(String),
    /// It opens nothing.
    Wrong,
    /// Nobody can say now, for this reason.
    Unknown(String),
}

/// An attempt of which it is not known yet what came of it. Where its turn ends before that, nothing was tried, and the question
/// that was answered is open again.
struct Unsure<'c> {
    inline: &'c Inline<Paused>,
    who: Principal,
    place: Place,
    service: Service,
    paused: Option<Paused>,
    now: u64,
    known: bool,
}

impl Unsure<'_> {
    fn settled(mut self) -> Option<Paused> {
        self.known = true;
        self.paused.take()
    }
}

impl Drop for Unsure<'_> {
    fn drop(&mut self) {
        if !self.known {
            self.inline.untried(&self.who, &self.service);
            self.inline.reopen(&self.who, &self.place, &self.service, self.paused.take(), self.now);
        }
    }
}

impl Running<'_> {
    /// A credential came that was waited for, or that is to be added.
    pub(super) async fn given(
        &mut self,
        need: Need,
        content: Option<Content>,
        label: Option<String>,
        paused: Option<Paused>,
    ) -> Result<Enters, TurnError> {
        let service = need.service.clone();
        if let Some(text) = self.hindered(&need, true).await? {
            if self.rules().takes(&need) {
                return self.over(text).await;
            }
            let removed = texts::removed(&[texts::title(&service)], false, None);
            return self.over(format!("{removed}\n\n{text}")).await;
        }
        let what = What::Credential { service: service.clone(), label: label.clone() };
        let Some(content) = content else {
            let text = texts::unusable(&need);
            return self.wait_for(what, paused, text, CREDENTIAL).await.map(Enters::Over);
        };
        if self.has(&service, &content).await {
            return self.go_on(vec![texts::known(&need)], paused, &service, None).await;
        }
        let most = self.rules().max_attempts;
        if let Attempt::Locked(millis) = self.core.inline.attempt(&self.ask.who, &service, most, self.now()) {
            self.refused(&service, "locked");
            return self.over(texts::locked(&service, minutes(millis))).await;
        }
        let inline = &self.core.inline;
        let (who, place, now) = (self.ask.who.clone(), self.asked_at(), self.now());
        let unsure = Unsure { inline, who, place, service: service.clone(), paused, now, known: false };
        if self.speaks() {
            self.say_as_it_is(texts::VALIDATING.to_owned()).await?;
            self.apart = true;
        }
        let tried = self.tried(&need, &content).await;
        let paused = unsure.settled();
        match tried {
            Tried::Right(account) => {
                inline.right(&self.ask.who, &service);
                self.kept(&need, content, (account, label, None), paused).await
            }
            Tried::Unproven(why) => {
                inline.untried(&self.ask.who, &service);
                self.kept(&need, content, (None, label, Some(why)), paused).await
            }
            Tried::Wrong => {
                let left = inline.wrong(&self.ask.who, &service, most, self.now());
                self.refused(&service, "invalid");
                if left == 0 {
                    let millis = inline.locked(&self.ask.who, &service, self.now());
                    return self.over(texts::locked(&service, minutes(millis))).await;
                }
                let text = texts::refused(&need, left);
                self.wait_for(what, paused, text, CREDENTIAL).await.map(Enters::Over)
            }
            Tried::Unknown(why) => {
                inline.untried(&self.ask.who, &service);
                self.refused(&service, "unchecked");
                let text = texts::unchecked(&service, &why);
                self.wait_for(what, paused, text, CREDENTIAL).await.map(Enters::Over)
            }
        }
    }

    /// Whether the user has the same one already.
    async fn has(&self, service: &Service, content: &Content) -> bool {
        let Some(keeper) = &self.core.parts.credentials else { return false };
        for account in self.accounts(service).await {
            let there = keeper.read(&self.ask.who, Which::Id(account.id)).await;
            if there.is_ok_and(|(account, there)| {
                account.expires_at.is_none_or(|at| at > self.now()) && there.is_same(content)
            }) {
                return true;
            }
        }
        false
    }

    /// Asks the service itself, then its server of tools.
    async fn tried(&self, need: &Need, content: &Content) -> Tried {
        let redactor = &self.core.parts.redactor;
        let (mut known, mut refused, mut silent) = (None, false, false);
        if let Some(api) = &need.api {
            match identity::github(api, content.primary(), redactor).await {
                Github::Is(named) => known = Some(named),
                // Where nobody said that it is this GitHub, the server has the last word.
                Github::Refused if api == GITHUB => refused = true,
                Github::Refused => return Tried::Wrong,
                Github::Silent => silent = true,
            }
        }
        let tried = timeout(PATIENCE, self.at_server(need, content, known.is_none()));
        match tried.await.unwrap_or(Tried::Unknown("it did not answer in time".to_owned())) {
            Tried::Right(None) | Tried::Unproven(_) if refused => Tried::Wrong,
            // That a server lists its tools says nothing of the token.
            Tried::Right(None) if silent => Tried::Unproven(texts::silent(&need.service)),
            Tried::Right(found) => Tried::Right(known.or(found)),
            Tried::Wrong => Tried::Wrong,
            // Whoever gives it out has said that it is right; that its tools are not there now is another matter.
            Tried::Unproven(_) | Tried::Unknown(_) if known.is_some() => Tried::Right(known),
            Tried::Unproven(why) => Tried::Unproven(why),
            Tried::Unknown(why) => Tried::Unknown(redactor.redact(&why).into_owned()),
        }
    }

    async fn at_server(&self, need: &Need, content: &Content, who: bool) -> Tried {
        let servers = &self.core.parts.servers;
        let trial = match servers.try_out(&need.server, &self.asker(), &need.service, content).await {
            Ok(trial) => trial,
            Err(McpError::Unauthorised(_)) => return Tried::Wrong,
            // Each of two services that one server needs would wait for the other.
            Err(McpError::Wants(wanting)) => {
                return Tried::Unproven(texts::untried(&need.service, wanting.service()));
            }
            // A program that starts and ends with it does not take it, where nobody else has said that it is right.
            Err(McpError::Ended { .. }) if who => return Tried::Wrong,
            Err(error) => return Tried::Unknown(error.to_string()),
        };
        let tool = identity::tool(need.service.as_str(), trial.tools()).filter(|_| who).map(str::to_owned);
        let said = match tool {
            Some(tool) => Some(trial.call(&tool, Map::new()).await),
            None => None,
        };
        trial.close().await;
        match said {
            Some(Ok(answer)) if refuses(&answer) => Tried::Wrong,
            Some(Err(McpError::Unauthorised(_) | McpError::Ended { .. })) => Tried::Wrong,
            // It was asked who is signed in, and did not say: that is no yes.
            Some(Ok(answer)) if answer.failed => {
                Tried::Unknown("its server could not say whose it is".to_owned())
            }
            Some(Err(error)) => Tried::Unknown(error.to_string()),
            Some(Ok(answer)) => {
                let named = identity::named(&answer);
                // A server that says the value back names nobody.
                let is_value = |named: &Named| {
                    content.fields().any(|(_, value)| value.len() >= 4 && named.name.contains(value))
                };
                Tried::Right(named.filter(|named| !is_value(named)))
            }
            None => Tried::Right(None),
        }
    }

    /// Keeps what is right, and goes on.
    async fn kept(
        &mut self,
        need: &Need,
        content: Content,
        (found, label, unproven): (Option<Named>, Option<String>, Option<String>),
        paused: Option<Paused>,
    ) -> Result<Enters, TurnError> {
        let service = need.service.clone();
        let before = self.accounts(&service).await;
        let account = match (found, label) {
            (Some(Named { name, is_sure: true }), _) => name,
            // Two people may be called the same: the other's is not replaced.
            (Some(Named { name, .. }), _) => free_name(&name, &before),
            (None, Some(label)) => label,
            (None, None) => free_name(service.as_str(), &before),
        };
        let wanted = Wanted { service: service.clone(), account: Some(account), content, replace: true };
        let done = match self.store_it(wanted).await {
            Ok(done) => done,
            Err(CredentialError::Duplicate { .. }) => {
                return self.go_on(vec![texts::known(need)], paused, &service, None).await;
            }
            Err(error) => {
                let why = self.core.parts.redactor.redact(&error.to_string()).into_owned();
                return self.over(texts::unkept(&service, &why)).await;
            }
        };
        let Stored { account, is_new, unrecorded } = done;
        if let Some(why) = unrecorded {
            let why = self.core.parts.redactor.redact(&why).into_owned();
            return self.over(texts::unrecorded(&service, &account, &why)).await;
        }
        let mut accounts: Vec<String> = before.into_iter().map(|account| account.account).collect();
        if !accounts.contains(&account) {
            accounts.push(account.clone());
        }
        self.core.inline.unpick(&self.ask.who, &service);
        let mut said = vec![texts::added(&service, &account, is_new)];
        said.extend(unproven);
        said.extend(texts::now_has(&service, &accounts).filter(|_| is_new));
        let picked = (accounts.len() > 1).then_some((account, accounts));
        self.go_on(said, paused, &service, picked).await
    }

    /// Says what was done, and goes on with the turn that stopped for it.
    async fn go_on(
        &mut self,
        said: Vec<String>,
        paused: Option<Paused>,
        service: &Service,
        picked: Option<(String, Vec<String>)>,
    ) -> Result<Enters, TurnError> {
        let Some(paused) = paused else { return self.over(said.join("\n\n")).await };
        if let Some((account, accounts)) = picked {
            self.core.inline.pick(&self.ask.who, &self.place(), service, Picked::One(account), accounts);
        }
        let told = format!(
            "connected: {} can be used now. Go on with what the user asked for",
            texts::title(service)
        );
        if self.speaks() {
            self.say_as_it_is(said.join("\n\n")).await?;
            self.apart = true;
        }
        self.resume(paused, Some((service, told))).await.map(Enters::Resumed)
    }

    /// A credential is not taken.
    pub(super) fn refused(&self, service: &Service, why: &str) {
        self.record_inline("credential.refused", Some(service), |event| {
            event.ended(Outcome::Denied).with("why", why).bounded()
        });
    }

    /// Queues a record; nothing is made where nobody records.
    pub(super) fn record_inline(
        &self,
        action: &'static str,
        service: Option<&Service>,
        about: impl FnOnce(Event) -> Event,
    ) {
        if let Some(recorder) = &self.core.parts.audit {
            recorder.record(about(self.inline_event(action, service)));
        }
    }

    pub(super) fn inline_event(&self, action: &'static str, service: Option<&Service>) -> Event {
        let user = self.ask.who.user();
        let event = record::event(action, &self.ask.who)
            .by(Actor::new(KeyKind::Client, Some(user.to_owned())))
            .request(self.info.request_id.as_str());
        match service {
            Some(service) => event.with("service", service.as_str()),
            None => event,
        }
    }
}

/// Whether a server says that it does not let the credential in.
fn refuses(answer: &ToolAnswer) -> bool {
    answer.failed
        && answer.content.iter().any(|piece| {
            let ToolContent::Text(text) = piece else { return false };
            let text = text.to_lowercase();
            REFUSALS.iter().any(|refusal| text.contains(refusal))
        })
}

/// The name for an account, with a number where that is taken.
fn free_name(name: &str, taken: &[Account]) -> String {
    let numbered = |number: u32| if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
    let is_free = |name: &String| taken.iter().all(|account| account.account != *name);
    // Of so many names more than are taken, one is free.
    let last = u32::try_from(taken.len()).unwrap_or(u32::MAX).saturating_add(1);
    (1..=last).map(numbered).find(is_free).unwrap_or_default()
}
