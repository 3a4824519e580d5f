//! The conversation fits what a model can read. What does not fit is left out, the oldest first:
//! whole turns of the session, then what tools gave; never the instructions, never the question.
//!
//! Tokens are estimated, for each provider counts in its own way: four characters of ASCII are one,
//! two of other alphabets (Greek, Cyrillic, Arabic, …), and each one of all other writing. That is
//! rather too much than too little. A message costs four more, a picture [`IMAGE`], other files one
//! for each hundred bytes.

use std::fmt::Write as _;

use crate::runtime::llm::{Media, MediaKind, Message, Part, Role};
use crate::runtime::remember::lift_summary;

/// A picture, in tokens.
const IMAGE: u64 = 1600;
/// What a message costs beside its words.
const MESSAGE: u64 = 4;
/// Kept free for the answer where nothing is said.
const ANSWER: u64 = 4096;
/// One result of a tool may have this part of the room.
const RESULT_PART: u64 = 4;
/// Stands in for the result of a tool that was left out.
const LEFT_OUT: &str = "(left out: the conversation is too long)";

/// What cannot be made to fit, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong {
    /// What must be told.
    pub(super) needed: u64,
    /// What there is room for.
    pub(super) room: u64,
}

/// The tokens that a model has for the conversation: its window less the answer and the tools.
pub(super) fn room(reads: u64, writes: u64, max_tokens: Option<u64>, tools_bytes: usize) -> u64 {
    let answer = max_tokens.unwrap_or(ANSWER.min(writes)).min(reads / 2);
    reads.saturating_sub(answer).saturating_sub(tools_bytes as u64 / 3)
}

/// Leaves out what does not fit into `room` tokens.
pub(super) fn fit(messages: &mut Vec<Message>, room: u64) -> Result<(), TooLong> {
    // A token is never less than a byte, so this is enough for nearly all.
    let bytes: usize = messages.iter().map(Message::bytes).sum();
    if bytes as u64 + messages.len() as u64 * MESSAGE <= room {
        return Ok(());
    }
    let most = room / RESULT_PART;
    for message in messages.iter_mut() {
        shorten(message, most);
    }
    let mut total: u64 = messages.iter().map(tokens).sum();
    if total > room {
        total = drop_turns(messages, total, room);
    }
    let results = messages.iter_mut().filter(|message| message.role() == Role::Tool);
    for message in results {
        if total <= room {
            break;
        }
        let before = tokens(message);
        if let Message::Tool { result, .. } = message {
            LEFT_OUT.clone_into(result);
        }
        total -= before.saturating_sub(tokens(message));
    }
    if total <= room { Ok(()) } else { Err(TooLong { needed: total, room }) }
}

/// Drops the oldest turns before the question, as many as have to go, in one pass; how many tokens are left of `total`.
fn drop_turns(messages: &mut Vec<Message>, mut total: u64, room: u64) -> u64 {
    let begin = messages.iter().take_while(|message| message.role() == Role::System).count();
    // Pictures that a tool gave come in the user's name, and are no question.
    let is_question = |at: &usize| {
        messages[*at].role() == Role::User && (*at == 0 || messages[*at - 1].role() != Role::Tool)
    };
    let Some(question) = (0..messages.len()).rev().find(is_question) else { return total };
    let begins = |messages: &[Message], at: usize| messages[at].role() == Role::User;
    if !(begin + 1..=question).any(|at| begins(messages, at)) {
        return total;
    }
    // What stands for earlier turns stays before what is left of them.
    let summary = text_of(&mut messages[begin]).and_then(lift_summary);
    let (mut end, mut turn) = (begin, 0);
    for at in begin..question {
        turn += tokens(&messages[at]);
        if begins(messages, at + 1) {
            total = total.saturating_sub(std::mem::take(&mut turn));
            end = at + 1;
            if total <= room {
                break;
            }
        }
    }
    messages.drain(begin..end);
    if let (Some(summary), Message::User(parts)) = (summary, &mut messages[begin]) {
        match parts.first_mut() {
            Some(Part::Text(text)) => text.insert_str(0, &format!("{summary}\n\n")),
            _ => parts.insert(0, Part::Text(summary)),
        }
    }
    total
}

/// The words at the beginning of a user's message.
fn text_of(message: &mut Message) -> Option<&mut String> {
    match message {
        Message::User(parts) => match parts.first_mut() {
            Some(Part::Text(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// Cuts what a tool gave to `most` tokens.
fn shorten(message: &mut Message, most: u64) {
    let Message::Tool { result, .. } = message else { return };
    if result.len() as u64 <= most || text_tokens(result) <= most {
        return;
    }
    let (mut kept, mut count) = (0, Count::default());
    for (at, c) in result.char_indices() {
        count.add(c);
        if count.tokens() > most {
            break;
        }
        kept = at + c.len_utf8();
    }
    let left_out = result.len() - kept;
    result.truncate(kept);
    write!(result, "\n({left_out} more bytes are left out: the result is too long)")
        .expect("a String takes everything");
}

fn tokens(message: &Message) -> u64 {
    let words = match message {
        Message::System(text) => text_tokens(text),
        Message::User(parts) => parts.iter().map(part).sum(),
        Message::Assistant { text, calls } => {
            let calls =
                calls.iter().map(|call| text_tokens(&call.name) + text_tokens(&call.arguments) + MESSAGE);
            text_tokens(text) + calls.sum::<u64>()
        }
        Message::Tool { result, .. } => text_tokens(result) + MESSAGE,
    };
    words + MESSAGE
}

fn part(part: &Part) -> u64 {
    match part {
        Part::Text(text) => text_tokens(text),
        Part::Media(Media { kind: MediaKind::Image, .. }) => IMAGE,
        Part::Media(media) => media.data.len() as u64 / 100 + 1,
    }
}

/// What a text is for a model, in tokens, estimated.
pub(in crate::runtime) fn text_tokens(text: &str) -> u64 {
    let mut count = Count::default();
    text.chars().for_each(|c| count.add(c));
    count.tokens()
}

#[derive(Default)]
struct Count {
    ascii: u64,
    alphabetic: u64,
    other: u64,
}

impl Count {
    fn add(&mut self, c: char) {
        match c {
            '\0'..='\x7f' => self.ascii += 1,
            '\u{80}'..='\u{7ff}' => self.alphabetic += 1,
            _ => self.other += 1,
        }
    }

    fn tokens(&self) -> u64 {
        self.ascii.div_ceil(4) + self.alphabetic.div_ceil(2) + self.other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::llm::ToolCall;

    fn conversation() -> Vec<Message> {
        let turn = |n: u32| [Message::user(format!("q{n}").repeat(100)), Message::assistant("a".repeat(200))];
        let mut messages = vec![Message::System("be kind".into())];
        messages.extend((1..=3).flat_map(turn));
        messages.push(Message::user("and now?"));
        messages
    }

    fn fitted(room: u64) -> Result<Vec<String>, TooLong> {
        let mut messages = conversation();
        fit(&mut messages, room)?;
        Ok(messages.iter().map(|m| m.text().chars().take(2).collect()).collect())
    }

    #[test]
    fn tokens_are_counted_by_script() {
        for (text, expected) in
            [("", 0), ("abcd", 1), ("abcde", 2), ("привет", 3), ("你好", 2), ("🙂", 1), ("a你б", 3)]
        {
            assert_eq!(text_tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn the_room_is_the_window_less_the_answer_and_the_tools() {
        assert_eq!(room(128_000, 16_384, None, 0), 123_904);
        assert_eq!(room(8000, 2000, None, 300), 5900);
        assert_eq!(room(8000, 8000, Some(1000), 0), 7000);
        assert_eq!(room(8000, 8000, Some(100_000), 0), 4000, "a setting that is too large leaves half");
    }

    #[test]
    fn whole_turns_go_the_oldest_first_and_instructions_and_question_stay() {
        let whole = ["be", "q1", "aa", "q2", "aa", "q3", "aa", "an"];
        assert_eq!(fitted(10_000).unwrap(), whole);
        assert_eq!(fitted(350).unwrap(), whole);
        assert_eq!(fitted(300).unwrap(), ["be", "q2", "aa", "q3", "aa", "an"]);
        assert_eq!(fitted(130).unwrap(), ["be", "q3", "aa", "an"]);
        assert_eq!(fitted(20).unwrap(), ["be", "an"]);
        assert_eq!(fitted(9), Err(TooLong { needed: 12, room: 9 }));
    }

    #[test]
    fn a_summary_stays_when_the_turn_that_it_stands_before_goes() {
        let summary = crate::runtime::remember::summary("They met.");
        let mut messages = conversation();
        messages[1] = Message::user(format!("{summary}\n\n{}", "q1".repeat(100)));
        fit(&mut messages, 170).unwrap();
        let texts: Vec<&str> = messages.iter().map(Message::text).collect();
        assert_eq!(texts[1], format!("{summary}\n\n{}", "q3".repeat(100)));
        assert_eq!(texts.len(), 4);
        fit(&mut messages, 60).unwrap();
        assert_eq!(messages[1].text(), format!("{summary}\n\nand now?"));
    }

    #[test]
    fn a_question_without_an_answer_is_a_turn_too() {
        let mut messages = vec![Message::user("x".repeat(4000)), Message::user("short")];
        fit(&mut messages, 100).unwrap();
        assert_eq!(messages, [Message::user("short")]);
    }

    #[test]
    fn what_tools_gave_is_cut_and_then_left_out_before_words() {
        let call = |id: &str| ToolCall {
            id: id.into(),
            name: "f".into(),
            arguments: "{}".into(),
            ..ToolCall::default()
        };
        let result = |id: &str, text: String| Message::Tool { call: call(id), result: text, failed: false };
        let mut messages = vec![
            Message::user("question"),
            Message::Assistant { text: "look".into(), calls: vec![call("1")] },
            result("1", "é".repeat(10_000)),
            Message::Assistant { text: String::new(), calls: vec![call("2")] },
            result("2", "b".repeat(400)),
        ];
        fit(&mut messages, 4000).unwrap();
        assert!(messages[2].text().starts_with("éé") && messages[2].text().ends_with("too long)"));
        assert!(text_tokens(messages[2].text()) < 1100);
        fit(&mut messages, 300).unwrap();
        assert!(messages[2].text().len() < 500, "cut again");
        fit(&mut messages, 90).unwrap();
        assert_eq!(messages[2].text(), LEFT_OUT);
        assert_eq!(messages[0].text(), "question");
        assert_eq!(messages[1].text(), "look");
    }

    #[test]
    fn a_picture_has_a_price_whatever_its_size() {
        let media = Media {
            kind: MediaKind::Image,
            media_type: "image/png".into(),
            name: String::new(),
            data: bytes::Bytes::from(vec![0; 1 << 20]),
        };
        let mut messages = vec![Message::User(vec![Part::Text("what is it?".into()), Part::Media(media)])];
        assert!(fit(&mut messages, 2000).is_ok());
        assert_eq!(fit(&mut messages, 1000).unwrap_err().needed, IMAGE + 3 + MESSAGE);
    }
}
