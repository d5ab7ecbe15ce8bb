//! Defaults of autoscalers (`pkg/apis/autoscaling/v2/defaults.go`), and how those of
//! `autoscaling/v1` are kept (`pkg/apis/autoscaling/v1/conversion.go`).

use serde_json::{Value, json};

use super::{Fields, at_mut, inner, is_empty, set_absent};

/// Without metrics, 80 % of the processors that are requested.
pub(super) fn spec(spec: &mut Fields) {
    if spec.get("metrics").is_none_or(is_empty) {
        let target = json!({"type": "Utilization", "averageUtilization": 80});
        let cpu = json!({"type": "Resource", "resource": {"name": "cpu", "target": target}});
        spec.insert("metrics".to_owned(), json!([cpu]));
    }
}

/// Both directions get all that is not written of them.
pub(super) fn behavior(behavior: &mut Fields) {
    let percent = json!({"type": "Percent", "value": 100, "periodSeconds": 15});
    let pods = json!({"type": "Pods", "value": 4, "periodSeconds": 15});
    let up = json!({
        "stabilizationWindowSeconds": 0,
        "selectPolicy": "Max",
        "policies": [pods, percent],
    });
    let down = json!({"selectPolicy": "Max", "policies": [percent]});
    for (direction, defaults) in [("scaleUp", up), ("scaleDown", down)] {
        let rules = inner(behavior, direction);
        let Value::Object(defaults) = defaults else { continue };
        for (key, value) in defaults {
            rules.entry(key).or_insert(value);
        }
    }
}

/// What `autoscaling/v1` has no fields for, it keeps in annotations: those of the status are made
/// anew, and a metric of the processors is the field that it has.
pub(super) fn older(autoscaler: &mut Fields) {
    const PREFIX: &str = "autoscaling.alpha.kubernetes.io";
    let metrics = format!("{PREFIX}/metrics");
    let mut written: Vec<Value> = Vec::new();
    if let Some(annotations) = at_mut(autoscaler, &["metadata", "annotations"]) {
        for live in ["conditions", "current-metrics", "scale-down-tolerance", "scale-up-tolerance"]
        {
            annotations.shift_remove(&format!("{PREFIX}/{live}"));
        }
        let text = annotations.shift_remove(&metrics);
        let text = text.as_ref().and_then(Value::as_str).unwrap_or("");
        written = serde_json::from_str(text).unwrap_or_default();
    }
    let utilization = |metric: &Value| {
        let cpu = metric["type"] == "Resource" && metric["resource"]["name"] == "cpu";
        metric["resource"]["targetAverageUtilization"].as_i64().filter(|_| cpu)
    };
    let any = !written.is_empty();
    let target = written.iter().find_map(utilization);
    written.retain(|metric| utilization(metric).is_none());
    let spec = inner(autoscaler, "spec");
    if let Some(target) = target.or((!any).then_some(80)) {
        set_absent(spec, "targetCPUUtilizationPercentage", target);
    }
    if !written.is_empty() {
        let annotations = inner(inner(autoscaler, "metadata"), "annotations");
        annotations.insert(metrics, Value::Array(written).to_string().into());
    }
}
