//! Lays the functions that a start and the first turns run side by side, where the linker can be told: a process of
//! `muxi serve` takes a third of the memory for its code then. `scripts/order.py` finds out which they are.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script all in variables")]

use std::env::var;
use std::path::{Path, PathBuf};
use std::process::Command;

const ORDER: &str = "scripts/order.txt";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={ORDER}");
    println!("cargo::rerun-if-env-changed=RUSTC_LINKER");
    let is = |name: &str, value: &str| var(name).is_ok_and(|found| found == value);
    let here = var("TARGET").is_ok() && var("TARGET") == var("HOST") && is("CARGO_CFG_TARGET_OS", "linux");
    if !here || !is("PROFILE", "release") {
        return;
    }
    let order = PathBuf::from(var("CARGO_MANIFEST_DIR").unwrap_or_default()).join(ORDER);
    let argument = format!("-Wl,--symbol-ordering-file={},--no-warn-symbol-ordering", order.display());
    if is_taken(&argument).is_some_and(|taken| taken) {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
}

/// Whether a program that is linked with `argument` runs: not every linker knows what it says.
fn is_taken(argument: &str) -> Option<bool> {
    let out = PathBuf::from(var("OUT_DIR").ok()?);
    let (source, program) = (out.join("probe.rs"), out.join("probe"));
    std::fs::write(&source, "fn main() {}").ok()?;
    let mut rustc = Command::new(var("RUSTC").ok()?);
    rustc.args(["--edition", "2024", "--target"]).arg(var("TARGET").ok()?);
    let flags = var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Ok(linker) = var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    rustc.arg(format!("-Clink-arg={argument}")).arg("-o").arg(&program).arg(&source);
    let linked = rustc.output().ok()?.status.success();
    Some(linked && runs(&program))
}

fn runs(program: &Path) -> bool {
    Command::new(program).status().is_ok_and(|status| status.success())
}
