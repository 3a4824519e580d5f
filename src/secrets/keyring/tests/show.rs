use super::*;

#[test]
fn every_key_is_shown_with_its_place_and_use() {
    let (_dir, location) = formation(Format::Two);
    let rotation = rotate_key(&location, &none(), &Clock::fixed(NOW + 86_400_000 * 3), None).unwrap();
    let sources = KeySources { env_key: Some("nonsense".into()), ..none() };
    let shown = keys_at_hand(&location, &sources);
    let now = Clock::fixed(NOW + 86_400_000 * 5);
    let keys: Vec<_> = shown
        .keys
        .iter()
        .map(|k| (k.info.id, k.info.status, k.info.age_days(&now), k.info.wrapped, k.used))
        .collect();
    assert_eq!(
        keys,
        [
            (rotation.new, Status::Active, Some(2), false, Some(true)),
            (rotation.old[0], Status::Retired, Some(5), false, Some(false)),
        ]
    );
    assert_eq!(shown.faults.len(), 1);
    assert_eq!(shown.faults[0].0, Origin::EnvKey);
    assert_eq!(
        (shown.format, shown.wanted.clone(), shown.missing()),
        (Some(Format::Two), vec![rotation.new], vec![])
    );
    key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap();
    assert!(keys_at_hand(&location, &none()).keys.iter().all(|k| k.info.wrapped));
    fs::remove_file(location.key_file()).unwrap();
    assert_eq!(keys_at_hand(&location, &none()).missing(), [rotation.new]);
}

#[test]
fn format_1_and_a_broken_file_are_shown_too() {
    let (_dir, location) = formation(Format::One);
    rotate_key(&location, &none(), &clock(), None).unwrap();
    let used: Vec<_> = keys_at_hand(&location, &none()).keys.iter().map(|k| k.used).collect();
    assert_eq!(used, [Some(true), Some(false)]);
    private(&location.secrets_file(), "nonsense");
    let shown = keys_at_hand(&location, &none());
    assert_eq!(shown.file_fault.unwrap().code(), "not_a_secrets_file");
    assert!(shown.keys.iter().all(|k| k.used.is_none()));
    fs::remove_file(location.secrets_file()).unwrap();
    assert!(keys_at_hand(&location, &none()).keys.iter().all(|k| k.used.is_none()));
}
