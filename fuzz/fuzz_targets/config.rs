//! Any bytes as `kubevet.toml` are read or refused without a panic; what is read can be shown.
#![no_main]

use std::fs;

use kubevet::config::{self, Config};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("kubevet.toml");
    fs::write(&path, bytes).expect("a file");
    match Config::load(&path, dir.path()) {
        Ok(config) => {
            let _ = config::show(&config, dir.path());
            let _ = config.resolve();
        }
        Err(error) => drop(error.to_string()),
    }
});
