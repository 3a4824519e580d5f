//! Credentials as deployed runtimes keep them: Fernet tokens under a key of the formation's id. Opened to be kept anew, never
//! in place: whoever writes such a database could forge any user's.

use std::collections::HashMap;

use serde_json::{Map, Value};
use zeroize::{Zeroize as _, Zeroizing};

use super::content::{Content, ContentError};
use crate::crypto::{Key256, fernet, kdf};
use crate::support::clock::parse_rfc3339;
use crate::support::secret::SecretBytes;

/// Rounds of PBKDF2 of the deployed format.
const ROUNDS: u32 = 100_000;
/// The only version of it.
const VERSION: &str = "v1";
/// Where such a credential says when it ends.
const ENDS: [&str; 3] = ["expires_at", "expiry", "expires"];
/// From here on a number is in milliseconds, and not in seconds since the Unix epoch.
const MILLIS: f64 = 1e11;
/// Below, in seconds, it is a length (`3600`), and nobody says of which moment: some three years.
const LENGTHS: f64 = 1e8;
/// The end of the year 9999, in seconds.
const LAST: f64 = 253_402_300_799.0;

/// Why a row is not opened. No value is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeployedError {
    /// Not in the format.
    #[error("it is not in the format of a deployed runtime")]
    Malformed,
    /// Of another version.
    #[error("it is of a version of the format that is not known")]
    Version,
    /// Under none of the keys: another formation's, another key, or it was changed.
    #[error("it opens with no key of this formation and user, or was changed")]
    NoKey,
    /// What is in it cannot be kept.
    #[error(transparent)]
    Content(#[from] ContentError),
}

/// A row that was opened.
pub struct Opened<'u> {
    /// What is in it.
    pub content: Content,
    /// The identifier that it was sealed for; none where it was not sealed.
    pub sealed_for: Option<&'u str>,
    /// It says when it ends, and that cannot be read: it counts as one without an end.
    pub end_unreadable: bool,
}

impl Opened<'_> {
    fn plain(content: Content, end_unreadable: bool) -> Self {
        Self { content, sealed_for: None, end_unreadable }
    }
}

/// What opens rows of one deployed formation.
pub struct Deployed {
    secrets: Vec<SecretBytes>,
    salts: Vec<String>,
    /// Of the user that was asked for last.
    keys: HashMap<(usize, usize, String), Key256>,
}

impl Deployed {
    /// With what the keys may have been made of: `encryption.key` or the formation's id, and `encryption.salt`, the likeliest
    /// first.
    pub fn new(secrets: Vec<SecretBytes>, salts: Vec<String>) -> Self {
        Self { secrets, salts, keys: HashMap::new() }
    }

    /// Forgets the keys of a user.
    pub fn next_user(&mut self) {
        self.keys.clear();
    }

    /// Opens what stands in a row of somebody who has one of these identifiers. Takes some 20 ms for each that is new.
    pub fn open<'u>(&mut self, stored: &str, users: &'u [String]) -> Result<Opened<'u>, DeployedError> {
        let stored = stored.trim();
        let Ok(mut value) = serde_json::from_str::<Value>(stored) else {
            // A bare token is a row of a time before JSON; half an object is a broken one.
            let fits = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=:".contains(c);
            let bare = !stored.is_empty() && stored.chars().all(fits);
            if !bare || fernet::looks_like_token(stored.as_bytes()) {
                return Err(DeployedError::Malformed);
            }
            return Ok(Opened::plain(Content::token(&SecretBytes::from(stored))?, false));
        };
        let done = match &value {
            Value::Object(map)
                if ["encrypted", "data", "version"].iter().any(|key| map.contains_key(*key)) =>
            {
                token_of(map).and_then(|token| self.decrypted(token, users))
            }
            plain => content_of(plain).map(|(content, lost)| Opened::plain(content, lost)),
        };
        wipe(&mut value);
        done
    }

    fn decrypted<'u>(&mut self, token: &str, users: &'u [String]) -> Result<Opened<'u>, DeployedError> {
        if !fernet::looks_like_token(token.as_bytes()) {
            return Err(DeployedError::Malformed);
        }
        for user in users {
            for secret in 0..self.secrets.len() {
                for salt in 0..self.salts.len() {
                    let key = self.key(secret, salt, user);
                    // The MAC first, in constant time; what does not fit is not looked at.
                    let Ok(plain) = fernet::decrypt(&key, token.as_bytes()) else { continue };
                    let mut value: Value =
                        serde_json::from_slice(&plain).map_err(|_| DeployedError::Malformed)?;
                    let content = content_of(&value);
                    wipe(&mut value);
                    let (content, end_unreadable) = content?;
                    return Ok(Opened { content, sealed_for: Some(user), end_unreadable });
                }
            }
        }
        Err(DeployedError::NoKey)
    }

    fn key(&mut self, secret: usize, salt: usize, user: &str) -> Key256 {
        let name = (secret, salt, user.to_owned());
        let (secrets, salts) = (&self.secrets, &self.salts);
        let made = self.keys.entry(name).or_insert_with(|| {
            let base = secrets[secret].expose();
            let mut password = Zeroizing::new(Vec::with_capacity(base.len() + user.len() + 1));
            password.extend_from_slice(base);
            password.push(b':');
            password.extend_from_slice(user.as_bytes());
            kdf::pbkdf2(&password, salts[salt].as_bytes(), ROUNDS)
        });
        made.clone()
    }
}

/// The token of an envelope, which has nothing else.
fn token_of(map: &Map<String, Value>) -> Result<&str, DeployedError> {
    let fits = map.len() == 3 && map.get("encrypted") == Some(&Value::Bool(true));
    let (Some(version), Some(data)) =
        (map.get("version").and_then(Value::as_str), map.get("data").and_then(Value::as_str))
    else {
        return Err(DeployedError::Malformed);
    };
    match fits {
        true if version == VERSION => Ok(data),
        true => Err(DeployedError::Version),
        false => Err(DeployedError::Malformed),
    }
}

/// A credential: a text, or an object whose values are texts or can be written as such; and whether it says when it ends in a
/// way that cannot be read.
fn content_of(value: &Value) -> Result<(Content, bool), DeployedError> {
    let map = match value {
        Value::String(text) => return Ok((Content::token(&SecretBytes::from(text.trim()))?, false)),
        Value::Object(map) => map,
        _ => return Err(ContentError::Shape.into()),
    };
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(Zeroizing::new(text.clone())),
        other => Some(Zeroizing::new(other.to_string())),
    };
    let fields = map.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?)));
    let ends = ENDS.iter().find_map(|name| moment(map.get(*name)?));
    let lost = ends.is_none() && ENDS.iter().any(|name| map.get(*name).is_some_and(says_something));
    Ok((Content::of(fields)?.expiring(ends), lost))
}

/// Whether something stands there that was meant as a time.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    }
}

/// Seconds since the Unix epoch, however they are written; at most the end of the year 9999. A small number is a length
/// and no moment: it says nothing of when the credential ends.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within two bounds")]
fn moment(value: &Value) -> Option<u64> {
    if let Value::String(text) = value
        && let Some(at) = naive(text)
    {
        return Some(at / 1000);
    }
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    let seconds = if number >= MILLIS { number / 1000.0 } else { number };
    (seconds.is_finite() && seconds >= LENGTHS).then(|| seconds.min(LAST) as u64)
}

/// A time as Python writes it, `2026-01-31 12:00:00.123456+02:00`, or as RFC 3339 has it; UTC where nothing else is said. In
/// milliseconds since the Unix epoch.
pub fn naive(text: &str) -> Option<u64> {
    let text = text.trim().replacen(' ', "T", 1);
    let (day, time) = text.split_once('T').unwrap_or((&text, "00:00:00"));
    let time = time.trim();
    let sign = time.find(['+', '-', 'Z', 'z']).unwrap_or(time.len());
    let (time, zone) = (time[..sign].trim_end(), &time[sign..]);
    let whole = time.split('.').next().unwrap_or_default();
    let seconds = if whole.len() == "12:00".len() { ":00" } else { "" };
    let at = i64::try_from(parse_rfc3339(&format!("{day}T{whole}{seconds}Z"))?).ok()?;
    u64::try_from(at.checked_sub(offset(zone)?)?).ok()
}

/// How far a zone is ahead of UTC, in milliseconds: `Z`, `+02:00`, `-0530`, `+02`.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = zone.split_at_checked(1)?;
    let digits = rest.replace(':', "");
    let fits = [2, 4].contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| text.parse::<i64>().ok();
    if !fits {
        return None;
    }
    let minutes = number(&digits[..2])? * 60 + number(digits.get(2..4).unwrap_or("0"))?;
    Some(minutes * 60_000 * if sign == "-" { -1 } else { 1 })
}

/// A tree of JSON leaves no text of it behind.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(all) => all.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KAT: &str = include_str!("../../tests/kat/credentials.json");

    fn opened(deployed: &mut Deployed, stored: &str, users: &[&str]) -> Result<String, DeployedError> {
        let users: Vec<String> = users.iter().map(|user| (*user).to_owned()).collect();
        deployed.open(stored, &users).map(|opened| opened.content.primary().to_owned())
    }

    fn with(secret: &str, salt: &str) -> Deployed {
        Deployed::new(vec![secret.into()], vec![salt.to_owned()])
    }

    #[test]
    fn rows_of_deployed_runtimes_open_for_their_user_and_formation_alone() {
        let kat: Value = serde_json::from_str(KAT).unwrap();
        let all = kat["credentials"].as_array().unwrap();
        assert_eq!(all.len(), 3);
        for vector in all {
            let text = |name: &str| vector[name].as_str().unwrap_or_default();
            let secret = vector["encryption_key"].as_str().unwrap_or(text("formation_id"));
            let stored = vector["stored"].to_string();
            let (user, token) = (text("user_id"), vector["plaintext"]["token"].as_str().unwrap());
            let mut right = with(secret, text("salt"));
            assert_eq!(opened(&mut right, &stored, &["somebody", user]).as_deref(), Ok(token));
            right.next_user();
            assert_eq!(opened(&mut right, &stored, &["somebody"]), Err(DeployedError::NoKey));
            let mut other = with("another-formation", text("salt"));
            assert_eq!(opened(&mut other, &stored, &[user]), Err(DeployedError::NoKey));
            let mut other = with(secret, "another-salt");
            assert_eq!(opened(&mut other, &stored, &[user]), Err(DeployedError::NoKey));
        }
    }

    #[test]
    fn the_key_is_the_one_that_the_deployed_runtime_derives() {
        use base64::Engine as _;
        let key = with("my-bot", "muxi-user-credentials-salt-v1").key(0, 0, "alice");
        let text = base64::engine::general_purpose::URL_SAFE.encode(*key);
        assert_eq!(text, "8XuNwm3o7Bomzlbt3dmkdnyXAuWPySvqMSO-p-Mm59E=");
    }

    #[test]
    fn a_changed_byte_is_refused_wherever_it_is_and_becomes_no_credential() {
        let kat: Value = serde_json::from_str(KAT).unwrap();
        let stored = kat["credentials"][0]["stored"].to_string();
        let mut right = with("bench", "muxi-user-credentials-salt-v1");
        for at in 0..stored.len() {
            let mut bytes = stored.clone().into_bytes();
            bytes[at] ^= 2;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            assert!(opened(&mut right, &text, &["u1"]).is_err(), "byte {at}: {text}");
        }
    }

    #[test]
    fn rows_from_before_there_was_encryption_are_read_and_what_is_none_is_not() {
        let mut deployed = with("bench", "salt");
        for (stored, value) in [
            (r#"{"token":" tok "}"#, "tok"),
            (r#""tok""#, "tok"),
            ("ghp_kat_token_0123456789", "ghp_kat_token_0123456789"),
            (r#"{"api_key":"k","note":null,"port":8080,"scopes":["a","b"],"ratio":1.5}"#, "k"),
        ] {
            assert_eq!(opened(&mut deployed, stored, &[]).as_deref(), Ok(value), "{stored}");
        }
        for broken in ["", "{", "[1]", "null", "17", "{}", r#"{"token":""}"#, "two words", r#"{"data":"x"}"#]
        {
            assert!(opened(&mut deployed, broken, &[]).is_err(), "{broken}");
        }
        let newer = r#"{"version":"v2","encrypted":true,"data":"x"}"#;
        assert_eq!(opened(&mut deployed, newer, &[]), Err(DeployedError::Version));
    }

    #[test]
    fn when_it_ends_is_read_however_it_is_written() {
        for written in [
            "1800000000",
            "1800000000.5",
            "1800000000000",
            r#""2027-01-15T08:00:00Z""#,
            r#""2027-01-15 08:00:00.12""#,
            r#""2027-01-15T10:00:00.5+02:00""#,
            r#""2027-01-15 02:30:00-0530""#,
            r#""2027-01-15 08:00 +00""#,
        ] {
            let stored = format!(r#"{{"access_token":"a","expires_at":{written}}}"#);
            let opened = with("x", "y").open(&stored, &[]).unwrap();
            assert_eq!(opened.content.expires_at(), Some(1_800_000_000), "{written}");
            assert!(!opened.end_unreadable, "{written}");
        }
        for (written, end, unreadable) in [
            (r#""never""#, None, true),
            ("3600", None, true),
            (r#""2027-01-15T08:00:00+xx""#, None, true),
            ("1e300", Some(253_402_300_799), false),
            ("null", None, false),
            ("0", None, false),
            (r#"" ""#, None, false),
        ] {
            let stored = format!(r#"{{"token":"a","expires":{written}}}"#);
            let opened = with("x", "y").open(&stored, &[]).unwrap();
            assert_eq!((opened.content.expires_at(), opened.end_unreadable), (end, unreadable), "{written}");
        }
    }
}
