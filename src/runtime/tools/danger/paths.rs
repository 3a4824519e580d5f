//! Paths of files that hold keys, tokens and passwords.

use super::Danger;

const DANGER: Danger = "names a file that holds credentials";

/// Ends of paths, each of whole parts, outside of [`DIRECTORIES`].
const FILES: [&str; 23] = [
    "id_rsa",
    "id_ed25519",
    "id_ecdsa",
    "id_dsa",
    "etc/shadow",
    "etc/gshadow",
    "etc/sudoers",
    "etc/master.passwd",
    ".kube/config",
    ".docker/config.json",
    ".netrc",
    "_netrc",
    ".pgpass",
    ".my.cnf",
    ".git-credentials",
    ".npmrc",
    ".pypirc",
    ".htpasswd",
    "secrets.enc",
    ".vault-token",
    ".config/gh/hosts.yml",
    "application_default_credentials.json",
    "etc/krb5.keytab",
];
/// Directories of which every file counts.
const DIRECTORIES: [&str; 7] =
    [".ssh", ".aws", ".gnupg", ".password-store", "etc/sudoers.d", ".config/gcloud", "etc/ssl/private"];
/// In these nothing is secret.
const HARMLESS: [&str; 4] = [".ssh/known_hosts", ".ssh/config", ".ssh", ".gnupg"];

/// They read each file of a directory that they are given.
const READERS: [&str; 22] = [
    "cat", "bat", "tar", "bsdtar", "zip", "7z", "cpio", "pax", "cp", "mv", "scp", "rsync", "sftp", "rclone",
    "grep", "egrep", "rg", "ag", "head", "tail", "strings", "base64",
];
/// They read no file of it.
const LISTERS: [&str; 19] = [
    "ls", "ll", "dir", "cd", "pushd", "mkdir", "rmdir", "chmod", "chown", "chgrp", "stat", "du", "tree",
    "test", "[", "[[", "touch", "echo", "printf",
];

/// A program that reads one of the directories as a whole: `tar cz ~/.ssh`, `cat ~/.ssh/*`.
pub(super) fn whole_directory(name: &str, rest: &[&str]) -> Option<Danger> {
    if LISTERS.contains(&name) {
        return None;
    }
    // The last word of these is where they write to.
    let copies = matches!(name, "cp" | "mv" | "scp" | "rsync");
    let read = &rest[..rest.len().saturating_sub(usize::from(copies))];
    let reads = READERS.contains(&name);
    read.iter().any(|word| is_whole(word, reads)).then_some(DANGER)
}

fn is_whole(word: &str, reads: bool) -> bool {
    if !word.contains(['.', '/']) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let path = normal(lower.trim_end_matches(['.', '/']));
    DIRECTORIES.iter().any(|dir| {
        let each = path.match_indices(dir).any(|(at, _)| {
            let bytes = path.as_bytes();
            let begins = at == 0 || bytes[at - 1] == b'/';
            begins && matches!(bytes.get(at + dir.len()..), Some([b'/', b'*' | b'?' | b'[' | b'{', ..]))
        });
        each || (reads && is_path_end(&path, dir))
    })
}

pub(super) fn danger(text: &str) -> Option<Danger> {
    // Nearly all texts are done with here.
    if !text.contains(['.', '/', '_']) {
        return None;
    }
    let end = |c: char| c.is_whitespace() || "'\"`=,;:|&<>(){}[]@!?*\\".contains(c);
    let escaped = text.replace('\\', "/");
    let words = text.split(end).chain(escaped.split(|c: char| end(c)));
    words.filter(|word| word.len() > 3).any(holds).then_some(DANGER)
}

fn holds(word: &str) -> bool {
    let word = word.trim_end_matches(['.', '/']);
    let lower = word.to_ascii_lowercase();
    let path = normal(&lower);
    if path.strip_suffix(".pub").is_some() || HARMLESS.iter().any(|end| is_path_end(&path, end)) {
        return false;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    FILES.iter().any(|end| is_path_end(&path, end))
        || DIRECTORIES.iter().any(|dir| has_directory(&path, dir))
        || is_env(name)
        || is_key(name)
        || (path.contains("proc/") && name == "environ")
}

/// Without `.` and empty parts, and `a/..` taken out.
fn normal(path: &str) -> String {
    if !path.contains("./") && !path.contains("//") {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

fn is_path_end(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn has_directory(path: &str, dir: &str) -> bool {
    path.match_indices(dir).any(|(at, _)| {
        let before = at == 0 || path.as_bytes()[at - 1] == b'/';
        before && path.as_bytes().get(at + dir.len()) == Some(&b'/')
    })
}

/// `.env` and `.env.production`, but no example of one.
fn is_env(name: &str) -> bool {
    let example = ["example", "sample", "template", "dist", "schema", "test", "md"];
    match name.strip_prefix(".env") {
        Some("") => true,
        Some(rest) => rest.strip_prefix('.').is_some_and(|rest| !example.contains(&rest)),
        None => false,
    }
}

/// `.key`, as the formation's own, and private keys by their usual names.
fn is_key(name: &str) -> bool {
    let pem = name.strip_suffix(".pem").is_some_and(|stem| stem.contains("key"));
    name == ".key" || name.starts_with(".key.") || pem || name.ends_with(".keytab")
}
