//! The grammar, operators by their binding (`parser/gen/CEL.g4`, `parser/parser.go`).

use std::ops::Range;

use super::{
    CompileError, Env,
    lex::{CelToken, SpannedToken, lex},
    tree::{Expr, ExprId, ExprItem, ExprKind, ExprNode, Fold, Literal},
};
use crate::{
    text,
    text::{key, name as name_of},
};

/// So many operators and selections may be inside one another, and so many brackets.
const MAX_DEPTH: u16 = 250;
/// So many characters an expression may have.
const MAX_LENGTH: usize = 100_000;

/// Words that the grammar has no use for yet.
const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "namespace",
    "package",
    "return",
    "var",
    "void",
    "while",
];

/// Whether a name means something of the language, so that no variable and no property bears it.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || ["true", "false", "null", "in"].contains(&name)
}

/// The operators of two operands, from the loosest; those of a list bind alike.
const OPERATORS: [&[&str]; 5] =
    [&["||"], &["&&"], &["<", "<=", ">=", ">", "==", "!=", "in"], &["+", "-"], &["*", "/", "%"]];

/// The first version that has optional values in new expressions.
const OPTIONALS: u8 = 29;

/// The tree of an expression.
pub(crate) fn parse(text: &str, env: &Env) -> Result<Expr, CompileError> {
    if text.len() > MAX_LENGTH && text.chars().count() > MAX_LENGTH {
        let message = text!("the expression is longer than {} characters", name_of(MAX_LENGTH));
        return Err(CompileError::new(0..0, message));
    }
    let words = lex(text)?;
    let mut parser = CelParser { text, words, at: 0, nodes: Vec::new(), level: 0, env };
    let root = parser.expression()?;
    match parser.peek() {
        CelToken::End => Ok(Expr { nodes: parser.nodes, root }),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct CelParser<'a> {
    text: &'a str,
    words: Vec<SpannedToken>,
    /// The next word.
    at: usize,
    nodes: Vec<ExprNode>,
    /// How many expressions are open.
    level: u16,
    env: &'a Env,
}

type ParseResult<T = ExprId> = Result<T, CompileError>;

impl CelParser<'_> {
    fn peek(&self) -> &CelToken {
        &self.words[self.at].0
    }

    fn place(&self) -> Range<usize> {
        self.words[self.at].1.clone()
    }

    /// The bytes from a word to the last one that was read.
    fn since(&self, start: usize) -> Range<usize> {
        self.words[start].1.start..self.words[self.at.saturating_sub(1)].1.end
    }

    fn is(&self, mark: &str) -> bool {
        matches!(self.peek(), CelToken::Mark(found) if *found == mark)
    }

    /// Reads a mark, if it is next.
    fn eat(&mut self, mark: &str) -> bool {
        let found = self.is(mark);
        self.at += usize::from(found);
        found
    }

    /// Reads the `?` of an optional value, if it is next.
    fn eat_optional(&mut self) -> ParseResult<bool> {
        if self.is("?") {
            self.requires(self.at, "`?` for optional values", OPTIONALS)?;
        }
        Ok(self.eat("?"))
    }

    /// Refuses a word that new expressions have only since a later version.
    fn requires(&self, at: usize, what: &str, since: u8) -> ParseResult<()> {
        if self.env.has(since) {
            return Ok(());
        }
        Err(CompileError::too_new(self.words[at].1.clone(), what, since))
    }

    /// The name of a field, which may be in backquotes, if it is next.
    fn field_name(&mut self) -> ParseResult<Option<String>> {
        let name = match self.peek() {
            CelToken::Name => self.spelled(self.at),
            CelToken::QuotedName => {
                self.requires(self.at, "a field name in backquotes", 37)?;
                self.spelled(self.at).trim_matches('`')
            }
            _ => return Ok(None),
        };
        let name = name.to_owned();
        self.at += 1;
        Ok(Some(name))
    }

    fn spelled(&self, at: usize) -> &str {
        &self.text[self.words[at].1.clone()]
    }

    /// Reads what closes the bracket at a word.
    fn close(&mut self, mark: &str, open: usize) -> ParseResult<()> {
        if self.eat(mark) {
            return Ok(());
        }
        if *self.peek() == CelToken::End {
            let message = text!("unclosed `{}`", name_of(self.spelled(open)));
            return Err(CompileError::new(self.words[open].1.clone(), message)
                .help(text!("add `{}`", name_of(mark))));
        }
        Err(self.unexpected(&format!("`{mark}` or an operator")))
    }

    fn unexpected(&self, wanted: &str) -> CompileError {
        if *self.peek() == CelToken::End {
            let last = self.words[self.at.saturating_sub(1)].1.clone();
            let at = if last.is_empty() { self.place() } else { last };
            return CompileError::new(at, "unexpected end of the expression")
                .help(text!("expected {}", name_of(wanted)));
        }
        let spelled = self.spelled(self.at);
        let shown: String = spelled.chars().take(40).collect();
        let fault = CompileError::new(self.place(), text!("unexpected `{}`", shown));
        let before = self.at.checked_sub(1).map(|before| self.spelled(before));
        match (spelled, before) {
            ("and", _) => fault.help("write `&&`"),
            ("or", _) => fault.help("write `||`"),
            ("not" | "is", _) => fault.help("write `!`, `==` or `!=`"),
            (_, Some("not")) => fault.help("write `!` instead of `not`"),
            ("=", _) | (">", Some("<")) => fault.help("compare with `==` or `!=`"),
            (quoted, _) if quoted.starts_with('`') => fault.help("quote strings with `'` or `\"`"),
            _ => fault.help(text!("expected {}", name_of(wanted))),
        }
    }

    /// Adds a node that is made of others; `step` is 1 for those that count for the depth.
    fn add(&mut self, kind: ExprKind, start: usize, step: u16, of: &[ExprId]) -> ParseResult {
        let deepest = |part: fn(&ExprNode) -> u16| {
            of.iter().map(|id| part(&self.nodes[id.0 as usize])).max().unwrap_or(0)
        };
        let depth = deepest(|node| node.depth).saturating_add(step);
        let height = deepest(|node| node.height).saturating_add(1);
        let at = self.since(start);
        if depth > MAX_DEPTH {
            return Err(too_deep(at));
        }
        self.nodes.push(ExprNode { kind, at, depth, height });
        Ok(ExprId(self.nodes.len() as u32 - 1))
    }

    fn expression(&mut self) -> ParseResult {
        self.level += 1;
        if self.level > MAX_DEPTH {
            return Err(too_deep(self.place()));
        }
        let start = self.at;
        let mut result = self.operators(0)?;
        if self.eat("?") {
            let yes = self.operators(0)?;
            if !self.eat(":") {
                return Err(self.unexpected("`:` and a value"));
            }
            let args = vec![result, yes, self.expression()?];
            result = self.call("?:", args, start, 1)?;
        }
        self.level -= 1;
        Ok(result)
    }

    fn call(&mut self, function: &str, args: Vec<ExprId>, start: usize, step: u16) -> ParseResult {
        let of = args.clone();
        self.add(
            ExprKind::Call { function: function.to_owned(), target: None, args },
            start,
            step,
            &of,
        )
    }

    /// The operator that is next, if it binds as those of a list do.
    fn operator(&self, binding: usize) -> Option<&'static str> {
        let found = match self.peek() {
            CelToken::Mark(mark) => *mark,
            CelToken::In => "in",
            _ => return None,
        };
        OPERATORS[binding].contains(&found).then_some(found)
    }

    /// Operands and the operators between them that bind at least as tightly.
    fn operators(&mut self, loosest: usize) -> ParseResult {
        let start = self.at;
        let mut left = self.unary()?;
        // After an operator only equal and looser ones may follow: tighter ones took their turn.
        let mut binding = OPERATORS.len() - 1;
        loop {
            while self.operator(binding).is_none() {
                if binding == loosest {
                    return Ok(left);
                }
                binding -= 1;
            }
            // `||` and `&&` do not nest, however many they join.
            let logical = binding < 2;
            let mut args = vec![left];
            let mut name = "";
            while let Some(operator) = self.operator(binding) {
                name = operator;
                self.at += 1;
                let right = if binding + 1 < OPERATORS.len() {
                    self.operators(binding + 1)?
                } else {
                    self.unary()?
                };
                args.push(right);
                if !logical {
                    break;
                }
            }
            left = self.call(name, args, start, u16::from(!logical))?;
        }
    }

    fn unary(&mut self) -> ParseResult {
        let start = self.at;
        for (mark, name) in [("!", "!"), ("-", "-x")] {
            let mut count = 0;
            while self.is(mark) {
                let number = matches!(self.words[self.at + 1].0, CelToken::Int | CelToken::Double);
                if mark == "-" && number {
                    break;
                }
                self.at += 1;
                count += 1;
            }
            if count > 0 {
                let operand = self.member()?;
                return if count % 2 == 0 {
                    Ok(operand)
                } else {
                    self.call(name, vec![operand], start, 0)
                };
            }
        }
        self.member()
    }

    /// A value and the selections, calls and indexes after it.
    fn member(&mut self) -> ParseResult {
        let start = self.at;
        let mut value = self.primary()?;
        loop {
            if self.is("[") {
                let open = self.at;
                self.at += 1;
                let optional = self.eat_optional()?;
                let index = self.expression()?;
                self.close("]", open)?;
                let name = if optional { "[?]" } else { "[]" };
                value = self.call(name, vec![value, index], start, 1)?;
            } else if self.eat(".") {
                value = self.step(value, start)?;
            } else {
                return Ok(value);
            }
        }
    }

    /// What follows a dot.
    fn step(&mut self, operand: ExprId, start: usize) -> ParseResult {
        let optional = self.eat_optional()?;
        let name_at = self.at;
        let Some(name) = self.field_name()? else {
            let word = matches!(
                self.peek(),
                CelToken::In | CelToken::True | CelToken::False | CelToken::Null
            );
            let fault = self.unexpected("a name");
            if word {
                let name = self.spelled(self.at);
                return Err(fault.help(text!(
                    "write ['{}'] or __{}__",
                    name_of(name),
                    name_of(name)
                )));
            }
            return Err(fault);
        };
        let quoted = self.words[name_at].0 == CelToken::QuotedName;
        if optional || quoted || !self.is("(") {
            let kind = ExprKind::Select { operand, field: name, optional };
            return self.add(kind, start, 1, &[operand]);
        }
        let args = self.arguments()?;
        if let Some(made) = self.receiver_macro(name_at, operand, &args, start)? {
            return Ok(made);
        }
        let of: Vec<ExprId> = args.iter().copied().chain([operand]).collect();
        self.add(ExprKind::Call { function: name, target: Some(operand), args }, start, 1, &of)
    }

    fn arguments(&mut self) -> ParseResult<Vec<ExprId>> {
        let open = self.at;
        self.at += 1;
        let mut args = Vec::new();
        if self.eat(")") {
            return Ok(args);
        }
        loop {
            args.push(self.expression()?);
            if !self.eat(",") {
                break;
            }
        }
        self.close(")", open)?;
        Ok(args)
    }

    fn primary(&mut self) -> ParseResult {
        let start = self.at;
        if self.is("(") {
            self.at += 1;
            let inner = self.expression()?;
            self.close(")", start)?;
            return Ok(inner);
        }
        if self.eat("[") {
            return self.list(start);
        }
        if self.eat("{") {
            return self.map(start);
        }
        let dot = self.is(".");
        if dot || *self.peek() == CelToken::Name {
            return self.name(dot);
        }
        self.literal()
    }

    fn literal(&mut self) -> ParseResult {
        let start = self.at;
        let negative = self.eat("-");
        let spelled = self.spelled(self.at).to_owned();
        let literal = match self.peek().clone() {
            CelToken::Int => {
                let sign = if negative { "-" } else { "" };
                let int = match spelled.strip_prefix("0x") {
                    Some(digits) => i64::from_str_radix(&format!("{sign}{digits}"), 16),
                    None => format!("{sign}{spelled}").parse(),
                };
                self.fitting(int.ok().map(Literal::Int))?
            }
            CelToken::Double => {
                let double = spelled.parse::<f64>().ok().filter(|double| double.is_finite());
                let sign = if negative { -1.0 } else { 1.0 };
                self.fitting(double.map(|double| Literal::Double(sign * double)))?
            }
            _ if negative => return Err(self.unexpected("a number")),
            CelToken::Uint => {
                let digits = &spelled[..spelled.len() - 1];
                let uint = match digits.strip_prefix("0x") {
                    Some(digits) => u64::from_str_radix(digits, 16),
                    None => digits.parse(),
                };
                self.fitting(uint.ok().map(Literal::Uint))?
            }
            CelToken::String(text) => Literal::String(text),
            CelToken::Bytes(bytes) => Literal::Bytes(bytes),
            CelToken::True => Literal::Bool(true),
            CelToken::False => Literal::Bool(false),
            CelToken::Null => Literal::Null,
            _ => return Err(self.unexpected("a value")),
        };
        self.at += 1;
        self.add(ExprKind::Literal(literal), start, 0, &[])
    }

    fn fitting(&self, literal: Option<Literal>) -> ParseResult<Literal> {
        literal.ok_or_else(|| CompileError::new(self.place(), "the number is too large"))
    }

    /// A variable, a call of a function or a value of a named type.
    fn name(&mut self, dot: bool) -> ParseResult {
        let start = self.at;
        self.at += usize::from(dot);
        if *self.peek() != CelToken::Name {
            return Err(self.unexpected("a name"));
        }
        if let Some(name) = self.type_name() {
            return self.fields(&name, start);
        }
        let name = self.spelled(self.at).to_owned();
        if RESERVED.contains(&name.as_str()) {
            let message = text!("reserved word `{}` cannot be used as a variable", key(&name));
            return Err(CompileError::new(self.place(), message));
        }
        self.at += 1;
        let full = if dot { format!(".{name}") } else { name };
        if !self.is("(") {
            return self.add(ExprKind::Name(full), start, 0, &[]);
        }
        let args = self.arguments()?;
        if full == "has" && args.len() == 1 {
            if !matches!(self.kind(args[0]), ExprKind::Select { optional: false, .. }) {
                let at = self.nodes[args[0].0 as usize].at.clone();
                return Err(CompileError::new(
                    at,
                    "the argument of `has` must be a field, as in has(self.name)",
                ));
            }
            return self.add(ExprKind::Has(args[0]), start, 0, &args);
        }
        self.call(&full, args, start, 0)
    }

    /// Names with dots between them before a `{`, without reading them.
    fn type_name(&self) -> Option<String> {
        let mut at = self.at;
        let mut name = String::new();
        loop {
            if self.words[at].0 != CelToken::Name {
                return None;
            }
            name.push_str(self.spelled(at));
            match self.words[at + 1].0 {
                CelToken::Mark("{") => return Some(name),
                CelToken::Mark(".") => name.push('.'),
                _ => return None,
            }
            at += 2;
        }
    }

    fn fields(&mut self, name: &str, start: usize) -> ParseResult {
        while !self.is("{") {
            self.at += 1;
        }
        let open = self.at;
        self.at += 1;
        let (mut fields, mut of) = (Vec::new(), Vec::new());
        let mut more = !self.is("}") && !self.is(",");
        while more {
            let optional = self.eat_optional()?;
            let place = self.place();
            let Some(field) = self.field_name()? else {
                return Err(self.unexpected("a field or `}`"));
            };
            if !self.eat(":") {
                return Err(self.unexpected("`:`"));
            }
            let value = self.expression()?;
            of.push(value);
            fields.push((field, place, ExprItem { value, optional }));
            more = self.goes_on("}");
        }
        self.eat(",");
        self.close("}", open)?;
        self.add(ExprKind::Struct { name: name.to_owned(), fields }, start, 0, &of)
    }

    fn list(&mut self, open: usize) -> ParseResult {
        let (mut items, mut of) = (Vec::new(), Vec::new());
        let mut more = !self.is("]") && !self.is(",");
        while more {
            let item = self.item()?;
            of.push(item.value);
            items.push(item);
            more = self.goes_on("]");
        }
        self.eat(",");
        self.close("]", open)?;
        self.add(ExprKind::List(items), open, 0, &of)
    }

    fn map(&mut self, open: usize) -> ParseResult {
        let (mut entries, mut of) = (Vec::new(), Vec::new());
        let mut more = !self.is("}") && !self.is(",");
        while more {
            let ExprItem { value: key, optional } = self.item()?;
            if !self.eat(":") {
                return Err(self.unexpected("`:` and a value"));
            }
            let value = self.expression()?;
            of.extend([key, value]);
            entries.push((key, ExprItem { value, optional }));
            more = self.goes_on("}");
        }
        self.eat(",");
        self.close("}", open)?;
        self.add(ExprKind::Map(entries), open, 0, &of)
    }

    /// Reads a comma, unless it is the one that may be before the end.
    fn goes_on(&mut self, close: &'static str) -> bool {
        let next = self.words.get(self.at + 1);
        let more = self.is(",") && next.is_some_and(|(next, _)| *next != CelToken::Mark(close));
        self.at += usize::from(more);
        more
    }

    fn item(&mut self) -> ParseResult<ExprItem> {
        let optional = self.eat_optional()?;
        Ok(ExprItem { value: self.expression()?, optional })
    }

    fn kind(&self, id: ExprId) -> &ExprKind {
        &self.nodes[id.0 as usize].kind
    }

    /// A macro of this name and number of arguments; other calls of the name are functions.
    fn receiver_macro(
        &mut self,
        name_at: usize,
        target: ExprId,
        args: &[ExprId],
        start: usize,
    ) -> ParseResult<Option<ExprId>> {
        let name = self.spelled(name_at);
        let (fold, count, since) = match (name, args.len()) {
            ("all", 2) => (Fold::All, 1, 0),
            ("exists", 2) => (Fold::Exists, 1, 0),
            ("exists_one", 2) => (Fold::ExistsOne, 1, 0),
            ("all", 3) => (Fold::All, 2, 33),
            ("exists", 3) => (Fold::Exists, 2, 33),
            ("exists_one" | "existsOne", 3) => (Fold::ExistsOne, 2, 33),
            ("map", 2 | 3) => (Fold::Map, 1, 0),
            ("filter", 2) => (Fold::Filter, 1, 0),
            ("transformList", 3 | 4) => (Fold::TransformList, 2, 33),
            ("transformMap", 3 | 4) => (Fold::TransformMap, 2, 33),
            ("transformMapEntry", 3 | 4) => (Fold::TransformMapEntry, 2, 33),
            ("optMap", 2) => (Fold::OptMap, 1, OPTIONALS),
            ("optFlatMap", 2) => (Fold::OptFlatMap, 1, OPTIONALS),
            ("sortBy", 2) => (Fold::SortBy, 1, 35),
            ("bind", 3) if self.env.bindings && self.is_cel(target) => (Fold::Bind, 1, 0),
            _ => return Ok(None),
        };
        let with = if count == 2 { " with two variables" } else { "" };
        self.requires(name_at, &format!("`{name}`{with}"), since)?;
        let mut names = Vec::new();
        for arg in &args[..count] {
            let at = self.nodes[arg.0 as usize].at.clone();
            let ExprKind::Name(name) = self.kind(*arg) else {
                let message =
                    text!("the first argument of `{}` must be the name of a variable", key(name));
                return Err(CompileError::new(at, message)
                    .help(text!("write {}(item, …), and use item in the expression", key(name))));
            };
            if name == "__result__" || names.contains(name) {
                return Err(CompileError::new(
                    at,
                    text!("variable `{}` is already defined", key(name)),
                ));
            }
            names.push(name.clone());
        }
        let literal = matches!(
            self.kind(target),
            ExprKind::Literal(_) | ExprKind::Map(_) | ExprKind::Struct { .. }
        );
        if fold == Fold::SortBy && literal {
            let at = self.nodes[target.0 as usize].at.clone();
            return Err(CompileError::new(at, "only a list can be sorted"));
        }
        let (range, args) = match fold {
            Fold::Bind => (args[1], vec![args[2]]),
            _ => (target, args[count..].to_vec()),
        };
        let of: Vec<ExprId> = args.iter().copied().chain([range]).collect();
        self.add(ExprKind::Fold { fold, range, names, args }, start, 1, &of).map(Some)
    }

    fn is_cel(&self, target: ExprId) -> bool {
        matches!(self.kind(target), ExprKind::Name(name) if name == "cel")
    }
}

fn too_deep(at: Range<usize>) -> CompileError {
    CompileError::new(
        at,
        text!("operators or brackets are nested more than {} levels deep", name_of(MAX_DEPTH)),
    )
    .help("split the expression")
}
