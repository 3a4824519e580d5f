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
    assert_snapshot!(human(&loaded), @r#"
    warning[missing-description]: the formation has no `description`
     --> formation.afs:2:1
      |
    2 | id: my-agent
      | ^^^^^^^^^^^^
      |
      = help: add `description: "…"`, one line that says what it is for

    warning[missing-description]: the agent `assistant` has no `description`
      --> formation.afs:11:5
       |
    11 |   - id: assistant
       |     ^^^^^^^^^^^^^
       |
       = help: add `description: "…"`, one line that says what it is for
    "#);
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
    assert_snapshot!(human(&loaded), @r#"
    warning[secret-not-set]: the secret `A` is not set
     --> formation.afs:4:10
      |
    4 | author: "${{ secrets.A }} ${{ secrets.B || '' }}"
      |          ^^^^^^^^^^^^^^^^
    5 | url: ${{ secrets.A }}
      |      ---------------- also used here
      |
      = help: run `muxi secrets add A`
    "#);
    assert_eq!(loaded.references.len(), 3);
    assert!(loaded.formation.is_some());
}

#[test]
fn for_a_deployed_server_warnings_about_what_it_refuses_are_errors() {
    let text = "schema: \"1.0.0\"\nid: shop\nauthr: me\nversion: ${{ secrets.A }}\n";
    let loaded = load_with(&[("formation.afs", text)], Some(&[]), Target::MuxiServer);
    assert_eq!((loaded.errors(), loaded.warnings()), (3, 0));
    let loaded = load_with(&[("formation.afs", text)], Some(&[]), Target::Local);
    assert_eq!((loaded.errors(), loaded.warnings()), (0, 3));
}

#[test]
fn missing_schema_and_id_point_at_what_there_is() {
    assert_snapshot!(human(&load(&[("formation.afs", "# head\ndescription: d\n")])), @r#"
    error[missing-key]: the formation has no `schema`
     --> formation.afs:2:1
      |
    2 | description: d
      | ^^^^^^^^^^^
      |
      = help: add `schema: "1.0.0"`

    error[missing-key]: the formation has no `id`
     --> formation.afs:2:1
      |
    2 | description: d
      | ^^^^^^^^^^^
      |
      = help: add `id: …`
    "#);
}

#[test]
fn a_required_key_under_a_wrong_name_is_one_error() {
    assert_snapshot!(human(&load(&[("formation.afs", "shcema: \"1.0.0\"\nid: x\ndescription: d\n")])), @r#"
    error[unknown-key]: the formation has no key `shcema`
     --> formation.afs:1:1
      |
    1 | shcema: "1.0.0"
      | ^^^^^^ this key is required
      |
    help: did you mean `schema`?
      |
    1 - shcema: "1.0.0"
    1 + schema: "1.0.0"
      |
    "#);
}

#[test]
fn unknown_keys_are_warnings_and_errors_in_closed_blocks() {
    assert_snapshot!(after_head("agnets: []\n"), @r"
    warning[unknown-key]: the formation has no key `agnets`
     --> formation.afs:4:1
      |
    4 | agnets: []
      | ^^^^^^ this is ignored
      |
    help: did you mean `agents`?
      |
    4 - agnets: []
    4 + agents: []
      |
    ");
    assert_snapshot!(after_head("zebra: 1\n"), @r"
    warning[unknown-key]: the formation has no key `zebra`
     --> formation.afs:4:1
      |
    4 | zebra: 1
      | ^^^^^ this is ignored
    ");
    assert_snapshot!(after_head("tuning:\n  intervall_hours: 3\n"), @r"
    error[unknown-key]: `tuning` has no key `intervall_hours`
     --> formation.afs:5:3
      |
    5 |   intervall_hours: 3
      |   ^^^^^^^^^^^^^^^
      |
    help: did you mean `interval_hours`?
      |
    5 -   intervall_hours: 3
    5 +   interval_hours: 3
      |
    ");
    assert_snapshot!(after_head("rbac:\n  zebra: 3\n"), @r"
    error[unknown-key]: `rbac` has no key `zebra`
     --> formation.afs:5:3
      |
    5 |   zebra: 3
      |   ^^^^^
      |
      = help: its keys are `active`, `fallback`
    ");
}

#[test]
fn values_of_another_type_say_what_they_are_and_what_is_wanted() {
    assert_snapshot!(after_head("llm: text\n"), @r"
    error[wrong-type]: `llm` must be a map
     --> formation.afs:4:6
      |
    4 | llm: text
      |      ^^^^ this is text
    ");
    assert_snapshot!(after_head("llm:\n"), @r"
    error[empty-value]: `llm` has no value
     --> formation.afs:4:1
      |
    4 | llm:
      | ^^^
      |
      = help: write its keys indented below it, or remove the line
    ");
    assert_snapshot!(after_head("llm:\n  settings:\n    temperature: hot\n    max_tokens: 1.5\n"), @r"
    error[wrong-type]: `llm.settings.temperature` must be a number from 0 to 1
     --> formation.afs:6:18
      |
    6 |     temperature: hot
      |                  ^^^ this is text

    error[wrong-type]: `llm.settings.max_tokens` must be a whole number of at least 1
     --> formation.afs:7:17
      |
    7 |     max_tokens: 1.5
      |                 ^^^ this is a number
    ");
    assert_snapshot!(after_head("agents:\n  id: a\n"), @r"
    error[wrong-type]: `agents` must be a list
     --> formation.afs:5:3
      |
    5 |   id: a
      |   ^^ this is a map
    ");
    assert_snapshot!(after_head("agents:\n  - 7\n"), @r"
    error[wrong-type]: `agents[0]` must be an id or a map
     --> formation.afs:5:5
      |
    5 |   - 7
      |     ^ this is a number
      |
      = help: write its id, or its keys
    ");
    assert_snapshot!(after_head("tuning: 3\n"), @r"
    error[wrong-type]: `tuning` must be `true` or `false` or a map
     --> formation.afs:4:9
      |
    4 | tuning: 3
      |         ^ this is a number
    ");
}

#[test]
fn numbers_out_of_range_and_unknown_words_name_what_is_possible() {
    assert_snapshot!(after_head("llm:\n  settings:\n    temperature: 1.5\n    timeout_seconds: 0\n"), @r"
    error[out-of-range]: `llm.settings.temperature` must be a number from 0 to 1
     --> formation.afs:6:18
      |
    6 |     temperature: 1.5
      |                  ^^^

    error[out-of-range]: `llm.settings.timeout_seconds` must be a number above 0
     --> formation.afs:7:22
      |
    7 |     timeout_seconds: 0
      |                      ^
    ");
    assert_snapshot!(after_head("server:\n  port: 70000\n"), @r"
    error[out-of-range]: `server.port` must be a whole number from 1 to 65535
     --> formation.afs:5:9
      |
    5 |   port: 70000
      |         ^^^^^
    ");
    assert_snapshot!(after_head("user_credentials:\n  mode: dynamik\n"), @r"
    error[unknown-value]: `user_credentials.mode` must be one of `redirect`, `dynamic`
     --> formation.afs:5:9
      |
    5 |   mode: dynamik
      |         ^^^^^^^
      |
    help: did you mean `dynamic`?
      |
    5 -   mode: dynamik
    5 +   mode: dynamic
      |
    ");
    assert_snapshot!(human(&load(&[("formation.afs", "schema: \"2.0.0\"\nid: x\ndescription: d\n")])), @r#"
    error[unknown-value]: `schema` must be `1.0.0`
     --> formation.afs:1:9
      |
    1 | schema: "2.0.0"
      |         ^^^^^^^
      |
      = help: write `1.0.0`
    "#);
}

#[test]
fn a_bad_id_comes_with_a_good_one() {
    assert_snapshot!(human(&load(&[("formation.afs", "schema: \"1.0.0\"\nid: My Agent_2\ndescription: d\n")])), @r"
    error[bad-id]: a formation's id has lower-case letters, digits and `-`, and starts with a letter
     --> formation.afs:2:5
      |
    2 | id: My Agent_2
      |     ^^^^^^^^^^
      |
    help: write `id: my-agent-2`
      |
    2 - id: My Agent_2
    2 + id: my-agent-2
      |
    ");
}

#[test]
fn a_key_that_is_refused_says_where_its_value_goes() {
    assert_snapshot!(after_head("server:\n  auth: {}\n"), @r"
    error[refused-key]: `auth` is not allowed in `server`
     --> formation.afs:5:3
      |
    5 |   auth: {}
      |   ^^^^
      |
      = help: write the keys under `server.api_keys`
    ");
}

#[test]
fn models_need_a_provider_or_an_alias() {
    assert_snapshot!(after_head("llm:\n  models:\n    - text: gpt-4o-mini\n"), @r"
    error[unknown-model]: a model is `provider/name`
     --> formation.afs:6:13
      |
    6 |     - text: gpt-4o-mini
      |             ^^^^^^^^^^^
      |
      = help: write it like `openai/gpt-4o-mini`, or name an alias of `llm.aliases`
    ");
    assert_snapshot!(after_head("llm:\n  aliases:\n    fast: groq/llama\n  models:\n    - text: fsat\n"), @r"
    error[unknown-model]: a model is `provider/name`
     --> formation.afs:8:13
      |
    8 |     - text: fsat
      |             ^^^^
      |
    help: did you mean the alias `fast`?
      |
    8 -     - text: fsat
    8 +     - text: fast
      |
    ");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: opnai/gpt-4o\n"), @r"
    warning[unknown-provider]: the provider `opnai` is not known
     --> formation.afs:6:13
      |
    6 |     - text: opnai/gpt-4o
      |             ^^^^^^^^^^^^
      |
    help: did you mean `openai/gpt-4o`?
      |
    6 |     - text: openai/gpt-4o
      |               +
    ");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: muxi/parrot\n"), @r"
    error[unknown-model]: muxi has no model `parrot` of its own
     --> formation.afs:6:13
      |
    6 |     - text: muxi/parrot
      |             ^^^^^^^^^^^
      |
    help: write `muxi/echo`, which answers without a key
      |
    6 -     - text: muxi/parrot
    6 +     - text: muxi/echo
      |
    ");
    let fine = "llm:\n  api_keys:\n    acme: k\n  aliases:\n    fast: groq/llama\n  models:\n    - text: fast\n    - vision: acme/eye\n    - audio: ${{ env.MODEL }}\n";
    assert_eq!(after_head(fine), "");
}

#[test]
fn capabilities_are_known_words_one_to_an_entry() {
    assert_snapshot!(after_head("llm:\n  models:\n    - txt: openai/gpt-4o\n"), @r"
    error[unknown-capability]: a model has no capability `txt`
     --> formation.afs:6:7
      |
    6 |     - txt: openai/gpt-4o
      |       ^^^
      |
    help: did you mean `text`?
      |
    6 |     - text: openai/gpt-4o
      |        +
    ");
    assert_snapshot!(after_head("llm:\n  models:\n    - smell: openai/gpt-4o\n"), @r"
    error[unknown-capability]: a model has no capability `smell`
     --> formation.afs:6:7
      |
    6 |     - smell: openai/gpt-4o
      |       ^^^^^
      |
      = help: write one of `text`, `vision`, `audio`, `video`, `documents`, `embedding`, `streaming`
    ");
    assert_snapshot!(after_head("llm:\n  models:\n    - api_key: k\n"), @r"
    error[missing-key]: a model needs one of `text`, `vision`, `audio`, `video`, `documents`, `embedding`, `streaming`
     --> formation.afs:6:7
      |
    6 |     - api_key: k
      |       ^^^^^^^
    ");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: muxi/echo\n      vision: muxi/echo\n"), @r"
    error[exclusive-keys]: a model has both `text` and `vision`
     --> formation.afs:7:7
      |
    6 |     - text: muxi/echo
      |       ---- the other one
    7 |       vision: muxi/echo
      |       ^^^^^^
      |
      = help: make a list entry of each
    ");
    assert_snapshot!(after_head("llm:\n  models:\n    - text: muxi/echo\n    - text: openai/gpt-4o\n"), @r"
    warning[duplicate-capability]: a second model for `text`
     --> formation.afs:7:7
      |
    6 |     - text: muxi/echo
      |       ---- this one is not
    7 |     - text: openai/gpt-4o
      |       ^^^^ this one is used
      |
      = help: remove one of the two
    ");
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
    assert_snapshot!(after_head("llm:\n  api_keys:\n    opnai: k\n"), @r"
    warning[unknown-provider]: the provider `opnai` is not known
     --> formation.afs:6:5
      |
    6 |     opnai: k
      |     ^^^^^
      |
    help: did you mean `openai`?
      |
    6 |     openai: k
      |       +
    ");
}

#[test]
fn references_are_found_at_their_place_in_every_kind_of_text() {
    let text = format!(
        "{HEAD}author: \"é ${{{{ secrets.low }}}}\"\nversion: |\n  first\n  ${{{{ secret.OK }}}}\nurl: >-\n  a\n  ${{{{ secrets.OK\n"
    );
    assert_snapshot!(human(&load(&[("formation.afs", &text)])), @r#"
    error[reference-case]: the secret `low` is not in upper case
     --> formation.afs:4:12
      |
    4 | author: "é ${{ secrets.low }}"
      |            ^^^^^^^^^^^^^^^^^^
      |
      = help: write `secrets.LOW`

    error[reference-unknown]: nothing is called `secret` here
     --> formation.afs:7:3
      |
    7 |   ${{ secret.OK }}
      |   ^^^^^^^^^^^^^^^^
      |
      = help: did you mean `secrets.OK`?

    error[reference-malformed]: a `${{` without its `}}`
      --> formation.afs:10:3
       |
    10 |   ${{ secrets.OK
       |   ^^^
       |
       = help: write `${{ secrets.NAME }}` or `${{ secrets.NAME || 'default' }}`
    "#);
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
