use super::*;

fn rotate(location: &Location, sources: &KeySources) -> Rotation {
    rotate_key(location, sources, &clock(), None).unwrap()
}

/// The entry lines without key and ciphertext: names with their versions.
fn versions(location: &Location) -> Vec<String> {
    let text = text(&location.secrets_file());
    let fields = text.lines().map(|l| l.split(' ').collect::<Vec<_>>());
    fields.filter(|f| f.len() == 4).map(|f| format!("{} {}", f[0], f[2])).collect()
}

#[test]
fn a_rotated_file_opens_with_the_new_key_alone_and_keeps_its_versions() {
    let (_dir, location) = formation(Format::Two);
    let (before, old) = (versions(&location), key_id(&location, &none()));
    let old_file = text(&location.secrets_file());
    let rotation = rotate(&location, &none());
    assert_eq!((rotation.old, rotation.resumed, rotation.secrets), (vec![old], false, 2));
    assert_ne!(rotation.new, old);
    assert_eq!(before, ["A 1", "B 1", "C 2"]);
    assert_eq!(versions(&location), before);
    opens(&location, &none());
    assert_eq!(key_id(&location, &none()), rotation.new);
    assert!(!text(&location.secrets_file()).contains(&old.to_string()));
    let keys = text(&location.key_file());
    assert!(keys.contains(&format!("key {} 2023-11-14T22:13:20Z active plain", rotation.new)), "{keys}");
    assert!(keys.contains(&format!("key {old} 2023-11-14T22:13:20Z retired plain")), "{keys}");
    assert_eq!(mode(&location.key_file()), 0o600);
    // A branch from before still opens.
    let new_file = text(&location.secrets_file());
    private(&location.secrets_file(), old_file);
    opens(&location, &none());
    assert_eq!(finish_rotation(&location, &none()).unwrap_err().code(), "key_in_use");
    private(&location.secrets_file(), new_file);
    assert_eq!(finish_rotation(&location, &none()).unwrap(), [old]);
    assert_eq!(finish_rotation(&location, &none()).unwrap(), []);
    opens(&location, &none());
    assert!(!text(&location.key_file()).contains(&old.to_string()));
}

#[test]
fn a_bare_key_is_rotated_through_a_file_beside_it() {
    let (_dir, location) = formation(Format::One);
    let old_file = text(&location.secrets_file());
    private(&location.dir().join(".gitignore"), ".key\n");
    let rotation = rotate(&location, &none());
    assert!(!rotation.resumed && rotation.secrets == 2);
    opens(&location, &none());
    assert_eq!(key_id(&location, &none()), rotation.new);
    let key = text(&location.key_file());
    assert!(key.len() == 44 && key.as_bytes() != BARE, "the deployed programs read it");
    assert!(text(&location.dir().join(".gitignore")).contains(".key.*\n"));
    assert!(!location.pending_key_file().exists());
    assert_eq!(mode(&location.retired_key_file()), 0o600);
    let new_file = text(&location.secrets_file());
    private(&location.secrets_file(), old_file);
    opens(&location, &none());
    assert_eq!(finish_rotation(&location, &none()).unwrap_err().code(), "key_in_use");
    // The old file under the key that is there already, not under a third one.
    assert_eq!(rotate(&location, &none()).new, rotation.new);
    opens(&location, &none());
    private(&location.secrets_file(), new_file);
    assert_eq!(finish_rotation(&location, &none()).unwrap(), rotation.old);
    assert!(!location.retired_key_file().exists());
    opens(&location, &none());
}

#[test]
fn two_rotations_lose_no_key_until_they_are_finished() {
    for format in [Format::One, Format::Two] {
        let (_dir, location) = formation(format);
        let first = text(&location.secrets_file());
        let one = rotate(&location, &none());
        let two = rotate(&location, &none());
        assert!(!two.resumed && two.old == [one.new]);
        let last = text(&location.secrets_file());
        private(&location.secrets_file(), first);
        opens(&location, &none());
        private(&location.secrets_file(), last);
        let mut removed = vec![one.old[0], one.new];
        removed.sort_unstable();
        assert_eq!(finish_rotation(&location, &none()).unwrap(), removed);
        opens(&location, &none());
    }
}

#[test]
fn a_wrapped_key_stays_wrapped_by_the_same_passphrase() {
    let (_dir, location) = formation(Format::Two);
    key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap();
    let rotation = rotate(&location, &with_phrase(PHRASE));
    let keys = text(&location.key_file());
    assert_eq!(keys.matches(" wrapped ").count(), 2, "{keys}");
    assert!(keys.contains(&format!("key {} 2023-11-14T22:13:20Z active wrapped", rotation.new)), "{keys}");
    opens(&location, &with_phrase(PHRASE));
    assert_eq!(Store::open(&location, &none()).err().unwrap().code(), "passphrase_needed");
    assert_eq!(finish_rotation(&location, &with_phrase(PHRASE)).unwrap(), rotation.old);
    opens(&location, &with_phrase(PHRASE));
}

#[test]
fn a_line_that_a_merge_brought_back_is_encrypted_anew_without_a_third_key() {
    let (_dir, location) = formation(Format::Two);
    let old_file = text(&location.secrets_file());
    let rotation = rotate(&location, &none());
    // What git's union merge leaves of a branch that added D under the old key.
    let new_file = text(&location.secrets_file());
    private(&location.secrets_file(), &old_file);
    let sources = none();
    add(&location, "D", b"added");
    let branch = text(&location.secrets_file());
    let line = |start: &str, text: &str| text.lines().find(|l| l.starts_with(start)).unwrap().to_owned();
    let merged =
        format!("{new_file}{}\n{}\n{}\n", line("key ", &branch), line("D ", &branch), line("seal ", &branch));
    private(&location.secrets_file(), merged);
    assert_eq!(rotate_key(&location, &sources, &clock(), None).unwrap_err().code(), "secrets_unsealed");
    reseal(&location, &sources, None).unwrap();
    assert_eq!(finish_rotation(&location, &sources).unwrap_err().code(), "key_in_use");
    let again = rotate(&location, &sources);
    assert!(again.resumed && again.new == rotation.new && again.old == rotation.old && again.secrets == 3);
    opens(&location, &sources);
    assert_eq!(finish_rotation(&location, &sources).unwrap(), rotation.old);
}

#[test]
fn a_key_that_cannot_be_written_back_needs_a_file_for_the_new_one() {
    for format in [Format::One, Format::Two] {
        let (dir, location) = formation(format);
        let key = text(&location.key_file());
        fs::remove_file(location.key_file()).unwrap();
        let sources = KeySources { env_key: Some(key.as_str().into()), ..none() };
        let error = rotate_key(&location, &sources, &clock(), None).unwrap_err();
        assert_eq!((error.code(), error.kind()), ("key_not_in_a_file", Kind::Usage));
        assert!(error.hint().unwrap().contains("--key-output FILE"));
        let output = dir.path().join("new-key");
        let rotation = rotate_key(&location, &sources, &clock(), Some(&output)).unwrap();
        assert_eq!((mode(&output), &rotation.key_at), (0o600, &Origin::Option(output.clone())));
        let named = KeySources { option_file: Some(output.clone()), ..none() };
        opens(&location, &named);
        assert!(Store::open(&location, &sources).is_err());
        let error = rotate_key(&location, &named, &clock(), Some(&output)).unwrap_err();
        assert_eq!(error.code(), "file_exists");
        // A file that was named is written back.
        let again = rotate_key(&location, &named, &clock(), None).unwrap();
        assert!(!again.resumed && again.key_at == Origin::Option(output.clone()));
        opens(&location, &named);
    }
}

#[test]
fn what_must_not_be_rotated_is_refused_and_left_alone() {
    let (_dir, location) = formation(Format::Two);
    let (key, file) = (text(&location.key_file()), text(&location.secrets_file()));
    let refused = |code: &str| {
        let error = rotate_key(&location, &none(), &clock(), None).unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(text(&location.key_file()), key);
    };
    private(&location.secrets_file(), file.replace("A ", "AA "));
    refused("secrets_unsealed");
    private(&location.secrets_file(), &file);
    let line = file.lines().find(|l| l.starts_with("B ")).unwrap();
    private(&location.secrets_file(), file.replace(line, &line.replace(" 1 ", " 9 ")));
    refused("secrets_unsealed");
    fs::remove_file(location.secrets_file()).unwrap();
    refused("no_secrets_file");
    assert_eq!(finish_rotation(&location, &none()).unwrap_err().code(), "no_secrets_file");
}

#[test]
fn every_environment_has_a_key_of_its_own() {
    let (dir, location) = formation(Format::Two);
    let prod = Location::new(dir.path(), Some("prod")).unwrap();
    add(&prod, "A", b"first");
    add(&prod, "B", b"");
    let key = text(&location.key_file());
    rotate(&prod, &none());
    assert_eq!(text(&location.key_file()), key);
    opens(&prod, &none());
    opens(&location, &none());
}

#[test]
fn threads_that_add_while_others_rotate_lose_nothing() {
    for format in [Format::One, Format::Two] {
        let (_dir, location) = formation(format);
        std::thread::scope(|scope| {
            for i in 0..8 {
                let location = &location;
                scope.spawn(move || {
                    add(location, &format!("S_{i}"), format!("{i}").as_bytes());
                    if i % 2 == 0 {
                        rotate(location, &none());
                    }
                });
            }
        });
        opens(&location, &none());
        let store = Store::open(&location, &none()).unwrap();
        for i in 0..8 {
            assert_eq!(store.get(&name(&format!("S_{i}"))).unwrap(), Some(format!("{i}").as_str().into()));
        }
        assert_eq!(finish_rotation(&location, &none()).unwrap().len(), 4);
        opens(&location, &none());
    }
}
