//! CEL, the language of admission policies and validation rules, as the API server compiles it
//! (`github.com/google/cel-go` 0.26: grammar `parser/gen/CEL.g4`, types `checker/checker.go`).
//!
//! An expression becomes a tree ([`parse()`]), and the tree a type ([`check()`]); the first fault
//! ends either. The server says no more than that an expression does not compile, so one fault is
//! enough.

mod check;
mod env;
mod functions;
mod lex;
mod parse;
mod tree;
mod types;

use std::ops::Range;

use crate::text::Text;

pub use check::{check, instantiate};
pub use env::Env;
pub use parse::{is_reserved, parse};
pub use tree::Expr;
pub use types::{CelType, ObjectType};

/// Why an expression does not compile. In a box: what reads nested expressions needs little of the
/// stack for each level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError(pub Box<CompileErrorDetail>);

/// What is wrong, and where: bytes of the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileErrorDetail {
    pub at: Range<usize>,
    pub message: Text,
    pub help: Option<Text>,
    /// It compiles, but no program can be made of it.
    pub late: bool,
}

impl CompileError {
    pub(crate) fn new(at: Range<usize>, message: impl Into<Text>) -> CompileError {
        CompileError(Box::new(CompileErrorDetail {
            at,
            message: message.into(),
            help: None,
            late: false,
        }))
    }

    pub(crate) fn help(mut self, help: impl Into<Text>) -> CompileError {
        self.0.help = Some(help.into());
        self
    }
}

#[cfg(test)]
mod tests;
