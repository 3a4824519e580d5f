//! Which service a key is for, in any way to write its name.

use super::is_known;

/// The longest name of a service, in bytes.
const LONGEST: usize = 64;

/// What a name of a variable ends with that says what it holds, and not what for. The longest first.
const ENDS: [&str; 4] = ["_access_token", "_api_key", "_token", "_key"];

/// It is no name of a service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// Nothing is left of it.
    #[error("the name of the service is empty")]
    Empty,
    /// A key in the place of a name. It is not repeated.
    #[error("the name of the service looks like a key, and names are kept in the clear")]
    Secret,
    /// Too long.
    #[error("the name of the service is longer than {LONGEST} bytes")]
    Long,
    /// A character that does not belong there.
    #[error("the name of the service has {0:?}: letters, digits, `.`, `_` and `-` are allowed")]
    Character(char),
}

/// The service that `name` says: `GITHUB_TOKEN`, `github` and `GitHub` are `github`, `my app` and `MY_APP` are `my-app`.
pub fn service_of(name: &str) -> Result<String, ServiceError> {
    // As it was written: in lower case no mark of a provider is left.
    if is_known(name.trim().as_bytes()) {
        return Err(ServiceError::Secret);
    }
    let name = name.trim().to_lowercase();
    // At a character: the name may have any.
    let core = ENDS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let core: String = core.chars().map(|c| if c == '_' || c.is_whitespace() { '-' } else { c }).collect();
    if let Some(other) = core.chars().find(|c| !(c.is_ascii_alphanumeric() || ".-".contains(*c))) {
        return Err(ServiceError::Character(other));
    }
    if core.trim_matches(['-', '.']).is_empty() {
        return Err(ServiceError::Empty);
    }
    if core.len() > LONGEST { Err(ServiceError::Long) } else { Ok(core) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_write_a_service_are_one_name() {
        for (written, name) in [
            ("GITHUB_TOKEN", "github"),
            ("github_token", "github"),
            (" GitHub ", "github"),
            ("OPENAI_API_KEY", "openai"),
            ("STRIPE_KEY", "stripe"),
            ("SLACK_ACCESS_TOKEN", "slack"),
            ("my app", "my-app"),
            ("MY_APP", "my-app"),
            ("api-key", "api-key"),
            ("acme.example", "acme.example"),
        ] {
            assert_eq!(service_of(written).unwrap(), name, "{written}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for (written, why) in [
            ("", ServiceError::Empty),
            ("_TOKEN", ServiceError::Empty),
            ("--", ServiceError::Empty),
            ("a/b", ServiceError::Character('/')),
            ("../x", ServiceError::Character('/')),
            ("caf\u{e9}", ServiceError::Character('\u{e9}')),
            ("a\nb\u{0}", ServiceError::Character('\u{0}')),
            (&"a".repeat(65), ServiceError::Long),
            (&format!(" ghp_{} ", "16C7e42F292c6912E7710c838347Ae178B4a"), ServiceError::Secret),
        ] {
            assert_eq!(service_of(written), Err(why), "{written:?}");
        }
    }
}
