//! Namespaces (`ValidateNamespace` in `pkg/apis/core/validation/validation.go`); their names and
//! metadata are judged with those of all objects.

use crate::{
    model::Place,
    validate::{Checker, names},
};

/// `invalid-finalizer`
const FINALIZER: &str = "KV2007";

pub(in crate::validate) fn namespace<'a>(namespace: Place<'a>, cx: &mut Checker<'a>) {
    let finalizers = namespace.get("spec").get("finalizers");
    for finalizer in finalizers.items() {
        let text = finalizer.str();
        let known = ["kubernetes", "orphan", "foregroundDeletion"].contains(&text);
        if let Some(cause) = cx.format(FINALIZER, finalizer, names::qualified_name) {
            cause.path(finalizers.path());
        } else if !known && finalizer.text().is_some() && !text.contains('/') {
            cx.invalid(FINALIZER, finalizer, format!("`{text}` has no domain in front"))
                .path(finalizers.path())
                .help("write example.com/name; only `kubernetes` stands without a domain");
        }
    }
}
