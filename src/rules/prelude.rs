//! All that a rule needs of the rest.

pub use super::{
    Containers, Context, Elsewhere, Every, Fixable, Objects, Pods, Rule, Set, Whole, selectors,
};
pub use crate::{
    findings::Severity,
    model::{At, InPod, Object, Place, PodTemplate, Selector, Target, labels::Term, near},
    syntax::edit::{Safety, scalar},
};
