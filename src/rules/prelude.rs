//! Everything that a rule needs from the rest of the crate.

pub use super::{
    CheckedRule, Containers, Context, Elsewhere, Every, Fixable, Kinds, Objects, Pods, Preset,
    References, Rule, WholeRun,
    names::{self, UnknownName},
    selectors,
};
pub use crate::{
    code,
    diagnostic::{Safety, Severity},
    model::{
        At, Autoscaler, InPod, Object, Place, PodTemplate, Reference, Selector, TargetPort, Use,
        VolumeSource, Whose,
        autoscaler::{AUTOSCALERS, ResourceMetric, replicas},
        labels::Term,
        resources::{ResourceField, amount},
        similar,
        value::{IntOrPercent, Quantity},
    },
    syntax::edit::scalar,
    text,
    text::{Text, few, key, name},
};
