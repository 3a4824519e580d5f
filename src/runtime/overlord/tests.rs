use std::sync::Arc;

use super::*;
use crate::runtime::llm::{Echo, Format, Settings, Source};
use crate::runtime::tools::Toolbox;

fn model() -> Model {
    Model::new("muxi/echo", "echo", Settings::default(), Source::of("muxi/echo", Arc::new(Echo)))
}

fn agent(id: &str, name: &str, description: &str, specialties: &[&str]) -> Agent {
    Agent {
        id: id.into(),
        name: name.into(),
        description: description.into(),
        role: None,
        specialties: specialties.iter().map(|s| (*s).to_owned()).collect(),
        instructions: String::new(),
        system_prompt: String::new(),
        model: model(),
        tools: Toolbox::default(),
        program: None,
    }
}

fn desk() -> Vec<Agent> {
    vec![
        agent("first-line", "First Line", "Answers customers first and finds out what they want", &[]),
        agent(
            "billing",
            "Billing",
            "Knows invoices, payments and refunds. Rechnungen, Zahlungen, Erstattung",
            &["invoice", "refund", "請求書"],
        ),
        agent("travel", "Travel Desk", "Books flights, trains and hotels", &["flights", "hotel booking"]),
        agent(
            "travel-legal",
            "Travel Desk Legal",
            "Looks at visas, contracts and laws for journeys",
            &["visa"],
        ),
    ]
}

#[test]
fn messages_find_their_agent_by_words() {
    use ByWords::{Clear, Named, Nothing, Several};
    let overlord = Overlord::new(&desk(), OverlordSettings::default());
    for (message, expected) in [
        ("My invoice is wrong, I want a refund", Clear(1)),
        ("Wo bleibt die Erstattung meiner Rechnung?", Clear(1)),
        ("請求書を送ってください", Clear(1)),
        ("Book me a flight to Rome", Clear(2)),
        ("Do I need a visa for Japan?", Clear(3)),
        ("I want to refund my flight", Several),
        ("hello", Nothing),
        ("and then?", Nothing),
        ("", Nothing),
        ("🙂🙂🙂", Nothing),
        ("@billing what about my visa?", Named(1)),
        ("ask @Travel-Legal. now", Named(3)),
        ("mail me at x@visa.example", Clear(3)),
        ("@travel and @billing please", Several),
        ("Travel Desk, what is up?", Named(2)),
        ("what would the travel desk legal say", Named(3)),
        ("first line: hello", Named(0)),
    ] {
        assert_eq!(overlord.by_words(message), expected, "{message}");
    }
}

#[test]
fn a_word_in_a_very_long_message_is_not_enough() {
    let overlord = Overlord::new(&desk(), OverlordSettings::default());
    let long = format!(
        "{} journeys",
        "lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam nonumy eirmod tempor ".repeat(3)
    );
    assert_eq!(overlord.by_words(&long), ByWords::Nothing);
    let huge = format!("{}{}", "x ".repeat(500_000), "invoice refund payment");
    assert_eq!(overlord.by_words(&huge), ByWords::Clear(1), "the end is looked at too");
}

#[test]
fn the_question_to_the_model_is_strict_and_tells_the_last_agent() {
    let desk = desk();
    let overlord = Overlord::new(&desk, OverlordSettings::default());
    let request = overlord.question(&model(), "Refund my flight", Some(&desk[1]));
    assert_eq!(request.settings.temperature, Some(0.0));
    let Format::Schema(schema) = &request.format else { panic!("a schema") };
    assert_eq!(schema.schema["properties"]["agent_id"]["enum"][3], "travel-legal");
    assert!(request.messages[0].text().contains("- billing: Billing. Knows invoices"));
    assert_eq!(
        request.messages[1].text(),
        "The agent that answered last: billing\n\nThe message:\nRefund my flight"
    );
    let long = overlord.question(&model(), &"é".repeat(1 << 20), None);
    assert!(long.messages[1].bytes() < 20_000);
}

#[test]
fn the_models_answer_is_read_whatever_stands_around_it_and_must_be_an_agent() {
    let desk = desk();
    for (answer, expected) in [
        (r#"{"agent_id":"travel"}"#, Some(2)),
        ("```json\n{\"agent_id\": \"billing\", \"reason\": \"money\"}\n```", Some(1)),
        ("billing", Some(1)),
        ("\"travel\".", Some(2)),
        (r#"{"agent_id":"nobody"}"#, None),
        (r#"{"agent_id":["billing"]}"#, None),
        (r#"{"agent_id":"bil"#, None),
        ("} {", None),
        ("", None),
    ] {
        assert_eq!(Overlord::read(answer, &desk), expected, "{answer}");
    }
}
