//! Lays the functions that a start and the first turns run side by side, where the linker can be told: a process of
//! `muxi serve` takes a third of the memory for its code then. `scripts/order.py` finds out which they are.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script all in variables")]

use std::collections::BTreeSet;
use std::env::var;
use std::path::{Path, PathBuf};
use std::process::Command;

const ORDER: &str = "scripts/order.txt";
/// What a name ends with: this, and a hash of so many digits that another compiler, version or dependency makes another one.
const HASH: &str = "17h";
const DIGITS: usize = 16;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={ORDER}");
    println!("cargo::rerun-if-env-changed=RUSTC_LINKER");
    let is = |name: &str, value: &str| var(name).is_ok_and(|found| found == value);
    let here = var("TARGET").is_ok() && var("TARGET") == var("HOST") && is("CARGO_CFG_TARGET_OS", "linux");
    if here && is("PROFILE", "release") {
        // It is only faster with it: whatever is wrong, all is linked as it comes.
        for argument in ordered().unwrap_or_default() {
            println!("cargo::rustc-link-arg-bins={argument}");
        }
    }
}

/// What the linker is told: the most that it takes.
fn ordered() -> Option<Vec<String>> {
    let order = PathBuf::from(var("CARGO_MANIFEST_DIR").ok()?).join(ORDER);
    let out = PathBuf::from(var("OUT_DIR").ok()?);
    let script = out.join("order.ld");
    std::fs::write(&script, sections(&std::fs::read_to_string(&order).ok()?)).ok()?;
    let by_name = format!("-Wl,-T,{}", script.display());
    let exactly = format!("-Wl,--symbol-ordering-file={},--no-warn-symbol-ordering", order.display());
    [vec![by_name.clone(), exactly], vec![by_name]].into_iter().find(|arguments| is_taken(&out, arguments))
}

/// A section of its own for the functions of these names, whatever their hashes; in it, those come first that are named with
/// theirs.
fn sections(order: &str) -> String {
    let few = order.split("\n# Without them").next().unwrap_or_default();
    let names = few.lines().filter(|line| !line.starts_with('#'));
    let globs: BTreeSet<String> =
        names.map(|name| without_hash(name).unwrap_or_else(|| name.to_owned())).collect();
    let globs: Vec<String> =
        globs.iter().map(|name| format!("    .text.{name} .text.unlikely.{name}\n")).collect();
    format!("SECTIONS {{ .text.first : {{ *(\n{}  ) }} }} INSERT BEFORE .text;\n", globs.concat())
}

fn without_hash(name: &str) -> Option<String> {
    let (core, rest) = name.rsplit_once(HASH)?;
    let is_hash =
        rest.get(..DIGITS)?.bytes().all(|byte| byte.is_ascii_hexdigit()) && rest[DIGITS..].starts_with('E');
    is_hash.then(|| format!("{core}{HASH}*"))
}

/// Whether a program that is linked like this runs: not every linker knows what it says.
fn is_taken(out: &Path, arguments: &[String]) -> bool {
    let (source, program) = (out.join("probe.rs"), out.join("probe"));
    let linked = || {
        std::fs::write(&source, "fn main() {}").ok()?;
        let mut rustc = Command::new(var("RUSTC").ok()?);
        rustc.args(["--edition", "2024", "--target"]).arg(var("TARGET").ok()?);
        let flags = var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
        rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
        if let Ok(linker) = var("RUSTC_LINKER") {
            rustc.arg(format!("-Clinker={linker}"));
        }
        rustc.args(arguments.iter().map(|argument| format!("-Clink-arg={argument}")));
        Some(rustc.arg("-o").arg(&program).arg(&source).output().ok()?.status.success())
    };
    linked() == Some(true) && Command::new(&program).status().is_ok_and(|status| status.success())
}
