//! Messages with credentials in them, as they are heard.

use super::texts::REMOVED;
use super::{Awaited, Came, Inline, Place, What, hear};
use crate::credentials::Service;
use crate::runtime::credentials::{Need, Rules};
use crate::runtime::principal::Principal;
use crate::runtime::turn::Ask;

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
