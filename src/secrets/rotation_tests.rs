use super::*;

fn value(digest: Option<u8>, key: u8, version: u32) -> Value {
    let line = ([1; 16], KeyId([key; 4]), version, format!("A {key} {version}"));
    Value { name: "A".into(), digest: digest.map(|d| [d; 32]), line: Some(line) }
}

fn state_of(seen: &[Value], now: &Value) -> State {
    let seen: Vec<_> = seen.iter().map(|v| Sighting { what: v.clone(), first: 0, last: 0 }).collect();
    state(&seen.iter().collect::<Vec<_>>(), now)
}

#[test]
fn with_the_key_the_values_decide() {
    let seen = [value(Some(1), 1, 1), value(Some(2), 1, 2)];
    assert_eq!(state_of(&seen, &value(Some(2), 1, 2)), State::Same);
    assert_eq!(state_of(&seen, &value(Some(3), 1, 3)), State::Rotated);
    assert_eq!(state_of(&seen, &value(Some(1), 1, 9)), State::Same, "an old value came again");
    assert_eq!(state_of(&seen, &value(Some(2), 2, 3)), State::Same, "only encrypted with a new key");
    assert_eq!(state_of(&seen, &value(Some(3), 1, 2)), State::Rotated, "another branch had version 2 too");
}

#[test]
fn without_the_key_the_versions_decide_as_long_as_the_key_is_one() {
    let seen = [value(None, 1, 1), value(None, 1, 2)];
    assert_eq!(state_of(&seen, &value(None, 1, 2)), State::Same);
    assert_eq!(state_of(&seen, &value(None, 1, 3)), State::Rotated);
    assert_eq!(state_of(&seen, &value(None, 2, 3)), State::Unknown);
    let elsewhere = Value { line: Some(([2; 16], KeyId([1; 4]), 9, "B".into())), ..value(None, 1, 9) };
    assert_eq!(state_of(&seen, &elsewhere), State::Unknown, "of another store");
}

#[test]
fn a_value_of_format_1_and_one_of_format_2_are_compared_with_the_key_only() {
    let token = Value { name: "A".into(), digest: Some([1; 32]), line: None };
    assert_eq!(state_of(std::slice::from_ref(&token), &value(Some(1), 1, 1)), State::Same);
    assert_eq!(state_of(std::slice::from_ref(&token), &value(Some(2), 1, 1)), State::Rotated);
    assert_eq!(state_of(&[token], &value(None, 1, 1)), State::Unknown);
}
