use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::crypto::wrap::hook;
use crate::secrets::key::{RootKey, StoredKey};

fn wrapped(by: &str) -> StoredKey {
    hook::cheap();
    StoredKey::wrap(&RootKey::generate().unwrap(), None, &by.into()).unwrap()
}

/// Answers with these, one after the other; counts the questions.
fn answers(list: &'static [&'static str]) -> (Passphrase, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let ask = move |_: &str| {
        let turn = count.fetch_add(1, Ordering::SeqCst);
        list.get(turn).map(|p| SecretBytes::from(*p)).ok_or(NoAnswer::Interrupted)
    };
    (Passphrase::new(None, Some(Box::new(ask))), asked)
}

fn code(result: Result<RootKey, Error>) -> &'static str {
    result.map_or_else(|e| e.code(), |_| "ok")
}

#[test]
fn a_person_is_asked_once_in_a_run_and_may_try_three_times() {
    let (key, other) = (wrapped("right"), wrapped("right"));
    let (passphrase, asked) = answers(&["wrong", "wrong", "right"]);
    assert_eq!(code(key.unlock(&passphrase, "k")), "ok");
    assert_eq!(code(key.unlock(&passphrase.clone(), "k")), "ok");
    assert_eq!(code(other.unlock(&passphrase, "k")), "ok");
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert_eq!(key.opened_by(&passphrase), Some("right".into()));
    let (passphrase, asked) = answers(&["a", "b", "c", "right"]);
    assert_eq!(code(key.unlock(&passphrase, "k")), "passphrase_wrong");
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[test]
fn a_key_of_another_passphrase_is_asked_for_anew() {
    let (passphrase, asked) = answers(&["one", "two"]);
    assert_eq!(code(wrapped("one").unlock(&passphrase, "k")), "ok");
    assert_eq!(code(wrapped("two").unlock(&passphrase, "k")), "ok");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn without_an_answer_it_is_said_why() {
    let key = wrapped("right");
    assert_eq!(code(key.unlock(&Passphrase::default(), "k")), "passphrase_needed");
    let error = key.unlock(&answers(&[]).0, "k").err().unwrap();
    assert_eq!((error.code(), error.kind()), ("interrupted", crate::secrets::Kind::Interrupted));
    let failed = |_: &str| Err(NoAnswer::Failed("no".into()));
    assert_eq!(code(key.unlock(&Passphrase::new(None, Some(Box::new(failed))), "k")), "input");
}

#[test]
fn a_file_answers_without_a_question_and_loses_one_line_end() {
    let key = wrapped("right\n");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("passphrase");
    let unlock = |text: &str| {
        fs::write_atomic(&path, text.as_bytes(), fs::Mode::PRIVATE).unwrap();
        let never = |_: &str| -> Result<SecretBytes, NoAnswer> { panic!("asked") };
        let at = Some(PassphraseAt::File(path.clone()));
        code(key.unlock(&Passphrase::new(at, Some(Box::new(never))), "k"))
    };
    assert_eq!(unlock("right\n\n"), "ok");
    assert_eq!(unlock("right\n\r\n"), "ok");
    assert_eq!(unlock("right\n"), "passphrase_wrong");
    assert_eq!(unlock(""), "passphrase_wrong");
    let missing = Passphrase::new(Some(PassphraseAt::File("/nowhere/at/all".into())), None);
    assert_eq!(code(key.unlock(&missing, "k")), "file_not_found");
}

#[test]
fn a_new_passphrase_has_twelve_characters() {
    assert_eq!(check_new_passphrase(&"eleven char".into()).unwrap_err().code(), "passphrase_short");
    assert!(check_new_passphrase(&"twelve chars".into()).is_ok());
    // Characters, not bytes.
    assert!(check_new_passphrase(&"éééééé".into()).is_err());
}

#[test]
fn debug_shows_nothing_of_it() {
    let passphrase = Passphrase::new(Some(PassphraseAt::Text("canary".into())), None);
    assert!(!format!("{passphrase:?} {:?}", PassphraseAt::Text("canary".into())).contains("canary"));
}

#[test]
fn what_one_opened_by_asking_opens_for_those_that_do_not_ask() {
    let key = wrapped("right");
    let (passphrase, asked) = answers(&["right"]);
    let silent = passphrase.without_asking();
    assert_eq!(code(key.unlock(&silent, "k")), "passphrase_needed");
    assert_eq!(code(key.unlock(&passphrase, "k")), "ok");
    assert_eq!(code(key.unlock(&silent, "k")), "ok");
    assert_eq!(code(key.unlock(&passphrase.without_asking(), "k")), "ok");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // Derived once, too.
    assert_eq!(silent.found().opened.len(), 1);
}
