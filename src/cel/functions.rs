//! The functions that the API server knows, with what they take and give.
//!
//! `functions.txt` has a line for each: its name, with a dot in front where it is called on a
//! value, and its overloads. Operators have their own names; capital letters are type parameters.
//! After `@N` are overloads that a server accepts in new expressions since Kubernetes 1.N. That is
//! one version after `IntroducedVersion` in `baseOpts`
//! (`k8s.io/apiserver/pkg/cel/environment/base.go`): a server compiles new expressions as the
//! version before it would, so that they still work there after a rollback
//! (`DefaultCompatibilityVersion`). What was introduced before 1.28 had no such delay.
//!
//! It lists what `cel.Env.Functions` gives for the environments of that package with the library
//! for JSON patches, without what only macros call. The order of overloads counts where several
//! fit, as for an empty list.

use std::{collections::BTreeMap, sync::OnceLock};

use super::CelType;

/// One way to call a function. The variables of its types count from 0.
#[derive(Debug)]
pub(super) struct Overload {
    pub(super) args: Vec<CelType>,
    pub(super) result: CelType,
    /// How many variables there are.
    pub(super) variables: u32,
    /// The first minor version that has it in new expressions; 0 if all have.
    pub(super) since: u8,
}

impl Overload {
    /// Whether it looks for a value in a list.
    pub(super) fn in_list(&self) -> bool {
        matches!(self.args.as_slice(), [_, CelType::List(_)])
    }
}

/// The overloads of a function of this name, called on a value or not.
pub(super) fn overloads(name: &str, receiver: bool) -> &'static [Overload] {
    table().get(name).map_or(&[], |styles| &styles[usize::from(receiver)])
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    table().keys().copied()
}

/// By name; of each the overloads that are called alone and those that are called on a value.
type Table = BTreeMap<&'static str, [Vec<Overload>; 2]>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::new();
        for line in include_str!("functions.txt").lines() {
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            let (name, receiver) = match name.strip_prefix('.') {
                Some(name) => (name, true),
                None => (name, false),
            };
            let overloads = &mut table.entry(name).or_default()[usize::from(receiver)];
            let mut since = 0;
            for word in words {
                match word.strip_prefix('@') {
                    Some(minor) => since = minor.parse().unwrap_or_default(),
                    None => overloads.push(overload(word, since)),
                }
            }
        }
        table
    })
}

/// `(int,list(A))bool`
fn overload(text: &'static str, since: u8) -> Overload {
    let mut reader = SignatureReader { rest: text, letters: Vec::new() };
    let args = reader.list();
    let result = reader.one();
    Overload { args, result, variables: reader.letters.len() as u32, since }
}

struct SignatureReader {
    rest: &'static str,
    /// The type parameters met so far.
    letters: Vec<&'static str>,
}

impl SignatureReader {
    /// Types in parentheses, if there are any.
    fn list(&mut self) -> Vec<CelType> {
        let mut types = Vec::new();
        let Some(rest) = self.rest.strip_prefix('(') else { return types };
        self.rest = rest;
        while !self.rest.starts_with(')') {
            types.push(self.one());
            self.rest = self.rest.trim_start_matches(',');
        }
        self.rest = &self.rest[1..];
        types
    }

    fn one(&mut self) -> CelType {
        let end = self.rest.find(['(', ')', ',']).unwrap_or(self.rest.len());
        let name;
        (name, self.rest) = self.rest.split_at(end);
        match name {
            "dyn" => return CelType::Dyn,
            "bool" => return CelType::Bool,
            "int" => return CelType::Int,
            "uint" => return CelType::Uint,
            "double" => return CelType::Double,
            "string" => return CelType::String,
            "bytes" => return CelType::Bytes,
            "timestamp" => return CelType::Timestamp,
            "duration" => return CelType::Duration,
            _ => {}
        }
        let mut of = self.list().into_iter();
        match (name, of.next(), of.next()) {
            ("list", Some(of), None) => CelType::list(of),
            ("map", Some(key), Some(value)) => CelType::map_of(key, value),
            ("optional", Some(of), None) => CelType::optional(of),
            ("type", ..) => CelType::Type,
            _ if name.len() == 1 => CelType::Var(self.letter(name)),
            _ => CelType::Opaque(name),
        }
    }

    fn letter(&mut self, letter: &'static str) -> u32 {
        let at = self.letters.iter().position(|known| *known == letter).unwrap_or_else(|| {
            self.letters.push(letter);
            self.letters.len() - 1
        });
        at as u32
    }
}
