//! Containers and CI: the shell lines of docs/ci.md as they are written, the health check of the image,
//! what compose.yaml promises, and a run where all but the state is read-only.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_yaml::Value;

use crate::place::outcome;
use crate::support::{Home, Server};

fn repository(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The first block of docs/ci.md below a heading.
fn block(heading: &str) -> Value {
    let document = repository("docs/ci.md");
    let section = document.split(&format!("\n## {heading}\n")).nth(1).expect("the section");
    let block = section.split("```yaml\n").nth(1).expect("a block").split("\n```").next().unwrap();
    serde_yaml::from_str(block).unwrap_or_else(|e| panic!("{heading}: {e}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value:?}"))
}

/// A home whose formation has the secret that it wants, and whose key is beside it, in nobody's way.
fn job() -> (Home, String) {
    let home =
        Home::with(&crate::support::QUICK_START.replacen("id: my-agent", "id: my-agent\ndescription: x", 1));
    let described = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write(
        "formation.afs",
        described.replace("  - id: assistant", "  - id: assistant\n    description: x"),
    );
    home.keep("OPENAI_API_KEY", "sk-proj-Zq8Lm2Xv7Rt4Wn9Kc3Yb6Hd1");
    let key = String::from_utf8(home.read(".key")).unwrap();
    std::fs::rename(home.formation().join(".key"), home.path().join("key")).unwrap();
    (home, key)
}

/// Runs a job's shell lines as its runner does. `muxi` notes what it was given, then is itself.
fn run(home: &Home, shell: &str, script: &str, variables: &[(&str, &str)]) -> (i32, String, String) {
    let bin = home.path().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let seen = home.path().join("seen");
    let shim = format!(
        "#!/bin/sh\n{{ printf '%s\\n' \"$@\"; tr '\\0' '\\n' < /proc/$$/environ; }} >> '{}'\nexec '{}' \"$@\"\n",
        seen.display(),
        env!("CARGO_BIN_EXE_muxi")
    );
    crate::place::write_script(&bin.join("muxi"), &shim);
    let mut command = Command::new(shell);
    let flags: &[&str] = if shell == "bash" { &["-eo", "pipefail"] } else { &["-e"] };
    command.args(flags).args(["-c", script]).current_dir(home.formation()).env_clear();
    command.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
    command.env("HOME", home.path().join("home")).env("MUXI_STATE_DIR", home.state());
    command.envs(variables.iter().copied()).stdin(Stdio::null());
    outcome(command)
}

/// Nothing of the key was in an argument or in the environment of muxi.
fn key_was_not_shown(home: &Home, key: &str, commands: usize) {
    let seen = std::fs::read_to_string(home.path().join("seen")).unwrap();
    assert_eq!(seen.matches("MUXI_SECRETS_KEY_FD=3").count(), commands, "{seen}");
    for word in key.split_whitespace().filter(|word| word.len() > 20) {
        assert!(!seen.contains(word), "{seen}");
    }
}

fn github() -> (String, Vec<(String, String)>) {
    let job = &block("GitHub Actions")["jobs"]["check"];
    assert_eq!(text(&job["defaults"]["run"]["shell"]), "bash");
    let step =
        job["steps"].as_sequence().expect("steps").iter().find(|step| step["run"].is_string()).expect("one");
    let env = step["env"].as_mapping().expect("its variables");
    let env = env.iter().map(|(name, value)| (text(name).to_owned(), text(value).to_owned()));
    (text(&step["run"]).to_owned(), env.collect())
}

#[test]
fn the_github_job_checks_with_the_key_from_a_descriptor() {
    let (script, env) = github();
    assert_eq!(env, [("MUXI_KEY".to_owned(), "${{ secrets.MUXI_KEY }}".to_owned())]);
    let (home, key) = job();
    let (code, _, stderr) = run(&home, "bash", &script, &[("MUXI_KEY", &key)]);
    assert_eq!(code, 0, "{stderr}");
    key_was_not_shown(&home, &key, 2);
    // A pull request of a stranger has no key: names are checked, and values stay closed.
    let (code, _, stderr) = run(&home, "bash", &script, &[("MUXI_KEY", "")]);
    assert_eq!(code, 0, "{stderr}");
    let other = key.replace(|c: char| c.is_ascii_digit(), "0");
    let (code, _, stderr) = run(&home, "bash", &script, &[("MUXI_KEY", &other)]);
    assert_eq!(code, 1, "a mistyped key: {stderr}");
    home.write("formation.afs", "schema: 1\n");
    let (code, _, stderr) = run(&home, "bash", &script, &[("MUXI_KEY", &key)]);
    assert_eq!(code, 1, "{stderr}");
}

#[test]
fn the_gitlab_job_checks_with_the_key_from_a_descriptor_in_any_shell() {
    let lines = block("GitLab")["formation"]["script"].as_sequence().expect("lines").clone();
    // The formation is where the test stands.
    let lines: Vec<_> = lines.iter().map(text).filter(|line| !line.starts_with("cd ")).collect();
    // `muxi test` from recordings has tests of its own.
    let (tests, lines): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.starts_with("muxi test "));
    assert_eq!((lines.len(), tests.len()), (3, 1));
    for shell in ["bash", "sh"] {
        let (home, key) = job();
        let file = home.path().join("key");
        let (code, _, stderr) = run(&home, shell, &lines.join("\n"), &[("MUXI_KEY", file.to_str().unwrap())]);
        assert_eq!(code, 0, "{stderr}");
        key_was_not_shown(&home, &key, 2);
        std::fs::write(&file, "hello").unwrap();
        let (code, _, stderr) = run(&home, shell, &lines.join("\n"), &[("MUXI_KEY", file.to_str().unwrap())]);
        assert_eq!(code, 1, "a key that is none: {stderr}");
    }
}

#[test]
fn the_health_check_of_the_image_tells_a_server_from_none() {
    let dockerfile = repository("Dockerfile").replace("\\\n", " ");
    let line = dockerfile.lines().find(|line| line.starts_with("HEALTHCHECK")).expect("one");
    let command: Vec<String> = serde_json::from_str(line.split("CMD ").nth(1).expect("a command")).unwrap();
    assert!(command.iter().any(|word| word.contains("/127.0.0.1/8271")), "{command:?}");
    let healthy = |port: u16| {
        let words: Vec<_> = command.iter().map(|word| word.replace("/8271", &format!("/{port}"))).collect();
        Command::new(&words[0]).args(&words[1..]).stderr(Stdio::null()).status().unwrap().success()
    };
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let port = server.address().port();
    assert!(healthy(port));
    server.stop();
    assert!(!healthy(port));
}

#[test]
fn the_command_of_the_image_and_of_compose_listens_where_a_published_port_comes_in() {
    let dockerfile = repository("Dockerfile");
    let command = dockerfile.lines().find_map(|line| line.strip_prefix("CMD ")).expect("one");
    let image: Vec<String> = serde_json::from_str(command).unwrap();
    let compose: Value = serde_yaml::from_str(&repository("compose.yaml")).unwrap();
    let words = compose["services"]["muxi"]["command"].as_sequence().expect("words");
    let compose: Vec<String> = words.iter().map(|word| default(text(word))).collect();
    for words in [image, compose] {
        let home = Home::echo();
        assert_eq!(words[0], "serve");
        let args: Vec<_> = words[2..].iter().map(String::as_str).collect();
        let server = Server::start_with(&home, &args, &[("MUXI_LISTEN", "0.0.0.0")]);
        assert!(server.address().ip().is_unspecified(), "{words:?}: {}", server.address());
    }
}

/// `${NAME:-default}` without a variable of that name.
fn default(text: &str) -> String {
    match text.split_once("${") {
        None => text.to_owned(),
        Some((before, rest)) => {
            let (inner, after) = rest.split_once('}').expect("it ends");
            format!("{before}{}{}", inner.split_once(":-").expect("a default").1, default(after))
        }
    }
}

#[test]
fn compose_keeps_all_but_the_state_read_only_and_the_key_out_of_the_image() {
    let compose: Value = serde_yaml::from_str(&repository("compose.yaml")).unwrap();
    let service = &compose["services"]["muxi"];
    assert_eq!(service["read_only"].as_bool(), Some(true));
    assert_eq!(text(&service["cap_drop"][0]), "ALL");
    assert_eq!(text(&service["security_opt"][0]), "no-new-privileges:true");
    assert_eq!(service["volumes"][0]["read_only"].as_bool(), Some(true));
    assert_eq!(default(text(&service["volumes"][0]["source"])), "./formations");
    let ports = service["ports"].as_sequence().expect("ports");
    assert!(ports.iter().all(|port| text(port).starts_with("127.0.0.1:")), "{ports:?}");
    let mounted = format!("/run/secrets/{}", text(&service["secrets"][0]));
    assert_eq!(text(&service["environment"]["MUXI_SECRETS_KEY_FILE"]), mounted);
    // What the build sees begins with nothing, and what may be let in later holds no key.
    let ignore = repository(".dockerignore");
    let lines: Vec<_> = ignore.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines[0], "*");
    let last = lines.iter().rposition(|line| line.starts_with('!')).expect("something is let in");
    let keys = lines.iter().position(|line| *line == "**/.key").expect("keys are kept out");
    assert!(keys > last, "a later line would let it in again");
    assert!(!lines.iter().any(|line| line.contains("!formations")), "{lines:?}");
}

/// All read-only but the state: `$1` is the home, `$2` muxi.
const READ_ONLY: &str = r#"
set -eu
mount --bind "$1/state" "$1/state"
mount -o remount,bind,ro /
mount --bind "$1/formation" "$1/formation" && mount -o remount,bind,ro "$1/formation"
cd "$1/formation"
if touch x 2>/dev/null || touch "$1/x" 2>/dev/null; then echo "it can be written" >&2; exit 9; fi
"#;

/// What is done there; `$2` is muxi, and both keys are tried.
const IN_IT: &str = r#"
check() {
  "$2" secrets list >"$1/state/out" || exit 11
  grep -q '^OPENAI_API_KEY' "$1/state/out" || exit 12
  [ "$("$2" secrets get OPENAI_API_KEY)" = sk-proj-Zq8Lm2Xv7Rt4Wn9Kc3Yb6Hd1 ] || exit 13
  "$2" validate >"$1/state/out" 2>&1 || exit 14
}
MUXI_SECRETS_KEY_FILE="$1/key" check "$@"
[ "$(MUXI_SECRETS_KEY_FD=3 "$2" secrets get OPENAI_API_KEY 3<"$1/key")" = sk-proj-Zq8Lm2Xv7Rt4Wn9Kc3Yb6Hd1 ] || exit 15
[ "$(cat "$1/key" | MUXI_SECRETS_KEY_FD=3 "$2" secrets get OPENAI_API_KEY 3<&0)" = sk-proj-Zq8Lm2Xv7Rt4Wn9Kc3Yb6Hd1 ] || exit 16
MUXI_SECRETS_KEY_FD=3 "$2" serve --json --port 0 3<"$1/key" >"$1/state/ready" & server=$!
for _ in $(seq 200); do [ -s "$1/state/ready" ] && break; sleep 0.05; done
MUXI_SECRETS_KEY_FILE="$1/key" "$2" chat --no-stream Hello >"$1/state/said" || { kill "$server"; exit 17; }
kill "$server"; wait "$server" || exit 18
grep -q Hello "$1/state/said" || exit 19
code=0; printf x | MUXI_SECRETS_KEY_FILE="$1/key" "$2" secrets add NEW || code=$?
[ "$code" = 1 ] || exit 20
"#;

#[test]
fn list_get_validate_serve_and_chat_work_where_all_but_the_state_is_read_only() {
    let (home, _) = job();
    // It asks a model that is built in, and has the secret all the same.
    let formation = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", formation.replace("openai/gpt-4o-mini", "muxi/echo"));
    std::fs::create_dir_all(home.state()).unwrap();
    let key = home.path().join("key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o444)).unwrap();
    let before = crate::place::files(&home.formation());
    let run = |program: &str, args: &[&str], script: &str| {
        let plain = home.process(&[]);
        let mut command = Command::new(program);
        command.args(args).args(["bash", "-c", script, "bash"]).arg(home.path()).arg(plain.get_program());
        command.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        outcome(command)
    };
    let (probe, ..) = run("unshare", &["-rm", "--"], READ_ONLY);
    let (code, stdout, stderr) = if probe == 0 {
        run("unshare", &["-rm", "--"], &format!("{READ_ONLY}{IN_IT}"))
    } else {
        // No namespaces for us here. Root would pass the bits, so this says less.
        drop(writeln!(std::io::stderr(), "no read-only mount ({probe}): permission bits instead"));
        let bits =
            |mode| std::fs::set_permissions(home.formation(), std::fs::Permissions::from_mode(mode)).unwrap();
        bits(0o555);
        let without_add = IN_IT.split("code=0;").next().unwrap();
        let done = run("env", &[], &format!("set -eu\ncd \"$1/formation\"\n{without_add}"));
        bits(0o755);
        done
    };
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(probe != 0 || stderr.contains("file_not_permitted") || stderr.contains("ead-only"), "{stderr}");
    assert!(before == crate::place::files(&home.formation()), "the formation is as it was");
}
