//! The built-in kinds, types and fields of every supported version, read in place from tables.
//!
//! `build.rs` packs the tables from `schemas/*.txt`; nothing is decoded at start.

use std::{cmp::Ordering, fmt, ops::Range, sync::LazyLock};

use indexmap::{IndexMap, IndexSet};

use super::version::{Version, Versions};

include!(concat!(env!("OUT_DIR"), "/schema_layout.rs"));
static BLOB: &[u8; BLOB_LEN] = include_bytes!(concat!(env!("OUT_DIR"), "/schema.bin"));

/// All strings of the tables, one after the other.
static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/schema_texts.txt"));

/// Stands for "no string" and "no minor" in the tables.
const NONE: u16 = u16::MAX;
/// The columns of a row, in u16.
const KIND_WIDTH: usize = 11;
const LIFECYCLE_WIDTH: usize = 10;
const TYPE_WIDTH: usize = 4;
const FIELD_WIDTH: usize = 9;
const SHAPE_WIDTH: usize = 2;
const TAG_WIDTH: usize = 5;

/// A kind of a group and version that the API server serves at some version.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind(u16);

/// A Go struct that objects are read into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Type(u16);

/// A field of a type, as it is at one or several versions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Field(u16);

/// The shape of a list's items or a map's values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ElementShape(u16);

/// How the API server reads a value. `null` stands for "not set" in every shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Object(Type),
    List(ElementShape),
    /// A map with any keys.
    Map(ElementShape),
    Str,
    Int32,
    Int64,
    Double,
    Bool,
    /// An int32, or a string.
    IntOrString,
    /// A number, or a string such as `100Mi`.
    Quantity,
    /// RFC 3339, with or without a fraction.
    Time,
    /// RFC 3339, stored with microseconds.
    MicroTime,
    /// A string in base64.
    Bytes,
    /// Any value, kept as it is.
    Any,
    /// Any object, kept as it is (`runtime.RawExtension`).
    RawObject,
    /// Any value, kept as it is (`metav1.FieldsV1`).
    Fields,
    /// A JSON schema or a boolean.
    SchemaOrBool(Type),
    /// A JSON schema or a list of them.
    SchemaOrList(Type),
    /// A JSON schema or a list of strings.
    SchemaOrStrings(Type),
}

/// How the server merges a list on apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    Atomic,
    /// Items are unique.
    Set,
    /// Items are distinguished by these fields; see [`Field::list_keys`].
    Map,
}

/// When the server leaves a field out of what it returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Omit {
    /// Where it is empty: no text, no items, zero, false; a struct without pointer never is.
    Empty,
    /// Where it has the zero value of its type, which a struct can have.
    Zero,
    Never,
}

/// What the server sets an unset field to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Default {
    pub json: &'static str,
    /// The field of the same struct, and its values with `|` between them, that it is set for.
    pub when: Option<(&'static str, &'static str)>,
}

/// The kind as served at a version, alpha and beta ones included; `group` is empty for core.
pub fn kind(group: &str, version: &str, kind: &str, at: Version) -> Option<Kind> {
    kinds_named(group, version, kind).find(|kind| kind.served().contains(at))
}

/// Whether a group, version and kind are served at any of the supported versions.
pub fn kind_at_any_version(group: &str, version: &str, kind: &str) -> Option<Kind> {
    kinds_named(group, version, kind).last()
}

fn kinds_named<'n>(
    group: &'n str,
    version: &'n str,
    kind: &str,
) -> impl Iterator<Item = Kind> + use<'n> {
    // Asked several times of each object: a search by halves in the table costs ten times as much.
    static BY_NAME: LazyLock<IndexMap<&str, Vec<Kind>>> = LazyLock::new(|| {
        let mut by_name: IndexMap<&str, Vec<Kind>> = IndexMap::new();
        for kind in kinds_at_any_version() {
            by_name.entry(kind.kind()).or_default().push(kind);
        }
        by_name
    });
    let named = BY_NAME.get(kind).map_or(&[][..], Vec::as_slice).iter().copied();
    named.filter(move |known| known.version() == version && known.group() == group)
}

/// Every kind served at a version, by group, version and kind.
pub fn kinds(at: Version) -> impl Iterator<Item = Kind> {
    kinds_at_any_version().filter(move |kind| kind.served().contains(at))
}

/// Every kind served at any of the supported versions, by group, version and kind.
pub fn kinds_at_any_version() -> impl Iterator<Item = Kind> {
    (0..count(&KINDS, KIND_WIDTH)).map(Kind)
}

/// Whether a group belongs to the API server itself: it is served, or was in an older release.
/// Other groups are custom, also those ending in `.k8s.io`.
pub fn is_builtin_group(group: &str) -> bool {
    static GROUPS: LazyLock<IndexSet<&str>> = LazyLock::new(|| {
        let lifecycles = (0..count(&LIFECYCLES, LIFECYCLE_WIDTH)).map(LifecycleRow);
        let removed = lifecycles.map(|row| row.gvk().0);
        kinds_at_any_version().map(Kind::group).chain(removed).collect()
    });
    GROUPS.contains(group)
}

/// A type by its name, such as `core.v1.PodSpec`.
pub fn type_named(name: &str) -> Option<Type> {
    equal_rows(0..count(&TYPES, TYPE_WIDTH), |row| Type(row).name().cmp(name)).map(Type).next()
}

impl Kind {
    fn column(self, column: usize) -> u16 {
        word(KINDS.start + 2 * (self.0 as usize * KIND_WIDTH + column))
    }

    pub fn group(self) -> &'static str {
        string(self.column(0))
    }

    pub fn version(self) -> &'static str {
        string(self.column(1))
    }

    pub fn kind(self) -> &'static str {
        string(self.column(2))
    }

    /// `apps/v1`, or `v1` for core.
    pub fn api_version(self) -> String {
        match self.group() {
            "" => self.version().to_owned(),
            group => format!("{group}/{}", self.version()),
        }
    }

    pub fn type_(self) -> Type {
        Type(self.column(3))
    }

    pub fn namespaced(self) -> bool {
        self.column(4) == 1
    }

    /// `deployments`
    pub fn plural(self) -> &'static str {
        string(self.column(5))
    }

    pub fn short_names(self) -> impl ExactSizeIterator<Item = &'static str> {
        list(self.column(6))
    }

    /// `all`, `api-extensions`
    pub fn categories(self) -> impl ExactSizeIterator<Item = &'static str> {
        list(self.column(7))
    }

    pub fn verbs(self) -> impl ExactSizeIterator<Item = &'static str> {
        list(self.column(8))
    }

    /// The versions that serve it under these names.
    pub fn served(self) -> Versions {
        Versions(self.column(9))
    }

    /// The versions whose servers validate it by the tags of its type, too.
    pub fn validated_by_tags(self) -> Versions {
        Versions(self.column(10))
    }
}

impl Type {
    fn column(self, column: usize) -> u16 {
        word(TYPES.start + 2 * (self.0 as usize * TYPE_WIDTH + column))
    }

    /// Group, version and name of the Go type: `core.v1.PodSpec`.
    pub fn name(self) -> &'static str {
        string(self.column(0))
    }

    pub fn versions(self) -> Versions {
        Versions(self.column(1))
    }

    fn rows(self) -> Range<u16> {
        let start = self.column(2);
        start..start + self.column(3)
    }

    /// A field as it is at a version.
    pub fn field(self, name: &str, at: Version) -> Option<Field> {
        self.readings(name).find(|field| field.mask().contains(at))
    }

    /// A field at the newest version that has it.
    pub fn field_at_any_version(self, name: &str) -> Option<Field> {
        self.readings(name).max_by_key(|field| field.mask().0)
    }

    /// The versions that have a field of this name; none if there never was one.
    pub fn field_versions(self, name: &str) -> Versions {
        Versions(self.readings(name).fold(0, |mask, field| mask | field.mask().0))
    }

    /// The fields at a version, by name.
    pub fn fields(self, at: Version) -> impl Iterator<Item = Field> {
        self.fields_at_any_version().filter(move |field| field.mask().contains(at))
    }

    /// The fields of all versions, by name; one that changed comes several times.
    pub fn fields_at_any_version(self) -> impl Iterator<Item = Field> {
        self.rows().map(Field)
    }

    /// Whether a strategic patch merges a field that is a list of scalars
    /// (`patchStrategy:"merge"` without a key).
    pub fn merges_values(self, field: &str) -> bool {
        matches!(
            (self.name(), field),
            ("meta.v1.ObjectMeta", "finalizers") | ("core.v1.NodeSpec", "podCIDRs")
        )
    }

    /// Whether a strategic patch of a field drops what the new value does not mention
    /// (`patchStrategy:"retainKeys"`).
    pub fn retains_keys(self, field: &str) -> bool {
        matches!(
            (self.name(), field),
            ("apps.v1.DeploymentSpec", "strategy")
                | ("core.v1.PodSpec", "volumes" | "resourceClaims")
        )
    }

    /// The fields that `OpenAPI` calls required at a version.
    pub fn required_fields(self, at: Version) -> impl Iterator<Item = Field> {
        // In this order little is asked of the version, and few others answer in another way.
        let required = self.fields_at_any_version().filter(|field| field.required());
        required.filter(move |field| field.mask().contains(at))
    }

    fn readings(self, name: &str) -> impl Iterator<Item = Field> {
        // By bytes: the most frequent search, which needs no look for whole characters.
        let order = |row| TEXTS.as_bytes()[range(Field(row).column(0))].cmp(name.as_bytes());
        equal_rows(self.rows(), order).map(Field)
    }
}

impl Field {
    fn column(self, column: usize) -> u16 {
        word(FIELDS.start + 2 * (self.0 as usize * FIELD_WIDTH + column))
    }

    pub fn name(self) -> &'static str {
        string(self.column(0))
    }

    /// The versions that read it in this way; see [`Type::field_versions`] for its whole life.
    fn mask(self) -> Versions {
        Versions(self.column(1))
    }

    pub fn shape(self) -> Shape {
        ElementShape(self.column(2)).shape()
    }

    /// Whether `OpenAPI` calls it required; the server's decoder does not ask for it.
    pub fn required(self) -> bool {
        self.column(3) & 1 == 1
    }

    pub fn list_kind(self) -> ListKind {
        match self.column(3) >> 1 & 1 {
            1 => ListKind::Set,
            _ if self.list_keys().len() == 0 => ListKind::Atomic,
            _ => ListKind::Map,
        }
    }

    /// The values that the generated Go names, of the field or of its items.
    pub fn enum_values(self) -> impl ExactSizeIterator<Item = &'static str> {
        list(self.column(4))
    }

    /// Whether Go reads it into a pointer, so that zero is told from not set.
    pub fn pointer(self) -> bool {
        self.column(3) >> 2 & 1 == 1
    }

    pub fn omit(self) -> Omit {
        match self.column(3) >> 3 {
            0 => Omit::Empty,
            1 => Omit::Zero,
            _ => Omit::Never,
        }
    }

    /// What the server sets it to where it is not set; what depends on more than one other field
    /// is not here (`crate::defaults` has it).
    pub fn default(self) -> Option<Default> {
        let text = optional(self.column(5))?;
        let (json, when) = match text.rsplit_once(" if ") {
            Some((json, when)) => (json, when.split_once('=')),
            None => (text, None),
        };
        Some(Default { json, when })
    }

    pub fn list_keys(self) -> impl ExactSizeIterator<Item = &'static str> {
        list(self.column(6))
    }

    /// The key by which `kubectl` merges items of a strategic patch.
    pub fn merge_key(self) -> Option<&'static str> {
        optional(self.column(7))
    }

    /// The feature gate that is off, so that a server of this version drops the field.
    pub fn dropped_by(self, version: Version) -> Option<&'static str> {
        let (gate, on) = self.gate()?;
        (!version.switched(gate).unwrap_or(on)).then_some(gate)
    }

    /// The feature gate that it hangs on, unless that cannot be switched, and its default.
    fn gate(self) -> Option<(&'static str, bool)> {
        let gate = optional(self.column(8))?;
        Some(gate.strip_prefix('+').map_or((gate, false), |gate| (gate, true)))
    }
}

impl ElementShape {
    pub fn shape(self) -> Shape {
        let column = |column| word(SHAPES.start + 2 * (self.0 as usize * SHAPE_WIDTH + column));
        let of = column(1);
        // The tags are those of `build.rs`.
        match column(0) {
            0 => Shape::Object(Type(of)),
            1 => Shape::List(ElementShape(of)),
            2 => Shape::Map(ElementShape(of)),
            3 => Shape::Str,
            4 => Shape::Int32,
            5 => Shape::Int64,
            6 => Shape::Double,
            7 => Shape::Bool,
            8 => Shape::IntOrString,
            9 => Shape::Quantity,
            10 => Shape::Time,
            11 => Shape::MicroTime,
            12 => Shape::Bytes,
            14 => Shape::RawObject,
            15 => Shape::Fields,
            16 => Shape::SchemaOrBool(Type(of)),
            17 => Shape::SchemaOrList(Type(of)),
            18 => Shape::SchemaOrStrings(Type(of)),
            _ => Shape::Any,
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.api_version(), self.kind())
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.name(), self.shape())
    }
}

impl fmt::Debug for ElementShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shape().fmt(f)
    }
}

/// A row of the table after [`super::tags`].
#[derive(Clone, Copy)]
pub(super) struct TagRow(u16);

impl TagRow {
    /// The rows of a type, by field.
    pub(super) fn of(ty: Type) -> impl Iterator<Item = TagRow> {
        equal_rows(0..count(&RULES, TAG_WIDTH), |row| TagRow(row).column(0).cmp(&ty.0)).map(TagRow)
    }

    fn column(self, column: usize) -> u16 {
        word(RULES.start + 2 * (self.0 as usize * TAG_WIDTH + column))
    }

    pub(super) fn field(self) -> &'static str {
        string(self.column(1))
    }

    pub(super) fn text(self) -> &'static str {
        string(self.column(2))
    }

    pub(super) fn is_beta(self) -> bool {
        self.column(3) == 1
    }

    pub(super) fn versions(self) -> Versions {
        Versions(self.column(4))
    }
}

/// A row of the table after [`super::lifecycle`].
#[derive(Clone, Copy)]
pub(super) struct LifecycleRow(u16);

impl LifecycleRow {
    pub(super) fn find(group: &str, version: &str, kind: &str) -> Option<LifecycleRow> {
        let order = |row: u16| LifecycleRow(row).gvk().cmp(&(group, version, kind));
        equal_rows(0..count(&LIFECYCLES, LIFECYCLE_WIDTH), order).map(LifecycleRow).next()
    }

    pub(super) fn all() -> impl Iterator<Item = LifecycleRow> {
        (0..count(&LIFECYCLES, LIFECYCLE_WIDTH)).map(LifecycleRow)
    }

    fn column(self, column: usize) -> u16 {
        word(LIFECYCLES.start + 2 * (self.0 as usize * LIFECYCLE_WIDTH + column))
    }

    pub(super) fn gvk(self) -> (&'static str, &'static str, &'static str) {
        (string(self.column(0)), string(self.column(1)), string(self.column(2)))
    }

    /// Introduced, deprecated and removed.
    pub(super) fn minors(self) -> [Option<u8>; 3] {
        [3, 4, 5].map(|column| u8::try_from(self.column(column)).ok())
    }

    pub(super) fn replacement(self) -> Option<(&'static str, &'static str, &'static str)> {
        Some((optional(self.column(6))?, optional(self.column(7))?, optional(self.column(8))?))
    }

    pub(super) fn off(self) -> Versions {
        Versions(self.column(9))
    }
}

/// The neighbouring rows that are equal in a sorted range.
fn equal_rows(rows: Range<u16>, order: impl Fn(u16) -> Ordering) -> Range<u16> {
    let Range { mut start, mut end } = rows;
    while start < end {
        let middle = start + (end - start) / 2;
        match order(middle) {
            Ordering::Less => start = middle + 1,
            Ordering::Greater => end = middle,
            Ordering::Equal => {
                let equal = |row: &u16| order(*row) == Ordering::Equal;
                let before = (start..middle).rev().take_while(equal).count() as u16;
                let after = (middle + 1..end).take_while(equal).count() as u16;
                return middle - before..middle + 1 + after;
            }
        }
    }
    start..start
}

fn count(section: &Range<usize>, width: usize) -> u16 {
    (section.len() / (2 * width)) as u16
}

fn word(at: usize) -> u16 {
    u16::from_le_bytes([BLOB[at], BLOB[at + 1]])
}

fn string(index: u16) -> &'static str {
    &TEXTS[range(index)]
}

/// Where a string is in [`TEXTS`].
fn range(index: u16) -> Range<usize> {
    let offset = |index: usize| {
        let at = STRINGS + 4 * index;
        u32::from_le_bytes([BLOB[at], BLOB[at + 1], BLOB[at + 2], BLOB[at + 3]]) as usize
    };
    offset(index as usize)..offset(index as usize + 1)
}

fn optional(index: u16) -> Option<&'static str> {
    (index != NONE).then(|| string(index))
}

fn list(at: u16) -> impl ExactSizeIterator<Item = &'static str> {
    let at = LISTS.start + 2 * at as usize;
    (0..word(at) as usize).map(move |item| string(word(at + 2 + 2 * item)))
}

#[cfg(test)]
#[path = "../../schemas/format.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with build.rs and the generator")]
mod format;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lifecycle;

    const KUBERNETES: &str = include_str!("../../schemas/kubernetes.txt");
    const DEFAULTS: &str = include_str!("../../schemas/defaults.txt");
    const LIFECYCLE: &str = include_str!("../../schemas/lifecycle.txt");
    const DECLARATIVE: &str = include_str!("../../schemas/declarative.txt");

    fn header(text: &str) -> &str {
        &text[..=text.find('\n').expect("a first line")]
    }

    #[test]
    fn the_text_is_canonical() {
        let schemas = format::Schemas::parse(KUBERNETES).expect("kubernetes.txt parses");
        assert!(KUBERNETES == format!("{}{}", header(KUBERNETES), schemas.print()));
        let lines = format::parse_lifecycles(LIFECYCLE).expect("lifecycle.txt parses");
        assert!(LIFECYCLE == format!("{}{}", header(LIFECYCLE), format::print_lifecycles(&lines)));
        let tags = format::Declarative::parse(DECLARATIVE).expect("declarative.txt parses");
        assert!(DECLARATIVE == format!("{}{}", header(DECLARATIVE), tags.print()));
    }

    #[test]
    fn every_enforced_tag_is_found_as_written() {
        let tags = format::Declarative::parse(DECLARATIVE).expect("declarative.txt parses");
        for line in &tags.kinds {
            let found = kind_at_any_version(&line.group, &line.version, &line.name);
            let found = found.unwrap_or_else(|| panic!("{line:?}"));
            assert_eq!(found.validated_by_tags(), Versions(line.mask.0));
        }
        for line in &tags.types {
            let ty = type_named(&line.name).unwrap_or_else(|| panic!("{}", line.name));
            let found =
                TagRow::of(ty).map(|row| (row.field(), row.text(), row.is_beta(), row.versions()));
            let enforced = line.rules.iter().filter(|rule| rule.stage != format::Stage::Alpha);
            let written = enforced.map(|rule| {
                let is_beta = rule.stage == format::Stage::Beta;
                (&*rule.field, &*rule.text, is_beta, Versions(rule.mask.0))
            });
            assert_eq!(found.collect::<Vec<_>>(), written.collect::<Vec<_>>(), "{}", line.name);
        }
    }

    #[test]
    fn every_kind_is_found_as_written() {
        let schemas = format::Schemas::parse(KUBERNETES).expect("kubernetes.txt parses");
        for line in &schemas.kinds {
            for at in Version::all() {
                let found = kind(&line.group, &line.version, &line.name, at);
                if line.mask.minors().any(|minor| minor == at.minor()) {
                    let found = found.unwrap_or_else(|| panic!("{line:?} at {at}"));
                    assert_eq!(found.type_().name(), line.type_name);
                    assert_eq!(found.namespaced(), line.namespaced);
                    assert_eq!(found.plural(), line.plural);
                    assert_eq!(found.short_names().collect::<Vec<_>>(), line.short_names);
                    assert_eq!(found.categories().collect::<Vec<_>>(), line.categories);
                    assert_eq!(found.verbs().collect::<Vec<_>>(), line.verbs);
                }
            }
            assert!(is_builtin_group(&line.group), "{}", line.group);
        }
        let served: usize = Version::all().map(|at| kinds(at).count()).sum();
        assert_eq!(served, schemas.kinds.iter().map(|k| k.mask.minors().count()).sum::<usize>());
    }

    #[test]
    fn every_field_is_found_as_written() {
        let mut schemas = format::Schemas::parse(KUBERNETES).expect("kubernetes.txt parses");
        schemas.add_defaults(DEFAULTS).expect("defaults.txt fits");
        for line in &schemas.types {
            let ty = type_named(&line.name).unwrap_or_else(|| panic!("{}", line.name));
            assert_eq!(ty.versions(), Versions(line.mask.0));
            for field in &line.fields {
                for minor in field.mask.minors() {
                    let at = Version::new(minor).expect("a bundled version");
                    let found = ty.field(&field.name, at).unwrap_or_else(|| panic!("{field:?}"));
                    assert_eq!(written(found.shape()), field.shape);
                    assert_eq!(facts(found), field.facts, "{}.{}", line.name, field.name);
                }
            }
            let found: usize = Version::all().map(|at| ty.fields(at).count()).sum();
            let fields = line.fields.iter();
            assert_eq!(found, fields.map(|f| f.mask.minors().count()).sum::<usize>());
        }
    }

    #[test]
    fn every_lifecycle_is_found_as_written() {
        let lines = format::parse_lifecycles(LIFECYCLE).expect("lifecycle.txt parses");
        for line in &lines {
            let found = lifecycle::lookup(&line.group, &line.version, &line.kind);
            let found = found.unwrap_or_else(|| panic!("{line:?}"));
            let minors = [found.introduced, found.deprecated, found.removed];
            let minors = minors.map(|minor| minor.map(|m| m.0));
            assert_eq!(minors, [line.introduced, line.deprecated, line.removed]);
            let replacement = line.replacement.as_ref();
            let replacement = replacement.map(|(g, v, k)| (g.as_str(), v.as_str(), k.as_str()));
            assert_eq!(found.replacement, replacement);
            assert_eq!(found.off_by_default, Versions(line.off.0));
        }
        assert_eq!(lifecycle::all().count(), lines.len());
    }

    #[test]
    fn defaults_are_json_and_depend_on_fields() {
        let strategy = type_named("apps.v1.DeploymentStrategy").expect("a type");
        let field = strategy.field("rollingUpdate", Version::NEWEST).expect("a field");
        let when = Some(("type", "RollingUpdate"));
        assert_eq!(field.default(), Some(Default { json: "{}", when }));
        for row in 0..count(&TYPES, TYPE_WIDTH) {
            for field in Type(row).rows().map(Field) {
                let Some(Default { json, when }) = field.default() else { continue };
                assert!(serde_json::from_str::<serde_json::Value>(json).is_ok(), "{field:?}");
                assert!(
                    when.is_none_or(|(name, _)| Type(row).field_at_any_version(name).is_some())
                );
            }
        }
    }

    #[test]
    fn what_does_not_exist_is_not_found() {
        assert_eq!(kind("apps", "v1beta1", "Deployment", Version::NEWEST), None);
        assert_eq!(kind("", "v1", "Pods", Version::NEWEST), None);
        assert_eq!(kind("batch", "v1beta1", "CronJob", Version::OLDEST), None);
        let pod = type_named("core.v1.PodSpec").expect("a type");
        assert!(pod.field_versions("container").is_empty());
        assert_eq!(pod.field("resources", Version::OLDEST), None);
        assert_eq!(pod.field_versions("resources").first(), Version::new(32));
        assert!(!is_builtin_group("objectstorage.k8s.io"));
        assert!(is_builtin_group("settings.k8s.io"));
    }

    fn facts(field: Field) -> format::Facts {
        format::Facts {
            pointer: field.pointer(),
            omit: match field.omit() {
                Omit::Empty => format::Omit::Empty,
                Omit::Zero => format::Omit::Zero,
                Omit::Never => format::Omit::Never,
            },
            required: field.required(),
            enum_values: field.enum_values().map(str::to_owned).collect(),
            default: optional(field.column(5)).map(str::to_owned),
            list: match field.list_kind() {
                ListKind::Atomic => None,
                ListKind::Set => Some("set".to_owned()),
                ListKind::Map => {
                    Some(format!("map={}", field.list_keys().collect::<Vec<_>>().join(",")))
                }
            },
            merge: field.merge_key().map(str::to_owned),
            gate: optional(field.column(8)).map(str::to_owned),
        }
    }

    fn written(shape: Shape) -> String {
        let word = match shape {
            Shape::Object(ty) => ty.name(),
            Shape::List(of) => return format!("[{}]", written(of.shape())),
            Shape::Map(of) => return format!("{{{}}}", written(of.shape())),
            Shape::Str => "str",
            Shape::Int32 => "int32",
            Shape::Int64 => "int64",
            Shape::Double => "double",
            Shape::Bool => "bool",
            Shape::IntOrString => "intstr",
            Shape::Quantity => "quantity",
            Shape::Time => "time",
            Shape::MicroTime => "microtime",
            Shape::Bytes => "bytes",
            Shape::Any => "any",
            Shape::RawObject => "raw",
            Shape::Fields => "fields",
            Shape::SchemaOrBool(_) => "schema-or-bool",
            Shape::SchemaOrList(_) => "schema-or-list",
            Shape::SchemaOrStrings(_) => "schema-or-strings",
        };
        word.to_owned()
    }
}
