//! What a project asks of the labels and annotations of its objects.

use crate::{
    model::pattern::RequiredKey,
    rules::{Check, prelude::*},
};

/// The check for one of the maps in `metadata`.
pub(super) struct RequiredKeys {
    /// `labels` or `annotations`.
    pub map: &'static str,
    /// `label` or `annotation`.
    pub noun: &'static str,
    pub keys: fn(&crate::rules::RuleSettings) -> &[RequiredKey],
}

impl Check for RequiredKeys {
    fn run(&self, cx: &mut Context<'_>) {
        for object in cx.workspace.objects() {
            if !cx.applies_to(object) {
                continue;
            }
            for required in (self.keys)(cx.settings) {
                self.check(object, required, cx);
            }
        }
    }
}

impl RequiredKeys {
    fn check<'a>(&self, object: &'a Object, required: &'a RequiredKey, cx: &mut Context<'a>) {
        let RequiredKey { key, pattern, .. } = required;
        let place = object.field("metadata").get(self.map).get(key);
        let noun = name(self.noun);
        let Some(value) = place.text() else {
            let (kind, owner) = (name(&object.gvk.kind), name(&object.name));
            let message = text!("{} `{}` has no {} `{}`", kind, owner, noun, name(key));
            let help = text!("add `{}` to `metadata.{}`", name(key), name(self.map));
            cx.report(place, message).help(help);
            return;
        };
        if !required.allows(value) {
            let message = text!(
                "{} `{}` must match `{}`, but is `{}`",
                noun,
                name(key),
                name(pattern),
                value
            );
            cx.report(place, message).help("write one of the values that the project allows");
        }
    }
}
