//! A TOML text into the values of known keys, each with its place.

use std::{ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    ConfigError, ConfigOrigin, ConfigValue, Layer,
    keys::{ConfigKey, KEYS, KeyKind, OVERRIDE_KEYS, by_name},
};
use crate::findings::suggest;

/// Reads one file's text. What is not a known key of the right type is an error.
pub(super) fn read(path: &Path, text: &str) -> Result<Layer, ConfigError> {
    let reader = ConfigReader { path, text };
    let root = DeTable::parse(text).map_err(|e| {
        reader.error(e.span().unwrap_or(0..0), e.message().trim_end().replace('\n', ", "))
    })?;
    let mut layer = Layer::default();
    reader.table("", root.get_ref(), &mut layer)?;
    Ok(layer)
}

struct ConfigReader<'a> {
    path: &'a Path,
    text: &'a str,
}

impl ConfigReader<'_> {
    fn table(
        &self,
        prefix: &str,
        table: &DeTable<'_>,
        layer: &mut Layer,
    ) -> Result<(), ConfigError> {
        for (key, value) in table {
            let name = match prefix {
                "" => key.get_ref().to_string(),
                _ => format!("{prefix}.{}", key.get_ref()),
            };
            let inner = format!("{name}.");
            if name == "override" {
                self.overrides(value, layer)?;
            } else if let Some(known) = by_name(&name) {
                let origin = self.origin(key.span());
                if matches!(known.kind, KeyKind::BoolTable | KeyKind::TextTable) {
                    self.entries(known.name, value, layer);
                }
                layer.values.insert(known.name, (self.value(known, value)?, origin));
            } else if KEYS.iter().any(|key| key.name.starts_with(&inner)) {
                let table = value
                    .get_ref()
                    .as_table()
                    .ok_or_else(|| self.wrong(value, &name, "a table"))?;
                self.table(&name, table, layer)?;
            } else {
                return Err(self.unknown(&name, key.span()));
            }
        }
        Ok(())
    }

    /// Notes where each entry of a table is.
    fn entries(&self, key: &'static str, value: &Spanned<DeValue<'_>>, layer: &mut Layer) {
        let table = value.get_ref().as_table();
        for (name, _) in table.into_iter().flatten() {
            let place = (key, name.get_ref().to_string());
            layer.places.insert(place, self.origin(name.span()));
        }
    }

    fn value(
        &self,
        key: &ConfigKey,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<ConfigValue, ConfigError> {
        let text = || value.get_ref().as_str().map(|text| ConfigValue::Text(text.to_owned()));
        let read = match key.kind {
            KeyKind::Text => text(),
            KeyKind::TextOrTexts => text().or_else(|| texts(value).map(ConfigValue::Texts)),
            KeyKind::Bool => value.get_ref().as_bool().map(ConfigValue::Bool),
            KeyKind::Number => number(value).map(ConfigValue::Number),
            KeyKind::Texts => texts(value).map(ConfigValue::Texts),
            KeyKind::TextTable => {
                entries(value, |v| v.as_str().map(str::to_owned)).map(ConfigValue::TextTable)
            }
            KeyKind::BoolTable => entries(value, bool_of).map(ConfigValue::BoolTable),
        };
        read.ok_or_else(|| self.wrong(value, key.name, key.kind.name()))
    }

    fn overrides(
        &self,
        value: &Spanned<DeValue<'_>>,
        layer: &mut Layer,
    ) -> Result<(), ConfigError> {
        let wrong =
            |value| self.wrong(value, "override", "a list of tables that start with [[override]]");
        let items = value.get_ref().as_array().ok_or_else(|| wrong(value))?;
        for item in items {
            let table = item.get_ref().as_table().ok_or_else(|| wrong(item))?;
            layer.overrides.push(self.one_override(table, self.origin(item.span()))?);
        }
        Ok(())
    }

    fn one_override(
        &self,
        table: &DeTable<'_>,
        origin: ConfigOrigin,
    ) -> Result<super::RawOverride, ConfigError> {
        let mut raw = super::RawOverride { origin, ..super::RawOverride::default() };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let list = match name {
                "paths" => &mut raw.paths,
                "objects" => &mut raw.objects,
                "containers" => &mut raw.containers,
                "ignore" => &mut raw.ignore,
                "reason" => {
                    let text = value.get_ref().as_str();
                    text.ok_or_else(|| self.wrong(value, name, KeyKind::Text.name()))?
                        .clone_into(&mut raw.reason);
                    continue;
                }
                _ => return Err(self.unknown(&format!("override.{name}"), key.span())),
            };
            *list = texts(value).ok_or_else(|| self.wrong(value, name, KeyKind::Texts.name()))?;
        }
        Ok(raw)
    }

    fn unknown(&self, name: &str, span: Range<usize>) -> ConfigError {
        let overrides = OVERRIDE_KEYS.iter().map(|(key, _)| format!("override.{key}"));
        let known: Vec<String> = KEYS
            .iter()
            .map(|key| key.name.to_owned())
            .chain(overrides)
            .chain(["override".into()])
            .collect();
        // A key in the wrong table is as likely as a misspelt one.
        let last = |name: &str| name.rsplit('.').next().map(str::to_owned).unwrap_or_default();
        let moved = known.iter().find(|key| last(key) == last(name));
        let nearest =
            moved.map(String::as_str).or_else(|| suggest(name, known.iter().map(String::as_str)));
        let error = self.error(span, format!("unknown key `{name}`"));
        match nearest {
            Some(nearest) => error.help(format!("did you mean `{nearest}`?")),
            None => error.help("run `kubevet config schema` to list the keys"),
        }
    }

    fn wrong(&self, value: &Spanned<DeValue<'_>>, name: &str, wanted: &str) -> ConfigError {
        self.error(
            value.span(),
            format!("`{name}` must be {wanted}, not {}", kind_of(value.get_ref())),
        )
    }

    fn error(&self, span: Range<usize>, message: String) -> ConfigError {
        ConfigError { origin: self.origin(span), message, help: None }
    }

    fn origin(&self, span: Range<usize>) -> ConfigOrigin {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        ConfigOrigin::File { path: self.path.to_path_buf(), line, column }
    }
}

fn bool_of(value: &DeValue<'_>) -> Option<bool> {
    value.as_bool()
}

fn number(value: &Spanned<DeValue<'_>>) -> Option<u32> {
    let number = value.get_ref().as_integer()?;
    let number = u32::from_str_radix(number.as_str(), number.radix()).ok()?;
    (number > 0).then_some(number)
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn texts(value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    let items = value.get_ref().as_array()?;
    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

fn entries<T>(
    value: &Spanned<DeValue<'_>>,
    read: impl Fn(&DeValue<'_>) -> Option<T>,
) -> Option<Vec<(String, T)>> {
    let table = value.get_ref().as_table()?;
    table
        .iter()
        .map(|(key, value)| Some((key.get_ref().to_string(), read(value.get_ref())?)))
        .collect()
}
