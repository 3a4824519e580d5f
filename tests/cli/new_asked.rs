//! What `muxi new …` asks on a terminal.

use crate::new::{HERE, clean, text};
use crate::place::unchanged;
use crate::support::Home;
use crate::terminal::Terminal;

#[test]
fn what_is_not_said_is_asked_for() {
    let home = Home::empty();
    let mut terminal = Terminal::start(&home, 80, &["new", "formation"]);
    for (question, answer) in [
        ("Name of the formation", "Front Desk\r"),
        ("What is it for", "Greets people\r"),
        ("What is in it?", ""),
        ("A number from 1 to 4", "tools\r"),
        ("Whose model answers?", ""),
        ("A number from 1 to 8", "99\r"),
        ("none of them", ""),
        ("A number from 1 to 8", "\r"),
        ("The model", "\r"),
    ] {
        terminal.until(question);
        terminal.type_in(answer);
    }
    let (code, seen, echo) = terminal.end();
    assert!(code == 0 && echo, "{seen}");
    let formation = text(&home, "front-desk/formation.afs");
    assert!(
        formation.contains("description: \"Greets people\"") && formation.contains("muxi/echo"),
        "{formation}"
    );
    assert!(home.formation().join("front-desk/mcp/files.afs").exists());
    clean(&home, "front-desk");
}

#[test]
fn a_server_is_asked_for_piece_by_piece() {
    let home = Home::with(HERE);
    let mut terminal = Terminal::start(&home, 40, &["new", "mcp", "Search"]);
    for (question, answer) in [
        ("What is it?", ""),
        ("A number from 1 to 2", "1\r"),
        ("Its address", "https://search.example/mcp\r"),
        ("A number from 1 to 4", "bearer\r"),
        ("Name of the secret", "\r"),
        ("What do its tools do", "\r"),
    ] {
        terminal.until(question);
        terminal.type_in(answer);
    }
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("muxi secrets add SEARCH_TOKEN"), "{seen}");
    assert!(text(&home, "mcp/search.afs").contains("token: \"${{ secrets.SEARCH_TOKEN }}\""));
}

#[test]
fn ctrl_c_in_the_middle_leaves_nothing() {
    let home = Home::empty();
    unchanged(&home, || {
        let mut terminal = Terminal::start(&home, 80, &["new", "formation", "my-bot"]);
        terminal.until("What is it for");
        terminal.type_in("\x03");
        assert_eq!(terminal.end().0, 130);
    });
}
