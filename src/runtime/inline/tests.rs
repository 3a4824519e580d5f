//! Messages with credentials in them, as they are heard.

use super::state::Now;
use super::texts::{self, REMOVED};
use super::{Awaited, Came, Inline, Place, What, hear};
use crate::credentials::Service;
use crate::runtime::credentials::{Need, Rules};
use crate::runtime::llm::Message;
use crate::runtime::principal::Principal;
use crate::runtime::turn::{Ask, Conversation, Wishes};

const GITHUB: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
const OPENAI: &str = "sk-proj-a8f5f167f44f4964e6c998dee827110c";

fn rules() -> Rules {
    let need = |service: &str, basic: bool| Need {
        service: Service::parse(service).unwrap(),
        server: service.into(),
        description: String::new(),
        accept_inline: true,
        basic,
        api: None,
    };
    Rules { needs: vec![need("github", false), need("jira", true)], ..Rules::default() }
}

fn asks(inline: &Inline<()>, service: &str) {
    let what = What::Credential { service: Service::parse(service).unwrap(), label: None };
    let awaited = Awaited { what, paused: None, bytes: 0 };
    inline.ask(&Principal::parse("alice").unwrap(), Place::Session("s".into()), awaited, 0, 0).unwrap();
}

fn says(inline: &Inline<()>, text: &str) -> (Came<()>, String) {
    let mut ask = Ask::new(Principal::parse("alice").unwrap(), text.to_owned(), "r".into());
    let heard = hear(&mut ask, "s", inline, &rules(), 1);
    (heard.came, ask.message)
}

#[test]
fn what_is_typed_into_the_element_goes_nowhere_whether_it_is_waited_for_or_not() {
    for text in ["credential-jira: swordfish", "Hello\n\ncredential-jira: swordfish\nand more of it"] {
        let (came, left) = says(&Inline::default(), text);
        assert!(matches!(came, Came::Late(_)), "{came:?}");
        assert!(!left.contains("swordfish") && !left.contains("more of it"), "{left}");
        // Nor where another one is waited for.
        let inline = Inline::default();
        asks(&inline, "github");
        let (came, left) = says(&inline, text);
        assert!(matches!(came, Came::Late(_)) && !left.contains("swordfish"), "{came:?} {left}");
    }
    let inline = Inline::default();
    asks(&inline, "github");
    let (came, left) = says(&inline, "Here you are\n\ncredential-github: swordfish");
    assert!(matches!(came, Came::Credential { content: Some(_), .. }), "{came:?}");
    assert_eq!(left, format!("Here you are\n\n{REMOVED}"));
}

#[test]
fn the_key_of_another_service_is_neither_tried_nor_told() {
    let inline = Inline::default();
    asks(&inline, "github");
    let (came, left) = says(&inline, OPENAI);
    assert!(matches!(came, Came::Credential { content: None, .. }), "{came:?}");
    assert_eq!(left, REMOVED);
    asks(&inline, "github");
    let (came, _) = says(&inline, &format!("OPENAI_API_KEY={OPENAI}\nGITHUB_TOKEN={GITHUB}"));
    let Came::Credential { content: Some(content), .. } = came else { panic!("{came:?}") };
    assert_eq!(content.primary(), GITHUB);
}

#[test]
fn what_may_be_the_password_goes_nowhere() {
    let inline = Inline::default();
    asks(&inline, "jira");
    let (came, left) = says(&inline, "ann hunter2");
    assert!(matches!(came, Came::Credential { content: None, .. }), "{came:?}");
    assert_eq!(left, REMOVED);
    let (came, left) = says(&Inline::default(), "Add my Jira password hunter2");
    assert!(matches!(came, Came::Wish { .. }), "{came:?}");
    assert_eq!(left, REMOVED);
    asks(&inline, "github");
    let (came, left) = says(&inline, "Which of my projects are the oldest?");
    assert!(matches!(came, Came::Nothing), "{came:?}");
    assert_eq!(left, "Which of my projects are the oldest?");
}

const TOKEN: &str = "ghp_canary0123456789abcdef";

fn ask(message: &str) -> Ask {
    Ask::new(Principal::parse("alice").unwrap(), message.to_owned(), "r".to_owned())
}

fn waiting(inline: &Inline<()>, place: Place) {
    let what = What::Credential { service: rules().needs[0].service.clone(), label: None };
    let awaited = Awaited { what, paused: Some(()), bytes: 0 };
    inline.ask(&Principal::parse("alice").unwrap(), place, awaited, 0, 0).unwrap();
}

#[test]
fn what_waits_takes_a_token_of_any_shape_and_nothing_of_the_message_goes_on() {
    let inline = Inline::default();
    for said in [TOKEN, "a8f5f167f44f4964", "token: \"a8f5f167f44f4964\""] {
        waiting(&inline, Place::Session("s".into()));
        let mut ask = ask(said);
        let heard = hear(&mut ask, "s", &inline, &rules(), 1);
        assert!(matches!(heard.came, Came::Credential { content: Some(_), .. }), "{said}: {heard:?}");
        assert_eq!((ask.message.as_str(), heard.count), (REMOVED, 0), "it was asked for");
    }
    let mut late = ask("a8f5f167f44f4964");
    assert!(matches!(hear(&mut late, "s", &inline, &rules(), 2).came, Came::Late(_)));
    assert_eq!(late.message, REMOVED);
    let mut other = ask("a8f5f167f44f4964");
    assert!(matches!(hear(&mut other, "t", &inline, &rules(), 2).came, Came::Nothing));
    assert_eq!(other.message, "a8f5f167f44f4964", "nobody asked there, and it may be anything");
}

#[test]
fn a_conversation_that_is_brought_has_the_question_in_it_and_no_token_any_more() {
    let (inline, rules) = (Inline::default(), rules());
    let question = texts::wanted(&rules.needs[0]);
    let conversation = |before: Vec<Message>, said: &str| {
        let begins = std::iter::once(Message::user("Hi"));
        Conversation::new(begins.chain(before).collect(), Message::user(said), Vec::new())
    };
    let brought = |before: Vec<Message>, said: &str| {
        let conversation = conversation(before, said);
        let wishes = Wishes { conversation: Some(conversation), ..Wishes::default() };
        Ask { wishes: Some(Box::new(wishes)), ..ask(said) }
    };
    waiting(&inline, Place::Brought(conversation(Vec::new(), "").before()));
    let mut elsewhere = brought(vec![Message::assistant("Hello")], "a8f5f167f44f4964");
    assert!(matches!(hear(&mut elsewhere, "x", &inline, &rules, 1).came, Came::Nothing));
    let mut given = brought(vec![Message::assistant(question.clone())], "a8f5f167f44f4964");
    assert!(matches!(hear(&mut given, "y", &inline, &rules, 1).came, Came::Credential { .. }));
    assert_eq!(given.question().text(), REMOVED);
    // Where nobody knows of the question any more, it stands there.
    let mut late = brought(vec![Message::assistant(question.clone())], "swordfish");
    assert!(matches!(hear(&mut late, "y", &Inline::<()>::default(), &rules, 1).came, Came::Late(_)));
    assert_eq!(late.question().text(), REMOVED);
    let before = vec![
        Message::user(TOKEN),
        Message::assistant(question),
        Message::user("a8f5f167f44f4964"),
        Message::assistant("Thanks"),
    ];
    let mut again = brought(before, "And now?");
    let heard = hear(&mut again, "z", &inline, &rules, 1);
    assert!(matches!(heard.came, Came::Nothing) && heard.count == 0, "that was told before");
    let earlier: Vec<&str> = again.conversation().unwrap().earlier.iter().map(Message::text).collect();
    assert_eq!((earlier[1], earlier[3], earlier[4]), (REMOVED, REMOVED, "Thanks"));
}

#[test]
fn what_is_pasted_unasked_is_counted_and_told_whose_it_is() {
    let mut ask = ask(&format!("a {TOKEN} b {TOKEN}"));
    let heard = hear(&mut ask, "s", &Inline::<()>::default(), &rules(), 1);
    assert_eq!((heard.removed, heard.count, heard.alone), (vec!["GitHub".to_owned()], 2, false));
    assert_eq!(heard.service.unwrap().as_str(), "github");
    assert_eq!(ask.message, format!("a {REMOVED} b {REMOVED}"));
}

fn alice() -> Principal {
    Principal::parse("alice").unwrap()
}

fn session() -> Place {
    Place::Session("s".into())
}

fn service(name: &str) -> Service {
    Service::parse(name).unwrap()
}

fn credential(name: &str) -> What {
    What::Credential { service: service(name), label: None }
}

#[test]
fn of_two_turns_at_once_the_second_does_not_ask_about_another_service() {
    let inline = Inline::<u32>::default();
    let slack = Service::parse("slack").unwrap();
    let ask = |service: &Service, begun: u64, now: u64| {
        let what = What::Credential { service: service.clone(), label: None };
        inline.ask(&alice(), session(), Awaited { what, paused: None, bytes: 0 }, begun, now)
    };
    assert_eq!(ask(&service("github"), 0, 5), Ok(()));
    assert_eq!(ask(&slack, 1, 6), Err(service("github")));
    assert_eq!(inline.now(&alice(), &session(), 6), Now::Open(credential("github")));
    assert_eq!(ask(&slack, 7, 8), Ok(()), "who saw the question has gone on to another");
}

#[test]
fn what_was_taken_can_be_open_again() {
    let inline = Inline::default();
    inline
        .ask(&alice(), session(), Awaited { what: credential("github"), paused: Some(7), bytes: 1 }, 0, 0)
        .unwrap();
    let taken = inline.take(&alice(), &session(), 1).unwrap();
    inline.reopen(&alice(), &session(), &service("github"), taken.paused, 2);
    assert_eq!(inline.take(&alice(), &session(), 3).unwrap().paused, Some(7));
    inline.reopen(&alice(), &session(), &service("github"), None, 300_001);
    assert!(inline.take(&alice(), &session(), 300_001).is_none(), "its time is over");
}
