#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::fs as std_fs;
use std::os::unix::fs::PermissionsExt;

use super::super::update_tests::{add, name, reads};
use super::*;
use crate::support::fs::fault::hook::{Fault, with};

const FORMATION: &str = "# the model's key\nllm:\n  api_keys:\n    openai: \"${{ secrets.OLD }}\" # ${{secrets.OLD}}\n    other: ${{ secrets.OLD || 'secrets.OLD' }}\n    third: x ${{ secrets.OLDER }} ${{ secrets.OLD }}\n";
const RENAMED: &str = "# the model's key\nllm:\n  api_keys:\n    openai: \"${{ secrets.NEW_NAME }}\" # ${{secrets.NEW_NAME}}\n    other: ${{ secrets.NEW_NAME || 'secrets.OLD' }}\n    third: x ${{ secrets.OLDER }} ${{ secrets.NEW_NAME }}\n";

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std_fs::create_dir(dir.path().join("sops")).unwrap();
        std_fs::write(dir.path().join("formation.afs"), FORMATION).unwrap();
        std_fs::write(dir.path().join("sops/a b.md"), "Use ${{ secrets.old }}.\n").unwrap();
        let place = Self { dir };
        for env in [None, Some("prod"), Some("test")] {
            add(&place.at(env), "KEEP", b"kept");
        }
        add(&place.at(None), "OLD", b"plain");
        add(&place.at(Some("prod")), "OLD", b"prod");
        place
    }

    fn at(&self, env: Option<&str>) -> Location {
        Location::new(self.dir.path(), env).unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        vec![self.dir.path().join("formation.afs"), self.dir.path().join("sops/a b.md")]
    }

    fn rename(&self) -> Result<Renamed, Error> {
        let names = (&name("OLD"), &name("NEW_NAME"));
        rename(&self.at(None), &KeySources::default(), &Clock::default(), names, &self.files())
    }

    fn text(&self, file: &str) -> String {
        std_fs::read_to_string(self.dir.path().join(file)).unwrap()
    }

    /// Whether all is new (or, if not, all old); panics on a mixture.
    fn is_new(&self) -> bool {
        let new = self.text("formation.afs") == RENAMED;
        let (kept, gone) = if new { ("NEW_NAME", "OLD") } else { ("OLD", "NEW_NAME") };
        if !new {
            assert_eq!(self.text("formation.afs"), FORMATION);
        }
        let sop = if new { "Use ${{ secrets.NEW_NAME }}.\n" } else { "Use ${{ secrets.old }}.\n" };
        assert_eq!(self.text("sops/a b.md"), sop);
        for (env, value) in [(None, "plain"), (Some("prod"), "prod")] {
            assert_eq!(reads(&self.at(env), kept), value.as_bytes());
            assert!(!list(&self.at(env)).unwrap().names.contains(&gone.to_owned()));
        }
        assert_eq!(self.text("secrets"), format!("KEEP=\n{kept}=\n"));
        assert_eq!(reads(&self.at(Some("test")), "KEEP"), b"kept");
        new
    }
}

#[test]
fn a_rename_reaches_every_file_and_changes_nothing_else() {
    let place = Place::new();
    let renamed = place.rename().unwrap();
    assert!(place.is_new());
    assert_eq!(renamed.stores.len(), 2);
    let counts: Vec<_> = renamed.places.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [4, 1]);
    assert!(!place.dir.path().join(journal::NAME).exists());
    let ignored = place.text(".gitignore");
    assert!(ignored.lines().any(|line| line == journal::NAME), "{ignored}");
}

#[test]
fn killed_at_any_call_it_is_finished_or_never_began() {
    for at in 0.. {
        let place = Place::new();
        let (result, _) = with(at, Fault::Kill, || place.rename());
        let found = recover(&place.at(None)).unwrap();
        let new = place.is_new();
        assert!(found.is_none() || new, "killed at {at}");
        if result.is_ok() {
            assert!(new && at > 20, "{at}");
            return;
        }
    }
}

#[test]
fn killed_while_it_is_finished_it_is_finished_later() {
    for at in 0.. {
        let place = Place::new();
        // Behind the journal and the first file.
        let _ = with(12, Fault::Kill, || place.rename());
        let (result, _) = with(at, Fault::Kill, || recover(&place.at(None)));
        // Any writer finishes it too.
        add(&place.at(Some("test")), "MORE", b"x");
        assert_eq!(place.text("formation.afs"), RENAMED, "killed at {at}");
        if result.is_ok() {
            return;
        }
    }
}

#[test]
fn a_full_disk_leaves_what_was_or_what_can_be_finished() {
    for at in 0..30 {
        let place = Place::new();
        let (_, _) = with(at, Fault::Full, || place.rename());
        recover(&place.at(None)).unwrap();
        place.is_new();
    }
}

#[test]
fn a_name_that_is_taken_or_missing_is_refused_before_anything_is_written() {
    let place = Place::new();
    let rename = |from: &str, to: &str| {
        let names = (&name(from), &name(to));
        rename(&place.at(None), &KeySources::default(), &Clock::default(), names, &place.files())
    };
    assert_eq!(rename("OLD", "KEEP").unwrap_err().code(), "secret_name_taken");
    assert_eq!(rename("NONE", "X").unwrap_err().code(), "secret_not_found");
    assert_eq!(rename("OLD", "OLD").unwrap_err().code(), "secret_name_same");
    // Taken in another environment only.
    add(&place.at(Some("test")), "THERE", b"x");
    assert_eq!(rename("OLD", "THERE").unwrap_err().code(), "secret_name_taken");
    // Without the key of one environment the names would part.
    std_fs::remove_file(place.dir.path().join(".key.prod")).unwrap();
    assert_eq!(rename("OLD", "X").unwrap_err().code(), "key_missing");
    assert_eq!(place.text("formation.afs"), FORMATION);
}

#[test]
fn a_journal_that_is_not_ours_is_refused_and_nothing_is_done() {
    let place = Place::new();
    let _ = with(12, Fault::Kill, || place.rename());
    let path = place.dir.path().join(journal::NAME);
    let good = std_fs::read_to_string(&path).unwrap();
    let sealed = |body: &str| {
        let body = body.rsplit_once("sum ").map_or(body, |(body, _)| body);
        format!("{body}sum {}\n", crate::crypto::hash::hex(&sha256(body.as_bytes())))
    };
    assert_eq!(sealed(&good), good);
    let before = place.text("formation.afs");
    for bad in [
        good[..good.len() / 2].to_owned(),
        good.replacen("NEW_NAME", "NEW_NAMES", 1),
        sealed(&good.replace("text formation.afs", "text ../formation.afs")),
        sealed(&good.replace("text formation.afs", "text .git/hooks/x.md")),
        sealed(&good.replace("text formation.afs", "text /etc/x.md")),
        sealed(&good.replace("text formation.afs", "text run.sh")),
        sealed(&good.replace("store secrets.enc", "store ../secrets.enc")),
        sealed(&good.replace("store secrets.enc", "store .key")),
    ] {
        assert_ne!(bad, good);
        std_fs::write(&path, &bad).unwrap();
        assert_eq!(recover(&place.at(None)).unwrap_err().code(), "journal_broken", "{bad}");
        assert_eq!(place.text("formation.afs"), before);
    }
    std_fs::write(&path, &good).unwrap();
    // As a checkout of somebody's repository would make it.
    std_fs::set_permissions(&path, std_fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(recover(&place.at(None)).unwrap_err().code(), "file_exposed");
}

#[test]
fn a_store_that_somebody_else_wrote_meanwhile_is_left_alone() {
    let place = Place::new();
    let old = std_fs::read(place.dir.path().join("secrets.enc")).unwrap();
    let _ = with(6, Fault::Kill, || place.rename());
    std_fs::write(place.dir.path().join("secrets.enc"), [&old[..], b"\n"].concat()).unwrap();
    assert_eq!(recover(&place.at(None)).unwrap_err().code(), "journal_stuck");
    std_fs::write(place.dir.path().join("secrets.enc"), old).unwrap();
    recover(&place.at(None)).unwrap();
    assert!(place.is_new());
}

#[test]
fn what_means_the_secret_is_renamed_and_what_only_has_its_name_in_a_text_is_not() {
    let text = "${{ secret.OLD }} ${{ Secrets.old }} ${{ env.X || 'see secrets.OLD' }} ${{secrets.OLD}}";
    let (new, count) = with_renamed(text, &name("OLD"), &name("NEW")).unwrap();
    assert_eq!(
        new,
        "${{ secret.NEW }} ${{ Secrets.NEW }} ${{ env.X || 'see secrets.OLD' }} ${{secrets.NEW}}"
    );
    assert_eq!(count, 3);
}

#[test]
fn a_file_that_the_journal_could_not_name_is_refused_before_anything_is_written() {
    for file in [".parts/x.yaml", "part.txt"] {
        let place = Place::new();
        std_fs::create_dir(place.dir.path().join(".parts")).unwrap();
        std_fs::write(place.dir.path().join(file), "k: ${{ secrets.OLD }}\n").unwrap();
        let files = [place.files(), vec![place.dir.path().join(file)]].concat();
        let names = (&name("OLD"), &name("NEW_NAME"));
        let error = rename(&place.at(None), &KeySources::default(), &Clock::default(), names, &files);
        assert_eq!(error.unwrap_err().code(), "reference_not_renamed");
        assert!(!place.is_new() && !place.dir.path().join(journal::NAME).exists());
    }
}

#[test]
fn a_directory_in_which_nothing_can_be_written_is_refused_before_anything_is_written() {
    let place = Place::new();
    let sops = place.dir.path().join("sops");
    std_fs::set_permissions(&sops, std_fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write there all the same.
    if std_fs::write(sops.join("x"), "").is_err() {
        assert_eq!(place.rename().unwrap_err().code(), "file_not_permitted");
        assert!(!place.is_new() && !place.dir.path().join(journal::NAME).exists());
    }
    std_fs::set_permissions(&sops, std_fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_journal_does_not_reach_through_a_link_out_of_the_formation() {
    let place = Place::new();
    let _ = with(12, Fault::Kill, || place.rename());
    let outside = tempfile::tempdir().unwrap();
    std_fs::rename(place.dir.path().join("sops"), outside.path().join("sops")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("sops"), place.dir.path().join("sops")).unwrap();
    assert_eq!(recover(&place.at(None)).unwrap_err().code(), "file_outside_formation");
    let left = std_fs::read_to_string(outside.path().join("sops/a b.md")).unwrap();
    assert_eq!(left, "Use ${{ secrets.old }}.\n");
}
