#![expect(clippy::disallowed_methods, reason = "tests write their own files")]

use std::os::unix::fs::symlink;

use super::*;

struct Tree(tempfile::TempDir);

impl Tree {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    fn file(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn link(&self, name: &str, to: &Path) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(to, &path).unwrap();
        path
    }

    fn needs(&self, command: &str) -> Result<Needs, NeedsError> {
        let path = format!("relative:{}:/usr/bin:/bin", self.path("h/.local/bin").display());
        needs(command, &self.path(""), OsStr::new(&path))
    }
}

fn run(path: PathBuf) -> (PathBuf, Access) {
    (path, Access::Run)
}

#[test]
fn a_program_of_the_system_needs_nothing_else() {
    let found = Tree::new().needs("sh").unwrap();
    assert!(found.program.ends_with("bin/sh"));
    assert_eq!(found.files, []);
    assert!(system().iter().any(|(path, access)| path == Path::new("/usr") && *access == Access::Run));
    assert!(!system().iter().any(|(path, _)| [Path::new("/etc"), Path::new("/")].contains(&path.as_path())));
}

#[test]
fn a_lone_file_is_given_alone() {
    let tree = Tree::new();
    let tool = tree.file("h/.local/bin/tool", "\x7fELF", 0o755);
    let found = tree.needs("tool").unwrap();
    assert_eq!((&found.program, found.files), (&tool, vec![run(tool.clone())]));
}

#[test]
fn a_virtual_environment_brings_its_interpreter() {
    let tree = Tree::new();
    let python = tree.file("versions/3.11/bin/python3.11", "\x7fELF", 0o755);
    tree.file("versions/3.11/lib/python3.11/os.py", "", 0o644);
    let home = python.parent().unwrap().display().to_string();
    tree.file("tools/notes/pyvenv.cfg", &format!("home = {home}\nversion = 3.11\n"), 0o644);
    let inner = tree.link("tools/notes/bin/python", &python);
    let script = tree.file("tools/notes/bin/notes", &format!("#!{}\n", inner.display()), 0o755);
    let called = tree.link("h/.local/bin/notes", &script);
    let found = tree.needs("notes").unwrap();
    assert_eq!(found.program, called);
    let files: Vec<_> = [called, tree.path("versions/3.11"), tree.path("tools/notes")].map(run).into();
    assert!(files.iter().all(|file| found.files.contains(file)), "{:?}", found.files);
    assert_eq!(found.files.len(), files.len(), "{:?}", found.files);
}

#[test]
fn env_in_a_first_line_is_followed_along_the_path() {
    let tree = Tree::new();
    let inner = tree.file("h/.local/bin/lang", "\x7fELF", 0o755);
    let script = tree.file("script", "#!/usr/bin/env -S A=b lang --fast\n", 0o755);
    let found = tree.needs("./script").unwrap();
    assert_eq!(found.program, script);
    assert_eq!(found.files, [run(script), run(inner)]);
}

#[test]
fn a_version_manager_is_given_whole_and_told_where_it_is() {
    let tree = Tree::new();
    let shim = tree.file("h/.pyenv/shims/python3", "#!/usr/bin/env bash\n", 0o755);
    let found = tree.needs(shim.to_str().unwrap()).unwrap();
    assert_eq!(found.files, [run(tree.path("h/.pyenv"))]);
    assert_eq!(found.environment, [("PYENV_ROOT", tree.path("h/.pyenv"))]);
}

#[test]
fn a_home_is_never_given_though_it_has_bin_and_lib() {
    let tree = Tree::new();
    let tool = tree.file("h/.local/bin/tool", "", 0o755);
    tree.file("h/.local/lib/x", "", 0o644);
    assert_eq!(tree.needs("tool").unwrap().files, [run(tool)]);
}

#[test]
fn what_is_missing_or_may_not_run_is_told_apart() {
    let tree = Tree::new();
    tree.file("h/.local/bin/text", "", 0o644);
    let code = |command: &str| tree.needs(command).unwrap_err().code();
    assert_eq!(code("text"), "tool_program_missing");
    assert_eq!(code("./h/.local/bin/text"), "tool_program_not_executable");
    assert_eq!(code("./nothing"), "tool_program_missing");
    assert_eq!(code("./h"), "tool_program_not_executable");
    assert_eq!(code(""), "tool_program_missing");
}

#[test]
fn a_circle_of_links_or_of_interpreters_ends() {
    let tree = Tree::new();
    let one = tree.path("one");
    tree.link("two", &one);
    tree.link("one", &tree.path("two"));
    assert!(tree.needs("./one").is_err());
    let script = tree.path("itself");
    tree.file("itself", &format!("#!{}\n", script.display()), 0o755);
    assert_eq!(tree.needs("./itself").unwrap().files, [run(script)]);
}

#[test]
fn all_but_the_hidden_is_given_by_its_name() {
    let tree = Tree::new();
    for name in ["f/.key", "f/secrets.enc", "f/formation.afs", "f/a/b", "f/deep/.key", "f/deep/text"] {
        tree.file(name, "", 0o600);
    }
    tree.link("f/link", Path::new("/etc/shadow"));
    let hidden =
        |path: &Path| [".key", "secrets.enc"].iter().any(|name| path.file_name() == Some(OsStr::new(name)));
    let given = all_but(&tree.path("f"), &hidden);
    let read = |name: &str| (tree.path(name), Access::Read);
    let list = |name: &str| (tree.path(name), Access::List);
    assert_eq!(given, [list("f"), read("f/a"), read("f/deep/text"), read("f/formation.afs")]);
}

#[test]
fn a_starter_brings_what_it_starts_from_beside_it_or_from_the_path() {
    let tree = Tree::new();
    let uvx = tree.file("h/.local/bin/uvx", "\x7fELF", 0o755);
    let uv = tree.file("h/.local/bin/uv", "\x7fELF", 0o755);
    assert_eq!(tree.needs("uvx").unwrap().files, [run(uvx), run(uv)]);
    // Beside what the link leads to.
    let real = tree.file("js/bunx", "\x7fELF", 0o755);
    let bun = tree.file("js/bun", "\x7fELF", 0o755);
    let bunx = tree.link("h/.local/bin/bunx", &real);
    assert_eq!(tree.needs("bunx").unwrap().files, [run(bunx), run(real), run(bun)]);
    // Nothing is beside it.
    let node = tree.file("h/.local/bin/node", "\x7fELF", 0o755);
    let yarn = tree.file("alone/yarn", "\x7fELF", 0o755);
    assert_eq!(tree.needs("./alone/yarn").unwrap().files, [run(yarn), run(node)]);
}

#[test]
fn what_lies_too_deep_or_after_too_much_is_not_given() {
    let tree = Tree::new();
    let deep = format!("f/{}.key", "d/".repeat(20));
    for name in [deep.as_str(), "f/a/b/c/text", "f/a/text", "f/x/one", "f/x/two", "f/y/one"] {
        tree.file(name, "", 0o600);
    }
    let hidden = |path: &Path| path.file_name() == Some(OsStr::new(".key"));
    let given = |levels, entries| all_but::all_but_within(&tree.path("f"), &hidden, levels, entries);
    let read = |name: &str| (tree.path(name), Access::Read);
    let list = |name: &str| (tree.path(name), Access::List);
    // Twenty levels down it is found.
    assert_eq!(all_but(&tree.path("f"), &hidden), [list("f"), read("f/a"), read("f/x"), read("f/y")]);
    let levels = [list("f"), list("f/a/b"), read("f/a/text"), list("f/d/d"), read("f/x"), read("f/y")];
    assert_eq!(given(2, 1000), levels);
    // Four in `f`, four below `a`: there is one left for `d`, and `x` and `y` come too late.
    let entries = [list("f"), read("f/a"), list("f/d/d"), list("f/x"), list("f/y")];
    assert_eq!(given(64, 9), entries);
    assert_eq!(given(64, 3), [list("f")]);
}

#[test]
fn a_package_of_opt_is_given_by_its_tree() {
    let tree = Tree::new();
    let opt = tree.path("opt");
    let place = |name: &str| {
        let program = tree.file(name, "", 0o755);
        places::without_a_formation(&program, places::tree(&program, &opt))
    };
    assert_eq!(place("opt/google/chrome/chrome"), tree.path("opt/google"));
    assert_eq!(place("opt/alone"), tree.path("opt/alone"));
    for library in ["opt/vendor/app/lib/x", "opt/lib/x"] {
        tree.file(library, "", 0o644);
    }
    assert_eq!(place("opt/vendor/app/bin/tool"), tree.path("opt/vendor/app"));
    assert_eq!(place("opt/bin/tool"), tree.path("opt/bin"));
    for private in ["opt/one/formation.afs", "opt/two/shop/.key", "opt/three/x/secrets.enc"] {
        tree.file(private, "", 0o600);
    }
    assert_eq!(place("opt/one/tool"), tree.path("opt/one/tool"));
    assert_eq!(place("opt/one/tools/tool"), tree.path("opt/one/tools"));
    assert_eq!(place("opt/two/shop/tool"), tree.path("opt/two/shop/tool"));
    assert_eq!(place("opt/three/bin/tool"), tree.path("opt/three/bin"));
}

#[test]
fn a_directory_with_a_formation_is_never_given_whole() {
    for private in ["formation.afs", "formation.yaml", ".key", "inner/.key.prod"] {
        let tree = Tree::new();
        let tool = tree.file("shop/bin/tool", "", 0o755);
        tree.file("shop/lib/x", "", 0o644);
        let files = || tree.needs("shop/bin/tool").unwrap().files;
        assert_eq!(files(), [run(tree.path("shop"))], "{private}");
        tree.file(&format!("shop/{private}"), "", 0o600);
        assert_eq!(files(), [run(tree.path("shop/bin"))], "{private}");
        tree.file("shop/bin/.key", "", 0o600);
        assert_eq!(files(), [run(tool)], "{private}");
    }
}

#[test]
fn a_key_is_found_however_deep_it_lies_in_a_tree_and_what_is_too_much_is_taken_for_one() {
    for private in ["formations/shop/.key", "a/b/c/d/e/secrets.prod.enc", "lib/x/y/.key.prod"] {
        let tree = Tree::new();
        let tool = tree.file("app/bin/tool", "", 0o755);
        tree.file("app/lib/x/y/z", "", 0o644);
        let files = || tree.needs("app/bin/tool").unwrap().files;
        assert_eq!(files(), [run(tree.path("app"))], "{private}");
        tree.file(&format!("app/{private}"), "", 0o600);
        assert_eq!(files(), [run(tree.path("app/bin"))], "{private}");
        tree.file("app/bin/a/b/.key", "", 0o600);
        assert_eq!(files(), [run(tool)], "{private}");
    }
    let tree = Tree::new();
    for n in 0..10 {
        tree.file(&format!("app/lib/{n}"), "", 0o644);
    }
    let app = tree.path("app");
    assert!(places::holds_within(&app, 10) && !places::holds_within(&app, 11));
}

#[test]
fn a_version_manager_with_a_formation_in_it_is_not_given_whole() {
    let tree = Tree::new();
    let shim = tree.file("h/.pyenv/shims/python3", "", 0o755);
    tree.file("h/.pyenv/versions/3/work/formation/.key", "", 0o600);
    assert_eq!(tree.needs(shim.to_str().unwrap()).unwrap().files, [run(shim)]);
}

#[test]
fn an_interpreter_that_lies_in_a_formation_does_not_bring_it() {
    let tree = Tree::new();
    let python = tree.file("shop/bin/python3", "\x7fELF", 0o755);
    tree.file("shop/.key", "", 0o600);
    let home = python.parent().unwrap().display().to_string();
    tree.file("venv/pyvenv.cfg", &format!("home = {home}\n"), 0o644);
    tree.file("venv/bin/tool", "\x7fELF", 0o755);
    let found = tree.needs("venv/bin/tool").unwrap();
    assert_eq!(found.files, [run(tree.path("shop/bin")), run(tree.path("venv"))]);
}

#[test]
fn settings_of_the_system_bring_no_private_keys() {
    let private = ["ssl/private", "pki/tls/private", "pki/nssdb", "pki/rpm-gpg", "nix/nix.conf", "shadow"];
    for name in private {
        assert!(!system::SETTINGS.iter().any(|given| Path::new(name).starts_with(given)), "{name}");
    }
    let etc = Path::new("/etc");
    let found = system();
    assert!(!found.iter().any(|(path, _)| Path::new("/etc/ssl/private").starts_with(path)));
    let certificates = etc.join("ssl/certs");
    assert!(!certificates.exists() || found.contains(&(certificates, Access::Read)));
}

#[test]
fn places_that_no_tool_may_have_are_refused() {
    let home = Path::new("/srv/people/ann");
    let kept = [PathBuf::from("/srv/muxi/state")];
    let why = |path: &str| refusal_of(Path::new(path), Some(home), &kept);
    for path in [
        "/",
        "/etc",
        "/etc/ssl",
        "/proc/self",
        "/dev/shm",
        "/root",
        "/home",
        "/home/bob",
        "/home/bob/.ssh/id",
        "/srv",
        "/srv/people",
        "/srv/people/ann",
        "/srv/people/ann/.aws",
        "/srv/people/ann/.config",
        "/srv/people/ann/.local",
        "/srv/people/ann/work/../.ssh",
        "/usr",
        "/usr/bin",
        "/var",
        "/var/log/x",
        "/srv/muxi",
        "/srv/muxi/state/one",
        "relative",
        "",
    ] {
        assert!(why(path).is_some(), "{path}");
    }
    for path in ["/srv/people/ann/work", "/home/bob/work", "/srv/data", "/tmp", "/opt/data", "/usr/share/doc"]
    {
        assert_eq!(why(path), None, "{path}");
    }
}

#[test]
fn a_link_to_a_refused_place_is_refused() {
    let tree = Tree::new();
    let link = tree.link("innocent", Path::new("/etc"));
    assert!(refusal_of(&link, None, &[]).is_some());
    assert!(refusal_of(&link.join("not-there"), None, &[]).is_some());
}
