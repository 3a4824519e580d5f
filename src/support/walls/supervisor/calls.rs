//! seccomp: the system calls that no tool needs, and those that would lead around the other walls.

use std::collections::BTreeMap;

use nix::libc::{self, c_long};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Len, SeccompCmpOp as Op, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};

use super::super::error::WallError;
use super::super::plan::{Network, Plan};
use super::super::report::{Report, Wall};

/// Refused as something that may not be done.
const FORBIDDEN: &[c_long] = &[
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_migrate_pages,
    libc::SYS_move_pages,
    // Keys of the kernel, which all processes of a user share.
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    // Ways into the kernel that had many holes.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_fanotify_init,
    libc::SYS_lookup_dcookie,
    libc::SYS_personality,
    libc::SYS_vhangup,
    // The tree of files, and other namespaces.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_setns,
    libc::SYS_open_by_handle_at,
    libc::SYS_quotactl,
    // The machine.
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_acct,
    libc::SYS_syslog,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_kexec_file_load,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_ioperm,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_modify_ldt,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_uselib,
];

/// Said not to exist: programs then take an older way, which can be looked into; or they do without.
const UNKNOWN: &[c_long] = &[
    // Their arguments are in memory, where a filter cannot look.
    libc::SYS_clone3,
    libc::SYS_openat2,
    // Opens and sends past every filter.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    // Memory and queues that every process of the user can find by a number.
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_semget,
    libc::SYS_semctl,
    libc::SYS_msgget,
    libc::SYS_msgctl,
    libc::SYS_mq_open,
];

/// `fchmodat2`, which the C library has no name for yet.
const FCHMODAT2: c_long = 452;

/// New namespaces: in one of users, a process has all capabilities again.
const NAMESPACES: [libc::c_int; 8] = [
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWNS,
    libc::CLONE_NEWNET,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWCGROUP,
    // Of time: a number that `clone` reads as something else.
    0x80,
];

/// Files that run with the rights of their owner or group.
const SET_ID: [u64; 2] = [0o4000, 0o2000];

/// Typing into a terminal, in the name of who sits there.
const TYPING: [u64; 2] = [0x5412, 0x541c];

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Puts the filters onto the calling thread; false where the kernel has none.
pub(super) fn put_up(plan: &Plan, report: &mut Report) -> Result<bool, WallError> {
    let refused = |error: String| WallError::wall(Wall::SystemCalls, &error);
    let Ok(arch) = TargetArch::try_from(std::env::consts::ARCH) else {
        report.enter(Wall::SystemCalls, Err("muxi has no filters for this processor".to_owned()));
        return Ok(false);
    };
    let programs = programs(plan, arch).map_err(refused)?;
    for (n, program) in programs.iter().enumerate() {
        match apply_filter(program) {
            Ok(()) => {}
            Err(seccompiler::Error::Seccomp(error)) if n == 0 => {
                report.enter(Wall::SystemCalls, Err(format!("this kernel has no seccomp filters: {error}")));
                return Ok(false);
            }
            Err(error) => return Err(refused(error.to_string())),
        }
    }
    report.enter(Wall::SystemCalls, Ok(()));
    Ok(true)
}

/// One program for each answer, since a program has only one.
fn programs(plan: &Plan, arch: TargetArch) -> Result<Vec<BpfProgram>, String> {
    let compile = |rules: Rules, errno: libc::c_int| {
        let answer = SeccompAction::Errno(errno.cast_unsigned());
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, answer, arch);
        filter.and_then(BpfProgram::try_from).map_err(|error| error.to_string())
    };
    let whole = |calls: &[c_long]| calls.iter().map(|call| (*call, vec![])).collect::<Rules>();
    let mut forbidden = whole(FORBIDDEN);
    in_part(&mut forbidden)?;
    let mut programs = vec![compile(forbidden, libc::EPERM)?, compile(whole(UNKNOWN), libc::ENOSYS)?];
    programs.push(compile(sockets(plan)?, libc::EAFNOSUPPORT)?);
    if cfg!(target_arch = "x86_64") {
        programs.push(no_x32());
    }
    Ok(programs)
}

/// Calls of which only some are refused.
fn in_part(rules: &mut Rules) -> Result<(), String> {
    let has = |argument, bits: u64| condition(argument, Len::Dword, Op::MaskedEq(bits), bits);
    let is = |argument, value| condition(argument, Len::Dword, Op::Eq, value);
    let not = |argument, len, value| condition(argument, len, Op::Ne, value);
    let mut refuse = |call: c_long, conditions: Vec<SeccompCondition>| {
        let rule = SeccompRule::new(conditions).map_err(|error| error.to_string())?;
        rules.entry(call).or_default().push(rule);
        Ok::<_, String>(())
    };
    for flag in NAMESPACES {
        let bits = u64::from(flag.cast_unsigned());
        refuse(libc::SYS_unshare, vec![has(0, bits)?])?;
        if flag != 0x80 {
            refuse(libc::SYS_clone, vec![has(0, bits)?])?;
        }
    }
    for request in TYPING {
        refuse(libc::SYS_ioctl, vec![is(1, request)?])?;
    }
    // With O_TMPFILE comes O_DIRECTORY, which is no making of a file by itself.
    let create = u64::from(libc::O_CREAT.cast_unsigned());
    let nameless = u64::from((libc::O_TMPFILE & !libc::O_DIRECTORY).cast_unsigned());
    for bit in SET_ID {
        for (call, mode) in [(libc::SYS_fchmod, 1), (libc::SYS_fchmodat, 2), (FCHMODAT2, 2)] {
            refuse(call, vec![has(mode, bit)?])?;
        }
        refuse(libc::SYS_mknodat, vec![has(2, bit)?])?;
        for makes in [create, nameless] {
            refuse(libc::SYS_openat, vec![has(2, makes)?, has(3, bit)?])?;
        }
        #[cfg(target_arch = "x86_64")]
        {
            for call in [libc::SYS_chmod, libc::SYS_creat, libc::SYS_mknod] {
                refuse(call, vec![has(1, bit)?])?;
            }
            for makes in [create, nameless] {
                refuse(libc::SYS_open, vec![has(1, makes)?, has(2, bit)?])?;
            }
        }
    }
    // The limits and the turns of other processes of the same user, ours among them.
    refuse(libc::SYS_prlimit64, vec![not(0, Len::Dword, 0)?, not(2, Len::Qword, 0)?])?;
    refuse(libc::SYS_setpriority, vec![not(0, Len::Dword, 0)?])?;
    refuse(libc::SYS_setpriority, vec![not(1, Len::Dword, 0)?])?;
    refuse(libc::SYS_ioprio_set, vec![not(1, Len::Dword, 0)?])?;
    for call in [
        libc::SYS_sched_setaffinity,
        libc::SYS_sched_setscheduler,
        libc::SYS_sched_setparam,
        libc::SYS_sched_setattr,
    ] {
        refuse(call, vec![not(0, Len::Dword, 0)?])?;
    }
    Ok(())
}

/// Every family of sockets but those of the plan.
fn sockets(plan: &Plan) -> Result<Rules, String> {
    let said = |error: seccompiler::BackendError| error.to_string();
    let family = |family: libc::c_int| u64::from(family.cast_unsigned());
    let mut allowed = Vec::new();
    if plan.unix_sockets {
        allowed.push(family(libc::AF_UNIX));
    }
    if plan.network == Network::Open {
        // With it a program asks for the addresses of this machine.
        allowed.extend([libc::AF_INET, libc::AF_INET6, libc::AF_NETLINK].map(family));
    }
    let mut rules = Rules::new();
    if !plan.unix_sockets {
        // An end of a pair of these sends to every socket that has a name; of the others it knows its twin only.
        let kind = |kind: u64| {
            SeccompRule::new(vec![condition(1, Len::Dword, Op::MaskedEq(0xf), kind)?]).map_err(said)
        };
        let kinds = [libc::SOCK_DGRAM, libc::SOCK_RAW].map(|one| kind(u64::from(one.cast_unsigned())));
        rules.insert(libc::SYS_socketpair, kinds.into_iter().collect::<Result<_, _>>()?);
    }
    if allowed.is_empty() {
        rules.insert(libc::SYS_socket, vec![]);
        return Ok(rules);
    }
    let others = allowed.iter().map(|family| condition(0, Len::Dword, Op::Ne, *family));
    let others = SeccompRule::new(others.collect::<Result<_, _>>()?);
    let route = u64::from(libc::NETLINK_ROUTE.cast_unsigned());
    let more = SeccompRule::new(vec![
        condition(0, Len::Dword, Op::Eq, family(libc::AF_NETLINK))?,
        condition(2, Len::Dword, Op::Ne, route)?,
    ]);
    rules.insert(libc::SYS_socket, [others, more].into_iter().collect::<Result<_, _>>().map_err(said)?);
    Ok(rules)
}

fn condition(argument: u8, len: Len, op: Op, value: u64) -> Result<SeccompCondition, String> {
    SeccompCondition::new(argument, len, op, value).map_err(|error| error.to_string())
}

/// The second set of numbers of x86-64 (x32) has the same calls, and rules compare numbers.
fn no_x32() -> BpfProgram {
    const LOAD: u16 = 0x20;
    const JUMP_IF_AT_LEAST: u16 = 0x35;
    const RETURN: u16 = 0x06;
    const X32: u32 = 0x4000_0000;
    let step = |code, jt, jf, k| seccompiler::sock_filter { code, jt, jf, k };
    vec![
        step(LOAD, 0, 0, 0),
        step(JUMP_IF_AT_LEAST, 0, 1, X32),
        step(RETURN, 0, 0, libc::SECCOMP_RET_ERRNO | libc::ENOSYS.cast_unsigned()),
        step(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW),
    ]
}
