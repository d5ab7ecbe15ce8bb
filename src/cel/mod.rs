//! CEL, the language of admission policies and validation rules, as the API server compiles it
//! (`github.com/google/cel-go` 0.26: grammar `parser/gen/CEL.g4`, types `checker/checker.go`).
//!
//! An expression becomes a tree ([`parse()`]), and the tree a type ([`check()`]); the first fault
//! ends either. The server says no more than that an expression does not compile, so one fault is
//! enough.
//!
//! A [`Program`] is an expression that can be evaluated, with the costs that the server counts. The
//! rules of custom resources are run by a [`Validator`].

mod budget;
mod check;
mod cost;
mod data;
mod env;
mod estimate;
mod eval;
mod fault;
mod functions;
mod go;
mod lex;
mod library;
mod parse;
mod pattern;
mod plan;
mod rules;
mod schema;
mod tree;
mod types;
pub(crate) mod url;
mod value;

use std::ops::Range;

use crate::{
    diagnostic::Diagnostic,
    text,
    text::{Text, key, name as name_of},
};

pub(crate) use check::{check, instantiate};
pub(crate) use data::{CelData, DataMap};
pub(crate) use env::Env;
pub(crate) use estimate::{Estimate, Sizes, estimate};
pub(crate) use fault::CelFault;
pub(crate) use parse::{is_reserved, parse};
pub(crate) use plan::Program;
pub(crate) use rules::{FailureCause, RuleFailure, RulePathStep, Validator};
pub(crate) use schema::{RuleReason, RuleSchema, escape};
pub(crate) use tree::Expr;
pub(crate) use types::CelType;

/// Why an expression does not compile; places are bytes of the expression. In a box: what reads
/// nested expressions needs little of the stack for each level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CompileError {
    pub diagnostic: Box<Diagnostic<Range<usize>>>,
    /// It compiles, but no program can be made of it.
    pub late: bool,
}

impl CompileError {
    pub(crate) fn new(at: Range<usize>, message: impl Into<Text>) -> CompileError {
        CompileError { diagnostic: Box::new(Diagnostic::new(at, message)), late: false }
    }

    /// New expressions have it only since a later version.
    fn too_new(at: Range<usize>, what: &str, since: u8) -> CompileError {
        let (what, since) = (key(what), name_of(since));
        let message = text!("{} can be used in new expressions since Kubernetes 1.{}", what, since);
        CompileError::new(at, message)
    }

    pub(crate) fn help(mut self, help: impl Into<Text>) -> CompileError {
        self.diagnostic.help(help);
        self
    }
}

#[cfg(test)]
mod tests;
