//! `muxi/echo`: a model that needs no key and no network, for trying out and for tests.

use futures_util::future::BoxFuture;

use super::{Answer, Finish, Message, ModelError, Piece, Provider, Request, Role, Usage};

/// Says back what it was told, and what it was told before in the same session.
#[derive(Clone, Copy, Debug, Default)]
pub struct Echo;

impl Provider for Echo {
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<(String, Finish), ModelError>> {
        let answer = answer(&request.messages);
        let finish = finish(request, &answer);
        Box::pin(async move { Ok((answer, finish)) })
    }

    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        let answer = answer(&request.messages);
        let finish = finish(request, &answer);
        let words =
            answer.split_inclusive(' ').map(|word| Piece { texts: vec![word.to_owned()], finish: None });
        let end = Piece { texts: Vec::new(), finish: Some(finish) };
        let pieces: Vec<_> = words.chain([end]).map(Ok).collect();
        Box::pin(async move { Ok(Box::pin(futures_util::stream::iter(pieces)) as Answer) })
    }
}

fn answer(messages: &[Message]) -> String {
    let mut said = messages.iter().rev().filter(|m| m.role == Role::User).map(|m| m.content.as_str());
    let last = said.next().unwrap_or_default();
    match said.next() {
        Some(before) => format!("You said: {last} (before that: {before})"),
        None => format!("You said: {last}"),
    }
}

/// Words stand for tokens, so that the numbers are the same on every run.
fn finish(request: &Request, answer: &str) -> Finish {
    let words = |text: &str| text.split_whitespace().count() as u64;
    Finish {
        reason: Some("stop".to_owned()),
        usage: Some(Usage {
            prompt_tokens: request.messages.iter().map(|m| words(&m.content)).sum(),
            completion_tokens: words(answer),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(content: &str) -> Message {
        Message { role: Role::User, content: content.to_owned() }
    }

    #[test]
    fn it_says_back_the_last_message_and_remembers_the_one_before() {
        assert_eq!(answer(&[user("Hello")]), "You said: Hello");
        assert_eq!(answer(&[user("Hello"), user("Bye")]), "You said: Bye (before that: Hello)");
        assert_eq!(answer(&[]), "You said: ");
    }
}
