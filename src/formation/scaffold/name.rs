//! From what a person calls a thing to its id.

use super::Error;

/// The longest id that a deployed server takes.
const LONGEST: usize = 50;

/// The shortest id of a formation that a deployed server takes.
const SHORTEST_OF_FORMATION: usize = 3;

/// Paths of a deployed server, which no formation can be called.
const TAKEN: [&str; 7] = ["health", "ping", "rpc", "server", "admin", "metrics", "api"];

/// The agent that every formation has.
const BUILT_IN_AGENT: &str = "muxi-generalist";

/// A name and the id that is made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Lower-case letters, digits and `-`, a letter first.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Whether the id is not what was typed.
    pub changed: bool,
}

impl Named {
    /// The id of a component called `typed`: in lower case, with a `-` for every run of other characters.
    pub fn component(typed: &str) -> Result<Self, Error> {
        super::refuse_secret(typed)?;
        let id = slug(typed);
        let starts_well = id.starts_with(|c: char| c.is_ascii_lowercase());
        if !starts_well || id.len() > LONGEST || id == BUILT_IN_AGENT {
            return Err(Error::BadName { typed: typed.to_owned(), why: why(&id) });
        }
        let changed = id != typed;
        let title = if changed { one_line(typed) } else { capitals(&id) };
        Ok(Self { id, title, changed })
    }

    /// The id of a formation, which has to be one that a deployed server takes.
    pub fn formation(typed: &str) -> Result<Self, Error> {
        let named = Self::component(typed)?;
        let why = if named.id.len() < SHORTEST_OF_FORMATION {
            "the id of a formation has at least 3 characters"
        } else if TAKEN.contains(&named.id.as_str()) {
            "a server has a path of that name"
        } else {
            return Ok(named);
        };
        Err(Error::BadName { typed: typed.to_owned(), why })
    }
}

fn why(id: &str) -> &'static str {
    if id.is_empty() {
        "an id is made of the letters a to z, digits and `-`"
    } else if id == BUILT_IN_AGENT {
        "every formation has an agent of that name"
    } else if id.len() > LONGEST {
        "an id has at most 50 characters"
    } else {
        "an id begins with a letter"
    }
}

fn slug(typed: &str) -> String {
    let mut id = String::new();
    for c in typed.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

fn one_line(typed: &str) -> String {
    let words: Vec<_> = typed.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `release-notes` is `Release Notes` to people.
fn capitals(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    id.split('-').filter_map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(typed: &str) -> (String, String, bool) {
        let named = Named::component(typed).unwrap();
        (named.id, named.title, named.changed)
    }

    #[test]
    fn a_name_becomes_an_id_and_stays_what_people_read() {
        assert_eq!(named("release-notes"), ("release-notes".into(), "Release Notes".into(), false));
        assert_eq!(named("Release  Notes!"), ("release-notes".into(), "Release Notes!".into(), true));
        assert_eq!(named("../../etc/passwd").0, "etc-passwd");
        assert_eq!(named("Kaffee\u{1b}[31m für 2").0, "kaffee-31m-f-r-2");
    }

    #[test]
    fn what_cannot_be_an_id_is_refused_with_the_reason() {
        for (typed, why) in [
            ("", "letters a to z"),
            ("日本", "letters a to z"),
            ("2nd line", "begins with a letter"),
            ("MUXI Generalist", "every formation"),
            (&"x".repeat(51), "at most 50"),
        ] {
            let error = Named::component(typed).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        assert!(Named::component("api").is_ok() && Named::component("a").is_ok());
        for typed in ["a", "ab", "API", "admin"] {
            assert!(Named::formation(typed).is_err(), "{typed}");
        }
    }
}
