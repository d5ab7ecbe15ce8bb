//! Expected texts in files, rewritten by `UPDATE=1 cargo test`.

use std::{fs, path::Path};

/// Compares a text with the file of this path below `testdata/`.
pub(crate) fn assert(path: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().expect("below testdata")).expect("a folder");
        fs::write(&file, actual).expect("a golden file");
        return;
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        expected == actual,
        "testdata/{path} differs (UPDATE=1 rewrites it); now it is:\n{actual}"
    );
}
