//! Questions on a terminal, and refusals where there is none to ask.

use crate::place::{error, unchanged};
use crate::support::Home;
use crate::terminal::Terminal;

const VALUE: &str = "sk-canary-1234567890";
/// So often a question is given up, each time a little later.
const MOMENTS: u32 = 32;

#[test]
fn the_value_is_asked_for_and_never_shown() {
    let home = Home::quick_start();
    let mut terminal = Terminal::start(&home, 80, &["secrets", "add", "OPENAI_API_KEY"]);
    terminal.until("Value of OPENAI_API_KEY");
    assert!(terminal.echo_is(false), "what is typed would be seen");
    terminal.type_in(&format!("{VALUE}\n"));
    let (code, seen, echo) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(echo, "the terminal is given back as it was");
    assert!(seen.contains("added OPENAI_API_KEY  sk-****"), "{seen}");
    assert!(!seen.contains("canary"), "{seen}");
    assert_eq!(home.ok(&["secrets", "get", "OPENAI_API_KEY"]), VALUE);
}

#[test]
fn a_missing_name_is_asked_for_too() {
    let home = Home::quick_start();
    let mut terminal = Terminal::start(&home, 80, &["secrets", "add"]);
    terminal.until("Name of the secret");
    terminal.type_in("openai_api_key\r");
    terminal.until("Value of OPENAI_API_KEY");
    assert!(terminal.echo_is(false));
    terminal.type_in(&format!("{VALUE}\n"));
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && !seen.contains("canary"), "{code}: {seen}");
    assert_eq!(home.ok(&["secrets", "get", "OPENAI_API_KEY"]), VALUE);
}

#[test]
fn ctrl_c_at_a_hidden_question_ends_with_130_and_gives_the_terminal_back() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "before");
    unchanged(&home, || {
        let mut terminal = Terminal::start(&home, 80, &["secrets", "add", "OPENAI_API_KEY"]);
        terminal.until("Value of OPENAI_API_KEY");
        assert!(terminal.echo_is(false));
        terminal.type_in("sk-half\x03");
        let (code, seen, echo) = terminal.end();
        assert_eq!((code, echo), (130, true), "{seen}");
        assert!(seen.contains("interrupted") && !seen.contains("half"), "{seen}");
    });
}

#[test]
fn ctrl_c_at_an_open_question_ends_with_130_and_gives_the_terminal_back() {
    let home = Home::quick_start();
    unchanged(&home, || {
        let mut terminal = Terminal::start(&home, 80, &["secrets", "add"]);
        terminal.until("Name of the secret");
        terminal.type_in("OPEN");
        terminal.type_in("\x03");
        let (code, seen, echo) = terminal.end();
        assert_eq!((code, echo), (130, true), "{seen}");
    });
}

#[test]
fn whenever_a_signal_comes_at_a_question_the_terminal_is_given_back() {
    let home = Home::quick_start();
    let hidden = (&["secrets", "add", "OPENAI_API_KEY"][..], "Value of OPENAI_API_KEY");
    let open = (&["secrets", "add"][..], "Name of the secret");
    unchanged(&home, || {
        for moment in 0..MOMENTS {
            let (args, question) = if moment % 2 == 0 { hidden } else { open };
            let mut terminal = Terminal::start(&home, 80, args);
            terminal.until(question);
            // Some while it is being asked, some between keys, some later: no moment may be the wrong one.
            if moment % 3 == 0 {
                terminal.type_in("OPEN");
            }
            for step in 0..moment * moment * 2000 {
                std::hint::black_box(step);
            }
            if moment % 4 < 2 {
                terminal.type_in("\x03");
            } else {
                let pid = rustix::process::Pid::from_raw(terminal.pid().cast_signed()).unwrap();
                rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
            }
            let (code, seen, echo) = terminal.end();
            assert_eq!((code, echo), (130, true), "moment {moment}: {seen}");
        }
    });
}

#[test]
fn the_end_of_the_input_is_no_value() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "before");
    unchanged(&home, || {
        for (args, question) in [
            (&["secrets", "add", "OPENAI_API_KEY"][..], "Value of OPENAI_API_KEY"),
            (&["secrets", "rotate", "OPENAI_API_KEY"], "OPENAI_API_KEY"),
        ] {
            let mut terminal = Terminal::start(&home, 80, args);
            terminal.until(question);
            terminal.type_in("\x04");
            let (code, seen, echo) = terminal.end();
            assert_eq!((code, echo), (130, true), "{args:?}: {seen}");
        }
    });
}

#[test]
fn setup_asks_for_each_missing_secret_and_nothing_skips_it() {
    let home = Home::quick_start();
    let mut terminal = Terminal::start(&home, 80, &["secrets", "setup"]);
    terminal.until("Value of OPENAI_API_KEY (nothing skips it)");
    assert!(terminal.echo_is(false));
    terminal.type_in("\n");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("0 secrets added, 1 skipped"), "{seen}");
    let mut terminal = Terminal::start(&home, 80, &["secrets", "setup"]);
    terminal.until("Value of OPENAI_API_KEY");
    assert!(terminal.echo_is(false));
    terminal.type_in(&format!("{VALUE}\n"));
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("1 secret added, 0 skipped") && !seen.contains("canary"), "{seen}");
    assert_eq!(home.ok(&["secrets", "get", "OPENAI_API_KEY"]), VALUE);
}

#[test]
fn no_input_fails_with_7_even_on_a_terminal_and_names_what_answers() {
    let home = Home::quick_start();
    for (args, said) in [
        (&["secrets", "add", "X", "--no-input"][..], "muxi secrets add X"),
        (&["secrets", "add", "--no-input"], "the argument NAME"),
        (&["secrets", "setup", "--no-input"], "muxi secrets add OPENAI_API_KEY"),
        (&["demo", "--no-input", "--model", "openai/gpt-4o-mini"], "stdin"),
    ] {
        let (code, seen, _) = unchanged(&home, || Terminal::start(&home, 200, args).end());
        assert_eq!(code, 7, "{args:?}: {seen}");
        assert!(seen.contains("hint: answer with ") && seen.contains(said), "{args:?}: {seen}");
    }
}

#[test]
fn without_a_terminal_a_question_is_an_error_with_7() {
    let home = Home::quick_start();
    let (code, stdout, stderr) = unchanged(&home, || home.run_with(&["secrets", "add", "--json"], "v"));
    assert_eq!((code, &*stdout), (7, ""));
    let error = error(&stderr);
    assert_eq!(error["code"], "needs_input");
    assert_eq!(error["hint"], "answer with the argument NAME");
}

#[test]
fn get_on_a_terminal_ends_its_line() {
    let home = Home::quick_start();
    home.keep("X", "value");
    let (code, seen, _) = Terminal::start(&home, 80, &["secrets", "get", "X"]).end();
    assert_eq!((code, &*seen), (0, "value\r\n"));
}
