//! What is found where, and what is left alone.

#![expect(clippy::disallowed_methods, reason = "tests write their own files")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::formation::discover;
use Spot::{Auth, Component, Shared, Unknown};

const HEAD: &str = "schema: \"1.0.0\"\nid: x\n";

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn uses_in(dir: &Path) -> Uses {
    find_uses(&discover::in_directory(dir).unwrap(), Some(dir))
}

fn uses(files: &[(&str, &str)]) -> Uses {
    uses_in(tree(files).path())
}

/// `target place`, and `!place` where a mistake is.
fn places(uses: &Uses) -> Vec<String> {
    let good = uses.uses.iter().map(|one| format!("{} {}", one.target, uses.sources.place(one.span)));
    good.chain(uses.bad.iter().map(|one| format!("!{}", uses.sources.place(one.span)))).collect()
}

#[test]
fn every_kind_of_file_in_every_directory_is_read_and_no_other() {
    let one = |name: &str| format!("a: ${{{{ secrets.{name} }}}}\n");
    let formation = format!("{HEAD}{}", one("TOP"));
    let deep = ["agents/a.afs", "mcp/b.yaml", "mcps/c/d.yml", "a2a/e.afs", "sops/f.md", "skills/s/SKILL.md"];
    let mut files: Vec<_> = deep.iter().map(|name| (*name, one("DEEP"))).collect();
    files.push(("triggers/a/b/c.md", one("DEEP")));
    for left in ["knowledge/k.md", "README.md", "other.afs", "agents/.hidden.afs", "agents/.git/x.md"] {
        files.push((left, one("LEFT")));
    }
    files.push(("agents/notes.txt", one("LEFT")));
    files.push(("formation.afs", formation));
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let uses = uses(&files);
    let found = places(&uses);
    assert_eq!(found.len(), 8, "{found:?}");
    assert_eq!(found[0], "secrets.TOP formation.afs:3:4");
    for file in deep.iter().chain(&["triggers/a/b/c.md"]) {
        assert!(found.contains(&format!("secrets.DEEP {file}:1:4")), "{file}: {found:?}");
    }
    assert_eq!(uses.trouble, []);
}

#[test]
fn a_comment_and_a_key_are_no_use_and_a_heading_of_markdown_is() {
    let formation =
        format!("{HEAD}# ${{{{ secrets.OLD }}}}\na: 1 # ${{{{ secrets.OLD }}}}\n${{{{ secrets.KEY }}}}: 1\n");
    let found = uses(&[("formation.afs", &formation), ("sops/a.md", "# Ask ${{ secrets.IN_A_HEADING }}\n")]);
    assert_eq!(places(&found), ["secrets.IN_A_HEADING sops/a.md:1:7"]);
}

#[test]
fn names_have_their_bytes_however_the_reference_is_written() {
    let text = "\u{feff}schema: \"1.0.0\"\nid: x\na: ${{secrets.PLAIN}}\nb: \"é ${{ secrets.QUOTED || 'd' }} ${{ secrets.TWO }}\"\nc: |\n  x\n  ${{ secrets.BLOCK }}\nd: y ${{\n  secrets.FOLDED }}\ne: \"\\u0024{{ secrets.HIDDEN }}\"\nf: \"${{ secrets.ESCAPED || \\\"d\\\" }}\"\ng: ${{ secrets.A__B }}\n";
    let dir = tree(&[("formation.afs", text)]);
    let uses = uses_in(dir.path());
    let raw = fs::read(dir.path().join("formation.afs")).unwrap();
    let names: Vec<_> = uses
        .uses
        .iter()
        .map(|one| {
            let bytes = one.name.map(|name| &raw[uses.bytes(name)]);
            (one.target.to_string(), bytes.map(|b| String::from_utf8(b.to_vec()).unwrap()))
        })
        .collect();
    let same = |name: &str| (format!("secrets.{name}"), Some(name.to_owned()));
    let expected = ["PLAIN", "QUOTED", "TWO", "BLOCK", "FOLDED"].map(same);
    assert_eq!(names[..5], expected);
    assert_eq!(names[5], ("secrets.HIDDEN".to_owned(), None));
    assert_eq!(names[6], same("ESCAPED"));
    assert_eq!(names[7], ("secrets.A_B".to_owned(), Some("A__B".to_owned())));
    let file = dir.path().join("formation.afs");
    assert_eq!(uses.path(uses.uses[0].span.source), file);
    assert_eq!(uses.files(&uses.of_secret("PLAIN")), [file]);
}

#[test]
fn what_is_included_or_aliased_counts_once_and_at_its_own_place() {
    let formation = format!(
        "{HEAD}a:\n  $include: parts/p.afs\nb:\n  $include: parts/p.afs\nc: &x ${{{{ secrets.ANCHOR }}}}\nd: *x\n"
    );
    let part = "k: \"${{ secrets.PART }} and ${{ secrets.PART }}\"\n";
    let found = uses(&[("formation.afs", &formation), ("parts/p.afs", part)]);
    let expected =
        ["secrets.ANCHOR formation.afs:7:7", "secrets.PART parts/p.afs:1:5", "secrets.PART parts/p.afs:1:29"];
    assert_eq!(places(&found), expected);
    assert_eq!(found.of_secret("PART").len(), 2);
}

#[test]
fn links_are_followed_inside_the_formation_only_and_never_in_a_circle() {
    let dir = tree(&[("formation.afs", HEAD), ("agents/a.afs", "k: ${{ secrets.A }}\n")]);
    let outside = tree(&[("o.afs", "k: ${{ secrets.OUTSIDE }}\n"), ("d/o.md", "${{ secrets.OUTSIDE }}\n")]);
    let at = |name: &str| dir.path().join(name);
    symlink("a.afs", at("agents/again.afs")).unwrap();
    symlink("..", at("agents/up")).unwrap();
    symlink("nothing", at("agents/broken.afs")).unwrap();
    symlink(outside.path().join("o.afs"), at("agents/o.afs")).unwrap();
    symlink(outside.path().join("d"), at("skills")).unwrap();
    let found = uses_in(dir.path());
    assert_eq!(places(&found), ["secrets.A agents/a.afs:1:4"]);
    assert_eq!(found.trouble, []);
}

#[test]
fn what_is_no_yaml_is_read_as_text_and_said_so() {
    let broken = "k: [\n# ${{ secrets.COMMENT }}\n  ${{ secrets.IN_BROKEN }}\n";
    let twice = "k: ${{ secrets.ONE }}\nk: ${{ secrets.TWO }}\n";
    let found = uses(&[("formation.afs", HEAD), ("agents/a.afs", broken), ("agents/b.afs", twice)]);
    let expected = [
        "secrets.IN_BROKEN agents/a.afs:3:3",
        "secrets.ONE agents/b.afs:1:4",
        "secrets.TWO agents/b.afs:2:4",
    ];
    assert_eq!(places(&found), expected);
    let trouble: Vec<_> = found.trouble.iter().map(|d| found.sources.place(d.primary.span)).collect();
    assert!(trouble.len() == 1 && trouble[0].starts_with("agents/a.afs"), "{trouble:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_trouble() {
    let dir = tree(&[("formation.afs", HEAD), ("agents/fine.afs", "k: 1\n")]);
    fs::write(dir.path().join("agents/latin.afs"), b"k: \xe9\n").unwrap();
    fs::write(dir.path().join("sops.md"), "").unwrap();
    fs::create_dir(dir.path().join("sops")).unwrap();
    fs::write(dir.path().join("sops/big.md"), vec![b'x'; (1 << 20) + 1]).unwrap();
    let found = uses_in(dir.path());
    let codes: Vec<_> = found.trouble.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::FileNotUtf8, Code::FileTooLarge]);
}

#[test]
fn prose_may_show_what_other_programs_write() {
    let skill = "uses: ${{ matrix.os }} ${{ github.ref }} ${{ }} ${{ secrets.REAL }} ${{ secrets.low }}\n";
    let manifests = "a: ${{ secrets.IN_MANIFEST }}\n---\nb: ${{ inputs.x }}\n";
    let found = uses(&[
        ("formation.afs", HEAD),
        ("skills/s/SKILL.md", skill),
        ("skills/s/k8s.yaml", manifests),
        ("agents/a.afs", "k: ${{ github.ref }}\n"),
    ]);
    let expected = [
        "secrets.IN_MANIFEST skills/s/k8s.yaml:1:4",
        "secrets.REAL skills/s/SKILL.md:1:49",
        "!agents/a.afs:1:4",
        "!skills/s/SKILL.md:1:69",
    ];
    let mut places = places(&found);
    places.sort_by_key(|place| (place.starts_with('!'), place.contains("SKILL")));
    assert_eq!(places, expected);
    assert_eq!(found.bad[1].secret.as_deref(), Some("LOW"));
    assert_eq!(found.trouble, []);
}

#[test]
fn a_place_is_known_by_the_keys_around_it() {
    let c = "${{ user.credentials.s }}";
    let formation = format!(
        "{HEAD}llm:\n  api_keys:\n    a: {c}\nmcp:\n  servers:\n    - auth:\n        token: {c}\n      env:\n        E: {c}\na2a:\n  inbound:\n    auth:\n      key: {c}\n  outbound:\n    services:\n      - auth:\n          token: {c}\nagents:\n  - mcp_servers:\n      - auth: {{token: \"{c}\"}}\n    knowledge:\n      sources:\n        - auth: {{token: \"{c}\"}}\n"
    );
    let server = format!("auth:\n  token: {c}\nenv:\n  E: {c}\nargs: [\"{c}\"]\n");
    let found = uses(&[("formation.afs", &formation), ("mcp/s.afs", &server), ("sops/s.md", c)]);
    let spots: Vec<_> = found.uses.iter().map(|one| one.spot).collect();
    let expected = [Shared, Auth, Auth, Shared, Auth, Auth, Shared, Auth, Auth, Component, Unknown];
    assert_eq!(spots, expected);
}

#[test]
fn a_secret_is_mentioned_by_its_name_by_a_credential_and_by_mistake() {
    let text = format!(
        "{HEAD}a: ${{{{ secrets.USER_CREDENTIALS_MY_APP }}}}\nb: ${{{{ user.credentials.my-app }}}}\nc: ${{{{ secrets.user_credentials_my_app }}}}\nd: ${{{{ secret.USER_CREDENTIALS_MY_APP }}}}\n"
    );
    let found = uses(&[("formation.afs", &text)]);
    let mentions = found.of_secret("USER_CREDENTIALS_MY_APP");
    let by: Vec<_> = mentions.iter().map(|m| m.by).collect();
    assert_eq!(by, [By::Name, By::Credential, By::Mistake, By::Mistake]);
    let names: Vec<_> = mentions.iter().map(|m| found.sources.slice(m.name.unwrap())).collect();
    assert_eq!(
        names,
        ["USER_CREDENTIALS_MY_APP", "my-app", "user_credentials_my_app", "USER_CREDENTIALS_MY_APP"]
    );
    assert_eq!(found.of_secret("OTHER"), []);
    assert_eq!(service_of("USER_CREDENTIALS_MY_APP").as_deref(), Some("my_app"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read_and_a_name_is_where_it_is_said_to_be(
        pieces in proptest::collection::vec(
            "(\\$\\{\\{ ?secrets\\.[A-Z_a]{1,4} ?\\}\\}|\\$\\{\\{|a: |\"|'|\n|\n  |# |[|]|- |\\\\|\u{feff}|é|[ -~]{0,4})", 0..24
        )
    ) {
        let text = pieces.concat();
        let dir = tree(&[("formation.afs", &text), ("skills/s.md", &text), ("mcp/m.yml", &text)]);
        let found = uses_in(dir.path());
        for one in &found.uses {
            let raw = fs::read(found.path(one.span.source)).unwrap();
            prop_assert!(found.bytes(one.span).end <= raw.len());
            if let (Target::Secret(name), Some(at)) = (&one.target, one.name) {
                let written = String::from_utf8(raw[found.bytes(at)].to_vec()).unwrap();
                prop_assert_eq!(crate::formation::reference::secret_at(&format!("${{{{ secrets.{written} }}}}"), 0).map(|(_, n)| n), Some(name.clone()));
            }
        }
        // Prose is read letter by letter: it hides nothing.
        let whole = crate::formation::reference::find(text.trim_start_matches('\u{feff}'));
        let in_prose = found.uses.iter().filter(|one| found.path(one.span.source).ends_with("s.md"));
        prop_assert!(in_prose.count() >= usize::from(!whole.is_empty()));
    }
}
