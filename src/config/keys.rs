//! Every key of `kubevet.toml`: the one place for its name, type and default.

/// What a key's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Bool,
    /// A list of strings.
    Texts,
    /// A table with names of the user's own and strings.
    TextTable,
    /// A table with names of the user's own and booleans.
    BoolTable,
}

impl Kind {
    /// As an error names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Kind::Text => "a string",
            Kind::Bool => "true or false",
            Kind::Texts => "a list of strings",
            Kind::TextTable => "a table of strings",
            Kind::BoolTable => "a table of true or false",
        }
    }
}

/// A key, with the tables in front of it.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    /// As TOML.
    pub default: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: &'static str) -> Key {
    Key { name, kind, default }
}

/// In the order in which they are shown.
pub const KEYS: [Key; 23] = [
    key("kubernetes-version", Kind::Text, "\"latest\""),
    key("required-version", Kind::Text, "\"\""),
    key("exclude", Kind::Texts, "[]"),
    key("lint.preset", Kind::Texts, "[\"core\"]"),
    key("lint.select", Kind::Texts, "[]"),
    key("lint.extend-select", Kind::Texts, "[]"),
    key("lint.ignore", Kind::Texts, "[]"),
    key("lint.fail-on", Kind::Text, "\"warning\""),
    key("lint.non-suppressible", Kind::Texts, "[]"),
    key("lint.require-reason", Kind::Bool, "false"),
    key(
        "lint.compat-annotations",
        Kind::Texts,
        "[\"kube-linter\", \"kube-score\", \"polaris\", \"checkov\"]",
    ),
    key("lint.severity", Kind::TextTable, "{}"),
    key("lint.rules.untrusted-registry.allow", Kind::Texts, "[]"),
    key("bundle.external", Kind::Texts, "[]"),
    key("bundle.complete", Kind::Bool, "false"),
    key("output.format", Kind::Text, "\"full\""),
    key("output.docs-url", Kind::Text, "\"\""),
    key("cluster.node-port-range", Kind::Text, "\"30000-32767\""),
    key("cluster.ip-families", Kind::Texts, "[]"),
    key("cluster.enabled-apis", Kind::Texts, "[]"),
    key("cluster.feature-gates", Kind::BoolTable, "{}"),
    key("cluster.pod-security", Kind::Text, "\"\""),
    key("extend", Kind::Text, "\"\""),
];

/// The keys of an `[[override]]`.
pub const OVERRIDE_KEYS: [(&str, Kind); 5] = [
    ("paths", Kind::Texts),
    ("objects", Kind::Texts),
    ("containers", Kind::Texts),
    ("ignore", Kind::Texts),
    ("reason", Kind::Text),
];

/// The key of this name.
pub fn by_name(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
