//! `muxi validate --target`, and secrets that are written out, in every form of output.

use crate::place::unchanged;
use crate::support::Home;

const GOOD: &str = "schema: \"1.0.0\"\nid: good\ndescription: Good\nllm:\n  api_keys:\n    openai: \"${{ secrets.OPENAI_API_KEY }}\"\n  models:\n    - text: openai/gpt-4o\n";

/// No key of anybody's.
const KEY: &str = "sk-proj-a1b2c3d4e5f6g7h8i9";

#[test]
fn secrets_of_format_2_are_for_this_program_until_they_are_converted() {
    let home = Home::with(GOOD);
    home.keep("OPENAI_API_KEY", KEY);
    for target in ["local", "muxi-server"] {
        let (code, stdout, stderr) = unchanged(&home, || home.run(&["validate", "--target", target]));
        let refused = target == "muxi-server";
        assert_eq!(code, i32::from(refused), "{stdout}{stderr}");
        assert_eq!(stdout.contains("run `muxi secrets convert --format 1`"), refused, "{stdout}");
    }
    home.ok(&["secrets", "convert", "--format", "1"]);
    let (code, stdout, stderr) = home.run(&["validate", "--target", "muxi-server"]);
    assert_eq!((code, &*stdout, &*stderr), (0, "", "good is valid\n"));
}

#[test]
fn what_serve_does_not_run_is_said_only_when_it_is_asked_for() {
    let home = Home::with(&format!("{GOOD}scheduler:\n  enabled: true\n"));
    home.keep("OPENAI_API_KEY", KEY);
    assert_eq!(home.run(&["validate"]).2, "good is valid\n");
    let (code, stdout, stderr) = home.run(&["validate", "--target", "local"]);
    assert_eq!((code, &*stderr), (0, "good is valid, with 1 warning\n"));
    assert!(
        stdout.starts_with("warning[local-ignored]: `muxi serve` does not run `scheduler` yet"),
        "{stdout}"
    );
    assert_eq!(home.run(&["validate", "--target", "elsewhere"]).0, 2);
}

#[test]
fn no_form_of_output_shows_a_secret_that_is_written_out() {
    let rest = format!(
        "{GOOD}server:\n  api_keys: {{ admin_key: {KEY}, clientkey: x }}\nrce:\n  token: 1199228833\n  tokn: y\nmcp:\n  enabled: yes\nmemory:\n  persistent:\n    connection_string: postgresql://u:S3cr3t99@db/x\n"
    );
    let home = Home::with(&rest);
    for args in [
        &["validate"][..],
        &["validate", "--json"],
        &["validate", "--format", "sarif"],
        &["validate", "--format", "github"],
        &["validate", "--format", "junit"],
        &["validate", "--fix", "--dry-run"],
        &["validate", "--fix", "--dry-run", "--json"],
        &["validate", "--target", "muxi-server"],
        &["validate", "--target", "local"],
        &["secrets", "check"],
    ] {
        let (code, stdout, stderr) = unchanged(&home, || home.run(args));
        assert!(code == 0 || code == 1, "{args:?}: {stderr}");
        for secret in [KEY, "1199228833", "S3cr3t99"] {
            let shown = stdout.contains(secret) || stderr.contains(secret);
            assert!(!shown, "{args:?}:\n{stdout}\n{stderr}");
        }
    }
}
