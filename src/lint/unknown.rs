//! Objects with unknown values: variables that only a cluster has, placeholders.
//!
//! Findings about such an object must hold whatever these values are. So it is checked several
//! times, each time with other values in their places: nothing is reported at these places, and
//! elsewhere only what is found every time. A selector finds nothing unless the value that it asks
//! for is one of these values, so what is filled into the message of a finding is tried as well.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    code::Code,
    input::Span,
    kustomize,
    model::{
        schema::{self, Field, Shape},
        version::Version,
    },
    rules::Finding,
    syntax::{
        Document,
        tree::{Node, NodeId, StandIn, Tree},
    },
    text::Text,
};

/// How often values of any kind are tried.
const ROUNDS: usize = 4;
/// How many of the values that are known for a label are tried for an unknown one.
const MAX_LIKE: usize = 6;
/// How much text is checked again at most to try what fills messages, and how many words.
const MAX_BYTES: usize = 4 << 20;
const WORDS: std::ops::RangeInclusive<usize> = 4..=64;
/// So many values below its place a finding is taken to be about.
const MAX_NODES: usize = 16;
/// How words begin that stand for values, another one each time.
const LETTERS: [&str; ROUNDS] = ["x-", "y-", "z-", "w-"];
/// How long a word is that stands for a value.
const LONGEST: usize = 40;

/// What is not known of some documents.
pub(super) struct Gaps<'d> {
    documents: &'d [Document],
    /// By document.
    list: Vec<(usize, Vec<Gap>)>,
    /// In the order of the text.
    spans: Vec<Span>,
    /// By the key of the labels that each is one of.
    labels: BTreeMap<Span, Span>,
}

/// A key or value that is not known.
struct Gap {
    node: NodeId,
    span: Span,
    /// The key of the labels that it is one of.
    labels: Option<Span>,
    is_key: bool,
}

/// What takes the place of the values.
#[derive(Clone, Copy)]
enum Substitute<'w> {
    /// Something that fits, another one each time.
    Any(usize),
    /// This text wherever a text fits.
    All(&'w str),
    /// For labels one of the values that others have; the number says which.
    Like(usize),
}

impl<'d> Gaps<'d> {
    /// The keys and values that `of` finds in a tree.
    pub(super) fn of(documents: &'d [Document], of: impl Fn(&Tree) -> Vec<NodeId>) -> Gaps<'d> {
        let mut list = Vec::new();
        for (index, document) in documents.iter().enumerate() {
            let Some(tree) = &document.tree else { continue };
            let gaps: Vec<Gap> = of(tree).into_iter().map(|id| Gap::new(tree.node(id))).collect();
            if !gaps.is_empty() {
                list.push((index, gaps));
            }
        }
        let all = || list.iter().flat_map(|(_, gaps)| gaps);
        let mut spans: Vec<Span> = all().map(|gap| gap.span).collect();
        spans.sort();
        let labels = all().filter_map(|gap| Some((gap.labels?, gap.span))).collect();
        Gaps { documents, list, spans, labels }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The first of each document, with the document's number.
    pub(super) fn firsts(&self) -> impl Iterator<Item = (u32, Span)> {
        let first =
            |(at, gaps): &(usize, Vec<Gap>)| Some((self.documents[*at].index, gaps.first()?.span));
        self.list.iter().filter_map(first)
    }

    /// The unknown value that a finding is about, if it is.
    pub(super) fn touched(&self, finding: &Finding) -> Option<Span> {
        let places = [Some(finding.at), finding.root].into_iter().flatten().map(|at| at.span);
        let gap = |place: Span| {
            let before = self.spans.partition_point(|gap| gap.start < place.end);
            let last = *self.spans.get(before.checked_sub(1)?)?;
            (last.end > place.start).then_some(last)
        };
        let of_labels = || self.labels.get(&finding.at.span).copied();
        places.into_iter().find_map(gap).or_else(of_labels)
    }

    /// What is found whatever the values are.
    pub(super) fn certain(
        &self,
        version: Version,
        check: impl Fn(&[Document]) -> Vec<Finding>,
    ) -> Vec<Finding> {
        let findings = check(&self.first(version));
        self.lasting(version, findings, check)
    }

    /// The documents as they are checked first.
    pub(super) fn first(&self, version: Version) -> Vec<Document> {
        self.filled(version, Substitute::Any(0))
    }

    /// Those of the findings in [`Gaps::first`] that are found whatever the values are.
    pub(super) fn lasting(
        &self,
        version: Version,
        mut findings: Vec<Finding>,
        check: impl Fn(&[Document]) -> Vec<Finding>,
    ) -> Vec<Finding> {
        findings.retain(|finding| self.touched(finding).is_none());
        let again = |round: Substitute<'_>| -> BTreeSet<FindingText> {
            check(&self.filled(version, round)).iter().map(finding_text).collect()
        };
        for round in (1..ROUNDS).map(Substitute::Any).chain((0..self.likes()).map(Substitute::Like))
        {
            if !findings.is_empty() {
                let again = again(round);
                findings.retain(|finding| again.contains(&finding_text(finding)));
            }
        }
        let bytes: usize = self.documents.iter().map(|document| document.span.len() as usize).sum();
        let most = (MAX_BYTES / bytes.max(1)).clamp(*WORDS.start(), *WORDS.end());
        let mut left: Vec<(Finding, BTreeSet<String>)> =
            findings.into_iter().map(|finding| (finding.clone(), self.words(&finding))).collect();
        for _ in 0..most {
            let next = left.iter().find_map(|(_, words)| words.first().cloned());
            let Some(word) = next else { break };
            let again = again(Substitute::All(&word));
            left.retain(|(finding, _)| again.contains(&finding_text(finding)));
            for (_, words) in &mut left {
                words.remove(&word);
            }
        }
        // Nobody knows what the others hang on.
        left.retain(|(_, words)| words.is_empty());
        let mut findings: Vec<Finding> = left.into_iter().map(|(finding, _)| finding).collect();
        self.name_again(version, &mut findings);
        findings
    }

    /// Names objects and fields as they are written.
    fn name_again(&self, version: Version, findings: &mut [Finding]) {
        if findings.is_empty() {
            return;
        }
        let first = self.first(version);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for (index, gaps) in &self.list {
            let trees = (&first[*index].tree, &self.documents[*index].tree);
            let (Some(filled), Some(written)) = trees else { continue };
            for gap in gaps {
                let name = filled.node(gap.node).as_str().unwrap_or("").to_owned();
                if name.starts_with(LETTERS[0]) {
                    names.insert(name, kustomize::unfilled(&text_of(written.node(gap.node))));
                }
            }
        }
        let again = |text: &mut String| {
            if let Some(name) = names.get(text) {
                text.clone_from(name);
            }
        };
        for finding in findings {
            if let Some(object) = &mut finding.object {
                object.name.iter_mut().chain(&mut object.namespace).for_each(again);
            }
            if let Some(path) = &mut finding.field_path {
                *path =
                    names.iter().fold(path.clone(), |path, (name, key)| path.replace(name, key));
            }
        }
    }

    /// The values that a finding is about.
    fn words(&self, finding: &Finding) -> BTreeSet<String> {
        let at = finding.at.span;
        let mut words: BTreeSet<String> = finding.message.parts().map(str::to_owned).collect();
        let document = self.documents.partition_point(|document| document.span.end <= at.start);
        let tree = self.documents.get(document).and_then(|document| document.tree.as_ref());
        let Some(node) = tree.and_then(|tree| tree.node_at(at)) else { return words };
        let key = node.key().filter(|key| *key == node);
        let value = key.and_then(|key| key.seat()?.0.get(key.as_str()?));
        let below = value.unwrap_or(node);
        let first = below.id().0;
        let nodes = (first..).map(|id| below.tree().node(NodeId(id)));
        let nodes = nodes.take(below.tree().len() - first as usize).take(MAX_NODES);
        let scalars = nodes
            .take_while(|node| below.holds(node.id()))
            .filter(|node| !node.is_map() && !node.is_list());
        words.extend(scalars.map(text_of));
        words
    }

    /// The values that are known for the labels of which one is not.
    fn known_labels(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (index, gaps) in &self.list {
            let Some(tree) = &self.documents[*index].tree else { continue };
            for gap in gaps.iter().filter(|gap| !gap.is_key) {
                let key = tree.node(gap.node).key().and_then(Node::as_str);
                known.extend(key.map(|key| (key, BTreeSet::new())));
            }
        }
        if known.is_empty() {
            return known;
        }
        for tree in self.documents.iter().filter_map(|document| document.tree.as_ref()) {
            let maps = tree.nodes().filter(|node| is_labels(*node));
            for entry in maps.flat_map(Node::entries) {
                let values = entry.key.as_str().and_then(|key| known.get_mut(key));
                if let (Some(values), Some(value)) = (values, entry.value.as_str()) {
                    values.insert(value);
                }
            }
        }
        known
    }

    fn likes(&self) -> usize {
        self.known_labels().values().map(BTreeSet::len).max().unwrap_or(0).min(MAX_LIKE)
    }

    /// The documents with something in the place of each unknown value.
    fn filled(&self, version: Version, round: Substitute<'_>) -> Vec<Document> {
        let known = match round {
            Substitute::Like(_) => self.known_labels(),
            _ => BTreeMap::new(),
        };
        let mut documents = self.documents.to_vec();
        for (index, gaps) in &self.list {
            let Some(tree) = &self.documents[*index].tree else { continue };
            let value = |gap: &Gap| {
                let node = tree.node(gap.node);
                let like = match round {
                    Substitute::Like(which)
                        if node.seat().is_some_and(|(map, _)| is_labels(map)) =>
                    {
                        let values = node.key().and_then(|key| known.get(key.as_str()?));
                        values.and_then(|values| values.iter().cycle().nth(which).copied())
                    }
                    _ => None,
                };
                let round = like.map_or(round, Substitute::All);
                (gap.node, stand_in(node, gap.is_key, version, round))
            };
            let values: Vec<(NodeId, StandIn)> = gaps.iter().map(value).collect();
            // Which fields there are is as unknown as a key.
            let is_lossy = |gap: &&Gap| {
                gap.is_key || values.iter().any(|(id, v)| *id == gap.node && *v == StandIn::Lost)
            };
            let lossy: Vec<NodeId> = gaps
                .iter()
                .filter(is_lossy)
                .filter_map(|gap| Some(tree.node(gap.node).seat()?.0.id()))
                .collect();
            documents[*index].tree = Some(Arc::new(tree.standing_in(&values, &lossy)));
        }
        documents
    }
}

impl Gap {
    fn new(node: Node<'_>) -> Gap {
        let labels = node.seat().map(|(holder, _)| holder).filter(|holder| is_labels(*holder));
        Gap {
            node: node.id(),
            span: node.span(),
            labels: labels.and_then(Node::key).map(Node::span),
            is_key: node.key() == Some(node),
        }
    }
}

/// Code, place and words.
type FindingText = (Code, Span, String);

/// All that a finding says: words about an unknown value change with it.
fn finding_text(finding: &Finding) -> FindingText {
    let labels = finding.related.iter().map(|label| &label.text);
    let texts = std::iter::once(&finding.message).chain(&finding.help).chain(labels);
    let words = texts.map(Text::with_values).collect::<Vec<_>>().join("\n");
    (finding.rule.code, finding.at.span, words)
}

/// Whether a map is one of labels, or selects by them.
fn is_labels(map: Node<'_>) -> bool {
    let key = map.key().and_then(Node::as_str);
    map.is_map() && matches!(key, Some("labels" | "matchLabels" | "selector"))
}

/// A scalar as a text.
fn text_of(node: Node<'_>) -> String {
    node.as_str().unwrap_or_else(|| node.raw()).to_owned()
}

/// What a node is by the schema of its object.
fn shape_of(node: Node<'_>, version: Version) -> Option<(Shape, Option<Field>)> {
    let way = node.path_from(node.tree().root());
    let is_object = |node: &&Node<'_>| node.get("apiVersion").is_some();
    let root = way.iter().rposition(|node| is_object(&node))?;
    let text = |key| way[root].get(key).and_then(Node::as_str).unwrap_or("");
    let (group, of) = text("apiVersion").split_once('/').unwrap_or(("", text("apiVersion")));
    let mut shape = Shape::Object(schema::kind(group, of, text("kind"), version)?.type_());
    let mut field = None;
    for step in &way[root + 1..] {
        let key = step.key().and_then(Node::as_str);
        (shape, field) = match shape {
            Shape::Object(ty) | Shape::SchemaOrBool(ty) => {
                let field = ty.field(key?, version)?;
                (field.shape(), Some(field))
            }
            Shape::Map(of) | Shape::List(of) => (of.shape(), field),
            _ => return None,
        };
    }
    Some((shape, field))
}

fn stand_in(node: Node<'_>, is_key: bool, version: Version, round: Substitute<'_>) -> StandIn {
    let which = match round {
        Substitute::Any(which) | Substitute::Like(which) => which,
        Substitute::All(_) => 0,
    };
    let (shape, field) = match shape_of(node, version) {
        Some(known) if !is_key => known,
        _ => (Shape::Str, None),
    };
    let word = match round {
        Substitute::All(word) => Some(word),
        _ => None,
    };
    let text = |text: &str| StandIn::Str(word.unwrap_or(text).to_owned());
    let int = || {
        let number = word.and_then(|word| word.parse().ok());
        StandIn::Int(number.unwrap_or([1, 7, 443, 30_080][which % 4]))
    };
    match shape {
        Shape::Int32 | Shape::Int64 | Shape::Double => int(),
        Shape::IntOrString => match word {
            Some(word) if word.parse::<i64>().is_err() => StandIn::Str(word.to_owned()),
            None if which % 2 == 1 => StandIn::Str(name(node, which)),
            _ => int(),
        },
        Shape::Bool => StandIn::Bool(word.map_or(which % 2 == 1, |word| word == "true")),
        Shape::Quantity => text(["1", "1Ti", "1m", "7Gi"][which % 4]),
        Shape::Time | Shape::MicroTime => text("2030-01-01T00:00:00Z"),
        Shape::Bytes => text("YQ=="),
        Shape::Str | Shape::Any => {
            let values = field.map(Field::enum_values).filter(|values| values.len() > 0);
            let value = values.and_then(|mut values| values.nth(which % values.len()));
            match value {
                Some(value) => text(value),
                None => text(&name(node, which)),
            }
        }
        _ => StandIn::Lost,
    }
}

/// A word that is right as a name, the same for the same text.
fn name(node: Node<'_>, which: usize) -> String {
    let letter = LETTERS[which % LETTERS.len()];
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let word: String = text_of(node).chars().take(LONGEST).map(plain).collect();
    format!("{letter}{}", word.trim_matches('-')).trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        code,
        input::{Location, SourceId},
        rules, syntax, text,
    };

    #[test]
    fn what_fills_a_message_is_tried_however_it_is_worded() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${NAME}\nspec: {}\n".into();
        let documents = syntax::parse(&text);
        let is_unknown = |node: &Node<'_>| node.as_str() == Some("${NAME}");
        let gaps =
            Gaps::of(&documents, |tree| tree.nodes().filter(is_unknown).map(Node::id).collect());
        let rule = rules::by_code(code::NAKED_POD.as_str()).expect("a rule");
        let found = |message: Text| {
            let check = |documents: &[Document]| {
                let root = documents[0].tree.as_ref().expect("a tree").root();
                let at = root.get("spec").expect("a field").span();
                let name = root.at(&["metadata", "name"]).and_then(Node::as_str);
                let at = Location { source: SourceId(0), span: at };
                let finding = Finding::new(rule, at, message.clone());
                if name == Some("web") { Vec::new() } else { vec![finding] }
            };
            gaps.certain(Version::default(), check).len()
        };
        assert_eq!(found(text!("no Pod is called {}", "web")), 0);
        assert_eq!(found(text!("no Pod is called {}", text::name("web"))), 0);
        assert_eq!(found(text!("no Pod is called {}", "db")), 1);
        assert_eq!(found("these words are our own: `web`".into()), 1);
    }
}
