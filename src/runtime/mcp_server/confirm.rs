//! Questions to the user of a client (elicitation in its form mode). The client shows them; no model answers them.

use rmcp::model::{
    BooleanSchema, ClientResult, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction,
    ElicitationSchema, PrimitiveSchemaDefinition, ProtocolVersion, ServerRequest,
};
use rmcp::service::{PeerRequestOptions, RequestHandle};
use rmcp::{RoleServer, ServiceError};

use super::Call;

/// The one field of the form.
const FIELD: &str = "allow";

/// What came of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The user said yes.
    Yes,
    /// The user said no, closed the question, or filled in something else than a yes.
    No,
    /// The client failed, or the question was taken back.
    Unanswered,
}

impl Call {
    /// Whether the client can ask its user: it said so, in a protocol that lets servers ask.
    pub fn can_confirm(&self) -> bool {
        let context = self.context();
        let may = context.protocol_version().is_some_and(|version| version < ProtocolVersion::V_2026_07_28);
        let can = context.client_capabilities().and_then(|can| can.elicitation);
        // A client from before there were modes names none.
        may && can.is_some_and(|can| can.form.is_some() || can.url.is_none())
    }

    /// Asks the client's user for a yes to `message`, where `title` is the name of the box to tick. When `over` returns
    /// the question is taken back, as it is when this is dropped.
    pub async fn confirm(&self, message: String, title: String, over: impl Future<Output = ()>) -> Confirmed {
        let allow = PrimitiveSchemaDefinition::Boolean(BooleanSchema::new().title(title));
        let mut form = ElicitationSchema::new([(FIELD.to_owned(), allow)].into());
        form.required = Some(vec![FIELD.to_owned()]);
        let asked =
            ElicitRequestParams::FormElicitationParams { meta: None, message, requested_schema: form };
        let request = ServerRequest::ElicitRequest(ElicitRequest::new(asked));
        let options = PeerRequestOptions::no_options();
        let Ok(handle) = self.client().send_cancellable_request(request, options).await else {
            return Confirmed::Unanswered;
        };
        let mut question = Question(Some(handle));
        tokio::select! {
            answer = question.answer() => answer.as_ref().map_or(Confirmed::Unanswered, confirmed),
            () = over => Confirmed::Unanswered,
        }
    }
}

/// A question that is taken back when it is dropped without an answer.
struct Question(Option<RequestHandle<RoleServer>>);

impl Question {
    async fn answer(&mut self) -> Option<ElicitResult> {
        let handle = self.0.as_mut()?;
        let answer = (&mut handle.rx).await.unwrap_or(Err(ServiceError::TransportClosed));
        self.0 = None;
        match answer {
            Ok(ClientResult::ElicitResult(result)) => Some(result),
            _ => None,
        }
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        if let (Some(handle), Ok(tokio)) = (self.0.take(), tokio::runtime::Handle::try_current()) {
            tokio.spawn(async move { drop(handle.cancel(Some("it is answered, or over".to_owned())).await) });
        }
    }
}

fn confirmed(answer: &ElicitResult) -> Confirmed {
    let ticked = answer.content.as_ref().is_some_and(|content| content[FIELD] == true);
    if answer.action == ElicitationAction::Accept && ticked { Confirmed::Yes } else { Confirmed::No }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_box_that_is_ticked_and_sent_is_a_yes() {
        for (action, content, expected) in [
            (ElicitationAction::Accept, json!({"allow": true}), Confirmed::Yes),
            (ElicitationAction::Accept, json!({"allow": false}), Confirmed::No),
            (ElicitationAction::Accept, json!({"allow": "true"}), Confirmed::No),
            (ElicitationAction::Accept, json!({}), Confirmed::No),
            (ElicitationAction::Accept, json!("allow"), Confirmed::No),
            (ElicitationAction::Decline, json!({"allow": true}), Confirmed::No),
            (ElicitationAction::Cancel, json!({"allow": true}), Confirmed::No),
        ] {
            let answer = ElicitResult::new(action).with_content(content);
            assert_eq!(confirmed(&answer), expected, "{answer:?}");
        }
        assert_eq!(confirmed(&ElicitResult::new(ElicitationAction::Accept)), Confirmed::No);
    }
}
