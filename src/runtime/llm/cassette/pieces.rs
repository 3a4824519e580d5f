//! Secrets that a model writes piece by piece: no read of a stream holds all of one, and the words
//! of the answer do.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::Value;

use crate::support::redact::{End, Redactor, Text};
use crate::support::sse::{SseDecoder, SseEvent};

/// The longest event, in bytes: what a reader takes.
const MAX_EVENT: usize = 1 << 20;

/// The reads of a stream, one for each event, where a live value is spread over the same text of
/// several events; else as they are.
pub(super) fn clean(reads: Vec<(u64, Bytes)>, redactor: &Redactor) -> Vec<(u64, Bytes)> {
    let Some(mut events) = events(&reads) else { return reads };
    let mut whole: HashMap<String, String> = HashMap::new();
    for (_, _, value) in &mut events {
        each_text(value, &mut String::new(), &mut |at, text| {
            whole.entry(at.to_owned()).or_default().push_str(text);
        });
    }
    whole.retain(|_, text| redactor.holds(text));
    if whole.is_empty() {
        return reads;
    }
    let mut cleaners: HashMap<String, Text> = whole.into_keys().map(|at| (at, redactor.text())).collect();
    let mut last: HashMap<String, usize> = HashMap::new();
    for (i, (_, _, value)) in events.iter_mut().enumerate() {
        each_text(value, &mut String::new(), &mut |at, text| {
            if let Some(cleaner) = cleaners.get_mut(at) {
                *text = cleaner.push(std::mem::take(text));
                last.insert(at.to_owned(), i);
            }
        });
    }
    for (at, i) in last {
        let rest = cleaners.remove(&at).map(|mut cleaner| cleaner.finish(End::Cut)).unwrap_or_default();
        each_text(&mut events[i].2, &mut String::new(), &mut |here, text| {
            if here == at {
                text.push_str(&rest);
            }
        });
    }
    events.into_iter().map(|(at_ms, event, value)| (at_ms, written(&event, &value))).collect()
}

type Event = (u64, SseEvent, Value);

/// The events with their data as JSON, or as text where they are none; nothing where there is none.
fn events(reads: &[(u64, Bytes)]) -> Option<Vec<Event>> {
    let mut decoder = SseDecoder::new(MAX_EVENT);
    let mut events = Vec::new();
    for (at_ms, bytes) in reads {
        let fed = decoder.feed(bytes, |event| {
            let value = serde_json::from_str(&event.data).unwrap_or(Value::Null);
            events.push((*at_ms, event, value));
        });
        fed.ok()?;
    }
    (!events.is_empty()).then_some(events)
}

/// Calls `with` for each text in `value` and the place where it is.
fn each_text(value: &mut Value, at: &mut String, with: &mut impl FnMut(&str, &mut String)) {
    let depth = at.len();
    match value {
        Value::String(text) => with(at, text),
        Value::Array(items) => {
            for (i, item) in items.iter_mut().enumerate() {
                at.push('/');
                at.push_str(&i.to_string());
                each_text(item, at, with);
                at.truncate(depth);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                at.push('/');
                at.push_str(key);
                each_text(value, at, with);
                at.truncate(depth);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn written(event: &SseEvent, value: &Value) -> Bytes {
    let mut text = String::new();
    if !event.name.is_empty() {
        text.extend(["event: ", &event.name, "\n"]);
    }
    let data = if value.is_null() { event.data.clone() } else { value.to_string() };
    for line in data.split('\n') {
        text.extend(["data: ", line, "\n"]);
    }
    Bytes::from(text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str) -> (u64, Bytes) {
        let data = serde_json::json!({"choices": [{"delta": {"content": text}}], "id": "x"});
        (1, Bytes::from(format!("data: {data}\n\n")))
    }

    fn words(reads: &[(u64, Bytes)]) -> String {
        let events = events(reads).unwrap().into_iter();
        events
            .filter_map(|(_, _, value)| value["choices"][0]["delta"]["content"].as_str().map(str::to_owned))
            .collect()
    }

    #[test]
    fn a_secret_in_pieces_is_taken_out_and_everything_else_stays() {
        let redactor = Redactor::default();
        redactor.add("KEY", &"sk-canary-0123456789".into());
        let mut reads: Vec<_> = ["It is s", "k-can", "ary-01234", "56789", ", so."].map(piece).into();
        reads.push((2, Bytes::from("data: [DONE]\n\n")));
        let clean = clean(reads, &redactor);
        assert_eq!(words(&clean), "It is [REDACTED:KEY], so.");
        assert_eq!(clean.last().unwrap().1, "data: [DONE]\n\n");
        assert_eq!(clean.len(), 6);
    }

    #[test]
    fn a_stream_without_secrets_is_kept_read_by_read() {
        let redactor = Redactor::default();
        redactor.add("KEY", &"sk-canary-0123456789".into());
        let reads = vec![(0, Bytes::from("data: {\"a\"")), (5, Bytes::from(":\"sk-can\"}\n\n: hm\n\n"))];
        assert_eq!(super::clean(reads.clone(), &redactor), reads);
    }
}
