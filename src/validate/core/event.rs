//! Events of both groups (`pkg/apis/core/validation/events.go`).

use crate::{
    code,
    model::{
        Place,
        value::time::{Fraction, is_time},
    },
    text,
    validate::{Checker, names},
};

/// `v1` Event: only those with an `eventTime`, as new clients write them, are checked strictly.
pub(in crate::validate) fn core<'a>(event: Place<'a>, cx: &mut Checker<'a>) {
    let names =
        EventFields { controller: "reportingComponent", about: "involvedObject", note: "message" };
    legacy(event, names, cx);
}

/// `events.k8s.io/v1` Event. The server names some fields as the core group does.
pub(in crate::validate) fn events<'a>(event: Place<'a>, cx: &mut Checker<'a>) {
    let names = EventFields { controller: "reportingController", about: "regarding", note: "note" };
    legacy(event, names, cx);
    let series = event.get("series");
    if series.is_set() {
        let count = series.get("count");
        if count.int().unwrap_or(0) < 2 {
            cx.invalid(code::INVALID_EVENT, count, "`count` of a series must be at least 2")
                .path("series.count");
        }
        let last = series.get("lastObservedTime");
        if last.is_empty() {
            cx.required(code::INVALID_EVENT, last, "`lastObservedTime` is missing");
        }
    }
    if event.get("eventTime").is_empty() {
        cx.required(code::INVALID_EVENT, event.get("eventTime"), "`eventTime` is missing");
    }
    let kind = event.get("type");
    if !["Normal", "Warning"].contains(&kind.str()) {
        let message = match kind.str() {
            "" => text!("`type` must be one of Normal, Warning"),
            text => {
                text!("`type` must be one of Normal, Warning, but is `{}`", names::shown(text))
            }
        };
        cx.invalid(code::INVALID_EVENT, kind, message);
    }
    let old = [
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"),
        ("deprecatedCount", "count"),
    ];
    for (field, path) in old {
        let value = event.get(field);
        if value.text().is_some_and(|text| is_time(text, Fraction::Optional))
            || value.int().is_some_and(|int| int != 0)
        {
            let message = text!("`{}` is not allowed in a new Event", text::name(field));
            cx.invalid(code::INVALID_EVENT, value, message).path(path);
        }
    }
    let source = event.get("deprecatedSource");
    if !source.get("component").is_empty() || !source.get("host").is_empty() {
        cx.invalid(code::INVALID_EVENT, source, "`deprecatedSource` is not allowed in a new Event")
            .path("source");
    }
}

/// What the two groups call the same fields.
#[derive(Clone, Copy)]
struct EventFields {
    controller: &'static str,
    about: &'static str,
    note: &'static str,
}

fn legacy<'a>(event: Place<'a>, names: EventFields, cx: &mut Checker<'a>) {
    let namespace = event.get("metadata").get("namespace").str();
    let own = if namespace.is_empty() { "default" } else { namespace };
    let about = event.get(names.about).get("namespace");
    let new = !event.get("eventTime").is_empty();
    let agrees = match about.str() {
        "" if new => ["default", "kube-system"].contains(&own),
        "" => own == "default",
        _ if new => true,
        namespace => namespace == own,
    };
    if !agrees {
        let message =
            text!("the Event is in namespace `{}`, but the object it is about is not", own);
        cx.invalid(code::INVALID_EVENT, about, message).path("involvedObject.namespace");
    }
    if new {
        new_style(event, names, cx);
    }
    if let Err(fault) = names::dns_subdomain(own) {
        let message = text!("namespace `{}` {}", text::key(names::shown(own)), fault.what);
        cx.invalid(code::INVALID_EVENT, event.get("metadata").get("namespace"), message)
            .path("namespace");
    }
}

fn new_style<'a>(event: Place<'a>, names: EventFields, cx: &mut Checker<'a>) {
    let controller = event.get(names.controller);
    cx.require(code::INVALID_EVENT, controller);
    cx.format(code::INVALID_EVENT, controller, names::qualified_name);
    for (field, most) in [("reportingInstance", 128), ("action", 128), ("reason", 128)] {
        cx.require(code::INVALID_EVENT, event.get(field));
        too_long(event.get(field), field, most, cx);
    }
    too_long(event.get(names.note), "message", 1024, cx);
}

fn too_long<'a>(field: Place<'a>, path: &str, most: usize, cx: &mut Checker<'a>) {
    let length = field.str().len();
    if length > most {
        let message = text!(
            "`{}` is {} characters long, at most {} are allowed",
            text::name(field.name()),
            text::name(length),
            text::name(most)
        );
        cx.invalid(code::INVALID_EVENT, field, message).path(path);
    }
}
