//! Everything that is tested through kubevet's own doors, in one binary.

mod alarms;
mod apply;
mod bounds;
mod built;
mod cli;
mod conformance;
mod corpus;
mod files;
mod fixes;
mod golden;
mod kustomize;
mod layers;
mod live;
mod masked;
mod mistakes;
mod properties;
mod readme;
mod report;
mod rules;
mod said;
mod secrets;
mod sight;
mod syntax;
mod temp_dir;
mod validation;
mod words;
