//! A formation that answers in this process: `muxi chat --local`.

use serde_json::{Value, json};

use super::super::chat::refused;
use super::super::context::Context;
use crate::output::Failure;
use crate::remote::formation::ChatAsk;
use crate::runtime::principal::Principal;
use crate::runtime::turn::{Ask, TurnEvent};
use crate::runtime::{Runtime, id};

/// The runtime without a server.
pub(crate) struct Local {
    runtime: Runtime,
    who: Principal,
}

impl Local {
    /// Starts the formation in the current tokio runtime.
    pub(crate) fn start(context: &mut Context, user: Option<&str>) -> Result<Self, Failure> {
        let who = user.map_or_else(|| Ok(Principal::local()), Principal::parse);
        let who = who.map_err(|e| Failure::usage(e.to_string()))?;
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        super::open_state(context, &at, &formation)?;
        let store = super::unlock(context, &at, false)?;
        let runtime = super::start(context, &at, &formation, store.as_ref())?;
        Ok(Self { runtime, who })
    }

    /// One turn; the answer as the `data` of the API has it, streamed text printed as it comes.
    pub(crate) async fn answer(&self, context: &mut Context, ask: &ChatAsk) -> Result<Value, Failure> {
        let request_id = id::new("req_");
        let mut ticket = self
            .runtime
            .ask(Ask {
                who: self.who.clone(),
                message: ask.message.clone(),
                session_id: ask.session_id.clone(),
                agent_id: ask.agent_id.clone(),
                request_id: request_id.clone(),
                stream: ask.stream,
                trace: false,
            })
            .map_err(|e| refused(e.code(), e.to_string()))?;
        while let Some(event) = ticket.events.recv().await {
            match event {
                TurnEvent::Text(texts) => texts.iter().try_for_each(|text| context.out.piece(text))?,
                TurnEvent::Failed(error) => return Err(refused(error.code(), error.to_string())),
                TurnEvent::Step(_) | TurnEvent::Ui(_) => {}
                TurnEvent::Done(outcome) => {
                    let metadata = outcome.metadata();
                    return Ok(json!({
                        "message": {"role": "assistant", "content": outcome.content, "artifacts": [], "metadata": metadata},
                        "user_id": self.who.to_string(),
                        "session_id": ticket.session_id,
                        "request_id": request_id,
                    }));
                }
            }
        }
        Err(Failure::interrupted())
    }

    /// Ends what still runs, and waits until it is kept.
    pub(crate) fn close(self, tokio: &tokio::runtime::Runtime) {
        self.runtime.stopping().cancel();
        tokio.block_on(self.runtime.idle());
    }
}
