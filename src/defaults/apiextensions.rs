//! Defaults of custom resource definitions (`pkg/apis/apiextensions/v1/defaults.go`).

use super::{Fields, at, is_empty, text};

pub(super) fn names(names: &mut Fields) {
    let kind = text(names, "kind").to_owned();
    if text(names, "singular").is_empty() {
        names.insert("singular".to_owned(), kind.to_lowercase().into());
    }
    if text(names, "listKind").is_empty() && !kind.is_empty() {
        names.insert("listKind".to_owned(), format!("{kind}List").into());
    }
}

/// A webhook of nothing is none (`Convert_v1_CustomResourceConversion_To_…`).
pub(super) fn conversion(conversion: &mut Fields) {
    let empty = |webhook: &Fields| webhook.values().all(is_empty);
    if at(conversion, &["webhook"]).is_some_and(empty) {
        conversion.shift_remove("webhook");
    }
}
