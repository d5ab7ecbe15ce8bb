//! Defaults of custom resource definitions (`pkg/apis/apiextensions/v1/defaults.go`).

use super::{Fields, text};

pub(super) fn names(names: &mut Fields) {
    let kind = text(names, "kind").to_owned();
    if text(names, "singular").is_empty() {
        names.insert("singular".to_owned(), kind.to_lowercase().into());
    }
    if text(names, "listKind").is_empty() && !kind.is_empty() {
        names.insert("listKind".to_owned(), format!("{kind}List").into());
    }
}
