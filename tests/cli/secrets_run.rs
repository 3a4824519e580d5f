//! `muxi secrets run`: the values, the filter, the signals, the end.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::place::{chmod, outcome};
use crate::support::Home;

pub(crate) const KEY: &str = "sk-canary-7f3a9c51e8d2b604";

pub(crate) fn home() -> Home {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", KEY);
    home.keep("OTHER", "another-value");
    home
}

/// Exit code, stdout and stderr of a script that is run with the secrets.
fn run(home: &Home, options: &[&str], script: &str) -> (i32, String, String) {
    let mut args = vec!["secrets", "run"];
    args.extend(options);
    args.extend(["--", "bash", "-c", script]);
    home.run(&args)
}

fn start(home: &Home, script: &str) -> Child {
    let mut command = home.process(&["secrets", "run", "--", "bash", "-c", script]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("it starts")
}

/// The end of a process, within 20 s.
fn end(child: &mut Child) -> i32 {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("it is ours") {
            return status.code().unwrap_or(-1);
        }
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().expect("it is ours");
            panic!("it does not end");
        }
        sleep(Duration::from_millis(5));
    }
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).expect("it runs");
}

#[test]
fn the_program_has_the_values_and_its_output_does_not() {
    let home = home();
    let script = r#"
        [ "$OPENAI_API_KEY" = sk-canary-7f3a9c51e8d2b604 ] && [ "$OTHER" = another-value ] || exit 9
        echo "key: $OPENAI_API_KEY!"; echo "$OTHER" >&2
        printf 'user:%s' "$OPENAI_API_KEY" | base64
        env | grep -c '^OPENAI_API_KEY='"#;
    let (code, stdout, stderr) = run(&home, &[], script);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stdout, "key: [REDACTED:OPENAI_API_KEY]!\ndXNlcjp[REDACTED:OPENAI_API_KEY]\n1\n");
    assert_eq!(stderr, "[REDACTED:OTHER]\n");
}

#[test]
fn only_those_that_are_named_are_given() {
    let home = home();
    let script = "echo ${OPENAI_API_KEY:-none} ${OTHER:-none}";
    let (code, stdout, stderr) = run(&home, &["--only", "other"], script);
    assert_eq!((code, &*stdout), (0, "none [REDACTED:OTHER]\n"), "{stderr}");
    let (code, stdout, stderr) = run(&home, &["--only", "OTHERS"], "echo started");
    assert_eq!((code, &*stdout), (3, ""), "{stderr}");
    assert!(stderr.contains("did you mean OTHER?"), "{stderr}");
    let (code, stdout, stderr) = run(&home, &["--only", " ,"], "echo started");
    assert_eq!((code, &*stdout), (2, ""), "{stderr}");
    let (code, _, stderr) = run(&home, &["--only", KEY], "echo started");
    assert_eq!(code, 2);
    assert!(!stderr.contains("canary"), "{stderr}");
}

#[test]
fn a_value_is_found_though_it_is_written_in_pieces() {
    let home = home();
    let script = "v=$OPENAI_API_KEY; printf '%s' \"<${v:0:3}\"; sleep 0.1; printf '%s' \"${v:3:10}\"; sleep 0.1; printf '%s>' \"${v:13}\"";
    let (code, stdout, stderr) = run(&home, &[], script);
    assert_eq!((code, &*stdout), (0, "<[REDACTED:OPENAI_API_KEY]>"), "{stderr}");
    // What might have become a value comes at the end.
    let (code, stdout, _) = run(&home, &[], "printf 'x sk-canary-7f3a'");
    assert_eq!((code, &*stdout), (0, "x sk-canary-7f3a"));
}

#[test]
fn what_cannot_be_a_value_is_not_held_back() {
    let home = home();
    let mut child = start(&home, "printf 'Password: '; read -t 20 x < <(sleep 20)");
    // The key is known as its bytes too, and any one may be the first of them: the last letter is not asked for.
    let mut seen = [0; 9];
    child.stdout.as_mut().unwrap().read_exact(&mut seen).unwrap();
    assert_eq!(&seen, b"Password:");
    send(&child, Signal::TERM);
    assert_eq!(end(&mut child), 143);
}

#[test]
fn short_values_are_named_once_and_stay() {
    let home = home();
    home.keep("PIN", "1234567");
    home.keep("EMPTY", "");
    let (code, stdout, stderr) = run(&home, &["--quiet"], "echo $PIN; echo $PIN");
    assert_eq!((code, &*stdout), (0, "1234567\n1234567\n"));
    assert_eq!(stderr, "warning: too short to be masked in the output (less than 8 bytes): PIN\n");
}

#[test]
fn what_no_environment_can_hold_is_refused_by_name() {
    let home = home();
    home.muxi(&["secrets", "add", "NUL"]).write_stdin("a\0canary").assert().success();
    let (code, stdout, stderr) = run(&home, &[], "echo started");
    assert_eq!((code, &*stdout), (1, ""), "{stderr}");
    assert!(stderr.contains("NUL cannot be in the environment of a program"), "{stderr}");
    assert!(!stderr.contains("canary"), "{stderr}");
    let (code, stdout, _) = run(&home, &["--only", "OTHER"], "echo started");
    assert_eq!((code, &*stdout), (0, "started\n"));
    home.muxi(&["secrets", "add", "BYTES"]).write_stdin(&b"\xff\xfe89abcdef"[..]).assert().success();
    let output = home
        .muxi(&[
            "secrets",
            "run",
            "--only",
            "BYTES",
            "--",
            "bash",
            "-c",
            "printf '%s' \"$BYTES\" | wc -c; printf '%s' \"$BYTES\"",
        ])
        .output()
        .unwrap();
    assert_eq!(output.stdout, b"10\n[REDACTED:BYTES]");
}

#[test]
fn the_end_of_the_program_is_the_end_of_ours() {
    let home = home();
    for (script, code) in
        [("exit 0", 0), ("exit 7", 7), ("exit 255", 255), ("kill -KILL $$", 137), ("kill -SEGV $$", 139)]
    {
        assert_eq!(run(&home, &[], script).0, code, "{script}");
        assert_eq!(
            run(&home, &["--no-mask"], script).0 & 0xff,
            if code > 128 && code < 255 { 255 } else { code },
            "{script}"
        );
    }
    let program = home.formation().join("program");
    home.write("program", "no program");
    chmod(&program, 0o644);
    crate::place::write_script(&home.formation().join("broken"), "#!/no/such/interpreter\n");
    for (name, code, stable) in [
        ("no-such-program", 127, "program_not_found"),
        ("./no-such-program", 127, "program_not_found"),
        ("./broken", 127, "program_not_found"),
        ("./program", 126, "program_not_executable"),
        (".", 126, "program_not_executable"),
    ] {
        for options in [&["--json"][..], &["--json", "--no-mask"]] {
            let args = [&["secrets", "run"], options, &["--", name, "--json"]].concat();
            let (got, stdout, stderr) = home.run(&args);
            assert_eq!((got, &*stdout), (code, ""), "{name}: {stderr}");
            let said = crate::place::error(stderr.lines().last().unwrap());
            assert_eq!(said["code"], stable, "{name}: {stderr}");
        }
    }
    for args in [&["secrets", "run"][..], &["secrets", "run", "--"], &["secrets", "run", "true"]] {
        assert_eq!(home.run(args).0, 2, "{args:?}");
    }
}

#[test]
fn options_after_the_program_are_its_own_and_there_is_no_shell() {
    let home = home();
    let (code, stdout, stderr) =
        home.run(&["secrets", "run", "--", "printf", "%s|", "--only", "-q", "$OPENAI_API_KEY", "a b", "*"]);
    assert_eq!((code, &*stdout), (0, "--only|-q|$OPENAI_API_KEY|a b|*|"), "{stderr}");
}

#[test]
fn stdin_is_the_programs() {
    let home = home();
    let (code, stdout, _) = home.run_with(&["secrets", "run", "--", "cat"], format!("typed {KEY}"));
    assert_eq!((code, &*stdout), (0, "typed [REDACTED:OPENAI_API_KEY]"));
    let (code, stdout, _) = home.run_with(&["secrets", "run", "--no-mask", "--", "cat"], "as it is");
    assert_eq!((code, &*stdout), (0, "as it is"));
}

#[test]
fn much_output_comes_whole_and_in_order() {
    let home = home();
    let (code, stdout, _) =
        run(&home, &[], "for i in {1..20000}; do echo \"$i $OPENAI_API_KEY\"; done; printf end");
    let line = |i: u32| format!("{i} [REDACTED:OPENAI_API_KEY]\n");
    let wanted = (1..=20000).map(line).collect::<Vec<_>>().concat();
    assert_eq!(code, 0);
    assert!(stdout == wanted + "end");
    // One destination, one order.
    let mut shell = Command::new("bash");
    let muxi = home.process(&[]);
    let script =
        "exec 2>&1; \"$0\" secrets run -- bash -c 'for i in {1..500}; do echo $i; echo $i >&2; done'";
    shell.args(["-c", script]).arg(muxi.get_program()).current_dir(home.formation()).env_clear();
    shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let (code, stdout, _) = outcome(shell);
    let twice = |i: u32| format!("{i}\n{i}\n");
    let wanted = (1..=500).map(twice).collect::<Vec<_>>().concat();
    assert_eq!((code, stdout), (0, wanted));
}

#[test]
fn a_program_that_closes_its_output_goes_on() {
    let home = home();
    let (code, stdout, stderr) =
        run(&home, &[], "echo first; exec 1>&-; sleep 0.2; echo \"$OTHER\" >&2; exit 5");
    assert_eq!((code, &*stdout, &*stderr), (5, "first\n", "[REDACTED:OTHER]\n"));
}

#[test]
fn a_reader_that_goes_away_ends_a_program_that_writes() {
    let home = home();
    let mut shell = Command::new("bash");
    let muxi = home.process(&[]);
    shell.args(["-c", "\"$0\" secrets run -- yes \"$1\" | head -n 2; echo ${PIPESTATUS[0]}"]);
    shell.arg(muxi.get_program()).arg("y").current_dir(home.formation()).env_clear();
    shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let (code, stdout, stderr) = outcome(shell);
    assert_eq!((code, &*stdout, &*stderr), (0, "y\ny\n141\n", ""));
}

#[test]
fn a_full_disk_is_told() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let home = home();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for (script, wanted) in [("echo x", 1), ("echo x; exit 9", 9)] {
        let mut command = home.process(&["secrets", "run", "--", "bash", "-c", script]);
        command.stdin(Stdio::null()).stdout(full()).stderr(Stdio::piped());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(wanted), "{stderr}");
        assert!(stderr.contains("cannot write what bash said"), "{stderr}");
    }
}

#[test]
fn one_that_keeps_the_output_open_is_not_waited_for_and_the_last_output_is_not_lost() {
    let home = home();
    let start = Instant::now();
    let (code, stdout, stderr) = run(&home, &[], "sleep 30 & echo \"last $OPENAI_API_KEY\"; exit 3");
    assert_eq!((code, &*stdout), (3, "last [REDACTED:OPENAI_API_KEY]\n"));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(stderr.contains("something that bash started still runs"), "{stderr}");
    // One that only needs a moment has it.
    let (code, stdout, stderr) = run(&home, &[], "(sleep 0.2; echo late) & exit 0");
    assert_eq!((code, &*stdout, &*stderr), (0, "late\n", ""));
    // One that writes for ever ends it no later.
    let (code, _, stderr) = run(&home, &[], "yes & exit 4");
    assert_eq!(code, 4, "{stderr}");
}

#[test]
fn signals_reach_the_program_and_its_answer_is_ours() {
    let home = home();
    for (signal, name, number) in [
        (Signal::INT, "INT", 2),
        (Signal::TERM, "TERM", 15),
        (Signal::HUP, "HUP", 1),
        (Signal::QUIT, "QUIT", 3),
        (Signal::USR1, "USR1", 10),
        (Signal::USR2, "USR2", 12),
        (Signal::WINCH, "WINCH", 28),
    ] {
        // One that answers. It waits with `wait`: bash may take an INT that comes while a program runs for that one's.
        let script = format!(
            "trap 'kill $!; echo got {name}; exit 42' {name}
             sleep 60 > /dev/null 2>&1 & echo 'ready, and more'; wait; wait"
        );
        let (code, said) = signalled(&home, &script, signal);
        assert_eq!((code, &*said), (42, &*format!("got {name}\n")), "{name}");
        // One that does not.
        if signal != Signal::WINCH {
            assert_eq!(signalled_plain(&home, signal), 128 + number, "{name}");
        }
    }
}

/// Runs the script until it says "ready, and more", sends the signal, and gives its end and what it said after that.
fn signalled(home: &Home, script: &str, signal: Signal) -> (i32, String) {
    let mut child = start(home, script);
    let mut out = child.stdout.take().unwrap();
    // Its last letters may begin a value, and wait for what comes next.
    let mut seen = [0; 5];
    out.read_exact(&mut seen).unwrap();
    assert_eq!(&seen, b"ready");
    send(&child, signal);
    let code = end(&mut child);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    (code, rest.strip_prefix(", and more\n").expect("all that it said").to_owned())
}

/// The end of a program that leaves signals as they are; that it speaks shows that it runs.
fn signalled_plain(home: &Home, signal: Signal) -> i32 {
    let mut command = home.process(&["secrets", "run", "--", "cat"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut into = child.stdin.take().unwrap();
    into.write_all(b"ready, and more").unwrap();
    let mut seen = [0; 5];
    child.stdout.as_mut().unwrap().read_exact(&mut seen).unwrap();
    send(&child, signal);
    let code = end(&mut child);
    drop(into);
    code
}

#[test]
fn a_program_that_outlives_a_signal_is_waited_for() {
    let home = home();
    let script = "trap 'echo again' TERM; echo 'ready, and more'; for i in {1..30}; do sleep 0.02; done; echo done; exit 6";
    let (code, said) = signalled(&home, script, Signal::TERM);
    assert_eq!((code, &*said), (6, "again\ndone\n"));
}

#[test]
fn what_was_ignored_stays_ignored() {
    let home = home();
    let mut shell = Command::new("bash");
    let muxi = home.process(&[]);
    let script = "trap '' HUP; exec \"$0\" secrets run -- bash -c 'kill -HUP $$; kill -HUP $PPID; sleep 0.2; echo alive'";
    shell.args(["-c", script]).arg(muxi.get_program()).current_dir(home.formation()).env_clear();
    shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let (code, stdout, stderr) = outcome(shell);
    assert_eq!((code, &*stdout), (0, "alive\n"), "{stderr}");
}

#[test]
fn the_program_has_the_environment_but_for_what_opens_the_secrets() {
    let home = home();
    let key = String::from_utf8(home.read(".key")).unwrap();
    for mask in [&[][..], &["--no-mask"]] {
        let args = [&["secrets", "run"], mask, &["--", "env"]].concat();
        let mut command = home.process(&args);
        command.env("MINE", "kept").env("MUXI_SECRETS_KEY", key.trim());
        command.env("MUXI_SECRETS_PASSPHRASE", "p").env("MUXI_SECRETS_PASSPHRASE_FILE", "/p");
        let (code, stdout, stderr) = outcome(command);
        assert_eq!(code, 0, "{stderr}");
        assert!(stdout.contains("MINE=kept\n") && stdout.contains("OTHER="), "{stdout}");
        assert!(!stdout.contains("MUXI_SECRETS"), "{stdout}");
    }
}

#[test]
fn the_descriptor_of_the_key_is_closed() {
    let home = home();
    let key = home.path().join("key");
    std::fs::rename(home.formation().join(".key"), &key).unwrap();
    for (redirect, fd) in [("3<", 3), ("9<", 9), ("<", 0)] {
        for mask in ["", "--no-mask"] {
            let mut shell = Command::new("bash");
            let muxi = home.process(&[]);
            let script = format!(
                "exec {redirect} \"$1\"; exec \"$0\" secrets run {mask} -- bash -c 'cat <&{fd} || echo closed; echo ${{MUXI_SECRETS_KEY_FD:-none}}'"
            );
            shell.args(["-c", &script]).arg(muxi.get_program()).arg(&key);
            shell.current_dir(home.formation()).env_clear();
            shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
            shell.env("MUXI_SECRETS_KEY_FD", fd.to_string());
            let (code, stdout, stderr) = outcome(shell);
            assert_eq!(code, 0, "{stderr}");
            assert_eq!(
                stdout,
                if fd == 0 { "none\n" } else { "closed\nnone\n" },
                "{redirect} {mask}: {stderr}"
            );
        }
    }
}

#[test]
fn the_descriptor_of_the_passphrase_is_closed() {
    let home = home();
    let phrase = home.path().join("phrase");
    std::fs::write(&phrase, "correct horse battery").unwrap();
    home.ok(&["secrets", "key", "passphrase", "--new-passphrase-file", "../phrase"]);
    for (redirect, fd) in [("9<", 9), ("<", 0)] {
        for mask in ["", "--no-mask"] {
            let mut shell = Command::new("bash");
            let muxi = home.process(&[]);
            let script = format!(
                "exec {redirect} \"$1\"; exec \"$0\" secrets run {mask} -- bash -c 'cat /dev/fd/{fd} || echo closed'"
            );
            shell.args(["-c", &script]).arg(muxi.get_program()).arg(&phrase);
            shell.current_dir(home.formation()).env_clear();
            shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
            shell.env("MUXI_SECRETS_PASSPHRASE_FD", fd.to_string());
            let (code, stdout, stderr) = outcome(shell);
            assert_eq!(code, 0, "{stderr}");
            assert_eq!(stdout, if fd == 0 { "" } else { "closed\n" }, "{redirect} {mask}: {stderr}");
        }
    }
}

#[test]
fn an_older_file_is_told_and_with_strict_refused() {
    let home = home();
    let older = home.read("secrets.enc");
    home.keep("OTHER", "a-newer-value");
    home.ok(&["secrets", "get", "OTHER"]);
    home.write("secrets.enc", older);
    let (code, stdout, stderr) = run(&home, &[], "echo started");
    assert_eq!((code, &*stdout), (0, "started\n"), "{stderr}");
    assert!(stderr.contains("is older than what was seen here: OTHER"), "{stderr}");
    assert_eq!(run(&home, &["--strict"], "echo started").0, 4);
}

#[test]
fn a_broken_seal_stops_it_unless_that_is_allowed() {
    let home = home();
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with("OTHER")).collect();
    home.write("secrets.enc", lines.join("\n") + "\n");
    let (code, stdout, stderr) = run(&home, &[], "echo started");
    assert_eq!((code, &*stdout), (4, ""), "{stderr}");
    assert!(stderr.contains("--allow-unsealed"), "{stderr}");
    let (code, stdout, stderr) = run(&home, &["--allow-unsealed"], "echo started $OPENAI_API_KEY");
    assert_eq!((code, &*stdout), (0, "started [REDACTED:OPENAI_API_KEY]\n"), "{stderr}");
    assert!(stderr.contains("warning: "), "{stderr}");
    assert_eq!(run(&home, &["--allow-unsealed", "--strict"], "echo started").0, 4);
}

#[test]
fn the_limit_of_core_dumps_is_the_programs_own() {
    let home = home();
    let limits = |script: &str, mask: &str| {
        let mut shell = Command::new("bash");
        let muxi = home.process(&[]);
        shell.args([
            "-c",
            &format!("{script}; exec \"$0\" secrets run {mask} -- bash -c 'ulimit -Sc; ulimit -Hc'"),
        ]);
        shell.arg(muxi.get_program()).current_dir(home.formation()).env_clear();
        shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
        outcome(shell).1
    };
    for mask in ["", "--no-mask"] {
        assert_eq!(limits("ulimit -Hc 200; ulimit -Sc 100", mask), "100\n200\n");
        assert_eq!(limits("ulimit -Sc 0", mask).lines().next().unwrap(), "0");
    }
}

#[test]
fn a_slow_reader_slows_the_program_and_ctrl_c_still_ends_it() {
    let home = home();
    let mut child = start(&home, "yes");
    // Nobody reads: the pipes are full soon.
    sleep(Duration::from_millis(300));
    send(&child, Signal::INT);
    sleep(Duration::from_millis(300));
    // The program is gone, and what it wrote still waits for us; the second one gives up on that.
    let _ = kill_process(Pid::from_child(&child), Signal::INT);
    assert_eq!(end(&mut child), 130);
}
