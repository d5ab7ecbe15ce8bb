//! The built objects as one text, and where each part of it was written.
//!
//! Findings about objects refer to positions in a text. Objects of a build are not in a single
//! text: they are checked as printed, and every place in the print leads to the files of the build.

use std::{cell::OnceCell, collections::BTreeMap};

use super::{
    Build, ValueSpans,
    resource::Resource,
    value::{YamlEntry, YamlNode, YamlValue},
};
use crate::{
    input::Span,
    syntax::{Documents, tree},
};

/// The text of [`Build::to_yaml`] with the places of its values.
#[derive(Debug)]
pub struct RenderedBuild<'b> {
    pub documents: Documents,
    build: &'b Build,
    resources: &'b [Resource],
    /// Those that hold others are in front of them. For most builds no place is needed.
    parts: OnceCell<Vec<RenderedPart>>,
}

/// A key or a value.
#[derive(Debug)]
pub(super) struct RenderedPart {
    span: Span,
    /// The index of the list or map that holds it; its own for an object.
    holder: u32,
    at: ValueSpans,
    /// Of an item of a list: the key that is first where it was written.
    head: Option<Span>,
}

/// Where a range of a [`RenderedBuild`] was written, in the offsets of [`super::Files`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeOrigin {
    pub at: Span,
    /// The other lines that decide the value, if the range is a whole one.
    pub also: Vec<Span>,
    /// `at` holds the very text of the range, and it alone decides the value.
    pub verbatim: bool,
}

impl Build {
    /// The objects as text with places.
    pub fn rendered(&self) -> RenderedBuild<'_> {
        self.as_text(&self.resources)
    }

    /// The patches in kustomizations that met no object, if there are any.
    pub fn rendered_patches(&self) -> Option<RenderedBuild<'_>> {
        (!self.idle.is_empty()).then(|| self.as_text(&self.idle))
    }

    fn as_text<'b>(&'b self, resources: &'b [Resource]) -> RenderedBuild<'b> {
        let documents = Documents::of(self.print(resources).into());
        RenderedBuild { documents, build: self, resources, parts: OnceCell::new() }
    }
}

/// Goes through a value as printed and as built side by side: entries are sorted in the print.
fn collect(printed: tree::Node<'_>, built: &YamlNode, holder: u32, parts: &mut Vec<RenderedPart>) {
    let own = parts.len() as u32;
    parts.push(RenderedPart { span: printed.span(), holder, at: built.at.clone(), head: None });
    match &built.value {
        YamlValue::Scalar(_) => {}
        YamlValue::List(items) => {
            for (printed, item) in printed.items().zip(items) {
                let index = parts.len();
                collect(printed, item, own, parts);
                let whole = item.at.first();
                let keys = item.entries().iter().map(|entry| entry.key_at);
                parts[index].head =
                    keys.filter(|key| whole.covers(*key)).min_by_key(|key| key.start);
            }
        }
        YamlValue::Map(entries) => {
            let named: BTreeMap<&str, &YamlEntry> =
                entries.iter().map(|entry| (&*entry.key, entry)).collect();
            for printed in printed.entries() {
                let Some(entry) = printed.key.as_str().and_then(|key| named.get(key)) else {
                    continue;
                };
                let at = ValueSpans::one(entry.key_at);
                parts.push(RenderedPart { span: printed.key.span(), holder: own, at, head: None });
                collect(printed.value, &entry.value, own, parts);
            }
        }
    }
}

/// The parts of one object, as printed and as built.
pub(super) fn parts_of(printed: tree::Node<'_>, built: &YamlNode) -> Vec<RenderedPart> {
    let mut parts = Vec::new();
    collect(printed, built, 0, &mut parts);
    parts
}

/// The places of the value or key that is at a range of what is printed.
pub(super) fn places(parts: &[RenderedPart], span: Span) -> Option<&ValueSpans> {
    part(parts, span).map(|part| &part.at)
}

impl RenderedBuild<'_> {
    /// Where a range was written; `None` where there is no object.
    pub fn origin(&self, span: Span) -> Option<RangeOrigin> {
        let files = &self.build.files;
        let parts = self.parts.get_or_init(|| self.all_parts());
        let part = part(parts, span)?;
        let first = part.at.first();
        if span == part.span {
            let verbatim = part.at.decides_alone() && files.text(first) == self.slice(span);
            return Some(RangeOrigin {
                at: first,
                also: part.at.all().skip(1).collect(),
                verbatim,
            });
        }
        let inside = part.span.covers(span) && files.text(first) == self.slice(part.span);
        let at = if inside {
            let moved = |offset: u32| first.start + (offset - part.span.start);
            Span::new(moved(span.start), moved(span.end))
        } else {
            first
        };
        Some(RangeOrigin { at, also: Vec::new(), verbatim: inside && part.at.decides_alone() })
    }

    /// As [`RenderedBuild::origin`] of what stands for an item of a list: its first key, which is
    /// another one in the print.
    pub fn origin_of_item(&self, span: Span) -> Option<RangeOrigin> {
        let parts = self.parts.get_or_init(|| self.all_parts());
        let part = part(parts, span)?;
        let holder = parts.get(part.holder as usize)?;
        let head = holder.head.filter(|_| holder.span.start == span.start);
        head.map(|at| RangeOrigin { at, also: Vec::new(), verbatim: false })
            .or_else(|| self.origin(span))
    }

    /// Where the parts of an object were written, by whomever.
    pub fn origins_in(&self, object: Span) -> impl Iterator<Item = Span> + use<'_> {
        let parts = self.parts.get_or_init(|| self.all_parts());
        let first = parts.partition_point(|part| part.span.start < object.start);
        let inside = move |part: &&RenderedPart| part.span.start < object.end;
        parts[first..].iter().take_while(inside).flat_map(|part| part.at.all())
    }

    fn all_parts(&self) -> Vec<RenderedPart> {
        let mut parts = Vec::new();
        let trees = self.documents.all().iter().filter_map(|document| document.tree.as_ref());
        for (tree, resource) in trees.zip(self.resources) {
            let holder = parts.len() as u32;
            collect(tree.root(), &resource.node, holder, &mut parts);
        }
        parts
    }

    /// The printed text of a range.
    pub fn slice(&self, span: Span) -> &str {
        self.documents.text().get(span.range()).unwrap_or("")
    }
}

/// The part that a range is, else the innermost one in which it begins.
fn part(parts: &[RenderedPart], span: Span) -> Option<&RenderedPart> {
    let holds =
        |part: &RenderedPart| part.span.start == span.start || part.span.contains(span.start);
    let last = parts.partition_point(|part| part.span.start <= span.start).checked_sub(1)?;
    let mut innermost = last;
    while !holds(&parts[innermost]) {
        innermost = above(parts, innermost)?;
    }
    let mut exact = innermost;
    while parts[exact].span != span {
        match above(parts, exact).filter(|above| parts[*above].span.start == span.start) {
            Some(above) => exact = above,
            None => return parts.get(innermost),
        }
    }
    parts.get(exact)
}

fn above(parts: &[RenderedPart], part: usize) -> Option<usize> {
    let holder = parts[part].holder as usize;
    (holder != part).then_some(holder)
}
