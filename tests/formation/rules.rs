//! What the keys of a map have to do with each other, and what a value is mended to.

use insta::assert_snapshot;

use crate::support::{human, load, load_with, places};
use muxi::formation::load::{Loaded, Target};

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";

fn with(rest: &str) -> Loaded {
    load(&[("formation.afs", &format!("{HEAD}{rest}"))])
}

fn after_head(rest: &str) -> String {
    human(&with(rest))
}

/// A server in place with these lines.
fn server(lines: &str) -> Loaded {
    let lines = lines.replace('\n', "\n      ");
    with(&format!("mcp:\n  servers:\n    - id: a\n      description: d\n      {}\n", lines.trim_end()))
}

/// What is left of the findings when the file is mended as each of them says.
fn mended(rest: &str) -> String {
    let loaded = with(rest);
    let mut text = format!("{HEAD}{rest}");
    let fixes = loaded.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
    let mut edits: Vec<_> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        text.replace_range(edit.span.start..edit.span.end, &edit.text);
    }
    assert_eq!(human(&load(&[("formation.afs", &text)])), "");
    text[HEAD.len()..].to_owned()
}

#[test]
fn the_keys_of_a_server_follow_its_type() {
    assert_snapshot!(human(&server("type: http\ncommand: npx\n")), @r"
    error[misplaced-key]: `type` is `http`, but `command` belongs to `type: command`
     --> formation.afs:8:13
      |
    8 |       type: http
      |             ^^^^
    9 |       command: npx
      |       -------
      |
    help: write `type: command`, or the keys of `http`
      |
    8 -       type: http
    8 +       type: command
      |
    ");
    assert_eq!(places(&server("type: command\ncommand: x\nargs: [y]\nenv: {A: b}\n")), [""; 0]);
    assert_eq!(places(&server("type: http\nendpoint: \"http://x\"\nretry_attempts: 1\n")), [""; 0]);
    assert_eq!(
        places(&server("type: command\ncommand: x\nendpoint: \"http://x\"\n")),
        ["misplaced-key formation.afs:10:7"]
    );
    // Which it is cannot be known: nothing is asked for, and nothing refused.
    assert_eq!(places(&server("type: ${{ env.KIND }}\ncommand: x\nendpoint: \"http://x\"\n")), [""; 0]);
}

#[test]
fn a_missing_type_is_told_from_the_keys_that_are_there() {
    assert_snapshot!(human(&server("command: npx\n")), @r"
    error[missing-key]: the MCP server `a` has no `type`
     --> formation.afs:6:7
      |
    6 |     - id: a
      |       ^^^^^
      |
      = help: add `type: command`
    ");
    assert!(human(&server("command: npx\nendpoint: \"http://x\"\n")).contains("one of `http`, `command`"));
}

#[test]
fn signing_in_is_checked_for_each_way_and_place() {
    let auth = |lines: &str| server(&format!("type: http\nendpoint: \"http://x\"\nauth:\n  {lines}\n"));
    for good in [
        "type: none",
        "{type: env, GITHUB_TOKEN: x, accept_inline: true}",
        "{accept_inline: true, token: x}",
        "{type: bearer, token: x, env: GITHUB_TOKEN}",
        "{type: api_key, key: x, header: X-Key}",
    ] {
        assert_eq!(places(&auth(good)), [""; 0], "{good}");
    }
    let found = |loaded: &Loaded| loaded.diagnostics.iter().map(|d| d.message.clone()).collect::<Vec<_>>();
    assert_eq!(found(&auth("type: bearer")), ["an MCP server's `auth` has no `token`"]);
    assert_eq!(found(&auth("{type: none, token: x}")), ["`token` belongs to `type: bearer`"]);
    assert_eq!(
        found(&auth("{type: env, GITHUB_TOKEN: 7}")),
        ["`mcp.servers[0].auth.GITHUB_TOKEN` must be text"]
    );
    let a2a = |place: &str, lines: &str| {
        let service = "services: [{id: s, name: S, description: d, url: \"http://x\", auth: {";
        let (head, tail) = if place == "inbound" { ("auth: {", "}") } else { (service, "}}]") };
        with(&format!("a2a:\n  {place}:\n    {head}{lines}{tail}\n"))
    };
    assert_eq!(places(&a2a("inbound", "type: openid, issuer: \"https://x\"")), [""; 0]);
    assert_eq!(places(&a2a("outbound", "type: hmac, secret: \"${{ secrets.S }}\"")), [""; 0]);
    assert_eq!(places(&a2a("inbound", "type: oauth2")), ["unknown-value formation.afs:6:18"]);
    assert_eq!(places(&a2a("outbound", "type: openid")).len(), 1);
    let missing = found(&a2a("outbound", "type: oauth2, client_id: a, client_secret: b"));
    assert_eq!(missing, ["an A2A service's `auth` has no `token_url`"]);
}

#[test]
fn a_log_that_goes_somewhere_says_where() {
    let stream = |lines: &str| with(&format!("logging:\n  conversation:\n    streams: [{{{lines}}}]\n"));
    assert_eq!(places(&stream("transport: stdout, level: info")), [""; 0]);
    assert_eq!(places(&stream("transport: stream, destination: \"tcp://x:1\", protocol: zmq")), [""; 0]);
    assert_eq!(places(&stream("transport: file")), ["missing-key formation.afs:6:16"]);
    assert_eq!(places(&stream("transport: stdout, protocol: zmq")), ["misplaced-key formation.afs:6:35"]);
}

#[test]
fn keys_that_exclude_or_need_each_other_show_both() {
    assert_snapshot!(human(&server("type: command\ncommand: x\ntools:\n  allow: [a]\n  whitelist: [b]\n")), @r"
    error[exclusive-keys]: `tools` has both `allow` and `whitelist`
      --> formation.afs:12:9
       |
    11 |         allow: [a]
       |         ----- the other one
    12 |         whitelist: [b]
       |         ^^^^^^^^^
       |
       = help: keep one of `allow`, `whitelist`
    ");
    let source = |lines: &str| {
        let agent = "agents:\n  - id: a\n    name: A\n    description: d\n    knowledge:\n      sources:\n";
        with(&format!("{agent}        - {{description: d, url: \"https://x\", {lines}}}\n"))
    };
    assert_snapshot!(human(&source("agent_tree: {regenerate: manual}, retrieval: vector")), @r#"
    error[incomplete-keys]: `agent_tree` needs `retrieval` to be one of `tree`, `tree-vector`, `hybrid`
      --> formation.afs:10:46
       |
    10 | ...://x", agent_tree: {regenerate: manual}, retrieval: vector}
       |           ^^^^^^^^^^                                   ------ this is `vector`
       |
       = help: write one of `tree`, `tree-vector`, `hybrid` there, or remove `agent_tree`
    "#);
    assert!(human(&source("agent_tree: {regenerate: manual}")).contains("add `retrieval: tree`"));
    assert_eq!(places(&source("agent_tree: {regenerate: manual}, retrieval: hybrid")), [""; 0]);
    assert_eq!(places(&source("agent_tree: {}, retrieval: trees")).len(), 1);
    assert_snapshot!(after_head("middleware:\n  url: https://x\n  command: y\n"), @r"
    error[exclusive-keys]: `middleware` has both `url` and `command`
     --> formation.afs:6:3
      |
    5 |   url: https://x
      |   --- the other one
    6 |   command: y
      |   ^^^^^^^
      |
      = help: remove one of the two
    ");
    assert_eq!(
        places(&with("middleware: {command: y, headers: {a: b}}\n")),
        ["incomplete-keys formation.afs:4:26"]
    );
    assert_eq!(places(&with("middleware: {timeout: 3}\n")), ["missing-key formation.afs:4:14"]);
}

#[test]
fn an_old_name_counts_for_the_new_one_and_is_mended() {
    let service = |keys: &str| {
        format!(
            "a2a:\n  outbound:\n    services:\n      - {keys}\n        name: S\n        description: d\n        url: \"http://x\"\n"
        )
    };
    assert_eq!(mended(&service("service_id: s")), service("id: s"));
    let both = with(&service("service_id: s\n        id: s"));
    assert_eq!(places(&both), ["deprecated-key formation.afs:7:9"]);
    assert_eq!(both.diagnostics[0].fix, None);
    assert_eq!(
        mended("user_credentials:\n  encryption_key: \"a: b}\"  # why\n"),
        "user_credentials:\n  encryption: { key: \"a: b}\" }  # why\n"
    );
    let plain = with("user_credentials:\n  encryption_key: ${{ secrets.A }}\n");
    assert_eq!((places(&plain).len(), plain.diagnostics[0].fix.is_some()), (1, false));
}

#[test]
fn texts_of_a_form_are_taken_with_a_reference_and_refused_without_the_form() {
    for good in ["async: {webhook_url: \"${{ env.HOOK }}\"}\n", "server: {host: \"::1\"}\n"] {
        assert_eq!(places(&with(good)), [""; 0], "{good}");
    }
    assert_snapshot!(after_head("scheduler:\n  timezone: Middle Europe\n  default_time: \"25:00\"\n"), @r#"
    error[bad-format]: `scheduler.timezone` must be a time zone like `Europe/Berlin` or `UTC`
     --> formation.afs:5:13
      |
    5 |   timezone: Middle Europe
      |             ^^^^^^^^^^^^^
      |
      = help: write it like `Europe/Berlin`

    error[bad-format]: `scheduler.default_time` must be a time of day like `"09:00"`, in quotes
     --> formation.afs:6:17
      |
    6 |   default_time: "25:00"
      |                 ^^^^^^^
      |
      = help: write it like `09:00`
    "#);
    assert_eq!(
        places(&with("memory:\n  persistent:\n    connection_string: mysql://x\n")),
        ["bad-format formation.afs:6:24"]
    );
}

#[test]
fn what_can_only_have_been_meant_is_a_safe_change() {
    for (wrong, right) in [
        ("version: 1.10\n", "version: \"1.10\"\n"),
        ("server:\n  port: \"8271\"\n", "server:\n  port: 8271\n"),
        ("server:\n  port: 8_271\n", "server:\n  port: 8271\n"),
        ("mcp:\n  enabled: yes\n", "mcp:\n  enabled: true\n"),
        ("mcp:\n  enabled: \"no\"\n", "mcp:\n  enabled: false\n"),
        ("mcp:\n  enalbed: true\n", "mcp:\n  enabled: true\n"),
        ("scheduler:\n  default_time: 9:30\n", "scheduler:\n  default_time: \"9:30\"\n"),
        ("memory:\n  working:\n    max_memory_mb: '512'\n", "memory:\n  working:\n    max_memory_mb: 512\n"),
        ("user_credentials:\n  mode: Dynamic\n", "user_credentials:\n  mode: dynamic\n"),
        ("llm:\n  aliases: {a: b, b: groq/x}\n", "llm:\n  aliases: {a: groq/x, b: groq/x}\n"),
    ] {
        assert_eq!(mended(wrong), right);
        let fixes: Vec<_> = with(wrong).diagnostics.into_iter().map(|d| d.fix.map(|fix| fix.safe)).collect();
        assert_eq!(fixes, [Some(true)], "{wrong}");
    }
}

#[test]
fn what_is_only_likely_is_a_change_for_a_person() {
    for wrong in [
        "user_credentials:\n  encryption: {kye: x}\n",
        "async:\n  webhook_retrys_x: 3\n",
        "llm:\n  models:\n    - text: opnai/gpt-4o\n",
        "llm:\n  models:\n    - text: muxi/parrot\n",
    ] {
        let loaded = with(wrong);
        let fixes: Vec<_> = loaded.diagnostics.iter().map(|d| d.fix.as_ref().map(|fix| fix.safe)).collect();
        assert_eq!(fixes, [Some(false)], "{wrong}");
    }
    for wrong in
        ["server:\n  port: \"99999\"\n", "memory:\n  buffer:\n    size: 012\n", "mcp:\n  enabled: \"2\"\n"]
    {
        let loaded = with(wrong);
        assert_eq!((places(&loaded).len(), &loaded.diagnostics[0].fix), (1, &None), "{wrong}");
    }
}

#[test]
fn an_alias_stands_for_a_model_and_not_for_an_alias() {
    assert_snapshot!(after_head("llm:\n  aliases:\n    fast: quick\n    quick: fast\n    self: self\n    text: muxi/echo\n"), @r"
    error[unknown-model]: the alias `fast` stands for `quick`, which is an alias itself
     --> formation.afs:6:11
      |
    6 |     fast: quick
      |           ^^^^^
      |
      = help: write it like `openai/gpt-4o-mini`

    error[unknown-model]: the alias `quick` stands for `fast`, which is an alias itself
     --> formation.afs:7:12
      |
    7 |     quick: fast
      |            ^^^^
      |
      = help: write it like `openai/gpt-4o-mini`

    error[unknown-model]: the alias `self` stands for itself
     --> formation.afs:8:11
      |
    8 |     self: self
      |           ^^^^
      |
      = help: write it like `openai/gpt-4o-mini`

    error[unknown-model]: an alias cannot be called `text`, which is a capability
     --> formation.afs:9:5
      |
    9 |     text: muxi/echo
      |     ^^^^
      |
      = help: give it another name
    ");
}

#[test]
fn a_provider_without_an_address_is_told_for_text_models_that_run_here() {
    let text = format!(
        "{HEAD}llm:\n  aliases:\n    own: bedrock/x\n  models:\n    - text: own\n    - vision: azure/y\n"
    );
    let files = [("formation.afs", text.as_str())];
    assert_snapshot!(human(&load(&files)), @r"
    warning[provider-endpoint]: muxi does not know where `bedrock` is reached
     --> formation.afs:8:13
      |
    8 |     - text: own
      |             ^^^
      |
      = help: set `BEDROCK_BASE_URL` to the base URL of an OpenAI-compatible endpoint for `muxi serve`
    ");
    let elsewhere = load_with(&files, None, Target::MuxiServer);
    assert!(!places(&elsewhere).iter().any(|place| place.starts_with("provider-endpoint")));
    assert_eq!(places(&with("llm:\n  models:\n    - text: gemini/x\n")), [""; 0]);
    // Of two text models the last counts.
    let last = with("llm:\n  models:\n    - text: azure/x\n    - text: openai/y\n");
    assert_eq!(places(&last), ["duplicate-capability formation.afs:7:7"]);
}
