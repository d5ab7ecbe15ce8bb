//! Fields of older API versions in the newer one, and what they became.
//!
//! From <https://kubernetes.io/docs/reference/using-api/deprecation-guide/>.

use super::Subject;
use crate::{
    diagnostic::{Edit, Safety},
    input::Span,
    model::schema::Type,
    syntax::tree::{Node, NodeStyle, Value},
};

/// A field that a type no longer has.
pub(super) struct Old {
    ty: &'static str,
    field: &'static str,
    /// The last version that had it.
    pub version: &'static str,
    pub help: &'static str,
    becomes: CurrentForm,
}

/// How it is written today.
#[derive(Clone, Copy)]
enum CurrentForm {
    /// Not by a repair.
    Words,
    /// Not by a repair, and below this field of the same map.
    Below(&'static str),
    /// The same value under another name.
    Name(&'static str),
    /// `service: {name, port}` of an Ingress.
    Service,
    /// `target: {type, <field>}` of a metric.
    Target(&'static str, &'static str),
}

const NETWORKING: &str = "networking.k8s.io/v1beta1";
const METRICS: &str = "autoscaling/v2beta1";
const DEFINITIONS: &str = "apiextensions.k8s.io/v1beta1";
const IN_VERSIONS: &str = "move it to each item of `versions`";

/// Sorted by type and field.
const OLD: &[Old] = &[
    old(
        "apiextensions.v1.CustomResourceColumnDefinition",
        "JSONPath",
        DEFINITIONS,
        "rename it to `jsonPath`",
        CurrentForm::Name("jsonPath"),
    ),
    old(
        "apiextensions.v1.CustomResourceConversion",
        "conversionReviewVersions",
        DEFINITIONS,
        "move it to `webhook`",
        CurrentForm::Below("webhook"),
    ),
    old(
        "apiextensions.v1.CustomResourceConversion",
        "webhookClientConfig",
        DEFINITIONS,
        "move it to `webhook.clientConfig`",
        CurrentForm::Below("webhook"),
    ),
    old(
        "apiextensions.v1.CustomResourceDefinitionSpec",
        "additionalPrinterColumns",
        DEFINITIONS,
        IN_VERSIONS,
        CurrentForm::Below("versions"),
    ),
    old(
        "apiextensions.v1.CustomResourceDefinitionSpec",
        "subresources",
        DEFINITIONS,
        IN_VERSIONS,
        CurrentForm::Below("versions"),
    ),
    old(
        "apiextensions.v1.CustomResourceDefinitionSpec",
        "validation",
        DEFINITIONS,
        "move it to `schema` in each item of `versions`",
        CurrentForm::Below("versions"),
    ),
    old(
        "apiextensions.v1.CustomResourceDefinitionSpec",
        "version",
        DEFINITIONS,
        "write it as the `name` of an item of `versions`",
        CurrentForm::Below("versions"),
    ),
    old(
        "apps.v1.DaemonSetSpec",
        "templateGeneration",
        "extensions/v1beta1",
        "remove it",
        CurrentForm::Words,
    ),
    old(
        "apps.v1.DeploymentSpec",
        "rollbackTo",
        "extensions/v1beta1",
        "remove it, and use `kubectl rollout undo`",
        CurrentForm::Words,
    ),
    old(
        "authorization.v1.SubjectAccessReviewSpec",
        "group",
        "authorization.k8s.io/v1beta1",
        "rename it to `groups`",
        CurrentForm::Name("groups"),
    ),
    old(
        "autoscaling.v2.ContainerResourceMetricSource",
        "targetAverageUtilization",
        METRICS,
        TARGET,
        UTILIZATION,
    ),
    old(
        "autoscaling.v2.ContainerResourceMetricSource",
        "targetAverageValue",
        METRICS,
        TARGET,
        AVERAGE_VALUE,
    ),
    old(
        "autoscaling.v2.ExternalMetricSource",
        "metricName",
        METRICS,
        METRIC_NAME,
        CurrentForm::Below("metric"),
    ),
    old(
        "autoscaling.v2.ExternalMetricSource",
        "metricSelector",
        METRICS,
        "move it to `metric.selector`",
        CurrentForm::Below("metric"),
    ),
    old(
        "autoscaling.v2.ExternalMetricSource",
        "targetAverageValue",
        METRICS,
        TARGET,
        AVERAGE_VALUE,
    ),
    old("autoscaling.v2.ExternalMetricSource", "targetValue", METRICS, TARGET, VALUE),
    old(
        "autoscaling.v2.HorizontalPodAutoscalerSpec",
        "targetCPUUtilizationPercentage",
        "autoscaling/v1",
        "write it as a metric of type Resource",
        CurrentForm::Below("metrics"),
    ),
    old(
        "autoscaling.v2.ObjectMetricSource",
        "averageValue",
        METRICS,
        TARGET,
        CurrentForm::Below("target"),
    ),
    old(
        "autoscaling.v2.ObjectMetricSource",
        "metricName",
        METRICS,
        METRIC_NAME,
        CurrentForm::Below("metric"),
    ),
    old(
        "autoscaling.v2.ObjectMetricSource",
        "selector",
        METRICS,
        "move it to `metric.selector`",
        CurrentForm::Below("metric"),
    ),
    old(
        "autoscaling.v2.ObjectMetricSource",
        "targetValue",
        METRICS,
        TARGET,
        CurrentForm::Below("target"),
    ),
    old(
        "autoscaling.v2.PodsMetricSource",
        "metricName",
        METRICS,
        METRIC_NAME,
        CurrentForm::Below("metric"),
    ),
    old(
        "autoscaling.v2.PodsMetricSource",
        "selector",
        METRICS,
        "move it to `metric.selector`",
        CurrentForm::Below("metric"),
    ),
    old("autoscaling.v2.PodsMetricSource", "targetAverageValue", METRICS, TARGET, AVERAGE_VALUE),
    old(
        "autoscaling.v2.ResourceMetricSource",
        "targetAverageUtilization",
        METRICS,
        TARGET,
        UTILIZATION,
    ),
    old(
        "autoscaling.v2.ResourceMetricSource",
        "targetAverageValue",
        METRICS,
        TARGET,
        AVERAGE_VALUE,
    ),
    old(
        "core.v1.ServiceSpec",
        "topologyKeys",
        "Kubernetes 1.21",
        "use `trafficDistribution`",
        CurrentForm::Words,
    ),
    old(
        "discovery.v1.Endpoint",
        "topology",
        "discovery.k8s.io/v1beta1",
        "use `nodeName` and `zone`",
        CurrentForm::Words,
    ),
    old(
        "flowcontrol.v1.LimitedPriorityLevelConfiguration",
        "assuredConcurrencyShares",
        "flowcontrol.apiserver.k8s.io/v1beta2",
        "rename it to `nominalConcurrencyShares`",
        CurrentForm::Name("nominalConcurrencyShares"),
    ),
    old("networking.v1.IngressBackend", "serviceName", NETWORKING, SERVICE, CurrentForm::Service),
    old(
        "networking.v1.IngressBackend",
        "servicePort",
        NETWORKING,
        SERVICE,
        CurrentForm::Below("service"),
    ),
    old(
        "networking.v1.IngressSpec",
        "backend",
        NETWORKING,
        "rename it to `defaultBackend`",
        CurrentForm::Name("defaultBackend"),
    ),
    old(
        "node.v1.RuntimeClass",
        "spec",
        "node.k8s.io/v1alpha1",
        "move `handler` to the top level",
        CurrentForm::Below("handler"),
    ),
    old(
        "rbac.v1.Subject",
        "apiVersion",
        "rbac.authorization.k8s.io/v1alpha1",
        "write `apiGroup`, without the version",
        CurrentForm::Below("apiGroup"),
    ),
];

const SERVICE: &str = "write `service: {name: …, port: {number: …}}`";
const TARGET: &str = "move it to `target`, with its `type`";
const METRIC_NAME: &str = "move it to `metric.name`";
const UTILIZATION: CurrentForm = CurrentForm::Target("Utilization", "averageUtilization");
const AVERAGE_VALUE: CurrentForm = CurrentForm::Target("AverageValue", "averageValue");
const VALUE: CurrentForm = CurrentForm::Target("Value", "value");

const fn old(
    ty: &'static str,
    field: &'static str,
    version: &'static str,
    help: &'static str,
    becomes: CurrentForm,
) -> Old {
    Old { ty, field, version, help, becomes }
}

pub(super) fn field(ty: Type, name: &str) -> Option<&'static Old> {
    let row = OLD.binary_search_by(|old| (old.ty, old.field).cmp(&(ty.name(), name))).ok()?;
    OLD.get(row)
}

impl Old {
    /// The field of the same map that holds it now, if there is one.
    pub(super) fn now(&self) -> Option<&'static str> {
        match self.becomes {
            CurrentForm::Words => None,
            CurrentForm::Below(name) | CurrentForm::Name(name) => Some(name),
            CurrentForm::Service => Some("service"),
            CurrentForm::Target(..) => Some("target"),
        }
    }

    /// Whether a group had it.
    pub(super) fn is_of(&self, group: &str) -> bool {
        self.version.split_once('/').is_some_and(|(of, _)| of == group)
    }

    /// The old field next to it whose repair includes this one.
    pub(super) fn taken_by(&self) -> Option<&'static str> {
        (self.field == "servicePort").then_some("serviceName")
    }
}

/// Writes an old field in the form of the new version, where that requires no decision.
pub(super) fn repair<'a>(
    subject: &Subject<'a>,
    old: &Old,
    holder: Node<'a>,
    key: Node<'a>,
    value: Node<'a>,
) -> Option<(Safety, Vec<Edit>)> {
    let edit = |span, text| vec![Edit { at: subject.object.location(span), text }];
    let written = |name| holder.get(name).is_some();
    match old.becomes {
        CurrentForm::Words | CurrentForm::Below(_) => None,
        CurrentForm::Name(name) if written(name) => None,
        CurrentForm::Name(name) => Some((Safety::Safe, vec![subject.rewrite(key, name)])),
        // JSON would need its keys quoted.
        _ if key.style() != NodeStyle::Plain => None,
        CurrentForm::Target(..) if written("target") => None,
        CurrentForm::Target(kind, field) => {
            let text = target(holder, key, kind, field, one_line(value)?)?;
            Some((Safety::Safe, edit(Span::new(key.span().start, value.span().end), text)))
        }
        CurrentForm::Service if written("service") => None,
        CurrentForm::Service => {
            let port = holder.entry("servicePort")?;
            let field = if matches!(port.value.value(), Value::Int(_)) { "number" } else { "name" };
            let (from, to) = neighbours(holder, key, value, port.key, port.value)?;
            let text = service(holder, from, one_line(value)?, field, one_line(port.value)?)?;
            Some((Safety::Safe, edit(Span::new(from.span().start, to.span().end), text)))
        }
    }
}

/// A metric's target, in the style of the map that it is put into.
fn target(holder: Node<'_>, key: Node<'_>, kind: &str, field: &str, value: &str) -> Option<String> {
    if holder.style() == NodeStyle::Flow {
        return Some(format!("target: {{type: {kind}, {field}: {value}}}"));
    }
    let below = " ".repeat(indent(holder, key)? + 2);
    Some(format!("target:\n{below}type: {kind}\n{below}{field}: {value}"))
}

/// An Ingress backend's service, in the style of the map that it is put into.
fn service(holder: Node<'_>, key: Node<'_>, name: &str, field: &str, port: &str) -> Option<String> {
    if holder.style() == NodeStyle::Flow {
        return Some(format!("service: {{name: {name}, port: {{{field}: {port}}}}}"));
    }
    let below = " ".repeat(indent(holder, key)? + 2);
    Some(format!("service:\n{below}name: {name}\n{below}port:\n{below}  {field}: {port}"))
}

/// The column of a block map's key.
fn indent(holder: Node<'_>, key: Node<'_>) -> Option<usize> {
    let text = holder.tree().text();
    let before = &text[..key.span().start as usize];
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    line.bytes().all(|b| matches!(b, b' ' | b'-')).then_some(line.len())
}

/// A scalar as written, if it is on one line.
fn one_line(node: Node<'_>) -> Option<&str> {
    let scalar = !node.is_map() && !node.is_list();
    let raw = node.raw();
    (scalar && !raw.is_empty() && !raw.contains('\n')).then_some(raw)
}

/// The first key and the last value of two entries with nothing but blanks between them.
fn neighbours<'a>(
    holder: Node<'a>,
    key: Node<'a>,
    value: Node<'a>,
    other_key: Node<'a>,
    other_value: Node<'a>,
) -> Option<(Node<'a>, Node<'a>)> {
    let (first, end, second, last) = if key.id() < other_key.id() {
        (key, value, other_key, other_value)
    } else {
        (other_key, other_value, key, value)
    };
    let text = holder.tree().text();
    let between = text.get(end.span().end as usize..second.span().start as usize)?;
    between.bytes().all(|b| matches!(b, b' ' | b'\r' | b'\n' | b',')).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::type_named;

    #[test]
    fn the_table_is_sorted_and_no_field_is_in_use() {
        assert!(OLD.is_sorted_by_key(|old| (old.ty, old.field)));
        for old in OLD {
            let ty = type_named(old.ty).unwrap_or_else(|| panic!("no type {}", old.ty));
            assert!(ty.field_versions(old.field).is_empty(), "{}.{}", old.ty, old.field);
            if let CurrentForm::Name(name) = old.becomes {
                assert!(!ty.field_versions(name).is_empty(), "{}.{name}", old.ty);
            }
        }
    }
}
