use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::crypto::wrap::hook;
use crate::support::fs::{self, Mode};
use crate::support::redact::Redactor;

/// As the deployed command line writes it.
const DEPLOYED: &str = "version: \"1.0\"\ndefault_profile: prod\nprofiles:\n    prod:\n        url: https://muxi.example.com\n        key_id: muxi_pk_1\n        secret_key: muxi_sk_of-prod\n        added_at: 2026-01-31T12:00:00Z\n    local: # mine\n        url: http://localhost:7890/\n        key_id: MUXI_ab12\n        secret_key: sk_of-local\n        colour: green\n";
/// As `muxi-server init` writes it.
const BY_SERVER: &str = "version: \"1.0\"\ndefault: localhost\nprofiles:\n  localhost:\n    url: http://localhost:7890\n    key_id: muxi_pk_2\n    secret_key: muxi_sk_2\n";

struct Place(TempDir);

impl Place {
    fn with(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write_atomic(&dir.path().join("profiles.yaml"), text.as_bytes(), Mode::PRIVATE).unwrap();
        Self(dir)
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("profiles.yaml")
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.file()).unwrap()
    }

    fn read(&self) -> Profiles {
        Profiles::read(self.0.path(), &Redactor::default()).unwrap()
    }

    fn change(&self, change: impl FnOnce(&mut Profiles)) {
        let mut profiles = Profiles::change(self.0.path(), &Redactor::default()).unwrap();
        change(&mut profiles);
        profiles.save().unwrap();
    }
}

fn plain(profile: &Profile) -> &str {
    let Kept::Plain(secret) = &profile.secret else { panic!("{:?}", profile.secret) };
    secret.expose_str().unwrap()
}

fn profile(name: &str, secret: Kept) -> Profile {
    Profile {
        name: name.into(),
        url: ServerUrl::parse("https://new.example.com:8443/muxi/").unwrap(),
        key_id: "muxi_pk_9".into(),
        dialect: Dialect::Legacy,
        secret,
        added_at: Some("2026-11-23T00:00:00Z".into()),
    }
}

#[test]
fn files_of_deployed_programs_are_read_with_both_names_of_the_default() {
    let profiles = Place::with(DEPLOYED).read();
    assert_eq!(profiles.names(), ["prod", "local"]);
    assert_eq!(profiles.default_name().as_deref(), Some("prod"));
    let prod = profiles.get("prod").unwrap();
    assert_eq!((prod.url.as_str(), prod.key_id.as_str()), ("https://muxi.example.com", "muxi_pk_1"));
    assert_eq!((plain(&prod), prod.dialect), ("muxi_sk_of-prod", Dialect::V2));
    assert_eq!(prod.added_at.as_deref(), Some("2026-01-31T12:00:00Z"));
    assert_eq!(profiles.get("local").unwrap().url.as_str(), "http://localhost:7890");
    assert_eq!(Place::with(BY_SERVER).read().default_name().as_deref(), Some("localhost"));
}

#[test]
fn what_others_wrote_stays_and_the_file_is_its_owners_alone() {
    let place = Place::with(DEPLOYED);
    place.change(|profiles| {
        profiles.put(&profile("new", Kept::Plain("muxi_sk_new".into()))).unwrap();
        profiles.set_default("new").unwrap();
    });
    let text = place.text();
    assert!(text.contains("local: # mine") && text.contains("colour: green"), "{text}");
    assert!(text.starts_with("version: \"1.0\"\ndefault_profile: new\n"), "{text}");
    let mode = std::fs::metadata(place.file()).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
    let new = place.read().get("new").unwrap();
    assert_eq!((new.url.as_str(), new.dialect), ("https://new.example.com:8443/muxi", Dialect::Legacy));
    assert_eq!(plain(&new), "muxi_sk_new");
    place.change(|profiles| {
        // Another way to keep its secret leaves none behind; keys that nobody knows stay.
        profiles.put(&Profile { secret: Kept::Keychain, ..profile("local", Kept::Nowhere) }).unwrap();
        profiles.remove("new").unwrap();
    });
    let text = place.text();
    assert!(!text.contains("sk_of-local") && !text.contains("muxi_sk_new"), "{text}");
    assert!(text.contains("secret_key_in: keychain") && text.contains("colour: green"), "{text}");
    assert_eq!(place.read().default_name(), None, "{text}");
}

#[test]
fn a_file_with_both_names_of_the_default_goes_on_to_have_both() {
    let place = Place::with(&BY_SERVER.replace("default:", "default_profile: other\ndefault:"));
    assert_eq!(place.read().default_name().as_deref(), Some("other"));
    place.change(|profiles| profiles.set_default("localhost").unwrap());
    let text = place.text();
    assert!(text.contains("default_profile: localhost\ndefault: localhost\n"), "{text}");
    place.change(|profiles| profiles.remove("localhost").unwrap());
    assert_eq!((place.read().default_name(), place.read().names().len()), (None, 0));
}

#[test]
fn the_first_profile_makes_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let below = dir.path().join(".muxi/cli");
    let mut profiles = Profiles::change(&below, &Redactor::default()).unwrap();
    profiles.put(&profile("first", Kept::Plain("a \"secret\": with #signs".into()))).unwrap();
    profiles.set_default("first").unwrap();
    profiles.save().unwrap();
    drop(profiles);
    assert_eq!(std::fs::metadata(&below).unwrap().permissions().mode() & 0o777, 0o700);
    let profiles = Profiles::read(&below, &Redactor::default()).unwrap();
    assert_eq!(plain(&profiles.get("first").unwrap()), "a \"secret\": with #signs");
    assert_eq!(profiles.default_name().as_deref(), Some("first"));
    assert!(Profiles::read(dir.path(), &Redactor::default()).unwrap().names().is_empty());
}

#[test]
fn a_file_that_others_can_read_or_that_is_a_link_is_refused() {
    let place = Place::with(DEPLOYED);
    fs::set_mode(&place.file(), 0o644).unwrap();
    let refused = Profiles::read(place.0.path(), &Redactor::default()).err().unwrap();
    assert_eq!(refused.code(), "file_exposed");
    assert!(refused.hint().unwrap().contains("chmod 600"));
    let other = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(place.file(), other.path().join("profiles.yaml")).unwrap();
    fs::set_mode(&place.file(), 0o600).unwrap();
    let refused = Profiles::read(other.path(), &Redactor::default()).err().unwrap();
    assert_eq!(refused.code(), "file_is_symlink");
}

#[test]
fn what_cannot_be_read_is_named_without_a_word_of_it() {
    for bad in ["profiles: [muxi_sk_1\n", "- muxi_sk_1\n", "profiles: muxi_sk_1\n", "a: !muxi_sk_1 {\n"] {
        let place = Place::with(bad);
        let error = Profiles::read(place.0.path(), &Redactor::default()).err().unwrap();
        assert!(!error.to_string().contains("muxi_sk"), "{error}");
        assert!(error.to_string().contains("profiles.yaml"), "{error}");
    }
    let of = |entry: &str| {
        let place = Place::with(&format!("profiles:\n  p:\n    {entry}\n"));
        place.read().get("p").unwrap_err().to_string()
    };
    for (entry, words) in [
        ("key_id: k", "it has no `url`"),
        ("{url: 'http://h'}", "it has no `key_id`"),
        ("{url: 'ftp://h', key_id: k}", "neither http:// nor https://"),
        ("{url: 'http://u:muxi_sk_1@h', key_id: k}", "do not belong there"),
        ("{url: 'http://h', key_id: 'a b'}", "the key id"),
        ("{url: 'http://h', key_id: k, dialect: v3}", "none of v2"),
        ("{url: 'http://h', key_id: k, secret_key_sealed: muxi_sk_1}", "where its secret is"),
        ("{url: 'http://h', key_id: k, secret_key_in: muxi_sk_1}", "where its secret is"),
    ] {
        let error = of(entry);
        assert!(error.contains(words) && !error.contains("muxi_sk"), "{entry}: {error}");
    }
    let error = Place::with(DEPLOYED).read().get("prd").unwrap_err();
    assert!(error.hint().unwrap().contains("did you mean prod?"), "{error:?}");
}

#[test]
fn a_number_is_the_digits_that_are_written() {
    let place = Place::with("profiles:\n  p: {url: 'http://h', key_id: 0123, secret_key: 1e9}\n");
    let p = place.read().get("p").unwrap();
    assert_eq!((p.key_id.as_str(), plain(&p)), ("0123", "1e9"));
}

#[test]
fn secrets_are_known_to_the_redactor_from_the_reading_on() {
    let redactor = Redactor::default();
    Profiles::read(Place::with(DEPLOYED).0.path(), &redactor).unwrap();
    assert!(redactor.holds("x muxi_sk_of-prod") && redactor.holds("sk_of-local"));
}

#[test]
fn a_sealed_secret_opens_with_its_passphrase_for_its_server_and_key_only() {
    hook::cheap();
    let (secret, passphrase) = (SecretBytes::from("muxi_sk_1"), SecretBytes::from("of six words"));
    let to: [&[u8]; 2] = [b"https://h", b"k"];
    let sealed = Sealed::new(&passphrase, &to, &secret).unwrap();
    let text = sealed.text();
    assert!(!text.contains("muxi_sk"));
    let back = Sealed::parse(&text).unwrap();
    assert_eq!(back.open(&passphrase, &to), Some(secret));
    assert_eq!(back.open(&SecretBytes::from("of six word"), &to), None);
    assert_eq!(back.open(&passphrase, &[b"https://evil", b"k"]), None);
    assert_eq!(back.open(&passphrase, &[b"https://", b"hk"]), None);
    for cut in 0..text.len() {
        assert_eq!(Sealed::parse(&text[..cut]).and_then(|s| s.open(&passphrase, &to)), None, "cut at {cut}");
    }
}

#[test]
fn a_formation_says_where_it_goes_and_the_rest_of_its_file_stays() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Local::read(dir.path()).unwrap(), Local::default());
    Local::set(dir.path(), "profile", &json!("prod")).unwrap();
    assert_eq!(Local::read(dir.path()).unwrap().profile.as_deref(), Some("prod"));
    let file = dir.path().join(LOCAL_FILE);
    fs::write_atomic(&file, b"# ours\ndraft: true\nuser_id: 7\nregistry: r\nother: [1]\n", Mode::Keep(0o644))
        .unwrap();
    Local::set(dir.path(), "profile", &json!("staging")).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# ours\ndraft: true\n") && text.contains("other: [1]"), "{text}");
    let wanted = Local { profile: Some("staging".into()), user_id: Some("7".into()), draft: true };
    assert_eq!(Local::read(dir.path()).unwrap(), wanted);
    fs::write_atomic(&file, b"- x\n", Mode::Keep(0o644)).unwrap();
    assert_eq!(Local::read(dir.path()).unwrap_err().code(), "profiles_unreadable");
}

#[test]
fn the_command_line_wins_over_the_environment_that_over_the_formation_and_that_over_the_default() {
    let place = Place::with(&DEPLOYED.replace("sk_of-local", "\"\""));
    let picked = |given: &Given<'_>| pick(given, || Ok(place.read()));
    let names = |given: Given<'_>| picked(&given).map(|p| (p.profile.name, p.by)).unwrap();
    let all =
        Given { flag: Some("local"), variable: Some("prod"), formation: Some("local"), ..Given::default() };
    assert_eq!(names(all.clone()), ("local".into(), By::Flag));
    assert_eq!(names(Given { flag: None, ..all.clone() }), ("prod".into(), By::Variable));
    assert_eq!(names(Given { flag: None, variable: None, ..all }), ("local".into(), By::Formation));
    assert_eq!(names(Given::default()), ("prod".into(), By::Default));
    let gone = picked(&Given { formation: Some("x"), ..Given::default() }).unwrap_err();
    assert!(gone.hint().unwrap().contains(".muxi of the formation names it"), "{gone:?}");
    // Nothing is kept for the second: what the environment has is taken, and only then if it is named by the flag.
    let secret = Some(SecretBytes::from("muxi_sk_env"));
    let of = |flag| picked(&Given { flag: Some(flag), secret: secret.clone(), ..Given::default() }).unwrap();
    assert_eq!(plain(&of("local").profile), "muxi_sk_env");
    assert_eq!(plain(&of("prod").profile), "muxi_sk_of-prod");
}

#[test]
fn the_environment_alone_is_enough_and_never_mixes_a_url_with_a_kept_secret() {
    let nobody = || -> Result<Profiles, ProfileError> { panic!("the file is not needed") };
    let secret = Some(SecretBytes::from("muxi_sk_env"));
    let whole = Given {
        url: Some("https://ci.example.com"),
        key_id: Some("k"),
        secret,
        dialect: Some("legacy"),
        variable: Some("prod"),
        ..Given::default()
    };
    let picked = pick(&whole, nobody).unwrap();
    assert_eq!((picked.by, picked.profile.dialect), (By::Url, Dialect::Legacy));
    assert_eq!(picked.profile.url.as_str(), "https://ci.example.com");
    for part in [Given { key_id: None, ..whole.clone() }, Given { secret: None, ..whole.clone() }] {
        assert!(matches!(pick(&part, nobody), Err(ProfileError::Variables(_))));
    }
    let odd = Given { dialect: Some("v3"), ..whole.clone() };
    assert!(matches!(pick(&odd, nobody), Err(ProfileError::Variables(_))));
    let place = Place::with(DEPLOYED);
    let pair = Given { url: None, ..whole };
    let picked = pick(&pair, || Ok(place.read())).unwrap();
    assert_eq!((picked.profile.key_id.as_str(), plain(&picked.profile)), ("k", "muxi_sk_env"));
    // The dialect goes with the key; without one it is the profile's.
    assert_eq!(picked.profile.dialect, Dialect::Legacy);
    let odd = Given { dialect: Some("v3"), ..pair.clone() };
    assert!(matches!(pick(&odd, || Ok(place.read())), Err(ProfileError::Variables(_))));
    let kept = Given { secret: None, key_id: None, ..pair.clone() };
    assert_eq!(pick(&kept, || Ok(place.read())).unwrap().profile.dialect, Dialect::V2);
    let half = Given { secret: None, ..pair };
    assert!(matches!(pick(&half, || Ok(place.read())), Err(ProfileError::Variables(_))));
}

#[test]
fn a_url_says_where_the_server_is_and_nothing_else() {
    let url = |text: &str| ServerUrl::parse(text).unwrap();
    assert_eq!(url("https://h:443/").as_str(), "https://h");
    assert_eq!((url("http://h:7890").host(), url("https://h:443").host()), ("h:7890".into(), "h".into()));
    assert_eq!(url("http://[::1]:7890/x/").host(), "[::1]:7890");
    assert_eq!(url("http://h/x/").below(&["a b", "c/d"]).as_str(), "http://h/x/a%20b/c%2Fd");
    for (text, open) in [
        ("http://127.0.0.1:1", false),
        ("http://localhost", false),
        ("http://[::1]", false),
        ("http://10.0.0.1", true),
        ("https://10.0.0.1", false),
    ] {
        assert_eq!(url(text).is_open(), open, "{text}");
    }
    for bad in ["", "h", "muxi", "file:///x", "http://", "http://u@h", "http://h?x", "http://h#x"] {
        assert!(ServerUrl::parse(bad).is_err(), "{bad}");
    }
}
