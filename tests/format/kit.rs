//! Each file of the kit gets the verdict that its name says, and the kit is what its writer writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::make_two::{File, three};
use crate::place::Place;
use crate::write::key_file;
use crate::{make_one, make_two};

/// More would be no small files; the whole kit is looked at in a review.
const LARGEST: u64 = 8 * 1024;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/format/kit"))
}

/// Name and content of each committed file.
pub(crate) fn committed() -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder()).expect("the kit").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.extension().is_some_and(|e| e != "md"));
    let name = |path: &PathBuf| path.file_name().and_then(|n| n.to_str()).expect("UTF-8").to_owned();
    files.map(|path| (name(&path), fs::read(&path).expect("a file of the kit"))).collect()
}

/// Those of a kind: the verdict that the name says, what it is, and the content.
pub(crate) fn of_kind(kind: &str) -> Vec<(String, String, Vec<u8>)> {
    let parts = |(name, content): (String, Vec<u8>)| {
        let (stem, _) = name.rsplit_once('.').expect("an extension");
        let [found, verdict, what] = stem.split("--").collect::<Vec<_>>()[..] else {
            panic!("{name} is not KIND--VERDICT--WHAT");
        };
        (found == kind).then(|| (verdict.to_owned(), what.to_owned(), content))
    };
    let files: Vec<_> = committed().into_iter().filter_map(parts).collect();
    assert!(files.len() >= 20, "{kind}: only {}", files.len());
    files
}

fn made() -> Vec<File> {
    [make_two::files(), make_one::tokens(), make_one::keys(), make_one::templates()].concat()
}

#[test]
fn the_kit_is_what_its_writer_writes() {
    let files = made();
    let count = files.len();
    let made: BTreeMap<_, _> = files.into_iter().collect();
    assert_eq!(made.len(), count, "two files have one name");
    if std::env::var_os("MUXI_REGENERATE").is_some() {
        for name in committed().keys() {
            fs::remove_file(folder().join(name)).expect("it goes");
        }
        for (name, content) in &made {
            fs::write(folder().join(name), content).expect("it comes");
        }
    }
    let committed = committed();
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&made));
    for (name, content) in &committed {
        assert!(*content == made[name], "{name} is not what its writer writes");
        assert!(content.len() as u64 <= LARGEST, "{name} is large");
    }
}

/// All at once, so that one run shows every file that went astray.
fn agree(kind: &str, judge: impl Fn(&str, &str, &[u8]) -> String) {
    let judged = of_kind(kind).into_iter().map(|(verdict, what, content)| {
        let found = judge(&verdict, &what, &content);
        (format!("{what}: {verdict}"), format!("{what}: {found}"))
    });
    let (said, found): (Vec<_>, Vec<_>) = judged.filter(|(said, found)| said != found).unzip();
    assert_eq!(said, found, "{kind}");
}

#[test]
fn every_secrets_file_of_format_2_gets_its_verdict() {
    agree("secrets2", |verdict, what, content| {
        let place = Place::new();
        place.secrets(content);
        let found = place.verdict();
        // Whatever the text alone shows is shown without a key too, and nothing else is.
        let by_text = found.starts_with("secrets_line") && what != "commitment-to-another-key"
            || ["not_a_secrets_file", "secrets_format_unknown"].contains(&&*found);
        let listed = place.listed();
        assert_eq!(listed.as_ref().err(), by_text.then_some(&found), "{verdict}: {what}");
        found
    });
}

#[test]
fn every_secrets_file_of_format_1_gets_its_verdict() {
    agree("secrets1", |_, _, content| {
        let place = Place::new();
        place.secrets(content);
        place.verdict()
    });
}

#[test]
fn every_key_file_gets_its_verdict() {
    agree("key", |verdict, what, content| {
        let mut place = Place::new();
        place.secrets(three().as_bytes());
        place.key(content);
        if verdict == "passphrase_needed" {
            place.sources.passphrase = muxi::secrets::Passphrase::default();
        }
        let start = Instant::now();
        let found = place.verdict();
        if what.contains("wrapped-rounds") && verdict.starts_with("key_malformed") {
            // The least cost that is allowed takes longer than this in any build.
            assert!(start.elapsed() < Duration::from_millis(100), "{what} was worked on");
        }
        found
    });
}

#[test]
fn every_template_gives_its_names() {
    agree("template", |_, _, content| {
        let place = Place::new();
        fs::write(place.location().template_file(), content).expect("the template");
        match place.listed() {
            Ok(_) => {
                let names = muxi::secrets::list(&place.location()).expect("it was listed").template;
                if names.is_empty() { "none".into() } else { names.join("+") }
            }
            Err(code) => code,
        }
    });
}

#[test]
fn a_template_that_is_no_text_does_not_hide_the_names_of_the_file() {
    let place = Place::new();
    place.secrets(three().as_bytes());
    fs::write(place.location().template_file(), b"A=\xe9\n").expect("the template");
    assert_eq!(place.listed().expect("it is listed"), ["A", "B", "C"]);
    assert_eq!(place.verdict(), "ok");
}

#[test]
fn a_key_file_of_more_than_64_kib_is_not_read() {
    let mut place = Place::new();
    place.secrets(three().as_bytes());
    let file = place.path().join("large");
    fs::write(&file, key_file(&["x".repeat(64 * 1024)])).expect("the key");
    place.sources.env_key = None;
    place.sources.option_file = Some(file);
    assert_eq!(place.verdict(), "file_too_large");
}

#[test]
fn without_a_key_the_file_names_the_one_that_it_needs() {
    let mut place = Place::new();
    place.secrets(three().as_bytes());
    place.sources.env_key = None;
    assert_eq!(place.verdict(), "key_missing");
    let error = muxi::secrets::Store::open(&place.location(), &place.sources).err().expect("no key");
    assert!(error.to_string().contains("ae594bd8"), "{error}");
}
