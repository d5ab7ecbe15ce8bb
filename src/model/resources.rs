//! What containers ask for, and what a LimitRange fills in.

use super::{InPod, Place, PodTemplate, value::Quantity};

/// One of the two lists of a container's resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceField {
    Requests,
    Limits,
}

impl ResourceField {
    pub const fn field(self) -> &'static str {
        match self {
            ResourceField::Requests => "requests",
            ResourceField::Limits => "limits",
        }
    }

    /// For one container: `request`, `limit`.
    pub const fn noun(self) -> &'static str {
        match self {
            ResourceField::Requests => "request",
            ResourceField::Limits => "limit",
        }
    }
}

/// The amount at a place, if it is one.
pub fn amount(place: Place<'_>) -> Option<Quantity> {
    Quantity::of(place.node()?)?.ok()
}

impl<'a> InPod<'a> {
    /// The place of an amount, written or not.
    pub fn resource(self, side: ResourceField, resource: &'a str) -> Place<'a> {
        self.field("resources").get(side.field()).get(resource)
    }

    /// The amount of a resource: as written; for a request, else its limit.
    pub fn asks(self, side: ResourceField, resource: &'a str) -> Option<Quantity> {
        let own = amount(self.resource(side, resource));
        match side {
            ResourceField::Requests => {
                own.or_else(|| amount(self.resource(ResourceField::Limits, resource)))
            }
            ResourceField::Limits => own,
        }
    }

    /// As [`InPod::asks`], with what LimitRanges fill in
    /// (`plugin/pkg/admission/limitranger/admission.go`).
    pub fn asks_under(
        self,
        ranges: &[Place<'a>],
        side: ResourceField,
        resource: &'a str,
    ) -> Option<Quantity> {
        let filled = || ranges.iter().find_map(|item| default(*item, side, resource));
        self.asks(side, resource).or_else(filled)
    }
}

/// What an item of a LimitRange fills in (`pkg/apis/core/v1/defaults.go`, `LimitRangeItem`).
fn default<'a>(item: Place<'a>, side: ResourceField, resource: &'a str) -> Option<Quantity> {
    if item.get("type").str() != "Container" {
        return None;
    }
    let lists: &[&str] = match side {
        ResourceField::Limits => &["default", "max"],
        ResourceField::Requests => &["defaultRequest", "default", "max", "min"],
    };
    lists.iter().find_map(|list| amount(item.get(list).get(resource)))
}

impl<'a> PodTemplate<'a> {
    /// Whether requests or limits are set for the pod as a whole.
    pub fn has_own_resources(self) -> bool {
        let own = self.spec.field("resources");
        !own.get("requests").is_empty() || !own.get("limits").is_empty()
    }

    /// What all containers that run together ask for; `None` where one of them asks for nothing.
    pub fn asks(
        self,
        ranges: &[Place<'a>],
        side: ResourceField,
        resource: &'a str,
    ) -> Option<Quantity> {
        let mut total = Quantity::zero();
        for container in self.running() {
            total = total.plus(&container.asks_under(ranges, side, resource)?);
        }
        Some(total)
    }
}
