//! Expected texts in files, rewritten by `UPDATE=1 cargo test`.

use std::{fs, path::Path};

/// Compares a text with the file of this path below `testdata/`.
pub(crate) fn assert(path: &str, actual: &str) {
    assert!(
        same(path, actual),
        "testdata/{path} differs (UPDATE=1 rewrites it); now it is:\n{actual}"
    );
}

/// Whether the file of this path below `testdata/` holds this text; it does after an update.
pub(crate) fn same(path: &str, actual: &str) -> bool {
    same_file(&format!("testdata/{path}"), actual)
}

/// The same for a path below the package's own directory.
pub(crate) fn same_file(path: &str, actual: &str) -> bool {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().expect("below testdata")).expect("a folder");
        fs::write(&file, actual).expect("a golden file");
    }
    fs::read_to_string(&file).unwrap_or_default() == actual
}
