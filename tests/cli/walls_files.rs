//! Attacks on files: those of the system, of the neighbour, through links and through `/proc`.

use crate::walls::{PYTHON, Place, attacked, bounded, run, start};
use muxi::support::secret::SecretBytes;
use muxi::support::walls::{Access, Wall};

#[test]
fn what_the_plan_gives_can_be_used() {
    let place = Place::new();
    let outcome = attacked(
        &place,
        r#"
attempt("read", lambda: open("PLACE/shared/text").read())
attempt("list", lambda: os.listdir("PLACE/shared"))
attempt("make", lambda: open("PLACE/home/new", "w").write("x") and None)
attempt("directory", lambda: os.makedirs("PLACE/home/a/b"))
attempt("rename", lambda: os.rename("PLACE/home/new", "PLACE/home/a/b/new"))
attempt("truncate", lambda: os.truncate("PLACE/home/a/b/new", 0))
attempt("remove", lambda: os.remove("PLACE/home/a/b/new"))
attempt("null", lambda: open("/dev/null", "w").write("x") and None)
attempt("random", lambda: len(open("/dev/urandom", "rb").read(8)))
attempt("self", lambda: "Name" in open("/proc/self/status").read())
attempt("environ", lambda: "PATH" in open("/proc/self/environ").read())
attempt("program", lambda: subprocess.run(["/bin/echo", "x"], capture_output=True, check=True).stdout)
attempt("own", lambda: subprocess.run(["sh", "-c", "cp /bin/true ./t && ./t"], check=True).returncode)
attempt("users", lambda: "root" in open("/etc/passwd").read())
"#,
    );
    let wanted = [
        ("read", "done for all"),
        ("list", "done ['text']"),
        ("make", "done"),
        ("directory", "done"),
        ("rename", "done"),
        ("truncate", "done"),
        ("remove", "done"),
        ("null", "done"),
        ("random", "done 8"),
        ("self", "done True"),
        ("environ", "done True"),
        ("program", "done b'x\\n'"),
        ("own", "done 0"),
        ("users", "done True"),
    ];
    for (name, said) in wanted {
        assert_eq!(outcome.of(name), said, "{name}");
    }
}

#[test]
fn nothing_outside_is_read_listed_made_moved_or_removed() {
    let place = Place::new();
    let outcome = attacked(
        &place,
        r#"
attempt("shadow", lambda: open("/etc/shadow").read())
attempt("keys", lambda: os.listdir("/etc/ssh"))
attempt("etc", lambda: os.listdir("/etc"))
attempt("root", lambda: os.listdir("/root"))
attempt("read", lambda: open("PLACE/outside/secret").read())
attempt("list", lambda: os.listdir("PLACE/outside"))
attempt("above", lambda: os.listdir("PLACE"))
attempt("write", lambda: open("PLACE/outside/secret", "w"))
attempt("append", lambda: open("PLACE/outside/secret", "a"))
attempt("make", lambda: open("PLACE/outside/new", "w"))
attempt("directory", lambda: os.mkdir("PLACE/outside/new"))
attempt("remove", lambda: os.remove("PLACE/outside/secret"))
attempt("truncate", lambda: os.truncate("PLACE/outside/secret", 0))
attempt("move out", lambda: os.rename("PLACE/home/x", "PLACE/outside/x") if open("PLACE/home/x", "w") else 0)
attempt("move in", lambda: os.rename("PLACE/outside/secret", "PLACE/home/secret"))
attempt("link", lambda: os.link("PLACE/outside/secret", "PLACE/home/hard"))
attempt("write shared", lambda: open("PLACE/shared/text", "w"))
attempt("shared new", lambda: open("PLACE/shared/new", "w"))
attempt("system", lambda: open("/usr/bin/evil", "w"))
attempt("shared memory", lambda: open("/dev/shm/evil", "w"))
attempt("tmp", lambda: open("/tmp/evil-of-the-walls", "w"))
attempt("disk", lambda: open("/dev/vda", "rb"))
attempt("memory", lambda: open("/dev/mem", "rb"))
attempt("terminal", lambda: open("/dev/tty", "r+b", buffering=0))
attempt("pty", lambda: os.openpty())
attempt("settings", lambda: open("/proc/sys/kernel/hostname", "w"))
attempt("oom", lambda: open("/proc/self/oom_score_adj", "w"))
attempt("device", lambda: os.mknod("PLACE/home/disk", 0o60600, os.makedev(254, 0)))
attempt("execute", lambda: subprocess.run(["PLACE/home/../outside/program"]))
"#,
    );
    for line in outcome.stdout.lines() {
        let (name, said) = line.split_once(": ").unwrap();
        let refused = ["EACCES", "EPERM", "EROFS", "EXDEV", "ENXIO", "ENOENT"].contains(&said);
        assert!(refused, "{name}: {said}");
    }
    for name in ["shadow", "keys", "etc", "root", "read", "list", "above"] {
        assert_eq!(outcome.of(name), "EACCES", "{name}");
    }
    let kept = std::fs::read_to_string(place.path("outside/secret")).unwrap();
    assert_eq!(kept, "the neighbour's");
    assert!(!std::path::Path::new("/tmp/evil-of-the-walls").exists());
}

#[test]
fn links_lead_nowhere_that_the_path_itself_does_not() {
    let place = Place::new();
    let outcome = attacked(
        &place,
        r#"
os.symlink("PLACE/outside", "PLACE/home/door")
os.symlink("/etc/shadow", "PLACE/home/shadow")
attempt("directory", lambda: os.listdir("PLACE/home/door"))
attempt("through", lambda: open("PLACE/home/door/secret").read())
attempt("file", lambda: open("PLACE/home/shadow").read())
attempt("dots", lambda: open("PLACE/home/../outside/secret").read())
attempt("root", lambda: open("/proc/self/root/etc/shadow").read())
attempt("cwd", lambda: open("/proc/self/cwd/../outside/secret").read())
attempt("parent", lambda: open(f"/proc/{os.getppid()}/root/etc/shadow").read())
attempt("exe", lambda: open(f"/proc/{os.getppid()}/exe", "rb").read(4))
fd = os.open("PLACE/outside", os.O_PATH)
attempt("handle", lambda: os.open("secret", os.O_RDONLY, dir_fd=fd))
attempt("reopened", lambda: os.open(f"/proc/self/fd/{fd}/secret", os.O_RDONLY))
attempt("write through", lambda: open("PLACE/home/door/new", "w"))
"#,
    );
    for line in outcome.stdout.lines() {
        assert!(line.ends_with(": EACCES") || line == "write through: EROFS", "{line}");
    }
    assert_eq!(outcome.stdout.lines().count(), 11);
}

#[test]
fn of_a_neighbour_nothing_is_seen_in_ten_ways() {
    let place = Place::new();
    bounded(async {
        // Behind walls like the attacker, under the same user, with a secret and a file of its own.
        let mut plan = place.plan(PYTHON, &["-c", "import time; f = open('own', 'w+'); time.sleep(60)"]);
        plan.environment.push(("TOKEN".to_owned(), SecretBytes::from("sk-of-the-neighbour")));
        plan.directory = place.path("outside");
        plan.files.push((place.path("outside"), Access::Write));
        let mut neighbour = start(&plan).await;
        let script = r#"
pid = NEIGHBOUR
attempt("environ", lambda: open(f"/proc/{pid}/environ").read())
attempt("memory", lambda: open(f"/proc/{pid}/mem", "rb"))
attempt("maps", lambda: open(f"/proc/{pid}/maps").read())
attempt("descriptors", lambda: os.readlink(f"/proc/{pid}/fd/3"))
attempt("file", lambda: open(f"/proc/{pid}/fd/3").read())
attempt("stdin", lambda: open(f"/proc/{pid}/fd/0", "w"))
attempt("root", lambda: open(f"/proc/{pid}/root/etc/shadow").read())
attempt("directory", lambda: os.listdir(f"/proc/{pid}/cwd"))
attempt("trace", lambda: call(101, 16, pid, 0, 0))
iov = struct.pack("PP", 4096, 16)
buf = ctypes.create_string_buffer(iov)
attempt("peek", lambda: call(310, pid, buf, 1, buf, 1, 0))
attempt("pidfd", lambda: call(438, call(434, pid, 0), 0, 0))
attempt("kill", lambda: os.kill(pid, signal.SIGKILL))
attempt("limits", lambda: __import__("resource").prlimit(pid, __import__("resource").RLIMIT_NOFILE, (1, 1)))
attempt("priority", lambda: os.setpriority(os.PRIO_PROCESS, pid, 19))
attempt("turns", lambda: os.sched_setaffinity(pid, {0}))
attempt("task", lambda: open(f"/proc/{pid}/task/{pid}/environ").read())
"#;
        let script = script.replace("NEIGHBOUR", &neighbour.tool_id().to_string());
        let outcome = run(&place.attack(&script)).await;
        for line in outcome.stdout.lines() {
            let refused = ["EACCES", "EPERM", "ENOENT"].iter().any(|error| line.ends_with(error));
            assert!(refused || line.ends_with("PermissionError"), "{line}");
        }
        assert_eq!(outcome.stdout.lines().count(), 16, "{}{}", outcome.stdout, outcome.stderr);
        assert!(crate::support::lives(neighbour.tool_id()), "it was ended by the attacker");
        if neighbour.report().holds(Wall::Signals) {
            assert_eq!(outcome.of("kill"), "EPERM");
        }
        neighbour.stop().await;
    });
}

#[test]
fn what_is_only_listed_is_not_read() {
    let place = Place::new();
    let mut plan = place.attack(
        r#"
attempt("list", lambda: os.listdir("PLACE/outside"))
attempt("read", lambda: open("PLACE/outside/secret").read())
"#,
    );
    plan.files.push((place.path("outside"), Access::List));
    let outcome = bounded(run(&plan));
    assert_eq!((outcome.of("list"), outcome.of("read")), ("done ['secret']", "EACCES"));
}

#[test]
fn modes_owners_and_times_of_files_outside_are_not_changed_where_mounts_can_be_made() {
    let place = Place::new();
    let attack = place.attack(
        r#"
attempt("mode", lambda: os.chmod("PLACE/outside/secret", 0o777))
attempt("shared", lambda: os.chmod("PLACE/shared/text", 0o777))
attempt("directory", lambda: os.chmod("PLACE", 0o777))
attempt("time", lambda: os.utime("PLACE/outside/secret"))
attempt("owner", lambda: os.chown("PLACE/outside/secret", os.getuid(), os.getgid()))
attempt("attribute", lambda: os.setxattr("PLACE/outside/secret", "user.x", b"x"))
attempt("own", lambda: os.chmod("PLACE/home", 0o700))
"#,
    );
    let (outcome, holds) = bounded(async {
        let holds = start(&attack).await.report().holds(Wall::Attributes);
        (run(&attack).await, holds)
    });
    assert_eq!(outcome.of("own"), "done");
    for name in ["mode", "shared", "directory", "time", "owner", "attribute"] {
        assert!(!holds || outcome.of(name) == "EROFS", "{name}: {}", outcome.of(name));
    }
}

#[test]
fn shared_memory_is_the_programs_own_where_mounts_can_be_made_and_else_there_is_none() {
    let place = Place::new();
    let script = r#"
import multiprocessing
mine = "/dev/shm/of-the-walls-" + os.path.basename("PLACE")
attempt("lock", lambda: multiprocessing.Lock().acquire() and None)
attempt("write", lambda: open(mine, "x").write("x") and None)
attempt("list", lambda: sorted(n for n in os.listdir("/dev/shm") if not n.startswith("sem.")))
attempt("device", lambda: os.mknod("/dev/shm/disk", 0o60600, os.makedev(254, 0)))
"#;
    let mut plan = place.attack(script);
    plan.files.push((muxi::support::walls::SHARED_MEMORY.into(), Access::Write));
    let (first, second, holds) = bounded(async {
        let holds = start(&plan).await.report().holds(Wall::Attributes);
        (run(&plan).await, run(&plan).await, holds)
    });
    let name = format!("of-the-walls-{}", place.path("").file_name().unwrap().display());
    for outcome in [first, second] {
        if holds {
            assert_eq!((outcome.of("lock"), outcome.of("write")), ("done", "done"), "{}", outcome.stderr);
            assert_eq!(outcome.of("list"), format!("done ['{name}']"));
        } else {
            assert_eq!((outcome.of("write"), outcome.of("list")), ("EACCES", "EACCES"));
        }
        assert!(["EACCES", "EPERM"].contains(&outcome.of("device")), "{}", outcome.of("device"));
    }
    assert!(!std::path::Path::new("/dev/shm").join(name).exists());
}
