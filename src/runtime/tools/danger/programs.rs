//! What single commands would do.

use super::shell::Command;
use super::{Danger, paths};

mod clouds;
mod disks;

/// They run what follows them.
const WRAPPERS: [&str; 33] = [
    "env",
    "nohup",
    "nice",
    "ionice",
    "time",
    "command",
    "exec",
    "builtin",
    "xargs",
    "parallel",
    "timeout",
    "setsid",
    "stdbuf",
    "busybox",
    "toybox",
    "chroot",
    "unshare",
    "nsenter",
    "watch",
    "strace",
    "ssh",
    "docker",
    "podman",
    "kubectl",
    "runuser",
    "su",
    "script",
    "flock",
    "sshpass",
    "gosu",
    "cmd",
    "powershell",
    "pwsh",
];
/// Words of the shell before a command.
const KEYWORDS: [&str; 9] = ["then", "do", "else", "elif", "if", "while", "until", "!", "function"];
const SHELLS: [&str; 19] = [
    "sh",
    "bash",
    "zsh",
    "dash",
    "ksh",
    "ash",
    "fish",
    "csh",
    "tcsh",
    "python",
    "python2",
    "python3",
    "perl",
    "ruby",
    "node",
    "php",
    "pwsh",
    "powershell",
    "iex",
];
/// They print their arguments, or look for them, and run none.
const SHOW: [&str; 12] =
    ["echo", "printf", "grep", "egrep", "fgrep", "rg", "ag", "man", "which", "type", "whatis", "logger"];
const FETCHERS: [&str; 9] =
    ["curl", "wget", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "fetch", "aria2c", "http"];
/// What hides what is run.
const DECODERS: [&str; 7] = ["base64", "base32", "xxd", "openssl", "uudecode", "rev", "gunzip"];
/// So many words behind a wrapper may be the program that it runs.
const MOST_BEHIND: usize = 16;

/// The first of `commands` that looks dangerous.
pub(super) fn danger(commands: &[Command]) -> Option<Danger> {
    let one = |command: &Command| {
        into(command).or_else(|| starts(&command.words).find_map(|words| program(words, command)))
    };
    commands.iter().find_map(one).or_else(|| made(commands))
}

/// Whether it prints or looks for its words, so that they are no commands.
pub(super) fn only_shows(command: &Command) -> bool {
    let words = bare(&command.words);
    let Some(name) = words.first().map(|word| base(word)) else { return false };
    let sub = |nth: usize| words.get(nth).map(String::as_str).unwrap_or_default();
    SHOW.contains(&name.as_str())
        || (name == "git" && matches!(sub(1), "commit" | "log" | "grep" | "tag" | "notes"))
}

/// The program's name without its directory, in lower case.
fn base(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    let lower = name.to_ascii_lowercase();
    lower.strip_suffix(".exe").map(str::to_owned).unwrap_or(lower)
}

/// Without assignments and words of the shell.
fn bare(words: &[String]) -> &[String] {
    let is_before = |word: &String| {
        let name = word.split_once('=').map(|(name, _)| name);
        KEYWORDS.contains(&word.as_str())
            || name.is_some_and(|name| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            })
    };
    let skip = words.iter().take_while(|word| is_before(word)).count();
    &words[skip..]
}

/// The command, and what may be a command behind a program that runs others.
fn starts(words: &[String]) -> impl Iterator<Item = &[String]> {
    let words = bare(words);
    let wraps = words.first().is_some_and(|word| {
        let name = base(word);
        WRAPPERS.contains(&name.as_str()) || is_root(&name)
    });
    let most = if wraps { MOST_BEHIND.min(words.len()) } else { words.len().min(1) };
    (0..most).map(move |at| &words[at..])
}

fn is_root(name: &str) -> bool {
    matches!(name, "sudo" | "doas" | "pkexec")
}

fn program(words: &[String], command: &Command) -> Option<Danger> {
    let name = base(words.first()?);
    let name = name.as_str();
    let rest: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let has = |word: &str| rest.contains(&word);
    if SHELLS.contains(&name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'))
        && command.piped
        && reads_script(name, &rest)
    {
        return Some("runs what another program writes (| sh)");
    }
    if is_root(name) {
        return Some("runs as another user (sudo)");
    }
    if (name.starts_with('$') && name.len() > 1) && rest.iter().any(|word| is_flag(word, "rf")) {
        return Some("runs a program that a variable hides");
    }
    if let Some(danger) = paths::whole_directory(name, &rest) {
        return Some(danger);
    }
    match name {
        "rm" | "unlink" | "rmdir" if behind_xargs(command) => {
            Some("deletes what another program lists (xargs rm)")
        }
        "rm" => removes(&rest),
        "find" if has("-delete") => Some("deletes what it finds (find -delete)"),
        "find" => {
            let runs = |word: &&str| matches!(*word, "-exec" | "-execdir" | "-ok" | "-okdir");
            let at = rest.iter().position(runs)?;
            let run = rest.get(at + 1)?;
            matches!(base(run).as_str(), "rm" | "shred" | "unlink" | "sh" | "bash")
                .then_some("deletes what it finds (find -exec rm)")
        }
        "rsync" if rest.iter().any(|word| word.starts_with("--del")) => {
            Some("deletes what is not in the source (rsync --delete)")
        }
        "chmod" => modes(&rest),
        "chown" | "chgrp" if rest.iter().any(|word| is_flag(word, "R") || *word == "--recursive") => {
            rest.iter().any(|word| is_top(word)).then_some("gives a whole system to another owner (chown -R)")
        }
        "eval" | "source" | "." if rest.iter().any(|word| word.starts_with('$')) => {
            Some("runs what a variable holds (eval)")
        }
        "crontab" if has("-r") => Some("takes all timers away (crontab -r)"),
        "kill" if has("-1") && has("-9") || has("-KILL") && has("-1") => {
            Some("ends all programs (kill -9 -1)")
        }
        "nc" | "ncat" | "netcat" if has("-e") || has("-c") => Some("gives a shell to the network (nc -e)"),
        "git" => git(&rest),
        _ => anywhere(words).or_else(|| disks::danger(name, &rest)).or_else(|| clouds::danger(name, &rest)),
    }
}

/// Whether a shell takes its script from its input: it is told so, or no other is named.
fn reads_script(name: &str, rest: &[&str]) -> bool {
    let shell = name.ends_with("sh");
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        if matches!(*word, "-" | "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0") {
            return true;
        }
        let short = word.starts_with(['-', '+']) && !word.starts_with("--");
        if shell && is_flag(word, "s") && !is_flag(word, "c") {
            return true;
        }
        // The word behind these is their value.
        let has_value = if shell {
            (short && word.ends_with(['o', 'O'])) || matches!(*word, "--rcfile" | "--init-file")
        } else {
            name.starts_with("python") && matches!(*word, "-W" | "-X")
        };
        if has_value {
            words.next();
        } else if !short && !word.starts_with("--") {
            return false;
        }
    }
    true
}

/// `rm -rf` behind a program that nobody knows here, which may run it.
fn anywhere(words: &[String]) -> Option<Danger> {
    if SHOW.contains(&base(words.first()?).as_str()) {
        return None;
    }
    let at = words.iter().skip(1).position(|word| word == "rm" || word.ends_with("/rm"))? + 1;
    let rest: Vec<&str> = words[at + 1..].iter().map(String::as_str).collect();
    removes(&rest).filter(|_| rest.first().is_some_and(|word| word.starts_with('-')))
}

fn behind_xargs(command: &Command) -> bool {
    bare(&command.words).first().is_some_and(|word| matches!(base(word).as_str(), "xargs" | "parallel"))
}

fn removes(rest: &[&str]) -> Option<Danger> {
    // What follows `--` are names.
    let end = rest.iter().position(|word| *word == "--").unwrap_or(rest.len());
    let flags = &rest[..end];
    let long = |word: &str, whole: &str| word.len() > 2 && whole.starts_with(word);
    let hit = |word: &&str| {
        is_flag(word, "rRf")
            || long(word, "--recursive")
            || long(word, "--force")
            || word.starts_with("--no-preserve")
            || word.eq_ignore_ascii_case("-recurse")
    };
    if flags.iter().any(hit) {
        return Some("deletes files for good (rm -r or -f)");
    }
    let everything = |word: &&str| matches!(*word, "*" | "/*" | "./*" | "~" | "~/*" | ".*" | "/");
    rest.iter().any(everything).then_some("deletes everything there (rm *)")
}

/// Whether it is a group of short options with one of `letters`.
fn is_flag(word: &str, letters: &str) -> bool {
    word.strip_prefix('-').is_some_and(|flags| {
        !flags.is_empty()
            && flags.chars().all(|c| c.is_ascii_alphabetic())
            && flags.len() <= 8
            && flags.contains(|c| letters.contains(c))
    })
}

fn modes(rest: &[&str]) -> Option<Danger> {
    let all = |word: &str| {
        matches!(word.trim_start_matches('0'), "777" | "1777" | "2777" | "4777" | "6777")
            || matches!(word, "a+rwx" | "ugo+rwx" | "+rwx" | "a=rwx" | "ugo=rwx" | "o+w" | "o+rwx" | "a+w")
    };
    let deep = rest.iter().any(|word| is_flag(word, "R") || *word == "--recursive");
    if deep && rest.iter().any(|word| all(word)) {
        return Some("lets everybody write everywhere (chmod -R 777)");
    }
    let set_id = |word: &&str| matches!(*word, "u+s" | "g+s" | "+s" | "ug+s" | "4755" | "4777" | "6755");
    if rest.iter().any(set_id) {
        return Some("makes a program run as its owner (chmod u+s)");
    }
    (rest.iter().any(|word| all(word) || *word == "000") && rest.iter().any(|word| is_top(word)))
        .then_some("changes who may use the whole system (chmod)")
}

fn is_top(word: &str) -> bool {
    matches!(
        word.trim_end_matches(['*', '/']),
        "" | "/etc"
            | "/usr"
            | "/bin"
            | "/sbin"
            | "/lib"
            | "/var"
            | "/boot"
            | "/root"
            | "/home"
            | "~"
            | "/dev"
            | "/opt"
    ) && !word.is_empty()
}

fn git(rest: &[&str]) -> Option<Danger> {
    // Options before the command, with their values.
    let mut at = 0;
    while let Some(word) = rest.get(at).filter(|word| word.starts_with('-')) {
        at += if matches!(*word, "-C" | "-c" | "--git-dir" | "--work-tree") { 2 } else { 1 };
    }
    let (command, rest) = rest.get(at..)?.split_first()?;
    let has = |word: &str| rest.contains(&word);
    match *command {
        "push" => rest
            .iter()
            .any(|word| {
                word.starts_with("--force")
                    || is_flag(word, "fd")
                    || matches!(*word, "--mirror" | "--delete" | "--prune")
                    || (word.len() > 1 && word.starts_with(['+', ':']))
            })
            .then_some("overwrites or deletes what others have (git push --force)"),
        "reset" if has("--hard") => Some("throws changes away (git reset --hard)"),
        "clean" if rest.iter().any(|word| is_flag(word, "f") || word.starts_with("--force")) => {
            Some("deletes files that git does not know (git clean -f)")
        }
        "checkout" | "switch" if has("--force") || rest.iter().any(|word| is_flag(word, "f")) => {
            Some("throws changes away (git checkout -f)")
        }
        "checkout" | "restore" if has(".") => Some("throws changes away (git checkout .)"),
        "filter-branch" | "filter-repo" => Some("writes the history anew (git filter-branch)"),
        "branch" if has("-D") => Some("deletes a branch that is not merged (git branch -D)"),
        "stash" if has("clear") || has("drop") => Some("throws changes away (git stash clear)"),
        "reflog" if has("expire") || has("delete") => Some("throws the history away (git reflog expire)"),
        "update-ref" if has("-d") => Some("deletes a branch (git update-ref -d)"),
        _ => None,
    }
}

/// Where it writes to.
fn into(command: &Command) -> Option<Danger> {
    command.into.iter().find_map(|target| {
        if disks::is_disk(target) {
            return Some("writes over a disk");
        }
        let system =
            ["/etc/passwd", "/etc/shadow", "/etc/sudoers", "/etc/crontab", "/etc/hosts", "/proc/", "/sys/"];
        if system.iter().any(|start| target.starts_with(start)) {
            return Some("writes over a file of the system");
        }
        target.starts_with("/dev/tcp/").then_some("talks to the network from a shell (/dev/tcp)")
    })
}

/// Commands that make others: `bash <(curl …)`, `eval "$(… | base64 -d)"`, `curl … | sudo`.
fn made(commands: &[Command]) -> Option<Danger> {
    commands.iter().find_map(|command| {
        let outer = &commands[command.makes_for?];
        let runner = bare(&outer.words).iter().take(4).map(|word| base(word)).find(|name| {
            SHELLS.contains(&name.as_str()) || matches!(name.as_str(), "eval" | "source" | "." | "exec")
        });
        // A command that is made as a whole has no other word.
        let whole = outer.words.first().is_some_and(String::is_empty);
        if runner.is_none() && !whole {
            return None;
        }
        let name = bare(&command.words).first().map(|word| base(word))?;
        (FETCHERS.contains(&name.as_str()) || DECODERS.contains(&name.as_str()))
            .then_some("runs what it fetches or decodes")
    })
}
