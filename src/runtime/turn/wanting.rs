//! A turn that cannot go on before its user has given a credential or chosen an account: it stops, and goes on where it was.

use super::TurnError;
use super::inline::{ACCOUNT, CREDENTIAL};
use super::run::{Asking, Running, State};
use crate::credentials::Service;
use crate::runtime::credentials::{Asker, Chosen, Need, Wanting};
use crate::runtime::inline::{self, Picked, What, texts};
use crate::runtime::llm::{FinishReason, Message, ToolCall};
use crate::runtime::tools::{McpTool, connect_name};

/// A turn with more than so many bytes does not wait: the user asks again.
const MOST: usize = 4 << 20;
/// So often a turn goes on by itself with an account that its message names.
const MOST_NAMED: u32 = 4;

/// A turn that has stopped.
pub(in crate::runtime) struct Paused {
    asking: Box<Asking>,
    /// The calls that could not be made.
    calls: Vec<ToolCall>,
    /// How much it holds, in bytes.
    bytes: usize,
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

    /// How much it holds, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// None where it is too large to be kept. It counts as nobody's work while it waits.
    fn new(mut asking: Box<Asking>, calls: Vec<ToolCall>) -> Option<Self> {
        let (mut bytes, mut one) = (0, Some(&mut asking));
        while let Some(this) = one {
            bytes += this.request.messages.iter().map(Message::bytes).sum::<usize>();
            this.doing = None;
            one = this.waiting.as_mut().map(|waiting| &mut waiting.asking);
        }
        (bytes <= MOST).then_some(Self { asking, calls, bytes })
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
    /// For whom credentials are tried out.
    pub(super) fn asker(&self) -> Asker {
        self.asker_with(true)
    }

    /// For whom a tool is called.
    pub(super) fn asker_for(&self, tool: &McpTool) -> Asker {
        self.asker_with(self.may_have_all(tool))
    }

    /// For whom, with the accounts that were chosen in this session.
    fn asker_with(&self, all: bool) -> Asker {
        let mut asker = Asker::new(self.ask.who.clone());
        for need in &self.rules().needs {
            asker = match self.picked(&need.service, all) {
                Some(Picked::One(account)) => asker.choosing(need.service.clone(), Chosen::One(account)),
                Some(Picked::All) => asker.choosing(need.service.clone(), Chosen::All),
                None => asker,
            };
        }
        asker
    }

    fn picked(&self, service: &Service, all: bool) -> Option<Picked> {
        self.picked_at(service).filter(|picked| all || *picked != Picked::All)
    }

    /// That all accounts are meant holds for the turn in which the user says so, and beyond it where nothing is changed.
    fn may_have_all(&self, tool: &McpTool) -> bool {
        self.all_now || tool.read_only
    }

    /// The accounts that a call acts with; none where its server needs none. An error where the user has to choose first.
    pub(super) async fn accounts_of(&self, tool: &McpTool) -> Result<Vec<String>, Wanting> {
        let (server, all) = (tool.server.id(), self.may_have_all(tool));
        let mut with = Vec::new();
        for need in self.rules().needs.iter().filter(|need| need.server == server) {
            let service = need.service.clone();
            let there = self.accounts(&service).await;
            let is_there = |name: &String| there.iter().any(|account| account.account == *name);
            let names = || there.iter().map(|account| account.account.clone());
            match (self.picked(&service, all), there.iter().find(|account| account.chosen)) {
                (Some(Picked::One(account)), _) if is_there(&account) => with.push(account),
                (Some(Picked::All), _) => with.extend(names()),
                (_, Some(chosen)) => with.push(chosen.account.clone()),
                (_, None) if there.len() > 1 => {
                    let (server, accounts) = (server.to_owned(), names().collect());
                    return Err(Wanting::Choice { service, server, accounts });
                }
                (_, None) => with.extend(names()),
            }
        }
        Ok(with)
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
                    self.all_now |= picked == Picked::All;
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

    /// Goes on where a turn has stopped. `connected` is what the model is told of its wish to connect that service; what else it
    /// wants is tried again.
    pub(super) async fn resume(
        &mut self,
        paused: Paused,
        connected: Option<(&Service, String)>,
    ) -> Result<Box<Asking>, TurnError> {
        let top = paused.agent();
        let Paused { mut asking, calls, .. } = paused;
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
        asking.tools = tools;
        let told = connected.map(|(service, told)| (connect_name(service), told));
        for call in calls {
            match &told {
                Some((name, told)) if call.name == *name => {
                    self.put_result(&mut asking, call, Ok(told.clone()));
                }
                _ => asking.calls.push_back(call),
            }
        }
        Ok(asking)
    }
}
