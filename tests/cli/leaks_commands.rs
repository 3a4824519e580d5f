//! Every `secrets` command, each of its flags and its ways to fail: the value is where it was asked for only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::git_repo::Repo;
use crate::leaks::{CANARY, clean, clean_below};
use crate::place::{chmod, files, write_script};
use crate::support::Home;

/// Where a value may be, besides in the secrets file.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// Nowhere.
    Never,
    /// On stdout: it was asked for.
    Stdout,
    /// Nowhere; and it takes so long that it is run once only.
    NeverSlow,
}
use Shown::{Never, NeverSlow, Stdout};

/// A command with its options, what it gets on stdin (`@` is the value), and where the value may be then.
/// Files that hold the value are in `../given`.
type Row = (&'static [&'static str], &'static str, Shown);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (&["add", "OPENAI_API_KEY"], "@", Never),
    (&["add", "OPENAI_API_KEY", "--raw"], "@\n", Never),
    (&["add", "FRESH", "--strict"], " @ ", Never),
    (&["add", "FRESH", "--generate=16"], "", Never),
    (&["add", "FRESH", "sk-canary-7f3a9c51e8d2b604"], "", Never),
    (&["add", "FRESH", "--value", "sk-canary-7f3a9c51e8d2b604"], "", Never),
    (&["add", "FRESH", "--env", "../x"], "@", Never),
    (&["add"], "@", Never),
    (&["add", "--", "--"], "@", Never),
    (&["list"], "", Never),
    (&["list", "--env", "prod"], "", Never),
    (&["list", "--color", "always"], "", Never),
    (&["get", "OPENAI_API_KEY"], "", Stdout),
    (&["get", "OPENAI_API_KEYS"], "", Never),
    (&["get"], "@", Never),
    (&["delete", "OPENAI_API_KEY"], "", Never),
    (&["delete", "OPENAI_API_KEY", "--force"], "", Never),
    (&["delete", "NONE"], "", Never),
    (&["rename", "OPENAI_API_KEY", "MOVED"], "", Never),
    (&["rename", "OPENAI_API_KEY", "MOVED", "--dry-run"], "", Never),
    (&["rename", "OPENAI_API_KEY", "OTHER"], "", Never),
    (&["setup"], "@", Never),
    (&["setup", "--dry-run"], "", Never),
    (&["check"], "", Never),
    (&["check", "--values", "--all-envs", "--deny", "warnings"], "", Never),
    (&["seal"], "", Never),
    (&["seal", "--yes", "--prune"], "", Never),
    (&["convert", "--format", "1"], "", Never),
    (&["convert", "--format", "1", "--yes"], "", Never),
    (&["convert", "--format", "2"], "", Never),
    (&["doctor"], "", Never),
    (&["doctor", "--fix", "--max-age", "0"], "", Never),
    (&["resolve"], "", Never),
    (&["resolve", "--ours"], "", Never),
    (&["resolve", "--theirs", "--yes"], "", Never),
    (&["resolve", "OPENAI_API_KEY", "--take", "2"], "", Never),
    (&["resolve", "OPENAI_API_KEY", "--take", "9"], "", Never),
    (&["resolve", "OPENAI_API_KEY", "--value-from-stdin", "--raw"], "@\n", Never),
    (&["resolve", "sk-canary", "--value-from-stdin"], "@", Never),
    (&["diff"], "", Never),
    (&["diff", "HEAD~1"], "", Never),
    (&["diff", "HEAD~1", "HEAD"], "", Never),
    (&["diff", "nonsense"], "", Never),
    (&["rotate", "OPENAI_API_KEY"], "@", Never),
    (&["rotate", "OTHER", "--raw"], "@\n", Never),
    (&["rotate", "OPENAI_API_KEY", "--generate"], "", Never),
    (&["rotate", "NONE"], "@", Never),
    (&["rotate", "--plan"], "", Never),
    (&["rotate", "--plan", "--before", "HEAD"], "", Never),
    (&["rotate", "--revoked", "OLD"], "", Never),
    (&["git-setup"], "", Never),
    (&["git-setup", "--remove"], "", Never),
    (&["import", "../given/in.env"], "", Never),
    (&["import", "../given/in.json", "--overwrite", "--prefix", "X_"], "", Never),
    (&["import", "../given/in.yaml", "--skip-existing", "--dry-run"], "", Never),
    (&["import", "--format", "env"], "OPENAI_API_KEY=@x\n", Never),
    (&["import", "--format", "json"], "{\"A\": @}", Never),
    (&["import", "../given/none.env"], "", Never),
    (&["export"], "", Stdout),
    (&["export", "--format", "json", "--only", "OPENAI_API_KEY", "--yes"], "", Stdout),
    (&["export", "--format", "yaml", "--only", "OPENAI_API_KEY,NONE"], "", Never),
    (&["export", "--output", "../given/out.env", "--force"], "", Never),
    (&["export", "--output", "../given/out.env"], "", Never),
    (&["export", "--output", "../none/out.env"], "", Never),
    (&["run", "--", "env"], "", Never),
    (&["run", "--only", "OPENAI_API_KEY", "--allow-unsealed", "--", "sh", "-c", "echo $OPENAI_API_KEY >&2; exit 3"], "", Never),
    (&["run", "--no-mask", "--only", "OPENAI_API_KEY", "--", "env"], "", Stdout),
    (&["run", "--", "/no/such/program"], "", Never),
    (&["key", "show"], "", Never),
    (&["key", "export", "--plain", "--yes"], "", Never),
    (&["key", "export", "--new-passphrase-file", "../given/phrase", "--output", "../sent"], "", NeverSlow),
    (&["key", "export"], "@", Never),
    (&["key", "import", "../sent", "--passphrase-file", "../given/wrong"], "", NeverSlow),
    (&["key", "import", "../sent", "--passphrase-file", "../given/phrase"], "", NeverSlow),
    (&["key", "import", "../given/in.env", "--force"], "", Never),
    (&["key", "import"], "@", Never),
    (&["key", "passphrase", "--new-passphrase-file", "../given/phrase"], "", NeverSlow),
    (&["key", "passphrase", "--remove"], "", Never),
    (&["key", "passphrase"], "@", Never),
    (&["key", "rotate"], "", Never),
    (&["key", "rotate", "--key-output", "../new-key"], "", Never),
    (&["key", "rotate", "--finish"], "", Never),
    (&["key", "keychain"], "", Never),
    (&["key", "keychain", "--remove", "--force"], "", Never),
    (&["merge-driver", "--base", "--", "../m/base", "../m/ours", "../m/theirs", "secrets.enc"], "", Never),
    (&["merge-driver", "../m/base", "../m/ours", "../m/theirs", "secrets.enc"], "", Never),
    (&["merge-driver", "../given/in.env", "../m/ours", "../m/theirs", "secrets.enc"], "", Never),
    (&["merge-driver", "../m/base", "../m/ours", "../given/in.env", "secrets.enc"], "", Never),
    (&["textconv", "secrets.enc"], "", Never),
    (&["textconv", "../m/theirs"], "", Never),
    (&["textconv", "none.enc"], "", Never),
    (&["nonsense", "sk-canary"], "@", Never),
];

/// How it stands with key and file when the commands come.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stands {
    Good,
    FormatOne,
    Conflict,
    WithoutKey,
    WrongKey,
    BrokenKey,
    BrokenFile,
    ChangedValue,
}

const ALL: [Stands; 8] = [
    Stands::Good,
    Stands::FormatOne,
    Stands::Conflict,
    Stands::WithoutKey,
    Stands::WrongKey,
    Stands::BrokenKey,
    Stands::BrokenFile,
    Stands::ChangedValue,
];

/// A repository with a history in which the value came, was merged, and a secret went.
fn place(stands: Stands) -> Repo {
    let repo = Repo::bare(Home::quick_start(), "");
    repo.commit_secret("OLD", CANARY);
    repo.home.ok(&["secrets", "delete", "OLD"]);
    repo.commit_secret("OTHER", "other value");
    repo.commit_secret("OPENAI_API_KEY", &format!("{CANARY}-0"));
    if stands == Stands::FormatOne {
        repo.home.ok(&["secrets", "convert", "--format", "1"]);
        repo.commit("format 1");
        repo.commit_secret("OPENAI_API_KEY", CANARY);
        repo.commit_secret("TWICE", CANARY);
    } else {
        merged(&repo, stands);
    }
    let home = &repo.home;
    let (key, file) = (home.read(".key"), home.read("secrets.enc"));
    let at = home.formation().join(".key");
    match stands {
        Stands::Good | Stands::FormatOne | Stands::Conflict => {}
        Stands::WithoutKey => std::fs::remove_file(at).unwrap(),
        Stands::WrongKey => {
            let other = Home::quick_start();
            other.keep("X", "x");
            home.write(".key", other.read(".key"));
        }
        Stands::BrokenKey => home.write(".key", &key[..key.len() - 20]),
        Stands::BrokenFile => home.write("secrets.enc", &file[..file.len() / 2]),
        Stands::ChangedValue => {
            home.write("secrets.enc", String::from_utf8(file).unwrap().replace("\nOTHER ", "\nOTHEST "));
        }
    }
    repo
}

/// A merge of two values, of which ours is taken but for a conflict; its three files are kept in `m`.
fn merged(repo: &Repo, stands: Stands) {
    let home = &repo.home;
    let keep = |name: &str| {
        std::fs::create_dir_all(home.path().join("m")).unwrap();
        std::fs::write(home.path().join("m").join(name), home.read("secrets.enc")).unwrap();
    };
    keep("base");
    repo.branch("other", &[("OPENAI_API_KEY", &format!("{CANARY}-1"))]);
    repo.git(&["checkout", "--quiet", "other"]);
    keep("theirs");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit_secret("OPENAI_API_KEY", CANARY);
    keep("ours");
    repo.keep("TWICE", CANARY);
    repo.commit("twice");
    if stands == Stands::Conflict {
        repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    }
}

/// Files that hold the value because the test puts it there.
fn give(home: &Home) {
    let given = home.path().join("given");
    std::fs::create_dir_all(&given).unwrap();
    for (name, text) in [
        ("in.env", "A=@\nOPENAI_API_KEY='@ x'\n"),
        ("in.json", "{\"A\": \"@\"}"),
        ("in.yaml", "A: '@'\nOPENAI_API_KEY: \"@ x\"\n"),
        ("phrase", "@ a long passphrase\n"),
        ("wrong", "@ another passphrase\n"),
    ] {
        std::fs::write(given.join(name), text.replace('@', CANARY)).unwrap();
        chmod(&given.join(name), 0o600);
    }
}

/// A `git` that first tells what it was given, and by whom; its log.
fn telling_git(home: &Home) -> (String, PathBuf) {
    let tools = home.path().join("tools");
    std::fs::create_dir_all(&tools).unwrap();
    let told = home.path().join("told");
    let script = format!(
        "#!/bin/sh\n{{ env; echo \"$@\"; cat /proc/$PPID/cmdline /proc/$PPID/environ; }} >> {} 2>/dev/null\nPATH=${{PATH#*:}}\nexec git \"$@\"\n",
        told.display()
    );
    write_script(&tools.join("git"), &script);
    (format!("{}:{}", tools.display(), std::env::var("PATH").unwrap()), told)
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Puts all files back as they were, but for what git keeps.
fn put_back(home: &Home, before: &Files) {
    for (path, bytes) in files(home.path()) {
        if before.get(&path) != Some(&bytes) && !before.contains_key(&path) && !path.ends_with("sent") {
            std::fs::remove_file(&path).unwrap();
        }
    }
    for (path, bytes) in before {
        if std::fs::read(path).ok().as_ref() != Some(bytes) {
            let secret = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(".key"));
            std::fs::write(path, bytes).unwrap();
            chmod(path, if secret { 0o600 } else { 0o644 });
        }
    }
}

/// Nothing below the home but what is `known` has it, but for what was given or exported; and nobody dumped core.
fn clean_home(home: &Home, known: &Files) {
    for (path, bytes) in files(home.path()) {
        if known.get(&path) != Some(&bytes) && !path.starts_with(home.path().join("given")) {
            clean(&path.display().to_string(), &bytes);
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.starts_with("core"), "{name}");
    }
}

fn run_all(stands: Stands) {
    let repo = place(stands);
    let home = &repo.home;
    give(home);
    let (path, told) = telling_git(home);
    clean_home(home, &Files::new());
    let before = files(home.path());
    for (number, (args, stdin, shown)) in ROWS.iter().enumerate() {
        for json in [false, true] {
            let slow = *shown == NeverSlow;
            // Where things are as they should be both ways; else by turns.
            let turn = stands == Stands::Good || json == ((number + stands as usize).is_multiple_of(2));
            if if slow { json || stands != Stands::Good } else { !turn } {
                continue;
            }
            // A program that is run comes after all options.
            let switch: &[&str] = if json { &["--json"] } else { &[] };
            let args: Vec<_> =
                ["--no-input"].iter().chain(switch).chain(&["secrets"]).chain(*args).copied().collect();
            let mut command = home.muxi(&args);
            command.env("PATH", &path).env("TMPDIR", home.state());
            let output = command.write_stdin(stdin.replace('@', CANARY)).output().unwrap();
            let case = format!("{args:?}, {stands:?}");
            assert!(output.status.code().is_some_and(|code| code != 101), "{case}: it panics");
            clean(&format!("the notes of {case}"), &output.stderr);
            if *shown != Stdout {
                clean(&format!("the output of {case}"), &output.stdout);
            }
            clean_home(home, &before);
            if *shown == NeverSlow && stands == Stands::Good && !args.contains(&"../given/wrong") {
                assert!(output.status.success(), "{case}: {}", String::from_utf8_lossy(&output.stderr));
            }
            put_back(home, &before);
        }
    }
    // The rows that are to show it do, so that the others do not succeed by doing nothing.
    if matches!(stands, Stands::Good | Stands::FormatOne) {
        assert!(home.ok(&["secrets", "get", "OPENAI_API_KEY"]).contains(CANARY));
        assert!(home.ok(&["secrets", "export"]).contains(CANARY));
    }
    assert!(!told.exists(), "it is put back too");
    // What git and its caller were given, of all that call it.
    let mut command = home.muxi(&["secrets", "doctor"]);
    command.env("PATH", &path).output().unwrap();
    let told = std::fs::read(told).unwrap();
    assert!(told.windows(7).any(|w| w == b"secrets"), "nobody told");
    clean_below(&home.state());
}

#[test]
fn no_command_but_get_prints_it() {
    let wide = ALL.chunks(4);
    std::thread::scope(|scope| {
        for part in wide {
            scope.spawn(|| part.iter().for_each(|stands| run_all(*stands)));
        }
    });
}

/// The commands below this one that do something, with their own options.
pub fn leaves(command: &clap::Command, path: &[String], found: &mut BTreeMap<String, BTreeSet<String>>) {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let path = [path, &[sub.get_name().to_owned()]].concat();
        if sub.has_subcommands() {
            leaves(sub, &path, found);
        } else {
            let own = sub.get_arguments().filter(|arg| !arg.is_global_set());
            let long = own.filter_map(|arg| arg.get_long()).filter(|long| *long != "help");
            found.insert(path.join(" "), long.map(|long| format!("--{long}")).collect());
        }
    }
}

#[test]
fn every_command_and_option_has_a_row() {
    let all = muxi::cli::command();
    let secrets = all.find_subcommand("secrets").unwrap();
    let mut commands = BTreeMap::new();
    leaves(secrets, &[], &mut commands);
    assert!(commands.len() > 20 && commands.contains_key("key rotate"), "{commands:?}");
    for (command, options) in commands {
        let words: Vec<_> = command.split(' ').collect();
        let rows: Vec<_> = ROWS.iter().filter(|(args, ..)| args.starts_with(&words)).collect();
        assert!(!rows.is_empty(), "write a row for `muxi secrets {command}`");
        for option in options {
            let uses = |arg: &&str| *arg == option || arg.starts_with(&format!("{option}="));
            let is_there = rows.iter().any(|(args, ..)| args.iter().any(uses));
            assert!(is_there, "write a row for `muxi secrets {command} {option}`");
        }
    }
}
