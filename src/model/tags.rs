//! The tags of types and fields by which an API server validates objects since 1.36 (`+k8s:` in
//! `types.go`; `schemas/declarative.txt` has them).

use super::{
    gates,
    schema::{TagRow, Type},
    version::Version,
};

/// A tag of a field, such as `maxItems=32`, or `in` where the type of the field has tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    pub field: &'static str,
    pub rule: &'static str,
}

/// The tags of a type that a server of a version enforces, those of a field next to one another.
pub fn of(ty: Type, at: Version) -> impl Iterator<Item = Tag> {
    // Beta tags can be switched off all together; by default they are enforced since 1.36.
    let beta = at.enables(gates::DECLARATIVE_VALIDATION_BETA);
    let enforced = move |row: &TagRow| row.versions().contains(at) && (beta || !row.is_beta());
    TagRow::of(ty).filter(enforced).map(|row| Tag { field: row.field(), rule: row.text() })
}
