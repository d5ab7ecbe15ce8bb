//! Probes, and the handlers that they share with lifecycle hooks (`validateProbe`,
//! `validateHandler` and what these call).

use crate::{
    code,
    diagnostic::Safety,
    model::{Place, gates},
    syntax::tree::Value,
    text,
    validate::{
        Checker,
        names::{self, shown},
    },
};

/// The three probes of a container.
pub(super) fn probes<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    for field in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let probe = container.get(field);
        if !probe.is_set() || probe.node().is_some_and(|node| !node.is_map()) {
            continue;
        }
        handlers(probe, &["exec", "httpGet", "tcpSocket", "grpc"], cx);
        for number in [
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold",
        ] {
            cx.not_negative(code::PROBE_NUMBER_OUT_OF_RANGE, probe.get(number));
        }
        thresholds(probe, field, cx);
    }
}

fn thresholds<'a>(probe: Place<'a>, field: &'static str, cx: &mut Checker<'a>) {
    let success = probe.get("successThreshold");
    // Zero is the default, one; a negative number is already reported.
    if field != "readinessProbe"
        && let Some(count) = success.int().filter(|count| *count > 1)
    {
        let message = text!(
            "`successThreshold` of a {} must be 1, but is {}",
            text::name(in_words(field)),
            count
        );
        cx.invalid(code::PROBE_NUMBER_OUT_OF_RANGE, success, message)
            .help("remove it or write 1; only a readiness probe can require several successes")
            .fix(Safety::Unsafe, "write 1", success.set("1"));
    }
    let grace = probe.get("terminationGracePeriodSeconds");
    if field == "readinessProbe" && grace.is_set() {
        let message = "`terminationGracePeriodSeconds` is not allowed in a readiness probe";
        cx.invalid(code::PROBE_NUMBER_OUT_OF_RANGE, grace, message)
            .help("remove it, or move it to the liveness probe")
            .fix(Safety::Unsafe, "remove `terminationGracePeriodSeconds`", grace.remove());
    } else if grace.int().is_some_and(|seconds| seconds <= 0) {
        let message = text!(
            "`terminationGracePeriodSeconds` must be at least 1, but is {}",
            grace.int().unwrap_or(0)
        );
        cx.invalid(code::PROBE_NUMBER_OUT_OF_RANGE, grace, message);
    }
}

fn in_words(field: &str) -> &'static str {
    match field {
        "livenessProbe" => "liveness probe",
        "readinessProbe" => "readiness probe",
        _ => "startup probe",
    }
}

/// Exactly one of the handlers, well formed. `kinds` are those of the probe or hook in the
/// server's order: of several it looks at the first and forbids the others.
pub(super) fn handlers<'a>(holder: Place<'a>, kinds: &[&'static str], cx: &mut Checker<'a>) {
    let mut written = kinds.iter().map(|kind| holder.get(kind)).filter(|place| place.is_set());
    let Some(first) = written.next() else {
        let message = text!("`{}` has no handler", text::name(holder.name()));
        let choice = text::name(kinds.join(", "));
        cx.required(code::PROBE_HANDLER_COUNT, holder, message)
            .help(text!("add one of {}", choice));
        return;
    };
    for other in written {
        let message = text!(
            "`{}` already has the handler `{}`",
            text::name(holder.name()),
            text::name(first.name())
        );
        cx.forbidden(code::PROBE_HANDLER_COUNT, other, message)
            .related(first, "first handler")
            .help("keep one of them");
    }
    match first.name().as_str() {
        "exec" if first.get("command").count() == 0 => {
            cx.required(
                code::INVALID_PROBE_HANDLER,
                first.get("command"),
                "`exec` has no `command`",
            )
            .help("write the program and its arguments as a list: `[\"cat\", \"/tmp/ready\"]`");
        }
        "httpGet" => http_get(first, cx),
        "tcpSocket" => port(first, cx),
        "grpc" => grpc_port(first, cx),
        _ => {}
    }
}

fn http_get<'a>(action: Place<'a>, cx: &mut Checker<'a>) {
    port(action, cx);
    cx.one_of(code::INVALID_ENUM_VALUE, action.get("scheme"), &["HTTP", "HTTPS"]);
    let headers = action.get("httpHeaders");
    for header in headers.items() {
        let name = header.get("name");
        if let Some(cause) = cx.format(code::INVALID_PROBE_HANDLER, name, names::http_header_name) {
            cause.path(headers.path());
        }
    }
    if cx.version.enables(gates::H2_C_CONTAINER_PROBE) {
        http_protocol(action, cx);
    }
}

/// HTTP/2 is spoken without TLS, and only to the Pod itself.
fn http_protocol<'a>(action: Place<'a>, cx: &mut Checker<'a>) {
    let (protocol, scheme, host) =
        (action.get("protocol"), action.get("scheme"), action.get("host"));
    cx.one_of_set(code::INVALID_ENUM_VALUE, protocol, &["HTTP1", "HTTP2"]);
    if protocol.str() != "HTTP2" {
        return;
    }
    if !matches!(scheme.str(), "" | "HTTP") {
        cx.invalid(
            code::INVALID_PROBE_HANDLER,
            protocol,
            "`protocol: HTTP2` requires `scheme: HTTP`",
        )
        .related(scheme, "`scheme` is set here");
    } else if !host.is_empty() {
        cx.invalid(
            code::INVALID_PROBE_HANDLER,
            host,
            "`host` is not allowed with `protocol: HTTP2`",
        )
        .related(protocol, "`protocol` is set here");
    }
}

fn grpc_port<'a>(action: Place<'a>, cx: &mut Checker<'a>) {
    let port = action.get("port");
    if !port.is_set() {
        cx.invalid(code::INVALID_PROBE_HANDLER, port, "`grpc` has no `port`");
    } else {
        cx.within(code::INVALID_PROBE_HANDLER, port, 1..=65535);
    }
    if cx.version.enables(gates::GRPC_CONTAINER_PROBE_TLS) {
        cx.one_of_set(code::INVALID_ENUM_VALUE, action.get("mode"), &["Plaintext", "TLS"]);
    }
}

/// A port by number or by the name of one of the container's ports.
fn port<'a>(action: Place<'a>, cx: &mut Checker<'a>) {
    let port = action.get("port");
    let Some(node) = port.node() else {
        cx.invalid(
            code::INVALID_PROBE_HANDLER,
            port,
            text!("`{}` has no `port`", text::name(action.name())),
        )
        .help("write the number of the port that the container listens on, or its name");
        return;
    };
    match node.value() {
        Value::Int(number) => {
            if let Err(fault) = names::port_number(number) {
                cx.invalid(
                    code::INVALID_PROBE_HANDLER,
                    port,
                    text!("`port` {}, but is {}", fault.what, number),
                )
                .help(fault.allowed);
            }
        }
        Value::Str(text) if text.parse::<u16>().is_ok() => {
            cx.quoted_port(port);
        }
        Value::Str(text) => {
            if let Err(fault) = names::port_name(text) {
                cx.invalid(
                    code::INVALID_PROBE_HANDLER,
                    port,
                    text!("port name `{}` {}", shown(text), fault.what),
                )
                .help(fault.allowed);
            }
        }
        _ => {}
    }
}
