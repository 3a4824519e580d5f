//! Names of services, one for all the ways in which people write them.

use std::fmt;

pub use crate::support::keys::ServiceError;
use crate::support::keys::service_of;

/// What a credential is for: `github`. Lower case, `a-z`, `0-9`, `.` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service(String);

impl Service {
    /// Reads a name as it is typed, or written in `${{ user.credentials.NAME }}`: `GITHUB_TOKEN`, `github` and `GitHub` are
    /// one service, `my app` and `MY_APP` another.
    pub fn parse(name: &str) -> Result<Self, ServiceError> {
        service_of(name).map(Self)
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
    fn a_service_has_its_variable_and_its_secret() {
        let service = Service::parse("my.own-app").unwrap();
        assert_eq!(service.variable(), "MY_OWN_APP_TOKEN");
        assert_eq!(service.secret(), "USER_CREDENTIALS_MY_OWN_APP");
    }
}
