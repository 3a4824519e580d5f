//! Each check, held and broken.

use serde_json::json;

use super::judge::judge;
use super::{Facts, Failed};
use crate::formation::cases::{Check, Expected, Turn};
use crate::formation::source::{Sources, Span};
use crate::runtime::llm::{Cost, Spent};

fn turn(what: Expected) -> Turn {
    let span = Span::new(Sources::default().add("tests/a.yaml", "x"), 0, 1);
    let checks = vec![Check { key: "it", span, what }];
    Turn { message: "Hi".to_owned(), files: Vec::new(), ui_response: None, span, checks }
}

fn facts() -> Facts {
    let mut spent = Spent::default();
    spent.add(Some(Cost::from_pico(5_000_000)));
    Facts {
        answer: "Order 17 is on its way.\n".to_owned(),
        agent: "orders".to_owned(),
        route: "keywords",
        model: "openai/gpt-4o-mini".to_owned(),
        calls: vec!["find".to_owned(), "track".to_owned()],
        model_calls: 3,
        tokens: 40,
        spent,
        took_ms: 12,
        finish_reason: Some("stop".to_owned()),
        artifacts: vec!["b.csv".to_owned(), "a.csv".to_owned()],
        remembered: vec!["The user lives in Lisbon.".to_owned(), "The user likes tea.".to_owned()],
        ended: true,
        ..Facts::default()
    }
}

/// What was expected and what came, as one text.
fn told(what: Expected, facts: &Facts) -> Option<String> {
    let broken = judge(&turn(what), facts);
    broken.first().map(|one| format!("{} / {}", one.expected, one.came))
}

fn contains(text: &str, ignore_case: bool, not: bool) -> Expected {
    Expected::Contains { text: text.to_owned(), ignore_case, not }
}

#[test]
fn what_holds_is_not_told() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let held = [
        contains("Order 17", false, false),
        contains("ORDER", true, false),
        contains("order", false, true),
        Expected::Matches(regex_lite::Regex::new("[0-9]+ is").unwrap()),
        Expected::Equals { text: "order 17 is on its way.".to_owned(), ignore_case: true },
        Expected::Agent("orders".to_owned()),
        Expected::Route("keywords".to_owned()),
        Expected::Model("openai/gpt-4o-mini".to_owned()),
        Expected::Calls { tools: words(&["find", "track"]), any_order: false },
        Expected::Calls { tools: words(&["track", "find"]), any_order: true },
        Expected::Artifacts(words(&["a.csv", "b.csv"])),
        Expected::Remembers(words(&["TEA", "lives in lisbon"])),
        Expected::MaxCalls(2),
        Expected::MaxModelCalls(3),
        Expected::MaxTokens(40),
        Expected::MaxMs(12),
        Expected::MaxCostUsd(0.000_005),
        Expected::FinishReason("stop".to_owned()),
        Expected::Clarification(false),
    ];
    for what in held {
        assert_eq!(told(what.clone(), &facts()), None, "{what:?}");
    }
}

#[test]
fn what_is_broken_says_what_was_expected_and_what_came() {
    let answer = r#""Order 17 is on its way.\n""#;
    let calls = |tools: &[&str]| Expected::Calls {
        tools: tools.iter().map(|tool| (*tool).to_owned()).collect(),
        any_order: false,
    };
    let broken = [
        (contains("order", false, false), format!("an answer with \"order\" / {answer}")),
        (contains("17", false, true), format!("an answer without \"17\" / {answer}")),
        (
            Expected::Matches(regex_lite::Regex::new("^18").unwrap()),
            format!("an answer that matches ^18 / {answer}"),
        ),
        (Expected::Equals { text: "x".to_owned(), ignore_case: false }, format!("\"x\" / {answer}")),
        (Expected::Agent("returns".to_owned()), "returns / orders".to_owned()),
        (Expected::Route("model".to_owned()), "model / keywords".to_owned()),
        (Expected::Model("a/b".to_owned()), "a/b / openai/gpt-4o-mini".to_owned()),
        (calls(&["track", "find"]), "track, find / find, track".to_owned()),
        (calls(&[]), "no calls / find, track".to_owned()),
        (Expected::Artifacts(Vec::new()), "no files / b.csv, a.csv".to_owned()),
        (
            Expected::Remembers(vec!["tea".to_owned(), "a dog".to_owned()]),
            "tea, a dog / The user lives in Lisbon., The user likes tea.".to_owned(),
        ),
        (
            Expected::Remembers(Vec::new()),
            "no memories / The user lives in Lisbon., The user likes tea.".to_owned(),
        ),
        (Expected::MaxCalls(1), "at most 1 calls of tools / 2 calls of tools".to_owned()),
        (Expected::MaxModelCalls(2), "at most 2 questions to models / 3 questions to models".to_owned()),
        (Expected::MaxTokens(39), "at most 39 tokens / 40 tokens".to_owned()),
        (Expected::MaxMs(11), "at most 11 ms / 12 ms".to_owned()),
        (Expected::MaxCostUsd(0.000_001), "at most $0.000001 / $0.000005".to_owned()),
        (Expected::FinishReason("length".to_owned()), "length / stop".to_owned()),
        (Expected::Clarification(true), "a question back / no question back".to_owned()),
        (Expected::Error("RATE_LIMITED".to_owned()), format!("the error RATE_LIMITED / the answer {answer}")),
    ];
    for (what, said) in broken {
        assert_eq!(told(what, &facts()), Some(said));
    }
}

#[test]
fn a_cost_that_is_not_known_is_not_taken_for_nothing() {
    let mut facts = facts();
    facts.spent.add(None);
    let said = told(Expected::MaxCostUsd(100.0), &facts).unwrap();
    assert!(said.contains("no price is known of openai/gpt-4o-mini"), "{said}");
}

#[test]
fn a_turn_that_failed_is_told_once_unless_it_had_to() {
    let failed = Failed { code: "RATE_LIMITED".to_owned(), message: "slow".to_owned(), hint: None };
    let facts = Facts { error: Some(failed), ..facts() };
    assert_eq!(told(contains("x", false, false), &facts).unwrap(), "an answer / RATE_LIMITED: slow");
    assert_eq!(told(Expected::Error("rate_limited".to_owned()), &facts), None);
    let other = told(Expected::Error("MODEL_TIMEOUT".to_owned()), &facts).unwrap();
    assert_eq!(other, "the error MODEL_TIMEOUT / RATE_LIMITED: slow");
}

#[test]
fn values_in_json_are_found_by_path_and_pointer() {
    let answer = json!({"order": {"items": [{"name": "bell", "count": 2}], "a.b": null}}).to_string();
    let facts = Facts { answer: format!("\n{answer}\n"), ..facts() };
    let at = |path: &str, value| told(Expected::Json { path: path.to_owned(), value }, &facts);
    for (path, value) in [
        ("order.items[0].name", json!("bell")),
        ("order.items.0.count", json!(2.0)),
        ("/order/items/0", json!({"count": 2, "name": "bell"})),
        ("/order/a.b", json!(null)),
        ("$.order.items", json!([{"name": "bell", "count": 2.0}])),
    ] {
        assert_eq!(at(path, value), None, "{path}");
    }
    assert_eq!(
        at("order.items[0].count", json!(3)).unwrap(),
        "order.items[0].count: 3 / order.items[0].count: 2"
    );
    assert!(at("order.none", json!(3)).unwrap().contains("nothing at order.none"));
    assert!(at("order.items[7]", json!(3)).unwrap().contains("nothing at"));
    let words = Facts { answer: "no".to_owned(), ..Facts::default() };
    let said = told(Expected::Json { path: "a".to_owned(), value: json!(1) }, &words).unwrap();
    assert!(said.starts_with("a: 1 / an answer that is no JSON ("), "{said}");
}
