#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| muxi::formation::fuzzing::style(bytes));
