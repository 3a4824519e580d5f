use super::*;

#[test]
fn a_passphrase_is_put_on_changed_and_taken_off_and_the_secrets_stay() {
    let (_dir, location) = formation(Format::Two);
    let before = text(&location.secrets_file());
    let plain = text(&location.key_file());
    assert!(key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap());
    assert!(unlock_keys(&location, &with_phrase(PHRASE)).unwrap());
    assert_eq!(unlock_keys(&location, &none()).unwrap_err().code(), "passphrase_needed");
    assert_eq!(unlock_keys(&location, &with_phrase("wrong")).unwrap_err().code(), "passphrase_wrong");
    assert!(key_passphrase(&location, &with_phrase(PHRASE), Some(&"another long one".into())).unwrap());
    opens(&location, &with_phrase("another long one"));
    assert!(key_passphrase(&location, &with_phrase("another long one"), None).unwrap());
    assert_eq!(text(&location.key_file()), plain);
    assert!(!key_passphrase(&location, &none(), None).unwrap());
    assert_eq!(text(&location.secrets_file()), before);
}

#[test]
fn a_short_passphrase_and_a_bare_key_are_refused() {
    let (_dir, location) = formation(Format::Two);
    let error = key_passphrase(&location, &none(), Some(&"short".into())).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("passphrase_short", Kind::Refused));
    assert_eq!(export_key(&location, &none(), Some(&"short".into())).unwrap_err().code(), "passphrase_short");
    let (_dir, location) = formation(Format::One);
    let error = key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("key_is_bare", Kind::Refused));
    assert_eq!(text(&location.key_file()).as_bytes(), BARE);
}

#[test]
fn a_key_that_is_in_no_file_cannot_be_wrapped_where_it_is() {
    let (_dir, location) = formation(Format::Two);
    let key = text(&location.key_file());
    let sources = KeySources { env_key: Some(key.as_str().into()), ..none() };
    let error = key_passphrase(&location, &sources, Some(&PHRASE.into())).unwrap_err();
    assert_eq!(error.code(), "key_not_in_a_file");
    assert_eq!(text(&location.key_file()), key);
}

#[test]
fn a_writer_opens_a_wrapped_key_too() {
    let (_dir, location) = formation(Format::Two);
    key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap();
    let change = Change::Set { name: name("A"), value: "new".into() };
    let error = update(&location, &none(), &clock(), &change).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("passphrase_needed", Kind::NeedsInput));
    assert!(error.hint().unwrap().contains("--passphrase-file FILE"));
    update(&location, &with_phrase(PHRASE), &clock(), &change).unwrap();
    let store = Store::open(&location, &with_phrase(PHRASE)).unwrap();
    assert_eq!(store.get(&name("A")).unwrap(), Some("new".into()));
}
