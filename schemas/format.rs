//! The text form of the built-in schemas: parsing and printing, shared by the generator
//! (`examples/schemas`), the packer (`build.rs`) and the tests. `README.md` beside it has the grammar.

use std::fmt::Write;

/// The oldest minor version of the schemas; bit 0 of a [`Mask`].
pub const OLDEST: u8 = 25;
/// How many minor versions there are.
pub const COUNT: u8 = 13;
/// Every version.
pub const ALL: Mask = Mask((1 << COUNT) - 1);

/// The verbs of nearly every kind, which are not written out.
pub const USUAL_VERBS: [&str; 8] =
    ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/// A set of minor versions, bit 0 for 1.25.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mask(pub u16);

/// `kubernetes.txt`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemas {
    pub kinds: Vec<Kind>,
    pub types: Vec<Type>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub group: String,
    pub version: String,
    /// The kind's own name.
    pub name: String,
    pub type_name: String,
    pub namespaced: bool,
    pub plural: String,
    pub short_names: Vec<String>,
    pub categories: Vec<String>,
    pub verbs: Vec<String>,
    pub mask: Mask,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    pub name: String,
    pub mask: Mask,
    pub fields: Vec<Field>,
}

/// One reading of a field, for the versions in `mask`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub shape: String,
    pub facts: Facts,
    pub mask: Mask,
}

/// What a field line says behind its shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its Go type is a pointer.
    pub pointer: bool,
    pub required: bool,
    pub omit: Omit,
    pub enum_values: Vec<String>,
    pub default: Option<String>,
    /// `map=a,b` or `set`; other lists are atomic.
    pub list: Option<String>,
    /// The patch merge key.
    pub merge: Option<String>,
    /// The feature gate that is off by default: the server drops the field.
    pub gate: Option<String>,
}

/// When JSON leaves a field out, as its Go tag says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Omit {
    /// Where it is empty, which no struct is (`omitempty`).
    #[default]
    Empty,
    /// Where it has the zero value of its type (`omitzero`).
    Zero,
    Never,
}

/// One line of `lifecycle.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    pub group: String,
    pub version: String,
    pub kind: String,
    /// Minor versions of Kubernetes 1.
    pub introduced: Option<u8>,
    pub deprecated: Option<u8>,
    pub removed: Option<u8>,
    /// Group, version and kind.
    pub replacement: Option<(String, String, String)>,
    /// The versions that serve it only when told to.
    pub off: Mask,
}

/// `declarative.txt`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declarative {
    pub kinds: Vec<ValidatedKind>,
    pub types: Vec<RulesOfType>,
}

/// A kind that servers validate by the tags of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidatedKind {
    pub group: String,
    pub version: String,
    pub name: String,
    pub mask: Mask,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesOfType {
    /// As in `kubernetes.txt`.
    pub name: String,
    pub mask: Mask,
    pub rules: Vec<Rule>,
}

/// A tag of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub field: String,
    /// The tag, such as `maxItems=32`, or `in` where the type of the field has tags.
    pub text: String,
    pub stage: Stage,
    pub mask: Mask,
}

/// How far a server enforces a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Standard,
    /// Unless the gate `DeclarativeValidationBeta` is off.
    Beta,
    /// Not at all.
    Alpha,
}

impl Mask {
    pub fn of(minor: u8) -> Mask {
        Mask(1 << (minor - OLDEST))
    }

    pub fn minors(self) -> impl Iterator<Item = u8> {
        (0..COUNT).filter(move |bit| self.0 >> bit & 1 == 1).map(|bit| OLDEST + bit)
    }

    /// `25`, `30-`, `-29` or `27-33,35-`.
    pub fn print(self) -> String {
        let mut ranges: Vec<(u8, u8)> = Vec::new();
        for minor in self.minors() {
            match ranges.last_mut() {
                Some(last) if last.1 + 1 == minor => last.1 = minor,
                _ => ranges.push((minor, minor)),
            }
        }
        let newest = OLDEST + COUNT - 1;
        let printed = ranges.iter().map(|&(from, to)| match (from == OLDEST, to == newest) {
            _ if from == to => from.to_string(),
            (true, _) => format!("-{to}"),
            (_, true) => format!("{from}-"),
            _ => format!("{from}-{to}"),
        });
        printed.collect::<Vec<_>>().join(",")
    }

    pub fn parse(text: &str) -> Result<Mask, String> {
        let mut mask = Mask(0);
        for range in text.split(',') {
            let minor = |text: &str, otherwise: u8| match text {
                "" => Ok(otherwise),
                _ => text
                    .parse()
                    .ok()
                    .filter(|m| (OLDEST..OLDEST + COUNT).contains(m))
                    .ok_or_else(|| format!("`{text}` is no minor version of these schemas")),
            };
            let (from, to) = match range.split_once('-') {
                Some((from, to)) => (minor(from, OLDEST)?, minor(to, OLDEST + COUNT - 1)?),
                None => (minor(range, OLDEST)?, minor(range, OLDEST)?),
            };
            (from..=to).for_each(|m| mask.0 |= Mask::of(m).0);
        }
        Ok(mask)
    }
}

impl Schemas {
    pub fn print(&self) -> String {
        let mut out = String::new();
        self.kinds.iter().for_each(|kind| kind.print(&mut out));
        self.types.iter().for_each(|ty| ty.print(&mut out));
        out
    }

    pub fn parse(text: &str) -> Result<Schemas, String> {
        let mut schemas = Schemas::default();
        for (number, line) in text.lines().enumerate() {
            schemas.line(line).map_err(|e| format!("line {}: {e}", number + 1))?;
        }
        Ok(schemas)
    }

    /// Adds the lines of `defaults.txt`: each gives a field of some types its default, unless
    /// OpenAPI has one. Behind ` if ` stands the field, and the values of it, that it depends on.
    pub fn add_defaults(&mut self, text: &str) -> Result<(), String> {
        let mut types: Vec<&str> = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(names) = line.strip_prefix("type ") {
                types = names.split(' ').collect();
                continue;
            }
            let (name, value) =
                line.trim_start().split_once(' ').ok_or("a field without default")?;
            for of in &types {
                let readings = self.types.iter_mut().filter(|ty| ty.name == *of);
                let mut readings =
                    readings.flat_map(|ty| &mut ty.fields).filter(|f| f.name == name).peekable();
                readings.peek().ok_or_else(|| format!("defaults.txt: no field {of}.{name}"))?;
                for field in readings.filter(|field| field.facts.default.is_none()) {
                    field.facts.default = Some(value.to_owned());
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let mut words = Words::new(line);
        if line.starts_with(' ') {
            let ty = self.types.last_mut().ok_or("a field before the first type")?;
            let field = Field::parse(&mut words, ty.mask)?;
            ty.fields.push(field);
        } else {
            match words.next()? {
                "kind" => self.kinds.push(Kind::parse(&mut words)?),
                "type" => self.types.push(Type {
                    name: words.next()?.to_owned(),
                    mask: words.mask(ALL)?,
                    fields: Vec::new(),
                }),
                other => return Err(format!("`{other}` starts neither a kind nor a type")),
            }
        }
        words.finish()
    }
}

impl Kind {
    fn print(&self, out: &mut String) {
        let scope = if self.namespaced { "namespaced" } else { "cluster" };
        let gv = group_version(&self.group, &self.version);
        let _ = write!(out, "kind {gv} {} {} {scope} {}", self.name, self.type_name, self.plural);
        for (key, words) in [("short", &self.short_names), ("in", &self.categories)] {
            if !words.is_empty() {
                let _ = write!(out, " {key}={}", words.join(","));
            }
        }
        if self.verbs != USUAL_VERBS {
            let _ = write!(out, " verbs={}", self.verbs.join(","));
        }
        end(out, self.mask, ALL);
    }

    fn parse(words: &mut Words) -> Result<Kind, String> {
        let (group, version) = split_group_version(words.next()?);
        Ok(Kind {
            group,
            version,
            name: words.next()?.to_owned(),
            type_name: words.next()?.to_owned(),
            namespaced: match words.next()? {
                "namespaced" => true,
                "cluster" => false,
                other => return Err(format!("`{other}` is no scope")),
            },
            plural: words.next()?.to_owned(),
            short_names: split(words.key("short=").unwrap_or("")),
            categories: split(words.key("in=").unwrap_or("")),
            verbs: match words.key("verbs=") {
                Some(verbs) => split(verbs),
                None => USUAL_VERBS.map(str::to_owned).to_vec(),
            },
            mask: words.mask(ALL)?,
        })
    }
}

impl Type {
    fn print(&self, out: &mut String) {
        let _ = write!(out, "type {}", self.name);
        end(out, self.mask, ALL);
        for field in &self.fields {
            let pointer = if field.facts.pointer { "*" } else { "" };
            let _ = write!(out, " {} {pointer}{}", field.name, field.shape);
            field.facts.print(out);
            end(out, field.mask, self.mask);
        }
    }
}

impl Field {
    fn parse(words: &mut Words, of_type: Mask) -> Result<Field, String> {
        let name = words.next()?.to_owned();
        let shape = words.next()?;
        let facts = Facts { pointer: shape.starts_with('*'), ..Facts::parse(words)? };
        Ok(Field {
            name,
            shape: shape.trim_start_matches('*').to_owned(),
            facts,
            mask: words.mask(of_type)?,
        })
    }
}

impl Facts {
    fn print(&self, out: &mut String) {
        if self.required {
            out.push_str(" !");
        }
        match self.omit {
            Omit::Empty => {}
            Omit::Zero => out.push_str(" omit=zero"),
            Omit::Never => out.push_str(" omit=never"),
        }
        if !self.enum_values.is_empty() {
            let values = self.enum_values.iter().map(|value| match value.as_str() {
                "" => "''".to_owned(),
                value => value.replace(' ', "%20"),
            });
            let _ = write!(out, " enum={}", values.collect::<Vec<_>>().join("|"));
        }
        if let Some(default) = &self.default {
            let _ = write!(out, " default={default}");
        }
        if let Some(list) = &self.list {
            let _ = write!(out, " {list}");
        }
        for (key, value) in [("merge", &self.merge), ("gate", &self.gate)] {
            if let Some(value) = value {
                let _ = write!(out, " {key}={value}");
            }
        }
    }

    fn parse(words: &mut Words) -> Result<Facts, String> {
        Ok(Facts {
            pointer: false,
            required: words.word("!"),
            omit: match words.key("omit=") {
                None => Omit::Empty,
                Some("zero") => Omit::Zero,
                Some("never") => Omit::Never,
                Some(other) => return Err(format!("`{other}` does not say when it is left out")),
            },
            enum_values: match words.key("enum=") {
                Some(text) => text
                    .split('|')
                    .map(|v| if v == "''" { String::new() } else { v.replace("%20", " ") })
                    .collect(),
                None => Vec::new(),
            },
            default: words.key("default=").map(str::to_owned),
            list: if words.word("set") {
                Some("set".to_owned())
            } else {
                words.key("map=").map(|keys| format!("map={keys}"))
            },
            merge: words.key("merge=").map(str::to_owned),
            gate: words.key("gate=").map(str::to_owned),
        })
    }
}

impl Declarative {
    pub fn print(&self) -> String {
        let mut out = String::new();
        for ValidatedKind { group, version, name, mask } in &self.kinds {
            let _ = write!(out, "kind {} {name}", group_version(group, version));
            end(&mut out, *mask, ALL);
        }
        for RulesOfType { name, mask, rules } in &self.types {
            let _ = write!(out, "type {name}");
            end(&mut out, *mask, ALL);
            for rule in rules {
                let stage = match rule.stage {
                    Stage::Standard => "",
                    Stage::Beta => " beta",
                    Stage::Alpha => " alpha",
                };
                let _ = write!(out, " {} {}{stage}", rule.field, rule.text);
                end(&mut out, rule.mask, *mask);
            }
        }
        out
    }

    pub fn parse(text: &str) -> Result<Declarative, String> {
        let mut declarative = Declarative::default();
        for (number, line) in text.lines().enumerate() {
            declarative.line(line).map_err(|e| format!("line {}: {e}", number + 1))?;
        }
        Ok(declarative)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let mut words = Words::new(line);
        if line.starts_with(' ') {
            let ty = self.types.last_mut().ok_or("a rule before the first type")?;
            ty.rules.push(Rule {
                field: words.next()?.to_owned(),
                text: words.next()?.to_owned(),
                stage: match (words.word("beta"), words.word("alpha")) {
                    (true, _) => Stage::Beta,
                    (_, true) => Stage::Alpha,
                    _ => Stage::Standard,
                },
                mask: words.mask(ty.mask)?,
            });
            return words.finish();
        }
        match words.next()? {
            "kind" => {
                let (group, version) = split_group_version(words.next()?);
                let (name, mask) = (words.next()?.to_owned(), words.mask(ALL)?);
                self.kinds.push(ValidatedKind { group, version, name, mask });
            }
            "type" => {
                let (name, mask) = (words.next()?.to_owned(), words.mask(ALL)?);
                self.types.push(RulesOfType { name, mask, rules: Vec::new() });
            }
            other => return Err(format!("`{other}` starts neither a kind nor a type")),
        }
        words.finish()
    }
}

pub fn print_lifecycles(lines: &[Lifecycle]) -> String {
    let mut out = String::new();
    for line in lines {
        let _ = write!(out, "{} {}", group_version(&line.group, &line.version), line.kind);
        for (key, minor) in [
            ("introduced", line.introduced),
            ("deprecated", line.deprecated),
            ("removed", line.removed),
        ] {
            if let Some(minor) = minor {
                let _ = write!(out, " {key}=1.{minor}");
            }
        }
        if let Some((group, version, kind)) = &line.replacement {
            let _ = write!(out, " use={} {kind}", group_version(group, version));
        }
        if line.off != Mask(0) {
            let _ = write!(out, " off={}", line.off.print());
        }
        out.push('\n');
    }
    out
}

pub fn parse_lifecycles(text: &str) -> Result<Vec<Lifecycle>, String> {
    let lines = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|(number, line)| {
            parse_lifecycle(line).map_err(|e| format!("line {}: {e}", number + 1))
        })
        .collect()
}

fn parse_lifecycle(line: &str) -> Result<Lifecycle, String> {
    let mut words = Words::new(line);
    let (group, version) = split_group_version(words.next()?);
    let lifecycle = Lifecycle {
        group,
        version,
        kind: words.next()?.to_owned(),
        introduced: words.minor("introduced=1.")?,
        deprecated: words.minor("deprecated=1.")?,
        removed: words.minor("removed=1.")?,
        replacement: match words.key("use=") {
            Some(gv) => {
                let (group, version) = split_group_version(gv);
                Some((group, version, words.next()?.to_owned()))
            }
            None => None,
        },
        off: words.key("off=").map_or(Ok(Mask(0)), Mask::parse)?,
    };
    words.finish()?;
    Ok(lifecycle)
}

/// `apps/v1`, or `v1` for the core group.
pub fn group_version(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

fn split_group_version(text: &str) -> (String, String) {
    let (group, version) = text.split_once('/').unwrap_or(("", text));
    (group.to_owned(), version.to_owned())
}

fn split(text: &str) -> Vec<String> {
    text.split(',').filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

fn end(out: &mut String, mask: Mask, usual: Mask) {
    if mask != usual {
        let _ = write!(out, " @{}", mask.print());
    }
    out.push('\n');
}

/// The words of a line, taken in their fixed order.
struct Words<'a> {
    rest: std::iter::Peekable<std::str::SplitAsciiWhitespace<'a>>,
}

impl<'a> Words<'a> {
    fn new(line: &'a str) -> Words<'a> {
        Words { rest: line.split_ascii_whitespace().peekable() }
    }

    fn next(&mut self) -> Result<&'a str, String> {
        self.rest.next().ok_or_else(|| "the line ends too early".to_owned())
    }

    fn word(&mut self, word: &str) -> bool {
        self.rest.next_if(|w| *w == word).is_some()
    }

    fn key(&mut self, key: &str) -> Option<&'a str> {
        self.rest.next_if(|w| w.starts_with(key)).map(|w| &w[key.len()..])
    }

    fn mask(&mut self, usual: Mask) -> Result<Mask, String> {
        self.key("@").map_or(Ok(usual), Mask::parse)
    }

    fn minor(&mut self, key: &str) -> Result<Option<u8>, String> {
        let parsed = self.key(key).map(|m| m.parse().map_err(|_| format!("`{m}` is no minor")));
        parsed.transpose()
    }

    fn finish(&mut self) -> Result<(), String> {
        match self.rest.next() {
            Some(word) => Err(format!("`{word}` is not understood, or stands in the wrong place")),
            None => Ok(()),
        }
    }
}
