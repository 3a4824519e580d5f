//! Users' credentials in a turn: what a message says of them is answered before any model is asked.

use serde_json::{Value, json};

use super::TurnError;
use super::run::{Asking, Ended, Running};
use super::wanting::Paused;
use crate::credentials::Service;
use crate::runtime::credentials::{Account, Need, Rules};
use crate::runtime::format::Question;
use crate::runtime::inline::{self, Awaited, Came, Choice, Heard, Picked, Place, What, texts};
use crate::runtime::llm::{FinishReason, Format};

/// How a turn ends that asks for a credential.
pub(super) const CREDENTIAL: &str = "credential_request";
/// How a turn ends that asks for an account.
pub(super) const ACCOUNT: &str = "account_choice";

/// How a turn begins.
pub(super) enum Enters {
    /// Like any other.
    Plain,
    /// One that stopped goes on.
    Resumed(Box<Asking>),
    /// It is answered already.
    Over(Ended),
}

impl Running<'_> {
    /// Looks at the message again, which has only now come to be.
    pub(super) fn hear(&mut self) {
        let (core, now) = (self.core, self.now());
        let rules = &core.parts.credential_rules;
        *self.heard = inline::hear(&mut self.ask, &self.info.session_id, &core.inline, rules, now);
    }

    /// Answers what the message says of credentials.
    pub(super) async fn enter(&mut self) -> Result<Enters, TurnError> {
        self.listen().await?;
        let Heard { came, removed, count, service, alone } = std::mem::take(&mut *self.heard);
        match came {
            Came::Nothing if count == 0 => {
                self.choose_again().await?;
                Ok(Enters::Plain)
            }
            Came::Nothing => self.removed(&removed, count, service.as_ref(), alone).await,
            Came::Credential { need, content, label, paused } => {
                Box::pin(self.given(need, content, label, paused)).await
            }
            Came::Cancel(What::Credential { service, .. }) => self.over(texts::cancelled(&service)).await,
            Came::Cancel(What::Account { service, .. }) => self.over(texts::not_chosen(&service)).await,
            Came::Help(need) => {
                self.show_request(&need.service).await?;
                self.ends(texts::help(&need), CREDENTIAL).await
            }
            Came::Wish { need, label } => self.wish(&need, label).await,
            Came::Chosen { service, accounts, one, paused } => {
                self.chosen(service, accounts, one, paused).await
            }
            Came::Unclear { service, accounts } => {
                self.ends(texts::which_again(&service, &accounts), ACCOUNT).await
            }
            Came::Switch { service, account } => self.switch(service, &account).await,
            Came::Late(service) => self.over(texts::late(&service)).await,
        }
    }

    /// What was chosen before is not what this message names.
    async fn choose_again(&mut self) -> Result<(), TurnError> {
        if self.rules().needs.is_empty() {
            return Ok(());
        }
        let (inline, place) = (&self.core.inline, self.place());
        let mut offered: Vec<(Service, Vec<String>)> = Vec::new();
        for (service, accounts) in self.places().iter().flat_map(|place| inline.offered(&self.ask.who, place))
        {
            if offered.iter().all(|(known, _)| *known != service) {
                offered.push((service, accounts));
            }
        }
        for (service, accounts) in offered {
            let Some(picked) = inline::picked(&self.ask.message, &accounts) else { continue };
            if self.picked_at(&service).as_ref() == Some(&picked) {
                continue;
            }
            let text = match &picked {
                Picked::One(account) => texts::switched(&service, account),
                Picked::All => texts::all(&service),
            };
            self.all_now |= picked == Picked::All;
            inline.pick(&self.ask.who, &place, &service, picked, accounts);
            if self.speaks() {
                self.say_as_it_is(text).await?;
                self.apart = true;
            }
        }
        Ok(())
    }

    /// A key was cut out that nobody asked for.
    async fn removed(
        &mut self,
        whose: &[String],
        count: usize,
        service: Option<&Service>,
        alone: bool,
    ) -> Result<Enters, TurnError> {
        self.record_inline("credential.removed", service, |event| event.with("count", count as u64));
        let need = service
            .and_then(|service| self.rules().needs.iter().find(|need| need.service == *service))
            .cloned();
        let inline = need.as_ref().filter(|need| self.rules().takes(need));
        let mut text = texts::removed(whose, count > 1, inline.map(|need| &need.service));
        if let (Some(need), None) = (&need, inline) {
            text.push_str("\n\n");
            text.push_str(&self.elsewhere(&need.service).await?);
        }
        if alone {
            return self.over(text).await;
        }
        if self.speaks() {
            self.say_as_it_is(text).await?;
            self.apart = true;
        } else {
            let shown = json!([{"type": "credential_removed", "id": "credential-removed", "text": text}]);
            drop(self.show(shown).await?);
        }
        Ok(Enters::Plain)
    }

    /// The user wants to give a credential.
    async fn wish(&mut self, need: &Need, label: Option<String>) -> Result<Enters, TurnError> {
        let what = What::Credential { service: need.service.clone(), label };
        match self.hindered(need, false).await? {
            Some(text) => self.over(text).await,
            None => self.wait_for(what, None, texts::wanted(need), CREDENTIAL).await.map(Enters::Over),
        }
    }

    /// Why no credential is taken here, as the user is told; nothing where it is. `came` says that there is one in the message.
    pub(super) async fn hindered(&mut self, need: &Need, came: bool) -> Result<Option<String>, TurnError> {
        let service = &need.service;
        if !self.rules().takes(need) || self.core.parts.credentials.is_none() {
            return self.elsewhere(service).await.map(Some);
        }
        if self.rules().require_https && !self.ask.private {
            self.refused(service, "no_https");
            return Ok(Some(texts::unsafe_line(service, came)));
        }
        let locked = self.core.inline.locked(&self.ask.who, service, self.now());
        if locked > 0 {
            self.refused(service, "locked");
            return Ok(Some(texts::locked(service, minutes(locked))));
        }
        Ok(None)
    }

    /// Where users are sent, with a link to it where there is one.
    pub(super) async fn elsewhere(&mut self, service: &Service) -> Result<String, TurnError> {
        let message = self.rules().redirect_message.clone();
        let text = texts::elsewhere(message.as_deref(), service);
        if let Some((url, label)) = link(self.rules(), service, &text) {
            let link = json!([{"type": "link", "id": inline::element(service), "label": label, "url": url}]);
            drop(self.show(link).await?);
        }
        Ok(text)
    }

    /// An account was chosen.
    async fn chosen(
        &mut self,
        service: Service,
        accounts: Vec<String>,
        one: Option<usize>,
        paused: Option<Paused>,
    ) -> Result<Enters, TurnError> {
        let picked = one.map_or(Picked::All, |at| Picked::One(accounts[at].clone()));
        let text = match &picked {
            Picked::One(account) => texts::switched(&service, account),
            Picked::All => texts::all(&service),
        };
        self.all_now |= picked == Picked::All;
        self.core.inline.pick(&self.ask.who, &self.place(), &service, picked, accounts);
        match paused {
            Some(paused) => self.resume(paused, None).await.map(Enters::Resumed),
            None => self.over(text).await,
        }
    }

    /// The user wants another account used.
    async fn switch(&mut self, service: Service, named: &str) -> Result<Enters, TurnError> {
        let accounts: Vec<String> =
            self.accounts(&service).await.into_iter().map(|account| account.account).collect();
        let Choice::One(at) = inline::choice(named, &accounts) else { return Ok(Enters::Plain) };
        self.chosen(service, accounts, Some(at), None).await
    }

    /// What the user has for a service; nothing where that cannot be told.
    pub(super) async fn accounts(&self, service: &Service) -> Vec<Account> {
        let Some(keeper) = &self.core.parts.credentials else { return Vec::new() };
        let listing = keeper.list(&self.ask.who).await;
        let accounts = listing.map(|listing| listing.accounts).unwrap_or_default();
        accounts.into_iter().filter(|account| account.service == *service).collect()
    }

    /// Ends the turn with a question, and waits for its answer.
    pub(super) async fn wait_for(
        &mut self,
        what: What,
        paused: Option<Paused>,
        text: String,
        reason: &str,
    ) -> Result<Ended, TurnError> {
        let agent = paused.as_ref().map(Paused::agent);
        let bytes = paused.as_ref().map_or(0, Paused::bytes);
        let (who, place, now) = (self.ask.who.clone(), self.place(), self.now());
        let awaited = Awaited { what: what.clone(), paused, bytes };
        if let Err(other) = self.core.inline.ask(&who, place, awaited, self.info.asked_at, now) {
            let text = texts::one_at_a_time(what.service(), &other);
            return self.ends_by(agent, text, FinishReason::Other(CREDENTIAL.to_owned())).await;
        }
        match &what {
            What::Credential { service, .. } => {
                self.record_inline("credential.ask", Some(service), |event| event);
                self.show_request(service).await?;
            }
            What::Account { service, accounts } => {
                let options: Vec<Value> =
                    accounts.iter().map(|account| json!({"label": account, "value": account})).collect();
                let buttons =
                    json!([{"type": "buttons", "id": format!("account-{service}"), "options": options}]);
                drop(self.show(buttons).await?);
            }
        }
        self.ends_by(agent, text, FinishReason::Other(reason.to_owned())).await
    }

    async fn show_request(&mut self, service: &Service) -> Result<(), TurnError> {
        let title = texts::title(service);
        let id = inline::element(service);
        let ui =
            json!([{"type": "credential_request", "id": id, "service": service.as_str(), "title": title}]);
        self.show(ui).await.map(drop)
    }

    /// Ends the turn with these words, which ask for something.
    pub(super) async fn ends(&mut self, text: String, reason: &str) -> Result<Enters, TurnError> {
        self.ends_by(None, text, FinishReason::Other(reason.to_owned())).await.map(Enters::Over)
    }

    /// Ends the turn with these words.
    pub(super) async fn over(&mut self, text: String) -> Result<Enters, TurnError> {
        self.ends_by(None, text, FinishReason::Stop).await.map(Enters::Over)
    }

    /// The same, as what `agent` says; else it is the one that would have answered.
    pub(super) async fn ends_by(
        &mut self,
        agent: Option<usize>,
        text: String,
        reason: FinishReason,
    ) -> Result<Ended, TurnError> {
        let agent = match agent.or(self.chosen).or(self.asked_for) {
            Some(agent) => agent,
            None => self.last_agent().await?.unwrap_or(0),
        };
        self.chosen = Some(agent);
        self.agent(agent).id.clone_into(&mut self.info.agent_id);
        self.request.processing(&self.agent(agent).id);
        let text = self.core.parts.rules.format.question(&[Question { text, choices: Vec::new() }]);
        self.apart |= !self.answer.is_empty();
        self.say_as_it_is(text).await?;
        Ok(Ended { agent, reason: Some(reason) })
    }

    /// Whether words can stand in front of what the model says.
    pub(super) fn speaks(&self) -> bool {
        let wished = self.ask.wishes.as_ref().is_some_and(|wishes| wishes.format != Format::Text);
        !self.shape.waits() && !wished
    }

    pub(super) fn rules(&self) -> &'_ Rules {
        &self.core.parts.credential_rules
    }

    /// Where something is asked or chosen now.
    pub(super) fn place(&self) -> Place {
        self.places().into_iter().next().unwrap_or_else(|| self.asked_at())
    }

    /// Where what the message answers was asked.
    pub(super) fn asked_at(&self) -> Place {
        inline::place(&self.ask, &self.info.session_id)
    }

    /// Where something may have been chosen, the latest first.
    pub(super) fn places(&self) -> Vec<Place> {
        inline::places(&self.ask, &self.info.session_id)
    }

    /// What was chosen last for the service.
    pub(super) fn picked_at(&self, service: &Service) -> Option<Picked> {
        let inline = &self.core.inline;
        self.places().iter().find_map(|place| inline.picked(&self.ask.who, place, service))
    }
}

/// Milliseconds as whole minutes.
pub(super) fn minutes(millis: u64) -> u64 {
    millis.div_ceil(60_000).max(1)
}

/// Where users of a service are sent: as `links` say, else as the message does.
fn link(rules: &Rules, service: &Service, message: &str) -> Option<(String, String)> {
    let named = rules.links.iter().find(|link| Service::parse(&link.name).is_ok_and(|name| name == *service));
    if let Some(link) = named {
        let label = link.label.clone().unwrap_or_else(|| texts::title(service));
        return Some((link.url.clone(), label));
    }
    let from = message.find("https://").or_else(|| message.find("http://"))?;
    let url =
        message[from..].split(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')')).next()?;
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    Some((url.to_owned(), texts::title(service)))
}
