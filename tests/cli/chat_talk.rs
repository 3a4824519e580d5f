//! `muxi chat` as a conversation, on a real pseudo-terminal.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use crate::support::{Home, Model, Reply, Server, until};
use crate::terminal::Terminal;

const KEY: &str = "sk-test-1234567890";

/// The quick start's formation, served with a model that does what the script says.
fn served(script: impl IntoIterator<Item = Reply>) -> (Home, Model, Server) {
    let model = Model::start(script);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", KEY);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, model, server)
}

/// Types a line at the prompt.
fn say(terminal: &mut Terminal, line: &str) {
    terminal.until("> ");
    terminal.type_in(&format!("{line}\r"));
}

fn files_called(dir: &std::path::Path, name: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| {
            let path = entry.path();
            if path.is_dir() { files_called(&path, name) } else { vec![path] }
        })
        .filter(|path| path.ends_with(name))
        .collect()
}

#[test]
fn a_conversation_goes_on_over_empty_lines_and_ctrl_d_leaves_it() {
    let home = Home::echo();
    let mut terminal = Terminal::start(&home, 80, &["chat", "--local"]);
    terminal.until("/help lists the commands, Ctrl-D leaves.");
    say(&mut terminal, "one");
    terminal.until("You said: one");
    say(&mut terminal, "");
    say(&mut terminal, "   ");
    say(&mut terminal, "two");
    terminal.until("You said: two (before that: one)");
    terminal.until("> ");
    terminal.type_in("\x04");
    let (code, seen, echo) = terminal.end();
    assert_eq!((code, echo), (0, true), "{seen}");
    assert!(seen.contains("muxi chat --local --session sess_"), "{seen}");
}

#[test]
fn the_command_that_goes_on_names_the_user_and_where_the_session_is() {
    let home = Home::echo();
    let mut terminal = Terminal::start(&home, 80, &["chat", "--local"]);
    say(&mut terminal, "/nosuchthing");
    terminal.until("/help lists the commands. A message");
    say(&mut terminal, "/user o'neil");
    terminal.until("talking as");
    say(&mut terminal, "one");
    terminal.until("You said: one");
    terminal.until("> ");
    terminal.type_in("\x04");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains(r"`muxi chat --local --user 'o'\''neil' --session sess_"), "{seen}");
}

#[test]
fn a_question_that_is_refused_at_once_leaves_no_session_to_go_on_with() {
    let home = Home::echo();
    let mut terminal = Terminal::start(&home, 80, &["chat", "--local", "--agent", "nosuch"]);
    say(&mut terminal, "one");
    terminal.until("there is no agent nosuch");
    terminal.until("> ");
    terminal.type_in("\x04");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains("goes on with it"), "{seen}");
}

#[test]
fn ctrl_d_on_a_plain_terminal_ends_the_line_of_the_prompt() {
    let home = Home::echo();
    let mut terminal = Terminal::start_with(&home, 80, &["chat", "--local"], &[("TERM", "dumb")]);
    say(&mut terminal, "one");
    terminal.until("You said: one");
    terminal.until("> ");
    terminal.type_in("\x04");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("> \r\nSession"), "{seen:?}");
}

#[test]
fn ctrl_c_clears_a_line_then_says_how_to_leave_and_then_leaves() {
    let home = Home::echo();
    let mut terminal = Terminal::start(&home, 80, &["chat", "--local"]);
    terminal.until("> ");
    terminal.type_in("not this");
    terminal.type_in("\x03");
    terminal.type_in("but this\r");
    terminal.until("You said: but this");
    terminal.until("> ");
    terminal.type_in("\x03");
    terminal.until("Ctrl-C once more, or Ctrl-D, leaves.");
    say(&mut terminal, "still here");
    terminal.until("You said: still here");
    terminal.until("> ");
    terminal.type_in("\x03");
    terminal.until("leaves.");
    terminal.until("> ");
    terminal.type_in("\x03");
    let (code, seen, echo) = terminal.end();
    assert_eq!((code, echo), (130, true), "{seen}");
}

#[test]
fn term_at_the_prompt_gives_the_terminal_back() {
    let home = Home::echo();
    let mut terminal = Terminal::start(&home, 80, &["chat", "--local"]);
    terminal.until("> ");
    terminal.type_in("half a line");
    terminal.until("half a line");
    let pid = rustix::process::Pid::from_raw(terminal.pid().cast_signed()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    let (code, seen, echo) = terminal.end();
    assert_eq!((code, echo), (130, true), "{seen}");
}

#[test]
fn ctrl_c_cancels_the_answer_and_the_model_sees_it_but_the_conversation_goes_on() {
    let slow = Reply::Slow(&["begun ", "and ", "never ", "ends "], Duration::from_secs(2));
    let (home, model, _server) = served([slow, Reply::Text(&["Second answer"])]);
    let mut terminal = Terminal::start(&home, 80, &["chat"]);
    say(&mut terminal, "first question");
    terminal.until("begun");
    terminal.type_in("\x03");
    terminal.until("cancelled");
    assert!(model.saw_hang_up(), "the model goes on for nobody");
    say(&mut terminal, "second question");
    terminal.until("Second answer");
    terminal.until("> ");
    terminal.type_in("\x04");
    assert_eq!(terminal.end().0, 0);
    // What was cancelled is of the same session, and kept once.
    let told = model.asked()[1].messages();
    assert_eq!(told.iter().filter(|m| m.contains("first question")).count(), 1, "{told:?}");
    assert!(told.last().unwrap().contains("second question"), "{told:?}");
}

#[test]
fn ctrl_c_before_the_first_word_cancels_too_and_a_local_turn_as_well() {
    let model = Model::start([Reply::Silence, Reply::Text(&["Again"])]);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", KEY);
    let url = model.base_url();
    let mut terminal = Terminal::start_with(&home, 80, &["chat", "--local"], &[("OPENAI_BASE_URL", &url)]);
    say(&mut terminal, "hello");
    terminal.until("… asking");
    until(Duration::from_secs(20), "the model is not asked", || !model.asked().is_empty());
    terminal.type_in("\x03");
    terminal.until("cancelled");
    assert!(model.saw_hang_up());
    say(&mut terminal, "/retry");
    terminal.until("Again");
    terminal.until("> ");
    terminal.type_in("\x04");
    assert_eq!(terminal.end().0, 0);
    assert!(model.asked()[1].messages().last().unwrap().contains("hello"));
}

#[test]
fn ctrl_c_ends_a_one_shot_question_with_130() {
    let (home, model, _server) = served([Reply::Silence]);
    let mut terminal = Terminal::start(&home, 80, &["chat", "hello"]);
    until(Duration::from_secs(20), "the model is not asked", || !model.asked().is_empty());
    terminal.until("… asking");
    terminal.type_in("\x03");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 130, "{seen}");
    assert!(seen.contains("interrupted") && model.saw_hang_up(), "{seen}");
}

#[test]
fn a_secret_that_the_formation_does_not_use_and_that_looks_like_words_is_not_kept_either() {
    let (home, _model, _server) = served([]);
    home.keep("WIFI_PASSWORD", "correct horse battery");
    for more in [&["chat"][..], &["chat", "--local"]] {
        let model = Model::start([]);
        let mut terminal = Terminal::start_with(&home, 80, more, &[("OPENAI_BASE_URL", &model.base_url())]);
        say(&mut terminal, "another question");
        terminal.until("Hello!");
        say(&mut terminal, "is correct horse battery a good one?");
        terminal.until("Hello!");
        say(&mut terminal, "/exit");
        let (code, seen, _) = terminal.end();
        assert_eq!(code, 0, "{seen}");
    }
    // What else was typed is there: the file is the one that it would be in.
    let kept = std::fs::read_to_string(&files_called(&home.state(), "chat-history")[0]).unwrap();
    assert_eq!(kept, "\"another question\"\n\"/exit\"\n");

    // Nor is it shown, where an answer repeats it.
    let home = Home::echo();
    home.keep("WIFI_PASSWORD", "correct horse battery");
    let _server = Server::start(&home, &[]);
    for more in [&["chat"][..], &["chat", "--local"]] {
        let (_, stdout, stderr) = home.run(&[more, &["is correct horse battery good?"]].concat());
        assert_eq!(stdout, "You said: is [REDACTED:WIFI_PASSWORD] good?\n", "{stderr}");
    }
}

#[test]
fn what_was_typed_is_there_in_the_next_conversation_but_nothing_secret() {
    let (home, _model, _server) = served([]);
    let mut terminal = Terminal::start(&home, 80, &["chat"]);
    say(&mut terminal, "a question to remember");
    terminal.until("Hello!");
    say(&mut terminal, &format!("is {KEY} a good key?"));
    terminal.until("Hello!");
    say(&mut terminal, " a private question");
    terminal.until("Hello!");
    say(&mut terminal, "/history off");
    terminal.until("is not kept");
    say(&mut terminal, "while it is off");
    terminal.until("Hello!");
    say(&mut terminal, "/exit");
    assert_eq!(terminal.end().0, 0);

    let files = files_called(&home.state(), "chat-history");
    assert_eq!(files.len(), 1, "{files:?}");
    let kept = std::fs::read_to_string(&files[0]).unwrap();
    assert_eq!(kept, "\"a question to remember\"\n\"/history off\"\n");
    assert_eq!(files[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let mut terminal = Terminal::start(&home, 80, &["chat"]);
    terminal.until("> ");
    terminal.type_in("\x1b[A\x1b[A\r");
    terminal.until("a question to remember");
    terminal.until("Hello!");
    say(&mut terminal, "/history clear");
    terminal.until("forgotten");
    say(&mut terminal, "/quit");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(std::fs::read_to_string(&files[0]).unwrap(), "\"/quit\"\n");
}

#[test]
fn several_lines_are_one_message() {
    let (home, model, _server) = served([]);
    let mut terminal = Terminal::start(&home, 80, &["chat"]);
    let mut send = |keys: &str| {
        terminal.until("> ");
        terminal.type_in(keys);
        terminal.until("Hello!");
    };
    send("one \\\rtwo\r");
    send("see \\\r```rust\rlet a;\r\rlet b;\r```\r");
    send("\x1b[200~pasted\nlines \\\nhere\x1b[201~\r");
    send("alt\x1b\renter\r");
    send("//etc/hosts?\r");
    terminal.until("> ");
    terminal.type_in("/multiline\r");
    terminal.until("an empty line sends");
    let mut send = |keys: &str| {
        terminal.until("> ");
        terminal.type_in(keys);
        terminal.until("Hello!");
    };
    send("first\rsecond\r\r");
    terminal.until("> ");
    terminal.type_in("\x04");
    assert_eq!(terminal.end().0, 0);
    let asked: Vec<String> = model.asked().iter().map(|a| a.messages().pop().unwrap()).collect();
    assert_eq!(
        asked,
        [
            "user: one \ntwo",
            "user: see \n```rust\nlet a;\n\nlet b;\n```",
            "user: pasted\nlines \\\nhere",
            "user: alt\nenter",
            "user: /etc/hosts?",
            "user: first\nsecond",
        ]
    );
}

#[test]
fn agents_sessions_and_users_are_listed_and_changed() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    let mut terminal = Terminal::start(&home, 100, &["chat"]);
    say(&mut terminal, "/agents");
    terminal.until("assistant");
    terminal.until("muxi/echo");
    say(&mut terminal, "/agent asistant");
    terminal.until("did you mean /agent assistant?");
    say(&mut terminal, "/agent assistant");
    terminal.until("assistant> ");
    terminal.type_in("alpha\r");
    terminal.until("You said: alpha");
    say(&mut terminal, "/session");
    terminal.until("sess_");
    say(&mut terminal, "/new");
    say(&mut terminal, "beta");
    terminal.until("You said: beta\r\n");
    say(&mut terminal, "/sessions");
    terminal.until("* ");
    terminal.until("2 messages");
    say(&mut terminal, "/session nowhere");
    terminal.until("there is no session nowhere");
    say(&mut terminal, "gamma");
    terminal.until("You said: gamma (before that: beta)");
    say(&mut terminal, "/user bob");
    terminal.until("talking as bob, in a new session");
    say(&mut terminal, "/sessions");
    terminal.until("there is no session yet");
    say(&mut terminal, "/sesions");
    terminal.until("did you mean /sessions?");
    say(&mut terminal, "/agent -");
    say(&mut terminal, "/help");
    terminal.until("/multiline");
    terminal.until("> ");
    terminal.type_in("/qu\t\r");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
}

#[test]
fn a_session_is_saved_as_markdown_and_a_file_that_is_there_stays() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    home.write("there.md", "mine");
    let mut terminal = Terminal::start(&home, 80, &["chat"]);
    say(&mut terminal, "/save early.md");
    terminal.until("nothing was said yet");
    say(&mut terminal, "hello");
    terminal.until("You said: hello");
    say(&mut terminal, "/save there.md");
    terminal.until("error: ");
    say(&mut terminal, "/save talk.md");
    terminal.until("2 messages in talk.md");
    say(&mut terminal, "/exit");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(home.read("there.md"), b"mine");
    let saved = String::from_utf8(home.read("talk.md")).unwrap();
    assert!(saved.starts_with("# Conversation with echo-agent\n\nSession `sess_"), "{saved}");
    assert!(saved.ends_with("\n## You\n\nhello\n\n## assistant\n\nYou said: hello\n"), "{saved}");
    let mode = home.formation().join("talk.md").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_failed_turn_is_told_and_the_conversation_goes_on() {
    let refusal = r#"{"error":{"message":"slow down"}}"#;
    let (home, model, _server) =
        served([Reply::Status(400, "", refusal), Reply::Cut(&["half an "]), Reply::Text(&["fine"])]);
    let mut terminal = Terminal::start(&home, 80, &["chat"]);
    say(&mut terminal, "one");
    terminal.until("error: ");
    say(&mut terminal, "two");
    terminal.until("half an");
    terminal.until("error: ");
    say(&mut terminal, "three");
    terminal.until("fine");
    say(&mut terminal, "/exit");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(model.asked().len(), 3);
}

#[test]
fn a_dumb_terminal_takes_lines_and_gets_no_codes() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    let mut terminal = Terminal::start_with(&home, 80, &["chat"], &[("TERM", "dumb")]);
    terminal.until("> ");
    terminal.type_in("one \\\n");
    terminal.type_in("**two**\n");
    terminal.until("You said: one");
    terminal.until("> ");
    terminal.type_in("\x04");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains('\x1b'), "{seen:?}");
}

#[test]
fn what_cannot_be_kept_is_said_once_and_nothing_else_stops() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    let mut terminal = Terminal::start(&home, 80, &["chat"]);
    terminal.until("> ");
    let state = home.state();
    let server_files = files_called(&state, "serve.lock");
    let dir = server_files[0].parent().unwrap();
    std::fs::create_dir(dir.join("chat-history")).unwrap();
    terminal.type_in("one\r");
    terminal.until("warning: what is typed is not kept");
    terminal.until("You said: one");
    say(&mut terminal, "two");
    terminal.until("You said: two");
    say(&mut terminal, "/exit");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert_eq!(seen.matches("is not kept").count(), 1, "{seen}");
}
