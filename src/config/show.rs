//! A configuration as TOML, each value with where it comes from.

use std::{fmt::Write as _, path::Path};

use super::{Config, ConfigOrigin, ConfigValue, RawOverride, keys::KEYS};
use crate::input;

/// Prints every key with its value; the comment after it names its origin, files relative to
/// `base`.
pub fn show(config: &Config, base: &Path) -> String {
    let mut out = String::new();
    let file = config.path.as_deref().map_or("none".into(), |path| input::shown(path, base));
    let _ = writeln!(out, "# configuration file: {file}");
    let mut open = "";
    for key in KEYS.iter().filter(|key| key.name != "extend") {
        let (table, name) = key.name.rsplit_once('.').unwrap_or(("", key.name));
        if table != open {
            let _ = writeln!(out, "\n[{table}]");
            open = table;
        }
        let (value, origin) = match config.layer.values.get(key.name) {
            Some((value, origin)) => (toml_of(value), origin),
            None => (key.default.to_owned(), &ConfigOrigin::Default),
        };
        let _ = writeln!(out, "{name} = {value} # {}", from(origin, base));
    }
    for raw in &config.layer.overrides {
        show_override(raw, base, &mut out);
    }
    out
}

fn show_override(raw: &RawOverride, base: &Path, out: &mut String) {
    let _ = writeln!(out, "\n[[override]] # {}", from(&raw.origin, base));
    let lists = [
        ("paths", &raw.paths),
        ("objects", &raw.objects),
        ("containers", &raw.containers),
        ("ignore", &raw.ignore),
    ];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let _ = writeln!(out, "{name} = {}", list_of(list));
    }
    if !raw.reason.is_empty() {
        let _ = writeln!(out, "reason = {}", quoted(&raw.reason));
    }
}

fn from(origin: &ConfigOrigin, base: &Path) -> String {
    match origin {
        ConfigOrigin::File { path, line, .. } => format!("{}:{line}", input::shown(path, base)),
        other => other.to_string(),
    }
}

fn toml_of(value: &ConfigValue) -> String {
    match value {
        ConfigValue::Text(text) => quoted(text),
        ConfigValue::Bool(bool) => bool.to_string(),
        ConfigValue::Number(number) => number.to_string(),
        ConfigValue::Texts(list) => list_of(list),
        ConfigValue::TextTable(table) => table_of(table, |text| quoted(text)),
        ConfigValue::BoolTable(table) => table_of(table, ToString::to_string),
    }
}

pub(super) fn list_of(list: &[String]) -> String {
    let items: Vec<String> = list.iter().map(|text| quoted(text)).collect();
    format!("[{}]", items.join(", "))
}

fn table_of<T>(table: &[(String, T)], print: impl Fn(&T) -> String) -> String {
    let items: Vec<String> =
        table.iter().map(|(key, value)| format!("{} = {}", quoted(key), print(value))).collect();
    if items.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", items.join(", ")) }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
