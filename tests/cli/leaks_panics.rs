//! What a panic says, in a process of its own.

use std::process::Command;

use muxi::support::redact::Redactor;

use crate::leaks::{CANARY, clean};

/// Not a test by itself: the process that panics, with the hook that `muxi` installs.
#[test]
#[ignore = "the test below runs it in a process of its own"]
fn a_process_that_panics() {
    let redactor = Redactor::default();
    redactor.add("KEY", &CANARY.into());
    muxi::output::report_panics(&redactor);
    let in_thread = std::thread::spawn(|| panic!("a thread\nsaw {CANARY}, {}", CANARY.replace('-', "%2D")));
    assert!(in_thread.join().is_err());
    let cut: &str = &CANARY[..20];
    panic!("{CANARY} and {cut}");
}

#[test]
fn a_panic_says_one_line_without_the_value_and_ends_with_101() {
    for backtrace in [None, Some("1")] {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "leaks_panics::a_process_that_panics", "--ignored"]);
        command.env_remove("RUST_BACKTRACE").envs(backtrace.map(|value| ("RUST_BACKTRACE", value)));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(101));
        clean("stdout", &output.stdout);
        clean("stderr", &output.stderr);
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains("canary-7f3a"), "{text}");
        let lines: Vec<_> =
            text.lines().filter(|line| line.starts_with("error: muxi panicked at ")).collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(
            lines[0].contains("leaks_panics.rs:") && lines[0].contains("a thread\\nsaw [REDACTED:KEY]"),
            "{text}"
        );
        assert!(lines[1].contains("report it"), "{text}");
        assert_eq!(text.contains("a_process_that_panics"), backtrace.is_some(), "{text}");
    }
}
