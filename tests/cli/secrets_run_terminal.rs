//! `muxi secrets run` on a terminal.

use crate::secrets_run::{KEY, home};
use crate::terminal::Terminal;

#[test]
fn on_a_terminal_it_is_said_and_masked_and_no_mask_gives_the_terminal() {
    let home = home();
    let script = "test -t 1 && echo terminal || echo pipe; echo \"$OPENAI_API_KEY\"";
    let terminal = Terminal::start(&home, 80, &["secrets", "run", "--", "bash", "-c", script]);
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("--no-mask gives it the terminal"), "{seen}");
    assert!(seen.contains("pipe") && seen.contains("[REDACTED:OPENAI_API_KEY]"), "{seen}");
    assert!(!seen.contains(KEY), "{seen}");
    let terminal = Terminal::start(&home, 80, &["secrets", "run", "--no-mask", "--", "bash", "-c", script]);
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("terminal\r\n") && seen.contains(KEY), "{seen}");
}

#[test]
fn ctrl_c_on_a_terminal_reaches_the_program_once() {
    let home = home();
    let script = "n=0; trap 'n=$((n+1))' INT; echo ready; for i in {1..40}; do sleep 0.02; done; echo \"count $n.\"; exit 8";
    let mut terminal = Terminal::start(&home, 80, &["secrets", "run", "--", "bash", "-c", script]);
    terminal.until("ready");
    terminal.type_in("\u{3}");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 8, "{seen}");
    assert!(seen.contains("count 1."), "{seen}");
    let mut terminal =
        Terminal::start(&home, 80, &["secrets", "run", "--", "bash", "-c", "echo ready; sleep 20"]);
    terminal.until("ready");
    terminal.type_in("\u{3}");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 130, "{seen}");
}
