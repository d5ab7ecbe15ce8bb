//! What calls cost at most (`costCall` and `functionCost` of cel-go's `checker/cost.go`,
//! `EstimateCallCost` of `k8s.io/apiserver/pkg/cel/library/cost.go`, `ext/lists.go`,
//! `ext/sets.go`).

use super::{Estimator, Inner, LIST, PATTERN, STRING, Size, by};
use crate::cel::{
    CelType,
    check::ResolvedName,
    functions::Overload,
    tree::{ExprId, ExprKind, Literal},
};

/// What a call costs besides its arguments, and the size of its result if that is known.
type CallEstimate = (u64, Option<Size>);

/// The parts of a call.
#[derive(Clone, Copy)]
struct CallParts<'c> {
    target: Option<ExprId>,
    args: &'c [ExprId],
}

impl Estimator<'_> {
    pub(super) fn call(
        &mut self,
        id: ExprId,
        function: &str,
        target: Option<ExprId>,
        args: &[ExprId],
    ) -> u64 {
        let mut costs = Vec::with_capacity(args.len());
        for arg in args {
            costs.push(self.cost(*arg));
            // Noted before the next argument changes its path.
            self.size(*arg);
        }
        let sum = costs.iter().copied().fold(0, u64::saturating_add);
        match (function, args) {
            ("&&" | "||", _) => return sum,
            ("?:", [_, yes, no]) => {
                let size = self.size_or_unknown(*yes).union(self.size_or_unknown(*no));
                self.set_size(id, Some(size));
                let inner = self.inner(*yes).zip(self.inner(*no));
                self.set_inner(id, inner.map(|(yes, no)| yes.union(no)));
                let branches = costs.get(1).max(costs.get(2)).copied().unwrap_or_default();
                return costs.first().copied().unwrap_or_default().saturating_add(branches);
            }
            ("dyn", [arg]) if target.is_none() => {
                let (size, inner) = (self.size(*arg), self.inner(*arg));
                self.set_size(id, size);
                self.set_inner(id, inner);
                return sum.saturating_add(1);
            }
            _ => {}
        }
        let Some(ResolvedName::Function { name, receiver, overloads }) =
            self.references.get(id.0 as usize).cloned()
        else {
            return 0;
        };
        let target = target.filter(|_| receiver);
        let on = target.map_or(0, |target| self.cost(target));
        let parts = CallParts { target, args };
        let (mut cost, mut size) = (0, None);
        for overload in overloads {
            let (most, result) = self.overload(id, &name, overload, parts);
            cost = cost.max(most);
            size = match (size, result) {
                (Some(a), Some(b)) => Some(Size::union(a, b)),
                (a, b) => a.or(b),
            };
            size = self.indexed(id, &name, overload, args).or(size).or_else(|| self.size(id));
        }
        self.set_size(id, size);
        on.saturating_add(sum).saturating_add(cost)
    }

    /// What an index leads to: its place in the object, and its size.
    fn indexed(
        &mut self,
        id: ExprId,
        name: &str,
        overload: &Overload,
        args: &[ExprId],
    ) -> Option<Size> {
        let step = match (name, overload.args.first()) {
            ("[]", Some(CelType::List(_))) => "@items",
            ("[]", Some(CelType::Map(_))) => "@values",
            _ => return None,
        };
        let list = *args.first()?;
        let path = self.buffers.append(self.path(list), step);
        self.set_path(id, path);
        self.inner(list).map(|inner| inner.value)
    }

    fn overload(
        &mut self,
        id: ExprId,
        name: &str,
        overload: &Overload,
        parts: CallParts<'_>,
    ) -> CallEstimate {
        let found = match parts.target {
            Some(target) => self.method(name, overload, target, parts.args),
            None => self.function(id, name, overload, parts.args),
        };
        found.unwrap_or((1, None))
    }

    /// A function that is called on a value.
    fn method(
        &mut self,
        name: &str,
        overload: &Overload,
        target: ExprId,
        args: &[ExprId],
    ) -> Option<CallEstimate> {
        let list = matches!(overload.args.first(), Some(CelType::List(_)));
        let size = self.size_or_unknown(target);
        let first = args.first().copied();
        Some(match name {
            "check" => (350_000, None),
            "isSorted" | "sum" | "max" | "min" | "indexOf" | "lastIndexOf" => {
                (self.walk(target, size), None)
            }
            "lowerAscii" | "upperAscii" | "substring" | "trim" => {
                (by(size.max, STRING), Some(size))
            }
            "replace" => {
                let (old, new) =
                    (self.size_or_unknown(first?), self.size_or_unknown(*args.get(1)?));
                (by(size.max, 2.0 * STRING), Some(replaced(size, old, new)))
            }
            "split" => {
                let limit = args.get(1).and_then(|arg| self.int(*arg));
                let most = limit.map_or(size.max, i64::cast_unsigned);
                (by(size.max, 2.0 * STRING), Some(Size::at_most(most)))
            }
            "join" => {
                let joined = self.joined(target, size, first);
                (by(joined.max, STRING), Some(joined))
            }
            "find" | "findAll" => (self.searched(size, first?), Some(Size::at_most(size.max))),
            "matches" => (self.searched(size, first?), None),
            "containsIP" => {
                let parsed = matches!(overload.args.get(1), Some(CelType::String));
                let text = if parsed { by(self.size_or_unknown(first?).max, STRING) } else { 0 };
                (by(32, STRING).saturating_add(text), None)
            }
            "containsCIDR" => {
                let parsed = matches!(overload.args.get(1), Some(CelType::String));
                let text = if parsed { by(self.size_or_unknown(first?).max, STRING) } else { 0 };
                let compared = by(32, STRING) + by(16, STRING) + 1;
                (compared.saturating_add(text), None)
            }
            "validate" => {
                let text = by(self.size_or_unknown(first?).max, STRING);
                (by(text, 128.0 * PATTERN), None)
            }
            "format" => (by(size.max, STRING), None),
            "startsWith" | "endsWith" => (by(self.size_or_unknown(first?).max, STRING), None),
            "contains" => {
                let part = by(self.size_or_unknown(first?).max, STRING);
                (by(size.max, STRING).saturating_mul(part), None)
            }
            "slice" => {
                let start = args.first().and_then(|arg| self.int(*arg)).map_or(0, positive);
                let end = args.get(1).and_then(|arg| self.int(*arg)).map_or(size.max, positive);
                allocated(1.0, Size::fixed(end.wrapping_sub(start)))
            }
            "reverse" if list => allocated(1.0, size),
            "flatten" => {
                let depth = match first {
                    Some(depth) => self.int(depth).map_or(u64::MAX, positive),
                    None => 1,
                };
                allocated(depth as f64, size)
            }
            "distinct" => allocated(2.0, size.times(size)),
            "sort" => {
                let text = matches!(overload.args.first(), Some(CelType::List(of))
                    if matches!(**of, CelType::String | CelType::Bytes));
                allocated(if text { 2.0 + STRING } else { 2.0 }, size.times(size))
            }
            _ => return None,
        })
    }

    /// A function or operator that is not called on a value.
    fn function(
        &mut self,
        id: ExprId,
        name: &str,
        overload: &Overload,
        args: &[ExprId],
    ) -> Option<CallEstimate> {
        let text = matches!(overload.args.first(), Some(CelType::String | CelType::Bytes));
        let first = args.first().copied();
        let second = args.get(1).copied();
        Some(match name {
            "url" | "jsonpatch.escapeKey" => {
                let size = self.size_or_unknown(first?);
                (by(size.max, STRING), Some(size))
            }
            "cidr" | "isIP" | "isCIDR" | "ip" | "quantity" | "isQuantity" | "semver"
            | "isSemver" => (by(self.size_or_unknown(first?).max, STRING), None),
            "ip.isCanonical" => (by(self.size_or_unknown(first?).max, 2.0 * STRING), None),
            "bytes" if text => {
                let size = self.size_or_unknown(first?);
                let made = Size { min: size.min, max: size.max.wrapping_mul(4) };
                (by(size.max, STRING), Some(made))
            }
            "string" if matches!(overload.args.first(), Some(CelType::Bytes)) => {
                let size = self.size_or_unknown(first?);
                (by(size.max, STRING), Some(Size { min: size.min / 4, max: size.max }))
            }
            "strings.quote" => {
                let size = self.size_or_unknown(first?);
                let max = size.max.wrapping_mul(2).wrapping_add(2);
                (by(size.max, STRING), Some(Size { min: size.min.wrapping_add(2), max }))
            }
            "in" if overload.in_list() => (self.size_or_unknown(second?).max, None),
            "lists.range" => {
                let count = self.int(first?).map_or(u64::MAX, positive);
                allocated(1.0, Size::fixed(count))
            }
            "sets.contains" | "sets.intersects" => {
                let size = self.size_or_unknown(first?).times(self.size_or_unknown(second?));
                (by(size.max, 1.0).saturating_add(1), None)
            }
            "sets.equivalent" => {
                let size = self.size_or_unknown(first?).times(self.size_or_unknown(second?));
                (by(size.max, 2.0).saturating_add(1), None)
            }
            "+" => self.added(id, first?, second?, overload)?,
            "==" if self.is_opaque(first?) && self.is_opaque(second?) => {
                (self.opaque_compared(first?, second?), None)
            }
            "==" | "!=" => (self.compared(first?, second?), None),
            "<" | "<=" | ">" | ">=" if text => (self.compared(first?, second?), None),
            _ => return None,
        })
    }

    /// Whether values of a library are compared, which have no size.
    fn is_opaque(&self, id: ExprId) -> bool {
        matches!(self.type_of(id), CelType::Opaque(_))
    }

    /// URLs and formats are compared as strings, others at once.
    fn opaque_compared(&mut self, left: ExprId, right: ExprId) -> u64 {
        match self.type_of(left) {
            CelType::Opaque("kubernetes.NamedFormat") => by(64, STRING),
            CelType::Opaque("kubernetes.URL") => {
                let sizes = self.size(left).and(self.size(right));
                by(sizes.map_or(1, |size| size.max), STRING)
            }
            _ => 1,
        }
    }

    fn compared(&mut self, left: ExprId, right: ExprId) -> u64 {
        let (left, right) = (self.size_or_unknown(left), self.size_or_unknown(right));
        by(left.max.min(right.max), STRING)
    }

    fn added(
        &mut self,
        id: ExprId,
        left: ExprId,
        right: ExprId,
        overload: &Overload,
    ) -> Option<CallEstimate> {
        let list = match overload.args.first()? {
            CelType::List(_) => true,
            CelType::String | CelType::Bytes => false,
            _ => return None,
        };
        let size = self.size_or_unknown(left).plus(self.size_or_unknown(right));
        let inner = self.inner(left).zip(self.inner(right));
        self.set_inner(id, inner.map(|(left, right)| Inner::union(left, right)));
        Some((if list { 1 } else { by(size.max, STRING) }, Some(size)))
    }

    /// Every item of a list, with its characters if they are strings, or every character.
    fn walk(&mut self, list: ExprId, size: Size) -> u64 {
        let [Some(item), _] = self.type_of(list).inner() else { return by(size.max, STRING) };
        if !matches!(item, CelType::String | CelType::Bytes) {
            return size.max;
        }
        let item = self.items_of(list).max;
        size.max.saturating_mul(by(item, STRING).saturating_add(1))
    }

    /// The size of the items of a list, by its place in the object.
    fn items_of(&self, list: ExprId) -> Size {
        let path = self.path(list);
        if path.is_empty() {
            return Size::UNKNOWN;
        }
        let mut steps = self.buffers.steps(path).to_vec();
        steps.push("@items".to_owned());
        self.sizes.at(&steps).unwrap_or(Size::UNKNOWN)
    }

    fn joined(&mut self, list: ExprId, count: Size, separator: Option<ExprId>) -> Size {
        let items = match self.type_of(list).inner() {
            [Some(_), _] => count.times(self.items_of(list)),
            _ => Size::fixed(0),
        };
        let Some(separator) = separator else { return items };
        let gaps = Size { min: count.min.saturating_sub(1), max: count.max.saturating_sub(1) };
        items.plus(self.size_or_unknown(separator).times(gaps))
    }

    /// A text of a size searched by a pattern.
    fn searched(&mut self, text: Size, pattern: ExprId) -> u64 {
        let pattern = by(self.size_or_unknown(pattern).max, PATTERN);
        by(text.max.saturating_add(1), STRING).saturating_mul(pattern)
    }

    /// An integer that is written out.
    fn int(&self, id: ExprId) -> Option<i64> {
        match self.tree.kind(id) {
            ExprKind::Literal(Literal::Int(int)) => Some(*int),
            _ => None,
        }
    }
}

fn positive(int: i64) -> u64 {
    u64::try_from(int).unwrap_or(0)
}

/// A list that is made, of which each item costs a factor.
fn allocated(factor: f64, size: Size) -> CallEstimate {
    (by(size.max, factor).saturating_add(1 + LIST), Some(size))
}

/// The size of a text in which another one was replaced.
fn replaced(size: Size, old: Size, new: Size) -> Size {
    let (count, kept) = if old.min == 0 {
        (size.max.saturating_add(1), size.max)
    } else if new.max <= old.min {
        (0, size.max)
    } else {
        (by(1, size.max as f64 / old.min as f64), 0)
    };
    let (fewest, least) = if old.max == 0 {
        (size.min.saturating_add(1), size.min)
    } else if old.max <= new.min {
        (0, size.min)
    } else {
        (by(1, size.min as f64 / old.max as f64), 0)
    };
    Size { min: fewest, max: count }.times(new).plus(Size { min: least, max: kept })
}
