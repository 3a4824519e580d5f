//! Agents that are programs with a terminal in tmux: watched, typed into, and gone with the server.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{self, Home, Server, gone, processes_in};
use crate::terminal::Terminal;

fn home_named(id: &str, agent: &str) -> Home {
    assert!(
        Command::new("tmux").arg("-V").output().is_ok(),
        "these tests need tmux in PATH: apt-get install tmux"
    );
    Home::with(&format!(
        "schema: \"1.0.0\"\nid: {id}\ndescription: A program\nagents:\n  - schema: \"1.0.0\"\n    id: tool\n    \
         name: Tool\n    description: Runs a program\n    runner: command\n    tmux: true\n{agent}"
    ))
}

fn home(agent: &str) -> Home {
    home_named("terminals", agent)
}

fn shell(script: &str) -> String {
    format!("    command: sh\n    args: [-c, {}]\n", serde_json::to_string(script).unwrap())
}

fn python(script: &str) -> String {
    format!("    command: /usr/bin/python3\n    args: [-c, {}]\n", serde_json::to_string(script).unwrap())
}

fn until(what: &str, is: impl FnMut() -> bool) {
    // Three servers may begin beside all other tests.
    support::until(Duration::from_mins(1), what, is);
}

fn status(home: &Home) -> Value {
    serde_json::from_str(&home.ok(&["agents", "status", "tool", "--json"])).unwrap()
}

/// The socket of tmux, once somebody can attach.
fn socket(home: &Home) -> PathBuf {
    until("there is no terminal", || {
        let socket = status(home)["terminal"]["socket"].as_str().map(PathBuf::from);
        socket.is_some_and(|socket| tmux(&socket, &["has-session", "-t", "=muxi-tool"]).is_some())
    });
    PathBuf::from(status(home)["terminal"]["socket"].as_str().unwrap())
}

/// What that tmux answers; nothing where it refuses.
fn tmux(socket: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new("tmux");
    command.current_dir(socket.parent()?).args(["-N", "-S", "tmux"]).args(args).env_remove("TMUX");
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// All that the windows of the agent show.
fn shown(socket: &Path) -> String {
    let windows =
        tmux(socket, &["list-windows", "-t", "=muxi-tool", "-F", "#{window_id}"]).unwrap_or_default();
    windows.lines().filter_map(|id| tmux(socket, &["capture-pane", "-p", "-S", "-", "-t", id])).collect()
}

/// The processes of a formation's terminals: tmux and its windows.
fn processes(socket: &Path) -> Vec<u32> {
    let here = processes_in(socket.parent().unwrap());
    assert!(!here.is_empty(), "tmux works in the directory of its socket");
    here
}

/// What goes on of them. Their directory may have gone before them, so that nothing works there any more.
fn go_on(pids: &[u32]) -> Vec<u32> {
    pids.iter().copied().filter(|pid| !gone(*pid)).collect()
}

#[test]
fn the_program_is_watched_in_its_session_and_answers_as_without_it() {
    let home = home(&shell(
        "read q; echo \"to the person\" >&2; tty <&2 >/dev/null && echo \"TERM=$TERM TMUX=$TMUX.\" >/dev/tty; echo \"answer to $q\"",
    ));
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    assert_eq!(home.ok(&["chat", "--raw", "a question"]), "answer to a question\n");
    until("the end is not shown", || shown(&socket).contains("[muxi: it ended with exit code 0]"));
    let all = shown(&socket);
    for part in
        ["[muxi: a turn begins]", "to the person", "TERM=screen-256color TMUX=.", "answer to a question"]
    {
        assert!(all.contains(part), "{part}: {all}");
    }
    let listed = home.ok(&["agents", "list", "--verbose"]);
    assert!(listed.contains("tmux muxi-tool: muxi agents attach tool"), "{listed}");
    assert!(home.ok(&["agents", "status", "tool"]).contains("muxi agents attach tool"));
    assert!(home.ok(&["agents", "logs", "tool"]).contains("stderr to the person"));
    let mode = std::os::unix::fs::PermissionsExt::mode;
    assert_eq!(mode(&std::fs::metadata(socket.parent().unwrap()).unwrap().permissions()) & 0o777, 0o700);
    let there = processes(&socket);
    server.stop();
    assert_eq!(go_on(&there), [0; 0], "tmux goes on");
    assert!(!socket.parent().unwrap().exists());
}

#[test]
fn what_is_typed_goes_to_the_program_but_not_from_who_only_watches() {
    // Who started us may have had Ctrl-C ignored, which programs inherit.
    let home = home(&python(
        "import signal; signal.signal(2, signal.SIG_DFL)\ntty = open('/dev/tty', 'r+b', 0)\ntty.write(b'name? ')\n\
         print('hello', tty.readline().decode().strip())",
    ));
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    let ask = || home.process(&["chat", "--raw", "x"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let chat = ask();
    until("it does not ask", || shown(&socket).contains("name?"));
    let mut watching = Terminal::start(&home, 80, &["agents", "attach", "tool", "--read-only"]);
    watching.until("name?");
    watching.type_in("Mallory\r");
    let mut typing = Terminal::start(&home, 80, &["agents", "attach", "tool"]);
    typing.until("name?");
    typing.type_in("Ann\r");
    let answer = chat.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(answer.stdout).unwrap(), "hello Ann\n");
    typing.until("it ended with exit code 0");
    // Leaving ends nothing.
    typing.type_in("\x02d");
    typing.until("detached");
    assert!(tmux(&socket, &["has-session", "-t", "=muxi-tool"]).is_some());
    let chat = ask();
    // What the first one asked is still to be seen.
    until("it does not ask again", || shown(&socket).matches("name?").count() > 1);
    let mut typing = Terminal::start(&home, 80, &["agents", "attach", "tool"]);
    typing.until("name?");
    typing.type_in("\x03");
    typing.until("ended by signal 2");
    assert!(!chat.wait_with_output().unwrap().status.success());
    server.stop();
}

#[test]
fn what_is_typed_is_told_to_nobody_who_asked_and_is_in_no_log() {
    let home = home(&python(
        "import sys\ntty = open('/dev/tty', 'r+b', 0)\ntty.write(b'begun\\nword? ')\ntty.readline()\n\
         tty.write(b'thanks\\n')\nsys.exit(3)",
    ));
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    let mut chat = home.process(&["chat", "--raw", "x"]);
    let chat =
        chat.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    until("it does not ask", || shown(&socket).contains("word?"));
    let mut typing = Terminal::start(&home, 80, &["agents", "attach", "tool"]);
    typing.until("word?");
    typing.type_in("hunter2-typed\r");
    let answer = chat.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&answer.stderr);
    assert!(told.contains("exit code 3"), "{told}");
    assert!(!told.contains("hunter2") && !told.contains("begun"), "{told}");
    typing.until("hunter2-typed");
    let logs = home.ok(&["agents", "logs", "tool"]);
    assert!(logs.contains("begun") && !logs.contains("hunter2") && !logs.contains("thanks"), "{logs}");
    server.stop();
}

/// Ways from the program to other windows, to tmux and to shells; each prints what came of it.
const ATTACKS: &str = r"
import errno, fcntl, os, socket, subprocess, sys
def say(what, attempt):
    try:
        print(what, 'DONE', attempt(), flush=True)
    except OSError as error:
        print(what, errno.errorcode.get(error.errno, error.errno), flush=True)
place = sys.stdin.readline().strip()
say('socket', lambda: socket.socket(socket.AF_UNIX))
say('list', lambda: os.listdir(STATE))
say('beside', lambda: os.listdir(os.path.dirname(place)))
say('other', lambda: os.open('/dev/pts/0', os.O_RDWR))
say('ptmx', lambda: open('/dev/ptmx', 'r+b', 0))
say('typing', lambda: fcntl.ioctl(2, 0x5412, b'x'))
say('typing_long', lambda: fcntl.ioctl(2, 0x5412 | (1 << 32), b'x'))
say('tty', lambda: open('/dev/tty', 'w').close())
done = subprocess.run(['tmux', '-N', '-S', place, 'new-window', 'touch ' + OUT], capture_output=True, text=True)
print('tmux', done.returncode, done.stderr.strip(), flush=True)
say('key', lambda: open('.key').read())
say('shadow', lambda: open('/etc/shadow').read())
print('env', 'TMUX' in os.environ, flush=True)
";

#[test]
fn no_way_leads_from_the_program_to_tmux_or_out_of_its_walls() {
    let place = Home::empty();
    let out = place.path().join("out");
    let home = home(&shell("true"));
    home.keep("ANY", "a-value-that-is-secret");
    let script = format!("STATE = {:?}\nOUT = {:?}\n{ATTACKS}", home.state(), out);
    let formation = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", formation.replace(&shell("true"), &python(&script)));
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    // It is told where the socket is: nothing depends on its not being found.
    let answer = home.ok(&["chat", "--raw", socket.to_str().unwrap()]);
    for line in [
        "socket EAFNOSUPPORT",
        "list EACCES",
        "beside EACCES",
        "ptmx EACCES",
        "typing EPERM",
        "typing_long EPERM",
        "tty DONE None",
        "key EACCES",
        "shadow EACCES",
        "env False",
    ] {
        assert!(answer.lines().any(|said| said == line), "{line}: {answer}");
    }
    let of = |what: &str| answer.lines().find(|line| line.starts_with(what)).unwrap_or_default().to_owned();
    assert!(["other EACCES", "other ENOENT"].contains(&of("other").as_str()), "{answer}");
    let refused =
        format!("tmux 1 error connecting to {} (Address family not supported by protocol)", socket.display());
    assert_eq!(of("tmux"), refused, "{answer}");
    assert!(!out.exists(), "{answer}");
    server.stop();
}

#[test]
fn who_makes_tmux_run_a_command_is_behind_its_walls() {
    let home = home(&shell("cat"));
    home.keep("ANY", "a-value-that-is-secret");
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    let out = socket.parent().unwrap().join("out");
    let script = format!(
        "(cat {0}/formation.afs; ls {1}; touch {0}/x; cat /etc/shadow; echo end) > {2} 2>&1",
        home.formation().display(),
        home.state().display(),
        out.display()
    );
    tmux(&socket, &["run-shell", "-b", &script]).expect("tmux takes it");
    until("it does not end", || std::fs::read_to_string(&out).is_ok_and(|text| text.contains("end")));
    let said = std::fs::read_to_string(&out).unwrap();
    for refused in
        ["formation.afs: Permission denied", "open directory", "cannot touch", "shadow: Permission denied"]
    {
        assert!(said.contains(refused), "{refused}: {said}");
    }
    assert_eq!(said.lines().count(), 5, "{said}");
    assert!(!home.formation().join("x").exists());
    server.stop();
}

#[test]
fn nothing_stays_when_the_server_is_killed() {
    let home = home(&shell("trap '' TERM HUP INT; echo asleep >&2; sleep 100 & sleep 100"));
    let mut server = Server::start(&home, &[]);
    let socket = socket(&home);
    let mut chat = home.process(&["chat", "x"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    until("it does not begin", || shown(&socket).contains("asleep"));
    let programs = status(&home)["processes"].as_array().unwrap().clone();
    assert_eq!(programs.len(), 1, "{programs:?}");
    let program = u32::try_from(programs[0].as_u64().unwrap()).unwrap();
    let there = processes(&socket);
    assert!(there.len() >= 2, "{there:?}");
    // Somebody who looks on does not keep it alive.
    let mut looking = Terminal::start(&home, 80, &["agents", "attach", "tool"]);
    looking.until("asleep");
    server.signal(rustix::process::Signal::KILL);
    server.wait();
    assert_eq!(go_on(&there), [0; 0], "tmux goes on");
    assert!(gone(program), "the program goes on");
    // Nor does one that came after we looked.
    assert_eq!(processes_in(socket.parent().unwrap()), [0; 0]);
    assert!(!chat.wait().unwrap().success());
    // What is left of it is in nobody's way, and goes.
    assert!(socket.exists());
    let server = Server::start(&home, &[]);
    until("there is no new terminal", || {
        status(&home)["terminal"]["socket"].as_str().is_some_and(|at| Path::new(at).exists())
    });
    assert!(!socket.exists());
    server.stop();
}

#[test]
fn a_window_is_as_new_after_a_program_that_changed_it() {
    let home = home(&shell(r"printf '\033[5;10r' >/dev/tty; echo done"));
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    assert_eq!(home.ok(&["chat", "--raw", "x"]), "done\n");
    until("the end is not shown", || shown(&socket).contains("it ended with exit code 0"));
    let upper = tmux(&socket, &["list-windows", "-t", "=muxi-tool", "-F", "#{scroll_region_upper}"]).unwrap();
    assert!(upper.lines().all(|row| row == "0"), "{upper}");
    server.stop();
}

#[test]
fn two_turns_at_once_have_two_windows_and_only_some_stay() {
    // Long enough that all five are there at once on a busy machine.
    let home = home(&shell("read q; echo \"$q begins\" >&2; sleep 6; echo \"$q\""));
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    let chats: Vec<_> = (0..5).map(|n| format!("turn{n}")).collect();
    let chats: Vec<_> = chats
        .iter()
        .map(|name| {
            let mut chat = home.process(&["chat", "--raw", name]);
            (name, chat.stdout(std::process::Stdio::piped()).spawn().unwrap())
        })
        .collect();
    let windows = || tmux(&socket, &["list-windows", "-t", "=muxi-tool"]).unwrap_or_default().lines().count();
    until("not each has a window", || windows() == 5);
    for (name, chat) in chats {
        let answer = chat.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(answer.stdout).unwrap().trim(), name);
    }
    until("too many stay", || windows() == 3);
    server.stop();
}

#[test]
fn agents_of_one_name_in_two_places_and_a_second_server_have_their_own() {
    let (one, two) =
        (home_named("first", &shell("echo one >&2; echo 1")), home_named("other", &shell("echo 2")));
    let data = one.path().join("elsewhere");
    let servers = [Server::start(&one, &[]), Server::start(&two, &[])];
    let sockets = [socket(&one), socket(&two)];
    assert_ne!(sockets[0], sockets[1]);
    // A conversation without the server, beside it, with the same state.
    assert_eq!(one.ok(&["chat", "--local", "--raw", "x"]), "1\n");
    assert_eq!(one.ok(&["chat", "--local", "--raw", "--data-dir", data.to_str().unwrap(), "x"]), "1\n");
    assert_eq!(two.ok(&["chat", "--raw", "x"]), "2\n");
    assert_eq!(one.ok(&["chat", "--raw", "x"]), "1\n");
    assert!(shown(&sockets[0]).contains("one") && !shown(&sockets[1]).contains("one"));
    for server in servers {
        server.stop();
    }
}

#[test]
fn a_terminal_that_was_ended_from_inside_comes_back_with_the_next_turn() {
    let home = home(&shell("echo here >&2; echo done"));
    let server = Server::start(&home, &[]);
    let first = socket(&home);
    let there = processes(&first);
    drop(tmux(&first, &["kill-server"]));
    assert_eq!(go_on(&there), [0; 0], "it goes on");
    assert_eq!(home.ok(&["chat", "--raw", "x"]), "done\n");
    until("it does not come back", || shown(&first).contains("here"));
    server.stop();
}

#[test]
fn without_tmux_the_formation_starts_and_the_agent_says_what_to_install() {
    let home = home(&shell("echo done").replace("command: sh", "command: /bin/sh"));
    let empty = Home::empty();
    let path = empty.path().join("bin");
    std::fs::create_dir(&path).unwrap();
    let server = Server::start(&home, &[("PATH", path.to_str().unwrap())]);
    until("it is not told", || status(&home)["state"] == "failed");
    let agent = status(&home);
    assert_eq!(agent["terminal"]["error"]["code"], "tmux_missing");
    assert!(agent["terminal"]["error"]["hint"].as_str().unwrap().contains("apt-get install tmux"));
    let (code, _, err) = home.run(&["chat", "x"]);
    assert!(
        code == 1 && err.contains("tmux is not installed") && err.contains("apt-get install tmux"),
        "{err}"
    );
    let (code, _, err) = home.run(&["agents", "attach", "tool"]);
    assert!(code == 1 && err.contains("tmux is not installed"), "{code}: {err}");
    server.stop();
}

#[test]
fn attaching_needs_a_terminal_and_an_agent_that_has_one() {
    let home = home(&shell("cat"));
    let formation = String::from_utf8(home.read("formation.afs")).unwrap();
    let server = Server::start(&home, &[]);
    socket(&home);
    let (code, _, err) = home.run(&["agents", "attach", "tool"]);
    assert!(code == 7 && err.contains("needs a terminal"), "{code}: {err}");
    assert_eq!(home.run(&["agents", "attach", "nobody"]).0, 3);
    server.stop();
    home.write("formation.afs", formation.replace("    tmux: true\n", ""));
    let server = Server::start(&home, &[]);
    let (code, _, err) = home.run(&["agents", "attach", "tool"]);
    assert!(code == 3 && err.contains("tmux: true"), "{code}: {err}");
    assert_eq!(status(&home)["terminal"], json!(null));
    server.stop();
}

#[test]
fn no_secret_is_shown_in_a_window() {
    let home = home(
        &(shell("printf 'a-value-' >&2; sleep 0.2; echo that-is-secret >&2; echo $THE_KEY")
            + "    env:\n      THE_KEY: \"${{ secrets.THE_KEY }}\"\n"),
    );
    home.keep("THE_KEY", "a-value-that-is-secret");
    let server = Server::start(&home, &[]);
    let socket = socket(&home);
    assert_eq!(home.ok(&["chat", "--raw", "x"]), "[REDACTED:THE_KEY]\n");
    until("the end is not shown", || shown(&socket).contains("exit code 0"));
    let all = shown(&socket);
    assert_eq!(all.matches("[REDACTED:THE_KEY]").count(), 2, "{all}");
    assert!(!all.contains("that-is-secret"), "{all}");
    server.stop();
}
