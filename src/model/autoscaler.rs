//! What scales what: horizontal pod autoscalers of every version, and KEDA's scaled objects.

use super::{Object, ObjectId, Place, Workspace};

/// An object that sets the number of replicas of another one.
#[derive(Clone, Copy)]
pub struct Autoscaler<'a> {
    object: &'a Object,
    spec: Place<'a>,
    keda: bool,
}

/// The object that an autoscaler names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleTarget<'a> {
    /// Its API group; empty for the core group.
    pub group: &'a str,
    pub kind: &'a str,
    pub name: &'a str,
}

/// A metric about CPU or memory, of whole pods or of one container.
#[derive(Clone, Copy)]
pub struct ResourceMetric<'a> {
    pub resource: &'a str,
    pub container: Option<Place<'a>>,
    /// Measured against the requests; else it is an absolute amount.
    pub utilization: bool,
    /// Where it is written; the spec for the metric that the server fills in.
    pub place: Place<'a>,
}

/// Kinds of autoscalers.
pub const AUTOSCALERS: &[&str] = &["HorizontalPodAutoscaler", "ScaledObject"];

impl<'a> Autoscaler<'a> {
    pub fn of(object: &'a Object) -> Option<Autoscaler<'a>> {
        let keda = object.gvk.is("keda.sh", "ScaledObject");
        let known = keda || object.gvk.is("autoscaling", "HorizontalPodAutoscaler");
        known.then(|| Autoscaler { object, spec: object.field("spec"), keda })
    }

    pub fn object(self) -> &'a Object {
        self.object
    }

    pub fn is_keda(self) -> bool {
        self.keda
    }

    pub fn reference(self) -> Place<'a> {
        self.spec.get("scaleTargetRef")
    }

    /// `None` where no name is given.
    pub fn target(self) -> Option<ScaleTarget<'a>> {
        let reference = self.reference();
        let name = reference.get("name").text().filter(|name| !name.is_empty())?;
        let default = |place: Place<'a>, text| match place.str() {
            "" if self.keda => text,
            written => written,
        };
        let version = default(reference.get("apiVersion"), "apps/v1");
        let kind = default(reference.get("kind"), "Deployment");
        let group = version.split_once('/').map_or("", |(group, _)| group);
        Some(ScaleTarget { group, kind, name })
    }

    /// The smallest number of replicas, as filled in where it is not written.
    pub fn min(self) -> i64 {
        let (field, default) = if self.keda { ("minReplicaCount", 0) } else { ("minReplicas", 1) };
        self.spec.get(field).int().unwrap_or(default)
    }

    pub fn max(self) -> Option<i64> {
        let (field, default) =
            if self.keda { ("maxReplicaCount", Some(100)) } else { ("maxReplicas", None) };
        self.spec.get(field).int().or(default)
    }

    /// Its metrics about CPU and memory. Without any metric the server fills in a CPU utilization.
    pub fn resource_metrics(self) -> Vec<ResourceMetric<'a>> {
        let cpu =
            |place| ResourceMetric { resource: "cpu", container: None, utilization: true, place };
        if self.keda {
            return Vec::new();
        }
        let annotations = self.object.place().at(&["metadata", "annotations"]);
        if self.object.gvk.version == "v1" {
            let percent = self.spec.get("targetCPUUtilizationPercentage");
            let noted = annotations.get("autoscaling.alpha.kubernetes.io/metrics").is_set();
            let place = if percent.is_set() { percent } else { self.spec };
            return if noted && !percent.is_set() { Vec::new() } else { vec![cpu(place)] };
        }
        let metrics = self.spec.get("metrics");
        if metrics.is_empty() {
            return vec![cpu(self.spec)];
        }
        metrics.items().filter_map(resource_metric).collect()
    }
}

/// Whether an object is of the kind of a target, as it is written or as it is read.
fn is_of(object: &Object, target: &ScaleTarget<'_>) -> bool {
    [&object.gvk, object.written_gvk()].iter().any(|gvk| gvk.is(target.group, target.kind))
}

fn resource_metric(metric: Place<'_>) -> Option<ResourceMetric<'_>> {
    let (source, container) = match metric.get("type").str() {
        "Resource" => (metric.get("resource"), None),
        "ContainerResource" => {
            let source = metric.get("containerResource");
            (source, Some(source.get("container")))
        }
        _ => return None,
    };
    let resource = source.get("name").text()?;
    let utilization = source.at(&["target", "averageUtilization"]).is_set();
    Some(ResourceMetric { resource, container, utilization, place: source.get("name") })
}

/// Of so many objects that rule one namespace more are not looked at.
const RULERS: usize = 16;

impl Workspace {
    /// Every autoscaler that is whole.
    pub fn autoscalers(&self) -> impl Iterator<Item = Autoscaler<'_>> {
        let kinds = ["HorizontalPodAutoscaler", "ScaledObject"].into_iter();
        kinds
            .flat_map(|kind| self.of_kind(kind))
            .filter(|object| object.is_whole())
            .filter_map(Autoscaler::of)
    }

    /// Every autoscaler with the name of what it scales, sorted by id.
    pub(super) fn scaled_names(&self) -> Vec<(ObjectId, &str)> {
        let scalers = self.autoscalers();
        let mut scaled: Vec<(ObjectId, &str)> = scalers
            .filter_map(|scaler| Some((scaler.object().id, scaler.target()?.name)))
            .collect();
        // They come by kind.
        scaled.sort_unstable();
        scaled
    }

    /// The objects in sight that an autoscaler may mean.
    pub fn scaled_by<'a>(&'a self, autoscaler: Autoscaler<'a>) -> Vec<&'a Object> {
        let Some(target) = autoscaler.target() else { return Vec::new() };
        let mut found = self.find_all(autoscaler.object(), target.kind, target.name);
        found.retain(|object| is_of(object, &target));
        found
    }

    /// The autoscalers in sight of a workload that name it.
    pub fn autoscalers_of<'a>(&'a self, workload: &Object) -> Vec<Autoscaler<'a>> {
        let names = |object: &Object| {
            let target = Autoscaler::of(object).and_then(Autoscaler::target);
            target.is_some_and(|target| is_of(workload, &target))
        };
        let seen = self.seen_of(workload, self.index().autoscalers_of(&workload.name), &names);
        seen.into_iter().filter_map(Autoscaler::of).collect()
    }

    /// The autoscalers that an object sees of anything of a name and kind.
    pub fn autoscalers_in_sight<'a>(
        &'a self,
        from: &Object,
        name: &str,
        kind: &str,
    ) -> Vec<Autoscaler<'a>> {
        let names = |object: &Object| {
            let target = Autoscaler::of(object).and_then(Autoscaler::target);
            target.is_some_and(|target| target.kind == kind)
        };
        let seen = self.seen_of(from, self.index().autoscalers_of(name), &names);
        seen.into_iter().filter_map(Autoscaler::of).collect()
    }

    /// The first autoscaler of anything of a name that is wanted, wherever it is.
    pub fn first_autoscaler_of<'a>(
        &'a self,
        from: &Object,
        name: &str,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Option<Autoscaler<'a>> {
        let list = self.index().autoscalers_of(name);
        self.first_fitting(from, list, wanted).and_then(Autoscaler::of)
    }

    /// The objects of a kind that rule a namespace, as a LimitRange does, and hold for `object`:
    /// in its file or directory, else of the very namespace that it names.
    pub fn ruling<'a>(&'a self, kind: &str, object: &Object) -> Vec<&'a Object> {
        let mut seen = self.seen_of_kind(object, kind, &Object::is_whole);
        seen.retain(|ruler| self.may_rule(ruler, object));
        seen.truncate(RULERS);
        seen
    }

    /// Whether an object that rules a namespace could hold for `object`, whatever else does.
    pub fn may_rule(&self, ruler: &Object, object: &Object) -> bool {
        let dir = |object: &Object| self.source(object.source).dir();
        dir(ruler) == dir(object)
            || object.namespace.is_some() && object.namespace == ruler.namespace
    }
}

/// How many replicas a workload asks for: what is written, else what its autoscaler keeps at least.
pub fn replicas(workspace: &Workspace, workload: &Object) -> Option<i64> {
    let scalers = workspace.autoscalers_of(workload);
    match scalers.first() {
        Some(scaler) => Some(scaler.min()),
        None => workload.field("spec").get("replicas").int(),
    }
}
