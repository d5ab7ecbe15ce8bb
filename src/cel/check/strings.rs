//! Strings that are read when an expression is compiled: patterns, durations, times and formats
//! (`cel/validator.go`).

use super::{Checked, TypeChecker};
use crate::{
    cel::{
        CompileError,
        tree::{Expr, ExprId, ExprKind, Literal},
    },
    model::value::{
        duration, regex,
        time::{Fraction, is_time},
    },
    text,
    text::name as name_of,
};

/// What is read when a program is made of an expression that compiles: the patterns of `find` and
/// `findAll` (`k8s.io/apiserver/pkg/cel/library/regex.go`).
pub(crate) fn instantiate(tree: &Expr) -> Result<(), CompileError> {
    for node in &tree.nodes {
        let ExprKind::Call { function, target: Some(_), args } = &node.kind else { continue };
        if matches!(function.as_str(), "find" | "findAll")
            && let Some(first) = args.first()
        {
            pattern(tree, *first).map_err(|mut fault| {
                fault.late = true;
                fault
            })?;
        }
    }
    Ok(())
}

impl TypeChecker<'_> {
    /// Texts that are read when the expression is compiled, or before 1.30 when a program is made of
    /// it: `ASTValidators` in `baseOpts`.
    pub(super) fn literal_argument(
        &self,
        function: &str,
        target: Option<ExprId>,
        args: &[ExprId],
    ) -> Checked<()> {
        self.literal(function, target, args).map_err(|mut fault| {
            fault.late = !self.env.has(30);
            fault
        })
    }

    fn literal(&self, function: &str, target: Option<ExprId>, args: &[ExprId]) -> Checked<()> {
        let patterns = match (function, target) {
            ("matches", None) => args.len(),
            ("matches", Some(_)) => 1,
            _ => 0,
        };
        for arg in &args[..patterns.min(args.len())] {
            pattern(self.tree, *arg)?;
        }
        let (Some(first), None) = (args.first(), target) else {
            return match (target.and_then(|target| self.text(target)), args) {
                (Some(text), [list]) if function == "format" && self.env.has(31) => {
                    self.format(text, *list)
                }
                _ => Ok(()),
            };
        };
        match (function, self.text(*first)) {
            ("duration", Some(text)) if duration::parse(text).is_none() => {
                let fault =
                    CompileError::new(self.at(*first), text!("`{}` is not a valid duration", text));
                Err(fault.help("use a number with a unit, such as 90s or 1h30m"))
            }
            ("timestamp", Some(text)) if !is_time(text, Fraction::Optional) => {
                let fault = CompileError::new(
                    self.at(*first),
                    text!("`{}` is not a valid timestamp", text),
                );
                Err(fault.help("use the format 2026-01-31T00:00:00Z"))
            }
            _ => Ok(()),
        }
    }

    /// A text that is written out.
    fn text(&self, id: ExprId) -> Option<&str> {
        literal(self.tree, id)
    }

    /// Whether a text with places to fill in has as many as there are values
    /// (`ext/formatting.go`), which cel-go checks since 0.20, in Kubernetes 1.31.
    fn format(&self, text: &str, list: ExprId) -> Checked<()> {
        let ExprKind::List(items) = self.tree.kind(list) else { return Ok(()) };
        let mut places = 0;
        let mut rest = text;
        while let Some((_, behind)) = rest.split_once('%') {
            if let Some(after) = behind.strip_prefix('%') {
                rest = after;
                continue;
            }
            let behind = match behind.strip_prefix('.') {
                Some(digits) => digits.trim_start_matches(|c: char| c.is_ascii_digit()),
                None => behind,
            };
            let verb = behind.chars().next();
            if !verb.is_some_and(|verb| "sdfebxXo".contains(verb)) {
                let shown = verb.map(String::from).unwrap_or_default();
                let message =
                    text!("unknown placeholder `%{}`; write `%%` for a percent sign", shown);
                return self.fault(list, message);
            }
            places += 1;
            rest = &behind[1..];
        }
        if places != items.len() {
            let (places, items) = (name_of(places), name_of(items.len()));
            let message = text!(
                "the number of placeholders ({}) differs from the number of arguments ({})",
                places,
                items
            );
            return self.fault(list, message);
        }
        Ok(())
    }
}

/// Refuses a text that is not a regular expression.
fn pattern(tree: &Expr, id: ExprId) -> Result<(), CompileError> {
    match literal(tree, id).and_then(regex::fault) {
        Some(fault) => {
            let message = text!("the pattern is not a valid regular expression: {}", fault);
            Err(CompileError::new(tree.node(id).at.clone(), message))
        }
        None => Ok(()),
    }
}

fn literal(tree: &Expr, id: ExprId) -> Option<&str> {
    match tree.kind(id) {
        ExprKind::Literal(Literal::String(text)) => Some(text),
        _ => None,
    }
}
