//! Lints Kubernetes manifests offline, as strictly as the API server.
//!
//! Data flows in one direction: [`input`] reads texts, `syntax` parses them into trees that know
//! the position of every value, `model` builds typed objects from them, `cel` parses the
//! expressions in them, `defaults` sets defaults and `validate` validates as the API server does,
//! [`rules`] check the objects together. [`findings`] decides what remains of what they report, and
//! [`report`] prints it, and `fix` applies fixes. `kustomize` builds kustomizations, `project`
//! decides what each file is, and [`lint`] connects these steps, as [`config`] sets them. `dryrun`
//! answers as the API server would, and `print` prints objects as kubectl does. [`cli`] has the
//! commands.
//!
//! ```
//! use kubevet::{
//!     input::Source,
//!     lint::{Settings, lint},
//! };
//!
//! let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: []}\n";
//! let outcome = lint(vec![Source::new("pod.yaml", text)], &Settings::default());
//! let finding = &outcome.findings[0];
//! assert_eq!(finding.field_path.as_deref(), Some("spec.containers"));
//! assert!(finding.rejected());
//! ```
//!
//! Modules that this page does not list are for the program's own tests, benches and tools, and may
//! change with any release.
#![forbid(unsafe_code)]

mod cel;
pub mod cli;
pub mod code;
pub mod config;
#[doc(hidden)]
pub mod defaults;
pub mod diagnostic;
#[doc(hidden)]
pub mod dryrun;
pub mod findings;
#[doc(hidden)]
pub mod fix;
pub mod input;
#[doc(hidden)]
pub mod kustomize;
pub mod lint;
#[doc(hidden)]
pub mod model;
mod panics;
mod parallel;
#[doc(hidden)]
pub mod print;
#[doc(hidden)]
pub mod project;
pub mod report;
pub mod rules;
#[doc(hidden)]
pub mod syntax;
pub mod text;
#[doc(hidden)]
pub mod validate;
