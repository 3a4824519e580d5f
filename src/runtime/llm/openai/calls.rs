//! Calls of tools on their way in: the first piece names the tool, the others add to its arguments.

use serde::Deserialize;
use serde_json::Value;

use crate::runtime::llm::ToolCall;

#[derive(Deserialize)]
pub(super) struct WireCall {
    index: Option<usize>,
    id: Option<String>,
    function: Option<WireFunction>,
}

#[derive(Default, Deserialize)]
struct WireFunction {
    name: Option<String>,
    /// A text; some servers send the object itself.
    arguments: Option<Value>,
}

/// The calls so far, each with the number that the server gives it.
#[derive(Default)]
pub(super) struct Calls(Vec<(usize, ToolCall)>);

impl Calls {
    pub(super) fn add(&mut self, wire: WireCall) {
        let function = wire.function.unwrap_or_default();
        let name = function.name.filter(|name| !name.is_empty());
        let id = wire.id.filter(|id| !id.is_empty());
        let known = match wire.index {
            Some(index) => self.0.iter().rposition(|(known, _)| *known == index),
            // Some servers send each call whole and number none of them.
            None if name.is_some() => None,
            None => self.0.len().checked_sub(1),
        };
        // Others give all of them the same number: a new name with a new id is a new call.
        let known = known.filter(|at| {
            let before = &self.0[*at].1;
            name.is_none() || before.id.is_empty() || id.as_ref().is_none_or(|id| *id == before.id)
        });
        let at = known.unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push((wire.index.unwrap_or(at), ToolCall::default()));
        }
        let call = &mut self.0[at].1;
        call.id = id.unwrap_or(std::mem::take(&mut call.id));
        call.name = name.unwrap_or(std::mem::take(&mut call.name));
        match function.arguments {
            Some(Value::String(more)) => call.arguments.push_str(&more),
            None | Some(Value::Null) => {}
            Some(whole) => call.arguments = whole.to_string(),
        }
    }

    /// The calls; one without an id gets one by its place.
    pub(super) fn take(&mut self) -> Vec<ToolCall> {
        let mut calls: Vec<_> = std::mem::take(&mut self.0).into_iter().map(|(_, call)| call).collect();
        for (at, call) in calls.iter_mut().enumerate().filter(|(_, call)| call.id.is_empty()) {
            call.id = format!("call_{at}");
        }
        calls
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The calls as `id name arguments`.
    fn calls(pieces: &[Value]) -> Vec<String> {
        let mut calls = Calls::default();
        for piece in pieces {
            calls.add(serde_json::from_value(piece.clone()).unwrap());
        }
        calls.take().iter().map(|c| format!("{} {} {}", c.id, c.name, c.arguments)).collect()
    }

    fn piece(index: Option<usize>, id: &str, name: &str, arguments: &str) -> Value {
        json!({"index": index, "id": id, "function": {"name": name, "arguments": arguments}})
    }

    #[test]
    fn pieces_of_two_calls_may_come_one_after_the_other_or_mixed() {
        let expected = ["a f {\"x\":1}", "b g {}"];
        let (f, g) = (piece(Some(0), "a", "f", "{\"x\""), piece(Some(1), "b", "g", "{}"));
        let more = json!({"index": 0, "function": {"arguments": ":1}"}});
        assert_eq!(calls(&[f.clone(), more.clone(), g.clone()]), expected);
        assert_eq!(calls(&[f.clone(), g.clone(), more]), expected);
        let repeated = piece(Some(0), "a", "f", ":1}");
        assert_eq!(calls(&[f, repeated, g]), expected, "the id and name again with each piece");
    }

    #[test]
    fn servers_that_number_none_or_all_the_same_are_understood() {
        let expected = ["a f {}", "b g {}"];
        assert_eq!(calls(&[piece(None, "a", "f", "{}"), piece(None, "b", "g", "{}")]), expected);
        assert_eq!(calls(&[piece(Some(0), "a", "f", "{}"), piece(Some(0), "b", "g", "{}")]), expected);
        assert_eq!(
            calls(&[piece(None, "", "f", "{}"), piece(None, "", "g", "{}")]),
            ["call_0 f {}", "call_1 g {}"]
        );
        let late = [piece(Some(0), "a", "f", "{"), json!({"function": {"arguments": "}"}})];
        assert_eq!(calls(&late), ["a f {}"]);
    }

    #[test]
    fn arguments_may_be_an_object_or_nothing() {
        let whole = json!({"id": "a", "function": {"name": "f", "arguments": {"x": 1}}});
        assert_eq!(calls(&[whole]), ["a f {\"x\":1}"]);
        assert_eq!(calls(&[json!({"id": "a", "function": {"name": "f"}}), json!({})]), ["a f "]);
    }
}
