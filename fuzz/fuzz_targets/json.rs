#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| muxi::secrets::fuzzing::json(bytes));
