//! Lints Kubernetes manifests offline, as strictly as the API server.
//!
//! Data flows one way: [`input`] gathers texts, [`syntax`] reads them into trees that know where
//! every value stands, [`model`] makes typed objects of them, [`cel`] reads the
//! expressions in them, [`validate`] says what an API server
//! would say, [`rules`] judge the objects together; both yield [`findings`], which [`report`] prints.
#![forbid(unsafe_code)]

pub mod cel;
pub mod cli;
pub mod config;
pub mod findings;
pub mod input;
pub mod lint;
pub mod model;
pub mod project;
pub mod report;
pub mod rules;
pub mod syntax;
pub mod validate;
