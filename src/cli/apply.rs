//! `kubevet apply` and `kubevet create`: what a server would answer, without one.

use std::{io::Write as _, path::PathBuf, str::FromStr, thread};

use clap::Args;
use serde_json::Value;

use super::{
    Run, config as settings,
    error::{CliError, FAILED, FOUND},
    objects, ui,
};
use crate::{
    dryrun::{self, Answer, Request, UnknownFields},
    input::{self, Source},
    model::Requirements,
    print,
    validate::pod_security::Policy,
};

#[derive(Args, Debug)]
pub(crate) struct ApplyArgs {
    /// Files and folders with the objects; - is standard input
    #[arg(short, long, value_name = "PATH", value_delimiter = ',')]
    filename: Vec<PathBuf>,
    /// Enter the folders below those that are named
    #[arg(short = 'R', long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", hide_possible_values = true)]
    recursive: Option<bool>,
    /// Who answers: server (as an API server would) or client (as kubectl would by itself)
    #[arg(long, value_name = "WHO", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    dry_run: Option<String>,
    /// Print the objects instead of a line for each: yaml, json or name
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<Output>,
    /// Only objects with these labels: key=value,key in (a,b),!key
    #[arg(short = 'l', long, value_name = "LABELS", default_value = "", hide_default_value = true)]
    selector: Requirements,
    /// The namespace of objects that name none
    #[arg(short, long, value_name = "NAMESPACE")]
    namespace: Option<String>,
    /// What to do with unknown and repeated fields: strict, warn or ignore
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "strict")]
    validate: Option<String>,
    /// What Pod Security enforces in namespaces without its labels: baseline, restricted:v1.30
    #[arg(long, value_name = "LEVEL")]
    pod_security: Option<Policy>,
    /// Say what server-side apply would
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", hide_possible_values = true)]
    server_side: Option<bool>,
    #[command(flatten)]
    kubectl: Ignored,
}

/// Flags of kubectl that change nothing where nothing is changed.
#[derive(Args, Debug)]
struct Ignored {
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    force: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    force_conflicts: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    show_managed_fields: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    overwrite: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    openapi_patch: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    save_config: Option<bool>,
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    wait: Option<bool>,
    #[arg(long, hide = true)]
    timeout: Option<String>,
    #[arg(long, hide = true)]
    grace_period: Option<i64>,
    #[arg(long, hide = true)]
    cascade: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    Name,
    Objects(print::Form),
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Output, String> {
        match text {
            "name" => Ok(Output::Name),
            "yaml" => Ok(Output::Objects(print::Form::Yaml)),
            "json" => Ok(Output::Objects(print::Form::Json)),
            _ => Err("allowed formats are: json, name, yaml".to_owned()),
        }
    }
}

/// Which of the two verbs is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Apply,
    Create,
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Verb::Apply => "apply",
            Verb::Create => "create",
        }
    }
}

/// Objects nest up to 10,000 levels deep, and are walked recursively: so much stack is reserved for
/// that. The system gives it as it is used.
const STACK: usize = 1 << 29;

pub(super) fn run(verb: Verb, args: &ApplyArgs, run: &Run) -> Result<u8, CliError> {
    let server = server(verb, args)?;
    if args.filename.is_empty() {
        return Err(CliError::new("must specify one of -f and -k")
            .hint(format!("kubevet {} --dry-run=server -f FILE", verb.name())));
    }
    let sources = objects::read(&args.filename, args.recursive.unwrap_or(false), verb.name(), run)?;
    let request = request(verb, server, args, &sources, run)?;
    thread::scope(|scope| {
        let work = || answer(verb, args, &sources, &request, run);
        let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let worker = worker.map_err(|e| CliError::new(format!("cannot start a thread: {e}")))?;
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Whether the server is to answer.
fn server(verb: Verb, args: &ApplyArgs) -> Result<bool, CliError> {
    let server_side = args.server_side.unwrap_or(false);
    match args.dry_run.as_deref() {
        Some("server") => Ok(true),
        Some("client") if server_side => Err(CliError::new(
            "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server \
             instead?)",
        )),
        Some("client") => Ok(false),
        None | Some("" | "none") => {
            Err(CliError::new("kubevet has no cluster; add --dry-run=server")
                .hint(format!("kubevet {} --dry-run=server -f FILE", verb.name())))
        }
        Some(other) => Err(CliError::new(format!(
            "Invalid dry-run value ({other}). Must be \"server\" or \"client\"."
        ))),
    }
}

fn request(
    verb: Verb,
    server: bool,
    args: &ApplyArgs,
    sources: &[Source],
    run: &Run,
) -> Result<Request, CliError> {
    let folder = sources.first().map_or("", Source::folder);
    let folder = input::clean(&run.working_directory.join(folder));
    let path = settings::choose(run, &folder);
    let config = settings::load(run, path.as_deref(), &run.working_directory)?;
    let resolved = settings::resolve(&config, run)?;
    let unknown_fields = match args.validate.as_deref() {
        None | Some("strict" | "true") => UnknownFields::Refused,
        Some("warn") => UnknownFields::Warned,
        Some("ignore" | "false") => UnknownFields::Dropped,
        Some(other) => {
            return Err(CliError::new(format!(
                "invalid - validate option \"{other}\"; must be one of: strict (or true), warn, \
                 ignore (or false)"
            )));
        }
    };
    let mut cluster = resolved.rules.cluster;
    cluster.pod_security = args.pod_security.or(cluster.pod_security);
    Ok(Request {
        version: resolved.version,
        cluster,
        namespace: args.namespace.clone(),
        selector: args.selector.clone(),
        server,
        apply: verb == Verb::Apply,
        unknown_fields,
    })
}

fn answer(
    verb: Verb,
    args: &ApplyArgs,
    sources: &[Source],
    request: &Request,
    run: &Run,
) -> Result<u8, CliError> {
    let answers = dryrun::ask(sources, request);
    if answers.is_empty() {
        let error = format!("no objects passed to {}", verb.name());
        return Err(CliError { exit_code: FOUND, ..CliError::new(error) });
    }
    let mut out = ui::stdout();
    let mut objects = Vec::new();
    for Answer { name, warnings, result } in &answers {
        for warning in warnings {
            run.ui.plain(&format!("Warning: {warning}"));
        }
        match (result, args.output) {
            (Err(error), _) => run.ui.plain(error),
            (Ok(object), Some(Output::Objects(_))) => objects.push(object),
            (Ok(_), Some(Output::Name)) => writeln!(out, "{name}")?,
            (Ok(_), None) => {
                let done = match args.server_side {
                    Some(true) => "serverside-applied",
                    _ => "created",
                };
                let who = if request.server { "server dry run" } else { "dry run" };
                writeln!(out, "{name} {done} ({who})")?;
            }
        }
    }
    if let Some(Output::Objects(form)) = args.output {
        print_objects(verb, &objects, form, &mut out)?;
    }
    out.flush()?;
    let unread = sources.iter().any(|source| source.failure.is_some());
    let refused = answers.iter().any(|answer| answer.result.is_err());
    Ok(if unread { FAILED } else { u8::from(refused) * FOUND })
}

/// `apply` prints several objects as one list, `create` one after the other.
fn print_objects(
    verb: Verb,
    objects: &[&Value],
    form: print::Form,
    out: &mut dyn std::io::Write,
) -> Result<(), CliError> {
    if verb == Verb::Apply && objects.len() > 1 {
        return Ok(print::list(objects, form, out)?);
    }
    for (index, object) in objects.iter().enumerate() {
        if index > 0 && form == print::Form::Yaml {
            writeln!(out, "---")?;
        }
        print::value(object, form, out)?;
    }
    Ok(())
}
