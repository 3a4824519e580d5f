//! Format 1: one Fernet token over a JSON object of names and values, as the deployed programs write it.
//!
//! Values that are not touched keep their JSON text, so numbers, nested values and escapes survive.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use indexmap::IndexMap;
use serde_json::value::RawValue;
use zeroize::{Zeroize, Zeroizing};

use super::key::RootKey;
use super::name::is_name;
use super::{Effect, SecretName};
use crate::crypto::fernet::{self, FernetError};
use crate::crypto::rng::RngError;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The names and values, in the order of the file, and who hears of each value that is looked at.
#[derive(Default)]
pub(super) struct Map(IndexMap<String, Box<RawValue>>, Redactor);

/// What stands under a name.
pub(super) enum Found {
    Value(SecretBytes),
    /// A JSON text that is no Unicode text: half of a surrogate pair.
    Unreadable,
}

impl Map {
    /// `None` if the plaintext is no JSON object.
    pub(super) fn parse(plain: &[u8]) -> Option<Self> {
        serde_json::from_slice(plain).ok().map(|map| Self(map, Redactor::default()))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Where `name` stands; else the first name that becomes it: other programs wrote `my_key` too.
    fn find(&self, name: &str) -> Option<usize> {
        let becomes =
            |key: &String| !is_name(key) && SecretName::normalise(key).is_ok_and(|n| n.name.as_str() == name);
        self.0.get_index_of(name).or_else(|| self.0.keys().position(becomes))
    }

    /// A text as its bytes, anything else as its JSON text.
    pub(super) fn get(&self, name: &str) -> Option<Found> {
        let raw = self.0[self.find(name)?].get();
        let value = if raw.starts_with('"') {
            let Ok(text) = serde_json::from_str::<String>(raw) else { return Some(Found::Unreadable) };
            SecretBytes::new(text.into_bytes())
        } else {
            SecretBytes::from(raw)
        };
        self.1.add(name, &value);
        Some(Found::Value(value))
    }

    /// Whether a string stands there, and not another JSON value.
    pub(super) fn is_text(&self, name: &str) -> bool {
        self.find(name).is_some_and(|at| self.0[at].get().starts_with('"'))
    }

    /// The JSON text under exactly this name.
    pub(super) fn raw(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|raw| raw.get())
    }

    /// Puts a JSON text at the end, under a name that is not there yet.
    pub(super) fn put(&mut self, name: &str, raw: &str) {
        if let Ok(raw) = RawValue::from_string(raw.to_owned())
            && let Some(old) = self.0.insert(name.to_owned(), raw)
        {
            clear(old);
        }
    }

    /// Keeps the JSON text of a value that is set to what it was.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Effect {
        let json = serde_json::value::to_raw_value(value).expect("a text is always JSON");
        let Some(at) = self.find(name) else {
            self.0.insert(name.into(), json);
            return Effect::Added;
        };
        let old = self.0[at].get();
        let same = |old: String| Zeroizing::new(old).as_str() == value;
        if old.starts_with('"') && serde_json::from_str(old).is_ok_and(same) {
            clear(json);
            return Effect::Unchanged;
        }
        clear(std::mem::replace(&mut self.0[at], json));
        Effect::Overwrote
    }

    /// False if there is none.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let old = self.find(name).and_then(|at| self.0.shift_remove_index(at));
        old.map(|(_, value)| clear(value)).is_some()
    }

    /// JSON as Python writes it with an indent of 2.
    pub(super) fn encode(&self) -> Zeroizing<String> {
        let room = self.0.iter().map(|(n, v)| n.len() * 6 + v.get().len() + 8);
        let mut text = Zeroizing::new(String::with_capacity(room.sum::<usize>() + 4));
        text.push('{');
        for (i, (name, value)) in self.0.iter().enumerate() {
            text.push_str(if i == 0 { "\n  " } else { ",\n  " });
            text.push_str(&serde_json::Value::from(name.as_str()).to_string());
            text.push_str(": ");
            text.push_str(value.get());
        }
        text.push_str(if self.0.is_empty() { "}" } else { "\n}" });
        text
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        self.0.drain(..).for_each(|(_, value)| clear(value));
    }
}

fn clear(value: Box<RawValue>) {
    String::from(Box::<str>::from(value)).zeroize();
}

/// Opens the token; `Ok(None)` where it opens but holds no map.
pub(super) fn open(key: &RootKey, token: &[u8]) -> Result<Option<Map>, FernetError> {
    let mut map = Map::parse(&fernet::decrypt(&key.material, token)?);
    if let Some(map) = &mut map {
        map.1 = key.redactor.clone();
    }
    Ok(map)
}

/// When the token was made, in seconds since the Unix epoch; 0 for what is no token.
pub(super) fn time_of(token: &[u8]) -> u64 {
    // Version and time are the first nine bytes, in both alphabets.
    let Some(head) = token.trim_ascii().first_chunk::<12>() else { return 0 };
    let bytes = URL_SAFE_NO_PAD.decode(head).or_else(|_| STANDARD_NO_PAD.decode(head)).unwrap_or_default();
    bytes.get(1..9).and_then(|time| time.try_into().ok()).map_or(0, u64::from_be_bytes)
}

/// The file that holds `map`.
pub(super) fn seal(key: &RootKey, unix_secs: u64, map: &Map) -> Result<String, RngError> {
    fernet::encrypt(&key.material, unix_secs, map.encode().as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(map: &Map, name: &str) -> Vec<u8> {
        match map.get(name) {
            Some(Found::Value(value)) => value.expose().to_vec(),
            _ => panic!("no value"),
        }
    }

    #[test]
    fn what_is_not_touched_keeps_its_text() {
        let text = "{\n  \"B\": 1.10,\n  \"A\": \"\\u00e9\",\n  \"N\": 123456789012345678901234567890,\n  \"O\": {\"x\": [1,  2]}\n}";
        let mut map = Map::parse(text.as_bytes()).unwrap();
        assert_eq!(*map.encode(), text);
        map.set("B", "<&>\"\\b\u{1}é");
        assert!(map.remove("A"));
        assert!(!map.remove("A"));
        assert_eq!(map.names().collect::<Vec<_>>(), ["B", "N", "O"]);
        let back = Map::parse(map.encode().as_bytes()).unwrap();
        assert_eq!(value(&back, "B"), "<&>\"\\b\u{1}é".as_bytes());
        assert_eq!(value(&back, "O"), b"{\"x\": [1,  2]}");
    }

    #[test]
    fn a_name_that_other_programs_wrote_their_way_is_found() {
        let mut map = Map::parse(br#"{"my_key": "1", "A": "2", "my-key": "3"}"#).unwrap();
        assert!(map.find("MY_KEY").is_some() && map.find("MY").is_none());
        assert_eq!(value(&map, "MY_KEY"), b"1");
        map.set("MY_KEY", "4");
        assert_eq!(map.names().collect::<Vec<_>>(), ["my_key", "A", "my-key"]);
        assert_eq!((value(&map, "MY_KEY"), value(&map, "my-key")), (b"4".to_vec(), b"3".to_vec()));
        assert!(map.remove("MY_KEY"));
        assert_eq!(map.names().collect::<Vec<_>>(), ["A", "my-key"]);
    }

    #[test]
    fn what_is_no_map_or_no_text_is_said_so() {
        assert!(Map::parse(b"[1]").is_none());
        assert!(Map::parse(b"{\"a\":").is_none());
        let map = Map::parse(b"{\"A\": \"\\ud800\"}").unwrap();
        assert!(matches!(map.get("A"), Some(Found::Unreadable)));
        assert_eq!(*Map::default().encode(), "{}");
    }

    proptest! {
        #[test]
        fn every_text_comes_back(name in "[A-Z0-9_]{1,20}", text in any::<String>()) {
            let key = RootKey::generate().unwrap();
            let mut map = Map::default();
            map.set(&name, &text);
            let token = seal(&key, 0, &map).unwrap();
            let back = open(&key, token.as_bytes()).unwrap().unwrap();
            prop_assert_eq!(value(&back, &name), text.into_bytes());
        }
    }
}
