//! Kubernetes objects: what a document says, typed and placed, and all objects of a run together.

mod at;
pub mod autoscaler;
pub mod firsts;
pub mod gates;
mod index;
pub mod labels;
pub mod lifecycle;
pub mod near;
pub mod object;
pub mod path;
pub mod pattern;
mod place;
pub mod pods;
pub mod ports;
mod read;
mod requirements;
pub mod resources;
pub mod schema;
pub mod selection;
mod sight;
pub mod value;
pub mod version;
mod views;
pub mod workspace;

pub use at::At;
pub use autoscaler::Autoscaler;
pub use labels::Selector;
pub use object::{Gvk, Object, ObjectId};
pub use place::Place;
pub use pods::{InPod, PodTemplate};
pub use ports::Target;
pub use read::{TypeError, fields_of, read};
pub use requirements::Requirements;
pub use selection::{NearPod, Whose};
pub use workspace::Workspace;
