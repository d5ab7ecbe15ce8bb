//! Changes of definitions of custom kinds (`apiextensions-apiserver`).

use super::fixed;
use crate::{model::Place, validate::Checker};

/// Scope and kind are stored with the objects; they are fixed once the definition is served.
pub(super) fn definition<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let established = old.at(&["status", "conditions"]).items().any(|condition| {
        condition.get("type").str() == "Established" && condition.get("status").str() == "True"
    });
    if established {
        for field in [&["spec", "scope"][..], &["spec", "names", "kind"]] {
            fixed(old.at(field), new.at(field), cx);
        }
    }
}
