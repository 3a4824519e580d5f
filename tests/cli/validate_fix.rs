//! `muxi validate --fix`: what is written, what is told, and what is never written.

use serde_json::{Value, json};

use crate::place::{as_somebody, chmod, error, mode, outcome, unchanged};
use crate::support::Home;

/// Two things that can be mended, and a comment.
const MENDABLE: &str = "schema: \"1.0.0\"\nid: good\ndescription: Good # it is\nversion: 2026-01-31\nscheduler:\n  enabled: yes\n";

fn mended() -> String {
    MENDABLE.replace("2026-01-31", "\"2026-01-31\"").replace("yes", "true")
}

#[test]
fn what_is_safe_is_mended_and_told_and_the_rest_is_shown() {
    let home = Home::with(&format!("{MENDABLE}zebra: 1\n"));
    chmod(&home.formation().join("formation.afs"), 0o640);
    let (code, stdout, stderr) = home.run(&["validate", "--fix"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("unknown-key") && !stdout.contains("yaml-ambiguous"), "{stdout}");
    insta::assert_snapshot!(stderr, @r"
    mended formation.afs:4:10: put the value in quotes (yaml-ambiguous)
    mended formation.afs:6:12: write `true` (yaml-ambiguous)
    good is valid, with 1 warning
    ");
    assert_eq!(home.read("formation.afs"), format!("{}zebra: 1\n", mended()).as_bytes());
    assert_eq!(mode(&home.formation().join("formation.afs")), 0o640);
    let (_, _, stderr) = unchanged(&home, || home.run(&["validate", "--fix"]));
    assert_eq!(stderr, "good is valid, with 1 warning\n");
}

#[test]
fn how_many_can_be_mended_is_told() {
    let home = Home::with(MENDABLE);
    let (_, _, stderr) = unchanged(&home, || home.run(&["validate"]));
    assert_eq!(stderr, "good is valid, with 2 warnings; 2 can be mended with --fix\n");
}

#[test]
fn a_dry_run_prints_a_diff_that_patch_takes() {
    let home = Home::with(MENDABLE);
    let (code, diff, stderr) = unchanged(&home, || home.run(&["validate", "--fix", "--dry-run"]));
    assert_eq!(code, 0);
    insta::assert_snapshot!(diff, @r#"
    --- a/formation.afs
    +++ b/formation.afs
    @@ -1,6 +1,6 @@
     schema: "1.0.0"
     id: good
     description: Good # it is
    -version: 2026-01-31
    +version: "2026-01-31"
     scheduler:
    -  enabled: yes
    +  enabled: true
    "#);
    assert!(
        stderr.starts_with("would mend formation.afs:4:10: ") && stderr.ends_with("good would be valid\n"),
        "{stderr}"
    );
    let mut git = assert_cmd::Command::new("git");
    git.args(["apply", "-"]).current_dir(home.formation()).write_stdin(diff).assert().success();
    assert_eq!(home.read("formation.afs"), mended().as_bytes());
}

#[test]
fn programs_get_what_was_mended_and_the_diff() {
    let home = Home::with(MENDABLE);
    let data: Value = serde_json::from_str(&home.ok(&["validate", "--fix", "--dry-run", "--json"])).unwrap();
    assert_eq!(data["fixed"][0]["code"], "yaml-ambiguous");
    assert_eq!((&data["fixed"][1]["line"], &data["diagnostics"]), (&json!(6), &json!([])));
    assert!(data["diff"].as_str().unwrap().starts_with("--- a/formation.afs\n"));
    let data: Value = serde_json::from_str(&home.ok(&["validate", "--json"])).unwrap();
    let fix = &data["diagnostics"][0]["fix"];
    assert_eq!((&fix["title"], &fix["safe"]), (&json!("put the value in quotes"), &json!(true)));
    assert_eq!(
        fix["edits"],
        json!([
            {"file": "formation.afs", "line": 4, "column": 10, "end_line": 4, "end_column": 10, "text": "\""},
            {"file": "formation.afs", "line": 4, "column": 20, "end_line": 4, "end_column": 20, "text": "\""},
        ])
    );
}

#[test]
fn a_file_that_is_not_to_be_written_stops_all_of_it() {
    let agent = "schema: \"1.0.0\"\nid: a\nname: A\ndescription: d\nactive: on\n";
    let formation = format!("{MENDABLE}agents:\n  - a\n");
    let home = Home::with(&formation);
    home.write("agents/a.afs", agent);
    chmod(&home.formation().join("agents/a.afs"), 0o444);
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["validate", "--fix"]));
    assert_eq!((code, &*stdout), (1, ""));
    assert!(
        stderr.contains("agents/a.afs is read-only") && stderr.contains("nothing was written"),
        "{stderr}"
    );
    let (_, _, stderr) = home.run(&["validate", "--fix", "--json"]);
    assert_eq!(error(&stderr)["code"], "file_not_permitted");
    // A directory that takes no new file.
    chmod(&home.formation().join("agents/a.afs"), 0o644);
    let home = Home::with(MENDABLE);
    let plain = as_somebody(&home, &["validate", "--fix"]);
    chmod(&home.formation(), 0o555);
    let (code, stdout, stderr) = unchanged(&home, || outcome(plain));
    chmod(&home.formation(), 0o755);
    assert_eq!((code, &*stdout), (1, ""), "{stderr}");
    assert!(stderr.contains("nothing was changed"), "{stderr}");
}

#[test]
fn a_link_stays_a_link() {
    let home = Home::with(MENDABLE);
    std::fs::create_dir(home.formation().join("real")).unwrap();
    std::fs::rename(home.formation().join("formation.afs"), home.formation().join("real/f.afs")).unwrap();
    std::os::unix::fs::symlink("real/f.afs", home.formation().join("formation.afs")).unwrap();
    home.ok(&["validate", "--fix"]);
    assert!(home.formation().join("formation.afs").is_symlink());
    assert_eq!(home.read("real/f.afs"), mended().as_bytes());
}

#[test]
fn only_the_file_that_is_named_is_mended() {
    let agent = "schema: \"1.0.0\"\nid: a\nname: A\ndescription: d\nactive: on\n";
    let home = Home::with(&format!("{MENDABLE}agents:\n  - a\n"));
    home.write("agents/a.afs", agent);
    home.ok(&["validate", "agents/a.afs", "--fix"]);
    assert_eq!(home.read("agents/a.afs"), agent.replace("on\n", "true\n").as_bytes());
    assert!(home.read("formation.afs").starts_with(MENDABLE.as_bytes()));
}

#[test]
fn what_cannot_be_meant_is_a_wrong_command_line() {
    let home = Home::with(MENDABLE);
    for args in [
        &["validate", "--dry-run"][..],
        &["validate", "-", "--fix"],
        &["validate", "--fix", "--dry-run", "--format", "sarif"],
    ] {
        let (code, stdout, stderr) = unchanged(&home, || home.run_with(args, MENDABLE));
        assert_eq!((code, &*stdout), (2, ""), "{args:?}: {stderr}");
    }
    let (code, diff, _) =
        home.run_with(&["validate", "-", "--fix", "--dry-run"], MENDABLE.replace("good", "other"));
    assert_eq!(code, 0);
    assert!(diff.contains(" id: other\n"), "{diff}");
}

#[test]
fn a_secret_that_is_written_in_the_file_is_never_shown_and_stays() {
    let secret = "qq11ww22ee33rr44";
    let text = format!("{MENDABLE}rce:\n  active: yes\n  token: {secret}\n");
    let home = Home::with(&text);
    for args in [
        &["validate", "--fix", "--dry-run"][..],
        &["validate", "--fix", "--dry-run", "--json"],
        &["validate", "--format", "sarif"],
        &["validate", "--json"],
        &["validate", "--fix"],
    ] {
        let (_, stdout, stderr) = home.run(args);
        assert!(!stdout.contains(secret) && !stderr.contains(secret), "{args:?}: {stdout}{stderr}");
    }
    let after = String::from_utf8(home.read("formation.afs")).unwrap();
    assert!(after.contains(secret) && after.contains("\"2026-01-31\""), "{after}");
}
