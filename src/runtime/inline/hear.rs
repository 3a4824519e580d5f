//! Looks at a message before anything else does, and takes out of it what nobody is to see.

use super::choice::{Choice, choice};
use super::reply::{Reply, is_clear, reply};
use super::state::{Awaited, Inline, Now, Place, What};
use super::texts::{REMOVED, is_question, title};
use super::wish::{Known, switch, wish};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{Need, Rules};
use crate::runtime::llm::{Message, Part};
use crate::runtime::turn::Ask;
use crate::support::keys::{Pasted, without_pasted};
use zeroize::{Zeroize, Zeroizing};

/// What of a message is about credentials.
#[derive(Debug)]
pub(in crate::runtime) enum Came<P> {
    /// Nothing.
    Nothing,
    /// It has the credential that was waited for, or that it says is to be added; none where it cannot be read as one.
    Credential { need: Need, content: Option<Content>, label: Option<String>, paused: Option<P> },
    /// The question is taken back.
    Cancel(What),
    /// The user wants to know more before giving one.
    Help(Need),
    /// An account is chosen, of those: that one, or all.
    Chosen { service: Service, accounts: Vec<String>, one: Option<usize>, paused: Option<P> },
    /// It is waited for a choice, and this chooses nothing.
    Unclear { service: Service, accounts: Vec<String> },
    /// The user wants to give one.
    Wish { need: Need, label: Option<String> },
    /// The user wants another account used.
    Switch { service: Service, account: String },
    /// A credential came after its time.
    Late(Service),
}

/// What was heard: what came, and whose keys were cut out of the message unasked.
#[derive(Debug)]
pub(in crate::runtime) struct Heard<P> {
    pub(in crate::runtime) came: Came<P>,
    /// Titles of providers, as far as those are known.
    pub(in crate::runtime) removed: Vec<String>,
    /// How many were cut out.
    pub(in crate::runtime) count: usize,
    /// The service of the formation that the first of them is for.
    pub(in crate::runtime) service: Option<Service>,
    /// There was nothing else in the message.
    pub(in crate::runtime) alone: bool,
}

impl<P> Default for Heard<P> {
    fn default() -> Self {
        Self { came: Came::Nothing, removed: Vec::new(), count: 0, service: None, alone: false }
    }
}

/// The id of the element that a credential for the service can be typed into.
pub(in crate::runtime) fn element(service: &Service) -> String {
    format!("credential-{service}")
}

/// Where a message is answered.
pub(in crate::runtime) fn place(ask: &Ask, session_id: &str) -> Place {
    if ask.conversation().is_some() { Place::Brought } else { Place::Session(session_id.to_owned()) }
}

/// Looks at `ask`. No credential is in it any more when this returns.
pub(in crate::runtime) fn hear<P>(
    ask: &mut Ask,
    session_id: &str,
    inline: &Inline<P>,
    rules: &Rules,
    now: u64,
) -> Heard<P> {
    let place = place(ask, session_id);
    let mut came = Came::Nothing;
    if !rules.needs.is_empty() {
        came = match inline.now(&ask.who, &place, now) {
            Now::Open(what) if is_asked(ask, what.service()) => {
                answered(ask, &place, inline, rules, what, now)
            }
            Now::Past(What::Credential { service, .. }) if is_asked(ask, &service) => {
                if is_clear(&ask.message, &element(&service)) {
                    take_all(ask);
                    Came::Late(service)
                } else {
                    Came::Nothing
                }
            }
            _ => Came::Nothing,
        };
        answers_before(ask, rules);
    }
    // Before it is cut: the token may stand in it.
    if matches!(came, Came::Nothing) {
        came = wished(ask, rules);
    }
    let mut found = Vec::new();
    for_each_text(ask, &mut |text, is_new| {
        if let Some((clean, pasted)) = without_pasted(text, REMOVED) {
            text.zeroize();
            *text = clean;
            if is_new {
                found.extend(pasted);
            }
        }
    });
    heard(came, &found, ask, rules)
}

fn heard<P>(came: Came<P>, found: &[Pasted], ask: &Ask, rules: &Rules) -> Heard<P> {
    let mut removed: Vec<String> = Vec::new();
    for provider in found.iter().filter_map(|one| one.provider) {
        if !removed.iter().any(|title| title == provider.title) {
            removed.push(provider.title.to_owned());
        }
    }
    let service = found.iter().find_map(|one| of_provider(one, rules)).map(|need| need.service.clone());
    let rest = ask.message.replace(REMOVED, "");
    let alone =
        rest.chars().all(|c| !c.is_alphanumeric()) && ask.attachments.is_empty() && ask.recordings.is_empty();
    Heard { came, removed, count: found.len(), service, alone: alone && !found.is_empty() }
}

/// The need that a key with a mark is for, where there is one alone.
fn of_provider<'r>(pasted: &Pasted, rules: &'r Rules) -> Option<&'r Need> {
    let words = pasted.provider?.words;
    let mut fit = rules
        .needs
        .iter()
        .filter(|need| words.contains(&need.service.as_str().to_ascii_uppercase().as_str()));
    fit.next().filter(|_| fit.next().is_none())
}

/// What waits, waits for this message: where the caller keeps the conversation, the question is the last thing in it.
fn is_asked(ask: &Ask, service: &Service) -> bool {
    let Some(conversation) = ask.conversation() else { return true };
    let last = conversation.earlier.iter().rev().find_map(|message| match message {
        Message::Assistant { text, .. } => Some(text),
        _ => None,
    });
    conversation.later.is_empty() && last.is_some_and(|text| is_question(text, service))
}

fn answered<P>(
    ask: &mut Ask,
    place: &Place,
    inline: &Inline<P>,
    rules: &Rules,
    what: What,
    now: u64,
) -> Came<P> {
    let take = |ask: &Ask| inline.take(&ask.who, place, now);
    match what {
        What::Credential { service, label } => {
            let Some(need) = rules.needs.iter().find(|need| need.service == service).cloned() else {
                return Came::Nothing;
            };
            let said = match reply(&ask.message, need.basic, &element(&service)) {
                Reply::Other => in_files(ask).map_or(Reply::Other, Reply::Given),
                said => said,
            };
            let content = match said {
                Reply::Other => return Came::Nothing,
                Reply::Help => return Came::Help(need),
                Reply::Cancel => {
                    return take(ask).map_or(Came::Nothing, |awaited: Awaited<P>| Came::Cancel(awaited.what));
                }
                Reply::Given(content) => Some(content),
                Reply::Unusable => None,
            };
            take_all(ask);
            match take(ask) {
                Some(awaited) => Came::Credential { need, content, label, paused: awaited.paused },
                None => Came::Late(service),
            }
        }
        What::Account { service, accounts } => {
            let text = ask.message.trim();
            let text = text.strip_prefix(&format!("account-{service}:")).unwrap_or(text);
            let one = match choice(text, &accounts) {
                Choice::One(at) => Some(at),
                Choice::All => None,
                Choice::Cancel => {
                    return take(ask).map_or(Came::Nothing, |awaited: Awaited<P>| Came::Cancel(awaited.what));
                }
                // A new question is one.
                Choice::Unclear if text.split_whitespace().count() > 3 => return Came::Nothing,
                Choice::Unclear => return Came::Unclear { service, accounts },
            };
            match take(ask) {
                Some(awaited) => Came::Chosen { service, accounts, one, paused: awaited.paused },
                None => Came::Nothing,
            }
        }
    }
}

/// A token in a file that came with the answer.
fn in_files(ask: &Ask) -> Option<Content> {
    let text = ask.attachments.iter().find_map(|file| {
        let text = file.part.text()?;
        let found = crate::support::keys::pasted(text).into_iter().next()?;
        Some(Zeroizing::new(text[found.at].to_owned()))
    })?;
    Content::of([("token".to_owned(), text)]).ok()
}

fn wished<P>(ask: &mut Ask, rules: &Rules) -> Came<P> {
    let known: Vec<Known> = rules.needs.iter().map(known).collect();
    if let Some((at, account)) = switch(&ask.message, &known) {
        return Came::Switch { service: rules.needs[at].service.clone(), account: account.to_owned() };
    }
    let (clean, pasted) = match without_pasted(&ask.message, REMOVED) {
        Some((clean, pasted)) => (clean, pasted),
        None => (ask.message.clone(), Vec::new()),
    };
    let Some(wish) = wish(&clean, &known, REMOVED) else { return Came::Nothing };
    let of_mark = || pasted.first().and_then(|first| of_provider(first, rules));
    let Some(need) = wish.service.map(|at| &rules.needs[at]).or_else(of_mark).cloned() else {
        return Came::Nothing;
    };
    let token = match (pasted.as_slice(), wish.token) {
        ([], token) => token.map(|token| Zeroizing::new(token.to_owned())),
        ([only], None) => Some(Zeroizing::new(ask.message[only.at.clone()].to_owned())),
        // Which of several is not known.
        _ => return Came::Nothing,
    };
    let Some(token) = token else { return Came::Wish { need, label: wish.label } };
    let label = wish.label.clone();
    let content = Content::of([("token".to_owned(), token.clone())]).ok();
    ask.message = clean.replace(token.as_str(), REMOVED);
    if let Some(conversation) = ask.wishes.as_mut().and_then(|wishes| wishes.conversation.as_mut()) {
        conversation.question = Some(Message::user(ask.message.clone()));
    }
    Came::Credential { need, content, label, paused: None }
}

fn known(need: &Need) -> Known {
    let name = need.service.as_str();
    let mut names = vec![name.to_owned(), name.replace('-', " "), title(&need.service).to_lowercase()];
    names.sort_unstable();
    names.dedup();
    // The longest first: `my app server` is not `my app`.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    Known { names }
}

/// Nothing of what the user wrote goes on.
fn take_all(ask: &mut Ask) {
    ask.message.zeroize();
    REMOVED.clone_into(&mut ask.message);
    ask.attachments.retain(|file| file.part.text().is_none());
    if let Some(conversation) = ask.wishes.as_mut().and_then(|wishes| wishes.conversation.as_mut()) {
        conversation.question = Some(Message::user(REMOVED));
    }
}

/// Answers to earlier questions for credentials, which callers that keep the conversation send with each request again.
fn answers_before(ask: &mut Ask, rules: &Rules) {
    let Some(conversation) = ask.wishes.as_mut().and_then(|wishes| wishes.conversation.as_mut()) else {
        return;
    };
    let asks = |text: &str| rules.needs.iter().find(|need| is_question(text, &need.service));
    let mut asked: Option<&Need> = None;
    for message in &mut conversation.earlier {
        match message {
            Message::Assistant { text, .. } => asked = asks(text),
            Message::User(parts) => {
                if let Some(need) = asked.take() {
                    let said: String = parts.iter().filter_map(Part::text).collect::<Vec<_>>().join("\n");
                    let said = Zeroizing::new(said);
                    let given = reply(&said, need.basic, &element(&need.service));
                    if matches!(given, Reply::Given(_) | Reply::Unusable) {
                        *message = Message::user(REMOVED);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Each text that a model, a log or the store could see; with whether it is new, and not from before in a conversation that
/// the caller keeps.
fn for_each_text(ask: &mut Ask, see: &mut dyn FnMut(&mut String, bool)) {
    see(&mut ask.message, true);
    for file in &mut ask.attachments {
        if let Part::Text(text) = &mut file.part {
            see(text, true);
        }
    }
    let Some(conversation) = ask.wishes.as_mut().and_then(|wishes| wishes.conversation.as_mut()) else {
        return;
    };
    for message in
        conversation.earlier.iter_mut().chain(&mut conversation.question).chain(&mut conversation.later)
    {
        match message {
            Message::User(parts) => {
                for part in parts {
                    if let Part::Text(text) = part {
                        see(text, false);
                    }
                }
            }
            Message::Assistant { text, .. } => see(text, false),
            // What the caller's own program says and does is nothing that a user has pasted.
            Message::System(_) | Message::Tool { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::credentials::Mode;
    use crate::runtime::inline::texts;
    use crate::runtime::principal::Principal;
    use crate::runtime::turn::{Conversation, Wishes};

    const TOKEN: &str = "ghp_canary0123456789abcdef";

    fn rules() -> Rules {
        let need = Need {
            service: Service::parse("github").unwrap(),
            server: "github".into(),
            description: String::new(),
            accept_inline: true,
            basic: false,
            api: None,
        };
        Rules { mode: Mode::Dynamic, needs: vec![need], ..Rules::default() }
    }

    fn ask(message: &str) -> Ask {
        Ask::new(Principal::parse("alice").unwrap(), message.to_owned(), "r".to_owned())
    }

    fn waiting(inline: &Inline<()>, place: Place) {
        let what = What::Credential { service: rules().needs[0].service.clone(), label: None };
        inline.ask(&Principal::parse("alice").unwrap(), place, Awaited { what, paused: Some(()) }, 0);
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
        let brought = |before: Vec<Message>, said: &str| {
            let conversation =
                Conversation { earlier: before, question: Some(Message::user(said)), later: Vec::new() };
            let wishes = Wishes { conversation: Some(conversation), ..Wishes::default() };
            Ask { wishes: Some(Box::new(wishes)), ..ask(said) }
        };
        waiting(&inline, Place::Brought);
        let mut elsewhere = brought(vec![Message::assistant("Hello")], "a8f5f167f44f4964");
        assert!(matches!(hear(&mut elsewhere, "x", &inline, &rules, 1).came, Came::Nothing));
        let mut given = brought(vec![Message::assistant(question.clone())], "a8f5f167f44f4964");
        assert!(matches!(hear(&mut given, "y", &inline, &rules, 1).came, Came::Credential { .. }));
        assert_eq!(given.question().text(), REMOVED);
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
        assert_eq!((earlier[0], earlier[2], earlier[3]), (REMOVED, REMOVED, "Thanks"));
    }

    #[test]
    fn what_is_pasted_unasked_is_counted_and_told_whose_it_is() {
        let mut ask = ask(&format!("a {TOKEN} b {TOKEN}"));
        let heard = hear(&mut ask, "s", &Inline::<()>::default(), &rules(), 1);
        assert_eq!((heard.removed, heard.count, heard.alone), (vec!["GitHub".to_owned()], 2, false));
        assert_eq!(heard.service.unwrap().as_str(), "github");
        assert_eq!(ask.message, format!("a {REMOVED} b {REMOVED}"));
    }
}
