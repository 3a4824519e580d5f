//! Attacks on the kernel and the machine: sockets, tracing, namespaces, limits of others, ways around filters.

use crate::walls::{Place, attacked, bounded, run};
use muxi::support::walls::{Network, Wall};

#[test]
fn system_calls_that_no_tool_needs_are_refused() {
    let place = Place::new();
    let outcome = attacked(
        &place,
        r#"
buf = ctypes.create_string_buffer(256)
attempt("trace", lambda: call(101, 0, 0, 0, 0))
attempt("keyring", lambda: call(250, 0, -3, 0, 0, 0))
attempt("bpf", lambda: call(321, 0, buf, 64))
attempt("perf", lambda: call(298, buf, 0, -1, -1, 0))
attempt("userfaultfd", lambda: call(323, 1))
attempt("mount", lambda: call(165, b"none", b"/mnt", b"tmpfs", 0, 0))
attempt("chroot", lambda: os.chroot("PLACE/home"))
attempt("users", lambda: call(272, 0x10000000))
attempt("mounts", lambda: call(272, 0x20000))
attempt("clone users", lambda: call(56, 0x10000000 | 17, 0, 0, 0, 0))
attempt("clone3", lambda: call(435, buf, 64))
attempt("ring", lambda: call(425, 1, buf))
attempt("ring enter", lambda: call(426, 0, 0, 0, 0, 0))
attempt("openat2", lambda: call(437, -100, b"/etc/passwd", buf, 24))
attempt("new mounts", lambda: call(430, b"tmpfs", 0))
attempt("shared memory", lambda: call(29, 1, 4096, 0o1777))
attempt("queue", lambda: call(240, b"q", 0o102, 0o600, 0))
attempt("typing", lambda: __import__("fcntl").ioctl(0, 0x5412, b"x"))
attempt("console", lambda: __import__("fcntl").ioctl(0, 0x541c, b"x"))
attempt("clock", lambda: call(227, 0, buf))
attempt("name", lambda: call(170, b"x", 1))
attempt("modules", lambda: call(175, buf, 8, b""))
attempt("handles", lambda: call(304, -100, buf, 0))
attempt("personality", lambda: call(135, 0x0040000))
attempt("x32", lambda: call(0x40000000 + 39))
attempt("set id", lambda: os.chmod(open("PLACE/home/p", "w").name, 0o4755))
attempt("set group", lambda: os.chmod("PLACE/home/p", 0o2755))
attempt("born set id", lambda: os.open("PLACE/home/q", os.O_CREAT | os.O_WRONLY, 0o4755))
attempt("nameless set id", lambda: os.open("PLACE/home", os.O_TMPFILE | os.O_WRONLY, 0o4755))
attempt("everybody", lambda: os.setpriority(os.PRIO_USER, 0, 19))
attempt("root again", lambda: os.setuid(0) or os.setgroups([0]))
"#,
    );
    let unknown = ["clone3", "ring", "ring enter", "openat2", "new mounts", "shared memory", "queue", "x32"];
    for line in outcome.stdout.lines() {
        let (name, said) = line.split_once(": ").unwrap();
        let wanted = if unknown.contains(&name) { "ENOSYS" } else { "EPERM" };
        assert_eq!(said, wanted, "{name}");
    }
    assert_eq!(outcome.stdout.lines().count(), 31, "{}", outcome.stderr);
}

#[test]
fn a_program_of_another_architecture_ends_at_its_first_call() {
    if !cfg!(target_arch = "x86_64") {
        return;
    }
    let place = Place::new();
    // `int 0x80` with the number of `getpid` of the other table.
    let outcome = bounded(run(&place.attack(
        r#"
import mmap
code = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(code)
print("before", flush=True)
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
print("after", flush=True)
"#,
    )));
    assert_eq!(outcome.stdout, "before\n");
    assert_eq!(outcome.ended.signal, Some(31), "{:?}", outcome.ended);
}

#[test]
fn ordinary_programs_do_not_notice() {
    let place = Place::new();
    let outcome = attacked(
        &place,
        r#"
import threading, tempfile, multiprocessing, select, mmap
attempt("thread", lambda: [t := threading.Thread(target=lambda: None), t.start(), t.join()] and None)
attempt("process", lambda: subprocess.run(["/bin/true"], check=True).returncode)
attempt("pair", lambda: [s.close() for s in socket.socketpair()] and None)
attempt("tcp", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).bind(("127.0.0.1", 0)))
attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close())
attempt("names", lambda: socket.getaddrinfo("127.0.0.1", 80)[0][4][0])
attempt("interfaces", lambda: len(socket.if_nameindex()) > 0)
attempt("epoll", lambda: select.epoll().close())
attempt("memory", lambda: os.memfd_create("x") and None)
attempt("nice", lambda: os.nice(1))
attempt("limit", lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_NOFILE, (64, 64)))
attempt("mode", lambda: os.chmod(open("PLACE/home/p", "w").name, 0o755))
attempt("times", lambda: os.utime("PLACE/home/p"))
attempt("lock", lambda: __import__("fcntl").flock(open("PLACE/home/p"), 2))
attempt("fifo", lambda: os.mkfifo("PLACE/home/f"))
attempt("group", lambda: os.setsid() and None if os.fork() == 0 else None)
"#,
    );
    for line in outcome.stdout.lines() {
        assert!(line.contains(": done"), "{line}");
    }
}

#[test]
fn unix_sockets_are_refused_unless_they_are_declared() {
    let place = Place::new();
    let script = r#"
attempt("path", lambda: socket.socket(socket.AF_UNIX).bind("PLACE/home/s"))
attempt("abstract", lambda: socket.socket(socket.AF_UNIX).bind("\0of-the-walls-PLACE"))
attempt("packets", lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).close())
"#;
    let outcome = attacked(&place, script);
    for name in ["path", "abstract", "packets"] {
        assert_eq!(outcome.of(name), "EAFNOSUPPORT", "{name}");
    }
    let mut plan = place.attack(script);
    plan.unix_sockets = true;
    let outcome = bounded(run(&plan));
    for name in ["path", "abstract", "packets"] {
        assert_eq!(outcome.of(name), "done", "{name}");
    }
}

#[test]
fn no_end_of_a_pair_sends_to_a_socket_outside() {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::{SocketAddr, UnixDatagram};
    let place = Place::new();
    let path = place.path("datagrams");
    let name = format!("pairs-{}", place.path("").display());
    let here = UnixDatagram::bind(&path).unwrap();
    let nameless = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
    let script = format!(
        r#"
def pair(kind, how):
    for end in socket.socketpair(socket.AF_UNIX, kind):
        how(end)
send = lambda end: end.sendto(b"x", {path:?})
connect = lambda end: end.connect("\0{name}") or end.send(b"x")
attempt("packets", lambda: pair(socket.SOCK_DGRAM, send))
attempt("nameless", lambda: pair(socket.SOCK_DGRAM | socket.SOCK_CLOEXEC, connect))
attempt("raw", lambda: pair(socket.SOCK_RAW | socket.SOCK_NONBLOCK, send))
attempt("stream", lambda: pair(socket.SOCK_STREAM, lambda end: None))
attempt("sequence", lambda: pair(socket.SOCK_SEQPACKET, lambda end: None))
attempt("stream out", lambda: pair(socket.SOCK_STREAM, send))
attempt("sequence out", lambda: pair(socket.SOCK_SEQPACKET, connect))
"#
    );
    for network in [Network::Open, Network::None] {
        let mut plan = place.attack(&script);
        plan.network = network;
        let outcome = bounded(run(&plan));
        for kind in ["packets", "nameless", "raw"] {
            assert_eq!(outcome.of(kind), "EAFNOSUPPORT", "{kind}");
        }
        for kind in ["stream", "sequence"] {
            assert_eq!(outcome.of(kind), "done", "{kind}");
        }
        for kind in ["stream out", "sequence out"] {
            assert_ne!(outcome.of(kind), "done", "{kind}");
        }
    }
    for outside in [here, nameless] {
        outside.set_nonblocking(true).unwrap();
        assert!(outside.recv(&mut [0; 8]).is_err(), "nothing came");
    }
}

#[test]
fn an_abstract_socket_of_somebody_else_is_not_reached_where_the_kernel_can_tell() {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::{SocketAddr, UnixListener};
    let place = Place::new();
    let name = format!("walls-{}", place.path("").display());
    let _listener = UnixListener::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
    let mut plan =
        place.attack("attempt('connect', lambda: socket.socket(socket.AF_UNIX).connect('\\0walls-PLACE/'))");
    plan.unix_sockets = true;
    let outcome = bounded(run(&plan));
    let holds = muxi::support::walls::of_this_kernel().holds(Wall::Signals);
    assert_eq!(outcome.of("connect"), if holds { "EPERM" } else { "done" });
}

#[test]
fn families_of_sockets_that_no_tool_needs_are_refused() {
    let place = Place::new();
    let outcome = attacked(
        &place,
        r#"
attempt("packets", lambda: socket.socket(17, socket.SOCK_RAW, 0))
attempt("machine", lambda: socket.socket(40, socket.SOCK_STREAM))
attempt("kernel", lambda: socket.socket(16, socket.SOCK_RAW, 15))
attempt("cipher", lambda: socket.socket(38, socket.SOCK_SEQPACKET))
attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
"#,
    );
    for name in ["packets", "machine", "kernel", "cipher"] {
        assert_eq!(outcome.of(name), "EAFNOSUPPORT", "{name}");
    }
    assert_eq!(outcome.of("raw"), "EPERM");
}

#[test]
fn without_a_network_there_is_none_at_all() {
    let place = Place::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let script = format!(
        r#"
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", {port}), 2))
attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", {port})))
attempt("six", lambda: socket.socket(socket.AF_INET6).close())
attempt("route", lambda: socket.socket(16, socket.SOCK_RAW, 0).close())
attempt("unix", lambda: socket.socket(socket.AF_UNIX).close())
attempt("interfaces", lambda: [l.split(":")[0].strip() for l in open("/proc/self/net/dev")][2:])
"#
    );
    let mut plan = place.attack(&script);
    plan.network = Network::None;
    let outcome = bounded(run(&plan));
    for name in ["tcp", "udp", "six", "route", "unix"] {
        assert_eq!(outcome.of(name), "EAFNOSUPPORT", "{name}");
    }
    // A namespace of its own, where this user may make one.
    let ours = std::fs::read_to_string("/proc/net/dev").unwrap().lines().count() - 2;
    let its = outcome.of("interfaces").matches('\'').count() / 2;
    assert!(its <= 1 || its == ours, "{}", outcome.of("interfaces"));
}
