//! What one component says against what another one is.

use insta::assert_snapshot;

use crate::support::{human, load, load_with, places};
use muxi::formation::load::{Loaded, Target};

const HEAD: &str = "schema: \"1.0.0\"\nid: shop\ndescription: d\n";
const WEB: &str = "schema: \"1.0.0\"\nid: web\ndescription: d\ntype: command\ncommand: x\n";

fn with(rest: &str, files: &[(&str, &str)]) -> Loaded {
    let formation = format!("{HEAD}{rest}");
    let mut all = vec![("formation.afs", formation.as_str())];
    all.extend(files);
    load(&all)
}

fn agent(rest: &str) -> String {
    format!("agents:\n  - id: a\n    name: A\n    description: d\n{rest}")
}

#[test]
fn tools_that_the_servers_own_filter_leaves_out_are_said() {
    let uses = agent("    mcp_servers:\n      - id: web\n        tools: [get_a, set_a, \"*_b\"]\n");
    let allow = format!("{WEB}tools:\n  allow: [\"get_*\", list]\n");
    assert_snapshot!(human(&with(&uses, &[("mcp/web.afs", &allow)])), @r#"
    warning[tool-excluded]: the server `web` does not allow `set_a`
      --> formation.afs:10:24
       |
    10 |         tools: [get_a, set_a, "*_b"]
       |                        ^^^^^ the agent does not get it
       |
      ::: mcp/web.afs:7:11
       |
     7 |   allow: ["get_*", list]
       |           ------- only these are allowed
       |
       = help: it allows `get_*`, `list`: ask for one of those, or allow this one too
    "#);
    let deny = format!("{WEB}tools:\n  blacklist: [\"set_*\"]\n");
    assert_snapshot!(human(&with(&uses, &[("mcp/web.afs", &deny)])), @r#"
    warning[tool-excluded]: the server `web` denies `set_a`
      --> formation.afs:10:24
       |
    10 |         tools: [get_a, set_a, "*_b"]
       |                        ^^^^^ the agent does not get it
       |
      ::: mcp/web.afs:7:15
       |
     7 |   blacklist: ["set_*"]
       |               ------- `set_*` is denied here
       |
       = help: remove one of the two
    "#);
    // In place, through an include, and from a file it is the same server.
    let inline = format!("{uses}mcp:\n  servers:\n    - $include: web.afs\n");
    assert_eq!(places(&with(&inline, &[("web.afs", &allow)])), ["tool-excluded formation.afs:10:24"]);
}

#[test]
fn patterns_that_match_nothing_are_said() {
    let server = format!("{WEB}tools:\n  allow: [\"\", \"get a\", \"^get\", \"get_*\", \"a?[b]\"]\n");
    assert_snapshot!(human(&with("mcp:\n  servers: [web]\n", &[("mcp/web.afs", &server)])), @r#"
    warning[tool-pattern]: an empty pattern matches no tool
     --> mcp/web.afs:7:11
      |
    7 |   allow: ["", "get a", "^get", "get_*", "a?[b]"]
      |           ^^
      |
      = help: write the name of a tool, or `*` for all of them

    warning[tool-pattern]: names of tools have no blanks
     --> mcp/web.afs:7:15
      |
    7 |   allow: ["", "get a", "^get", "get_*", "a?[b]"]
      |               ^^^^^^^
      |
      = help: make a list entry of each name

    warning[tool-pattern]: this is a regular expression, and patterns for tools are not
     --> mcp/web.afs:7:24
      |
    7 |   allow: ["", "get a", "^get", "get_*", "a?[b]"]
      |                        ^^^^^^
      |
      = help: `*` stands for any text, `?` for one character
    "#);
}

#[test]
fn what_is_switched_off_and_used_is_said() {
    let off = format!("{WEB}active: false\n");
    let uses = agent("    mcp_servers: [web]\n");
    assert_snapshot!(human(&with(&uses, &[("mcp/web.afs", &off)])), @r"
    warning[inactive-used]: the MCP server `web` is not active
     --> formation.afs:8:19
      |
    8 |     mcp_servers: [web]
      |                   ^^^ the agent does not get its tools
      |
     ::: mcp/web.afs:6:9
      |
    6 | active: false
      |         ----- switched off here
      |
      = help: remove `active: false`, or take the server out of the list
    ");
    let both = agent("    active: false\n    mcp_servers: [web]\n");
    assert_eq!(places(&with(&both, &[("mcp/web.afs", &off)])), [""; 0]);
    assert_snapshot!(human(&with(&agent("    active: false\n    default: true\n"), &[])), @r"
    warning[inactive-used]: the default agent is not active
     --> formation.afs:9:14
      |
    8 |     active: false
      |             ----- switched off here
    9 |     default: true
      |              ^^^^
      |
      = help: remove `active: false`, or make another agent the default one
    ");
}

#[test]
fn two_default_agents_are_one_too_many() {
    let second = "  - id: b\n    name: B\n    description: d\n    default: true\n";
    assert_snapshot!(human(&with(&format!("{}{second}", agent("    default: true\n")), &[])), @r"
    warning[duplicate-default]: a second default agent
      --> formation.afs:12:14
       |
     8 |     default: true
       |              ---- the first one
    ...
    12 |     default: true
       |              ^^^^
       |
       = help: keep `default: true` at the one that answers when nothing points to another
    ");
    let one = format!("{}{second}", agent("    default: false\n"));
    assert_eq!(places(&with(&one, &[])), [""; 0]);
}

#[test]
fn credentials_of_users_need_a_memory_that_lasts() {
    let server = format!("{WEB}auth:\n  type: bearer\n  token: \"${{{{ user.credentials.github }}}}\"\n");
    let files = [("mcp/web.afs", server.as_str())];
    let servers = "mcp:\n  servers: [web]\n";
    assert_snapshot!(human(&with(&format!("{servers}memory:\n  persistent: false\n"), &files)), @r#"
    warning[credential-unavailable]: the credential of a user for `github` cannot be kept
     --> mcp/web.afs:8:11
      |
    8 |   token: "${{ user.credentials.github }}"
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ users' credentials are in the persistent memory
      |
     ::: formation.afs:7:15
      |
    7 |   persistent: false
      |               ----- which is switched off here
      |
      = help: switch `memory.persistent` on, or use a secret that all users share
    "#);
    let off = format!("{servers}memory:\n  persistent:\n    enabled: false\n");
    assert_eq!(places(&with(&off, &files)), ["credential-unavailable mcp/web.afs:8:11"]);
    let on = format!("{servers}memory:\n  persistent:\n    enabled: true\n");
    for rest in [servers, &on] {
        assert_eq!(places(&with(rest, &files)), [""; 0]);
    }
    let formation = format!("{HEAD}{off}");
    let all = [("formation.afs", formation.as_str()), files[0]];
    assert_eq!(load_with(&all, Some(&["USER_CREDENTIALS_GITHUB"]), Target::MuxiServer).errors(), 1);
}

#[test]
fn names_of_sops_channels_and_skills_are_looked_up() {
    let files = [
        ("sops/refund.md", "---\nname: Refund a customer\n---\nDo.\n"),
        ("skills/pdf/SKILL.md", "---\nname: pdf\ndescription: d\n---\nDo.\n"),
        ("triggers/order.md", "---\nchannel: slak\n---\nDo.\n"),
        ("transformers/slack.yaml", "x: 1\n"),
        ("groups/staff.yaml", "x: 1\n"),
    ];
    let rest = "proactive:\n  channels:\n    slack:\n      transformer: slak\n      url: https://example.test\n  default_channel: mail\n  heartbeat:\n    sop: refunds\nrbac:\n  fallback: staf\nskills:\n  names: [pfd, web-research]\n";
    assert_snapshot!(human(&with(rest, &files)), @r"
    warning[unknown-name]: the formation has no transformer `slak`
     --> formation.afs:7:20
      |
    7 |       transformer: slak
      |                    ^^^^
      |
    help: did you mean `slack`?
      |
    7 |       transformer: slack
      |                       +

    warning[unknown-name]: the formation has no channel `mail`
     --> formation.afs:9:20
      |
    9 |   default_channel: mail
      |                    ^^^^
      |
      = help: declare it under `proactive.channels`

    warning[unknown-name]: the formation has no SOP `refunds`
      --> formation.afs:11:10
       |
    11 |     sop: refunds
       |          ^^^^^^^
       |
    help: did you mean `refund`?
       |
    11 -     sop: refunds
    11 +     sop: refund
       |

    warning[unknown-name]: the formation has no group `staf`
      --> formation.afs:13:13
       |
    13 |   fallback: staf
       |             ^^^^
       |
    help: did you mean `staff`?
       |
    13 |   fallback: staff
       |                 +

    warning[unknown-name]: the formation has no skill `pfd`
      --> formation.afs:15:11
       |
    15 |   names: [pfd, web-research]
       |           ^^^
       |
    help: did you mean `pdf`?
       |
    15 -   names: [pfd, web-research]
    15 +   names: [pdf, web-research]
       |

    warning[unknown-name]: the formation has no channel `slak`
     --> triggers/order.md:2:10
      |
    2 | channel: slak
      |          ^^^^
      |
    help: did you mean `slack`?
      |
    2 | channel: slack
      |             +
    ");
    let good = "proactive:\n  channels:\n    slack:\n      transformer: slack\n  default_channel: slack\n  heartbeat:\n    sop: Refund a customer\nrbac:\n  fallback: staff\nskills:\n  names: [pdf, web-research]\n";
    assert_eq!(places(&with(good, &files[..2])), [""; 0]);
    let own = "skills:\n  disable_builtin: true\n  names: [web-research]\n";
    assert_eq!(places(&with(own, &files[..2])), ["unknown-name formation.afs:6:11"]);
}

#[test]
fn a_broken_file_does_not_make_what_refers_to_it_wrong() {
    let broken = "---\nname: [\n---\nDo.\n";
    let rest = format!(
        "{}proactive:\n  heartbeat:\n    sop: Refund\nskills:\n  disable_builtin: true\n  names: [pdf]\n",
        agent("    mcp_servers: [web, git]\n")
    );
    let loaded = with(
        &rest,
        &[
            ("sops/refund.md", broken),
            ("skills/pdf/SKILL.md", broken),
            ("mcp/servers.afs", "id: [\n"),
            ("mcp/git.afs", WEB),
        ],
    );
    let found: Vec<_> =
        places(&loaded).iter().map(|place| place.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(found, ["yaml-syntax"; 3], "{}", human(&loaded));
}

#[test]
fn a_list_that_cannot_be_read_does_not_make_its_files_superfluous() {
    for list in ["agents: { $include: none.afs }\n", "agents: a\n", "agents:\n  - $include: none.afs\n"] {
        let agent = "schema: \"1.0.0\"\nid: a\nname: A\ndescription: d\nmcp_servers: [web]\n";
        let loaded = with(list, &[("agents/a.afs", agent), ("mcp/web.afs", WEB)]);
        assert_eq!(loaded.diagnostics.len(), 1, "{}", human(&loaded));
    }
    let loaded = with("agents: [a]\n", &[("agents/a.afs", "id: [\n"), ("mcp/web.afs", WEB)]);
    assert_eq!(places(&loaded), ["yaml-syntax agents/a.afs:1:5"]);
}

#[test]
fn what_is_passed_over_for_something_else_is_said() {
    let loaded = with(
        "mcp:\n  servers: [web]\n",
        &[("formation.yml", HEAD), ("mcps/web.afs", WEB), ("mcp/web.afs", WEB), ("mcp/git.afs", WEB)],
    );
    assert_snapshot!(human(&loaded), @r"
    warning[file-ignored]: this file is not read, for there is `formation.afs`
    --> formation.yml:1:1
     = help: keep one of the two

    warning[file-ignored]: `mcp/` is not read, for there is `mcps/`
    --> mcp/git.afs:1:1
     = help: move its files to `mcps/` and remove `mcp/`
    ");
}

#[test]
fn a_thousand_components_are_checked_in_one_go() {
    let ids: Vec<_> = (0..1000).map(|nth| format!("agent-{nth}")).collect();
    let files: Vec<_> = ids
        .iter()
        .map(|id| {
            let uses = format!("mcp_servers: [{{ id: web, tools: [get_{id}] }}]\n");
            (
                format!("agents/{id}.afs"),
                format!("schema: \"1.0.0\"\nid: {id}\nname: A\ndescription: d\n{uses}"),
            )
        })
        .collect();
    let web = format!("{WEB}tools:\n  allow: [\"get_*\"]\n");
    let mut all: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    all.push(("mcp/web.afs", &web));
    let start = std::time::Instant::now();
    let good = with(&format!("agents: [{}]\nmcp:\n  servers: [web]\n", ids.join(", ")), &all);
    assert_eq!(human(&good), "");
    // Nothing of it is declared, or nothing of it has a file.
    assert_eq!(with("mcp:\n  servers: [web]\n", &all).warnings(), 1000);
    let wrong: Vec<_> = ids.iter().map(|id| format!("{id}x")).collect();
    // What the wrong ones meant is no mistake of its own.
    let lost = with(&format!("agents: [{}]\nmcp:\n  servers: [web]\n", wrong.join(", ")), &all);
    assert_eq!((lost.errors(), lost.warnings()), (1000, 0));
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn directories_that_the_programs_of_all_users_share_are_told() {
    let server = |auth: &str| {
        format!(
            "{WEB}working_directory: /srv/one\nallowed_directories:\n  - /srv/two\nargs: [\"--root=/tmp\", /nowhere/at/all, x]\n\
             auth:\n  type: bearer\n  token: \"${{{{ {auth} }}}}\"\n"
        )
    };
    let used = agent("    mcp_servers: [web]\n");
    let found = |auth: &str| places(&with(&used, &[("mcp/web.afs", &server(auth))]));
    assert_eq!(
        found("user.credentials.github"),
        [
            "directory-shared mcp/web.afs:6:20",
            "directory-shared mcp/web.afs:8:5",
            "directory-shared mcp/web.afs:9:8"
        ]
    );
    // One program for all has nobody to be kept apart from.
    assert!(found("secrets.TOKEN").iter().all(|place| !place.contains("directory-shared")));
}
