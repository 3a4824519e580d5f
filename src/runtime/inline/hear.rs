//! Looks at a message before anything else does, and takes out of it what nobody is to see.

use std::borrow::Cow;

use super::choice::{Choice, choice};
use super::reply::{Reply, Waits, in_file, is_of, reply, typed};
use super::state::{Awaited, Inline, Now, Place, What};
use super::texts::{REMOVED, is_question, title, wants_credential};
use super::wish::{Known, Wish, switch, wish};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{Need, Rules};
use crate::runtime::llm::{Message, Part};
use crate::runtime::turn::Ask;
use crate::support::keys::{PROVIDERS, Pasted, without_pasted};
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

/// Where what a message answers was asked.
pub(in crate::runtime) fn place(ask: &Ask, session_id: &str) -> Place {
    match ask.conversation() {
        Some(conversation) => Place::Brought(conversation.before()),
        None => Place::Session(session_id.to_owned()),
    }
}

/// Where something may have been chosen for this message, the latest first; what is asked now, is asked at the first of them.
pub(in crate::runtime) fn places(ask: &Ask, session_id: &str) -> Vec<Place> {
    match ask.conversation() {
        Some(conversation) => conversation.so_far.iter().rev().copied().map(Place::Brought).collect(),
        None => vec![Place::Session(session_id.to_owned())],
    }
}

/// Looks at `ask`. No credential is in it any more when this returns.
pub(in crate::runtime) fn hear<P>(
    ask: &mut Ask,
    session_id: &str,
    inline: &Inline<P>,
    rules: &Rules,
    now: u64,
) -> Heard<P> {
    let mut came = Came::Nothing;
    if !rules.needs.is_empty() {
        let place = place(ask, session_id);
        let typed = swallow_typed(ask, rules);
        came = match (inline.now(&ask.who, &place, now), typed) {
            (Now::Open(what), typed) if is_asked(ask, what.service()) => {
                answered(ask, &place, inline, rules, what, typed, now)
            }
            (_, Some((service, _))) => Came::Late(service),
            (Now::Past(What::Credential { service, .. }), None) if is_asked(ask, &service) => {
                past(ask, rules, service)
            }
            // Nobody knows of the question any more, and it stands there.
            _ => match asked_last(ask, rules) {
                Some(service) => past(ask, rules, service),
                None => Came::Nothing,
            },
        };
        answers_before(ask, rules);
        // Before it is cut: the token may stand in it.
        if matches!(came, Came::Nothing) {
            came = wished(ask, rules);
        }
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
    if found.is_empty() {
        return Heard { came, ..Heard::default() };
    }
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
    Heard { came, removed, count: found.len(), service, alone }
}

/// The need that a key with a mark is for, where there is one alone.
fn of_provider<'r>(pasted: &Pasted, rules: &'r Rules) -> Option<&'r Need> {
    let provider = pasted.provider?;
    let mut fit = rules.needs.iter().filter(|need| is_of(provider, &need.service));
    fit.next().filter(|_| fit.next().is_none())
}

/// What waits, waits for this message: where the caller keeps the conversation, the question is the last thing in it.
fn is_asked(ask: &Ask, service: &Service) -> bool {
    ask.conversation().is_none() || last_said(ask).is_some_and(|text| is_question(text, service))
}

/// What the question follows in a conversation that the caller keeps.
fn last_said(ask: &Ask) -> Option<&String> {
    let conversation = ask.conversation().filter(|conversation| conversation.later.is_empty())?;
    conversation.earlier.iter().rev().find_map(|message| match message {
        Message::Assistant { text, .. } => Some(text),
        _ => None,
    })
}

/// What the user has typed into an element for a credential, and for which service.
type Typed = (Service, Zeroizing<String>);

/// Takes what was typed into an element out of the message, where it stands on a line of its own and in all that follows, whether
/// anybody waits for it or not.
fn swallow_typed(ask: &mut Ask, rules: &Rules) -> Option<Typed> {
    let typed = swallow(&mut ask.message, rules);
    if let Some(conversation) = ask.wishes.as_mut().and_then(|wishes| wishes.conversation.as_mut()) {
        if typed.is_some() {
            conversation.question = Some(Message::user(ask.message.clone()));
        }
        for message in &mut conversation.earlier {
            let Message::User(parts) = message else { continue };
            for part in parts {
                if let Part::Text(text) = part {
                    drop(swallow(text, rules));
                }
            }
        }
    }
    typed
}

fn swallow(text: &mut String, rules: &Rules) -> Option<Typed> {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim_start();
        let at = from + line.len() - said.len();
        let of = |need: &&Need| {
            said.strip_prefix(&element(&need.service)).is_some_and(|rest| rest.trim_start().starts_with(':'))
        };
        if let Some(need) = rules.needs.iter().find(of) {
            let value = text[at..].split_once(':').map_or("", |(_, value)| value.trim());
            let value = Zeroizing::new(value.to_owned());
            let mut clean = text[..at].to_owned();
            clean.push_str(REMOVED);
            text.zeroize();
            *text = clean;
            return Some((need.service.clone(), value));
        }
        from += line.len();
    }
    None
}

/// The service whose credential the last answer asks for, in a conversation that the caller keeps.
fn asked_last(ask: &Ask, rules: &Rules) -> Option<Service> {
    let last = last_said(ask)?;
    let need = rules.needs.iter().find(|need| wants_credential(last, &need.service))?;
    Some(need.service.clone())
}

/// What comes where a credential was waited for, and is not any more.
fn past<P>(ask: &mut Ask, rules: &Rules, service: Service) -> Came<P> {
    // A token that is said to be added is one again.
    let came = wished(ask, rules);
    if !matches!(came, Came::Nothing) {
        return came;
    }
    let Some(need) = rules.needs.iter().find(|need| need.service == service) else { return Came::Nothing };
    match reply(&ask.message, Waits { need, all: &rules.needs }) {
        Reply::Given(_) => {}
        // In a session much may have been said since; in a conversation this is what follows the question.
        Reply::Unusable if ask.conversation().is_some() => {}
        _ => return Came::Nothing,
    }
    take_all(ask);
    Came::Late(service)
}

fn answered<P>(
    ask: &mut Ask,
    place: &Place,
    inline: &Inline<P>,
    rules: &Rules,
    what: What,
    typed: Option<Typed>,
    now: u64,
) -> Came<P> {
    match what {
        What::Credential { service, label } => match typed {
            Some((of, _)) if of != service => Came::Late(of),
            typed => credential(ask, place, inline, rules, (service, label), typed.as_ref(), now),
        },
        What::Account { service, accounts } => match typed {
            Some((of, _)) => Came::Late(of),
            None => account(ask, place, inline, service, accounts, now),
        },
    }
}

fn credential<P>(
    ask: &mut Ask,
    place: &Place,
    inline: &Inline<P>,
    rules: &Rules,
    (service, label): (Service, Option<String>),
    typed_in: Option<&Typed>,
    now: u64,
) -> Came<P> {
    let Some(need) = rules.needs.iter().find(|need| need.service == service).cloned() else {
        return Came::Nothing;
    };
    let waits = Waits { need: &need, all: &rules.needs };
    let take = |ask: &Ask| inline.take(&ask.who, place, now);
    let said = match typed_in {
        Some((_, value)) => typed(value, &need),
        None => match wished_for(ask, rules, &all_known(rules)) {
            // What is wished for another service is no answer for this one.
            Some(wished) if wished.need.service != service => return Came::Nothing,
            Some(Wished { token: Some(token), .. }) => {
                Content::of([("token".to_owned(), token)]).map_or(Reply::Unusable, Reply::Given)
            }
            Some(Wished { doubtful: true, .. }) => Reply::Unusable,
            Some(_) => Reply::Help,
            None => reply(&ask.message, waits),
        },
    };
    // A file counts where nothing is said beside it.
    let said = match said {
        Reply::Other if ask.message.trim().is_empty() => {
            let mut texts = ask.attachments.iter().filter_map(|file| file.part.text());
            texts.find_map(|text| in_file(text, waits)).map_or(Reply::Other, Reply::Given)
        }
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
    if typed_in.is_none() {
        take_all(ask);
    }
    match take(ask) {
        Some(awaited) => Came::Credential { need, content, label, paused: awaited.paused },
        None => Came::Late(service),
    }
}

fn account<P>(
    ask: &Ask,
    place: &Place,
    inline: &Inline<P>,
    service: Service,
    accounts: Vec<String>,
    now: u64,
) -> Came<P> {
    let text = ask.message.trim();
    let text = text.strip_prefix(&format!("account-{service}:")).unwrap_or(text);
    let take = || inline.take(&ask.who, place, now);
    let one = match choice(text, &accounts) {
        Choice::One(at) => Some(at),
        Choice::All => None,
        Choice::Cancel => {
            return take().map_or(Came::Nothing, |awaited: Awaited<P>| Came::Cancel(awaited.what));
        }
        // A new question is one.
        Choice::Unclear if text.split_whitespace().count() > 3 => return Came::Nothing,
        Choice::Unclear => return Came::Unclear { service, accounts },
    };
    match take() {
        Some(awaited) => Came::Chosen { service, accounts, one, paused: awaited.paused },
        None => Came::Nothing,
    }
}

/// A credential that is to be added, of which service, and which.
struct Wished {
    need: Need,
    label: Option<String>,
    token: Option<Zeroizing<String>>,
    doubtful: bool,
}

fn wished_for(ask: &Ask, rules: &Rules, known: &[Known]) -> Option<Wished> {
    let (clean, pasted) = match without_pasted(&ask.message, REMOVED) {
        Some((clean, pasted)) => (Cow::Owned(clean), pasted),
        None => (Cow::Borrowed(ask.message.as_str()), Vec::new()),
    };
    let Wish { service, label, token, doubtful } = wish(&clean, known, REMOVED)?;
    let of_mark = || pasted.first().and_then(|first| of_provider(first, rules));
    let need = service.map(|at| &rules.needs[at]).or_else(of_mark)?.clone();
    let token = match (pasted.as_slice(), token) {
        ([], token) => token.map(|token| Zeroizing::new(token.to_owned())),
        ([only], None) if fits(only, &need) => Some(only.value(&ask.message)),
        // Which of several is not known; and a key of another service is none of this one.
        _ => return None,
    };
    Some(Wished { need, label, token, doubtful })
}

/// A key with the mark of one provider is not the one of another.
fn fits(pasted: &Pasted, need: &Need) -> bool {
    let is_known = PROVIDERS.iter().any(|provider| is_of(provider, &need.service));
    pasted.provider.is_none_or(|provider| !is_known || is_of(provider, &need.service))
}

fn wished<P>(ask: &mut Ask, rules: &Rules) -> Came<P> {
    let known = all_known(rules);
    let wish = wished_for(ask, rules, &known);
    let has_secret = wish.as_ref().is_some_and(|wish| wish.token.is_some() || wish.doubtful);
    if !has_secret && let Some((at, account)) = switch(&ask.message, &known) {
        return Came::Switch { service: rules.needs[at].service.clone(), account: account.to_owned() };
    }
    let Some(Wished { need, label, token, .. }) = wish else { return Came::Nothing };
    if !has_secret {
        return Came::Wish { need, label };
    }
    take_all(ask);
    let Some(token) = token else { return Came::Wish { need, label } };
    let content = Content::of([("token".to_owned(), token)]).ok();
    Came::Credential { need, content, label, paused: None }
}

fn all_known(rules: &Rules) -> Vec<Known> {
    rules.needs.iter().map(known).collect()
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
    let asks = |text: &str| rules.needs.iter().find(|need| wants_credential(text, &need.service));
    let mut asked: Option<&Need> = None;
    for message in &mut conversation.earlier {
        match message {
            Message::Assistant { text, .. } => asked = asks(text),
            Message::User(parts) => {
                if let Some(need) = asked.take() {
                    let said: String = parts.iter().filter_map(Part::text).collect::<Vec<_>>().join("\n");
                    let said = Zeroizing::new(said);
                    let given = reply(&said, Waits { need, all: &rules.needs });
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
        file.for_each_text(&mut |text| see(text, true));
    }
    let Some(wishes) = &mut ask.wishes else { return };
    see(&mut wishes.instructions, false);
    let Some(conversation) = &mut wishes.conversation else { return };
    for message in
        conversation.earlier.iter_mut().chain(&mut conversation.question).chain(&mut conversation.later)
    {
        match message {
            Message::User(parts) => {
                for part in parts {
                    match part {
                        Part::Text(text) => see(text, false),
                        Part::Media(media) => see(&mut media.name, false),
                    }
                }
            }
            Message::Assistant { text, calls } => {
                see(text, false);
                for call in calls {
                    see(&mut call.arguments, false);
                }
            }
            Message::System(text) => see(text, false),
            Message::Tool { call, result, .. } => {
                see(&mut call.arguments, false);
                see(result, false);
            }
        }
    }
}
