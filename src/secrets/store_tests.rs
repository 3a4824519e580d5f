#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use tempfile::TempDir;

use super::update_tests::{add, delete, name, reads};
use super::*;
use crate::support::clock::Clock;
use crate::support::secret::SecretBytes;

fn formation() -> (TempDir, Location) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::new(dir.path(), None).unwrap();
    (dir, location)
}

fn with_two() -> (TempDir, Location) {
    let (dir, location) = formation();
    add(&location, "ONE", b"first");
    add(&location, "TWO", b"second");
    (dir, location)
}

fn write_private(path: &Path, text: &[u8]) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// The formation that the deployed programs wrote.
fn known_answer() -> (TempDir, Location) {
    let (dir, location) = formation();
    write_private(&location.key_file(), include_bytes!("../../tests/kat/format1/key"));
    fs::write(location.secrets_file(), include_bytes!("../../tests/kat/format1/secrets.enc")).unwrap();
    fs::write(location.template_file(), include_bytes!("../../tests/kat/format1/secrets")).unwrap();
    (dir, location)
}

fn open_error(location: &Location) -> Error {
    Store::open(location, &KeySources::default()).err().unwrap()
}

fn edit(location: &Location, edit: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(location.secrets_file()).unwrap();
    fs::write(location.secrets_file(), edit(text)).unwrap();
}

#[test]
fn a_formation_of_the_deployed_programs_opens_value_by_value() {
    let (_dir, location) = known_answer();
    let known: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(include_str!("../../tests/kat/format1/plaintext.json")).unwrap();
    let store = Store::open(&location, &KeySources::default()).unwrap();
    assert_eq!(store.format(), Some(Format::One));
    assert_eq!(store.names(), known.keys().collect::<Vec<_>>());
    for (n, value) in &known {
        assert_eq!(reads(&location, n), value.as_str().unwrap().as_bytes());
    }
    let listing = list(&location).unwrap();
    assert!(listing.from_template);
    assert_eq!(listing.names, ["DB_PASSWORD", "OPENAI_API_KEY"]);
}

#[test]
fn a_file_of_format_1_is_written_back_as_format_1() {
    let (_dir, location) = known_answer();
    add(&location, "NEW", "é\n\"x\"".as_bytes());
    delete(&location, "DB_PASSWORD").unwrap();
    let store = Store::open(&location, &KeySources::default()).unwrap();
    assert_eq!(store.format(), Some(Format::One));
    assert_eq!(store.names(), ["OPENAI_API_KEY", "NEW"]);
    assert_eq!(reads(&location, "NEW"), "é\n\"x\"".as_bytes());
    assert!(fs::read(location.secrets_file()).unwrap().starts_with(b"gAAAA"));
    let before = fs::read(location.secrets_file()).unwrap();
    let change = Change::Set { name: name("BIN"), value: SecretBytes::new(vec![0xff]) };
    let error = update(&location, &KeySources::default(), &Clock::default(), &change).unwrap_err();
    assert_eq!(error.code(), "secret_not_text");
    assert_eq!(fs::read(location.secrets_file()).unwrap(), before);
}

#[test]
fn no_file_is_an_empty_store_that_needs_no_key() {
    let (_dir, location) = formation();
    let store = Store::open(&location, &KeySources::default()).unwrap();
    assert!(store.names().is_empty() && store.get(&name("X")).unwrap().is_none());
    assert!(store.seal().is_good() && store.key_info().is_none());
    assert_eq!(list(&location).unwrap().format, None);
    assert_eq!(fs::read_dir(location.dir()).unwrap().count(), 0);
}

#[test]
fn names_need_no_key_and_reading_makes_none() {
    let (_dir, location) = with_two();
    fs::remove_file(location.key_file()).unwrap();
    assert_eq!(list(&location).unwrap().names, ["ONE", "TWO"]);
    let error = open_error(&location);
    assert_eq!(error.code(), "key_missing");
    assert!(error.hint().unwrap().contains(".key"));
    assert!(!location.key_file().exists());
}

#[test]
fn a_wrong_key_is_no_corruption_and_both_ids_are_shown() {
    let ((_a, ours), (_b, theirs)) = (with_two(), with_two());
    let id = |location: &Location| {
        let store = Store::open(location, &KeySources::default()).unwrap();
        store.key_info().unwrap().id.to_string()
    };
    let (our_id, their_id) = (id(&ours), id(&theirs));
    fs::copy(theirs.key_file(), ours.key_file()).unwrap();
    let error = open_error(&ours);
    assert_eq!(error.code(), "key_wrong");
    let text = error.to_string();
    assert!(text.contains(&our_id) && text.contains(&their_id), "{text}");
    let (_c, old) = known_answer();
    fs::copy(theirs.key_file(), old.key_file()).unwrap();
    assert_eq!(open_error(&old).code(), "key_wrong_or_file_changed");
}

#[test]
fn a_truncated_key_is_called_that() {
    let (_dir, location) = with_two();
    let key = fs::read(location.key_file()).unwrap();
    write_private(&location.key_file(), &key[..key.len() / 2]);
    let error = open_error(&location);
    assert_eq!(error.code(), "key_truncated");
    assert!(error.to_string().contains(".key, line 2"), "{error}");
}

#[test]
fn a_key_that_others_can_read_or_that_is_a_link_is_refused() {
    let (dir, location) = with_two();
    let key = location.key_file();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let error = open_error(&location);
    assert_eq!((error.code(), error.kind()), ("key_not_private", Kind::Refused));
    assert_eq!(error.hint().unwrap(), format!("run: chmod 600 {}", key.display()));
    let elsewhere = dir.path().join("elsewhere");
    fs::rename(&key, &elsewhere).unwrap();
    symlink(&elsewhere, &key).unwrap();
    assert_eq!(open_error(&location).code(), "key_not_private");
    // Named, the same file will do: containers mount keys as links that all may read.
    let sources = KeySources { option_file: Some(key), ..KeySources::default() };
    assert!(Store::open(&location, &sources).is_ok());
}

#[test]
fn the_first_source_whose_key_fits_is_taken() {
    let ((_a, ours), (_b, theirs)) = (with_two(), with_two());
    let elsewhere = ours.dir().join("elsewhere");
    fs::rename(ours.key_file(), &elsewhere).unwrap();
    let origin = |sources: &KeySources| {
        let store = Store::open(&ours, sources).map_err(|e| e.code())?;
        Ok::<_, &str>(store.key_info().unwrap().origin.clone())
    };
    let text = SecretBytes::new(fs::read(&elsewhere).unwrap());
    let mut sources = KeySources { env_key: Some(text), ..KeySources::default() };
    assert_eq!(origin(&sources), Ok(Origin::EnvKey));
    let open = fs::File::open(&elsewhere).unwrap();
    let fd = u32::try_from(std::os::fd::AsRawFd::as_raw_fd(&open)).unwrap();
    sources.env_fd = Some(Descriptor::new(fd));
    assert_eq!(origin(&sources), Ok(Origin::EnvFd(fd)));
    sources.env_file = Some(elsewhere.clone());
    assert_eq!(origin(&sources), Ok(Origin::EnvFile(elsewhere.clone())));
    sources.option_file = Some(theirs.key_file());
    assert_eq!(origin(&sources), Ok(Origin::EnvFile(elsewhere)));
    sources.option_file = Some("/nowhere".into());
    assert_eq!(origin(&sources), Err("file_not_found"));
}

#[test]
fn the_key_of_a_conversion_that_was_cut_short_is_tried_last() {
    let (_dir, location) = with_two();
    fs::rename(location.key_file(), location.pending_key_file()).unwrap();
    assert_eq!(reads(&location, "ONE"), b"first");
}

#[test]
fn foreign_files_are_told_from_broken_ones() {
    let (_dir, location) = with_two();
    for (text, why) in [
        ("", "it is empty"),
        ("{\"A\": 1}", "it is of neither format"),
        ("gAAAAABrAhx5", "is cut short"),
        ("muxi-sec", "first line is cut short"),
        ("<<<<<<< HEAD\n", "merge conflict"),
    ] {
        fs::write(location.secrets_file(), text).unwrap();
        let error = open_error(&location);
        assert_eq!(error.code(), "not_a_secrets_file");
        assert!(error.to_string().contains(why), "{error}");
        assert!(list(&location).is_err());
        let change = Change::Delete { name: name("ONE") };
        assert!(update(&location, &KeySources::default(), &Clock::default(), &change).is_err());
        assert_eq!(fs::read_to_string(location.secrets_file()).unwrap(), text);
    }
}

#[test]
fn swapped_values_are_refused_and_the_rest_still_reads() {
    let (_dir, location) = with_two();
    add(&location, "THREE", b"third");
    edit(&location, |text| {
        text.replacen("\nONE ", "\nX ", 1)
            .replacen("\nTWO ", "\nY ", 1)
            .replacen("\nX ", "\nTWO ", 1)
            .replacen("\nY ", "\nONE ", 1)
    });
    // Sorted again, so that only the values are exchanged.
    edit(&location, |text| {
        let mut lines: Vec<_> = text.lines().collect();
        let end = lines.len() - 1;
        lines[3..end].sort_unstable();
        lines.join("\n") + "\n"
    });
    let store = Store::open(&location, &KeySources::default()).unwrap();
    let error = store.get(&name("ONE")).unwrap_err();
    assert_eq!(error.code(), "secret_tampered");
    assert!(error.to_string().contains("it is the value of TWO"), "{error}");
    let hint = error.hint().unwrap();
    assert!(hint.contains("git log -- secrets.enc") && hint.contains("the line of ONE out"), "{hint}");
    assert!(hint.ends_with("run muxi secrets seal, and add it anew: muxi secrets add ONE"), "{hint}");
    assert_eq!(reads(&location, "THREE"), b"third");
    let Seal::Broken(difference) = store.seal() else { panic!() };
    assert_eq!(difference.changed, ["ONE", "TWO"]);
}

#[test]
fn a_changed_version_is_named() {
    let (_dir, location) = with_two();
    edit(&location, |text| {
        let id = &text.lines().nth(2).unwrap()[4..12].to_owned();
        text.replacen(&format!("ONE {id} 1"), &format!("ONE {id} 7"), 1)
    });
    let store = Store::open(&location, &KeySources::default()).unwrap();
    let error = store.get(&name("ONE")).unwrap_err();
    assert!(error.to_string().contains("it is of version 1, and its line says 7"), "{error}");
}

#[test]
fn a_broken_seal_stops_writers_until_it_is_sealed_again() {
    let (_dir, location) = with_two();
    edit(&location, |text| {
        text.lines().filter(|l| !l.starts_with("ONE ")).collect::<Vec<_>>().join("\n") + "\n"
    });
    let sources = KeySources::default();
    let change = Change::Set { name: name("NEW"), value: SecretBytes::from("x") };
    let error = update(&location, &sources, &Clock::default(), &change).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("secrets_unsealed", Kind::Refused));
    assert!(error.to_string().contains("removed ONE"), "{error}");
    assert_eq!(reads(&location, "TWO"), b"second");
    assert!(matches!(reseal(&location, &sources, None).unwrap(), Seal::Broken(_)));
    assert!(Store::open(&location, &sources).unwrap().seal().is_good());
    add(&location, "NEW", b"x");
}

#[test]
fn what_was_changed_after_it_was_shown_is_not_sealed() {
    let (_dir, location) = with_two();
    let sources = KeySources::default();
    let without = |name: &'static str| {
        move |text: String| {
            text.lines().filter(|l| !l.starts_with(name)).collect::<Vec<_>>().join("\n") + "\n"
        }
    };
    edit(&location, without("ONE "));
    let seen = Store::open(&location, &sources).unwrap().seal().clone();
    edit(&location, without("TWO "));
    let error = reseal(&location, &sources, Some(&seen)).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("changed_meanwhile", Kind::Refused));
    let error = crate::secrets::prune(&location, &sources, Some(&seen)).unwrap_err();
    assert_eq!(error.code(), "changed_meanwhile");
    let seen = Store::open(&location, &sources).unwrap().seal().clone();
    reseal(&location, &sources, Some(&seen)).unwrap();
    assert!(Store::open(&location, &sources).unwrap().seal().is_good());
}

#[test]
fn a_value_that_does_not_open_is_never_sealed() {
    let (_dir, location) = with_two();
    edit(&location, |text| text.replacen("\nTWO ", "\nTWOO ", 1));
    let error = reseal(&location, &KeySources::default(), None).unwrap_err();
    assert_eq!(error.code(), "secret_tampered");
}

#[test]
fn two_values_of_a_merge_are_a_conflict_and_the_rest_reads() {
    let (_dir, location) = with_two();
    let base = fs::read_to_string(location.secrets_file()).unwrap();
    add(&location, "ONE", b"ours");
    edit(&location, |ours| {
        let theirs: String = base.split_inclusive('\n').skip(3).collect();
        ours + &theirs
    });
    let store = Store::open(&location, &KeySources::default()).unwrap();
    let merged = Seal::Merged { conflicts: vec!["ONE".into()], difference: Difference::default() };
    assert_eq!(*store.seal(), merged);
    let error = store.get(&name("ONE")).unwrap_err();
    assert_eq!(error.code(), "secrets_conflict");
    assert!(error.hint().unwrap().contains("muxi secrets resolve"));
    assert_eq!(reads(&location, "TWO"), b"second");
    let error = reseal(&location, &KeySources::default(), None).unwrap_err();
    assert_eq!(error.code(), "secrets_conflict");
}

#[test]
fn a_template_that_cannot_be_read_hides_no_names() {
    let (_dir, location) = with_two();
    fs::write(location.template_file(), [0xff]).unwrap();
    let listing = list(&location).unwrap();
    assert_eq!((listing.names.len(), listing.template.len()), (2, 0));
    fs::remove_file(location.template_file()).unwrap();
    fs::create_dir(location.template_file()).unwrap();
    assert_eq!(list(&location).unwrap().names, ["ONE", "TWO"]);
    // Of format 1 the template has all the names that are to be had.
    let (_dir, location) = known_answer();
    fs::write(location.template_file(), [0xff]).unwrap();
    let error = list(&location).unwrap_err();
    assert!(error.hint().unwrap().ends_with("as UTF-8 text"), "{error}");
}

#[test]
fn the_way_out_of_a_tampered_value_works() {
    let (_dir, location) = with_two();
    edit(&location, |text| text.replacen("\nTWO ", "\nTWOO ", 1));
    edit(&location, |text| text.split_inclusive('\n').filter(|line| !line.starts_with("TWOO ")).collect());
    reseal(&location, &KeySources::default(), None).unwrap();
    add(&location, "TWO", b"anew");
    assert_eq!(reads(&location, "TWO"), b"anew");
}

#[test]
fn a_flipped_commitment_is_corruption_and_no_wrong_key() {
    let (_dir, location) = with_two();
    edit(&location, |text| {
        let line = text.lines().nth(2).unwrap().to_owned();
        let last = if line.ends_with('0') { "1" } else { "0" };
        text.replacen(&line, &format!("{}{last}", &line[..line.len() - 1]), 1)
    });
    let error = open_error(&location);
    assert_eq!(error.code(), "secrets_line_broken");
    assert!(error.to_string().contains("secrets.enc:3: the commitment"), "{error}");
}

#[test]
fn no_error_or_debug_shows_a_value() {
    let change = Change::Set { name: name("A"), value: SecretBytes::from("hunter2") };
    assert!(!format!("{change:?}").contains("hunter2"));
    let sources = KeySources { env_key: Some(SecretBytes::from("hunter2")), ..KeySources::default() };
    let (_dir, location) = with_two();
    let error = Store::open(&location, &sources).err().unwrap();
    assert!(!format!("{error:?} {error} {:?}", error.hint()).contains("hunter2"));
}
