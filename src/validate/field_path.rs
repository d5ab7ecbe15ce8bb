//! Field paths in segments (`k8s.io/apimachinery/pkg/util/validation/field/path.go`).

use std::{borrow::Borrow, collections::BTreeSet, ops::Bound};

/// A path such as `spec.containers[0].resources.limits[cpu]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FieldPath<'a>(Vec<Segment<'a>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment<'a> {
    /// `.name`
    Name(&'a str),
    /// `[0]` or `[key]`: the text does not say whether it is an index of a list or a key of a map.
    Element(&'a str),
}

/// So that sets and maps of paths can be asked for a part of a path.
impl<'a> Borrow<[Segment<'a>]> for FieldPath<'a> {
    fn borrow(&self) -> &[Segment<'a>] {
        &self.0
    }
}

impl<'a> FieldPath<'a> {
    pub(super) fn parse(path: &'a str) -> FieldPath<'a> {
        let (mut segments, mut rest) = (Vec::new(), path);
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (element, after) = split_at_closing_bracket(inner);
                segments.push(Segment::Element(element));
                rest = after;
            } else {
                let name = rest.strip_prefix('.').unwrap_or(rest);
                let (name, after) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
                segments.push(Segment::Name(name));
                rest = after;
            }
        }
        FieldPath(segments)
    }

    /// The path for comparing with those of the decoder, which writes dots before all keys: names
    /// alone, into which a key falls at its own dots and brackets.
    pub(super) fn as_decoded(&self) -> FieldPath<'a> {
        let parts = self.0.iter().flat_map(|segment| {
            let (Segment::Name(text) | Segment::Element(text)) = *segment;
            text.split(['.', '[']).map(|part| Segment::Name(part.trim_end_matches(']')))
        });
        FieldPath(parts.collect())
    }

    /// Whether it ends with an index or a key.
    pub(super) fn is_element(&self) -> bool {
        matches!(self.0.last(), Some(Segment::Element(_)))
    }

    /// The path up to its last index or key.
    pub(super) fn element(mut self) -> FieldPath<'a> {
        while let Some(Segment::Name(_)) = self.0.last() {
            self.0.pop();
        }
        self
    }

    /// The path itself and the paths above it.
    pub(super) fn itself_and_above(&self) -> impl Iterator<Item = &[Segment<'a>]> {
        (1..=self.0.len()).rev().map(|end| &self.0[..end])
    }

    /// Whether the path or one above it is in a set.
    pub(super) fn is_within(&self, paths: &BTreeSet<FieldPath<'a>>) -> bool {
        self.itself_and_above().any(|path| paths.contains(path))
    }

    /// The paths of a set that are below the path, each without the path itself. The empty path,
    /// which some causes have, is above none.
    pub(super) fn below<'s>(
        &self,
        paths: &'s BTreeSet<FieldPath<'a>>,
    ) -> impl Iterator<Item = &'s [Segment<'a>]> {
        let after = (Bound::Excluded(&*self.0), Bound::Unbounded);
        let next = paths.range::<[Segment<'a>], _>(after);
        next.map_while(|path| path.0.strip_prefix(&*self.0)).filter(|_| !self.0.is_empty())
    }
}

/// Splits what is in a pair of brackets, as far as its own brackets match, from what comes after.
fn split_at_closing_bracket(text: &str) -> (&str, &str) {
    let mut open = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => open += 1,
            ']' if open == 0 => return (&text[..at], &text[at + 1..]),
            ']' => open -= 1,
            _ => {}
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, Segment::*};

    #[test]
    fn dots_and_brackets_begin_segments() {
        let path = FieldPath::parse("spec.containers[0].limits[example.com/gpu]");
        let names = [Name("spec"), Name("containers"), Element("0"), Name("limits")];
        assert_eq!(path.0, [&names[..], &[Element("example.com/gpu")]].concat());
        assert_eq!(FieldPath::parse("").0, []);
        assert_eq!(FieldPath::parse("[]").0, [Element("")]);
        assert_eq!(FieldPath::parse("data.").0, [Name("data"), Name("")]);
        assert_eq!(FieldPath::parse("data[a[0].b]").0, [Name("data"), Element("a[0].b")]);
        assert_eq!(FieldPath::parse("data[a").0, [Name("data"), Element("a")]);
    }

    #[test]
    fn the_decoder_writes_dots_before_keys() {
        for (validated, decoded) in [
            ("data[a.b]", "data.a.b"),
            ("data[a[0].b]", "data.a[0].b"),
            ("spec.ports[0].name", "spec.ports[0].name"),
            ("data[0]", "data.0"),
        ] {
            let [validated, decoded] = [validated, decoded].map(FieldPath::parse);
            assert_eq!(validated.as_decoded(), decoded.as_decoded());
        }
    }
}
