//! `muxi completions SHELL`.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::Home;

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    let home = Home::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.ok(&["completions", shell]);
        for word in ["secrets", "validate", "serve", "chat", "--key-file"] {
            // fish has an option of its own for the dashes.
            let word = if shell == "fish" { word.trim_start_matches('-') } else { word };
            assert!(script.contains(word), "{shell} does not know {word}");
        }
        assert!(!script.contains('\u{1b}'), "{shell}: no colours in a script");
    }
}

#[test]
fn bash_accepts_its_script() {
    let home = Home::empty();
    let script = home.ok(&["completions", "bash"]);
    let mut bash = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn().unwrap();
    bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn an_unknown_shell_is_a_usage_error_that_names_the_known_ones() {
    let home = Home::empty();
    let (code, stdout, stderr) = home.run(&["completions", "tcsh"]);
    assert_eq!((code, &*stdout), (2, ""));
    assert!(stderr.contains("bash, elvish, fish, powershell, zsh"), "{stderr}");
}
