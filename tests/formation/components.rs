//! Agents, MCP servers and A2A services: in place, in files, included.

use insta::assert_snapshot;

use crate::support::{human, load, load_dir, places};
use muxi::formation::load::Target;

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";
const HELPER: &str = "schema: \"1.0.0\"\nid: helper\nname: Helper\ndescription: helps\n";

fn with(rest: &str, files: &[(&str, &str)]) -> muxi::formation::load::Loaded {
    let formation = format!("{HEAD}{rest}");
    let mut all = vec![("formation.afs", formation.as_str())];
    all.extend(files);
    load(&all)
}

#[test]
fn agents_come_from_their_place_their_file_and_an_include_in_the_order_of_the_list() {
    let loaded = with(
        "agents:\n  - helper\n  - id: inline\n    name: In\n    description: d\n  - $include: parts/third.yaml\n",
        &[
            ("agents/any-name.yml", HELPER),
            (
                "parts/third.yaml",
                "schema: \"1.0.0\"\nid: third\nname: Third\ndescription: d\nsystem_message: { $include: text.yaml }\n",
            ),
            ("parts/text.yaml", "\"be ${{ env.MOOD }}\"\n"),
        ],
    );
    assert_eq!(human(&loaded), "");
    assert_eq!(loaded.references.len(), 1);
    let formation = loaded.formation.unwrap();
    let ids: Vec<_> = formation.agents.iter().map(|agent| agent.id.as_str()).collect();
    assert_eq!(ids, ["helper", "inline", "third"]);
    let message = formation.agents[2].system_message.as_ref().unwrap();
    assert_eq!(message.raw, "be ${{ env.MOOD }}");
}

#[test]
fn the_same_checks_run_in_files_and_in_place() {
    let keys = "name: A\nrole: [x]\nllm_models:\n  - text: gpt\n";
    let file = format!("schema: \"1.0.0\"\nid: a\ndescription: d\n{keys}");
    let inline = keys.replace('\n', "\n    ");
    let in_file = with("agents:\n  - a\n", &[("agents/a.afs", &file)]);
    let in_place = with(&format!("agents:\n  - id: a\n    description: d\n    {inline}"), &[]);
    let included = with("agents:\n  - $include: a.afs\n", &[("a.afs", &file)]);
    let codes = |loaded: &muxi::formation::load::Loaded| {
        loaded.diagnostics.iter().map(|d| d.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&in_file), ["wrong-type", "unknown-model"]);
    assert_eq!(codes(&in_place), codes(&in_file));
    assert_eq!(codes(&included), codes(&in_file));
    assert_eq!(places(&in_file)[0], "wrong-type agents/a.afs:5:8");
}

#[test]
fn an_agent_without_its_file_lists_the_ones_that_have_one() {
    let rest = "agents:\n  - helper\n  - writer\n  - helpr\n";
    assert_snapshot!(human(&with(rest, &[("agents/helper.afs", HELPER)])), @r"
    error[component-not-found]: there is no agent `writer` in `agents/`
     --> formation.afs:6:5
      |
    6 |   - writer
      |     ^^^^^^
      |
      = help: `agents/` has `helper`

    error[component-not-found]: there is no agent `helpr` in `agents/`
     --> formation.afs:7:5
      |
    7 |   - helpr
      |     ^^^^^
      |
    help: did you mean `helper`?
      |
    7 |   - helper
      |         +
    ");
    assert_snapshot!(human(&with("agents:\n  - writer\n", &[])), @r"
    error[component-not-found]: there is no agent `writer` in `agents/`
     --> formation.afs:5:5
      |
    5 |   - writer
      |     ^^^^^^
      |
      = help: write it to `agents/writer.afs`
    ");
}

#[test]
fn a_file_that_nothing_declares_is_a_warning() {
    assert_snapshot!(human(&with("", &[("agents/helper.afs", HELPER)])), @r"
    warning[component-not-declared]: the agent `helper` is not declared, so it is not used
     --> agents/helper.afs:2:5
      |
    2 | id: helper
      |     ^^^^^^
      |
      = help: add `- helper` to `agents`
    ");
}

#[test]
fn ids_are_unique_in_the_list_and_among_files() {
    assert_snapshot!(human(&with("agents:\n  - helper\n  - helper\n", &[("agents/helper.afs", HELPER)])), @r"
    error[duplicate-id]: the agent `helper` is declared twice
     --> formation.afs:6:5
      |
    5 |   - helper
      |     ------ first declared here
    6 |   - helper
      |     ^^^^^^ declared again here
      |
      = help: remove one of the two, or give it an id of its own
    ");
    let files = [("agents/a.afs", HELPER), ("agents/b.afs", HELPER)];
    assert_snapshot!(human(&with("agents:\n  - helper\n", &files)), @r"
    error[duplicate-id]: two files are the agent `helper`
     --> agents/b.afs:2:5
      |
    2 | id: helper
      |     ^^^^^^
      |
     ::: agents/a.afs:2:5
      |
    2 | id: helper
      |     ------ the other one
      |
      = help: give each file an id of its own
    ");
}

#[test]
fn a_broken_file_is_one_error_and_its_declaration_none() {
    let loaded = with("agents:\n  - helper\n", &[("agents/helper.afs", "id: [\n")]);
    assert_eq!(places(&loaded), ["yaml-syntax agents/helper.afs:1:5"]);
}

#[test]
fn a_file_needs_a_schema_and_an_id() {
    assert_snapshot!(human(&with("agents:\n  - helper\n", &[("agents/helper.afs", "name: Helper\ndescription: d\n")])), @r#"
    error[missing-key]: an agent has no `schema`
     --> agents/helper.afs:1:1
      |
    1 | name: Helper
      | ^^^^
      |
      = help: add `schema: "1.0.0"`

    error[missing-key]: an agent has no `id`
     --> agents/helper.afs:1:1
      |
    1 | name: Helper
      | ^^^^
      |
      = help: add `id: …`
    "#);
}

#[test]
fn mcp_servers_are_found_in_either_directory_and_by_agents() {
    let server =
        |id: &str| format!("schema: \"1.0.0\"\nid: {id}\ndescription: d\ntype: command\ncommand: x\n");
    let (web, git, lost) = (server("web"), server("git"), server("lost"));
    for directory in ["mcp", "mcps"] {
        let path = |id: &str| format!("{directory}/{id}.afs");
        let loaded = with(
            "mcp:\n  servers: [web]\nagents:\n  - id: a\n    name: A\n    description: d\n    mcp_servers: [web, git, {id: web, tools: [x]}, gone]\n",
            &[(&path("web"), &web), (&path("git"), &git), (&path("lost"), &lost)],
        );
        // `lost` may be what was meant by `gone`, which is enough to say.
        assert_eq!(places(&loaded), ["component-not-found formation.afs:10:52"]);
    }
}

#[test]
fn mcp_servers_are_checked_in_place_and_tools_is_closed() {
    let rest = "mcp:\n  servers:\n    - id: a\n      description: d\n      type: htp\n    - id: b\n      description: d\n      type: http\n      endpoint: https://x\n      tools:\n        alow: []\n";
    assert_snapshot!(human(&with(rest, &[])), @r"
    error[unknown-value]: `mcp.servers[0].type` must be one of `http`, `command`
     --> formation.afs:8:13
      |
    8 |       type: htp
      |             ^^^
      |
    help: did you mean `http`?
      |
    8 |       type: http
      |               +

    error[unknown-key]: `tools` has no key `alow`
      --> formation.afs:14:9
       |
    14 |         alow: []
       |         ^^^^
       |
    help: did you mean `allow`?
       |
    14 |         allow: []
       |           +
    ");
}

#[test]
fn includes_that_cannot_be_followed_say_why() {
    let agents = |path: &str| {
        with(&format!("agents:\n  - $include: {path}\n"), &[("loop.afs", "$include: loop.afs\n")])
    };
    assert_snapshot!(human(&agents("none.afs")), @r"
    error[include-not-found]: there is no file `none.afs`
     --> formation.afs:5:15
      |
    5 |   - $include: none.afs
      |               ^^^^^^^^
      |
      = help: the path starts at the file that includes it
    ");
    assert_snapshot!(human(&agents("/etc/hosts")), @r"
    error[include-outside]: `/etc/hosts` is an absolute path
     --> formation.afs:5:15
      |
    5 |   - $include: /etc/hosts
      |               ^^^^^^^^^^
      |
      = help: files are included from inside the formation, with a relative path
    ");
    assert_snapshot!(human(&agents("loop.afs")), @r"
    error[include-cycle]: `loop.afs` includes itself, perhaps through other files
     --> loop.afs:1:11
      |
    1 | $include: loop.afs
      |           ^^^^^^^^
      |
      = help: remove one of the includes
    ");
    assert_snapshot!(human(&agents("formation.afs")), @r"
    error[include-cycle]: `formation.afs` includes itself, perhaps through other files
     --> formation.afs:5:15
      |
    5 |   - $include: formation.afs
      |               ^^^^^^^^^^^^^
      |
      = help: remove one of the includes
    ");
    assert_snapshot!(human(&with("agents:\n  - $include: a.afs\n    id: b\n", &[])), @r"
    error[include-form]: an include is one path
     --> formation.afs:5:15
      |
    5 |   - $include: a.afs
      |               ^^^^^
      |
      = help: write `$include: path/to/file.afs`, with no other key beside it
    ");
}

#[test]
#[cfg(unix)]
fn nothing_outside_the_formation_is_read_not_even_through_links() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("f");
    std::fs::create_dir_all(root.join("agents")).unwrap();
    let write = |path: &std::path::Path, text: &str| {
        let from = tempfile::NamedTempFile::new_in(dir.path()).unwrap();
        std::io::Write::write_all(&mut from.as_file(), text.as_bytes()).unwrap();
        from.persist(path).unwrap();
    };
    write(&dir.path().join("out.afs"), HELPER);
    let rest = "agents:\n  - $include: ../out.afs\n  - $include: link.afs\n";
    write(&root.join("formation.afs"), &format!("{HEAD}{rest}"));
    std::os::unix::fs::symlink("../out.afs", root.join("link.afs")).unwrap();
    std::os::unix::fs::symlink("../../out.afs", root.join("agents/link.afs")).unwrap();
    let loaded = load_dir(&root, None, Target::Local);
    assert_eq!(
        places(&loaded),
        [
            "include-outside formation.afs:5:15",
            "include-outside formation.afs:6:15",
            "include-outside agents/link.afs:1:1",
        ]
    );
    assert!(loaded.sources.iter().all(|source| !source.text().contains("helps")));
}

#[test]
fn includes_of_includes_end_at_a_depth_and_at_a_size() {
    let files: Vec<_> =
        (0..9).map(|i| (format!("{i}.yaml"), format!("$include: {}.yaml\n", i + 1))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let loaded = with("author: { $include: 0.yaml }\n", &files);
    assert_eq!(places(&loaded), ["include-cycle 3.yaml:1:11"]);
    let big = format!("\"{}\"", "x".repeat(900_000));
    let many = "    - $include: big.yaml\n".repeat(40);
    let loaded = with(&format!("knowledge:\n{many}"), &[("big.yaml", &big)]);
    assert!(places(&loaded).iter().any(|place| place.starts_with("include-cycle")));
}

#[test]
fn what_documents_show_of_credentials_and_tools_is_known() {
    let github = "schema: \"1.0.0\"\nid: github\ndescription: d\ntype: command\ncommand: npx\nargs: [\"-y\", server]\n";
    for auth in [
        "{type: env, GITHUB_TOKEN: \"${{ user.credentials.GITHUB }}\"}",
        "{type: bearer, accept_inline: true, token: \"${{ user.credentials.GITHUB }}\"}",
        "{accept_inline: true, token: \"${{ user.credentials.GITHUB }}\"}",
    ] {
        let rest = concat!(
            "mcp:\n  servers: [github]\nuser_credentials:\n  mode: dynamic\n  redirect_message: Add them there\n",
            "  encryption:\n    key: \"${{ secrets.CREDENTIAL_KEY }}\"\n    salt: s\n  require_https: true\n",
            "  credential_ttl_minutes: 60\n  max_attempts: 3\ndatabase:\n  url: \"${{ secrets.URL }}\"\n"
        );
        let server = format!("{github}auth: {auth}\n");
        assert_eq!(human(&with(rest, &[("mcp/github.afs", &server)])), "", "{auth}");
    }
}
