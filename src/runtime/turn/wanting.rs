//! A turn that cannot go on before its user has given a credential or chosen an account: it stops, and goes on where it was.

use super::TurnError;
use super::inline::{ACCOUNT, CREDENTIAL};
use super::run::{Asking, Running, State};
use crate::credentials::Service;
use crate::runtime::credentials::{Asker, Chosen, Need, Wanting};
use crate::runtime::inline::{self, Picked, What, texts};
use crate::runtime::llm::{FinishReason, Message, ToolCall};

/// A turn with more than so many bytes does not wait: the user asks again.
const MOST: usize = 4 << 20;
/// So often a turn goes on by itself with an account that its message names.
const MOST_NAMED: u32 = 4;

/// A turn that has stopped.
pub(in crate::runtime) struct Paused {
    asking: Box<Asking>,
    /// The calls that could not be made.
    calls: Vec<ToolCall>,
}

impl std::fmt::Debug for Paused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Paused")
    }
}

impl Paused {
    /// The agent that has the question of the user.
    pub(super) fn agent(&self) -> usize {
        let mut asking = &self.asking;
        while let Some(waiting) = &asking.waiting {
            asking = &waiting.asking;
        }
        asking.agent
    }

    /// None where it is too large to be kept. It counts as nobody's work while it waits.
    fn new(mut asking: Box<Asking>, calls: Vec<ToolCall>) -> Option<Self> {
        let (mut bytes, mut one) = (0, Some(&mut asking));
        while let Some(this) = one {
            bytes += this.request.messages.iter().map(Message::bytes).sum::<usize>();
            this.doing = None;
            one = this.waiting.as_mut().map(|waiting| &mut waiting.asking);
        }
        (bytes <= MOST).then_some(Self { asking, calls })
    }
}

impl Asking {
    /// A call waits for the user, who is asked about the first one; about others when it comes to them.
    pub(super) fn wants(&mut self, wanting: Wanting, call: ToolCall) {
        self.wanting.get_or_insert(wanting);
        self.wanted.push(call);
    }
}

impl Running<'_> {
    /// For whom tools are called, with the accounts that were chosen in this session.
    pub(super) fn asker(&self) -> Asker {
        let (who, place) = (&self.ask.who, self.place());
        let mut asker = Asker::new(who.clone());
        for need in &self.rules().needs {
            asker = match self.core.inline.picked(who, &place, &need.service) {
                Some(Picked::One(account)) => asker.choosing(need.service.clone(), Chosen::One(account)),
                Some(Picked::All) => asker.choosing(need.service.clone(), Chosen::All),
                None => asker,
            };
        }
        asker
    }

    /// The user has to be asked before `asking` can go on.
    pub(super) async fn want(&mut self, mut asking: Box<Asking>) -> Result<State, TurnError> {
        let Some(wanting) = asking.wanting.take() else { return Ok(State::Asking(asking)) };
        let calls = std::mem::take(&mut asking.wanted);
        match wanting {
            Wanting::Choice { service, accounts, .. } => {
                if self.named < MOST_NAMED
                    && let Some(picked) = inline::picked(&self.ask.message, &accounts)
                {
                    self.named += 1;
                    self.core.inline.pick(&self.ask.who, &self.place(), &service, picked, accounts);
                    asking.calls = calls.into();
                    return Ok(State::Acting(asking));
                }
                let text = texts::which(&service, &accounts);
                let what = What::Account { service, accounts };
                self.wait_for(what, Paused::new(asking, calls), text, ACCOUNT)
                    .await
                    .map(|ended| State::Over(ended.into()))
            }
            Wanting::Credential { service, server } => {
                let need = self.need(&service, &server);
                let paused = Paused::new(asking, calls);
                let ended = if let Some(mut text) = self.hindered(&need, false).await? {
                    if !self.rules().takes(&need) {
                        text = format!("{text}\n\n{}", texts::requires(&service));
                    }
                    self.ends_by(paused.as_ref().map(Paused::agent), text, FinishReason::Stop).await?
                } else {
                    let what = What::Credential { service, label: None };
                    self.wait_for(what, paused, texts::needed(&need), CREDENTIAL).await?
                };
                Ok(State::Over(ended.into()))
            }
        }
    }

    fn need(&self, service: &Service, server: &str) -> Need {
        let needs = &self.rules().needs;
        let of_both = needs.iter().find(|need| need.service == *service && need.server == server);
        let found = of_both.or_else(|| needs.iter().find(|need| need.service == *service)).cloned();
        // Who wants one was declared with it.
        found.unwrap_or_else(|| Need {
            service: service.clone(),
            server: server.to_owned(),
            description: String::new(),
            accept_inline: false,
            basic: false,
            api: None,
        })
    }

    /// Goes on where a turn has stopped. `connected` is what the model is told of a wish to connect.
    pub(super) async fn resume(
        &mut self,
        paused: Paused,
        connected: Option<String>,
    ) -> Result<Box<Asking>, TurnError> {
        let top = paused.agent();
        let Paused { mut asking, calls } = paused;
        self.asks_back = self.may_ask_back().await?;
        self.chosen = Some(top);
        self.request.processing(&self.agent(top).id);
        self.agent(asking.agent).id.clone_into(&mut self.info.agent_id);
        let (now, canceller) = (self.now(), self.request.canceller());
        let mut one = Some(&mut asking);
        while let Some(this) = one {
            let agent = self.agent(this.agent);
            this.doing = Some(self.core.lives[this.agent].begin(&agent.id, canceller.clone(), now)?);
            this.rounds = 0;
            one = this.waiting.as_mut().map(|waiting| &mut waiting.asking);
        }
        // What the server has may be known only now.
        let tools = self.tools(self.agent(asking.agent), asking.waiting.is_some()).await?;
        asking.request.tools = tools.specs().clone();
        if let Some(wishes) =
            self.ask.wishes.as_ref().filter(|wishes| asking.waiting.is_none() && !wishes.tools.is_empty())
        {
            asking.request.tools = asking.request.tools.iter().chain(&wishes.tools).cloned().collect();
        }
        let was_remote: Vec<bool> =
            calls.iter().map(|call| asking.tools.remote(&call.name).is_some()).collect();
        asking.tools = tools;
        let connected = connected.unwrap_or_else(|| "done: go on with what the user asked for".to_owned());
        for (call, remote) in calls.into_iter().zip(was_remote) {
            if remote {
                asking.calls.push_back(call);
            } else {
                self.put_result(&mut asking, call, Ok(connected.clone()));
            }
        }
        Ok(asking)
    }
}
