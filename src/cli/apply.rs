//! `kubevet apply` and `kubevet create`: what the API server would answer, without one.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    sync::Arc,
    thread,
};

use clap::Args;
use serde_json::Value;

use super::{
    CommandEnv, config as settings,
    error::{CliError, FAILED, FOUND},
    kustomize::{self, BuiltObjects},
    objects, ui,
};
use crate::{
    dryrun::{self, Answer, Live, Request, UnknownFields},
    input::{self, Mode, Source},
    kustomize::BuildOptions,
    model::{Requirements, version::Version},
    print::{self, JsonPath, PrintError},
    report::named,
    validate::pod_security::LevelVersion,
};

#[derive(Args, Debug)]
pub(crate) struct ApplyArgs {
    /// Files and directories that contain the objects; - reads standard input
    #[arg(short, long, value_name = "PATH", value_delimiter = ',')]
    filename: Vec<PathBuf>,
    /// Directory of a kustomization to build and use instead of -f
    #[arg(short, long, value_name = "DIR")]
    kustomize: Option<PathBuf>,
    /// Also read subdirectories
    #[arg(short = 'R', long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", hide_possible_values = true)]
    recursive: Option<bool>,
    /// Answer as the API server would (server), or as kubectl would on its own (client)
    #[arg(long, value_name = "MODE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    dry_run: Option<String>,
    /// Output format: yaml, json, kyaml, name, jsonpath=TEMPLATE, jsonpath-as-json=TEMPLATE or
    /// jsonpath-file=FILE [default: one line per object]
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<String>,
    /// Template or file for -o jsonpath, jsonpath-as-json or jsonpath-file
    #[arg(long, value_name = "TEMPLATE", hide = true)]
    template: Option<String>,
    /// Ignore fields of a template that are missing in the object
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", hide = true)]
    allow_missing_template_keys: Option<bool>,
    /// Label selector that filters the objects: key=value,key in (a,b),!key
    #[arg(short = 'l', long, value_name = "LABELS", default_value = "", hide_default_value = true)]
    selector: Requirements,
    /// Namespace of objects that do not set one
    #[arg(short, long, value_name = "NAMESPACE")]
    namespace: Option<String>,
    /// How to handle unknown and duplicate fields: strict, warn or ignore
    #[arg(long, value_name = "MODE", num_args = 0..=1, require_equals = true, default_missing_value = "strict")]
    validate: Option<String>,
    /// Pod Security level that is enforced in namespaces without its labels, such as baseline or
    /// restricted:v1.30
    #[arg(long, value_name = "LEVEL")]
    pod_security: Option<LevelVersion>,
    /// Files and directories with the objects of the cluster, as printed by kubectl get -o yaml:
    /// objects among these are updated instead of created. Not checked: webhooks, quotas, and
    /// whether a StorageClass allows volume expansion
    #[arg(long, value_name = "DUMP", value_delimiter = ',')]
    live: Vec<PathBuf>,
    /// Answer as server-side apply would
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", hide_possible_values = true)]
    server_side: Option<bool>,
    #[command(flatten)]
    kubectl: Ignored,
}

/// Flags of kubectl that have no effect in a dry run.
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

/// What is printed of the objects that were accepted.
#[derive(Debug)]
enum ApplyFormat {
    /// A line for each, such as `configmap/web created`.
    Lines,
    Name,
    Objects(print::ObjectFormat),
    Template(JsonPath),
}

impl ApplyFormat {
    fn of(args: &ApplyArgs, run: &CommandEnv) -> Result<ApplyFormat, CliError> {
        let Some(format) = args.output.as_deref() else { return Ok(ApplyFormat::Lines) };
        let (name, inline) = match format.split_once('=') {
            Some((name, template)) => (name, Some(template)),
            None => (format, None),
        };
        Ok(match (name, inline) {
            ("", None) => ApplyFormat::Lines,
            ("name", None) => ApplyFormat::Name,
            ("yaml", None) => ApplyFormat::Objects(print::ObjectFormat::Yaml),
            ("json", None) => ApplyFormat::Objects(print::ObjectFormat::Json),
            ("kyaml", None) => ApplyFormat::Objects(print::ObjectFormat::Kyaml),
            ("jsonpath" | "jsonpath-as-json" | "jsonpath-file", _) => {
                let text = inline.or(args.template.as_deref()).unwrap_or("");
                let mut template = template(name, text, run)?;
                template.as_json = name == "jsonpath-as-json";
                template.strict = args.allow_missing_template_keys == Some(false);
                ApplyFormat::Template(template)
            }
            ("go-template" | "go-template-file" | "template" | "templatefile", _) => {
                let error = CliError::new(format!("Go templates are not supported (-o {name})"));
                return Err(error.hint("use JSONPath, such as -o jsonpath='{.metadata.name}'"));
            }
            _ => {
                return Err(CliError::new(format!(
                    "unable to match a printer suitable for the output format \"{format}\", \
                     allowed formats are: json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,\
                     yaml"
                )));
            }
        })
    }
}

/// The longest template that is read from a file, in bytes.
const MAX_TEMPLATE: u64 = 1 << 20;

fn template(format: &str, text: &str, run: &CommandEnv) -> Result<JsonPath, CliError> {
    if text.is_empty() {
        return Err(CliError::new("template format specified but no template given"));
    }
    let text = if format == "jsonpath-file" {
        let read = input::text(&run.working_directory.join(text), MAX_TEMPLATE);
        read.map_err(|e| CliError::new(format!("error reading --template {text}, {e}")))?
    } else {
        text.to_owned()
    };
    JsonPath::parse(&text).map_err(CliError::new)
}

/// Which of the two verbs is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ApplyVerb {
    Apply,
    Create,
}

impl ApplyVerb {
    fn name(self) -> &'static str {
        match self {
            ApplyVerb::Apply => "apply",
            ApplyVerb::Create => "create",
        }
    }
}

/// Objects nest up to 10,000 levels deep, and are walked recursively: so much stack is reserved for
/// that. The system gives it as it is used.
const STACK: usize = 1 << 29;

pub(super) fn run(verb: ApplyVerb, args: &ApplyArgs, run: &CommandEnv) -> Result<u8, CliError> {
    let server = server(verb, args)?;
    let output = ApplyFormat::of(args, run)?;
    let Input { sources, left_out } = input(verb, args, run)?;
    let request = request(verb, server, args, &sources, run)?;
    let code = thread::scope(|scope| {
        let work = || answer(verb, args, &output, &sources, &request, run);
        let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let worker = worker.map_err(|e| CliError::new(format!("cannot start a thread: {e}")))?;
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    Ok(if left_out { FAILED } else { code })
}

/// What the objects are read from.
struct Input {
    sources: Vec<Source>,
    /// A kustomization has parts that are not built here.
    left_out: bool,
}

fn input(verb: ApplyVerb, args: &ApplyArgs, run: &CommandEnv) -> Result<Input, CliError> {
    let recursive = args.recursive.unwrap_or(false);
    let Some(dir) = &args.kustomize else {
        if args.filename.is_empty() {
            return Err(CliError::new("must specify one of -f and -k")
                .hint(format!("run `kubevet {} --dry-run=server -f FILE`", verb.name())));
        }
        let sources = objects::read(&args.filename, recursive, verb.name(), run)?;
        return Ok(Input { sources, left_out: false });
    };
    objects::check_kustomize(!args.filename.is_empty(), recursive)?;
    let BuiltObjects { build, left_out } = kustomize::build(dir, &BuildOptions::default(), run)?;
    let name = input::shown(&run.working_directory.join(dir), &run.working_directory);
    let mut source = Source::new(name, build.to_yaml());
    source.mode = Mode::Objects;
    Ok(Input { sources: vec![source], left_out })
}

/// Whether the server is to answer.
fn server(verb: ApplyVerb, args: &ApplyArgs) -> Result<bool, CliError> {
    let server_side = args.server_side.unwrap_or(false);
    match args.dry_run.as_deref() {
        Some("server") => Ok(true),
        Some("client") if server_side => Err(CliError::new(
            "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server \
             instead?)",
        )),
        Some("client") => Ok(false),
        None | Some("" | "none") => {
            Err(CliError::new("kubevet does not connect to a cluster; add --dry-run=server")
                .hint(format!("run `kubevet {} --dry-run=server -f FILE`", verb.name())))
        }
        Some(other) => Err(CliError::new(format!(
            "Invalid dry-run value ({other}). Must be \"server\" or \"client\"."
        ))),
    }
}

/// The objects that are in the cluster.
fn live(args: &ApplyArgs, version: Version, run: &CommandEnv) -> Result<Live, CliError> {
    if args.live.is_empty() {
        return Ok(Live::default());
    }
    if args.server_side == Some(true) {
        return Err(CliError::new("--live cannot be used with --server-side").hint(
            "remove one of them: server-side apply also depends on fields that other managers own, \
             which are not evaluated",
        ));
    }
    objects::check(args.filename.iter().chain(&args.live), "apply")?;
    let sources = objects::read(&args.live, args.recursive.unwrap_or(false), "apply", run)?;
    Live::read(&sources, version).map_err(|error| CliError::new(format!("--live: {error}")))
}

fn request(
    verb: ApplyVerb,
    server: bool,
    args: &ApplyArgs,
    sources: &[Source],
    run: &CommandEnv,
) -> Result<Request, CliError> {
    let dir = sources.first().map_or("", Source::dir);
    let dir = input::clean(&run.working_directory.join(input::path_of(dir)));
    let path = settings::Chooser::new(run).choose(&dir);
    let config = settings::load(run, path.as_deref())?;
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
    let version = resolved.versions.newest;
    if !resolved.versions.older.is_empty() {
        run.ui.warn(&format!("answered as Kubernetes {version}, the newest of several versions"));
    }
    let mut cluster = resolved.rules.cluster;
    cluster.pod_security = args.pod_security.or(cluster.pod_security);
    Ok(Request {
        version,
        cluster,
        namespace: args.namespace.clone(),
        selector: args.selector.clone(),
        server,
        apply: verb == ApplyVerb::Apply,
        server_side: args.server_side == Some(true),
        unknown_fields,
        live: Arc::new(live(args, version, run)?),
        crds: objects::definitions(&resolved.crds, run)?.into(),
    })
}

fn answer(
    verb: ApplyVerb,
    args: &ApplyArgs,
    output: &ApplyFormat,
    sources: &[Source],
    request: &Request,
    run: &CommandEnv,
) -> Result<u8, CliError> {
    let answers = dryrun::ask(sources, request);
    if answers.is_empty() {
        let error = format!("no objects passed to {}", verb.name());
        return Err(CliError { exit_code: FOUND, ..CliError::new(error) });
    }
    let mut out = ui::stdout();
    let mut objects = Vec::new();
    for Answer { name, warnings, done, result, .. } in &answers {
        for warning in warnings {
            run.ui.plain(&format!("Warning: {warning}"));
        }
        match (result, output) {
            (Err(error), _) => run.ui.plain(error),
            (Ok(object), ApplyFormat::Objects(_) | ApplyFormat::Template(_)) => {
                objects.push(object);
            }
            (Ok(_), ApplyFormat::Name) => ui::line(name, &mut out)?,
            (Ok(_), ApplyFormat::Lines) => {
                let done = match args.server_side {
                    Some(true) => "serverside-applied",
                    _ => done.word(),
                };
                let who = if request.server { "server dry run" } else { "dry run" };
                ui::line(&format!("{name} {done} ({who})"), &mut out)?;
            }
        }
    }
    let printed = match output {
        ApplyFormat::Objects(form) => {
            print_objects(verb, &objects, *form, &mut out).map(|()| true)?
        }
        ApplyFormat::Template(template) => fill_in(verb, &objects, template, run, &mut out)?,
        ApplyFormat::Lines | ApplyFormat::Name => true,
    };
    out.flush()?;
    let is_unvalidated = |answer: &&Answer| answer.unvalidated && answer.result.is_ok();
    let names: Vec<&str> =
        answers.iter().filter(is_unvalidated).map(|answer| answer.name.as_str()).collect();
    if let Some(names) = named(&names) {
        run.ui.warn(&format!("not validated, except for metadata: {names}"));
    }
    let unread = sources.iter().any(|source| source.failure.is_some());
    let refused = !printed || answers.iter().any(|answer| answer.result.is_err());
    Ok(if unread { FAILED } else { u8::from(refused) * FOUND })
}

/// `apply` prints several objects as one list, `create` one after the other.
fn print_objects(
    verb: ApplyVerb,
    objects: &[&Value],
    form: print::ObjectFormat,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if verb == ApplyVerb::Apply && objects.len() > 1 {
        return print::list(objects, form, out);
    }
    for (index, object) in objects.iter().enumerate() {
        if index > 0 && form == print::ObjectFormat::Yaml {
            writeln!(out, "---")?;
        }
        print::value(object, form, out)?;
    }
    Ok(())
}

/// Like [`print_objects`], with a template; returns whether it could be applied to all of them.
fn fill_in(
    verb: ApplyVerb,
    objects: &[&Value],
    template: &JsonPath,
    run: &CommandEnv,
    out: &mut dyn io::Write,
) -> io::Result<bool> {
    let list = (verb == ApplyVerb::Apply && objects.len() > 1).then(|| print::list_of(objects));
    for object in list.as_ref().map_or(objects, |_| &[]).iter().copied().chain(&list) {
        match template.print(object, out) {
            Ok(()) => {}
            Err(PrintError::Template(error)) => {
                run.ui.plain(&format!("error: {error}"));
                return Ok(false);
            }
            Err(PrintError::Io(error)) => return Err(error),
        }
    }
    Ok(true)
}
