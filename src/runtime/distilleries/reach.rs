//! What a distillery may deliver: of whom, which events, how many.

use serde_json::{Map, Value, json};

use super::MAX_BATCH;

/// The one kind of event that is kept here.
pub const FACT: &str = "fact.extracted";
/// Kinds that other runtimes keep, which a registration may name.
const KINDS: [&str; 3] = [FACT, "log.entry", "interaction.turn"];
/// How much may be delivered in a day (UTC) where nothing is said.
const USUAL_DAY: u64 = 1_000_000;
/// The most users that one registration names, and the longest name, in bytes.
const MAX_USERS: usize = 10_000;
const MAX_USER: usize = 255;

/// Of whom a distillery may speak.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Whom {
    All,
    /// Those whose tenant and identifier fit, each apart: `*` stands for any characters, `?` for one.
    Like(String),
    These(Vec<String>),
}

/// What a distillery may deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    whom: Whom,
    events: Vec<String>,
    /// How much in a day (UTC).
    pub a_day: u64,
    /// How much in a batch.
    pub a_batch: u64,
}

impl Default for Reach {
    fn default() -> Self {
        let events = KINDS.map(str::to_owned).to_vec();
        Self { whom: Whom::All, events, a_day: USUAL_DAY, a_batch: MAX_BATCH }
    }
}

impl Reach {
    /// The usual one with these bounds.
    pub fn bounded(a_day: Option<u64>, a_batch: Option<u64>) -> Self {
        let usual = Self::default();
        let a_batch = a_batch.unwrap_or(usual.a_batch).min(MAX_BATCH);
        Self { a_day: a_day.unwrap_or(usual.a_day), a_batch, ..usual }
    }

    /// Reads the `scope` of a registration; what it does not say is as in `usual`.
    ///
    /// # Errors
    /// The key at fault and what is wrong: what cannot be understood must not mean everybody.
    pub fn parse(scope: &Map<String, Value>, usual: &Self) -> Result<Self, (String, &'static str)> {
        let mut reach = usual.clone();
        for (key, value) in scope {
            let fault = |what| Err((format!("scope.{key}"), what));
            match (key.as_str(), value) {
                (_, Value::Null) => {}
                ("user_ids", value) => match Whom::parse(value) {
                    Some(whom) => reach.whom = whom,
                    None => return fault("is all, pattern: and a pattern, an identifier, or a list of them"),
                },
                ("event_types", value) => match texts(value) {
                    Some(kinds) if kinds.iter().all(|kind| KINDS.contains(&kind.as_str())) => {
                        reach.events = kinds;
                    }
                    _ => return fault("is a list of fact.extracted, log.entry and interaction.turn"),
                },
                ("max_events_per_day", value) => match value.as_u64() {
                    Some(most) => reach.a_day = most,
                    None => return fault("is a whole number"),
                },
                ("max_batch_size", value) => match value.as_u64() {
                    Some(most @ 1..) => reach.a_batch = most.min(MAX_BATCH),
                    _ => return fault("is a whole number of at least 1"),
                },
                _ => return fault("is not known"),
            }
        }
        Ok(reach)
    }

    /// The same as JSON.
    pub fn to_json(&self) -> Value {
        let whom = match &self.whom {
            Whom::All => json!("all"),
            Whom::Like(pattern) => json!(format!("pattern:{pattern}")),
            Whom::These(these) => json!(these),
        };
        json!({
            "user_ids": whom,
            "event_types": self.events,
            "max_events_per_day": self.a_day,
            "max_batch_size": self.a_batch,
        })
    }

    /// Whether it may speak of this user, named as in an event.
    pub fn has_user(&self, name: &str) -> bool {
        match &self.whom {
            Whom::All => true,
            Whom::Like(pattern) => {
                let ((theirs, them), (tenant, who)) = (parted(pattern), parted(name));
                fits(theirs.as_bytes(), tenant.as_bytes()) && fits(them.as_bytes(), who.as_bytes())
            }
            Whom::These(these) => these.iter().any(|known| known == name),
        }
    }

    /// Whether it may deliver events of this kind.
    pub fn has_event(&self, kind: &str) -> bool {
        self.events.iter().any(|known| known == kind)
    }
}

impl Whom {
    fn parse(value: &Value) -> Option<Self> {
        let named = |name: &str| !name.is_empty() && name.len() <= MAX_USER;
        match value {
            Value::String(text) if text == "all" => Some(Self::All),
            Value::String(text) => match text.strip_prefix("pattern:") {
                Some(pattern) => named(pattern).then(|| Self::Like(pattern.to_owned())),
                None => named(text).then(|| Self::These(vec![text.clone()])),
            },
            value => {
                let these = texts(value)?;
                let fine = these.len() <= MAX_USERS && these.iter().all(|name| named(name));
                fine.then_some(Self::These(these))
            }
        }
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

/// Tenant and identifier, as they are told apart in the name of a user: who has no colon has no tenant.
fn parted(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// Whether `text` fits: the last `*` takes one byte more when it does not go on, so it takes no longer than both lengths
/// multiplied.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t, mut again) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                again = Some((p, t));
                p += 1;
            }
            Some(b'?') => {
                // One character, whatever its bytes.
                t += 1;
                while t < text.len() && text[t] & 0xc0 == 0x80 {
                    t += 1;
                }
                p += 1;
            }
            Some(byte) if *byte == text[t] => (p, t) = (p + 1, t + 1),
            _ => {
                let Some((star, taken)) = again else { return false };
                again = Some((star, taken + 1));
                (p, t) = (star + 1, taken + 1);
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(scope: &Value) -> Result<Reach, (String, &'static str)> {
        Reach::parse(scope.as_object().unwrap(), &Reach::default())
    }

    #[test]
    fn a_scope_says_of_whom_and_how_much_and_what_is_not_understood_is_refused() {
        assert_eq!(reach(&json!({})).unwrap(), Reach::default());
        let some = json!({"user_ids": "pattern:*@acme.com", "event_types": [FACT], "max_events_per_day": 0,
                          "max_batch_size": 1_000_000});
        let read = reach(&some).unwrap();
        assert_eq!((read.a_day, read.a_batch), (0, MAX_BATCH));
        assert!(read.has_user("ann@acme.com") && !read.has_user("ann@acme.com.evil"));
        assert!(read.has_event(FACT) && !read.has_event("log.entry"));
        assert_eq!(
            reach(read.to_json().as_object().map(|m| Value::Object(m.clone())).as_ref().unwrap()).unwrap(),
            read
        );
        let these = reach(&json!({"user_ids": ["ann", "acme:bob"]})).unwrap();
        assert!(these.has_user("ann") && these.has_user("acme:bob") && !these.has_user("bob"));
        let like = |pattern: &str| reach(&json!({"user_ids": format!("pattern:{pattern}")})).unwrap();
        for (pattern, name, does) in [
            ("*", "ann", true),
            ("*", ":ann", true),
            ("*", "acme:ann", false),
            ("*@acme.com", "evil:ann@acme.com", false),
            ("?cme*", "acme:ann", false),
            ("acme:*", "acme:ann", true),
            ("acme:*", "acme:b:c", true),
            ("acme:*", "acme.evil:ann", false),
            ("acme:*", "evil:acme:ann", false),
            ("acme:*", "acme", false),
            ("a*e:ann", "a:e:ann", false),
            ("*:ann", "acme:ann", true),
            ("*:ann", "ann", true),
        ] {
            assert_eq!(like(pattern).has_user(name), does, "{pattern} {name}");
        }
        let none = reach(&json!({"user_ids": []})).unwrap();
        assert!(!none.has_user("ann"));
        for (bad, field) in [
            (json!({"user_ids": 7}), "scope.user_ids"),
            (json!({"user_ids": ""}), "scope.user_ids"),
            (json!({"user_ids": ["ann", 7]}), "scope.user_ids"),
            (json!({"user_ids": "pattern:"}), "scope.user_ids"),
            (json!({"event_types": ["fact"]}), "scope.event_types"),
            (json!({"max_batch_size": 0}), "scope.max_batch_size"),
            (json!({"max_events_per_day": -1}), "scope.max_events_per_day"),
            (json!({"users": "all"}), "scope.users"),
        ] {
            assert_eq!(reach(&bad).unwrap_err().0, field, "{bad}");
        }
    }

    #[test]
    fn patterns_fit_the_whole_name() {
        for (pattern, text, does) in [
            ("*", "", true),
            ("a*", "abc", true),
            ("a*c", "abcbc", true),
            ("a*d", "abc", false),
            ("?", "é", true),
            ("??", "é", false),
            ("a", "A", false),
            ("*a*b*", "xxaxxbxx", true),
            ("", "a", false),
        ] {
            assert_eq!(fits(pattern.as_bytes(), text.as_bytes()), does, "{pattern} {text}");
        }
        let (stars, text) = ("*a".repeat(100), "a".repeat(99) + "b");
        assert!(!fits(stars.as_bytes(), text.as_bytes()));
    }
}
