//! Which server is meant: the command line's, else the environment's, else the formation's, else the default one.

use super::{Kept, Profile, ProfileError, Profiles, ServerUrl};
use crate::remote::sign::{Dialect, check_key_id};
use crate::support::secret::SecretBytes;

/// What says which server is meant.
#[derive(Clone, Debug, Default)]
pub struct Given<'a> {
    /// `--profile`.
    pub flag: Option<&'a str>,
    /// `MUXI_PROFILE`.
    pub variable: Option<&'a str>,
    /// `MUXI_SERVER_URL`.
    pub url: Option<&'a str>,
    /// `MUXI_KEY_ID`.
    pub key_id: Option<&'a str>,
    /// `MUXI_SECRET_KEY`.
    pub secret: Option<SecretBytes>,
    /// `MUXI_DIALECT`.
    pub dialect: Option<&'a str>,
    /// `profile` of the formation's `.muxi`.
    pub formation: Option<&'a str>,
}

/// Who chose the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// `--profile`.
    Flag,
    /// `MUXI_PROFILE`.
    Variable,
    /// `MUXI_SERVER_URL` and what goes with it: no profile at all.
    Url,
    /// `.muxi` of the formation.
    Formation,
    /// It is the default one.
    Default,
}

impl By {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Variable => "environment",
            Self::Url => "environment_url",
            Self::Formation => "formation",
            Self::Default => "default",
        }
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Flag => "--profile",
            Self::Variable => "MUXI_PROFILE",
            Self::Url => "MUXI_SERVER_URL",
            Self::Formation => ".muxi of the formation",
            Self::Default => "the default profile",
        }
    }
}

/// The server that is meant.
#[derive(Clone, Debug)]
pub struct Picked {
    /// The server and its key. Without a profile its name is that of the variable.
    pub profile: Profile,
    /// Who chose it.
    pub by: By,
}

/// The server that is meant. The file is read only where a profile of it is.
///
/// The URL of the environment never goes with a secret that is kept for another URL: with two of the dialects, whoever is
/// at that URL could send what was signed on to the other.
pub fn pick(
    given: &Given<'_>,
    profiles: impl FnOnce() -> Result<Profiles, ProfileError>,
) -> Result<Picked, ProfileError> {
    if given.flag.is_none()
        && let Some(url) = given.url
    {
        return of_variables(given, url);
    }
    let profiles = profiles()?;
    let default = profiles.default_name();
    let named = [
        (given.flag, By::Flag),
        (given.variable, By::Variable),
        (given.formation, By::Formation),
        (default.as_deref(), By::Default),
    ];
    let (name, by) =
        named.into_iter().find_map(|(name, by)| Some((name?, by))).ok_or(ProfileError::NoneChosen)?;
    let found = profiles.get(name).map_err(|error| match error {
        ProfileError::NotFound { name, near, .. } if by != By::Flag => {
            ProfileError::NotFound { name, near, by: Some(by.words().to_owned()) }
        }
        error => error,
    });
    let mut profile = found?;
    // What was named on the command line is meant as it is kept.
    let of_variables = by != By::Flag || matches!(profile.secret, Kept::Nowhere);
    match (given.key_id, &given.secret) {
        (key_id, Some(secret)) if of_variables => {
            if let Some(key_id) = key_id {
                checked(key_id)?;
                key_id.clone_into(&mut profile.key_id);
            }
            profile.secret = Kept::Plain(secret.clone());
            // It goes with the key: what the profile says is of the key that is kept.
            if given.dialect.is_some() {
                profile.dialect = dialect_of(given.dialect)?;
            }
        }
        (Some(key_id), None) if of_variables && key_id != profile.key_id => {
            return Err(ProfileError::Variables("MUXI_KEY_ID is set, and MUXI_SECRET_KEY is not"));
        }
        _ => {}
    }
    Ok(Picked { profile, by })
}

fn of_variables(given: &Given<'_>, url: &str) -> Result<Picked, ProfileError> {
    let (Some(key_id), Some(secret)) = (given.key_id, given.secret.clone()) else {
        return Err(ProfileError::Variables(
            "MUXI_SERVER_URL is set, and MUXI_KEY_ID or MUXI_SECRET_KEY is not",
        ));
    };
    checked(key_id)?;
    let dialect = dialect_of(given.dialect)?;
    let profile = Profile {
        name: By::Url.words().to_owned(),
        url: ServerUrl::parse(url)?,
        key_id: key_id.to_owned(),
        dialect,
        secret: Kept::Plain(secret),
        added_at: None,
    };
    Ok(Picked { profile, by: By::Url })
}

/// The dialect that `MUXI_DIALECT` says; without it v2.
pub fn dialect_of(word: Option<&str>) -> Result<Dialect, ProfileError> {
    let Some(word) = word else { return Ok(Dialect::default()) };
    Dialect::parse(word).ok_or(ProfileError::Variables("MUXI_DIALECT is none of v2, documented and legacy"))
}

fn checked(key_id: &str) -> Result<(), ProfileError> {
    check_key_id(key_id).map_err(|_| ProfileError::Variables("MUXI_KEY_ID is not the id of a key"))
}
