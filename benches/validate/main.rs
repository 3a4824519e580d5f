//! How long `muxi validate` takes, the whole process, beside other checkers of YAML:
//! `cargo bench --bench validate [-- --json] [-- --rivals DIR]`.
//!
//! One complete formation, and one of a thousand component files. The others are `yamllint`, which looks at the
//! style of YAML, and `check-jsonschema`, which holds the files against the schema that muxi gives out; neither
//! knows what a formation is. All run in turns, so that what else runs on the machine meets all. Nothing is
//! asserted, all is reported. `benches/rivals.sh` installs the others; those that are not there are left out.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark writes its own files and reads its own variables"
)]
#![expect(clippy::print_stdout, reason = "its report is what it is for")]

mod make;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::{Value, json};

/// How often each command runs.
const ROUNDS: usize = 20;

/// One command on one formation.
struct Runner {
    name: &'static str,
    program: PathBuf,
    args: Vec<String>,
    millis: Vec<f64>,
    peak_kib: u64,
}

impl Runner {
    fn new(name: &'static str, program: PathBuf, args: Vec<String>) -> Self {
        Self { name, program, args, millis: Vec::new(), peak_kib: 0 }
    }

    fn run(&mut self, directory: &Path) -> anyhow::Result<()> {
        let start = Instant::now();
        let mut child = Command::new(&self.program)
            .args(&self.args)
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{}", self.program.display()))?;
        // The system forgets a process with its end: its memory is asked for while it runs.
        let status = format!("/proc/{}/status", child.id());
        loop {
            if child.try_wait()?.is_some() {
                break;
            }
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
            self.peak_kib = self.peak_kib.max(peak.unwrap_or(0));
            std::thread::sleep(Duration::from_micros(100));
        }
        self.millis.push(start.elapsed().as_secs_f64() * 1000.0);
        Ok(())
    }

    fn median(&self) -> f64 {
        let mut sorted = self.millis.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let given = args.iter().position(|arg| arg == "--rivals").and_then(|at| args.get(at + 1));
    let rivals = given.map_or_else(|| home.join(".cache/muxi-rivals"), PathBuf::from).join("lint/bin");
    let work = tempfile::tempdir()?;
    let mut rows = Vec::new();
    for (what, limit, make) in [
        ("one formation", 10.0, make::one as fn(&Path) -> std::io::Result<()>),
        ("1,000 component files", 150.0, make::thousand),
    ] {
        let directory = work.path().join(what.replace([' ', ','], "-"));
        make(&directory)?;
        let mut runners = runners(&directory, &rivals)?;
        for _ in 0..ROUNDS {
            for runner in &mut runners {
                runner.run(&directory)?;
            }
        }
        rows.extend(rows_of(what, limit, &runners));
    }
    if args.iter().any(|arg| arg == "--json") {
        println!("{}", Value::from(rows));
    } else {
        print!("{}", table(&rows));
    }
    Ok(())
}

/// Muxi first, then the others that are there.
fn runners(directory: &Path, rivals: &Path) -> anyhow::Result<Vec<Runner>> {
    let muxi = PathBuf::from(env!("CARGO_BIN_EXE_muxi"));
    let mut all = vec![Runner::new("muxi validate", muxi.clone(), vec!["validate".to_owned()])];
    let yamllint = rivals.join("yamllint");
    if yamllint.exists() {
        let config = "{extends: relaxed, yaml-files: ['*.afs'], rules: {line-length: disable}}";
        let args = ["-d", config, "."].map(str::to_owned).to_vec();
        all.push(Runner::new("yamllint", yamllint, args));
    }
    let check = rivals.join("check-jsonschema");
    if check.exists() {
        let kind = if directory.join("agents").is_dir() { "agent" } else { "formation" };
        let schema = directory.with_extension("json");
        let made = Command::new(&muxi).args(["schema", kind]).output().context("muxi schema")?;
        std::fs::write(&schema, made.stdout)?;
        let mut args = vec!["--schemafile".to_owned(), schema.display().to_string()];
        args.extend(["--default-filetype", "yaml"].map(str::to_owned));
        args.extend(make::files(directory, kind)?);
        all.push(Runner::new("check-jsonschema", check, args));
    }
    Ok(all)
}

fn rows_of(what: &str, limit: f64, runners: &[Runner]) -> Vec<Value> {
    let own = runners[0].median();
    let row = |runner: &Runner| {
        let median = runner.median();
        let is_own = runner.name == runners[0].name;
        json!({
            "what": what,
            "program": runner.name,
            "p50_ms": (median * 10.0).round() / 10.0,
            "memory_mib": runner.peak_kib / 1024,
            "ratio": (median / own * 10.0).round() / 10.0,
            "target_ms": is_own.then_some(limit),
            "met": is_own.then_some(median <= limit),
        })
    };
    runners.iter().map(row).collect()
}

fn table(rows: &[Value]) -> String {
    let mut out =
        "| what | program | p50 | memory | over muxi | target |\n|---|---|--:|--:|--:|--:|\n".to_owned();
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let target = row["target_ms"].as_f64().map_or(String::new(), |limit| format!("≤ {limit} ms"));
        let line = format!(
            "| {} | `{}` | {} ms | {} MiB | {}x | {target} |\n",
            text("what"),
            text("program"),
            row["p50_ms"],
            row["memory_mib"],
            row["ratio"]
        );
        out.push_str(&line);
    }
    out
}
