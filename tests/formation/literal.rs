//! Secrets that are written out: found, and never shown.

use insta::assert_snapshot;

use crate::support::{human, load, places};
use muxi::formation::load::Loaded;
use muxi::formation::render::{self, Found};

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";
/// No key of anybody's.
const KEY: &str = "sk-proj-a1b2c3d4e5f6g7h8i9";

fn with(rest: &str, files: &[(&str, &str)]) -> Loaded {
    let formation = format!("{HEAD}{rest}");
    let mut all = vec![("formation.afs", formation.as_str())];
    all.extend(files);
    load(&all)
}

/// Everything that muxi says of it, in every form.
fn said(loaded: &Loaded) -> String {
    let found = Found { name: "x", sources: &loaded.sources, diagnostics: &loaded.diagnostics, omitted: 0 };
    let mut all = human(loaded);
    for width in [20, 200] {
        all.extend(loaded.diagnostics.iter().map(|d| render::human(d, &loaded.sources, width, true)));
    }
    all.extend(loaded.diagnostics.iter().map(|d| render::json(d, &loaded.sources).to_string()));
    [all, render::sarif(&[found]).to_string(), render::github(&[found]), render::junit(&[found])].concat()
}

#[test]
fn a_key_in_the_formation_is_found_and_its_reference_told() {
    let loaded = with(&format!("llm:\n  api_keys:\n    openai: {KEY}\n"), &[]);
    assert_snapshot!(human(&loaded), @r"
    warning[literal-secret]: the secret under `openai` is written here as text
     --> formation.afs:6:13
      |
    6 |     openai: ********
      |             ^^^^^^^^ everyone who has the file has it
      |
      = help: run `muxi secrets add OPENAI_API_KEY`, and write `${{ secrets.OPENAI_API_KEY }}` here
    ");
    let fix = loaded.diagnostics[0].fix.as_ref().unwrap();
    assert_eq!((fix.safe, fix.edits[0].text.as_str()), (false, "\"${{ secrets.OPENAI_API_KEY }}\""));
}

#[test]
fn secrets_are_found_wherever_they_can_stand() {
    let server = format!(
        "schema: \"1.0.0\"\nid: git-hub\ndescription: d\ntype: command\ncommand: x\nargs: [--token, qq11ww22ee, \"--api-key=rr33tt44\", --verbose, {KEY}]\nenv:\n  GITHUB_TOKEN: plain-text-1\n  REGION: eu\nauth:\n  type: bearer\n  token: \"Bearer abc123def\"\n"
    );
    let rest = "mcp:\n  servers: [git-hub]\nserver:\n  api_keys:\n    admin_key: fma_1\n    client_key: \"\"\nmemory:\n  persistent:\n    connection_string: postgresql://muxi:S3cr3t99@db/muxi\nrce:\n  token: zz88yy77\n";
    let loaded = with(
        rest,
        &[
            ("mcp/git-hub.afs", &server),
            ("sops/a.md", &format!("---\nname: a\n---\nUse {KEY}.\n")),
            ("skills/a/SKILL.md", "---\nname: a\ndescription: d\nmetadata:\n  token: kk11jj22\n---\nDo.\n"),
        ],
    );
    let found: Vec<_> = loaded
        .diagnostics
        .iter()
        .map(|d| {
            let help = d.help.clone().unwrap_or_default();
            let name = help.split('`').nth(1).unwrap_or_default().replace("muxi secrets add ", "");
            format!("{} {} {name}", d.code, loaded.sources.place(d.primary.span))
        })
        .collect();
    assert_snapshot!(found.join("\n"), @r"
    literal-secret formation.afs:8:16 FORMATION_ADMIN_API_KEY
    literal-secret formation.afs:12:42 DATABASE_PASSWORD
    literal-secret formation.afs:14:10 RCE_TOKEN
    literal-secret mcp/git-hub.afs:6:17 GIT_HUB_TOKEN
    literal-secret mcp/git-hub.afs:6:40 GIT_HUB_API_KEY
    literal-secret mcp/git-hub.afs:6:62 OPENAI_API_KEY
    literal-secret mcp/git-hub.afs:8:17 GITHUB_TOKEN
    literal-secret mcp/git-hub.afs:12:10 GIT_HUB_TOKEN
    literal-secret sops/a.md:4:5 OPENAI_API_KEY
    literal-secret skills/a/SKILL.md:5:10 METADATA_TOKEN
    ");
    let said = said(&loaded);
    for secret in [
        KEY,
        "qq11ww22ee",
        "rr33tt44",
        "plain-text-1",
        "abc123def",
        "fma_1",
        "S3cr3t99",
        "zz88yy77",
        "kk11jj22",
    ] {
        assert!(!said.contains(secret), "{secret}:\n{said}");
    }
}

#[test]
fn references_placeholders_and_paths_are_no_secrets() {
    let rest = "llm:\n  api_keys:\n    openai: ${{ secrets.OPENAI_API_KEY }}\n    ollama: ollama\n    groq: your-api-key\n    xai: \"<key>\"\n  settings:\n    max_tokens: 100\nmemory:\n  persistent:\n    connection_string: postgresql://postgres:postgres@localhost/muxi\nrce:\n  token: \"Bearer ${{ secrets.RCE_TOKEN || '' }}\"\noverlord:\n  soul: \"Keys look like AKIAIOSFODNN7EXAMPLE or sk-proj-your-key.\"\n";
    assert_eq!(human(&with(rest, &[])), "");
}

#[test]
fn a_default_of_a_reference_may_be_a_secret_too() {
    let loaded = with(&format!("rce:\n  token: \"${{{{ secrets.T || '{KEY}' }}}}\"\n"), &[]);
    assert_eq!(places(&loaded), ["literal-secret formation.afs:5:29"]);
    assert!(!said(&loaded).contains(KEY));
}

#[test]
fn other_findings_on_the_line_of_a_secret_do_not_show_it() {
    for rest in [
        // In flow style, before and behind the mistake.
        "mcp:\n  servers: [{ id: a, description: d, type: htp, auth: { type: bearer, token: qq11ww22 } }]\n",
        "mcp:\n  servers: [{ id: a, description: d, auth: { type: bearer, token: qq11ww22 }, type: htp }]\n",
        // No YAML, so that there is no tree.
        "rce:\n  token: qq11ww22\n\tx: [\n",
        "rce: { token: 'qq11ww22\n",
        "rce:\n  token: qq11ww22\n  token: qq11ww22\n",
        // Of the wrong type, and a value that other readers take for a number.
        "rce:\n  token: 1199228833\n",
        "rce:\n  token: 0119922\n",
        "rce:\n  token: |\n    qq11ww22\n    second\n  tokn: x\n",
    ] {
        let loaded = with(rest, &[]);
        assert!(!loaded.diagnostics.is_empty(), "{rest}");
        let said = said(&loaded);
        for secret in ["qq11ww22", "1199228833", "0119922"] {
            assert!(!said.contains(secret), "{rest}\n{said}");
        }
    }
}

#[test]
fn places_on_a_line_with_a_hidden_secret_are_still_marked() {
    let rest = "mcp:\n  servers:\n    - { id: a, description: d, auth: { type: bearer, token: qq11ww22ee33 }, type: htp }\n";
    assert_snapshot!(human(&with(rest, &[])), @r"
    warning[literal-secret]: the secret under `token` is written here as text
     --> formation.afs:6:61
      |
    6 | ...earer, token: ******** }, type: htp }
      |                  ^^^^^^^^ everyone who has the file has it
      |
      = help: run `muxi secrets add A_TOKEN`, and write `${{ secrets.A_TOKEN }}` here

    error[unknown-value]: `mcp.servers[0].type` must be one of `http`, `command`
     --> formation.afs:6:83
      |
    6 | ...bearer, token: ******** }, type: htp }
      |                                     ^^^
      |
      = help: did you mean `http`?
    ");
}

#[test]
fn a_secret_that_is_a_key_of_a_map_is_in_no_message() {
    for rest in [format!("{KEY}: z\n"), format!("llm:\n  {KEY}: z\n"), format!("{KEY}: a\n{KEY}: b\n")] {
        let text = said(&with(&rest, &[]));
        assert!(text.contains("********") && !text.contains(KEY), "{text}");
    }
}

#[test]
fn a_token_in_the_query_of_a_url_is_found_and_hidden() {
    let hook = |query: &str| with(&format!("async:\n  webhook_url: \"https://x.test/h?{query}\"\n"), &[]);
    let loaded = hook("a=1&token=4f9c2e7b1a8d3065e1");
    assert_eq!(places(&loaded), ["literal-secret formation.afs:5:44"]);
    assert!(!said(&loaded).contains("4f9c2e7b1a8d"));
    for fine in ["token=${{ secrets.T }}", "page=4f9c2e7b1a8d3065e1", "token=your-token-here", "token=abc"] {
        let found = places(&hook(fine));
        assert!(found.iter().all(|place| !place.starts_with("literal-secret")), "{fine}: {found:?}");
    }
}
