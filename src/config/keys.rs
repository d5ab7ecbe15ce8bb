//! Every key of `kubevet.toml`: the one place for its name, type and default.

/// What a key's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    Text,
    Bool,
    /// An integer from 1 on.
    Number,
    /// A list of strings.
    Texts,
    /// A string, or a list of strings.
    TextOrTexts,
    /// A table with names of the user's own and strings.
    TextTable,
    /// A table with names of the user's own and booleans.
    BoolTable,
}

impl KeyKind {
    /// As an error names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            KeyKind::Text => "a string",
            KeyKind::Bool => "true or false",
            KeyKind::Number => "an integer from 1 on",
            KeyKind::Texts => "a list of strings",
            KeyKind::TextOrTexts => "a string or a list of strings",
            KeyKind::TextTable => "a table of strings",
            KeyKind::BoolTable => "a table of true or false",
        }
    }
}

/// A key, with the tables in front of it.
#[derive(Clone, Copy, Debug)]
pub struct ConfigKey {
    pub name: &'static str,
    pub kind: KeyKind,
    /// As TOML.
    pub default: &'static str,
}

const fn key(name: &'static str, kind: KeyKind, default: &'static str) -> ConfigKey {
    ConfigKey { name, kind, default }
}

/// In the order in which they are shown.
pub const KEYS: [ConfigKey; 28] = [
    key("kubernetes-version", KeyKind::TextOrTexts, "\"latest\""),
    key("required-version", KeyKind::Text, "\"\""),
    key("exclude", KeyKind::Texts, "[]"),
    key("crds", KeyKind::Texts, "[]"),
    key("lint.preset", KeyKind::Texts, "[\"core\"]"),
    key("lint.select", KeyKind::Texts, "[]"),
    key("lint.extend-select", KeyKind::Texts, "[]"),
    key("lint.ignore", KeyKind::Texts, "[]"),
    key("lint.fail-on", KeyKind::Text, "\"warning\""),
    key("lint.non-suppressible", KeyKind::Texts, "[]"),
    key("lint.require-reason", KeyKind::Bool, "false"),
    key(
        "lint.compat-annotations",
        KeyKind::Texts,
        "[\"kube-linter\", \"kube-score\", \"polaris\", \"checkov\"]",
    ),
    key("lint.severity", KeyKind::TextTable, "{}"),
    key("lint.rules.untrusted-registry.allow", KeyKind::Texts, "[]"),
    key("lint.rules.required-label.labels", KeyKind::TextTable, "{}"),
    key("lint.rules.required-annotation.annotations", KeyKind::TextTable, "{}"),
    key("lint.rules.forbidden-metadata.keys", KeyKind::Texts, "[]"),
    key("lint.rules.limit-request-ratio.maximum", KeyKind::Number, "4"),
    key("bundle.external", KeyKind::Texts, "[]"),
    key("bundle.complete", KeyKind::Bool, "false"),
    key("output.format", KeyKind::Text, "\"full\""),
    key("output.docs-url", KeyKind::Text, "\"\""),
    key("cluster.node-port-range", KeyKind::Text, "\"30000-32767\""),
    key("cluster.ip-families", KeyKind::Texts, "[]"),
    key("cluster.enabled-apis", KeyKind::Texts, "[]"),
    key("cluster.feature-gates", KeyKind::BoolTable, "{}"),
    key("cluster.pod-security", KeyKind::Text, "\"\""),
    key("extend", KeyKind::Text, "\"\""),
];

/// The keys of an `[[override]]`.
pub const OVERRIDE_KEYS: [(&str, KeyKind); 5] = [
    ("paths", KeyKind::Texts),
    ("objects", KeyKind::Texts),
    ("containers", KeyKind::Texts),
    ("ignore", KeyKind::Texts),
    ("reason", KeyKind::Text),
];

/// The key of this name.
pub fn by_name(name: &str) -> Option<&'static ConfigKey> {
    KEYS.iter().find(|key| key.name == name)
}
