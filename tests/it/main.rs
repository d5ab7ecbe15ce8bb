//! Everything that is tested through kubevet's own doors, in one binary.

mod alarms;
mod apply;
mod cli;
mod conformance;
mod corpus;
mod files;
mod fixes;
mod golden;
mod kustomize;
mod layers;
mod live;
mod mistakes;
mod properties;
mod readme;
mod report;
mod rules;
mod secrets;
mod sight;
mod temp_dir;
mod validation;
mod words;
