//! The `muxi` binary: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    muxi::main(std::env::args_os())
}
