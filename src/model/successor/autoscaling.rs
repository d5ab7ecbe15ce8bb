//! Autoscalers.

use super::Draft;
use crate::syntax::{
    revise::{Member, New},
    tree::Node,
};

/// An amount as written, its type, and its newer name.
type Amount = (&'static str, &'static str, &'static str);

const UTILIZATION: Amount = ("targetAverageUtilization", "Utilization", "averageUtilization");
const AVERAGE: Amount = ("targetAverageValue", "AverageValue", "averageValue");
const VALUE: Amount = ("targetValue", "Value", "value");
const OF_OBJECT: Amount = ("averageValue", "AverageValue", "averageValue");

/// The sources of metrics, each with the name of its selector and its amounts.
const SOURCES: [(&str, &str, &[Amount]); 5] = [
    ("containerResource", "", &[UTILIZATION, AVERAGE]),
    ("external", "metricSelector", &[VALUE, AVERAGE]),
    ("object", "selector", &[VALUE, OF_OBJECT]),
    ("pods", "selector", &[AVERAGE]),
    ("resource", "", &[UTILIZATION, AVERAGE]),
];

/// Metrics whose name and amounts stood next to each other.
pub(super) fn metrics(draft: &mut Draft<'_>) {
    for metric in draft.maps(&["spec", "metrics"]) {
        for (name, selector, amounts) in SOURCES {
            let Some(source) = metric.get(name).filter(|source| source.is_map()) else { continue };
            let path = format!("spec.metrics[*].{name}");
            // The newer version calls the amount so, and the object otherwise.
            if name == "object"
                && source.at(&["target", "kind"]).is_some()
                && draft.rename(source, "target", "describedObject")
            {
                draft.moved(format!("{path}.describedObject"), format!("{path}.target"));
            }
            if !selector.is_empty() {
                gather(
                    draft,
                    source,
                    "metric",
                    None,
                    &path,
                    &[("metricName", "name"), (selector, "selector")],
                );
            }
            let written = amounts.iter().find(|(written, ..)| source.get(written).is_some());
            let kind = written.map(|(_, kind, _)| *kind);
            let fields: Vec<_> =
                amounts.iter().map(|(written, _, name)| (*written, *name)).collect();
            gather(draft, source, "target", kind, &path, &fields);
        }
    }
}

/// Takes fields together into one, under newer names.
fn gather<'a>(
    draft: &mut Draft<'a>,
    source: Node<'a>,
    into: &'static str,
    kind: Option<&'static str>,
    path: &str,
    fields: &[(&str, &'static str)],
) {
    let mut members: Vec<Member<'a>> = Vec::new();
    for (written, name) in fields {
        if let Some(member) = draft.take(source, written, name) {
            members.push(member);
            draft.moved(format!("{path}.{into}.{name}"), format!("{path}.{written}"));
        }
    }
    let Some(at) = members.first().map(|member| member.at) else { return };
    members.extend(kind.map(|kind| Member { name: "type", at, value: New::Text(kind) }));
    draft.moved(format!("{path}.{into}"), path);
    draft.add(source, into, at, New::Map(members));
}

/// The first form of all, for the CPU alone.
pub(super) fn first(draft: &mut Draft<'_>) {
    let Some(spec) = draft.map(&["spec"]) else { return };
    draft.drop(spec, "cpuUtilization");
    if draft.rename(spec, "scaleRef", "scaleTargetRef") {
        draft.moved("spec.scaleTargetRef", "spec.scaleRef");
    }
    if let Some(target) = draft.map(&["spec", "scaleRef"]) {
        draft.drop(target, "subresource");
    }
}
