//! What users are told about their credentials, word for word. No model has a part in it, and no value is ever in it.

use crate::credentials::Service;
use crate::runtime::credentials::Need;
use crate::support::keys::PROVIDERS;
use crate::support::text::count;

/// In the place of a credential in whatever a user wrote.
pub(in crate::runtime) const REMOVED: &str = "[credential removed]";
/// Below each question for a credential.
const NOTE: &str = "(It is checked, kept encrypted for you alone, and shown to no model. Say 'cancel' to leave it, 'help' for more.)";
/// What takes a question back; it stands in all that ask for a credential.
const LEAVE: &str = "'cancel'";
/// How it begins to ask once more for an account.
const WHICH_AGAIN: &str = "I do not know which of your";
/// While a credential is tried out.
pub(in crate::runtime) const VALIDATING: &str = "Validating...";

/// What a service calls what it gives its users.
const NOUNS: &[(&str, &str)] = &[
    ("github", "personal access token"),
    ("gitlab", "personal access token"),
    ("aws", "access keys"),
    ("bedrock", "access keys"),
    ("openai", "API key"),
    ("anthropic", "API key"),
    ("openrouter", "API key"),
    ("google", "API key"),
    ("gemini", "API key"),
    ("stripe", "API key"),
    ("sendgrid", "API key"),
    ("linear", "API key"),
    ("groq", "API key"),
    ("mistral", "API key"),
];
/// Where users make one.
const PLACES: &[(&str, &str)] = &[
    ("github", "https://github.com/settings/tokens"),
    ("gitlab", "https://gitlab.com/-/user_settings/personal_access_tokens"),
    ("slack", "https://api.slack.com/apps"),
    ("linear", "https://linear.app/settings/api"),
    ("stripe", "https://dashboard.stripe.com/apikeys"),
    ("openai", "https://platform.openai.com/api-keys"),
    ("anthropic", "https://console.anthropic.com/settings/keys"),
];
/// Small numbers, from 2 on.
const NUMBERS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// A service as people write it: `GitHub`, `My app`.
pub(in crate::runtime) fn title(service: &Service) -> String {
    let word = service.as_str().to_ascii_uppercase();
    if let Some(provider) = PROVIDERS.iter().find(|provider| provider.words.first() == Some(&word.as_str())) {
        return provider.title.to_owned();
    }
    let spaced = service.as_str().replace('-', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn noun(need: &Need) -> &'static str {
    if need.basic {
        return "username and password";
    }
    let named = NOUNS.iter().find(|(service, _)| *service == need.service.as_str());
    named.map_or("token", |(_, noun)| noun)
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// An agent needs one for what was asked.
pub(in crate::runtime) fn needed(need: &Need) -> String {
    format!("I need access to {}. Please provide your {}:\n\n{NOTE}", title(&need.service), noun(need))
}

/// The user wants to give one.
pub(in crate::runtime) fn wanted(need: &Need) -> String {
    format!("Please provide your {} {}:\n\n{NOTE}", title(&need.service), noun(need))
}

/// Whether `text` is one of the questions about `service`: who keeps the conversation itself sends it back. All of them have one
/// of these marks.
pub(in crate::runtime) fn is_question(text: &str, service: &Service) -> bool {
    [LEAVE, "Which one?"].iter().any(|words| text.contains(words)) && text.contains(&title(service))
}

/// Whether it asks for a credential, and not for an account.
pub(in crate::runtime) fn wants_credential(text: &str, service: &Service) -> bool {
    is_question(text, service) && !["Which one?", WHICH_AGAIN].iter().any(|words| text.contains(words))
}

/// What it is and where it comes from.
pub(in crate::runtime) fn help(need: &Need) -> String {
    let (title, noun) = (title(&need.service), noun(need));
    let place = PLACES.iter().find(|(service, _)| *service == need.service.as_str());
    let place = place.map(|(_, url)| format!(" You can make one at {url}.")).unwrap_or_default();
    let how = if need.basic {
        "Write them as username:password, or on two lines."
    } else {
        "Paste it as a message of its own."
    };
    let what = need.description.trim().trim_end_matches('.');
    let what = if what.is_empty() { String::new() } else { format!(" ({what})") };
    format!(
        "The tools of {title}{what} act with your own {noun}, so that they see what you may see and nothing else.{place} \
         {how} It is tried out, then kept encrypted for you alone; it goes to no model, log or history. 'cancel' leaves it."
    )
}

/// Users are sent elsewhere.
pub(in crate::runtime) fn elsewhere(message: Option<&str>, service: &Service) -> String {
    match message {
        Some(message) => message.to_owned(),
        None => format!(
            "Credentials for {} are not taken in this chat. Whoever runs this formation sets them: muxi credentials set \
             {service} --user USER",
            title(service)
        ),
    }
}

/// Behind it, where an agent could not go on.
pub(in crate::runtime) fn requires(service: &Service) -> String {
    format!("Service '{service}' requires authentication.")
}

/// It came over a line that others can listen to. `came` says that it was one, and not the question for it.
pub(in crate::runtime) fn unsafe_line(service: &Service, came: bool) -> String {
    let title = title(service);
    if came {
        format!(
            "That came over a connection without encryption, so it is not kept. Others may have read it: revoke it at \
             {title}, and come back over HTTPS with a new one."
        )
    } else {
        format!(
            "I need access to {title}, and credentials are taken over HTTPS only. Come back over an https:// address."
        )
    }
}

/// It is kept.
pub(in crate::runtime) fn added(service: &Service, account: &str, is_new: bool) -> String {
    let done = if is_new { "added" } else { "updated" };
    format!("Successfully {done} {} account '{account}'", title(service))
}

/// Which ones the user has now, where there are several.
pub(in crate::runtime) fn now_has(service: &Service, accounts: &[String]) -> Option<String> {
    let several = accounts.len() > 1;
    several.then(|| {
        format!("You now have {} {} accounts: {}", accounts.len(), title(service), accounts.join(", "))
    })
}

/// It is there already.
pub(in crate::runtime) fn known(need: &Need) -> String {
    let noun = match noun(need) {
        "personal access token" => "token",
        other => other,
    };
    let (verb, all) = if need.basic || noun.ends_with('s') { ("Those", "are") } else { ("That", "is") };
    format!("{verb} {} {noun} {all} already stored in your account. You're all set!", title(&need.service))
}

/// The service did not take it; `left` more may be tried.
pub(in crate::runtime) fn refused(need: &Need, left: u32) -> String {
    let (title, noun) = (title(&need.service), noun(need));
    format!(
        "{title} did not accept that. Please provide your {title} {noun}, or say 'cancel'. ({} left)",
        count(left as usize, "attempt")
    )
}

/// It cannot be one.
pub(in crate::runtime) fn unusable(need: &Need) -> String {
    let how =
        if need.basic { " as username:password, or on two lines" } else { " alone, or as token: VALUE" };
    format!(
        "That cannot be read as a credential. Please provide your {} {}{how}, or say 'cancel'.",
        title(&need.service),
        noun(need)
    )
}

/// Too many were wrong; `minutes` until the next one is taken.
pub(in crate::runtime) fn locked(service: &Service, minutes: u64) -> String {
    let title = title(service);
    format!(
        "{title} did not accept too many of your credentials in a row. No more are taken for {}.",
        count(usize::try_from(minutes).unwrap_or(usize::MAX), "minute")
    )
}

/// It could not be looked whether it is right.
pub(in crate::runtime) fn unchecked(service: &Service, why: &str) -> String {
    format!(
        "I could not check that with {}: {why}. It is not kept; send it again in a while, or say 'cancel'.",
        title(service)
    )
}

/// Another window was asked for `other` in between.
pub(in crate::runtime) fn one_at_a_time(service: &Service, other: &Service) -> String {
    format!(
        "Before {}, the question about {} waits for its answer here. Answer it or say 'cancel', then ask this again.",
        title(service),
        title(other)
    )
}

/// It is right, and could not be kept.
pub(in crate::runtime) fn unkept(service: &Service, why: &str) -> String {
    format!("The {} credential could not be kept: {why}.", title(service))
}

/// It is kept, and nobody will find that in the audit.
pub(in crate::runtime) fn unrecorded(service: &Service, account: &str, why: &str) -> String {
    format!(
        "The {} account '{account}' is kept, but that could not be recorded: {why}. Tell whoever runs this formation, then ask \
         again.",
        title(service)
    )
}

/// It is kept, though the service itself did not say whose it is.
pub(in crate::runtime) fn silent(service: &Service) -> String {
    let title = title(service);
    format!("It is kept, but not checked with {title}, which did not answer.")
}

/// It is kept, though it could not be tried out: the server needs something of `other` too.
pub(in crate::runtime) fn untried(service: &Service, other: &Service) -> String {
    format!(
        "It is kept, but not checked yet: the tools of {} need your {} account too, and are tried with both.",
        title(service),
        title(other)
    )
}

/// The question is taken back.
pub(in crate::runtime) fn cancelled(service: &Service) -> String {
    format!("All right, no {} credential was added.", title(service))
}

/// It came when nobody waited for it any more.
pub(in crate::runtime) fn late(service: &Service) -> String {
    let title = title(service);
    format!(
        "No {title} credential is waited for any more. What came now is not kept, and no model, log or history has it. Say \
         'add my {title} token' to begin again."
    )
}

/// What was cut out of a message that nobody asked a credential in. `whose` are titles of providers; `add` is what may be
/// said to add it.
pub(in crate::runtime) fn removed(whose: &[String], several: bool, add: Option<&Service>) -> String {
    let what = match (whose, several) {
        ([], false) => "what looks like a credential".to_owned(),
        ([], true) => "what looks like credentials".to_owned(),
        (whose, false) => format!("what looks like a {} credential", list(whose)),
        (whose, true) => format!("what looks like credentials for {}", list(whose)),
    };
    let them = if several { "them" } else { "it" };
    let add =
        add.map(|service| format!(" To keep {them} for the tools, say 'add my {} token'.", title(service)));
    format!(
        "I removed {what} from your message: no model, log or history has {them}.{} Where others may have seen {them}, revoke {them}.",
        add.unwrap_or_default()
    )
}

/// Which of several.
pub(in crate::runtime) fn which(service: &Service, accounts: &[String]) -> String {
    let count = accounts.len();
    let number = count
        .checked_sub(2)
        .and_then(|at| NUMBERS.get(at))
        .map_or_else(|| count.to_string(), |n| (*n).to_owned());
    format!("You have {number} {} accounts: {}. Which one?", title(service), list(accounts))
}

/// What was said chooses none.
pub(in crate::runtime) fn which_again(service: &Service, accounts: &[String]) -> String {
    let all = if accounts.len() == 2 { "both" } else { "all" };
    format!(
        "{WHICH_AGAIN} {} accounts that is. Say {}, '{all}', or 'cancel'.",
        title(service),
        accounts.iter().map(|account| format!("'{account}'")).collect::<Vec<_>>().join(", ")
    )
}

/// Nothing was chosen.
pub(in crate::runtime) fn not_chosen(service: &Service) -> String {
    format!("All right, nothing was done with {}.", title(service))
}

/// From now on, all of them.
pub(in crate::runtime) fn all(service: &Service) -> String {
    format!("I use all of your {} accounts in this conversation from now on.", title(service))
}

/// From now on.
pub(in crate::runtime) fn switched(service: &Service, account: &str) -> String {
    format!("I use your {} account '{account}' in this conversation from now on.", title(service))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::format::{AnswerFormat, Question};

    fn need(service: &str, basic: bool) -> Need {
        Need {
            service: Service::parse(service).unwrap(),
            server: "s".into(),
            description: "Issues and code.".into(),
            accept_inline: true,
            basic,
            api: None,
        }
    }

    #[test]
    fn the_words_are_those_of_the_document() {
        let github = need("github", false);
        let accounts = ["ranaroussi".to_owned(), "muxi-ai".to_owned()];
        assert!(
            needed(&github)
                .starts_with("I need access to GitHub. Please provide your personal access token:\n")
        );
        assert!(wanted(&github).starts_with("Please provide your GitHub personal access token:\n"));
        assert_eq!(
            added(&github.service, "ranaroussi", true),
            "Successfully added GitHub account 'ranaroussi'"
        );
        assert_eq!(
            now_has(&github.service, &accounts).unwrap(),
            "You now have 2 GitHub accounts: ranaroussi, muxi-ai"
        );
        assert_eq!(known(&github), "That GitHub token is already stored in your account. You're all set!");
        assert_eq!(
            which(&github.service, &accounts),
            "You have two GitHub accounts: ranaroussi and muxi-ai. Which one?"
        );
    }

    #[test]
    fn every_question_is_known_for_one_when_it_comes_back() {
        for need in [need("github", false), need("jira", true), need("my-app", false)] {
            let service = &need.service;
            let accounts = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
            for text in [
                needed(&need),
                wanted(&need),
                help(&need),
                refused(&need, 2),
                unusable(&need),
                unchecked(service, "it is down"),
                which(service, &accounts),
                which_again(service, &accounts),
                one_at_a_time(&Service::parse("slack").unwrap(), service),
            ] {
                assert!(is_question(&text, service), "{text}");
                let html = AnswerFormat::Html.question(&[Question { text, choices: Vec::new() }]);
                assert!(is_question(&html, service), "{html}");
            }
            assert!(
                wants_credential(&help(&need), service)
                    && !wants_credential(&which(service, &accounts), service)
            );
            assert!(!wants_credential(&which_again(service, &accounts), service));
            for text in [added(service, "a", true), cancelled(service), late(service), known(&need)] {
                assert!(!is_question(&text, service), "{text}");
            }
        }
    }

    #[test]
    fn services_without_a_provider_have_words_too() {
        let jira = need("jira", true);
        assert!(
            needed(&jira).starts_with("I need access to Jira. Please provide your username and password:")
        );
        assert_eq!(title(&Service::parse("my-app").unwrap()), "My app");
        assert_eq!(
            known(&jira),
            "Those Jira username and password are already stored in your account. You're all set!"
        );
        assert!(help(&jira).contains("(Issues and code)"));
    }
}
