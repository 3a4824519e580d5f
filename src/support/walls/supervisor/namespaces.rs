//! A network namespace of the program's own, where the kernel lets us make one.

use nix::sched::{CloneFlags, unshare};
use rustix::process::{getegid, geteuid, getgid, getuid};
use rustix::thread::{CapabilitySet, capabilities};

/// Which network namespace the program gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Network {
    /// That of the machine.
    Shared,
    /// The thread that starts the program makes one for itself.
    ByThread,
    /// This process is in one already.
    Made,
    /// It could not be made.
    Refused,
}

/// Makes what can be made now; has to be called while there is one thread.
///
/// Who has the right makes a network namespace later, in the thread of the walls. Who has not makes a namespace
/// of users first, in which the same user has that right.
pub(super) fn of_ones_own() -> Network {
    if has_the_right() {
        return Network::ByThread;
    }
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    if unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET).is_err() {
        return Network::Refused;
    }
    // Without them the user is nobody in there: files that belong to it still do, but programs wonder.
    let _ = write("/proc/self/setgroups", "deny");
    let _ = write("/proc/self/uid_map", &format!("{user} {user} 1"));
    let _ = write("/proc/self/gid_map", &format!("{group} {group} 1"));
    Network::Made
}

/// In the thread of the walls.
pub(super) fn unshare_network() -> Result<(), String> {
    unshare(CloneFlags::CLONE_NEWNET).map_err(|error| error.to_string())
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

fn write(path: &str, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    // In one piece, as the kernel wants it.
    std::fs::OpenOptions::new().write(true).open(path)?.write_all(text.as_bytes())
}
