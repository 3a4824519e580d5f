//! A place where nothing of the machine's user is seen: its own home, state, directory.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// The formation of the README's quick start, word for word.
pub const QUICK_START: &str = r#"schema: "1.0.0"
id: my-agent

llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: "openai/gpt-4o-mini"

agents:
  - id: assistant
    name: "My Assistant"
    system_message: "You are helpful."
"#;

/// A formation that needs no key and no network.
const ECHO: &str = "schema: \"1.0.0\"\nid: echo-agent\ndescription: Says it back\nllm:\n  models:\n    - text: muxi/echo\nagents:\n  - id: assistant\n    name: Echo\n    description: Says it back\n";

/// A temporary home with one formation directory in it.
pub struct Home {
    dir: TempDir,
}

impl Home {
    /// A home whose formation has no file yet.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        std::fs::create_dir(dir.path().join("formation")).expect("a directory in it");
        Self { dir }
    }

    /// A home with this formation.
    pub fn with(formation: &str) -> Self {
        let home = Self::empty();
        home.write("formation.afs", formation);
        home
    }

    /// A home with the quick start's formation.
    pub fn quick_start() -> Self {
        Self::with(QUICK_START)
    }

    /// A home whose formation answers by `muxi/echo`.
    pub fn echo() -> Self {
        Self::with(ECHO)
    }

    /// The formation's directory.
    pub fn formation(&self) -> PathBuf {
        self.dir.path().join("formation")
    }

    /// The root of all that belongs to this home.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The root of muxi's state.
    pub fn state(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// A file in the private home of a server of tools, of whichever process started it; empty where there is none.
    pub fn server_file(&self, id: &str, name: &str) -> Vec<u8> {
        let below = Path::new("tools").join(id).join("home").join(name);
        file_below(&self.state(), &below, 4).unwrap_or_default()
    }

    /// Writes a file of the formation.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.formation().join(name);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("its directory");
        std::fs::write(path, content).expect("a file of the formation");
    }

    /// Reads a file of the formation.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.formation().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// `muxi` with these arguments, in the formation, with nothing of the outer environment.
    pub fn muxi(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(args).current_dir(self.formation()).env_clear();
        for (name, value) in self.variables() {
            command.env(name, value);
        }
        command.timeout(std::time::Duration::from_mins(1));
        command
    }

    /// The same for a process that is to go on.
    pub fn process(&self, args: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(binary());
        command.args(args).current_dir(self.formation()).env_clear();
        command.envs(self.variables());
        command
    }

    fn variables(&self) -> Vec<(String, String)> {
        let path = |p: PathBuf| p.to_str().expect("UTF-8").to_owned();
        vec![
            ("HOME".to_owned(), path(self.dir.path().join("home"))),
            ("MUXI_STATE_DIR".to_owned(), path(self.state())),
            ("PATH".to_owned(), std::env::var("PATH").unwrap_or_default()),
        ]
    }

    /// Keeps a secret.
    pub fn keep(&self, name: &str, value: &str) {
        self.muxi(&["secrets", "add", name]).write_stdin(value).assert().success();
    }

    /// Stdout of a command that has to succeed.
    pub fn ok(&self, args: &[&str]) -> String {
        let output = self.muxi(args).assert().success().get_output().stdout.clone();
        String::from_utf8(output).expect("UTF-8")
    }

    /// Exit code, stdout and stderr of a command.
    pub fn run(&self, args: &[&str]) -> (i32, String, String) {
        outcome(self.muxi(args).output().expect("it runs"))
    }

    /// The same with something on stdin.
    pub fn run_with(&self, args: &[&str], stdin: impl Into<Vec<u8>>) -> (i32, String, String) {
        outcome(self.muxi(args).write_stdin(stdin).output().expect("it runs"))
    }
}

/// The file `name` of a directory or of those below it, so deep.
fn file_below(dir: &Path, name: &Path, depth: usize) -> Option<Vec<u8>> {
    if let Ok(bytes) = std::fs::read(dir.join(name)) {
        return Some(bytes);
    }
    let entries = std::fs::read_dir(dir).ok().filter(|_| depth > 0)?;
    entries.flatten().find_map(|entry| file_below(&entry.path(), name, depth - 1))
}

pub(super) fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_muxi")
}

fn outcome(output: std::process::Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}
