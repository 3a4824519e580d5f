#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::Duration;

use super::fault::hook::{Fault, with};
use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_write_killed_at_any_call_leaves_the_old_or_the_new_file() {
    for at in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        write_atomic(&path, b"old", Mode::PRIVATE).unwrap();
        let (result, _) = with(at, Fault::Kill, || write_atomic(&path, b"new", Mode::PRIVATE));
        let left = read(&path).unwrap();
        assert!(left == b"old" || left == b"new");
        if result.is_ok() {
            assert_eq!(left, b"new");
            assert!(at >= 6, "open, write, chmod, fsync, rename, fsync of the directory");
            break;
        }
    }
}

#[test]
fn a_write_that_fails_takes_its_temp_file_away() {
    for at in 0..5 {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        write_atomic(&path, b"old", Mode::PRIVATE).unwrap();
        let (result, _) = with(at, Fault::Full, || write_atomic(&path, b"new", Mode::PRIVATE));
        let error = result.unwrap_err();
        assert_eq!(error.code(), "disk_full");
        assert!(error.to_string().contains(&path.display().to_string()));
        assert_eq!(read(&path).unwrap(), b"old");
        assert_eq!(names(dir.path()), ["f"]);
    }
}

#[test]
fn modes_are_kept_or_set_as_asked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f");
    write_atomic(&path, b"1", Mode::Keep(0o644)).unwrap();
    assert_eq!(mode(&path), 0o644);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    write_atomic(&path, b"2", Mode::Keep(0o644)).unwrap();
    assert_eq!(mode(&path), 0o640);
    write_atomic(&path, b"3", Mode::PRIVATE).unwrap();
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_link_stays_a_link_and_its_file_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let (real, link) = (dir.path().join("real"), dir.path().join("link"));
    write_atomic(&real, b"1", Mode::PRIVATE).unwrap();
    symlink(&real, &link).unwrap();
    write_atomic(&link, b"2", Mode::PRIVATE).unwrap();
    assert!(link.is_symlink());
    assert_eq!(read(&real).unwrap(), b"2");
}

#[test]
fn a_private_file_is_made_once_and_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(".key");
    create_new_private(&path, b"first").unwrap();
    assert_eq!(mode(&path), 0o600);
    let error = create_new_private(&path, b"second").unwrap_err();
    assert_eq!(error.code(), "file_exists");
    assert_eq!(read(&path).unwrap(), b"first");
    assert_eq!(names(dir.path()), [".key"]);
}

#[test]
fn a_full_disk_without_hard_links_is_left_with_no_half_of_a_key() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(".key");
    // Open, write, chmod and fsync come before the link.
    let (result, _) = with(4, Fault::LinklessAndFull, || create_new_private(&path, b"first"));
    assert_eq!(result.unwrap_err().code(), "disk_full");
    assert_eq!(names(dir.path()), Vec::<String>::new());
    create_new_private(&path, b"whole").unwrap();
    assert_eq!(read(&path).unwrap(), b"whole");
}

#[test]
fn a_secret_file_is_refused_as_a_link_a_pipe_or_readable_by_others() {
    let dir = tempfile::tempdir().unwrap();
    let (path, link) = (dir.path().join("k"), dir.path().join("l"));
    create_new_private(&path, b"k").unwrap();
    symlink(&path, &link).unwrap();
    let private = |p: &Path| read_secret(p, Links::Refuse, Privacy::Required, 10);
    assert_eq!(private(&path).unwrap().expose(), b"k");
    assert_eq!(private(&link).unwrap_err().code(), "file_is_symlink");
    assert_eq!(private(dir.path()).unwrap_err().code(), "not_a_file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let error = private(&path).unwrap_err();
    assert_eq!(error.hint().unwrap(), format!("run: chmod 600 {}", path.display()));
    assert!(read_secret(&link, Links::Follow, Privacy::Any, 10).is_ok());
    let small = read_secret(&link, Links::Follow, Privacy::Any, 0).unwrap_err();
    assert_eq!(small.code(), "file_too_large");
}

#[test]
fn a_held_lock_names_its_holder_and_a_left_one_locks_nobody_out() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lock");
    fs::write(&path, "99999999\n").unwrap();
    let lock = Lock::acquire(&path, Duration::ZERO).unwrap();
    let error = Lock::acquire(&path, Duration::from_millis(5)).unwrap_err();
    let text = error.to_string();
    assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
    drop(lock);
    assert!(!path.exists());
    Lock::acquire(&path, Duration::ZERO).unwrap();
}

#[test]
fn a_lock_lets_one_thread_in_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let (lock, count) = (dir.path().join("lock"), dir.path().join("count"));
    fs::write(&count, "0").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let _held = Lock::acquire(&lock, Duration::from_secs(30)).unwrap();
                    let n: u32 = read_to_string(&count).unwrap().parse().unwrap();
                    fs::write(&count, (n + 1).to_string()).unwrap();
                }
            });
        }
    });
    assert_eq!(read_to_string(&count).unwrap(), "160");
}

#[test]
fn stale_temp_files_of_one_target_are_swept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a");
    for name in [".muxi-tmp-a-1-0", ".muxi-tmp-b-1-0"] {
        fs::write(dir.path().join(name), "").unwrap();
    }
    remove_stale_temps(&path);
    assert_eq!(names(dir.path()), [".muxi-tmp-b-1-0"]);
}

#[test]
fn what_was_made_read_only_is_removed_and_what_a_link_leads_to_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let (tree, elsewhere) = (dir.path().join("tree"), dir.path().join("elsewhere"));
    let deep = tree.join("a/b");
    for made in [&deep, &elsewhere] {
        fs::create_dir_all(made).unwrap();
        fs::write(made.join("file"), "x").unwrap();
    }
    symlink(&elsewhere, tree.join("link")).unwrap();
    for read_only in [&deep, &elsewhere] {
        fs::set_permissions(read_only, fs::Permissions::from_mode(0o500)).unwrap();
    }
    // Who may pass over modes is not refused; the way of those who are is looked at by itself.
    super::write::make_writable(&tree);
    assert_eq!((mode(&deep), mode(&elsewhere)), (0o700, 0o500));
    fs::set_permissions(&deep, fs::Permissions::from_mode(0o500)).unwrap();
    remove_all(&tree).unwrap();
    assert!(!tree.exists() && elsewhere.join("file").exists());
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o700)).unwrap();
    for gone in [elsewhere.join("file"), elsewhere.join("file")] {
        remove_all(&gone).unwrap();
    }
}
