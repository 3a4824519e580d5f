//! Who answers: a running server, or this process.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Value, json};

use super::super::context::{Context, SERVE_LOCK};
#[cfg(feature = "serve")]
use super::super::serve::Local;
use super::Chat;
use super::approve::Answered;
use crate::formation::discover::Location;
use crate::formation::model::Formation;
use crate::output::{ExitCode, Failure};
use crate::remote::address::Address;
use crate::remote::formation::{
    AgentInfo, ChatAsk, ChatEvent, Find, FormationClient, Said, SessionInfo, new_request_id,
};
use crate::support::fs::Lock;

/// What to do where no server runs.
pub(in crate::cli) const SERVE: &str = "start it with `muxi serve`";

/// The same where this process can answer.
pub(super) const SERVE_OR_LOCAL: &str = "start it with `muxi serve`, or answer here with `muxi chat --local`";

/// How often calls that wait are looked for.
const LOOK: std::time::Duration = std::time::Duration::from_millis(500);

/// Who answers.
pub(super) enum Peer {
    Server(FormationClient),
    #[cfg(feature = "serve")]
    Local(Local),
}

/// Hears what an answer says while it comes.
pub(super) type OnEvent<'a> = dyn FnMut(ChatEvent) -> Result<(), Failure> + 'a;

impl Peer {
    /// The running server, or this process with `--local`.
    pub(super) fn open(
        chat: &Chat,
        context: &mut Context,
        at: &Location,
        formation: &Formation,
    ) -> Result<Self, Failure> {
        #[cfg(feature = "serve")]
        if chat.local {
            return Local::start(context, at, formation, chat.user.as_deref(), &chat.tape).map(Self::Local);
        }
        #[cfg(feature = "serve")]
        if chat.tape.is_wanted() {
            return Err(Failure::usage("--record and --replay go with --local")
                .hint("a server has its own: muxi serve --record DIR"));
        }
        client_of(context, at, formation, chat.user.clone(), SERVE_OR_LOCAL).map(Self::Server)
    }

    /// Asks; what comes is handed to `on_event`, and the answer is as the `data` of the API has it.
    pub(super) async fn ask(&self, ask: &ChatAsk, on_event: &mut OnEvent<'_>) -> Result<Value, Failure> {
        match self {
            Self::Server(client) if !ask.stream => whole(client, ask, on_event).await,
            Self::Server(client) => {
                let mut last = Value::Null;
                let heard = client.stream(ask, |event| match event {
                    ChatEvent::Done { session_id, metadata } => {
                        last = json!({"session_id": session_id, "message": {"metadata": metadata}});
                        Ok(())
                    }
                    event => on_event(event),
                });
                heard.await?;
                Ok(last)
            }
            #[cfg(feature = "serve")]
            Self::Local(local) => local.answer(ask, on_event).await,
        }
    }

    /// Answers a call of a tool that waits for it.
    pub(super) async fn decide(&self, answered: &Answered) -> Result<(), Failure> {
        match self {
            Self::Server(client) => {
                client.decide(&answered.id, answered.answer, answered.for_session, false).await?;
                Ok(())
            }
            #[cfg(feature = "serve")]
            Self::Local(local) => local.decide(&answered.id, answered.answer, answered.for_session),
        }
    }

    /// The agents, the default one first.
    pub(super) async fn agents(&self) -> Result<Vec<AgentInfo>, Failure> {
        match self {
            Self::Server(client) => Ok(client.agents().await?),
            #[cfg(feature = "serve")]
            Self::Local(local) => Ok(local.agents()),
        }
    }

    /// The user's last sessions, the latest first.
    pub(super) async fn sessions(&self, limit: u32) -> Result<Vec<SessionInfo>, Failure> {
        match self {
            Self::Server(client) => Ok(client.sessions(limit).await?),
            #[cfg(feature = "serve")]
            Self::Local(local) => local.sessions(limit).await,
        }
    }

    /// The last messages of a session, or those before an id; the oldest first.
    pub(super) async fn messages(&self, session: &str, before: Option<i64>) -> Result<Vec<Said>, Failure> {
        match self {
            Self::Server(client) => Ok(client.messages(session, before).await?),
            #[cfg(feature = "serve")]
            Self::Local(local) => local.messages(session, before).await,
        }
    }

    /// Talks as another user from now on.
    #[cfg_attr(
        not(feature = "serve"),
        expect(clippy::unnecessary_wraps, reason = "a runtime in this process looks at the id")
    )]
    pub(super) fn set_user(&mut self, user: &str) -> Result<(), Failure> {
        match self {
            Self::Server(client) => client.set_user(Some(user.to_owned())),
            #[cfg(feature = "serve")]
            Self::Local(local) => local.set_user(user)?,
        }
        Ok(())
    }

    /// Ends what still runs here.
    #[cfg_attr(not(feature = "serve"), expect(unused_variables, reason = "a server goes on by itself"))]
    pub(super) fn close(self, tokio: &tokio::runtime::Runtime) {
        match self {
            Self::Server(_) => {}
            #[cfg(feature = "serve")]
            Self::Local(local) => local.close(tokio),
        }
    }
}

/// An answer that comes at once. Nothing is heard before it, so calls of tools that wait are looked for.
async fn whole(
    client: &FormationClient,
    ask: &ChatAsk,
    on_event: &mut OnEvent<'_>,
) -> Result<Value, Failure> {
    let ask = ChatAsk { request_id: new_request_id(), ..ask.clone() };
    let mut answer = std::pin::pin!(client.chat(&ask));
    let (mut seen, mut open) = (HashSet::new(), Vec::<String>::new());
    loop {
        tokio::select! {
            answer = &mut answer => return Ok(answer?),
            () = tokio::time::sleep(LOOK) => {
                // A server that cannot be asked fails the answer too.
                let Ok(waiting) = client.approvals(false).await else { continue };
                let id = |approval: &Value| approval["id"].as_str().unwrap_or_default().to_owned();
                let ids: HashSet<String> = waiting.iter().map(id).collect();
                for ended in open.extract_if(.., |one| !ids.contains(one)) {
                    let status = client.approval(&ended).await.unwrap_or_else(|_| json!({"id": ended}));
                    on_event(ChatEvent::Approval(status))?;
                }
                for approval in waiting {
                    let ours = approval["request_id"].as_str() == ask.request_id.as_deref();
                    if ours && seen.insert(id(&approval)) {
                        open.push(id(&approval));
                        on_event(ChatEvent::Approval(approval))?;
                    }
                }
            }
        }
    }
}

/// The running server of the formation, with its keys.
pub(in crate::cli) fn client(
    context: &mut Context,
    user: Option<String>,
) -> Result<FormationClient, Failure> {
    let at = context.formation(None)?;
    let formation = context.valid_formation(&at)?;
    client_of(context, &at, &formation, user, SERVE)
}

fn client_of(
    context: &mut Context,
    at: &Location,
    formation: &Formation,
    user: Option<String>,
    hint: &str,
) -> Result<FormationClient, Failure> {
    let found = running(context, at, formation, user)?;
    found.ok_or_else(|| none_runs(formation, hint))
}

/// The server of this formation, with its keys; nothing where none runs.
pub(in crate::cli) fn running(
    context: &mut Context,
    at: &Location,
    formation: &Formation,
    user: Option<String>,
) -> Result<Option<FormationClient>, Failure> {
    let address = address_in(&context.state(&formation.id, at)?)?;
    let Some(address) = address else { return Ok(None) };
    let store = context.open_store(at)?;
    if let Some(store) = &store {
        // What is typed here is kept, and what the server says is shown: neither with a value in it.
        store.know_all();
    }
    let keys = context.api_keys(at, formation, store.as_ref())?;
    let client = FormationClient::new(&address.url, &keys.client.value, user)?;
    Ok(Some(client.with_admin(&keys.admin.value)?))
}

/// Where the server runs, by its state directory. A left address may be somebody else's by now, who would get the key.
fn address_in(state: &Path) -> Result<Option<Address>, Failure> {
    let address = Address::read(state).map_err(|e| Failure::failed("address", &e))?;
    Ok(address.filter(|_| Lock::is_held(&state.join(SERVE_LOCK))))
}

/// Looks again where the server of this formation runs.
pub(in crate::cli) fn finder(
    context: &Context,
    at: &Location,
    formation: &Formation,
) -> Result<Find, Failure> {
    let state = context.state(&formation.id, at)?;
    Ok(Box::new(move || Some(address_in(&state).ok()??.url)))
}

/// The failure where a server of `formation` is wanted and none runs.
pub(in crate::cli) fn none_runs(formation: &Formation, hint: &str) -> Failure {
    not_running(&format!("no server of {} runs", formation.id), hint)
}

pub(super) fn not_running(message: &str, hint: &str) -> Failure {
    Failure::new(ExitCode::Unreachable, "not_running", message).hint(hint)
}
