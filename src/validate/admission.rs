//! Webhook configurations, admission policies and their bindings
//! (`pkg/apis/admissionregistration/validation/validation.go`,
//! `apiserver/pkg/util/webhook/validation.go`).

use std::collections::BTreeSet;

use super::{
    Checker,
    expressions::{self, ReturnType},
    meta, names,
};
use crate::{
    cel::{self, CelType, Env},
    code::{self, Code},
    model::{Place, gates},
    text,
};

/// The variable whose fields are the variables of a policy.
const VARIABLES: &str = "variables";

const OPERATIONS: [&str; 5] = ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"];
/// What is deleted cannot be changed.
const MUTABLE: [&str; 4] = ["*", "CREATE", "UPDATE", "CONNECT"];

/// How the names of configurations end that servers read from their own files.
const STATIC: &str = ".static.k8s.io";

pub(super) fn webhooks<'a>(configuration: Place<'a>, cx: &mut Checker<'a>) {
    reserved_name(code::INVALID_WEBHOOK, configuration, cx);
    let mut seen = BTreeSet::new();
    for hook in configuration.get("webhooks").items() {
        webhook(hook, cx);
        review_versions(code::INVALID_WEBHOOK, hook.get("admissionReviewVersions"), cx);
        let name = hook.get("name");
        if !seen.insert(name.str()) && !name.is_empty() {
            cx.duplicate(
                code::INVALID_WEBHOOK,
                name,
                text!("two webhooks are named `{}`", name.str()),
            );
        }
    }
}

/// Refuses the names of what servers read from files; 1.36 only warns of them
/// (`ValidateStaticSuffix`, `WarningsForStaticSuffix`).
fn reserved_name<'a>(code: Code, configuration: Place<'a>, cx: &mut Checker<'a>) {
    let name = configuration.get("metadata").get("name");
    if !name.str().ends_with(STATIC) || !cx.version.since(36) {
        return;
    }
    let message = text!(
        "names that end in `{}` are reserved for configurations in files of the API server",
        text::name(STATIC)
    );
    let mark = cx.mark();
    cx.invalid(code, name, message).help("use a name with another ending");
    cx.refused_since(37, mark, "Kubernetes 1.37 rejects it");
}

fn webhook<'a>(hook: Place<'a>, cx: &mut Checker<'a>) {
    let name = hook.get("name");
    cx.format_or_missing(code::INVALID_WEBHOOK, name, names::fully_qualified_name(name.str()));
    for rule in hook.get("rules").items() {
        rule_with_operations(code::INVALID_WEBHOOK, rule, cx);
        excluded(rule, cx);
    }
    cx.one_of_set(code::INVALID_WEBHOOK, hook.get("failurePolicy"), &["Ignore", "Fail"]);
    cx.one_of_set(code::INVALID_WEBHOOK, hook.get("matchPolicy"), &["Exact", "Equivalent"]);
    cx.one_of_set(code::INVALID_WEBHOOK, hook.get("reinvocationPolicy"), &["IfNeeded", "Never"]);
    let effects = hook.get("sideEffects");
    if effects.is_set() {
        cx.one_of_set(code::INVALID_WEBHOOK, effects, &["None", "NoneOnDryRun"]);
    } else {
        cx.required(code::INVALID_WEBHOOK, effects, "`sideEffects` is missing")
            .help("write `None` if the webhook has no side effects");
    }
    cx.within(code::INVALID_WEBHOOK, hook.get("timeoutSeconds"), 1..=30);
    meta::label_selector(hook.get("namespaceSelector"), cx);
    meta::label_selector(hook.get("objectSelector"), cx);
    client(code::INVALID_WEBHOOK, hook.get("clientConfig"), cx);
    match_conditions(code::INVALID_WEBHOOK, hook.get("matchConditions"), false, cx);
}

/// Reviews about which no webhook is asked (`Excluded` in
/// `pkg/kubeapiserver/admission/exclusion/resources.go`).
const EXCLUDED: [(&str, &str); 6] = [
    ("authentication.k8s.io", "selfsubjectreviews"),
    ("authentication.k8s.io", "tokenreviews"),
    ("authorization.k8s.io", "localsubjectaccessreviews"),
    ("authorization.k8s.io", "selfsubjectaccessreviews"),
    ("authorization.k8s.io", "selfsubjectrulesreviews"),
    ("authorization.k8s.io", "subjectaccessreviews"),
];

/// Warns of resources in a rule about which no webhook is asked (`excludedResourcesNamedByRule`).
fn excluded<'a>(rule: Place<'a>, cx: &mut Checker<'a>) {
    if !cx.version.enables(gates::EXCLUDE_ADMISSION_WEBHOOK_VIRTUAL_RESOURCES) {
        return;
    }
    let (groups, resources) = (rule.get("apiGroups"), rule.get("resources"));
    if groups.items().chain(resources.items()).any(|item| item.str() == "*") {
        return;
    }
    let mut seen = BTreeSet::new();
    for group in groups.items() {
        for resource in resources.items() {
            let pair = (group.str(), resource.str());
            if !EXCLUDED.contains(&pair) || !seen.insert(pair) {
                continue;
            }
            let message = text!("webhooks are not called for `{}` of `{}`", pair.1, pair.0);
            cx.warn(code::WEBHOOK_RULE_WITHOUT_EFFECT, resource, message)
                .path(rule.path())
                .help("remove it");
        }
    }
}

/// The webhook's address: a Service or a URL.
pub(super) fn client<'a>(code: Code, client: Place<'a>, cx: &mut Checker<'a>) {
    let (url, service) = (client.get("url"), client.get("service"));
    match (url.is_set(), service.is_set()) {
        (true, false) => client_url(code, url, cx),
        (false, true) => client_service(code, service, cx),
        (both, _) => {
            let message = match both {
                true => "`clientConfig` has both `service` and `url`",
                false => "`clientConfig` has neither `service` nor `url`",
            };
            cx.required(code, client, message);
        }
    }
}

/// A URL with `https`, a host and optionally a path (`ValidateWebhookURL`).
pub(super) fn client_url<'a>(code: Code, url: Place<'a>, cx: &mut Checker<'a>) {
    let Some(parts) = super::url::parse(url.str()) else {
        let message = text!("`{}` is not a valid URL", names::shown(url.str()));
        cx.required(code, url, message).help("write a URL such as https://host/path");
        return;
    };
    let faults = [
        (!parts.scheme.eq_ignore_ascii_case("https"), "URL must start with https://"),
        (parts.host.is_empty(), "URL has no host"),
        (parts.user.is_some(), "URL must not contain a user"),
        (!parts.fragment.is_empty(), "URL must not contain a fragment (`#`)"),
        (!parts.query.is_empty(), "URL must not contain a query (`?`)"),
    ];
    for (_, message) in faults.into_iter().filter(|(found, _)| *found) {
        cx.invalid(code, url, message).help("write a URL such as https://host/path");
    }
}

/// A Service to call. The server swaps the paths of a missing name and namespace
/// (`ValidateWebhookService` is called with them the wrong way round).
pub(super) fn client_service<'a>(code: Code, service: Place<'a>, cx: &mut Checker<'a>) {
    let base = service.path();
    for (field, named) in [("name", "namespace"), ("namespace", "name")] {
        if service.get(field).is_empty() {
            let message = text!("Service has no `{}`", text::name(field));
            cx.required(code, service.get(field), message).path(format!("{base}.{named}"));
        }
    }
    cx.within(code, service.get("port"), 1..=65535);
    service_path(code, service.get("path"), cx);
}

fn service_path<'a>(code: Code, path: Place<'a>, cx: &mut Checker<'a>) {
    let text = path.str();
    if text.is_empty() || text == "/" {
        return;
    }
    if !text.starts_with('/') {
        let message = text!("path `{}` must start with `/`", names::shown(text));
        cx.invalid(code, path, message);
    }
    // The first character is skipped whatever it is.
    let rest = text.char_indices().nth(1).map_or("", |(at, _)| &text[at..]);
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    for step in rest.split('/') {
        if let Err(fault) = names::dns_subdomain(step) {
            let message = text!("part `{}` of the path {}", names::shown(step), fault.what);
            cx.invalid(code, path, message).help(fault.allowed);
        }
    }
}

/// The versions in which a webhook is called: the server must know one of them.
pub(super) fn review_versions<'a>(code: Code, versions: Place<'a>, cx: &mut Checker<'a>) {
    if !cx.require(code, versions) {
        return;
    }
    let mut seen = BTreeSet::new();
    for version in versions.items() {
        if !seen.insert(version.str()) {
            cx.invalid(code, version, text!("`{}` is listed twice", version.str()));
            continue;
        }
        cx.format(code, version, names::dns_1035_label);
    }
    if !["v1", "v1beta1"].iter().any(|version| seen.contains(version)) {
        cx.invalid(code, versions, "`admissionReviewVersions` must include v1 or v1beta1")
            .help("add v1, if the webhook supports it");
    }
}

/// A list in which `*` means all and so must be the only item.
fn alone<'a>(code: Code, list: Place<'a>, cx: &mut Checker<'a>) {
    if list.count() > 1 && list.items().any(|item| item.str() == "*") {
        let message = text!("`*` must be the only item of `{}`", text::name(list.name()));
        cx.invalid(code, list, message).help("remove the other items, or the `*`");
    }
}

fn rule_with_operations<'a>(code: Code, rule: Place<'a>, cx: &mut Checker<'a>) {
    let operations = rule.get("operations");
    cx.require(code, operations);
    alone(code, operations, cx);
    for operation in operations.items() {
        cx.must_be_one_of(code, operation, &OPERATIONS);
    }
    for field in ["apiGroups", "apiVersions"] {
        cx.require(code, rule.get(field));
        alone(code, rule.get(field), cx);
    }
    for version in rule.get("apiVersions").items() {
        if version.is_empty() {
            cx.required(code, version, "API version is empty");
        }
    }
    resources(code, rule.get("resources"), cx);
    cx.one_of_set(code, rule.get("scope"), &["*", "Cluster", "Namespaced"]);
}

/// Resources with or without a subresource: `pods`, `pods/*`, `*/scale`, `*`, `*/*`.
fn resources<'a>(code: Code, list: Place<'a>, cx: &mut Checker<'a>) {
    cx.require(code, list);
    let (mut all_of, mut any_with) = (BTreeSet::new(), BTreeSet::new());
    let mut plain = false;
    for item in list.items() {
        if item.is_empty() {
            cx.required(code, item, "resource is empty");
            continue;
        }
        let Some((resource, part)) = item.str().split_once('/') else {
            plain = item.str() != "*";
            continue;
        };
        if all_of.contains(&resource) {
            let message = text!("`{}` is already included in `{}/*`", item.str(), resource);
            cx.invalid(code, item, message);
        }
        if any_with.contains(&part) {
            let message = text!("`{}` is already included in `*/{}`", item.str(), part);
            cx.invalid(code, item, message);
        }
        if part == "*" {
            all_of.insert(resource);
        }
        if resource == "*" {
            any_with.insert(part);
        }
    }
    let has = |text: &str| list.items().any(|item| item.str() == text);
    if list.count() > 1 && has("*/*") {
        cx.invalid(code, list, "`*/*` must be the only item of `resources`");
    }
    if plain && has("*") {
        cx.invalid(code, list, "`*` already includes all resources without subresources");
    }
}

fn match_conditions<'a>(code: Code, conditions: Place<'a>, params: bool, cx: &mut Checker<'a>) {
    // The gate AdmissionWebhookMatchConditions: conditions of webhooks are dropped before.
    if code == code::INVALID_WEBHOOK
        && !cx.version.enables(gates::ADMISSION_WEBHOOK_MATCH_CONDITIONS)
    {
        return;
    }
    if conditions.is_empty() {
        return;
    }
    cx.fits(code, conditions, 64);
    let env = expressions::admission(params, cx.version);
    let mut seen = BTreeSet::new();
    for condition in conditions.items() {
        expression(code, condition.get("expression"), ReturnType::Bool, &env, cx);
        let name = condition.get("name");
        if cx.require(code, name) {
            cx.format(code, name, names::qualified_name);
            if !seen.insert(name.str()) {
                cx.duplicate(code, name, text!("two conditions are named `{}`", name.str()));
            }
        }
    }
}

/// An expression that is not blank and compiles; its type, where that is known.
fn expression<'a>(
    code: Code,
    expression: Place<'a>,
    gives: ReturnType,
    env: &Env,
    cx: &mut Checker<'a>,
) -> Option<CelType> {
    let blank = expression.str().trim().is_empty();
    if blank && (expression.text().is_some() || !expression.is_set()) {
        let name = expression.name();
        let message = match expression.is_set() {
            true => text!("`{}` is empty", text::name(&name)),
            false => text!("`{}` is missing", text::name(&name)),
        };
        cx.required(code, expression, message);
    }
    expressions::compile(code::ADMISSION_POLICY_CEL_ERROR, expression, gives, env, cx)
}

pub(super) fn validating_policy<'a>(policy: Place<'a>, cx: &mut Checker<'a>) {
    reserved_name(code::INVALID_ADMISSION_POLICY, policy, cx);
    let spec = policy.get("spec");
    let mut env = policy_spec(spec, cx);
    if spec.get("variables").is_empty() {
        env.variables.retain(|(name, _)| name != VARIABLES);
    }
    let messages = expressions::messages(&env);
    let (validations, annotations) = (spec.get("validations"), spec.get("auditAnnotations"));
    if validations.is_empty() && annotations.is_empty() {
        for field in [validations, annotations] {
            let message = "the policy has neither `validations` nor `auditAnnotations`";
            cx.required(code::INVALID_ADMISSION_POLICY, field, message);
        }
        return;
    }
    validations.items().for_each(|each| validation(each, &env, &messages, cx));
    if annotations.count() > 20 {
        let message = text!(
            "`auditAnnotations` has {} items, at most 20 are allowed",
            text::name(annotations.count())
        );
        cx.invalid(code::INVALID_ADMISSION_POLICY, annotations, message);
    }
    let name = meta::made_name(policy);
    let mut seen = BTreeSet::new();
    for annotation in annotations.items() {
        audit_annotation(annotation, &name, &env, cx);
        let key = annotation.get("key");
        if !seen.insert(key.str()) {
            cx.duplicate(
                code::INVALID_ADMISSION_POLICY,
                key,
                text!("key `{}` is used twice", key.str()),
            );
        }
    }
}

pub(super) fn mutating_policy<'a>(policy: Place<'a>, cx: &mut Checker<'a>) {
    reserved_name(code::INVALID_ADMISSION_POLICY, policy, cx);
    let spec = policy.get("spec");
    let env = Env { patches: true, ..policy_spec(spec, cx) };
    mutable_operations(spec.get("matchConstraints"), cx);
    let mutations = spec.get("mutations");
    cx.require(code::INVALID_ADMISSION_POLICY, mutations);
    mutations.items().for_each(|each| mutation(each, &env, cx));
    let again = spec.get("reinvocationPolicy");
    if cx.require(code::INVALID_ADMISSION_POLICY, again) {
        cx.one_of(code::INVALID_ADMISSION_POLICY, again, &["IfNeeded", "Never"]);
    }
}

/// What policies of both kinds have in common; what their expressions may refer to.
fn policy_spec<'a>(spec: Place<'a>, cx: &mut Checker<'a>) -> Env {
    cx.one_of_set(code::INVALID_ADMISSION_POLICY, spec.get("failurePolicy"), &["Fail", "Ignore"]);
    param_kind(spec.get("paramKind"), cx);
    let constraints = spec.get("matchConstraints");
    if constraints.is_set() {
        match_resources(constraints, cx);
        cx.require(code::INVALID_ADMISSION_POLICY, constraints.get("resourceRules"));
    } else {
        cx.required(
            code::INVALID_ADMISSION_POLICY,
            constraints,
            "the policy has no `matchConstraints`",
        );
    }
    let params = spec.get("paramKind").is_set();
    match_conditions(code::INVALID_ADMISSION_POLICY, spec.get("matchConditions"), params, cx);
    let mut env = expressions::admission(params, cx.version);
    env.variables.push((VARIABLES.to_owned(), CelType::object(VARIABLES, [])));
    for variable in spec.get("variables").items() {
        let name = variable.get("name");
        if name.str().trim().is_empty() && (name.text().is_some() || !name.is_set()) {
            cx.required(code::INVALID_ADMISSION_POLICY, name, "variable has no `name`");
        } else if !is_cel_identifier(name.str()) && name.text().is_some() {
            let message = text!("`{}` is not a valid CEL identifier", names::shown(name.str()));
            cx.invalid(code::INVALID_ADMISSION_POLICY, name, message)
                .help("use letters, digits and `_`, and no reserved word of CEL");
        }
        let place = variable.get("expression");
        let type_ =
            expression(code::INVALID_ADMISSION_POLICY, place, ReturnType::Anything, &env, cx);
        if name.text().is_none() && name.is_set() {
            // Its name is not known: any may be used.
            env.variables.retain(|(name, _)| name != VARIABLES);
            env.variables.push((VARIABLES.to_owned(), CelType::Dyn));
        } else if !place.str().trim().is_empty() {
            env.add_field(VARIABLES, name.str(), expressions::of_variable(type_));
        }
    }
    env
}

fn is_cel_identifier(name: &str) -> bool {
    names::c_identifier(name).is_ok() && !cel::is_reserved(name)
}

fn param_kind<'a>(kind: Place<'a>, cx: &mut Checker<'a>) {
    if !kind.is_set() {
        return;
    }
    let api = kind.get("apiVersion");
    if cx.require(code::INVALID_ADMISSION_POLICY, api) {
        let (group, version) = api.str().rsplit_once('/').unwrap_or(("", api.str()));
        if group.contains('/') || version.is_empty() {
            let message = text!("`{}` is not a valid group and version", names::shown(api.str()));
            cx.invalid(code::INVALID_ADMISSION_POLICY, api, message)
                .help("write a version such as v1 or example.com/v1");
        } else {
            if !group.is_empty() {
                cx.format_of(code::INVALID_ADMISSION_POLICY, api, group, names::dns_subdomain);
            }
            cx.format_of(code::INVALID_ADMISSION_POLICY, api, version, names::dns_1035_label);
        }
    }
    if cx.require(code::INVALID_ADMISSION_POLICY, kind.get("kind")) {
        let lower = kind.get("kind").str().to_lowercase();
        cx.format_of(
            code::INVALID_ADMISSION_POLICY,
            kind.get("kind"),
            &lower,
            names::dns_1035_label,
        );
    }
}

fn match_resources<'a>(resources: Place<'a>, cx: &mut Checker<'a>) {
    cx.one_of_set(
        code::INVALID_ADMISSION_POLICY,
        resources.get("matchPolicy"),
        &["Exact", "Equivalent"],
    );
    meta::label_selector(resources.get("namespaceSelector"), cx);
    meta::label_selector(resources.get("objectSelector"), cx);
    for list in ["resourceRules", "excludeResourceRules"] {
        for rule in resources.get(list).items() {
            for name in rule.get("resourceNames").items() {
                cx.format(code::INVALID_ADMISSION_POLICY, name, names::path_segment);
            }
            cx.unique(code::INVALID_ADMISSION_POLICY, rule.get("resourceNames").items());
            rule_with_operations(code::INVALID_ADMISSION_POLICY, rule, cx);
        }
    }
}

/// The server names the list of operations without the index of the rule.
fn mutable_operations<'a>(resources: Place<'a>, cx: &mut Checker<'a>) {
    let path = format!("{}.resourceRules.operations", resources.path());
    for rule in resources.get("resourceRules").items() {
        for operation in rule.get("operations").items() {
            if !MUTABLE.contains(&operation.str()) {
                cx.not_supported(code::INVALID_ADMISSION_POLICY, operation, &MUTABLE)
                    .path(path.clone());
            }
        }
    }
}

fn validation<'a>(validation: Place<'a>, env: &Env, messages: &Env, cx: &mut Checker<'a>) {
    expression(
        code::INVALID_ADMISSION_POLICY,
        validation.get("expression"),
        ReturnType::Bool,
        env,
        cx,
    );
    let (message, made) = (validation.get("message"), validation.get("messageExpression"));
    expressions::compile(code::ADMISSION_POLICY_CEL_ERROR, made, ReturnType::String, messages, cx);
    for text in [made, message] {
        if !text.str().is_empty() && text.str().trim().is_empty() {
            cx.invalid(
                code::INVALID_ADMISSION_POLICY,
                text,
                text!("`{}` is blank", text::name(text.name())),
            );
        }
    }
    if message.str().trim().contains(['\n', '\r']) {
        cx.invalid(code::INVALID_ADMISSION_POLICY, message, "`message` has more than one line");
    }
    let reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge"];
    cx.one_of_set(code::INVALID_ADMISSION_POLICY, validation.get("reason"), &reasons);
}

/// The key follows the policy's name, and both together are a qualified name.
fn audit_annotation<'a>(annotation: Place<'a>, name: &str, env: &Env, cx: &mut Checker<'a>) {
    let (key, value) = (annotation.get("key"), annotation.get("valueExpression"));
    if name.is_empty() {
        cx.invalid(
            code::INVALID_ADMISSION_POLICY,
            key,
            "`key` requires a policy with a `metadata.name`",
        );
    } else {
        let full = format!("{name}/{}", key.str());
        cx.format_of(code::INVALID_ADMISSION_POLICY, key, &full, names::qualified_name);
    }
    if value.str().trim().len() > 5 * 1024 {
        cx.required(
            code::INVALID_ADMISSION_POLICY,
            value,
            "`valueExpression` is longer than 5120 bytes",
        );
    } else {
        expression(code::INVALID_ADMISSION_POLICY, value, ReturnType::StringOrNull, env, cx);
    }
}

fn mutation<'a>(mutation: Place<'a>, env: &Env, cx: &mut Checker<'a>) {
    let kind = mutation.get("patchType");
    let (patch, apply) = (mutation.get("jsonPatch"), mutation.get("applyConfiguration"));
    let (own, other, gives) = match kind.str() {
        "JSONPatch" => (patch, apply, ReturnType::Patches),
        "ApplyConfiguration" => (apply, patch, ReturnType::Object),
        _ => {
            if cx.require(code::INVALID_ADMISSION_POLICY, kind) {
                cx.one_of(
                    code::INVALID_ADMISSION_POLICY,
                    kind,
                    &["ApplyConfiguration", "JSONPatch"],
                );
            }
            return;
        }
    };
    if own.is_set() {
        expression(code::INVALID_ADMISSION_POLICY, own.get("expression"), gives, env, cx);
    } else {
        let message = text!("patchType {} requires `{}`", kind.str(), text::name(own.name()));
        cx.required(code::INVALID_ADMISSION_POLICY, own, message);
    }
    if other.is_set() {
        let message =
            text!("`{}` is not allowed with patchType {}", text::name(other.name()), kind.str());
        cx.invalid(code::INVALID_ADMISSION_POLICY, other, message);
    }
}

pub(super) fn validating_binding<'a>(binding: Place<'a>, cx: &mut Checker<'a>) {
    reserved_name(code::INVALID_ADMISSION_POLICY, binding, cx);
    let spec = binding.get("spec");
    binding_spec(spec, cx);
    let actions = spec.get("validationActions");
    for action in actions.items() {
        cx.must_be_one_of(code::INVALID_ADMISSION_POLICY, action, &["Audit", "Deny", "Warn"]);
    }
    cx.unique(code::INVALID_ADMISSION_POLICY, actions.items());
    let find = |name: &str| actions.items().find(|action| action.str() == name);
    if find("Deny").is_some() && find("Warn").is_some() {
        let message = "`Deny` and `Warn` cannot be combined";
        cx.invalid(code::INVALID_ADMISSION_POLICY, actions, message).help("keep one of them");
    }
    cx.require(code::INVALID_ADMISSION_POLICY, actions);
}

pub(super) fn mutating_binding<'a>(binding: Place<'a>, cx: &mut Checker<'a>) {
    reserved_name(code::INVALID_ADMISSION_POLICY, binding, cx);
    let spec = binding.get("spec");
    binding_spec(spec, cx);
    mutable_operations(spec.get("matchResources"), cx);
}

fn binding_spec<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    if cx.require(code::INVALID_ADMISSION_POLICY, spec.get("policyName")) {
        cx.format(code::INVALID_ADMISSION_POLICY, spec.get("policyName"), names::dns_subdomain);
    }
    param_ref(spec.get("paramRef"), cx);
    if spec.get("matchResources").is_set() {
        let mark = cx.mark();
        match_resources(spec.get("matchResources"), cx);
        if !cx.version.since(32) {
            // The servers misspell it.
            cx.rename_since(mark, "matchResources", "matchResouces");
        }
    }
}

/// Parameters by name or by selector, and what happens where there are none.
fn param_ref<'a>(reference: Place<'a>, cx: &mut Checker<'a>) {
    if !reference.is_set() {
        return;
    }
    let (name, selector) = (reference.get("name"), reference.get("selector"));
    let action = reference.get("parameterNotFoundAction");
    if !name.str().is_empty() {
        cx.format(code::INVALID_ADMISSION_POLICY, name, names::path_segment);
    }
    if selector.is_set() {
        meta::label_selector(selector, cx);
        if !name.str().is_empty() {
            for field in [name, selector] {
                cx.forbidden(
                    code::INVALID_ADMISSION_POLICY,
                    field,
                    "`name` and `selector` cannot be combined",
                );
            }
        }
    } else if name.is_empty() {
        cx.required(
            code::INVALID_ADMISSION_POLICY,
            reference,
            "`paramRef` has neither `name` nor `selector`",
        );
    }
    if cx.require(code::INVALID_ADMISSION_POLICY, action) {
        cx.one_of(code::INVALID_ADMISSION_POLICY, action, &["Deny", "Allow"]);
    }
}
