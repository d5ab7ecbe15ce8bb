//! Migrations of stored objects (`pkg/apis/storagemigration/validation/validation.go`).

use super::{Checker, names};
use crate::model::Place;

/// `invalid-storage-migration`
const MIGRATION: &str = "KV2529";

pub(super) fn migration<'a>(migration: Place<'a>, cx: &mut Checker<'a>) {
    let named = migration.get("spec").get("resource");
    let (group, resource) = (named.get("group"), named.get("resource"));
    if cx.require(MIGRATION, resource) {
        cx.format(MIGRATION, resource, names::dns_1035_label);
    }
    if !group.str().is_empty() {
        cx.format(MIGRATION, group, names::dns_subdomain);
    }
}
