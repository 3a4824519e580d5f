//! Where a question differs from the ones that were recorded.

use serde_json::Value;

/// The longest that a value is shown, in characters.
const SHOWN: usize = 60;

/// The first place in which `asked` is another value than `recorded`, in the order of `recorded`,
/// and how many values before it are the same.
pub(super) fn first(recorded: &Value, asked: &Value) -> Option<(usize, String)> {
    let mut same = 0;
    walk(recorded, asked, "", &mut same).map(|difference| (same, difference))
}

fn walk(recorded: &Value, asked: &Value, at: &str, same: &mut usize) -> Option<String> {
    match (recorded, asked) {
        (Value::Object(recorded), Value::Object(asked)) => {
            for (key, value) in recorded {
                let at = format!("{at}/{key}");
                let Some(other) = asked.get(key) else { return Some(format!("{at} is not there now")) };
                if let Some(difference) = walk(value, other, &at, same) {
                    return Some(difference);
                }
            }
            let new = asked.keys().find(|key| !recorded.contains_key(*key))?;
            Some(format!("{at}/{new} is new"))
        }
        (Value::Array(recorded), Value::Array(asked)) => {
            for (i, (value, other)) in recorded.iter().zip(asked).enumerate() {
                if let Some(difference) = walk(value, other, &format!("{at}/{i}"), same) {
                    return Some(difference);
                }
            }
            let (now, then) = (asked.len(), recorded.len());
            (now != then).then(|| format!("{at} has {now} items, and {then} were recorded"))
        }
        _ if recorded == asked => {
            *same += 1;
            None
        }
        _ => Some(format!("{at} is {}, and {} was recorded", shown(asked, recorded), shown(recorded, asked))),
    }
}

/// A value, from a little before the place where it differs from the other.
fn shown(value: &Value, other: &Value) -> String {
    let (text, other) = (value.to_string(), other.to_string());
    if text.chars().count() <= SHOWN {
        return text;
    }
    let equal = text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let from = equal.saturating_sub(SHOWN / 3);
    let part: String = text.chars().skip(from).take(SHOWN).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if text.chars().count() > from + SHOWN { "…" } else { "" };
    format!("{before}{part}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_difference_is_named_by_its_place() {
        let recorded = json!({"model": "m", "messages": [{"role": "user", "content": "Hello"}], "n": 1});
        let says = |asked: Value| first(&recorded, &asked).map(|(_, difference)| difference);
        assert_eq!(says(recorded.clone()), None);
        let asked = json!({"model": "m", "messages": [{"role": "user", "content": "Hallo"}], "n": 1});
        assert_eq!(says(asked).unwrap(), "/messages/0/content is \"Hallo\", and \"Hello\" was recorded");
        let asked = json!({"model": "m", "messages": [], "n": 1});
        assert_eq!(says(asked).unwrap(), "/messages has 0 items, and 1 were recorded");
        let asked = json!({"model": "m", "messages": [{"role": "user", "content": "Hello"}]});
        assert_eq!(says(asked).unwrap(), "/n is not there now");
        let mut asked = recorded.clone();
        asked["stream"] = json!(true);
        assert_eq!(says(asked).unwrap(), "/stream is new");
    }

    #[test]
    fn long_values_are_shown_around_their_difference() {
        let (a, b) = (json!("a".repeat(500) + "b" + &"c".repeat(500)), json!("a".repeat(500)));
        let (_, text) = first(&a, &b).unwrap();
        assert!(text.chars().count() < 200, "{text}");
        assert!(text.contains("…aaaa") && text.contains("abccc"), "{text}");
    }
}
