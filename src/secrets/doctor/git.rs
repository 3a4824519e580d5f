//! What git knows: that it never gets the key, and that it merges the secrets.

use std::path::Path;

use super::{Checkup, Health, Patient};
use crate::secrets::git::Repo;
use crate::secrets::resolve::merge_is_open;
use crate::secrets::{Location, tracked_key};

pub(super) fn checks(patient: &Patient<'_>) -> Vec<Checkup> {
    let location = patient.location;
    let Ok(repo) = Repo::find(location.dir()) else {
        return vec![Checkup::new("git", Health::Skip, "the formation is in no git repository")];
    };
    let mut found = key(location, &repo);
    found.push(merging(location, &repo));
    found.push(match merge_is_open(location) {
        Ok(false) => Checkup::new("git-merge", Health::Pass, "no merge is under way"),
        Ok(true) => Checkup::new("git-merge", Health::Warn, "a merge is under way")
            .fix("muxi secrets resolve, where it has two values, then finish the merge"),
        Err(error) => Checkup::new("git-merge", Health::Skip, error.to_string()),
    });
    found
}

fn key(location: &Location, repo: &Repo) -> Vec<Checkup> {
    let id = "git-key";
    let path = location.key_file();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found = Vec::new();
    if let Some(tracked) = tracked_key(location) {
        let text = format!("git tracks {}: whoever has the repository has the secrets", tracked.display());
        let name = tracked.file_name().unwrap_or_default().to_string_lossy();
        found.push(Checkup::new(id, Health::Fail, text).fix(format!(
            "git rm --cached {name} (without --cached if it is not yours), then muxi secrets key rotate, \
             then every value: muxi secrets rotate --plan"
        )));
    } else if let Some(commit) = ever(repo, &name) {
        let text = format!("{name} was committed once (in {commit}): whoever has the history has that key");
        found.push(
            Checkup::new(id, Health::Fail, text)
                .fix("muxi secrets key rotate, then every value: muxi secrets rotate --plan"),
        );
    }
    if !repo.ignores(Path::new(&name)) {
        let text = format!("git does not ignore {name}: one `git add .` would commit it");
        found.push(
            Checkup::new(id, Health::Fail, text)
                .fix("muxi secrets doctor --fix adds the lines to .gitignore"),
        );
    }
    if found.is_empty() {
        found.push(Checkup::new(id, Health::Pass, format!("git ignores {name}, and never had it")));
    }
    found
}

/// The first commit of any branch that had the key.
fn ever(repo: &Repo, name: &str) -> Option<String> {
    let text = repo.says(&["log", "--all", "--diff-filter=A", "--format=%h", "-1", "--", name])?;
    let commit = text.trim().to_owned();
    (!commit.is_empty()).then_some(commit)
}

fn merging(location: &Location, repo: &Repo) -> Checkup {
    let id = "git-attributes";
    let path = location.secrets_file();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let said = repo.says(&["check-attr", "merge", "--", &name]).unwrap_or_default();
    match said.trim().rsplit(": ").next() {
        Some("muxi") => Checkup::new(id, Health::Pass, format!("git merges {name} per secret, by muxi")),
        Some("union") => {
            let text = format!("git merges {name} line by line");
            Checkup::new(id, Health::Pass, text).fix("muxi secrets git-setup merges per secret and seals")
        }
        _ if !path.exists() => Checkup::new(id, Health::Skip, format!("there is no {name} yet")),
        _ => Checkup::new(id, Health::Warn, format!("git merges {name} like any text, with conflict marks"))
            .fix("muxi secrets doctor --fix adds the lines to .gitattributes"),
    }
}
