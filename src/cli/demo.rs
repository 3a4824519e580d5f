//! `muxi demo`: the quick start in a temporary directory, with the real program.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::context::Context;
use crate::output::{ExitCode, Failure, Printer};
use crate::support::fs::{self, Mode};
use crate::support::process::until_interrupted;
use crate::support::secret::SecretBytes;

const ECHO: &str = "muxi/echo";
/// Looks like a key, so that the masking has something to show.
const PLAY_KEY: &str = "sk-demo-this-is-not-a-real-key";

/// How long Ctrl-C waits for the step under way: a server has 10 s for its turns.
const PATIENCE: Duration = Duration::from_secs(15);

/// Try it all in a temporary directory: secret, check, server, chat
#[derive(Debug, Args)]
#[command(after_help = "Nothing is left behind. With --model the key is asked for, or comes from stdin.")]
pub(crate) struct Demo {
    /// A model of your own instead of muxi/echo, for example openai/gpt-4o-mini
    #[arg(long, value_name = "PROVIDER/NAME", default_value = ECHO)]
    model: String,
}

impl Demo {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let plan = self.plan(context)?;
        let (server, over) = (Arc::clone(&plan.stage.server), Arc::clone(&plan.stage.over));
        let (gone, all_gone) = mpsc::channel::<()>();
        let work = move || {
            let done = plan.play();
            // All that was made is gone by now.
            drop(gone);
            done
        };
        let Some(done) = until_interrupted(work).map_err(|e| Failure::failed("demo", &e))? else {
            over.store(true, Ordering::SeqCst);
            stop(&server);
            let _ = all_gone.recv_timeout(PATIENCE);
            return Err(Failure::interrupted());
        };
        let steps = done?;
        if context.out.is_json() {
            context.out.json(&json!({"steps": steps}))?;
        }
        Ok(ExitCode::Done)
    }

    fn plan(&self, context: &mut Context) -> Result<Plan, Failure> {
        let Some((provider, name)) =
            self.model.split_once('/').filter(|(p, n)| !p.is_empty() && !n.is_empty())
        else {
            return Err(Failure::usage(format!("{} is not of the form provider/name", self.model)));
        };
        let secret = match crate::runtime::llm::provider(provider) {
            Some(info) => info.key,
            None if provider == "muxi" => Some("OPENAI_API_KEY"),
            None => None,
        };
        if name.contains(['"', '\n']) || provider.contains(['"', '\n']) {
            return Err(Failure::usage(format!("{} is not the name of a model", self.model)));
        }
        let key = match secret {
            Some(_) if self.model == ECHO => Some(SecretBytes::from(PLAY_KEY)),
            Some(secret) if context.ask().stdin_is_data() => Some(key_from_stdin(context, secret)?),
            Some(secret) => Some(context.ask().secret(&format!("Value of {secret}"), "stdin")?),
            None => None,
        };
        let key_of = if provider == "muxi" { "openai" } else { provider };
        Ok(Plan {
            stage: Stage::set(context)?,
            formation: formation(&self.model, key_of, secret),
            secret: secret.zip(key),
            out: context.out.clone(),
            steps: Vec::new(),
        })
    }
}

fn key_from_stdin(context: &Context, secret: &str) -> Result<SecretBytes, Failure> {
    let key = context.ask().secret_from_stdin(64 << 10)?;
    let end = key.expose().trim_ascii_end().len();
    if end == 0 {
        return Err(Failure::usage(format!("stdin holds no value for {secret}")));
    }
    Ok(SecretBytes::new(key.expose()[..end].to_vec()))
}

fn formation(model: &str, key_of: &str, secret: Option<&str>) -> String {
    let keys = secret
        .map(|s| format!("  api_keys:\n    {key_of}: \"${{{{ secrets.{s} }}}}\"\n"))
        .unwrap_or_default();
    format!(
        "schema: \"1.0.0\"\nid: my-agent\n\nllm:\n{keys}  models:\n    - text: \"{model}\"\n\nagents:\n  - id: assistant\n    name: \"My Assistant\"\n    system_message: \"You are helpful.\"\n"
    )
}

/// Where it is played: a directory that goes when this goes, and the server in it.
struct Stage {
    dir: TempDir,
    program: PathBuf,
    server: Arc<Mutex<Option<Child>>>,
    /// Set by Ctrl-C: no further step begins.
    over: Arc<AtomicBool>,
}

impl Stage {
    fn set(context: &Context) -> Result<Self, Failure> {
        let dir = tempfile::Builder::new()
            .prefix("muxi-demo-")
            .tempdir()
            .map_err(|e| Failure::failed("demo", &format!("no temporary directory can be made: {e}")))?;
        Ok(Self { dir, program: context.env.program.clone(), server: Arc::default(), over: Arc::default() })
    }

    fn formation(&self) -> PathBuf {
        self.dir.path().join("formations").join("my-agent")
    }

    fn muxi(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(self.formation()).env("MUXI_STATE_DIR", self.dir.path().join("state"));
        for variable in ["MUXI_SECRETS_KEY_FILE", "MUXI_SECRETS_KEY_FD", "MUXI_SECRETS_KEY", "MUXI_LISTEN"] {
            command.env_remove(variable);
        }
        command
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        stop(&self.server);
    }
}

/// Asks the server to end, and waits for it. Who comes second waits as well: what the server still writes must not come
/// after its directory is gone.
fn stop(server: &Mutex<Option<Child>>) {
    let Ok(mut server) = server.lock() else { return };
    let Some(mut child) = server.take() else { return };
    let pid = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    let asked =
        pid.is_some_and(|pid| rustix::process::kill_process(pid, rustix::process::Signal::TERM).is_ok());
    if !asked {
        drop(child.kill());
    }
    drop(child.wait());
}

struct Plan {
    stage: Stage,
    formation: String,
    secret: Option<(&'static str, SecretBytes)>,
    out: Printer,
    steps: Vec<Value>,
}

impl Plan {
    fn play(mut self) -> Result<Vec<Value>, Failure> {
        let formation = self.stage.formation();
        std::fs::create_dir_all(&formation).map_err(|e| Failure::failed("demo", &e))?;
        self.write_formation(&formation)?;
        if let Some((name, value)) = self.secret.clone() {
            let shown = format!("printf %s \"$VALUE\" | muxi secrets add {name}");
            self.step(
                "Keep the key of the model, encrypted",
                &shown,
                &["secrets", "add", name],
                Some(&value),
            )?;
            self.step(
                "See what is kept; values stay hidden",
                "muxi secrets list",
                &["secrets", "list"],
                None,
            )?;
        }
        self.step("Check the formation", "muxi validate", &["validate"], None)?;
        self.serve()?;
        self.step("Talk to it", "muxi chat \"Hello\"", &["chat", "Hello"], None)?;
        stop(&self.stage.server);
        self.say("Done. The directory and all in it are gone; the same commands work in yours.")?;
        Ok(std::mem::take(&mut self.steps))
    }

    fn say(&mut self, text: &str) -> Result<(), Failure> {
        if self.out.is_json() { Ok(()) } else { self.out.line(text) }
    }

    fn title(&mut self, title: &str, command: &str) -> Result<(), Failure> {
        if self.stage.over.load(Ordering::SeqCst) {
            return Err(Failure::interrupted());
        }
        let number = self.steps.len() + 1;
        self.say(&format!("{number}. {title}\n   $ {command}"))
    }

    fn record(&mut self, title: &str, command: &str, output: &str) -> Result<(), Failure> {
        for line in output.lines() {
            self.say(format!("   {line}").trim_end())?;
        }
        self.steps.push(json!({"title": title, "command": command, "output": output}));
        self.say("")
    }

    fn write_formation(&mut self, dir: &Path) -> Result<(), Failure> {
        let (title, command) = ("Write a formation: models and agents in a file", "cat formation.afs");
        self.title(title, command)?;
        let written =
            fs::write_atomic(&dir.join("formation.afs"), self.formation.as_bytes(), Mode::Keep(0o644));
        written.map_err(|e| Failure::failed("demo", &e))?;
        let text = self.formation.clone();
        self.record(title, command, &text)
    }

    /// Runs a command to its end and shows what it says.
    fn step(
        &mut self,
        title: &str,
        shown: &str,
        args: &[&str],
        stdin: Option<&SecretBytes>,
    ) -> Result<(), Failure> {
        self.title(title, shown)?;
        let mut command = self.stage.muxi(args);
        command.stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() });
        let failed = |e: std::io::Error| Failure::failed("demo", &format!("{shown}: {e}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
        if let (Some(value), Some(mut pipe)) = (stdin, child.stdin.take()) {
            pipe.write_all(value.expose()).map_err(failed)?;
        }
        let output = child.wait_with_output().map_err(failed)?;
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).replace(&*self.stage.dir.path().to_string_lossy(), "…");
        self.record(title, shown, text.trim_end())?;
        if output.status.success() {
            return Ok(());
        }
        let code = output
            .status
            .code()
            .map_or_else(|| "by a signal".to_owned(), |code| format!("with exit code {code}"));
        Err(Failure::failed("demo", &format!("`{shown}` ended {code}; what it said is above")))
    }

    fn serve(&mut self) -> Result<(), Failure> {
        let (title, shown) = ("Run it", "muxi serve");
        self.title(title, shown)?;
        let mut command = self.stage.muxi(&["serve", "--json", "--port", "0"]);
        let failed =
            |e: &dyn std::fmt::Display| Failure::failed("demo", &format!("`{shown}` does not start: {e}"));
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|e| failed(&e))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).map_err(|e| failed(&e))?;
        }
        let Ok(ready) = serde_json::from_str::<Value>(&line) else {
            let mut said = String::new();
            if let Some(mut stderr) = child.stderr.take() {
                drop(stderr.read_to_string(&mut said));
            }
            drop(child.wait());
            return Err(failed(&said.trim()));
        };
        if let Ok(mut server) = self.stage.server.lock() {
            *server = Some(child);
        }
        let text = format!("ready at {}", ready["url"].as_str().unwrap_or_default());
        self.record(title, shown, &text)
    }
}
