//! Which field of a credential goes to which place, and which of them are secrets.

use super::Content;
use super::content::PRIMARY;

/// The last words of names of what is no secret: who somebody is, and where.
const PLAIN: [&str; 24] = [
    "account",
    "client",
    "domain",
    "email",
    "host",
    "hostname",
    "id",
    "login",
    "mail",
    "name",
    "org",
    "organization",
    "owner",
    "port",
    "project",
    "region",
    "scope",
    "scopes",
    "team",
    "tenant",
    "type",
    "user",
    "username",
    "workspace",
];
/// The same where no secret is in the value.
const ADDRESSES: [&str; 4] = ["endpoint", "server", "uri", "url"];
/// Fields that end with `id` and say who signs in.
const KEY_ID: &str = "key_id";

impl Content {
    /// The value that a place called `name` is given (a variable `AWS_ACCESS_KEY_ID`, the key `username`): the field of that
    /// name, with the name of the service or `aws` before it or without; else the one that stands for all. None where that
    /// would be a guess, as with a session token that AWS keys do not have, or a token in the place of a user's name.
    pub fn value_for(&self, service: &str, name: &str) -> Option<&str> {
        let name = plain(name);
        let service = format!("{}_", plain(service));
        let bare = name.strip_prefix(&service).or_else(|| name.strip_prefix("aws_")).unwrap_or(&name);
        let names = [name.clone(), bare.to_owned(), format!("{service}{bare}"), format!("aws_{bare}")];
        let of = |wanted: &String| {
            let mut all = self.fields().filter(|(_, value)| !value.is_empty());
            all.find(|(field, _)| plain(field) == *wanted)
        };
        if let Some((_, value)) = names.iter().find_map(of) {
            return Some(value);
        }
        let has_token = PRIMARY.iter().any(|name| self.field(name).is_some());
        let stands_for_all = has_token || self.fields().count() == 1;
        (stands_for_all && !is_plain(bare)).then(|| self.primary())
    }

    /// The names and values of what nobody may see: all, but for names and addresses beside a secret.
    pub fn secrets(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_shown = |(name, value): &(&str, &str)| {
            let name = plain(name);
            let address = ADDRESSES.contains(&last(&name)) && !value.contains(['@', '?', '#']);
            is_plain(&name) || address
        };
        let all_shown = self.fields().filter(|(_, value)| !value.is_empty()).all(|field| is_shown(&field));
        self.fields().filter(move |field| all_shown || !is_shown(field))
    }
}

fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '.'], "_")
}

fn last(name: &str) -> &str {
    name.rsplit('_').next().unwrap_or(name)
}

fn is_plain(name: &str) -> bool {
    PLAIN.contains(&last(name)) && !name.ends_with(KEY_ID)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(json: &str) -> Content {
        Content::parse(json.as_bytes()).unwrap()
    }

    #[test]
    fn a_place_is_given_the_field_of_its_name_else_what_stands_for_all_and_never_a_guess() {
        let aws = content(r#"{"access_key_id":"AKIA","secret_access_key":"s","region":"eu-1"}"#);
        assert_eq!(aws.value_for("aws", "AWS_ACCESS_KEY_ID"), Some("AKIA"));
        assert_eq!(aws.value_for("amazon", "AWS_SECRET_ACCESS_KEY"), Some("s"));
        assert_eq!(aws.value_for("aws", "AWS_REGION"), Some("eu-1"));
        assert_eq!(aws.value_for("aws", "AWS_SESSION_TOKEN"), None);
        let long = content(r#"{"aws_access_key_id":"AKIA","aws_secret_access_key":"s"}"#);
        assert_eq!(long.value_for("s3", "ACCESS_KEY_ID"), Some("AKIA"));
        let basic = content(r#"{"username":"u","password":"p"}"#);
        assert_eq!(basic.value_for("wiki", "username"), Some("u"));
        assert_eq!(basic.value_for("wiki", "WIKI_PASSWORD"), Some("p"));
        assert_eq!(basic.value_for("wiki", "Authorization"), Some("p"));
        assert_eq!(content(r#"{"token":"t"}"#).value_for("github", "GITHUB_TOKEN"), Some("t"));
        assert_eq!(content(r#"{"webhook":"w"}"#).value_for("x", "URL"), Some("w"));
        assert_eq!(content(r#"{"token":"t"}"#).value_for("pg", "DATABASE_URL"), Some("t"));
    }

    #[test]
    fn a_token_is_never_put_where_a_name_belongs() {
        let token = content(r#"{"token":"t"}"#);
        for place in
            ["username", "X-User-Email", "AWS_REGION", "GITHUB_USER", "client_id", "host", "tenant-id"]
        {
            assert_eq!(token.value_for("github", place), None, "{place}");
        }
        assert_eq!(content(r#"{"token":"t","login":"ann"}"#).value_for("x", "login"), Some("ann"));
    }

    #[test]
    fn names_and_addresses_beside_a_secret_are_none() {
        let secrets =
            |json: &str| content(json).secrets().map(|(_, value)| value.to_owned()).collect::<Vec<_>>();
        let json = r#"{"host":"db.example","password":"p","port":5432,"scope":"repo","url":"https://x/","username":"u"}"#;
        assert_eq!(secrets(json), ["p"]);
        assert_eq!(
            secrets(r#"{"access_token":"a","client_id":"c","refresh_token":"r","token_type":"bearer"}"#),
            ["a", "r"]
        );
        assert_eq!(
            secrets(r#"{"access_key_id":"AKIA","region":"eu-1","secret_access_key":"s"}"#),
            ["AKIA", "s"]
        );
        assert_eq!(secrets(r#"{"token":"t","url":"https://u:p@x/"}"#), ["t", "https://u:p@x/"]);
        // Where nothing else is, that is what is kept.
        assert_eq!(
            secrets(r#"{"url":"https://hooks.example/T000/B000"}"#),
            ["https://hooks.example/T000/B000"]
        );
    }
}
