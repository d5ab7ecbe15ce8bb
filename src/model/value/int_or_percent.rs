//! Numbers of pods, or percentages of all (`k8s.io/apimachinery/pkg/util/intstr`).

use crate::syntax::tree::{Node, Value};

/// `3` or `25%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntOrPercent {
    Count(i64),
    Percent(i64),
}

impl IntOrPercent {
    /// `None` for anything else, which the server refuses.
    pub fn of(node: Node<'_>) -> Option<IntOrPercent> {
        match node.value() {
            Value::Int(count) => Some(IntOrPercent::Count(count)),
            Value::Str(text) => Some(IntOrPercent::Percent(text.strip_suffix('%')?.parse().ok()?)),
            _ => None,
        }
    }

    /// How many of `total` it is; percentages rounded up or down.
    pub fn among(self, total: i64, up: bool) -> i64 {
        match self {
            IntOrPercent::Count(count) => count,
            IntOrPercent::Percent(percent) => {
                let hundredths = percent.saturating_mul(total);
                if up { hundredths.saturating_add(99) / 100 } else { hundredths / 100 }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::IntOrPercent;

    #[test]
    fn percentages_are_rounded() {
        assert_eq!(IntOrPercent::Percent(50).among(3, true), 2);
        assert_eq!(IntOrPercent::Percent(50).among(3, false), 1);
        assert_eq!(IntOrPercent::Percent(100).among(3, true), 3);
        assert_eq!(IntOrPercent::Count(2).among(3, true), 2);
    }
}
