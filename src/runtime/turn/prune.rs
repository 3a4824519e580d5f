//! What a model is not told again in full: what tools gave some calls ago, and long answers of earlier turns.

use std::fmt::Write as _;
use std::time::Duration;

use crate::runtime::llm::Message;
use crate::support::clock::millis;

/// So many characters stay at both ends of what is cut.
const ENDS: usize = 1500;
/// Stands in for what is cleared.
const CLEARED: &str = "(left out: it was told before)";

/// What a formation says of leaving something out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pruning {
    /// Only when the conversation has rested for so long that the provider has forgotten it; else with each question.
    pub rested: Option<Duration>,
    /// Nothing stays of it; else its beginning and its end.
    pub clears: bool,
    /// How many of the last such texts stay whole.
    pub keep: usize,
    /// Answers, and texts that are cut, are longer than so many characters.
    pub longest: usize,
}

impl Pruning {
    /// Whether something is left out now, the model having been asked last at `asked_at` (0: never).
    pub(super) fn is_due(&self, asked_at: u64, now: u64) -> bool {
        self.rested.is_none_or(|rested| asked_at > 0 && now.saturating_sub(asked_at) >= millis(rested))
    }

    /// Leaves it out of the conversation.
    pub(super) fn prune(&self, messages: &mut [Message]) {
        let mut seen = 0;
        for message in messages.iter_mut().rev() {
            let (text, is_result) = match message {
                Message::Tool { result, .. } => (result, true),
                // What was said with a call belongs to it.
                Message::Assistant { text, calls } if calls.is_empty() => (text, false),
                _ => continue,
            };
            let long = is_longer(text, self.longest);
            if !long && !is_result {
                continue;
            }
            seen += 1;
            if seen <= self.keep || (!long && !self.clears) || text.len() <= CLEARED.len() {
                continue;
            }
            if self.clears {
                CLEARED.clone_into(text);
            } else {
                cut(text);
            }
        }
    }
}

fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().nth(most).is_some()
}

/// Leaves the two ends.
fn cut(text: &mut String) {
    let head = text.char_indices().nth(ENDS).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().nth_back(ENDS - 1).map_or(0, |(at, _)| at);
    if tail <= head {
        return;
    }
    let gone = text[head..tail].chars().count();
    let rest = text.split_off(tail);
    text.truncate(head);
    write!(text, "\n({gone} characters are left out)\n{rest}").expect("a String takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::llm::ToolCall;

    const ALWAYS: Pruning = Pruning { rested: None, clears: false, keep: 0, longest: 4000 };

    fn result(text: &str) -> Message {
        Message::Tool { call: ToolCall::default(), result: text.into(), failed: false }
    }

    #[test]
    fn it_is_due_always_or_when_the_conversation_has_rested() {
        assert!(ALWAYS.is_due(0, 5) && ALWAYS.is_due(5, 5));
        let rested = Pruning { rested: Some(Duration::from_mins(5)), ..ALWAYS };
        assert!(!rested.is_due(0, 900_000), "nobody has anything of a first question");
        assert!(!rested.is_due(1000, 300_999) && rested.is_due(1000, 301_000));
    }

    #[test]
    fn long_results_and_answers_keep_their_ends_and_words_of_users_stay() {
        let long = format!("{}{}{}", "é".repeat(2000), "b".repeat(2000), "ü".repeat(2000));
        let mut messages =
            vec![Message::user(&long), Message::assistant(&long), result(&long), result("short")];
        ALWAYS.prune(&mut messages);
        assert_eq!(messages[0], Message::user(&long));
        let cut = format!("{}\n(3000 characters are left out)\n{}", "é".repeat(1500), "ü".repeat(1500));
        assert_eq!(messages[1], Message::assistant(&cut));
        assert_eq!(messages[2], result(&cut));
        assert_eq!(messages[3], result("short"));
        let once = messages.clone();
        ALWAYS.prune(&mut messages);
        assert_eq!(messages, once, "what was cut is not cut again");
    }

    #[test]
    fn the_last_results_stay_whole_and_others_are_cleared_whatever_their_size() {
        let mut messages: Vec<_> =
            (0..5).map(|n| result(&format!("result {n}, which is of some length"))).collect();
        messages.push(Message::assistant("a short answer stays, however often it was said"));
        Pruning { clears: true, keep: 2, ..ALWAYS }.prune(&mut messages);
        let texts: Vec<&str> = messages.iter().map(Message::text).collect();
        assert_eq!(texts[..3], [CLEARED; 3]);
        assert!(texts[3].starts_with("result 3") && texts[4].starts_with("result 4"));
        assert!(texts[5].starts_with("a short"));
    }
}
