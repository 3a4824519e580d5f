//! Landlock: which files the program has, whom it can signal, which sockets it reaches.

use std::os::fd::OwnedFd;
use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath,
    RestrictSelf, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, Scope,
};

use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags, fstat, openat2};

use super::super::error::WallError;
use super::super::plan::{Access, Network, Plan, SHARED_MEMORY};
use super::super::report::{Report, Wall};

/// What every program needs of `/proc`, `/sys` and `/dev`. A neighbour's part of `/proc` that says more than `ps`
/// does is kept from it all the same: Landlock refuses it as the kernel refuses tracing.
const ALWAYS: [(&str, Access); 11] = [
    ("/proc", Access::Read),
    ("/sys/devices/system/cpu", Access::Read),
    ("/sys/devices/system/node", Access::Read),
    ("/sys/fs/cgroup", Access::Read),
    ("/sys/kernel/mm/transparent_hugepage", Access::Read),
    ("/dev/null", Access::Write),
    ("/dev/zero", Access::Write),
    ("/dev/full", Access::Write),
    ("/dev/random", Access::Read),
    ("/dev/urandom", Access::Read),
    ("/dev/fd", Access::List),
];

/// The newest Landlock that this code was written for.
const NEWEST: ABI = ABI::V9;

/// What the running kernel has of Landlock, up to [`NEWEST`].
pub(in super::super) fn abi() -> ABI {
    // Sets nothing.
    let status = RestrictSelf::default().no_new_privs(false).apply().map(|status| status.landlock);
    match status {
        Ok(LandlockStatus::Available { effective_abi, .. }) => effective_abi.min(NEWEST),
        _ => ABI::Unsupported,
    }
}

/// Puts the calling thread into a domain of its own. `own_memory`: the place for shared memory is
/// its own.
pub(super) fn put_up(plan: &Plan, own_memory: bool, report: &mut Report) -> Result<(), WallError> {
    let abi = abi();
    enter(plan, abi, report);
    if abi == ABI::Unsupported {
        return Ok(());
    }
    let refused = |error: landlock::RulesetError| WallError::wall(Wall::Files, &error);
    restrict(plan, own_memory, abi).map_err(refused)
}

fn enter(plan: &Plan, abi: ABI, report: &mut Report) {
    let needs = |wanted: i32| format!("this kernel's Landlock is older than ABI {wanted}");
    report.enter_if(Wall::Files, abi >= ABI::V1, "this kernel has no Landlock, or it is off");
    report.enter_if(Wall::Truncation, abi >= ABI::V3, &needs(3));
    report.enter_if(Wall::Signals, abi >= ABI::V6, &needs(6));
    if plan.unix_sockets {
        report.enter_if(Wall::AbstractSockets, abi >= ABI::V6, &needs(6));
        report.enter_if(Wall::SocketFiles, abi >= ABI::V9, &needs(9));
    }
}

fn restrict(plan: &Plan, own_memory: bool, abi: ABI) -> Result<(), landlock::RulesetError> {
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(abi))?;
    if abi >= ABI::V4 && plan.network == Network::None {
        rules = rules.handle_access(AccessNet::from_all(ABI::V4))?;
    }
    if abi >= ABI::V6 {
        rules = rules.scope(Scope::from_all(ABI::V6))?;
    }
    let mut rules = rules.create()?;
    for (path, access) in ALWAYS {
        if let Ok(opened) = open(Path::new(path), ResolveFlags::empty()) {
            rules = allow(rules, &opened, access, plan, abi)?;
        }
    }
    // That of the machine would be shared with everybody.
    let is_shared = |path: &Path| path.starts_with(SHARED_MEMORY) && !own_memory;
    for (path, access) in plan.files.iter().filter(|(path, _)| !is_shared(path)) {
        // Links were followed when the plan was made and judged; one that has come since leads elsewhere.
        if let Ok(opened) = open(path, ResolveFlags::NO_SYMLINKS) {
            rules = allow(rules, &opened, *access, plan, abi)?;
        }
    }
    rules.restrict_self()?;
    Ok(())
}

/// A path as it is now; not there, or not for us, it is not given.
fn open(path: &Path, how: ResolveFlags) -> rustix::io::Result<OwnedFd> {
    openat2(CWD, path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty(), how)
}

/// Adds what may be done with what was opened.
fn allow(
    rules: RulesetCreated,
    opened: &OwnedFd,
    access: Access,
    plan: &Plan,
    abi: ABI,
) -> Result<RulesetCreated, landlock::RulesetError> {
    let Ok(found) = fstat(opened) else { return Ok(rules) };
    let mut rights = rights(access, plan, abi);
    if FileType::from_raw_mode(found.st_mode) != FileType::Directory {
        rights &= AccessFs::from_file(abi);
    }
    if rights.is_empty() { Ok(rules) } else { rules.add_rule(PathBeneath::new(opened, rights)) }
}

fn rights(access: Access, plan: &Plan, abi: ABI) -> BitFlags<AccessFs> {
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    match access {
        Access::List => AccessFs::ReadDir.into(),
        Access::Read => read,
        Access::Run => read | AccessFs::Execute,
        Access::Terminal => (read | AccessFs::WriteFile | AccessFs::IoctlDev) & AccessFs::from_all(abi),
        Access::Write => {
            let mut never = AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::IoctlDev;
            if !plan.unix_sockets {
                never |= AccessFs::MakeSock | AccessFs::ResolveUnix;
            }
            AccessFs::from_all(abi) & !never
        }
    }
}
