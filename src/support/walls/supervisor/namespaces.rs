//! Namespaces of the program's own, where the kernel lets us make them: of the network, and of mounts.

use std::path::Path;

use nix::sched::{CloneFlags, unshare};
use rustix::process::{getegid, geteuid, getgid, getuid};
use rustix::thread::{CapabilitySet, capabilities};

use super::hierarchy::write;

/// Whether this process may make namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Right {
    /// It may, as it was started.
    Had,
    /// It may since it is in a namespace of users, and of the network, that it made.
    Made,
    /// It may not.
    None,
}

/// What this process may do.
pub(super) fn as_we_are() -> Right {
    if has_the_right() { Right::Had } else { Right::None }
}

/// The same, once all was done to get the right; has to be called while there is one thread.
///
/// Who has it makes a namespace later, in the thread of the walls. Who has not makes a namespace of users first,
/// in which the same user has it. That is only done for a plan without a network: files of other users seem to
/// belong to nobody in there, at which some programs stumble.
pub(super) fn of_ones_own() -> Right {
    if has_the_right() {
        return Right::Had;
    }
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    if unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET).is_err() {
        return Right::None;
    }
    let own = [
        ("setgroups", "deny".to_owned()),
        ("uid_map", format!("{user} {user} 1")),
        ("gid_map", format!("{group} {group} 1")),
    ];
    for (name, text) in own {
        let _ = write(&Path::new("/proc/self").join(name), &text);
    }
    Right::Made
}

/// In the thread of the walls.
pub(super) fn unshare_network() -> Result<(), String> {
    unshare(CloneFlags::CLONE_NEWNET).map_err(|error| error.to_string())
}

/// Why the program's view of the file system is ours.
pub(super) const NOT_ROOT: &str = "only root, or who has CAP_SYS_ADMIN, may give a program mounts of its own";

/// Whether mounts of its own can be given to a program here, or why not.
pub(in super::super) fn mounts_can_be_made() -> Result<(), String> {
    if has_the_right() { Ok(()) } else { Err(NOT_ROOT.to_owned()) }
}

/// Whether a network namespace can be made here, or why not.
pub(in super::super) fn can_be_made() -> Result<(), String> {
    if has_the_right() {
        return Ok(());
    }
    let number = |path: &str| {
        let text = crate::support::fs::read_to_string(path.as_ref()).ok()?;
        text.trim().parse::<u64>().ok()
    };
    let refused = [
        number("/proc/sys/user/max_user_namespaces").is_none_or(|most| most == 0),
        number("/proc/sys/kernel/unprivileged_userns_clone") == Some(0),
        number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == Some(1),
        getuid() != geteuid() || getgid() != getegid(),
    ];
    if refused.contains(&true) { Err("this system lets no user make namespaces".to_owned()) } else { Ok(()) }
}

fn has_the_right() -> bool {
    capabilities(None).is_ok_and(|sets| sets.effective.contains(CapabilitySet::SYS_ADMIN))
}
