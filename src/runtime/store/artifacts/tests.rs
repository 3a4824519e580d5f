use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::*;
use crate::runtime::store::{SqliteStore, Store};

fn open(dir: &Path) -> SqliteStore {
    SqliteStore::open(&dir.join("sessions.db")).unwrap()
}

fn who(id: &str) -> Principal {
    Principal::parse(id).unwrap()
}

fn new(session: &str, name: &str, content: impl Into<Bytes>) -> NewArtifact {
    NewArtifact {
        session_id: session.into(),
        name: name.into(),
        media_type: "text/plain".into(),
        request_id: "req_1".into(),
        agent_id: "a".into(),
        content: content.into(),
        created_at: 1,
    }
}

fn contents(dir: &Path) -> Vec<PathBuf> {
    let dirs = std::fs::read_dir(dir.join("artifacts")).into_iter().flatten();
    dirs.flat_map(|dir| std::fs::read_dir(dir.unwrap().path()).unwrap()).map(|f| f.unwrap().path()).collect()
}

#[tokio::test]
async fn the_same_name_in_a_session_is_a_new_version_and_elsewhere_another_artifact() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(dir.path()), who("alice"));
    let first = store.keep_artifact(&alice, new("s", "a.txt", "one")).await.unwrap();
    let second = store.keep_artifact(&alice, new("s", "a.txt", "two")).await.unwrap();
    let other = store.keep_artifact(&alice, new("t", "a.txt", "one")).await.unwrap();
    assert!(first.id.starts_with("art_") && first.id == second.id && other.id != first.id);
    assert_eq!((first.version, second.version, other.version), (1, 2, 1));
    assert_eq!(store.artifact(&alice, &first.id).await.unwrap(), [second.clone(), first.clone()]);
    let listed = store.artifacts(&alice, 10).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed.contains(&second) && listed.contains(&other));
    assert_eq!(store.artifact_content(&first).await.unwrap(), "one");
    assert_eq!(contents(dir.path()).len(), 2, "the same content is one file");
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&contents(dir.path())[0].metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn nobody_reaches_the_artifacts_of_another_user() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let made = store.keep_artifact(&who("alice"), new("s", "a.txt", "one")).await.unwrap();
    for other in ["bob", "acme:alice"].map(who) {
        assert_eq!(store.artifacts(&other, 10).await.unwrap(), []);
        assert_eq!(store.artifact(&other, &made.id).await.unwrap(), []);
        assert!(!store.delete_artifact(&other, &made.id).await.unwrap());
    }
    assert!(store.delete_artifact(&who("alice"), &made.id).await.unwrap());
    assert!(!store.delete_artifact(&who("alice"), &made.id).await.unwrap());
    assert_eq!(contents(dir.path()), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn a_content_goes_with_the_last_version_that_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice, bob) = (open(dir.path()), who("alice"), who("bob"));
    let hers = store.keep_artifact(&alice, new("s", "a.txt", "same")).await.unwrap();
    let his = store.keep_artifact(&bob, new("s", "b.txt", "same")).await.unwrap();
    store.delete_artifact(&alice, &hers.id).await.unwrap();
    assert_eq!(store.artifact_content(&his).await.unwrap(), "same");
    for i in 0..=MAX_VERSIONS {
        store.keep_artifact(&bob, new("s", "b.txt", i.to_string())).await.unwrap();
    }
    let versions: Vec<u64> =
        store.artifact(&bob, &his.id).await.unwrap().iter().map(|artifact| artifact.version).collect();
    assert_eq!((versions.len() as u64, versions[0]), (MAX_VERSIONS, MAX_VERSIONS + 2));
    assert_eq!(contents(dir.path()).len() as u64, MAX_VERSIONS);
}

#[tokio::test]
async fn what_is_too_large_or_too_much_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(dir.path()), who("alice"));
    let large = Bytes::from(vec![7; MAX_ARTIFACT + 1]);
    let error = store.keep_artifact(&alice, new("s", "a", large.clone())).await.unwrap_err();
    assert!(matches!(error, ArtifactError::TooLarge(_)), "{error}");
    let largest = large.slice(1..);
    for i in 0..MAX_USER_BYTES / MAX_ARTIFACT as u64 {
        store.keep_artifact(&alice, new("s", &format!("a{i}"), largest.clone())).await.unwrap();
    }
    let error = store.keep_artifact(&alice, new("s", "b", largest.slice(1..))).await.unwrap_err();
    assert!(matches!(error, ArtifactError::Full { .. }), "{error}");
    assert_eq!(contents(dir.path()).len(), 1);
    store.keep_artifact(&who("bob"), new("s", "b", "fits")).await.unwrap();
}

#[tokio::test]
async fn what_no_row_names_goes_at_the_start_unless_it_is_young() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(dir.path()), who("alice"));
    let kept = store.keep_artifact(&alice, new("s", "a.txt", "kept")).await.unwrap();
    drop(store);
    let place = contents(dir.path())[0].parent().unwrap().to_owned();
    for name in ["orphan", ".half"] {
        crate::support::fs::create_new_private(&place.join(name), b"").unwrap();
    }
    drop(open(dir.path()));
    assert_eq!(contents(dir.path()).len(), 3, "somebody may be about to name them");
    let long_ago = SystemTime::UNIX_EPOCH;
    for file in contents(dir.path()) {
        std::fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    let store = open(dir.path());
    assert_eq!(contents(dir.path()).len(), 1);
    assert_eq!(store.artifact_content(&kept).await.unwrap(), "kept");
}

#[tokio::test]
async fn a_content_that_was_changed_on_the_disk_is_not_handed_out() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(dir.path()), who("alice"));
    let kept = store.keep_artifact(&alice, new("s", "a.txt", "kept")).await.unwrap();
    crate::support::fs::write_atomic(&contents(dir.path())[0], b"else", crate::support::fs::Mode::PRIVATE)
        .unwrap();
    assert!(store.artifact_content(&kept).await.is_err());
}
