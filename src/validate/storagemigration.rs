//! Migrations of stored objects (`pkg/apis/storagemigration/validation/validation.go`).

use super::{Checker, names};
use crate::{code, model::Place};

pub(super) fn migration<'a>(migration: Place<'a>, cx: &mut Checker<'a>) {
    let named = migration.get("spec").get("resource");
    let (group, resource) = (named.get("group"), named.get("resource"));
    if cx.require(code::INVALID_STORAGE_MIGRATION, resource) {
        cx.format(code::INVALID_STORAGE_MIGRATION, resource, names::dns_1035_label);
    }
    if !group.str().is_empty() {
        cx.format(code::INVALID_STORAGE_MIGRATION, group, names::dns_subdomain);
    }
}
