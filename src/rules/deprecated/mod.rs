//! API versions: removed, deprecated, off by default, too new.

use super::Rule;

mod api_newer_than_target;
mod api_off_by_default;
mod deprecated_api_version;
mod field_of_older_version;
mod removed_api_version;

pub(super) static RULES: &[&Rule] = &[
    &removed_api_version::RULE,
    &deprecated_api_version::RULE,
    &api_off_by_default::RULE,
    &api_newer_than_target::RULE,
    &field_of_older_version::RULE,
];
