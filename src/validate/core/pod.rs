//! Pods: a spec with its metadata, wherever it is (`ValidatePodSpec`,
//! `validatePodMetadataAndSpec`, `ValidatePodSpecificAnnotations`).

use super::{
    addresses::canonical_address,
    container, fractions, outdated,
    pod_context::{PodContext, PodOwner, short_path},
    pod_resources, resources, scheduling, security, volume, volume_paths, windows,
};
use crate::{
    code::{self, Code},
    diagnostic::{Edit, Safety},
    model::{Place, first_seen::FirstSeen, gates},
    syntax::edit::scalar,
    text,
    validate::{
        Checker,
        cause::SERVICE_ACCOUNT,
        ip,
        names::{self, FormatResult, shown},
    },
};

/// Marks the image of a pod that a kubelet runs by itself.
const MIRROR: &str = "kubernetes.io/config.mirror";

/// All checks of a Pod spec.
pub(super) fn spec<'a>(mut pod: PodContext<'a>, cx: &mut Checker<'a>) {
    (pod.volumes, pod.refused_volumes) = volume::volumes(&pod, cx);
    let pod = &pod;
    resource_claims(pod, cx);
    container::containers(pod, cx);
    pod_resources::pod(pod, cx);
    let policies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    cx.one_of(code::INVALID_ENUM_VALUE, pod.spec.get("dnsPolicy"), &policies);
    security::pod(pod, cx);
    dns_config(pod.spec, cx);
    scheduling::pod(pod, cx);
    windows::pod(pod, cx);
    host_users(pod, cx);
    host_names(pod, cx);
    references(pod.spec, cx);
    cx.within(
        code::ACTIVE_DEADLINE_NOT_ALLOWED,
        pod.spec.get("activeDeadlineSeconds"),
        1..=i64::from(i32::MAX),
    );
    host_aliases(pod.spec.get("hostAliases"), cx);
    preemption(pod.spec.get("preemptionPolicy"), cx);
    resources::overhead(pod.spec.get("overhead"), cx);
    pull_secrets(pod.spec.get("imagePullSecrets"), cx);
    grace_period(pod, cx);
    annotations(pod, cx);
    security::profiles_match(pod, cx);
    outdated::pod(pod, cx);
    fractions::pod(pod, cx);
    volume_paths::overlaps(pod.spec.get("volumes"), cx);
    if pod.form == PodOwner::Bare {
        tokens_without_account(pod.spec, cx);
    }
}

/// Tokens are issued for an account. The admission plugin `ServiceAccount` names one for Pods that
/// name none; validation alone does not.
fn tokens_without_account<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    if !spec.get("serviceAccountName").is_empty() || !spec.get("serviceAccount").is_empty() {
        return;
    }
    let projected = spec.get("volumes").items().map(|volume| volume.get("projected"));
    for source in projected.flat_map(|projected| projected.get("sources").items()) {
        let token = source.get("serviceAccountToken");
        if token.is_set() {
            cx.forbidden(
                code::INVALID_PROJECTED_VOLUME,
                token,
                "a projected token requires `serviceAccountName`",
            )
            .unless(SERVICE_ACCOUNT)
            .help("set `serviceAccountName: default`, or the ServiceAccount that is meant");
        }
    }
}

/// An invalid name of something else, by its format.
fn named<'a>(code: Code, place: Place<'a>, format: fn(&str) -> FormatResult, cx: &mut Checker<'a>) {
    if let Some(text) = place.text().filter(|text| !text.is_empty())
        && let Err(fault) = format(text)
    {
        let message = text!("{} `{}` {}", text::name(place.name()), shown(text), fault.what);
        cx.invalid(code, place, message).help(fault.allowed);
    }
}

fn references<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    // The old name of the field counts where the new one is empty.
    let account = spec.get("serviceAccountName");
    if account.is_empty() {
        let old = spec.get("serviceAccount");
        if let Err(fault) = names::dns_subdomain(old.str())
            && !old.str().is_empty()
        {
            let message = text!("serviceAccount `{}` {}", shown(old.str()), fault.what);
            cx.invalid(code::INVALID_REFERENCE_NAME, old, message)
                .path(account.path())
                .help(fault.allowed);
        }
    }
    named(code::INVALID_REFERENCE_NAME, account, names::dns_subdomain, cx);
    named(code::INVALID_REFERENCE_NAME, spec.get("nodeName"), names::dns_subdomain, cx);
    named(code::INVALID_REFERENCE_NAME, spec.get("priorityClassName"), names::dns_subdomain, cx);
    let class = spec.get("runtimeClassName");
    if class.text().is_some() {
        cx.format(code::INVALID_REFERENCE_NAME, class, names::dns_subdomain);
    }
    if cx.version.enables(gates::GENERIC_WORKLOAD) {
        scheduling_group(spec, cx);
    }
    for gate in spec.get("readinessGates").items() {
        cx.format(code::INVALID_REFERENCE_NAME, gate.get("conditionType"), names::qualified_name);
    }
}

/// The group that is scheduled together (`validateSchedulingGroup`).
fn scheduling_group<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let group = spec.get("schedulingGroup");
    if !group.is_set() {
        return;
    }
    let name = group.get("podGroupName");
    if name.is_set() {
        cx.format(code::INVALID_REFERENCE_NAME, name, names::dns_subdomain);
    } else {
        cx.invalid(code::INVALID_REFERENCE_NAME, name, "`schedulingGroup` has no `podGroupName`");
    }
    let responders = spec.get("evictionResponders");
    if cx.version.enables(gates::EVICTION_REQUEST_API) && responders.count() > 0 {
        cx.forbidden(
            code::INVALID_REFERENCE_NAME,
            group,
            "`schedulingGroup` cannot be combined with `evictionResponders`",
        )
        .related(responders, "`evictionResponders` is set here");
    }
}

fn resource_claims<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let claims = pod.spec.get("resourceClaims");
    let mirror = pod.meta.get("annotations").get(MIRROR);
    let mut seen = FirstSeen::new();
    for claim in claims.items() {
        if mirror.is_present() {
            cx.forbidden(
                code::INVALID_RESOURCE_CLAIM_REF,
                claim,
                "a mirror Pod cannot have resource claims",
            )
            .path("[]")
            .related(mirror, "marked as a mirror Pod here");
            continue;
        }
        let name = claim.get("name");
        if name.is_empty() {
            cx.require(code::INVALID_RESOURCE_CLAIM_REF, name);
        } else if let Some(first) = seen.earlier(name.str(), name) {
            let message = text!("two resource claims are named `{}`", shown(name.str()));
            cx.duplicate(code::INVALID_RESOURCE_CLAIM_REF, name, message)
                .related(first, "first used here");
        } else {
            cx.format(code::INVALID_RESOURCE_CLAIM_REF, name, names::dns_label);
        }
        let (direct, template) =
            (claim.get("resourceClaimName"), claim.get("resourceClaimTemplateName"));
        if direct.is_set() == template.is_set() {
            let message = if direct.is_set() {
                "resource claim has both `resourceClaimName` and `resourceClaimTemplateName`"
            } else {
                "resource claim has neither `resourceClaimName` nor `resourceClaimTemplateName`"
            };
            cx.invalid(code::INVALID_RESOURCE_CLAIM_REF, claim, message)
                .help("set exactly one of them");
        }
        for name in [direct, template] {
            if name.text().is_some() {
                cx.format(code::INVALID_RESOURCE_CLAIM_REF, name, names::dns_subdomain);
            }
        }
    }
}

fn dns_config<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let config = spec.get("dnsConfig");
    let servers = config.get("nameservers");
    if spec.get("dnsPolicy").str() == "None" && servers.count() == 0 {
        let place = if config.is_set() { servers } else { config };
        cx.required(
            code::INVALID_DNS_CONFIG,
            place,
            "`dnsPolicy: None` requires at least one name server",
        )
        .related(spec.get("dnsPolicy"), "the cluster's DNS settings are not used")
        .help("list at least one IP address in `dnsConfig.nameservers`");
        return;
    }
    if servers.count() > 3 {
        let message =
            text!("`nameservers` has {} items, at most 3 are allowed", text::name(servers.count()));
        cx.invalid(code::INVALID_DNS_CONFIG, servers, message);
    }
    for server in servers.items() {
        let strict = cx.version.enables(gates::STRICT_IPCIDR_VALIDATION);
        address(code::INVALID_IP_ADDRESS, server, strict, cx);
    }
    dns_searches(config.get("searches"), cx);
    for option in config.get("options").items() {
        if option.get("name").is_empty() {
            let path = option.path();
            cx.required(code::INVALID_DNS_CONFIG, option.get("name"), "DNS option has no `name`")
                .path(path);
        }
    }
}

fn dns_searches<'a>(searches: Place<'a>, cx: &mut Checker<'a>) {
    let (most, longest) =
        if cx.version.enables(gates::EXPANDED_DNS_CONFIG) { (32, 2048) } else { (6, 256) };
    if searches.count() > most {
        let message = text!(
            "`searches` has {} items, at most {} are allowed",
            text::name(searches.count()),
            text::name(most)
        );
        cx.invalid(code::INVALID_DNS_CONFIG, searches, message);
    }
    let length: usize = searches.items().map(|search| search.str().len() + 1).sum();
    if length > longest + 1 {
        let message = text!(
            "`searches` has {} characters in total, at most {} are allowed",
            text::name(length - 1),
            text::name(longest)
        );
        cx.invalid(code::INVALID_DNS_CONFIG, searches, message);
    }
    let relaxed = cx.version.enables(gates::RELAXED_DNS_SEARCH_VALIDATION);
    for search in searches.items() {
        if relaxed && search.str() == "." {
            continue;
        }
        let domain = search.str().strip_suffix('.').unwrap_or(search.str());
        let format =
            if relaxed { names::dns_subdomain_with_underscore } else { names::dns_subdomain };
        cx.format_of(code::INVALID_DNS_CONFIG, search, domain, format);
    }
}

fn address<'a>(code: Code, place: Place<'a>, strict: bool, cx: &mut Checker<'a>) {
    if place.is_set() && place.text().is_none() {
        return;
    }
    if let Err(fault) = ip::legacy_address(place.str(), strict) {
        let message = match place.str() {
            "" => text!("`{}` {}", text::name(place.name()), fault.what),
            text => text!("`{}` {}", shown(text), fault.what),
        };
        cx.invalid(code, place, message).help(fault.allowed);
    } else {
        canonical_address(place, cx);
    }
}

/// A Pod with users of its own cannot share other namespaces of its node.
fn host_users<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    // The gate UserNamespacesSupport: before, the field is dropped.
    if pod.has_host_users() || !cx.version.enables(gates::USER_NAMESPACES_SUPPORT) {
        return;
    }
    let users = pod.spec.get("hostUsers");
    for (field, step) in
        [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")]
    {
        let place = pod.spec.get(field);
        if place.bool() == Some(true) {
            let path = format!("{}.{step}", pod.spec.path());
            let message =
                text!("`{}` cannot be combined with `hostUsers: false`", text::name(field));
            cx.forbidden(code::HOST_USERS_CONFLICT, place, message)
                .path(path)
                .related(users, "user namespace requested here");
        }
    }
    for container in pod.all_containers() {
        let devices = container.get("volumeDevices");
        if devices.count() > 0 {
            let message = "`volumeDevices` cannot be combined with `hostUsers: false`";
            cx.forbidden(code::HOST_USERS_CONFLICT, devices, message)
                .related(users, "user namespace requested here");
        }
    }
}

fn host_names<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let spec = pod.spec;
    // The controller of a StatefulSet overwrites both.
    if cx.object.gvk.kind != "StatefulSet" {
        named(code::INVALID_POD_HOSTNAME, spec.get("hostname"), names::dns_label, cx);
        named(code::INVALID_POD_HOSTNAME, spec.get("subdomain"), names::dns_label, cx);
    }
    let name = spec.get("hostnameOverride");
    if name.text().is_none() {
        return;
    }
    for field in ["setHostnameAsFQDN", "hostNetwork"] {
        let other = spec.get(field);
        if other.bool() == Some(true) {
            let message =
                text!("`hostnameOverride` cannot be combined with `{}: true`", text::name(field));
            cx.forbidden(code::INVALID_POD_HOSTNAME, name, message).related(other, "set here");
        }
    }
    cx.not_longer(code::INVALID_POD_HOSTNAME, name, 64);
    cx.format(code::INVALID_POD_HOSTNAME, name, names::dns_subdomain);
}

fn host_aliases<'a>(aliases: Place<'a>, cx: &mut Checker<'a>) {
    let strict = cx.version.enables(gates::STRICT_IPCIDR_VALIDATION);
    // Servers before 1.30 name the fields of the list.
    let old_path = (!cx.version.since(30)).then(|| aliases.path());
    let mut seen = FirstSeen::new();
    for alias in aliases.items() {
        let ip = alias.get("ip");
        let mark = cx.mark();
        address(code::INVALID_HOST_ALIAS, ip, strict, cx);
        if let Some(list) = &old_path {
            for cause in cx.since(mark).iter_mut().filter(|cause| cause.reason.is_some()) {
                cause.path(format!("{list}.ip"));
            }
        }
        if let Some(first) = seen.earlier(ip.str(), alias) {
            let first_ip = first.get("ip");
            let message =
                text!("IP address `{}` is listed twice in `hostAliases`", shown(ip.str()));
            cx.warn(code::DUPLICATE_HOST_ALIAS, ip, message)
                .related(first_ip, "first listed here")
                .help("list all its host names in one item")
                .fix(Safety::Safe, "move its host names there", merged(first, alias));
        }
        for name in alias.get("hostnames").items() {
            if name.text().is_some()
                && let Some(cause) = cx.format(code::INVALID_HOST_ALIAS, name, names::dns_subdomain)
                && let Some(list) = &old_path
            {
                cause.path(format!("{list}.hostnames"));
            }
        }
    }
}

/// The host names of one alias moved to another of the same address.
fn merged(into: Place<'_>, alias: Place<'_>) -> Vec<Edit> {
    let names = alias.get("hostnames").items().map(|name| name.text().map(scalar));
    let added = names.collect::<Option<Vec<String>>>();
    let added = added.and_then(|names| into.get("hostnames").append(&names));
    added.zip(alias.remove_item()).map_or_else(Vec::new, |(added, gone)| vec![added, gone])
}

fn pull_secrets<'a>(secrets: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = FirstSeen::new();
    for secret in secrets.items() {
        let name = secret.get("name");
        if name.is_empty() {
            cx.warn(
                code::INVALID_IMAGE_PULL_SECRET_ENTRY,
                name,
                "image pull secret without a name is ignored",
            )
            .help("write the name of a Secret of type kubernetes.io/dockerconfigjson")
            .fix(Safety::Unsafe, "remove the item", secret.remove_from(secrets));
        } else if let Some(first) = seen.earlier(name.str(), name) {
            let message = text!("image pull secret `{}` is listed twice", shown(name.str()));
            cx.warn(code::INVALID_IMAGE_PULL_SECRET_ENTRY, name, message)
                .related(first, "first listed here")
                .help("remove the duplicate")
                .fix(Safety::Safe, "remove the duplicate", secret.remove_item());
        }
    }
}

/// It has no default that an empty string could mean.
fn preemption<'a>(policy: Place<'a>, cx: &mut Checker<'a>) {
    if policy.text() == Some("") {
        cx.required(code::INVALID_ENUM_VALUE, policy, "`preemptionPolicy` is empty")
            .help("write `PreemptLowerPriority` or `Never`, or remove it");
    } else {
        cx.one_of(code::INVALID_ENUM_VALUE, policy, &["PreemptLowerPriority", "Never"]);
    }
}

/// A negative period is taken as 1; for a Pod itself without a warning.
fn grace_period<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let place = pod.spec.get("terminationGracePeriodSeconds");
    if let Some(seconds) = place.int().filter(|seconds| *seconds < 0) {
        let message = text!("`terminationGracePeriodSeconds: {}` is treated as 1 second", seconds);
        cx.warn(code::NEGATIVE_GRACE_PERIOD, place, message)
            .help("write 0 to kill at once, or the number of seconds that a clean shutdown takes")
            .fix(Safety::Unsafe, "use the default, 30", place.set("30"));
    }
}

/// Annotations with a meaning of their own.
fn annotations<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let annotations = pod.meta.get("annotations");
    let path = || match pod.form {
        PodOwner::Bare => annotations.path(),
        PodOwner::Template => short_path(annotations),
    };
    for (key, value) in annotations.entries() {
        let Some(text) = value.text() else { continue };
        let fault = match key {
            MIRROR if pod.spec.get("nodeName").is_empty() => {
                "makes this a mirror Pod, which requires `spec.nodeName`"
            }
            "controller.kubernetes.io/pod-deletion-cost" if !is_cost(text) => {
                "is not a 32-bit integer"
            }
            _ => continue,
        };
        cx.invalid(
            code::INVALID_SYSTEM_ANNOTATION,
            value,
            text!("annotation value `{}` {}", shown(text), text::name(fault)),
        )
        .path(format!("{}[{key}]", path()));
    }
    let tolerations = annotations.get("scheduler.alpha.kubernetes.io/tolerations");
    if !tolerations.is_empty() && !is_json_list(tolerations.str()) {
        cx.invalid(
            code::INVALID_SYSTEM_ANNOTATION,
            tolerations,
            "annotation is not a JSON list of tolerations",
        )
        .path(path())
        .help("remove it, and use `spec.tolerations`");
    }
    security::profile_annotations(pod, annotations, path, cx);
}

fn is_json_list(text: &str) -> bool {
    serde_json::from_str::<Option<Vec<Option<serde_json::Map<String, serde_json::Value>>>>>(text)
        .is_ok()
}

/// A deletion cost: no plus sign, no leading zeros (`GetDeletionCostFromPodAnnotations`).
fn is_cost(text: &str) -> bool {
    let padded = text != "0" && text.starts_with('0');
    !padded && !text.starts_with('+') && text.parse::<i32>().is_ok()
}

/// What holds for a Pod that is created, but not for templates.
pub(super) fn created<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let (node, gates) = (pod.spec.get("nodeName"), pod.spec.get("schedulingGates"));
    if !node.is_empty() && gates.count() > 0 {
        cx.forbidden(
            code::INVALID_SCHEDULING_GATE,
            node,
            "a Pod with scheduling gates cannot set `nodeName`",
        )
        .related(gates, "scheduling gates are set here");
    }
}
