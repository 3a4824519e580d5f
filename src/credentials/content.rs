//! What is kept of a credential and shown to nobody: its fields, and when it ends.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use zeroize::Zeroizing;

use crate::crypto::mac;
use crate::support::keys::mask;
use crate::support::secret::SecretBytes;

/// The most bytes of all names and values together.
const MOST: usize = 64 << 10;
/// The most fields.
const FIELDS: usize = 64;
/// The longest name of a field, in bytes.
const LONGEST: usize = 64;

/// Where the one value is that a reference stands for, in this order.
pub(super) const PRIMARY: [&str; 5] = ["token", "api_key", "access_token", "key", "password"];
/// The names of AWS's keys.
const AWS: [[&str; 2]; 2] =
    [["access_key_id", "secret_access_key"], ["aws_access_key_id", "aws_secret_access_key"]];

/// What an OAuth credential is renewed with.
const REFRESH: &str = "refresh_token";
/// Where its access token is, and where others have it.
const ACCESS: &str = "access_token";
const TOKEN: &str = "token";
/// Behind the end of one that was not renewed any more, before the mark of the client that was refused.
const ENDED: &str = " ended";

/// What kind of credential it is, told by its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bearer token or an API key.
    Token,
    /// OAuth 2.0: an access token that may be renewed.
    Oauth2,
    /// A user name and a password.
    Basic,
    /// AWS access keys.
    Aws,
    /// Any other fields.
    Fields,
}

impl Kind {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Oauth2 => "oauth2",
            Self::Basic => "basic",
            Self::Aws => "aws",
            Self::Fields => "fields",
        }
    }
}

/// The fields of a credential. Cleared when dropped, and never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content {
    fields: Fields,
    expires_at: Option<u64>,
    /// The client that it is not renewed by any more.
    ended: Option<String>,
}

/// Why it cannot be kept. No value is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// Not an object of texts.
    #[error("a credential is an object of texts, such as {{\"token\": \"…\"}}")]
    Shape,
    /// No field, or only empty ones.
    #[error("the credential is empty")]
    Empty,
    /// A name that cannot be one.
    #[error("a field's name is 1 to {LONGEST} letters, digits, `_`, `-` and `.`")]
    Name,
    /// A value that no header, variable or program could be given.
    #[error("the field `{0}` has a control character")]
    Control(String),
    /// Too many fields or bytes.
    #[error("a credential is at most {FIELDS} fields and {} KiB", MOST >> 10)]
    Large,
}

impl Content {
    /// A credential of one value: a token.
    pub fn token(value: &SecretBytes) -> Result<Self, ContentError> {
        let text = value.expose_str().ok_or(ContentError::Shape)?;
        Self::of([("token".to_owned(), Zeroizing::new(text.to_owned()))])
    }

    /// A credential of these fields; white space around a value is no part of it.
    pub fn of(fields: impl IntoIterator<Item = (String, Zeroizing<String>)>) -> Result<Self, ContentError> {
        let mut kept = Fields::default();
        for (name, value) in fields {
            check_name(&name)?;
            let value = Zeroizing::new(value.trim().to_owned());
            // A key in PEM has lines, which only values beside others may have.
            if value.chars().any(|c| c.is_control() && !(c == '\n' || c == '\r' || c == '\t')) {
                return Err(ContentError::Control(name));
            }
            kept.0.insert(name, value);
        }
        let content = Self { fields: kept, ..Self::default() };
        content.check()?;
        Ok(content)
    }

    /// Reads an object of texts, whole numbers and truth values, as a client sends it.
    pub fn parse(json: &[u8]) -> Result<Self, ContentError> {
        let fields: Fields = serde_json::from_slice(json).map_err(|_| ContentError::Shape)?;
        Self::of(fields.0)
    }

    fn check(&self) -> Result<(), ContentError> {
        let all = &self.fields.0;
        if all.len() > FIELDS
            || all.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MOST
        {
            return Err(ContentError::Large);
        }
        if all.values().all(|value| value.is_empty()) {
            return Err(ContentError::Empty);
        }
        let (name, value) = self.chosen();
        if PRIMARY.contains(&name) && value.contains(['\n', '\r', '\t']) {
            return Err(ContentError::Control(name.to_owned()));
        }
        Ok(())
    }

    /// When it ends, in seconds since the Unix epoch; none where nobody said.
    pub fn expires_at(&self) -> Option<u64> {
        self.expires_at
    }

    /// The same with that end.
    #[must_use]
    pub fn expiring(mut self, at: Option<u64>) -> Self {
        self.expires_at = at;
        self
    }

    /// Whether it is not renewed any more: a login is needed, or another client of the formation.
    pub fn needs_login(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether the client of this mark is not let renew it any more.
    pub fn is_ended_for(&self, mark: &str) -> bool {
        self.ended.as_deref().is_some_and(|ended| ended.is_empty() || ended == mark)
    }

    /// The same, which the client of this mark is not let renew any more. A mark is letters and digits.
    #[must_use]
    pub fn ended(mut self, mark: &str) -> Self {
        self.ended = Some(mark.to_owned());
        self
    }

    /// The name of the field that its access token is in.
    pub fn access_name(&self) -> &'static str {
        if self.field(ACCESS).is_none() && self.field(TOKEN).is_some() { TOKEN } else { ACCESS }
    }

    /// The same without these fields.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.fields.0.retain(|name, _| !names.contains(&name.as_str()));
        self
    }

    /// What it is renewed with, where it can be.
    pub fn refresh_token(&self) -> Option<&str> {
        self.field(REFRESH)
    }

    /// The same with these fields in the place of those of the same name, good to be renewed; white space around a value is no
    /// part of it.
    pub fn with(
        mut self,
        fields: impl IntoIterator<Item = (String, Zeroizing<String>)>,
    ) -> Result<Self, ContentError> {
        let more = Self::of(fields)?;
        self.fields.0.extend(more.fields.0);
        self.ended = None;
        self.check()?;
        Ok(self)
    }

    /// What kind it is.
    pub fn kind(&self) -> Kind {
        let has = |name: &str| self.field(name).is_some();
        if AWS.iter().any(|names| names.iter().all(|name| has(name))) {
            Kind::Aws
        } else if has("access_token") || has("refresh_token") {
            Kind::Oauth2
        } else if has("username") && has("password") {
            Kind::Basic
        } else if self.fields.0.len() == 1 && PRIMARY.iter().any(|name| has(name)) {
            Kind::Token
        } else {
            Kind::Fields
        }
    }

    /// The value of a field that is not empty.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.0.get(name).map(|value| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The names and values, by name.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value that `${{ user.credentials.SERVICE }}` stands for: the token, the password, else the only or first field.
    pub fn primary(&self) -> &str {
        self.chosen().1
    }

    fn chosen(&self) -> (&str, &str) {
        // What is renewed is there, whatever stands beside it.
        let renewed = self.refresh_token().and_then(|_| self.field(ACCESS));
        if let Some(value) = renewed {
            return (ACCESS, value);
        }
        let known = PRIMARY.iter().find_map(|name| self.field(name).map(|value| (*name, value)));
        known.or_else(|| self.fields().find(|(_, value)| !value.is_empty())).unwrap_or_default()
    }

    /// What may be shown of it: the provider's mark, and nothing else.
    pub fn preview(&self) -> String {
        mask(self.primary().as_bytes())
    }

    /// Whether it has the same fields, whatever their order and the white space around them. When it ends does not count.
    pub fn is_same(&self, other: &Self) -> bool {
        mac::equal(&self.fields.to_json(), &other.fields.to_json())
    }

    /// The bytes that are sealed.
    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let written = self.fields.to_json();
        let mut end = self.expires_at.map_or(String::new(), |at| at.to_string());
        if let Some(mark) = &self.ended {
            end.extend([ENDED, " ", mark]);
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(written.len() + end.len() + 1));
        bytes.extend_from_slice(end.as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(&written);
        bytes
    }

    /// Undoes [`Content::to_bytes`].
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let at = bytes.iter().position(|byte| *byte == b'\n')?;
        let end = std::str::from_utf8(&bytes[..at]).ok()?;
        let (end, ended) = match end.split_once(ENDED) {
            Some((end, mark)) => (end, Some(mark.trim_start().to_owned())),
            None => (end, None),
        };
        let expires_at = if end.is_empty() { None } else { Some(end.parse().ok()?) };
        let fields = serde_json::from_slice(&bytes[at + 1..]).ok()?;
        Some(Self { fields, expires_at, ended })
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({})", self.kind().as_str())
    }
}

fn check_name(name: &str) -> Result<(), ContentError> {
    let fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if fits && (1..=LONGEST).contains(&name.len()) { Ok(()) } else { Err(ContentError::Name) }
}

/// Names and values. Read without a tree of JSON between, of which copies would stay behind in freed memory.
#[derive(Clone, Default, PartialEq, Eq)]
struct Fields(BTreeMap<String, Zeroizing<String>>);

impl Fields {
    fn to_json(&self) -> Zeroizing<Vec<u8>> {
        // The most that escapes make of it: growing would leave a copy behind.
        let most = self.0.iter().map(|(name, value)| 6 * (name.len() + value.len()) + 8).sum::<usize>() + 2;
        let mut bytes = Zeroizing::new(Vec::with_capacity(most));
        serde_json::to_writer(&mut *bytes, self).expect("texts are JSON");
        bytes
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value.as_str())?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some((name, Scalar(value))) = map.next_entry::<String, Scalar>()? {
                    if fields.0.len() > FIELDS || fields.0.insert(name, value).is_some() {
                        return Err(A::Error::custom("too many fields, or one of them twice"));
                    }
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// A value that is a text, or is written as one.
struct Scalar(Zeroizing<String>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(Zeroizing::new(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
                Ok(Scalar(Zeroizing::new(text)))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(Zeroizing::new(value.to_string())))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(Zeroizing::new(value.to_string())))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(Zeroizing::new(value.to_string())))
            }
        }
        deserializer.deserialize_any(Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(json: &str) -> Content {
        Content::parse(json.as_bytes()).unwrap()
    }

    #[test]
    fn the_kind_is_told_by_the_fields() {
        for (json, kind) in [
            (r#"{"token":"ghp_x"}"#, Kind::Token),
            (r#"{"api_key":"x"}"#, Kind::Token),
            (r#"{"access_token":"a","refresh_token":"r"}"#, Kind::Oauth2),
            (r#"{"username":"u","password":"p"}"#, Kind::Basic),
            (r#"{"access_key_id":"AKIA","secret_access_key":"s"}"#, Kind::Aws),
            (r#"{"aws_access_key_id":"AKIA","aws_secret_access_key":"s","session_token":"t"}"#, Kind::Aws),
            (r#"{"host":"h","port":5432}"#, Kind::Fields),
        ] {
            assert_eq!(content(json).kind(), kind, "{json}");
        }
    }

    #[test]
    fn one_value_stands_for_all() {
        assert_eq!(content(r#"{"password":"p","token":"t"}"#).primary(), "t");
        assert_eq!(content(r#"{"username":"u","password":"p"}"#).primary(), "p");
        assert_eq!(content(r#"{"token":"","webhook":"w"}"#).primary(), "w");
        assert_eq!(content(r#"{"pin":1234}"#).primary(), "1234");
        let renewed = content(r#"{"token":"old","access_token":"new","refresh_token":"r"}"#);
        assert_eq!(renewed.primary(), "new", "what is renewed is the one that is good");
        assert_eq!(content(r#"{"token":"t","refresh_token":"r"}"#).access_name(), "token");
        assert_eq!(content(r#"{"token":"t","access_token":"a"}"#).access_name(), "access_token");
    }

    #[test]
    fn what_cannot_be_one_is_refused_and_no_value_is_told() {
        let long = format!(r#"{{"token":"{}"}}"#, "x".repeat(MOST));
        for (json, why) in [
            ("[]", ContentError::Shape),
            ("hunter2", ContentError::Shape),
            (r#"{"a":{"b":"c"}}"#, ContentError::Shape),
            (r#"{"a":null}"#, ContentError::Shape),
            // Read as a number, it would be kept as another.
            (r#"{"a":1.50}"#, ContentError::Shape),
            (r#"{"a":123456789012345678901234}"#, ContentError::Shape),
            (r#"{"token":"a","token":"b"}"#, ContentError::Shape),
            ("{}", ContentError::Empty),
            (r#"{"token":"  "}"#, ContentError::Empty),
            (r#"{"a b":"c"}"#, ContentError::Name),
            (r#"{"token":"a\r\nX-Evil: 1"}"#, ContentError::Control("token".to_owned())),
            (r#"{"note":"a\u0000"}"#, ContentError::Control("note".to_owned())),
            (&long, ContentError::Large),
        ] {
            assert_eq!(Content::parse(json.as_bytes()).unwrap_err(), why, "{}", &json[..json.len().min(40)]);
        }
        let pem = content(r#"{"client_id":"x","private_key":"-----BEGIN\nabc\n"}"#);
        assert_eq!(pem.field("private_key"), Some("-----BEGIN\nabc"));
    }

    #[test]
    fn it_comes_back_from_its_bytes_as_it_was() {
        for end in [None, Some(1_800_000_000)] {
            let kept = content(r#"{"token":"\"\\ \u00e4\ud83d\ude00","user":"u"}"#).expiring(end);
            let back = Content::from_bytes(&kept.to_bytes()).unwrap();
            assert!(back == kept && back.is_same(&kept));
        }
        let kept = content(r#"{"access_token":"a","refresh_token":"r"}"#).expiring(Some(7)).ended("a1");
        let back = Content::from_bytes(&kept.to_bytes()).unwrap();
        assert!(back == kept && back.needs_login() && back.refresh_token().is_some());
        assert!(back.is_ended_for("a1") && !back.is_ended_for("b2"), "another client may be let");
        let old = Content::from_bytes(b"7 ended\n{\"access_token\":\"a\"}").unwrap();
        assert!(old.is_ended_for("a1") && old.expires_at() == Some(7));
        assert!(!content(r#"{"access_token":"a"}"#).needs_login());
        for broken in ["", "\n", "x\n{}", "1\n[]", "{}"] {
            assert!(Content::from_bytes(broken.as_bytes()).is_none(), "{broken:?}");
        }
    }

    #[test]
    fn the_same_credential_is_known_in_another_order_and_with_blanks_around() {
        let one = content(r#"{"b":"1","a":" x "}"#).expiring(Some(5));
        assert!(one.is_same(&content(r#"{"a":"x","b":1}"#)));
        assert!(!one.is_same(&content(r#"{"a":"x","b":"2"}"#)));
    }

    #[test]
    fn nothing_of_a_value_is_shown_but_its_mark() {
        assert_eq!(content(r#"{"token":"ghp_kat_token_0123456789"}"#).preview(), "ghp_****");
        assert_eq!(content(r#"{"token":"hunter2"}"#).preview(), "****");
        assert_eq!(format!("{:?}", content(r#"{"token":"hunter2"}"#)), "Content(token)");
    }
}
