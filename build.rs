//! Packs `schemas/*.txt` into the tables that `src/model/schema.rs` reads in place.
//!
//! Every record is a row of little-endian u16; strings and lists are indices into pools, and rows
//! are sorted so that they can be found by binary search.

#[path = "schemas/format.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the generator and the tests")]
mod format;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write,
    fs,
    path::Path,
};

use format::{Declarative, Field, Kind, Lifecycle, Rule, Schemas, Stage, Type};

/// Stands for "no string" and "no minor".
const NONE: u16 = u16::MAX;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schemas");
    let mut schemas = Schemas::parse(&fs::read_to_string("schemas/kubernetes.txt")?)?;
    schemas.add_defaults(&fs::read_to_string("schemas/defaults.txt")?)?;
    let mut lifecycles = format::parse_lifecycles(&fs::read_to_string("schemas/lifecycle.txt")?)?;
    let mut declarative = Declarative::parse(&fs::read_to_string("schemas/declarative.txt")?)?;
    // What is not enforced at any version is there to be read only.
    declarative.types.iter_mut().for_each(|ty| ty.rules.retain(|rule| rule.stage != Stage::Alpha));
    schemas.kinds.sort_by(|a, b| {
        key(&a.group, &a.version, &a.name).cmp(&key(&b.group, &b.version, &b.name))
    });
    lifecycles.sort_by(|a, b| {
        key(&a.group, &a.version, &a.kind).cmp(&key(&b.group, &b.version, &b.kind))
    });
    schemas.types.sort_by(|a, b| a.name.cmp(&b.name));

    let mut packer = Packer::new(&schemas, &lifecycles, &declarative);
    let mut sections = Vec::new();
    sections
        .push(("KINDS", rows(schemas.kinds.iter().map(|kind| packer.kind(kind, &declarative)))?));
    sections.push(("LIFECYCLES", rows(lifecycles.iter().map(|line| Ok(packer.lifecycle(line))))?));
    let (mut types, mut fields) = (Vec::new(), Vec::new());
    for ty in &mut schemas.types {
        ty.fields.sort_by(|a, b| a.name.cmp(&b.name));
        types.push(Ok(vec![
            packer.string(&ty.name),
            ty.mask.0,
            index(fields.len())?,
            index(ty.fields.len())?,
        ]));
        fields.extend(ty.fields.iter().map(|field| packer.field(field)));
    }
    sections.push(("TYPES", rows(types.into_iter())?));
    sections.push(("FIELDS", rows(fields.into_iter())?));
    let mut rules = Vec::new();
    for ty in &declarative.types {
        let of = *packer.types.get(&ty.name).ok_or_else(|| format!("no type {}", ty.name))?;
        rules.extend(ty.rules.iter().map(|rule| packer.rule(of, rule)));
    }
    rules.sort_by(|a, b| a[..2].cmp(&b[..2]));
    sections.push(("RULES", rows(rules.into_iter().map(Ok))?));
    sections.push(("SHAPES", rows(packer.shapes.iter().map(|&(tag, of)| Ok(vec![tag, of])))?));
    sections.push(("LISTS", packer.lists.iter().flat_map(|n| n.to_le_bytes()).collect()));
    let out = std::env::var("OUT_DIR")?;
    let gates = constants_of_gates(&fs::read_to_string("schemas/gates.txt")?)?;
    fs::write(Path::new(&out).join("gates.rs"), gates)?;
    packer.write(&sections, Path::new(&out))
}

/// Rust source: a constant for each gate of `gates.txt`, and `ALL` of them, sorted by name.
fn constants_of_gates(table: &str) -> Result<String, Box<dyn Error>> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let mut gates: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(' ')).collect();
    gates.sort_unstable();
    let (mut source, mut all) = (String::new(), String::new());
    for (name, letters) in &gates {
        let constant = constant_case(name);
        writeln!(source, "/// The feature gate `{name}`.")?;
        writeln!(
            source,
            "pub const {constant}: Gate = Gate {{ name: {name:?}, letters: {letters:?} }};"
        )?;
        writeln!(all, "    {constant},")?;
    }
    writeln!(source, "\nconst ALL: [Gate; {}] = [\n{all}];", gates.len())?;
    Ok(source)
}

/// `CSIMigration` as `CSI_MIGRATION`.
fn constant_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut constant = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before]);
        let ends_lower = before.is_some_and(|before| !before.is_uppercase());
        let starts_word = before.is_some_and(char::is_uppercase)
            && letters.get(index + 1).is_some_and(|after| after.is_lowercase());
        if letter.is_uppercase() && (ends_lower || starts_word) {
            constant.push('_');
        }
        constant.push(letter.to_ascii_uppercase());
    }
    constant
}

fn key<'a>(group: &'a str, version: &'a str, kind: &'a str) -> (&'a str, &'a str, &'a str) {
    (group, version, kind)
}

fn index(n: usize) -> Result<u16, Box<dyn Error>> {
    u16::try_from(n)
        .ok()
        .filter(|n| *n != NONE)
        .ok_or_else(|| "a table outgrew its u16 index".into())
}

fn rows<Row: IntoIterator<Item = u16>>(
    rows: impl Iterator<Item = Result<Row, Box<dyn Error>>>,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    Ok(rows.into_iter().flatten().flat_map(u16::to_le_bytes).collect())
}

/// The pools that rows point into.
struct Packer {
    strings: BTreeMap<String, u16>,
    types: BTreeMap<String, u16>,
    shapes: Vec<(u16, u16)>,
    lists: Vec<u16>,
    known_lists: BTreeMap<Vec<u16>, u16>,
}

impl Packer {
    fn new(schemas: &Schemas, lifecycles: &[Lifecycle], declarative: &Declarative) -> Packer {
        let mut strings: BTreeSet<&str> = BTreeSet::from([""]);
        for Kind {
            group, version, name, type_name, plural, short_names, categories, verbs, ..
        } in &schemas.kinds
        {
            strings.extend([group, version, name, type_name, plural].map(String::as_str));
            strings
                .extend([short_names, categories, verbs].into_iter().flatten().map(String::as_str));
        }
        for Type { name, fields, .. } in &schemas.types {
            strings.insert(name);
            for Field { name, facts, .. } in fields {
                strings.insert(name);
                strings.extend(facts.enum_values.iter().map(String::as_str));
                strings.extend(
                    facts.default.iter().chain(&facts.merge).chain(&facts.gate).map(String::as_str),
                );
                strings.extend(facts.list.iter().flat_map(|list| list_keys(list)));
            }
        }
        for Lifecycle { group, version, kind, replacement, .. } in lifecycles {
            strings.extend([group, version, kind].map(String::as_str));
            strings.extend(replacement.iter().flat_map(|(g, v, k)| [g, v, k]).map(String::as_str));
        }
        for rule in declarative.types.iter().flat_map(|ty| &ty.rules) {
            strings.insert(&rule.text);
        }
        let numbered =
            |names: Vec<&str>| (0..).zip(names).map(|(n, s)| (s.to_owned(), n)).collect();
        Packer {
            strings: numbered(strings.into_iter().collect()),
            types: numbered(schemas.types.iter().map(|ty| ty.name.as_str()).collect()),
            shapes: Vec::new(),
            lists: Vec::new(),
            known_lists: BTreeMap::new(),
        }
    }

    fn string(&self, text: &str) -> u16 {
        self.strings[text]
    }

    fn optional(&self, text: Option<&String>) -> u16 {
        text.map_or(NONE, |text| self.string(text))
    }

    /// Where in the pool a list stands: its length, then its strings.
    fn list<'a>(
        &mut self,
        items: impl IntoIterator<Item = &'a str>,
    ) -> Result<u16, Box<dyn Error>> {
        let items: Vec<u16> = items.into_iter().map(|item| self.string(item)).collect();
        if let Some(&at) = self.known_lists.get(&items) {
            return Ok(at);
        }
        let at = index(self.lists.len())?;
        self.lists.push(index(items.len())?);
        self.lists.extend(&items);
        self.known_lists.insert(items, at);
        Ok(at)
    }

    fn kind(&mut self, kind: &Kind, declarative: &Declarative) -> Result<Vec<u16>, Box<dyn Error>> {
        let of_kind = key(&kind.group, &kind.version, &kind.name);
        let validated = declarative
            .kinds
            .iter()
            .find(|one| key(&one.group, &one.version, &one.name) == of_kind);
        let ty =
            self.types.get(&kind.type_name).ok_or_else(|| format!("no type {}", kind.type_name))?;
        Ok(vec![
            self.string(&kind.group),
            self.string(&kind.version),
            self.string(&kind.name),
            *ty,
            u16::from(kind.namespaced),
            self.string(&kind.plural),
            self.list(kind.short_names.iter().map(String::as_str))?,
            self.list(kind.categories.iter().map(String::as_str))?,
            self.list(kind.verbs.iter().map(String::as_str))?,
            kind.mask.0,
            validated.map_or(0, |kind| kind.mask.0),
        ])
    }

    /// In the columns of `src/model/tags.rs`.
    fn rule(&self, of: u16, rule: &Rule) -> [u16; 5] {
        let (field, text) = (self.string(&rule.field), self.string(&rule.text));
        [of, field, text, u16::from(rule.stage == Stage::Beta), rule.mask.0]
    }

    fn field(&mut self, field: &Field) -> Result<Vec<u16>, Box<dyn Error>> {
        let facts = &field.facts;
        let keys = facts.list.iter().flat_map(|list| list_keys(list));
        Ok(vec![
            self.string(&field.name),
            field.mask.0,
            self.shape(&field.shape)?,
            u16::from(facts.required)
                | u16::from(facts.list.as_deref() == Some("set")) << 1
                | u16::from(facts.pointer) << 2
                | (facts.omit as u16) << 3,
            self.list(facts.enum_values.iter().map(String::as_str))?,
            self.optional(facts.default.as_ref()),
            self.list(keys)?,
            self.optional(facts.merge.as_ref()),
            self.optional(facts.gate.as_ref()),
        ])
    }

    /// The index of a shape, made with the shapes inside it when first met.
    fn shape(&mut self, text: &str) -> Result<u16, Box<dyn Error>> {
        let inside = |open, close| text.strip_prefix(open).and_then(|t| t.strip_suffix(close));
        let row = if let Some(item) = inside('[', ']') {
            (1, self.shape(item)?)
        } else if let Some(value) = inside('{', '}') {
            (2, self.shape(value)?)
        } else if let Some(&ty) = self.types.get(text) {
            (0, ty)
        } else {
            let tag = SIMPLE_SHAPES
                .iter()
                .position(|s| *s == text)
                .ok_or_else(|| format!("no shape `{text}`"))?;
            // These three stand for the schema of a custom resource or something else.
            let schema =
                text.starts_with("schema-").then(|| self.types["apiextensions.v1.JSONSchemaProps"]);
            (index(tag)? + 3, schema.unwrap_or(0))
        };
        if let Some(known) = self.shapes.iter().position(|s| *s == row) {
            return index(known);
        }
        self.shapes.push(row);
        index(self.shapes.len() - 1)
    }

    fn lifecycle(&self, line: &Lifecycle) -> Vec<u16> {
        let minor = |minor: Option<u8>| minor.map_or(NONE, u16::from);
        let (group, version, kind) =
            line.replacement.as_ref().map_or((NONE, NONE, NONE), |(g, v, k)| {
                (self.string(g), self.string(v), self.string(k))
            });
        vec![
            self.string(&line.group),
            self.string(&line.version),
            self.string(&line.kind),
            minor(line.introduced),
            minor(line.deprecated),
            minor(line.removed),
            group,
            version,
            kind,
            line.off.0,
        ]
    }

    /// Writes the blob, the texts that it points into, and the places of its sections as Rust
    /// constants.
    fn write(&self, sections: &[(&str, Vec<u8>)], out: &Path) -> Result<(), Box<dyn Error>> {
        // An inner attribute cannot be in a file that is included.
        const ALLOWED: &str =
            "#[allow(clippy::unreadable_literal, reason = \"not written by hand\")]";
        let (mut blob, mut layout) = (Vec::new(), String::new());
        for (name, bytes) in sections {
            let (from, to) = (blob.len(), blob.len() + bytes.len());
            writeln!(layout, "{ALLOWED}\nconst {name}: Range<usize> = {from}..{to};")?;
            blob.extend(bytes);
        }
        writeln!(layout, "{ALLOWED}\nconst STRINGS: usize = {};", blob.len())?;
        let mut texts = String::new();
        blob.extend(0_u32.to_le_bytes());
        for text in self.strings.keys() {
            texts.push_str(text);
            blob.extend(u32::try_from(texts.len())?.to_le_bytes());
        }
        writeln!(layout, "{ALLOWED}\nconst BLOB_LEN: usize = {};", blob.len())?;
        fs::write(out.join("schema.bin"), blob)?;
        fs::write(out.join("schema_texts.txt"), texts)?;
        Ok(fs::write(out.join("schema_layout.rs"), layout)?)
    }
}

/// In the order of `Shape` in `src/model/schema.rs`, which starts with object, list and map.
const SIMPLE_SHAPES: [&str; 16] = [
    "str",
    "int32",
    "int64",
    "double",
    "bool",
    "intstr",
    "quantity",
    "time",
    "microtime",
    "bytes",
    "any",
    "raw",
    "fields",
    "schema-or-bool",
    "schema-or-list",
    "schema-or-strings",
];

fn list_keys(list: &str) -> impl Iterator<Item = &str> {
    list.strip_prefix("map=").unwrap_or("").split(',').filter(|key| !key.is_empty())
}
