//! What the table of fields and the checks beside it find in the formation's file.

use insta::assert_snapshot;

use crate::support::{human, load, load_with, places};
use muxi::formation::load::Target;

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";
const QUICK_START: &str = include_str!("../fixtures/formation/quick-start.afs");

fn after_head(rest: &str) -> String {
    human(&load(&[("formation.afs", &format!("{HEAD}{rest}"))]))
}

#[test]
fn the_quick_start_has_two_warnings_and_no_error() {
    let set = Some(["OPENAI_API_KEY"].as_slice());
    let loaded = load_with(&[("formation.afs", QUICK_START)], set, Target::Local);
    assert_snapshot!(human(&loaded), @"");
    assert_eq!((loaded.errors(), loaded.warnings()), (0, 2));
}

#[test]
fn the_typed_model_of_the_quick_start_is_what_it_says() {
    let loaded = load(&[("formation.afs", QUICK_START)]);
    let formation = loaded.formation.unwrap();
    assert_eq!(formation.id, "my-agent");
    assert_eq!(formation.llm.models[0].model.literal(), Some("openai/gpt-4o-mini"));
    let key = &formation.llm.api_keys["openai"];
    assert_eq!((key.literal(), key.raw.as_str()), (None, "${{ secrets.OPENAI_API_KEY }}"));
    let agent = &formation.agents[0];
    assert_eq!((agent.id.as_str(), agent.name.raw.as_str()), ("assistant", "My Assistant"));
    assert!(agent.active && !agent.default);
}

#[test]
fn a_secret_that_is_not_set_is_one_warning_with_its_command() {
    let text = format!(
        "{HEAD}author: \"${{{{ secrets.A }}}} ${{{{ secrets.B || '' }}}}\"\nurl: ${{{{ secrets.A }}}}\n"
    );
    let loaded = load_with(&[("formation.afs", &text)], Some(&[]), Target::Local);
    assert_snapshot!(human(&loaded), @"");
    assert_eq!(loaded.references.len(), 3);
    assert!(loaded.formation.is_some());
}

#[test]
fn for_a_deployed_server_warnings_about_what_it_refuses_are_errors() {
    let text = "schema: \"1.0.0\"\nid: x\nauthr: me\nversion: ${{ secrets.A }}\n";
    let loaded = load_with(&[("formation.afs", text)], Some(&[]), Target::MuxiServer);
    assert_eq!((loaded.errors(), loaded.warnings()), (3, 0));
    let loaded = load_with(&[("formation.afs", text)], Some(&[]), Target::Local);
    assert_eq!((loaded.errors(), loaded.warnings()), (0, 3));
}

#[test]
fn missing_schema_and_id_point_at_what_there_is() {
    assert_snapshot!(human(&load(&[("formation.afs", "# head\ndescription: d\n")])), @"");
}

#[test]
fn a_required_key_under_a_wrong_name_is_one_error() {
    assert_snapshot!(human(&load(&[("formation.afs", "shcema: \"1.0.0\"\nid: x\ndescription: d\n")])), @"");
}

#[test]
fn unknown_keys_are_warnings_and_errors_in_closed_blocks() {
    assert_snapshot!(after_head("agnets: []\n"), @"");
    assert_snapshot!(after_head("zebra: 1\n"), @"");
    assert_snapshot!(after_head("tuning:\n  intervall_hours: 3\n"), @"");
    assert_snapshot!(after_head("rbac:\n  zebra: 3\n"), @"");
}

#[test]
fn values_of_another_type_say_what_they_are_and_what_is_wanted() {
    assert_snapshot!(after_head("llm: text\n"), @"");
    assert_snapshot!(after_head("llm:\n"), @"");
    assert_snapshot!(after_head("llm:\n  settings:\n    temperature: hot\n    max_tokens: 1.5\n"), @"");
    assert_snapshot!(after_head("agents:\n  id: a\n"), @"");
    assert_snapshot!(after_head("agents:\n  - 7\n"), @"");
    assert_snapshot!(after_head("tuning: 3\n"), @"");
}

#[test]
fn numbers_out_of_range_and_unknown_words_name_what_is_possible() {
    assert_snapshot!(after_head("llm:\n  settings:\n    temperature: 1.5\n    timeout_seconds: 0\n"), @"");
    assert_snapshot!(after_head("server:\n  port: 70000\n"), @"");
    assert_snapshot!(after_head("user_credentials:\n  mode: dynamik\n"), @"");
    assert_snapshot!(human(&load(&[("formation.afs", "schema: \"2.0.0\"\nid: x\ndescription: d\n")])), @"");
}

#[test]
fn a_bad_id_comes_with_a_good_one() {
    assert_snapshot!(human(&load(&[("formation.afs", "schema: \"1.0.0\"\nid: My Agent_2\ndescription: d\n")])), @"");
}

#[test]
fn a_key_that_is_refused_says_where_its_value_goes() {
    assert_snapshot!(after_head("server:\n  auth: {}\n"), @"");
}

#[test]
fn models_need_a_provider_or_an_alias() {
    assert_snapshot!(after_head("llm:\n  models:\n    - text: gpt-4o-mini\n"), @"");
    assert_snapshot!(after_head("llm:\n  aliases:\n    fast: groq/llama\n  models:\n    - text: fsat\n"), @"");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: opnai/gpt-4o\n"), @"");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: muxi/parrot\n"), @"");
    let fine = "llm:\n  api_keys:\n    acme: k\n  aliases:\n    fast: groq/llama\n  models:\n    - text: fast\n    - vision: acme/eye\n    - audio: ${{ env.MODEL }}\n";
    assert_eq!(after_head(fine), "");
}

#[test]
fn capabilities_are_known_words_one_to_an_entry() {
    assert_snapshot!(after_head("llm:\n  models:\n    - txt: openai/gpt-4o\n"), @"");
    assert_snapshot!(after_head("llm:\n  models:\n    - smell: openai/gpt-4o\n"), @"");
    assert_snapshot!(after_head("llm:\n  models:\n    - api_key: k\n"), @"");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: muxi/echo\n      vision: muxi/echo\n"), @"");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: muxi/echo\n    - text: openai/gpt-4o\n"), @"");
}

#[test]
fn the_last_model_of_a_capability_counts() {
    use muxi::formation::model::Capability;
    let text = format!("{HEAD}llm:\n  models:\n    - text: muxi/echo\n    - text: openai/gpt-4o\n");
    let formation = load(&[("formation.afs", &text)]).formation.unwrap();
    let model = formation.llm.model(Capability::Text).unwrap();
    assert_eq!(model.model.raw, "openai/gpt-4o");
}

#[test]
fn slips_in_the_names_of_providers_are_guessed() {
    assert_snapshot!(after_head("llm:\n  api_keys:\n    opnai: k\n"), @"");
}

#[test]
fn references_are_found_at_their_place_in_every_kind_of_text() {
    let text = format!(
        "{HEAD}author: \"é ${{{{ secrets.low }}}}\"\nversion: |\n  first\n  ${{{{ secret.OK }}}}\nurl: >-\n  a\n  ${{{{ secrets.OK\n"
    );
    assert_snapshot!(human(&load(&[("formation.afs", &text)])), @"");
}

#[test]
fn keys_are_not_searched_for_references_and_escapes_keep_the_place_of_the_whole_text() {
    let text =
        format!("{HEAD}links:\n  \"${{{{ secrets.low }}}}\":\n    url: \"\\u0024{{{{ secrets.low }}}}\"\n");
    assert_eq!(places(&load(&[("formation.afs", &text)])), ["reference-case formation.afs:6:10"]);
}

#[test]
fn one_mistake_in_the_quick_start_gives_one_more_finding_and_only_that() {
    let before = places(&load(&[("formation.afs", QUICK_START)]));
    for (from, to, code) in [
        ("schema: \"1.0.0\"\n", "", "missing-key"),
        ("id: my-agent\n", "", "missing-key"),
        ("llm:\n", "lmm:\n", "unknown-key"),
        ("models:", "modles:", "unknown-key"),
        ("- text:", "- txet:", "unknown-capability"),
        ("openai/gpt", "openai-gpt", "unknown-model"),
        ("- id: assistant\n    name", "- name", "missing-key"),
        ("    name: \"My Assistant\"\n", "", "missing-key"),
        ("name:", "nmae:", "unknown-key"),
        ("system_message: \"You are helpful.\"", "system_message: [a]", "wrong-type"),
        ("secrets.OPENAI", "secret.OPENAI", "reference-unknown"),
    ] {
        let text = QUICK_START.replacen(from, to, 1);
        assert_ne!(text, QUICK_START, "{from}");
        let loaded = load(&[("formation.afs", &text)]);
        let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code.as_str()).collect();
        assert_eq!(codes.len(), before.len() + 1, "{from}: {codes:?}");
        assert!(codes.contains(&code), "{from}: {codes:?}");
    }
}
