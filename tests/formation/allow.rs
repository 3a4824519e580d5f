//! `# muxi: allow CODE`: which findings a comment is about, and what is wrong with comments.

use muxi::formation::code::Code;
use muxi::formation::load::Target;

use crate::support::{load, load_with, places};

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";

/// Codes and places of what is left of a formation with these lines.
fn left(lines: &str) -> Vec<String> {
    places(&load(&[("formation.afs", &format!("{HEAD}{lines}"))]))
}

#[test]
fn at_the_end_of_a_line_it_is_about_that_line() {
    assert_eq!(left("version: 2026-01-31 # muxi: allow yaml-ambiguous\n"), [""; 0]);
    assert_eq!(left("version: 2026-01-31 #muxi:allow yaml-ambiguous\n"), [""; 0]);
    assert_eq!(
        left("version: \"1\" # muxi: allow yaml-ambiguous\nlicense: 2026-01-31\n"),
        ["allow-unused formation.afs:4:28", "yaml-ambiguous formation.afs:5:10"]
    );
}

#[test]
fn on_a_line_of_its_own_it_is_about_the_next_key_and_all_below_it() {
    let server = "# muxi: allow unknown-key\nserver:\n  port: 8271\n  zebra: 1\n  deep:\n    er: 2\n";
    assert_eq!(left(server), [""; 0]);
    assert_eq!(left(&format!("{server}zebra: 1\n")), ["unknown-key formation.afs:10:1"]);
    // Inside of a block, one key of it.
    let inner = "server:\n  port: 8271\n  # muxi: allow unknown-key\n  zebra: 1\n  quagga: 2\n";
    assert_eq!(left(inner), ["unknown-key formation.afs:8:3"]);
    // Comments and blank lines between do not matter.
    assert_eq!(left("# muxi: allow unknown-key\n\n# for the zoo\nzebra: 1\n"), [""; 0]);
}

#[test]
fn above_an_entry_of_a_list_it_is_about_the_whole_entry() {
    let agents = |comment: &str| {
        format!(
            "agents:\n  - id: a\n    name: A\n    description: d\n{comment}  - id: b\n    name: B\n    zebra: 1\n"
        )
    };
    assert_eq!(left(&agents("  # muxi: allow unknown-key, missing-description\n")), [""; 0]);
    assert_eq!(left(&agents("")).len(), 2);
}

#[test]
fn before_everything_else_it_is_about_the_whole_file_and_no_other() {
    let agent = "schema: \"1.0.0\"\nid: a\nname: A\n";
    let formation =
        format!("# Ours.\n# muxi: allow missing-description\n{HEAD}agents:\n  - a\n  - id: b\n    name: B\n");
    let loaded = load(&[("formation.afs", &formation), ("agents/a.afs", agent)]);
    assert_eq!(places(&loaded), ["missing-description agents/a.afs:2:1"]);
    let agent = format!("# muxi: allow missing-description\n{agent}");
    let loaded = load(&[("formation.afs", &formation), ("agents/a.afs", &agent)]);
    assert_eq!(places(&loaded), [""; 0]);
}

#[test]
fn the_front_matter_of_markdown_has_comments_too() {
    let formation = HEAD;
    for (first, last) in [("", " # muxi: allow unknown-key"), ("# muxi: allow unknown-key\n", "")] {
        let sop =
            format!("---\n{first}name: close\nzebra: 1{last}\n---\nDo it. # muxi: allow no-such-thing\n");
        let loaded = load(&[("formation.afs", formation), ("sops/close.md", &sop)]);
        assert_eq!(places(&loaded), [""; 0], "{sop}");
    }
}

#[test]
fn text_that_looks_like_a_comment_is_none() {
    let text = "author: \"# muxi: allow no-such-thing\"\nurl: \"https://a#muxi: allow unknown-key\"\n";
    assert_eq!(left(&format!("{text}init: |\n  # muxi: allow no-such-thing\n  true\n")), [""; 0]);
    // Prose about the program is no instruction.
    assert_eq!(left("# muxi: the program that runs this\nname: x\n"), [""; 0]);
}

#[test]
fn line_ends_of_windows_and_reasons_are_fine() {
    let text = format!("{HEAD}# muxi: allow unknown-key -- ask Kim, not the linter\nzebra: 1\n");
    assert_eq!(places(&load(&[("formation.afs", &text.replace('\n', "\r\n"))])), [""; 0]);
    let text = format!("{HEAD}zebra: 1\t# muxi: allow unknown-key, yaml-ambiguous\n");
    let found = ["yaml-tab formation.afs:4:9", "allow-unused formation.afs:4:37"];
    assert_eq!(places(&load(&[("formation.afs", &text)])), found);
}

#[test]
fn a_name_that_is_none_is_told_at_its_place() {
    assert_eq!(
        left("zebra: 1 # muxi: allow unknwon-key, unknown-key, all\n"),
        ["allow-unknown formation.afs:4:24", "allow-unknown formation.afs:4:50"]
    );
    assert_eq!(left("# muxi: allow\nname: x\n"), ["allow-unknown formation.afs:4:1"]);
    assert_eq!(
        left("# muxi: alow unknown-key\nzebra: 1\n"),
        [""; 0],
        "a slip in the word itself is understood"
    );
}

#[test]
fn errors_stay_and_the_comment_is_told() {
    assert_eq!(
        left("server:\n  port: 0 # muxi: allow out-of-range\n"),
        ["out-of-range formation.afs:5:9", "allow-error formation.afs:5:25"]
    );
    // Warnings that another target makes errors of are errors there.
    let text = format!("{}zebra: 1 # muxi: allow unknown-key\n", HEAD.replace("id: x", "id: shop"));
    let loaded = load_with(&[("formation.afs", &text)], None, Target::MuxiServer);
    let stays = loaded.diagnostics.iter().any(|d| d.is_error() && d.code == Code::UnknownKey);
    assert!(stays, "{:?}", loaded.diagnostics);
}

#[test]
fn what_is_not_known_to_be_unused_is_not_called_so() {
    // With an error, not all has been checked.
    assert_eq!(
        left("name: x # muxi: allow unknown-key\nserver:\n  port: 0\n"),
        ["out-of-range formation.afs:6:9"]
    );
    // Whether a secret is set is another thing on each machine.
    assert_eq!(left("# muxi: allow secret-not-set, secret-unused\nname: x\n"), [""; 0]);
    // Who wants to keep such comments says so.
    let text = format!("# muxi: allow allow-unused\n{HEAD}name: x # muxi: allow unknown-key\n");
    assert_eq!(places(&load(&[("formation.afs", &text)])), [""; 0]);
    // A file that cannot be read has its own fault.
    assert_eq!(left("# muxi: allow unknown-key\nname: [\n"), ["yaml-syntax formation.afs:5:7"]);
}
