//! Answers on a terminal, and where there is none.

use crate::support::{Home, Model, Reply, Server};
use crate::terminal::Terminal;

fn served(script: impl IntoIterator<Item = Reply>) -> (Home, Model, Server) {
    let model = Model::start(script);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, model, server)
}

const ANSWER: &[&str] = &[
    "# Ti",
    "tle\n\nA **bo",
    "ld** word and `co",
    "de`, in a paragraph that is longer than the terminal is wide.\n\n",
    "- an item of a list that has to be wrapped too\n- [link](https://x.io)\n\n```py",
    "thon\nprint('never wrapped, however long this line is')\n",
    "```\n| a | b |\n|---|---|\n| 漢字 | 2 |\n",
];

/// What the model said, as a terminal shows it, without colours.
const PLAIN: &str = "# Title\r\n\r\nA **bold** word and `code`, in a\r\nparagraph that is longer than the\r\n\
terminal is wide.\r\n\r\n- an item of a list that has to be\r\n  wrapped too\r\n- link (https://x.io)\r\n\r\n\
```python\r\nprint('never wrapped, however long this line is')\r\n```\r\na     b\r\n────  ─\r\n漢字  2\r\n";

#[test]
fn an_answer_is_laid_out_on_forty_columns() {
    let (home, _model, _server) = served([Reply::Text(ANSWER), Reply::Text(ANSWER)]);
    let (code, seen, _) = Terminal::start(&home, 40, &["chat", "x", "--color", "never", "--quiet"]).end();
    assert_eq!((code, seen.as_str()), (0, PLAIN));
    let (code, seen, _) = Terminal::start(&home, 40, &["chat", "x", "--quiet"]).end();
    assert_eq!(code, 0);
    assert!(
        seen.starts_with("\x1b[1mTitle\x1b[0m\r\n\r\nA \x1b[1mbold\x1b[0m word and \x1b[36mcode\x1b[0m,"),
        "{seen:?}"
    );
    assert!(seen.contains("\x1b[2mpython\x1b[0m\r\n\x1b[2mprint("), "{seen:?}");
}

#[test]
fn raw_and_pipes_show_what_the_model_wrote() {
    let (home, _model, _server) = served([Reply::Text(ANSWER), Reply::Text(ANSWER), Reply::Text(ANSWER)]);
    let written = ANSWER.concat();
    assert_eq!(home.ok(&["chat", "x"]), written);
    assert_eq!(home.ok(&["chat", "x", "--color", "always"]), written);
    let (_, seen, _) = Terminal::start(&home, 40, &["chat", "x", "--raw", "--quiet"]).end();
    assert_eq!(seen, written.replace('\n', "\r\n"));
}

#[test]
fn no_escape_sequence_of_a_model_reaches_the_terminal() {
    const EVIL: &[&str] = &["a\x1b[2Jb \x1b", "]0;title\x07c\u{9b}31m `\x1b[1m`\r\n```\n\x1b[5m\n```\n"];
    let (home, _model, _server) = served([Reply::Text(EVIL), Reply::Text(EVIL), Reply::Text(EVIL)]);
    for args in [
        &["chat", "x", "-q", "--color", "never"][..],
        &["chat", "x", "-q", "--raw"],
        &["chat", "x", "-q", "--no-stream", "--color", "never"],
    ] {
        let (code, seen, _) = Terminal::start(&home, 80, args).end();
        assert_eq!(code, 0);
        assert!(!seen.contains(['\x1b', '\x07', '\u{9b}']), "{args:?}: {seen:?}");
        assert!(seen.contains("a[2Jb ]0;titlec31m"), "{args:?}: {seen:?}");
    }
}

#[test]
fn a_person_who_waits_is_told_and_nobody_else_is() {
    let slow = || Reply::Slow(&["answer"], std::time::Duration::from_millis(300));
    let (home, _model, _server) = served([slow(), slow(), slow(), slow()]);
    let (_, seen, _) = Terminal::start(&home, 80, &["chat", "x"]).end();
    assert_eq!(seen, "\r\x1b[K… asking\r\x1b[Kanswer\r\n");
    let (_, seen, _) = Terminal::start(&home, 80, &["chat", "x", "--quiet"]).end();
    assert_eq!(seen, "answer\r\n");
    let (_, seen, _) = Terminal::start(&home, 80, &["chat", "x", "--json"]).end();
    assert!(!seen.contains("asking"), "{seen}");
    let (_, _, stderr) = home.run(&["chat", "x"]);
    assert_eq!(stderr, "");
}
