//! Namespaces (`ValidateNamespace` in `pkg/apis/core/validation/validation.go`); their names and
//! metadata are checked with those of all objects.

use crate::{
    code,
    model::Place,
    text,
    validate::{Checker, names},
};

pub(in crate::validate) fn namespace<'a>(namespace: Place<'a>, cx: &mut Checker<'a>) {
    let finalizers = namespace.get("spec").get("finalizers");
    for finalizer in finalizers.items() {
        let text = finalizer.str();
        let known = ["kubernetes", "orphan", "foregroundDeletion"].contains(&text);
        if let Some(cause) = cx.format(code::INVALID_FINALIZER, finalizer, names::qualified_name) {
            cause.path(finalizers.path());
        } else if !known && finalizer.text().is_some() && !text.contains('/') {
            let message = text!("finalizer `{}` has no domain", text::key(text));
            cx.invalid(code::INVALID_FINALIZER, finalizer, message)
                .path(finalizers.path())
                .help("write a domain and `/` before it, such as `example.com/name`");
        }
    }
}
