//! A signal in the middle, at an open question or while another writer has the lock: no value stays anywhere.

use std::fs::File;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::leaks::{CANARY, clean, clean_below, proc};
use crate::support::Home;
use crate::terminal::Terminal;

const SIGNALS: [Signal; 5] = [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT, Signal::ABORT];

fn send(pid: u32, signal: Signal) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), signal).unwrap();
}

/// A process of ours and all that it started: neither their arguments nor their variables have it.
fn clean_processes(pid: u32) {
    for file in ["cmdline", "environ"] {
        clean(file, proc(pid, file).as_bytes());
    }
    for child in proc(pid, &format!("task/{pid}/children")).split_whitespace() {
        clean_processes(child.parse().unwrap());
    }
}

fn no_core(home: &Home) {
    clean_below(home.path());
    for (path, _) in crate::place::files(home.path()) {
        assert!(!path.file_name().unwrap().to_string_lossy().starts_with("core"), "{}", path.display());
    }
}

#[test]
fn a_signal_at_an_open_question_leaves_it_nowhere() {
    for signal in SIGNALS {
        for args in [&["secrets", "add", "OPENAI_API_KEY"][..], &["secrets", "setup"]] {
            let home = Home::quick_start();
            let mut terminal = Terminal::start(&home, 80, args);
            terminal.until("Value of OPENAI_API_KEY");
            assert!(terminal.echo_is(false));
            terminal.type_in(CANARY);
            std::thread::sleep(Duration::from_millis(20));
            clean_processes(terminal.pid());
            send(terminal.pid(), signal);
            clean(&format!("the terminal after {signal:?}"), terminal.killed().as_bytes());
            no_core(&home);
            assert_eq!(home.run(&["secrets", "get", "OPENAI_API_KEY"]).0, 3, "{signal:?}");
        }
    }
}

#[test]
fn a_signal_while_a_lock_is_waited_for_leaves_it_nowhere() {
    let rows: [(&[&str], &str); 5] = [
        (&["secrets", "add", "FRESH"], "@"),
        (&["secrets", "import", "--format", "env"], "A=@\nB=@\n"),
        (&["secrets", "rotate", "OPENAI_API_KEY"], "@ anew"),
        (&["secrets", "delete", "OTHER"], ""),
        (&["secrets", "key", "rotate"], ""),
    ];
    for (number, signal) in SIGNALS.into_iter().enumerate() {
        let home = Home::quick_start();
        home.keep("OPENAI_API_KEY", CANARY);
        home.keep("OTHER", "x");
        let held = File::create(home.formation().join(".muxi-lock")).unwrap();
        held.lock().unwrap();
        let before = crate::place::files(&home.formation());
        let mut running = Vec::new();
        for (args, stdin) in rows {
            let mut muxi = home.process(args);
            muxi.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut muxi = muxi.spawn().unwrap();
            let mut pipe = muxi.stdin.take().unwrap();
            std::io::Write::write_all(&mut pipe, stdin.replace('@', CANARY).as_bytes()).unwrap();
            running.push(muxi);
        }
        // All have read their stdin by now, and look again and again whether the lock is free.
        std::thread::sleep(Duration::from_millis(500));
        for muxi in &mut running {
            assert!(muxi.try_wait().unwrap().is_none(), "it does not wait for the lock");
            clean_processes(muxi.id());
            send(muxi.id(), signal);
        }
        for (muxi, (args, _)) in running.into_iter().zip(rows) {
            let output = muxi.wait_with_output().unwrap();
            assert!(!output.status.success(), "{args:?} after {signal:?}, number {number}");
            clean(&format!("stdout of {args:?} after {signal:?}"), &output.stdout);
            clean(&format!("stderr of {args:?} after {signal:?}"), &output.stderr);
        }
        no_core(&home);
        assert!(crate::place::files(&home.formation()) == before, "{signal:?} came too late");
        drop(held);
        assert_eq!(home.ok(&["secrets", "get", "OPENAI_API_KEY"]), CANARY);
    }
}
