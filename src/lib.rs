//! Lints Kubernetes manifests offline, as strictly as the API server.
//!
//! Data flows one way: [`input`] gathers texts, [`syntax`] reads them into trees that know where
//! every value is, [`model`] makes typed objects of them, [`cel`] reads the expressions in them,
//! [`defaults`] says what an API server makes of objects and [`validate`] what it would say,
//! [`rules`] check the objects together; both yield [`findings`], which [`report`] prints.
//! [`dryrun`] answers as the API server would, [`kustomize`] builds objects, and [`print`] writes
//! them, as kubectl does.
#![forbid(unsafe_code)]

pub mod cel;
pub mod cli;
pub mod config;
pub mod defaults;
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
