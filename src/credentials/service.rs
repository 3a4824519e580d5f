//! Names of services, one for all the ways in which people write them.

use std::fmt;

use crate::support::keys::is_known;

/// The longest name, in bytes.
const LONGEST: usize = 64;

/// What a name of a variable ends with that says what it holds, and not what for. The longest first.
const ENDS: [&str; 4] = ["_access_token", "_api_key", "_token", "_key"];

/// What a credential is for: `github`. Lower case, `a-z`, `0-9`, `.` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service(String);

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

impl Service {
    /// Reads a name as it is typed, or written in `${{ user.credentials.NAME }}`: `GITHUB_TOKEN`, `github` and `GitHub` are
    /// one service, `my app` and `MY_APP` another.
    pub fn parse(name: &str) -> Result<Self, ServiceError> {
        // As it was written: in lower case no mark of a provider is left.
        if is_known(name.trim().as_bytes()) {
            return Err(ServiceError::Secret);
        }
        let name = name.trim().to_lowercase();
        // At a character: the name may have any.
        let core = ENDS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
        let core: String =
            core.chars().map(|c| if c == '_' || c.is_whitespace() { '-' } else { c }).collect();
        if let Some(other) = core.chars().find(|c| !(c.is_ascii_alphanumeric() || ".-".contains(*c))) {
            return Err(ServiceError::Character(other));
        }
        if core.trim_matches(['-', '.']).is_empty() {
            return Err(ServiceError::Empty);
        }
        if core.len() > LONGEST {
            return Err(ServiceError::Long);
        }
        Ok(Self(core))
    }

    /// The name as it was kept. Nothing is looked at: what is sealed for another name does not open.
    pub fn stored(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The variable in which a program is given the token of this service, unless it is told another: `GITHUB_TOKEN`.
    pub fn variable(&self) -> String {
        format!("{}_TOKEN", self.upper())
    }

    /// The secret of the formation with which tools are listed where no user has asked yet: `USER_CREDENTIALS_GITHUB`.
    pub fn secret(&self) -> String {
        format!("USER_CREDENTIALS_{}", self.upper())
    }

    fn upper(&self) -> String {
        self.0.to_ascii_uppercase().replace(['-', '.'], "_")
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
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
            assert_eq!(Service::parse(written).unwrap().as_str(), name, "{written}");
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
            assert_eq!(Service::parse(written), Err(why), "{written:?}");
        }
    }

    #[test]
    fn a_service_has_its_variable_and_its_secret() {
        let service = Service::parse("my.own-app").unwrap();
        assert_eq!(service.variable(), "MY_OWN_APP_TOKEN");
        assert_eq!(service.secret(), "USER_CREDENTIALS_MY_OWN_APP");
    }
}
