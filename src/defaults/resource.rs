//! Defaults of devices (`pkg/apis/resource/*/defaults.go`).

use serde_json::Value;

use super::{Fields, is_empty, set_absent, text};

/// In `v1beta1`, a request for one class of devices; one for several has its own parts.
pub(super) fn device_request(request: &mut Fields) {
    if text(request, "deviceClassName").is_empty() {
        return;
    }
    if text(request, "allocationMode").is_empty() {
        request.insert("allocationMode".to_owned(), "ExactCount".into());
    }
    if text(request, "allocationMode") == "ExactCount" && request.get("count").is_none_or(is_empty)
    {
        request.insert("count".to_owned(), 1.into());
    }
}

pub(super) fn device(device: &mut Fields) {
    let mappings = device.get_mut("nodeAllocatableResourceMappings").and_then(Value::as_object_mut);
    for mapping in mappings.into_iter().flatten().filter_map(|(_, value)| value.as_object_mut()) {
        set_absent(mapping, "allocationMultiplier", "1");
    }
}
