use super::*;

/// A colleague's place: the secrets, and this key or none.
fn place(secrets: Option<&str>, key: Option<&str>) -> (TempDir, Location) {
    hook::cheap();
    let dir = tempfile::tempdir().unwrap();
    let location = Location::new(dir.path(), None).unwrap();
    for (path, text) in [(location.secrets_file(), secrets), (location.key_file(), key)] {
        if let Some(text) = text {
            private(&path, text);
        }
    }
    (dir, location)
}

fn import(location: &Location, text: &SecretBytes) -> Result<ImportedKey, Error> {
    import_key(location, &with_phrase(PHRASE), text, "sent", false)
}

#[test]
fn every_form_of_a_key_is_taken_where_there_is_none() {
    for format in [Format::One, Format::Two] {
        let (_dir, location) = formation(format);
        let secrets = text(&location.secrets_file());
        let texts = [
            exported(&location, &none(), Some(PHRASE)),
            exported(&location, &none(), None),
            text(&location.key_file()).as_str().into(),
        ];
        for sent in texts {
            let (_dir, theirs) = place(Some(&secrets), None);
            let imported = import(&theirs, &sent).unwrap();
            assert_eq!(imported.merging, Merging::Made);
            assert_eq!(imported.active, key_id(&location, &none()));
            opens(&theirs, &none());
            assert_eq!(mode(&theirs.key_file()), 0o600);
            // In the form that goes with the format, and not to be committed.
            assert_eq!(text(&theirs.key_file()).starts_with("muxi-key 2\n"), format == Format::Two);
            assert!(text(&theirs.dir().join(".gitignore")).starts_with(".key\n.key.*\n"));
            assert_eq!(import(&theirs, &sent).unwrap().merging, Merging::Unchanged);
        }
    }
}

#[test]
fn a_newer_key_retires_the_old_one_and_an_older_one_comes_in_retired() {
    let (_dir, location) = formation(Format::Two);
    let (old_key, old_file) = (text(&location.key_file()), text(&location.secrets_file()));
    let later = Clock::fixed(NOW + 1000);
    let rotation = rotate_key(&location, &none(), &later, None).unwrap();
    finish_rotation(&location, &none()).unwrap();
    let (new_key, new_file) = (text(&location.key_file()), text(&location.secrets_file()));
    for (first, second, secrets) in [(&old_key, &new_key, &new_file), (&new_key, &old_key, &old_file)] {
        let (_dir, theirs) = place(Some(secrets), Some(first));
        let imported = import(&theirs, &second.as_str().into()).unwrap();
        assert_eq!((imported.merging, imported.active), (Merging::Merged, rotation.new));
        let keys = text(&theirs.key_file());
        assert!(keys.contains(&format!("key {} 2023-11-14T22:13:21Z active", rotation.new)), "{keys}");
        assert!(keys.contains(&format!("key {} 2023-11-14T22:13:20Z retired", rotation.old[0])), "{keys}");
        for file in [&old_file, &new_file] {
            private(&theirs.secrets_file(), file);
            opens(&theirs, &none());
        }
    }
    // Of a bare key nobody knows the age: the one that the secrets name is active.
    let bare = exported(&location, &none(), None);
    let (_dir, theirs) = place(Some(&new_file), Some(&old_key));
    assert_eq!(import(&theirs, &bare).unwrap().active, rotation.new);
}

#[test]
fn a_key_that_the_sender_retired_is_retired_here_too_though_nobody_knows_its_age() {
    let (_dir, location) = formation(Format::One);
    convert(&location, &none(), &clock(), Format::Two, false).unwrap();
    let (old_key, old_file) = (text(&location.key_file()), text(&location.secrets_file()));
    assert!(old_key.contains(" - active "), "{old_key}");
    let rotation = rotate_key(&location, &none(), &clock(), None).unwrap();
    let sent = exported(&location, &none(), Some(PHRASE));
    // The key comes before the file that it opens.
    let (_dir, theirs) = place(Some(&old_file), Some(&old_key));
    assert_eq!(import(&theirs, &sent).unwrap().active, rotation.new);
    private(&theirs.secrets_file(), text(&location.secrets_file()));
    let next = rotate_key(&theirs, &none(), &clock(), None).unwrap();
    assert!(!next.resumed && next.new != rotation.old[0], "{next:?}");
}

#[test]
fn a_key_that_stands_twice_in_a_text_is_taken_once() {
    let (_dir, location) = formation(Format::Two);
    let key = text(&location.key_file());
    let twice = format!("{key}{}", key.lines().nth(1).unwrap());
    let (_dir, theirs) = place(Some(&text(&location.secrets_file())), None);
    import(&theirs, &twice.as_str().into()).unwrap();
    assert_eq!(text(&theirs.key_file()), key);
}

#[test]
fn beside_format_1_the_key_of_the_secrets_is_the_key_file() {
    let (_dir, location) = formation(Format::One);
    let old_file = text(&location.secrets_file());
    rotate_key(&location, &none(), &clock(), None).unwrap();
    let (new_key, new_file) = (text(&location.key_file()), text(&location.secrets_file()));
    let (_dir, theirs) = place(Some(&new_file), Some(std::str::from_utf8(BARE).unwrap()));
    assert_eq!(import(&theirs, &new_key.as_str().into()).unwrap().merging, Merging::Merged);
    assert_eq!(text(&theirs.key_file()), new_key);
    opens(&theirs, &none());
    private(&theirs.secrets_file(), old_file);
    opens(&theirs, &none());
    // The other way round: the key of another branch is kept beside.
    let (_dir, theirs) = place(Some(&new_file), Some(&new_key));
    let error = import(&theirs, &SecretBytes::new(BARE.to_vec())).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("key_does_not_fit", Kind::Refused));
    import_key(&theirs, &none(), &SecretBytes::new(BARE.to_vec()), "sent", true).unwrap();
    assert_eq!(text(&theirs.key_file()), new_key);
    assert!(theirs.retired_key_file().exists());
}

#[test]
fn a_key_that_does_not_fit_is_refused_unless_forced() {
    let (_dir, location) = formation(Format::Two);
    let (_other_dir, other) = formation(Format::Two);
    let sent = exported(&other, &none(), Some(PHRASE));
    let before = text(&location.key_file());
    let error = import(&location, &sent).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("key_does_not_fit", Kind::Refused));
    assert_eq!(text(&location.key_file()), before);
    let forced = import_key(&location, &with_phrase(PHRASE), &sent, "sent", true).unwrap();
    assert_eq!(forced.merging, Merging::Merged);
    opens(&location, &none());
}

#[test]
fn a_wrapped_key_file_stays_wrapped_and_opens_with_its_own_passphrase() {
    let (_dir, location) = formation(Format::Two);
    let old_key = text(&location.key_file());
    rotate_key(&location, &none(), &Clock::fixed(NOW + 1000), None).unwrap();
    let sent = exported(&location, &none(), None);
    let (_dir, theirs) = place(Some(&text(&location.secrets_file())), Some(&old_key));
    private(&theirs.secrets_file(), text(&location.secrets_file()));
    key_passphrase_of_key_file(&theirs);
    import(&theirs, &sent).unwrap();
    assert_eq!(text(&theirs.key_file()).matches(" wrapped ").count(), 2);
    opens(&theirs, &with_phrase(PHRASE));
}

/// Wraps a key that the secrets here do not need.
fn key_passphrase_of_key_file(location: &Location) {
    let (secrets, aside) = (location.secrets_file(), location.dir().join("aside"));
    fs::rename(&secrets, &aside).unwrap();
    key_passphrase(location, &none(), Some(&PHRASE.into())).unwrap();
    fs::rename(&aside, &secrets).unwrap();
}

#[test]
fn what_is_no_key_or_opens_with_another_passphrase_changes_nothing() {
    let (_dir, location) = formation(Format::Two);
    let sent = exported(&location, &none(), Some("quite another one"));
    let (_dir, theirs) = place(Some(&text(&location.secrets_file())), None);
    assert_eq!(import(&theirs, &sent).unwrap_err().code(), "passphrase_wrong");
    assert_eq!(import(&theirs, &"nonsense".into()).unwrap_err().code(), "key_truncated");
    assert_eq!(import(&theirs, &"".into()).unwrap_err().code(), "key_malformed");
    assert!(!theirs.key_file().exists() && !theirs.dir().join(".gitignore").exists());
}

#[test]
fn an_export_holds_all_keys_or_says_which_one_it_lacks() {
    let (_dir, location) = formation(Format::Two);
    let old_file = text(&location.secrets_file());
    let rotation = rotate_key(&location, &none(), &clock(), None).unwrap();
    let export = export_key(&location, &none(), Some(&PHRASE.into())).unwrap();
    assert_eq!(export.keys, [rotation.new, rotation.old[0]]);
    assert!(export.lacks.is_empty());
    // On a branch from before, the old key is the one that encrypts.
    private(&location.secrets_file(), old_file);
    let bare = export_key(&location, &none(), None).unwrap();
    assert_eq!((bare.keys, bare.lacks), (rotation.old, vec![]));
    assert_eq!(bare.text.len(), 44);
    let path = location.dir().join("out");
    export.write(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(export.write(&path).unwrap_err().code(), "file_exists");
}
