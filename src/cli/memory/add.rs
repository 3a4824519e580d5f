//! `muxi memory add`.

use clap::Args;
use serde_json::{Value, json};

use super::super::context::Context;
use super::super::store::Opened;
use super::super::users;
use super::super::wait::{in_tokio, wait};
use super::{Place, Whose, failure};
use crate::audit::{Class, Event};
use crate::output::{ExitCode, Failure, escaped};
use crate::remote::formation::FormationClient;
use crate::runtime::memory::{Kept, MAX_MEMORY, NewMemory};
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::Users as _;

/// The longest end of a line, which comes with most texts.
const LINE_END: usize = 2;

/// Remember something of a user
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What is to be remembered; without it, it is asked for, or comes from stdin
    text: Option<String>,
    #[command(flatten)]
    whose: Whose,
    /// What sort of thing it is
    #[arg(long, value_name = "TYPE", default_value = "fact")]
    r#type: String,
    /// The memory (its id) that it takes the place of
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
}

impl Add {
    pub(super) fn run(self, context: &mut Context) -> Result<(), Failure> {
        if let Some(client) = self.whose.remote(context)? {
            return self.far(context, &client);
        }
        let user = self.whose.user.clone();
        let caller = user.as_deref().map_or_else(|| Ok(Caller::local()), Caller::parse);
        let caller = caller.map_err(|error| Failure::usage(error.to_string()))?;
        let text = self.text(context)?;
        let at = context.formation(None)?;
        users::no_secret_in(context, &at, &caller)?;
        let now = context.env.clock.now_millis();
        let new = NewMemory {
            content: text,
            kind: self.r#type.clone(),
            source: "cli".to_owned(),
            at: now,
            ..NewMemory::default()
        };
        // The internal id: what somebody is called is not to outlive an erasure. Who is new is made behind the record, and
        // so is a store where there is none.
        let known = users::there(context, &caller)?;
        let event = Event::new(Class::Data, "memory.add", "user", known.as_ref().map_or("", Principal::user));
        let work = |context: &mut Context| self.keep(context, &caller, new);
        let made = |(who, _): &(Principal, Kept), event: Event| match known {
            Some(_) => event,
            None => event.with("made", who.user()),
        };
        let (_, kept) = context.audited_about(&at, event, work, made)?;
        let mut data = kept.memory.to_json();
        data["created"] = kept.is_new.into();
        told(context, &data)
    }

    /// The same for a formation on a server, which records it.
    fn far(&self, context: &mut Context, client: &FormationClient) -> Result<(), Failure> {
        let text = self.text(context)?;
        let mut body = json!({"content": text, "type": self.r#type, "source": "cli"});
        if let Some(old) = &self.supersedes {
            body["supersedes"] = old.as_str().into();
        }
        let kept = wait(client.add_memory(&body))?;
        told(context, &kept)
    }

    fn keep(
        &self,
        context: &mut Context,
        caller: &Caller,
        new: NewMemory,
    ) -> Result<(Principal, Kept), Failure> {
        let place = Place::of(context, Opened::make_knowing)?;
        in_tokio(async {
            let who = place.store.meet(caller, new.at).await;
            let who = who.map_err(|error| users::failure(&error))?;
            let kept = place.keeper.keep(&who, self.supersedes.as_deref(), new).await;
            let kept = kept.map_err(|error| failure(&error))?;
            // This process ends: nothing is made behind it.
            place.keeper.index_now(&who).await.map_err(|error| failure(&error))?;
            Ok((who, kept))
        })
    }

    fn text(&self, context: &Context) -> Result<String, Failure> {
        match &self.text {
            Some(text) => Ok(text.clone()),
            None if context.ask().stdin_is_data() => {
                let bytes = context.ask().read_stdin(MAX_MEMORY + LINE_END).map_err(too_large)?;
                let text = std::str::from_utf8(bytes.expose());
                text.map(str::to_owned).map_err(|_| Failure::usage("a memory is text in UTF-8"))
            }
            None => context.ask().text("What is to be remembered?", "TEXT"),
        }
    }
}

/// Says what was kept, as the API has it.
fn told(context: &mut Context, kept: &Value) -> Result<(), Failure> {
    if context.out.is_json() {
        return context.out.json(kept);
    }
    if kept["created"] == false {
        context.out.note("that was remembered already");
    }
    context.out.line(&escaped(kept["id"].as_str().unwrap_or_default()))
}

fn too_large(failure: Failure) -> Failure {
    if failure.code() != "value_too_large" {
        return failure;
    }
    let message = format!("the memory is too long; at most {MAX_MEMORY} bytes are kept");
    Failure::new(ExitCode::Refused, "memory_too_large", message).hint("part it")
}
