//! What a deployed server, and `muxi serve`, would refuse, leave out or take for something else.

use std::collections::BTreeSet;

use insta::assert_snapshot;

use crate::support::{human, load_dir, load_with, places, write};
use muxi::formation::discover;
use muxi::formation::load::{self, Context, Loaded, Target};

const HEAD: &str = "schema: \"1.0.0\"\nid: shop\ndescription: d\n";
const AGENT: &str = "schema: \"1.0.0\"\nid: helper\nname: H\ndescription: d\n";
const WEB: &str = "schema: \"1.0.0\"\nid: web\ndescription: d\ntype: command\ncommand: x\n";

fn on(target: Target, rest: &str, files: &[(&str, &str)]) -> Loaded {
    let formation = format!("{HEAD}{rest}");
    let mut all = vec![("formation.afs", formation.as_str())];
    all.extend(files);
    load_with(&all, None, target)
}

fn server(rest: &str, files: &[(&str, &str)]) -> Loaded {
    // Whatever is said of it there, nothing is said of it here.
    assert_eq!(human(&on(Target::Local, rest, files)), "");
    on(Target::MuxiServer, rest, files)
}

#[test]
fn a_plain_formation_is_good_everywhere() {
    let rest = "version: 1.2.3\nllm:\n  api_keys:\n    openai: \"${{ secrets.OPENAI_API_KEY }}\"\n  models:\n    - text: openai/gpt-4o\nagents: [helper]\n";
    for target in [Target::Local, Target::Serve, Target::MuxiServer] {
        assert_eq!(human(&on(target, rest, &[("agents/helper.afs", AGENT)])), "");
    }
}

#[test]
fn references_that_the_runtime_does_not_know_are_errors() {
    let rest = "overlord:\n  soul: \"${{ env.MOOD }} ${{ secrets.A || 'b' }}\"\n";
    assert_snapshot!(human(&server(rest, &[])), @r#"
    error[server-differs]: the deployed runtime knows no `env`
     --> formation.afs:5:10
      |
    5 |   soul: "${{ env.MOOD }} ${{ secrets.A || 'b' }}"
      |          ^^^^^^^^^^^^^^^ stays as it is written
      |
      = help: run `muxi secrets add MOOD`, and write `${{ secrets.MOOD }}`

    error[server-differs]: the deployed runtime knows no default of a reference
     --> formation.afs:5:26
      |
    5 |   soul: "${{ env.MOOD }} ${{ secrets.A || 'b' }}"
      |                          ^^^^^^^^^^^^^^^^^^^^^^^ stays as it is written
      |
      = help: write `${{ secrets.A }}`, and add the secret with the default as its value
    "#);
}

#[test]
fn ids_and_versions_are_those_that_a_deploy_takes() {
    for (id, count) in [("ab", 1), ("api", 1), ("abc", 0), (&*"a".repeat(50), 0), (&*"a".repeat(51), 1)] {
        let formation = format!("schema: \"1.0.0\"\nid: {id}\ndescription: d\n");
        let loaded = load_with(&[("formation.afs", &formation)], None, Target::MuxiServer);
        assert_eq!(loaded.errors(), count, "{id}: {}", human(&loaded));
        assert!(places(&loaded).iter().all(|place| place == "server-refused formation.afs:2:5"));
    }
    assert_eq!(places(&server("version: 1.2.3-beta\n", &[])), ["server-refused formation.afs:4:10"]);
    assert_eq!(places(&server("version: v1.2.3\n", &[])), [""; 0]);
}

#[test]
fn files_that_a_bundle_lacks_are_said() {
    let rest = "agents: [helper]\nmcp:\n  servers: [web]\n";
    let files = [("agents/helper-v2.afs", AGENT), ("mcps/web.yml", WEB)];
    assert_snapshot!(human(&server(rest, &files)), @r#"
    error[server-ignored]: the deployed command line leaves `agents/helper-v2.afs` out: it looks for a file called `helper`
     --> agents/helper-v2.afs:2:5
      |
    2 | id: helper
      |     ^^^^^^
      |
      = help: rename the file to `agents/helper.afs`

    warning[server-ignored]: the deployed command line does not look into files that end in `.yml`
     --> mcps/web.yml:1:1
      |
    1 | schema: "1.0.0"
      | ^
      |
      = help: rename it to `mcps/web.afs`
    "#);
    // What is in `mcp/` is packed as it is.
    assert_eq!(places(&server("mcp:\n  servers: [web]\n", &[("mcp/other.afs", WEB)])), [""; 0]);
    let agent = format!("{AGENT}mcp_servers: [web]\n");
    let private = [("agents/helper.afs", agent.as_str()), ("mcps/web.afs", WEB)];
    assert_snapshot!(human(&server("agents: [helper]\n", &private)), @r"
    warning[server-ignored]: the deployed command line leaves out the MCP server `web`, which only agents name
     --> mcps/web.afs:2:5
      |
    2 | id: web
      |     ^^^
      |
      = help: add `- web` to `mcp.servers`, or move the file to `mcp/`
    ");
}

#[test]
fn includes_are_not_known_there() {
    let loaded = server("agents:\n  - $include: parts/a.afs\n", &[("parts/a.afs", AGENT)]);
    assert_snapshot!(human(&loaded), @r"
    error[server-refused]: the deployed server knows no `$include`
     --> formation.afs:5:15
      |
    5 |   - $include: parts/a.afs
      |               ^^^^^^^^^^^
      |
      = help: write the included file's text here, or give the component a file in its directory
    ");
}

#[test]
fn the_type_env_is_refused_in_files_only() {
    let env = format!("{WEB}auth:\n  type: env\n");
    let loaded = server("mcp:\n  servers: [web]\n", &[("mcp/web.afs", &env)]);
    assert_eq!(places(&loaded), ["server-refused mcp/web.afs:7:9"]);
    let inline = "mcp:\n  servers:\n    - id: web\n      description: d\n      type: command\n      command: x\n      auth: { type: env }\n";
    assert_eq!(places(&server(inline, &[])), [""; 0]);
}

#[test]
fn plain_scalars_are_read_as_its_yaml_does() {
    let rest =
        "artifacts:\n  DEBUG: yes\n  on: x\n  MODE: 012\n  \"off\": \"no\"\n  list: [1, 1:30, true, x]\n";
    let loaded = on(Target::MuxiServer, rest, &[]);
    // Of keys every target says it.
    assert_eq!(places(&on(Target::Local, rest, &[])), ["yaml-ambiguous formation.afs:6:3"]);
    let found = ["5:10", "6:3", "7:9", "9:13"].map(|at| format!("server-differs formation.afs:{at}"));
    assert_eq!(places(&loaded), found, "{}", human(&loaded));
    assert_eq!(loaded.warnings(), 0);
    let fix = loaded.diagnostics[3].fix.as_ref().unwrap();
    assert_eq!((fix.safe, fix.edits[0].text.as_str()), (true, "\"1:30\""));
    let typed = on(Target::MuxiServer, "version: 2024-01-01\n", &[]);
    assert!(typed.diagnostics.iter().any(|d| d.code.as_str() == "yaml-ambiguous" && d.is_error()));
}

#[test]
fn what_its_reader_of_yaml_refuses_is_an_error() {
    for (rest, code) in [
        ("author:\tme\n", "yaml-tab"),
        ("author: &a me\nurl: &a \"https://x\"\nlicense: *a\n", "yaml-anchor"),
    ] {
        let count = |target| {
            let loaded = on(target, rest, &[]);
            loaded.diagnostics.iter().filter(|d| d.code.as_str() == code && d.is_error()).count()
        };
        assert_eq!((count(Target::Local), count(Target::MuxiServer)), (0, 1), "{rest}");
    }
}

#[test]
fn secrets_in_sops_and_in_coding_stay_as_they_are() {
    let loaded = server(
        "coding:\n  prompt: \"${{ secrets.A }}\"\n  env:\n    A: \"${{ secrets.A }}\"\n",
        &[
            ("sops/a.md", "Use ${{ secrets.A }}.\n"),
            ("skills/a/SKILL.md", "---\nname: a\ndescription: d\n---\n${{ secrets.A }}\n"),
        ],
    );
    assert_eq!(places(&loaded), ["server-differs formation.afs:5:11", "server-differs sops/a.md:1:5"]);
}

#[test]
fn a_users_credential_wants_a_secret_at_the_start() {
    let web = format!("{WEB}auth:\n  type: bearer\n  token: \"${{{{ user.credentials.git-hub }}}}\"\n");
    let formation = format!("{HEAD}mcp:\n  servers: [web]\n");
    let files = [("formation.afs", formation.as_str()), ("mcp/web.afs", web.as_str())];
    assert_eq!(load_with(&files, Some(&[]), Target::Local).diagnostics, []);
    assert_snapshot!(human(&load_with(&files, Some(&[]), Target::MuxiServer)), @r#"
    error[secret-not-set]: the deployed runtime starts only with the secret `USER_CREDENTIALS_GIT_HUB`
     --> mcp/web.afs:8:10
      |
    8 |   token: "${{ user.credentials.git-hub }}"
      |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ it lists the tools of `git-hub` with that
      |
      = help: run `muxi secrets add USER_CREDENTIALS_GIT_HUB` with a credential that may list the tools

    error[server-differs]: the deployed runtime looks for the start-up secret of this service under a name with `-`
     --> mcp/web.afs:8:11
      |
    8 |   token: "${{ user.credentials.git-hub }}"
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: call the service `git_hub`
    "#);
}

#[test]
fn names_that_a_bundle_leaves_out_are_said() {
    let rest = "agents:\n  - id: a\n    name: A\n    description: d\n    knowledge:\n      sources:\n        - path: secrets-docs\n          description: d\n        - path: knowledge/app.log\n          description: d\n        - path: knowledge\n          description: d\n";
    let files = [
        ("secrets-docs/a.md", "x"),
        ("knowledge/app.log", "x"),
        ("skills/secrets/SKILL.md", "---\nname: secrets\ndescription: d\n---\nx\n"),
    ];
    assert_snapshot!(human(&server(rest, &files)), @r"
    error[server-ignored]: the deployed command line does not pack `secrets-docs`
      --> formation.afs:10:17
       |
    10 |         - path: secrets-docs
       |                 ^^^^^^^^^^^^ it leaves out directories whose name begins with `secrets`
       |
       = help: give it another name

    error[server-ignored]: the deployed command line does not pack `knowledge/app.log`
      --> formation.afs:12:17
       |
    12 |         - path: knowledge/app.log
       |                 ^^^^^^^^^^^^^^^^^ it leaves out files that end in `.log`
       |
       = help: give it another name

    error[server-ignored]: the deployed command line does not pack `skills/secrets/SKILL.md`
     --> skills/secrets/SKILL.md:1:1
      |
    1 | ---
      | ^^^ it leaves out everything called `secrets`
      |
      = help: give it another name
    ");
}

#[test]
#[cfg(unix)]
fn links_are_packed_as_empty_files() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    write(&root.join("formation.afs"), format!("{HEAD}agents: [helper]\n").as_bytes());
    write(&root.join("shared/helper.afs"), AGENT.as_bytes());
    write(&root.join("shared/sop.md"), b"Do.\n");
    std::fs::create_dir(root.join("agents")).unwrap();
    std::os::unix::fs::symlink("../shared/helper.afs", root.join("agents/helper.afs")).unwrap();
    std::os::unix::fs::symlink("shared", root.join("sops")).unwrap();
    assert_eq!(human(&load_dir(&root, None, Target::Local)), "");
    assert_snapshot!(human(&load_dir(&root, None, Target::MuxiServer)), @r#"
    error[server-ignored]: `agents/helper.afs` is a link, which the deployed command line packs as an empty file
     --> agents/helper.afs:1:1
      |
    1 | schema: "1.0.0"
      | ^
      |
      = help: put a copy of what it leads to in its place

    error[server-ignored]: `sops` is a link, which the deployed command line packs as an empty file
     --> sops/sop.md:1:1
      |
    1 | Do.
      | ^^^
      |
      = help: put a copy of what it leads to in its place
    "#);
}

#[test]
fn secrets_of_format_2_and_formation_yml_are_not_read_there() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("formation.yml"), HEAD.as_bytes());
    let at = discover::in_directory(dir.path()).unwrap();
    let file = dir.path().join("secrets.enc");
    let context = Context {
        target: Target::MuxiServer,
        format_two: Some(&file),
        base: Some(dir.path()),
        ..Context::default()
    };
    assert_snapshot!(human(&load::load(&at, &context)), @r"
    error[server-refused]: the deployed command line does not look for `formation.yml`
    --> formation.yml:1:1
     = help: rename it to `formation.afs`

    error[server-refused]: the deployed programs cannot read secrets of format 2
    --> secrets.enc:1:1
     = help: run `muxi secrets convert --format 1`
    ");
    let local = Context { target: Target::Local, ..context };
    assert_eq!(load::load(&at, &local).diagnostics, []);
}

#[test]
fn what_serve_would_not_start_with_is_an_error() {
    assert_snapshot!(human(&on(Target::Serve, "", &[])), @r#"
    error[local-refused]: the formation has no text model, so nobody could answer
     --> formation.afs:1:1
      |
    1 | schema: "1.0.0"
      | ^^^^^^
      |
      = help: add `- text: openai/gpt-4o-mini` under `llm.models`, or `- text: muxi/echo` to try out without a key
    "#);
    assert_snapshot!(human(&on(Target::Serve, "llm:\n  aliases:\n    big: groq/llama\n  models:\n    - text: big\n", &[])), @r#"
    error[local-refused]: `muxi serve` needs a key for the provider `groq`
     --> formation.afs:8:13
      |
    8 |     - text: big
      |             ^^^
      |
      = help: run `muxi secrets add GROQ_API_KEY`, and write `groq: "${{ secrets.GROQ_API_KEY }}"` under `llm.api_keys`
    "#);
    let agent =
        "llm:\n  models:\n    - video: muxi/echo\nagents:\n  - id: a\n    name: A\n    description: d\n";
    assert_snapshot!(human(&on(Target::Serve, agent, &[])), @r"
    warning[local-ignored]: `muxi serve` does not ask `video` models yet
     --> formation.afs:6:7
      |
    6 |     - video: muxi/echo
      |       ^^^^^ moving pictures are not taken

    error[local-refused]: this agent has no text model, and the formation has none
     --> formation.afs:8:9
      |
    8 |   - id: a
      |         ^
      |
      = help: add `- text: openai/gpt-4o-mini` under `llm.models`, or `- text: muxi/echo` to try out without a key
    ");
    let own =
        "agents:\n  - id: a\n    name: A\n    description: d\n    llm_models:\n      - text: muxi/echo\n";
    assert_eq!(human(&on(Target::Serve, own, &[])), "");
}

#[test]
fn what_serve_does_not_run_is_said_once_for_each_block() {
    let rest = "llm:\n  models:\n    - text: muxi/echo\nmcp:\n  servers: [web]\nscheduler:\n  enabled: false\nrbac:\n  active: true\nmemory:\n  buffer:\n    size: 5\n  persistent:\n    enabled: true\n  decay: slow\nserver:\n  host: 0.0.0.0\nagents:\n  - id: a\n    name: A\n    description: d\n    mcp_servers: [web]\n    skills: [a]\n  - id: b\n    name: B\n    description: d\n    skills: [a]\n";
    let files = [
        ("mcp/web.afs", WEB),
        ("skills/a/SKILL.md", "---\nname: a\ndescription: d\n---\nx\n"),
        ("sops/b.md", "x\n"),
    ];
    assert_eq!(human(&on(Target::Local, rest, &files)), "");
    let loaded = on(Target::Serve, rest, &files);
    let said: Vec<_> = loaded
        .diagnostics
        .iter()
        .map(|d| {
            format!("{} {}: {}; {}", d.code, loaded.sources.place(d.primary.span), d.message, d.primary.text)
        })
        .collect();
    let said: Vec<_> = said.iter().map(|line| line.trim_end()).collect();
    assert_snapshot!(said.join("\n"), @r"
    local-ignored formation.afs:11:1: `muxi serve` does not run `rbac` yet; whoever has a key may do everything that the key may
    local-ignored formation.afs:18:3: `muxi serve` does not use `memory.decay` yet;
    local-ignored formation.afs:20:9: `muxi serve` listens on loopback, whatever a formation says;
    local-ignored formation.afs:26:5: `muxi serve` does not use `skills` of agents yet; agents have no skills
    local-ignored sops/b.md:1:1: `muxi serve` does not use SOPs yet;
    ");
}

#[test]
fn what_serve_does_not_use_inside_of_blocks_that_it_runs_is_said() {
    let rest = "llm:\n  settings:\n    caching:\n      enabled: true\n  models:\n    - text: muxi/echo\noverlord:\n  llm:\n    max_extraction_tokens: 500\n  response:\n    streaming: false\n    progress: true\n  workflow:\n    auto_decomposition: true\n    enable_agent_affinity: true\n    enable_partial_results: false\n    plan_approval_threshold: 7\n    max_parallel_tasks: 3\ninput_limits:\n  max_message_length: 1000\n";
    let loaded = on(Target::Serve, rest, &[]);
    let said = loaded
        .diagnostics
        .iter()
        .map(|d| format!("{}: {}; {}", loaded.sources.place(d.primary.span), d.message, d.primary.text));
    assert_snapshot!(said.collect::<Vec<_>>().join("\n"), @r"
    formation.afs:6:5: `muxi serve` does not use `llm.settings.caching` yet; each question is asked, and paid for
    formation.afs:20:5: `muxi serve` makes no plans, and uses only `auto_decomposition` and `enable_agent_affinity` of this block; no plan waits for a yes, and no step is tried again
    formation.afs:23:3: `muxi serve` does not use `input_limits.max_message_length` yet; muxi's own limit counts
    ");
    let used = "llm:\n  settings:\n    caching: {enabled: false}\n  models:\n    - text: muxi/echo\noverlord:\n  workflow:\n    auto_decomposition: false\n";
    assert_eq!(human(&on(Target::Serve, used, &[])), "");
}

#[test]
fn a_formation_with_every_block_says_each_thing_once_for_each_target() {
    let large = include_str!("../fixtures/formation/large.afs");
    let files = [("formation.afs", large), ("knowledge/docs/manual.md", "x")];
    for target in [Target::Serve, Target::MuxiServer] {
        let loaded = load_with(&files, None, target);
        let mut seen = BTreeSet::new();
        for diagnostic in &loaded.diagnostics {
            assert!(seen.insert(diagnostic.primary.span), "{}", human(&loaded));
            assert!(diagnostic.help.is_some() || !diagnostic.primary.text.is_empty(), "{}", human(&loaded));
        }
    }
}

#[test]
fn a_program_that_asks_a_daemon_without_unix_sockets_is_said_once_for_serve() {
    let head = "llm:\n  models:\n    - text: muxi/echo\nmcp:\n  servers:\n";
    let one = |id: &str, rest: &str| {
        format!("    - id: {id}\n      description: d\n      type: command\n      command: {rest}\n")
    };
    let rest = [
        head,
        &one("bad", "/usr/bin/docker"),
        &one("good", "docker\n      unix_sockets: true"),
        &one("other", "dockerize"),
    ];
    let loaded = on(Target::Serve, &rest.concat(), &[]);
    let said = human(&loaded);
    assert_eq!(said.matches("warning[incomplete-keys]").count(), 1, "{said}");
    assert!(said.contains("`docker` asks its daemon") && said.contains("add `unix_sockets: true`"), "{said}");
    assert_eq!(human(&on(Target::Local, &rest.concat(), &[])), "");
}
