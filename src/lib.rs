//! Lints Kubernetes manifests offline, as strictly as the API server.
//!
//! Data flows in one direction: [`input`] reads texts, [`syntax`] parses them into trees that know
//! the position of every value, [`model`] builds typed objects from them, [`cel`] parses the
//! expressions in them, [`defaults`] sets defaults and [`validate`] validates as the API server
//! does, [`rules`] check the objects together; both report [`findings`], which [`report`] prints.
//! [`kustomize`] builds kustomizations, [`project`] decides what each file is, and [`lint`]
//! connects these steps, as [`config`] sets them. [`dryrun`] answers as the API server would, and
//! [`mod@print`] prints objects as kubectl does. [`cli`] has the commands.
#![forbid(unsafe_code)]

pub mod cel;
pub mod cli;
pub mod code;
pub mod config;
pub mod defaults;
pub mod diagnostic;
pub mod dryrun;
pub mod findings;
pub mod input;
pub mod kustomize;
pub mod lint;
pub mod model;
mod panics;
mod parallel;
pub mod print;
pub mod project;
pub mod report;
pub mod rules;
pub mod syntax;
pub mod text;
pub mod validate;
