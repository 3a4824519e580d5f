use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::support::walls::{Limits, Network};

struct Here {
    dir: tempfile::TempDir,
    place: McpPlace,
}

fn here() -> Here {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    let formation = root.join("formation");
    for (name, text) in [
        ("formation.afs", "id: x"),
        (".key", "k"),
        (".key.prod", "k"),
        ("secrets.enc", "s"),
        (".env", "e"),
        ("data/notes.txt", "n"),
        ("modules/node_modules/tool/dist/index.js", "1"),
    ] {
        let path = formation.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        crate::support::fs::write_atomic(&path, text.as_bytes(), crate::support::fs::Mode::PRIVATE).unwrap();
    }
    std::fs::create_dir_all(root.join("work")).unwrap();
    let place = McpPlace {
        launcher: PathBuf::from("/proc/self/exe"),
        formation,
        hidden: Vec::new(),
        declared: Vec::new(),
        state: root.join("state"),
        home: Some(PathBuf::from("/home/nobody-at-all")),
        environment: Vec::new(),
        vault: None,
    };
    Here { dir, place }
}

fn program(here: &Here, args: &[&str]) -> Program {
    Program {
        command: "sh".to_owned(),
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        directory: here.place.formation.clone(),
        own_directory: false,
        surroundings: Vec::new(),
        environment: vec![("PATH".to_owned(), "/bin:/usr/bin".into())],
        directories: Vec::new(),
        network: Network::None,
        unix_sockets: false,
        limits: Limits::default(),
        installs: false,
    }
}

fn access(planned: &Planned, path: &Path) -> Option<Access> {
    planned.plan.files.iter().filter(|(given, _)| given == path).map(|(_, access)| *access).max()
}

#[test]
fn the_formation_is_given_to_read_but_not_its_keys_and_secrets() {
    let here = here();
    let planned = plan("one", None, &program(&here, &[]), &here.place).unwrap();
    let formation = &here.place.formation;
    assert_eq!(access(&planned, &formation.join("formation.afs")), Some(Access::Read));
    assert_eq!(access(&planned, &formation.join("data")), Some(Access::Read));
    for hidden in [".key", "secrets.enc", ".env"] {
        assert_eq!(access(&planned, &formation.join(hidden)), None, "{hidden}");
    }
    assert_eq!(access(&planned, formation), Some(Access::List));
    assert_eq!(planned.plan.network, Network::None);
    let home = here.place.state.join("tools/one/home");
    assert_eq!(access(&planned, &home), Some(Access::Write));
}

#[test]
fn what_arguments_name_is_given_and_what_no_tool_may_have_is_kept_back() {
    let here = here();
    let work = here.dir.path().canonicalize().unwrap().join("work");
    let flag = format!("--root={}", work.display());
    let args = [
        flag.as_str(),
        "/",
        "/etc",
        ".",
        "data",
        "modules/node_modules/tool/dist/index.js",
        "--x",
        "no/such",
        ".key.prod",
    ];
    let planned = plan("one", None, &program(&here, &args), &here.place).unwrap();
    assert_eq!(access(&planned, &work), Some(Access::Write));
    assert_eq!(access(&planned, &here.place.formation.join("data")), Some(Access::Write));
    let modules = here.place.formation.join("modules/node_modules");
    assert_eq!(access(&planned, &modules), Some(Access::Run));
    assert_eq!(access(&planned, Path::new("/")), None);
    assert_eq!(access(&planned, Path::new("/etc")), None);
    assert_eq!(access(&planned, &here.place.formation), Some(Access::List));
    assert_eq!(planned.kept_back.len(), 3, "{:?}", planned.kept_back);
}

#[test]
fn a_directory_that_no_tool_may_have_is_an_error_where_it_is_declared() {
    let here = here();
    let own = [PathBuf::from("/"), here.place.state.clone(), here.place.formation.clone()];
    std::fs::create_dir_all(&here.place.state).unwrap();
    for directory in own {
        let program = Program { directories: vec![directory.clone()], ..program(&here, &[]) };
        let error = plan("one", None, &program, &here.place).err().unwrap();
        assert!(matches!(error, McpError::Declaration { .. }), "{directory:?}: {error}");
    }
}

#[test]
fn a_state_directory_that_is_no_text_is_named_by_its_bytes() {
    let mut here = here();
    let name = OsStr::from_bytes(b"state-\xff");
    here.place.state = here.dir.path().canonicalize().unwrap().join(name);
    let planned = plan("one", None, &program(&here, &[]), &here.place).unwrap();
    let home = here.place.state.join("tools/one/home");
    let of =
        |wanted: &str| planned.plan.environment.iter().find(|(name, _)| name == wanted).unwrap().1.clone();
    assert_eq!(of("HOME").expose(), home.as_os_str().as_bytes());
    assert_eq!(of("npm_config_cache").expose(), home.join(".npm").as_os_str().as_bytes());
}

#[test]
fn the_temporary_directory_is_empty_at_each_start_and_ids_stay_inside() {
    let here = here();
    plan("one", None, &program(&here, &[]), &here.place).unwrap();
    let left = here.place.state.join("tools/one/tmp/left");
    std::fs::create_dir(&left).unwrap();
    plan("one", None, &program(&here, &[]), &here.place).unwrap();
    assert!(!left.exists());
    for id in ["../../x", "a/b", "A", "", "."] {
        let name = directory_of(id);
        assert!(!name.contains('/') && name != "." && name != "..", "{id}: {name}");
    }
    assert_ne!(directory_of("A"), directory_of("a"));
}

#[test]
fn a_secret_of_another_formation_and_the_state_of_muxi_are_kept_back_by_name() {
    let mut here = here();
    let root = here.dir.path().canonicalize().unwrap();
    let state = "elsewhere/formations/shop-0123456789abcdef/sessions.db";
    let kept =
        ["other/.key", "other/secrets.prod.enc", "any/api-keys.json", state, "tls/key.pem", "data/token"];
    let fine = ["other/data.enc", "formations/shop/notes.txt", "other/key"];
    for name in kept.iter().chain(&fine) {
        std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        let mode = crate::support::fs::Mode::PRIVATE;
        crate::support::fs::write_atomic(&root.join(name), b"x", mode).unwrap();
    }
    here.place.hidden = vec![root.join("tls/key.pem"), root.join("data")];
    let args: Vec<String> =
        kept.iter().chain(&fine).map(|name| format!("--file={}", root.join(name).display())).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let planned = plan("one", None, &program(&here, &args), &here.place).unwrap();
    for name in kept {
        let path = root.join(name);
        let around = planned.plan.files.iter().find(|(given, _)| path.starts_with(given));
        assert!(around.is_none(), "{name}: {around:?}");
        let told = planned.kept_back.iter().any(|said| said.starts_with(&path.display().to_string()));
        assert!(told, "{name}: {:?}", planned.kept_back);
    }
    for name in fine {
        assert_eq!(access(&planned, &root.join(name)), Some(Access::Run), "{name}");
    }
    assert_eq!(planned.kept_back.len(), kept.len());
}

#[test]
fn what_will_hardly_do_what_is_meant_is_said() {
    let here = here();
    let said = |command: &str, args: &[&str], unix_sockets: bool| {
        let program = Program { command: command.to_owned(), unix_sockets, ..program(&here, args) };
        advice(&program)
    };
    assert_eq!(said("/usr/bin/docker", &["run", "x"], true), Vec::<String>::new());
    assert!(said("/usr/bin/docker", &["run", "x"], false)[0].contains("`unix_sockets: true`"));
    assert_eq!(said("sh", &["~user/x", "a~", "x/~/y"], false), Vec::<String>::new());
    assert_eq!(
        said("sh", &["~/work", "--root=~"], false),
        [
            "nobody puts a home in for the ~ of ~/work: write the whole path",
            "nobody puts a home in for the ~ of ~: write the whole path"
        ]
    );
}

#[test]
fn what_a_users_programs_kept_goes_also_where_they_made_it_read_only() {
    let state = tempfile::tempdir().unwrap();
    let kept = |server: &str| state.path().join("tools").join(server).join(USERS).join("of-ann");
    let deep = kept("hub").join("home/go/pkg");
    std::fs::create_dir_all(&deep).unwrap();
    let mode = crate::support::fs::Mode::PRIVATE;
    crate::support::fs::write_atomic(&deep.join("token"), b"x", mode).unwrap();
    std::fs::create_dir_all(kept("wiki")).unwrap();
    let elsewhere = state.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, kept("hub").join("link")).unwrap();
    for read_only in [&deep, &elsewhere] {
        std::fs::set_permissions(read_only, Permissions::from_mode(0o500)).unwrap();
    }
    forget_homes(state.path(), "of-ann").unwrap();
    assert!(!kept("hub").exists() && !kept("wiki").exists() && elsewhere.exists());
}
