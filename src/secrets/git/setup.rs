//! The merge and the diff driver in a repository's own configuration, where no commit can put them.

use std::path::{Path, PathBuf};

use super::repo::text;
use super::{Repo, holds, with_lines};
use crate::secrets::Error;
use crate::secrets::error::GitError;
use crate::support::fs::{self, Mode};

/// The lines that name the drivers; they win over `.gitattributes`.
const LINES: [&str; 2] = ["secrets.enc merge=muxi diff=muxi", "secrets.*.enc merge=muxi diff=muxi"];
const SECTIONS: [&str; 3] = ["merge.muxi", "merge.muxi-base", "diff.muxi"];

/// Where the drivers were put, or taken away.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The file with the attributes.
    pub attributes: PathBuf,
    /// The commands, by the name of their setting.
    pub settings: Vec<(String, String)>,
    /// Whether anything was written.
    pub changed: bool,
}

/// Makes `program` the merge and diff driver of all secrets files in the repository around `dir`.
pub fn install(dir: &Path, program: &Path) -> Result<Setup, Error> {
    let repo = Repo::find(dir)?;
    let settings = settings(program);
    let mut changed = false;
    for (name, value) in &settings {
        if repo.ask(&["config", "--local", "--get-all", name]).as_deref()
            != Some(format!("{value}\n").as_bytes())
        {
            repo.run(&["config", "--local", "--replace-all", name, value])?;
            changed = true;
        }
    }
    let attributes = attributes_file(&repo)?;
    let old = fs::read_to_string_if_exists(&attributes)?.unwrap_or_default();
    if let Some(new) = with_lines(&old, &LINES) {
        if let Some(info) = attributes.parent().filter(|info| !info.exists()) {
            let made = std::fs::create_dir_all(info);
            made.map_err(|e| GitError::Failed {
                what: format!("directory {}", info.display()),
                why: e.to_string(),
            })?;
        }
        fs::write_atomic(&attributes, new.as_bytes(), Mode::Keep(0o644))?;
        changed = true;
    }
    Ok(Setup { attributes, settings, changed })
}

/// Undoes [`install`]; what others wrote stays.
pub fn remove(dir: &Path) -> Result<Setup, Error> {
    let repo = Repo::find(dir)?;
    let mut changed = false;
    let attributes = attributes_file(&repo)?;
    // The lines first: they must not name drivers that are gone.
    if let Some(old) = fs::read_to_string_if_exists(&attributes)?
        && LINES.iter().any(|line| holds(&old, line))
    {
        let kept: String =
            old.split_inclusive('\n').filter(|line| !LINES.contains(&line.trim_end())).collect();
        if kept.is_empty() {
            fs::remove_if_exists(&attributes)?;
        } else {
            fs::write_atomic(&attributes, kept.as_bytes(), Mode::Keep(0o644))?;
        }
        changed = true;
    }
    for section in SECTIONS {
        let pattern = format!("^{}\\.", section.replace('.', "\\."));
        if repo.ask(&["config", "--local", "--get-regexp", &pattern]).is_some() {
            repo.run(&["config", "--local", "--remove-section", section])?;
            changed = true;
        }
    }
    Ok(Setup { attributes, settings: Vec::new(), changed })
}

fn settings(program: &Path) -> Vec<(String, String)> {
    let program = quote(program);
    // The driver's own placeholders begin with a percent sign.
    let driver = program.replace('%', "%%");
    let owned = |name: &str, value: String| (name.to_owned(), value);
    vec![
        owned("merge.muxi.name", "secrets of a MUXI formation".to_owned()),
        owned("merge.muxi.driver", format!("{driver} secrets merge-driver -- %O %A %B %P")),
        // Two histories that crossed have several bases: they are merged first, and nobody is asked.
        owned("merge.muxi.recursive", "muxi-base".to_owned()),
        owned("merge.muxi-base.name", "secrets of a MUXI formation, older versions".to_owned()),
        owned("merge.muxi-base.driver", format!("{driver} secrets merge-driver --base -- %O %A %B %P")),
        owned("diff.muxi.textconv", format!("{program} secrets textconv --")),
        // Else git would keep what it was shown in the repository.
        owned("diff.muxi.cachetextconv", "false".to_owned()),
    ]
}

/// The path as a shell takes it for one word.
fn quote(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', "'\\''"))
}

fn attributes_file(repo: &Repo) -> Result<PathBuf, Error> {
    let path = repo.run(&["rev-parse", "--git-path", "info/attributes"])?;
    let path = text(&path);
    let path = path.strip_suffix('\n').unwrap_or(&path);
    if path.is_empty() {
        let why = "it does not say where its attributes are".to_owned();
        return Err(GitError::Failed { what: "rev-parse".into(), why }.into());
    }
    Ok(repo.dir().join(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::fs::fault::hook::{Fault, with};

    /// A repository whose attributes have a line of somebody else's.
    fn repository() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let made = super::super::repo::command(dir.path()).args(["init", "--quiet"]).status();
        assert!(made.unwrap().success());
        fs::write_atomic(&dir.path().join(".git/info/attributes"), b"*.png binary\n", Mode::Keep(0o644))
            .unwrap();
        dir
    }

    #[test]
    fn killed_anywhere_the_other_lines_stay_and_the_same_command_ends_it() {
        let program = Path::new("/usr/bin/muxi");
        let lines = |dir: &Path| fs::read_to_string(&dir.join(".git/info/attributes")).unwrap();
        let all = format!("*.png binary\n{}\n{}\n", LINES[0], LINES[1]);
        for (fault, removes) in
            [(Fault::Kill, false), (Fault::Full, false), (Fault::Kill, true), (Fault::Full, true)]
        {
            for at in 0.. {
                let dir = repository();
                let dir = dir.path();
                let work = || if removes { remove(dir) } else { install(dir, program) };
                if removes {
                    install(dir, program).unwrap();
                }
                let (result, calls) = with(at, fault, work);
                let now = lines(dir);
                assert!(now == all || now == "*.png binary\n", "{now}");
                // Lines never name drivers that are not there.
                let repo = Repo::find(dir).unwrap();
                let driver = repo.ask(&["config", "--local", "--get", "merge.muxi.driver"]);
                assert!(driver.is_some() || now != all);
                assert_eq!(result.is_ok(), at >= calls, "{at} of {calls}");
                work().unwrap();
                assert_eq!(lines(dir), if removes { "*.png binary\n" } else { &all });
                assert!(!work().unwrap().changed);
                if at >= calls {
                    assert!(calls > 5, "{calls}");
                    break;
                }
            }
        }
    }

    #[test]
    fn a_path_with_blanks_quotes_and_percent_signs_is_one_word() {
        let settings = settings(Path::new("/o'ne two/50%/muxi"));
        let value = |name: &str| settings.iter().find(|(n, _)| n == name).unwrap().1.clone();
        assert_eq!(
            value("merge.muxi.driver"),
            "'/o'\\''ne two/50%%/muxi' secrets merge-driver -- %O %A %B %P"
        );
        assert_eq!(value("diff.muxi.textconv"), "'/o'\\''ne two/50%/muxi' secrets textconv --");
    }
}
