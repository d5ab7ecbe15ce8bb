//! What every validation function is given: the version to validate as, and a list for causes.

use std::ops::{Bound, RangeBounds};

use super::{
    Cause, Reason,
    names::{FormatError, FormatResult, shown},
};
use crate::{
    code::{self, Code},
    diagnostic::Safety,
    model::{
        Object, Place, first_seen::FirstSeen, gates::Gate, similar::nearest, version::Version,
    },
    text,
    text::Text,
};

/// The most causes that are listed for one object, as each requires a walk to its place.
const MAX: usize = 250;

/// More choices than this are listed in the help, not in the message.
const MAX_LISTED: usize = 10;

/// The state of validating one object.
pub struct Checker<'a> {
    pub object: &'a Object,
    pub version: Version,
    causes: Vec<Cause>,
    /// The last one that is not listed any more.
    surplus: Option<Cause>,
}

/// What is wrong with a value that is not one of a few; of many values none is named.
pub(super) fn not_one_of(field: &str, written: &str, allowed: &[&str]) -> Text {
    let (field, written) = (text::key(field), shown(written));
    if allowed.len() > MAX_LISTED {
        return text!("`{}` is not a valid value of `{}`", written, field);
    }
    let choice = text::name(allowed.join(", "));
    text!("`{}` must be one of {}, but is `{}`", field, choice, written)
}

/// That a field is dropped, and by which gate.
pub(super) fn dropped(field: &str, gate: &'static str, version: Version) -> Text {
    let state = match version.switched(gate) {
        Some(_) => text!("disabled in this cluster"),
        None => text!("disabled by default in Kubernetes {}", text::name(version)),
    };
    text!("`{}` is ignored: feature gate {} is {}", text::key(field), text::name(gate), state)
}

/// What to do where a field is dropped.
pub(super) fn enable(gate: &'static str) -> Text {
    text!("remove it, or enable the feature gate {}", text::name(gate))
}

impl<'a> Checker<'a> {
    pub fn new(object: &'a Object, version: Version) -> Checker<'a> {
        Checker { object, version, causes: Vec::new(), surplus: None }
    }

    /// Whether no more causes are listed.
    pub fn is_full(&self) -> bool {
        self.causes.len() >= MAX
    }

    pub fn push(&mut self, cause: Cause) {
        if self.causes.len() < MAX {
            self.causes.push(cause);
        }
    }

    /// A refusal at a place, with the place's own path; returned to be given help, labels or a fix.
    pub fn refuse(
        &mut self,
        code: Code,
        reason: Reason,
        place: Place<'a>,
        message: impl Into<Text>,
    ) -> &mut Cause {
        self.add(code, Some(reason), place, message.into())
    }

    /// A server warning: the object is accepted, with a `Warning` header.
    pub fn warn(&mut self, code: Code, place: Place<'a>, message: impl Into<Text>) -> &mut Cause {
        self.add(code, None, place, message.into())
    }

    /// A field that the server drops, as a gate is off.
    pub fn ignored(&mut self, field: Place<'a>, gate: Gate) {
        let message = dropped(&field.name(), gate.name, self.version);
        let cause = self.warn(code::GATED_FIELD, field, message);
        cause.unless(gate.name).help(enable(gate.name));
    }

    /// A value that must be there and is not (or is empty).
    pub fn required(
        &mut self,
        code: Code,
        place: Place<'a>,
        message: impl Into<Text>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Required, place, message)
    }

    pub fn invalid(
        &mut self,
        code: Code,
        place: Place<'a>,
        message: impl Into<Text>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Invalid, place, message)
    }

    pub fn forbidden(
        &mut self,
        code: Code,
        place: Place<'a>,
        message: impl Into<Text>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Forbidden, place, message)
    }

    pub fn duplicate(
        &mut self,
        code: Code,
        place: Place<'a>,
        message: impl Into<Text>,
    ) -> &mut Cause {
        self.refuse(code, Reason::Duplicate, place, message)
    }

    /// A value outside a closed set; the help offers the nearest allowed one.
    pub fn not_supported(&mut self, code: Code, place: Place<'a>, allowed: &[&str]) -> &mut Cause {
        let text = place.str();
        let name = place.name();
        let field = text::key(&name);
        let choice = text::name(allowed.join(", "));
        let message = match text {
            _ if allowed == [""] => text!("`{}` must be empty, but is `{}`", field, shown(text)),
            "" if allowed.len() == 1 => text!("`{}` must be {}", field, choice),
            _ if allowed.len() == 1 => {
                text!("`{}` must be {}, but is `{}`", field, choice, shown(text))
            }
            "" => text!("`{}` must be one of {}", field, choice),
            _ => not_one_of(&name, text, allowed),
        };
        let cause = self.refuse(code, Reason::NotSupported, place, message).choices(allowed);
        if let Some(meant) = allowed.iter().find(|known| known.eq_ignore_ascii_case(text)) {
            cause.suggest(Safety::Safe, text!("write `{}`", text::name(meant)), place.set(meant));
        } else if let Some(meant) = nearest(text, allowed.iter().copied()) {
            cause.help(text!("did you mean `{}`?", text::name(meant)));
        } else if allowed.len() > MAX_LISTED {
            cause.help(text!("use one of {}", choice));
        }
        cause
    }

    /// A port number in quotes, which is read as the name of a port.
    pub fn quoted_port(&mut self, place: Place<'a>) {
        let (name, number) = (place.name(), place.str());
        let field = text::key(&name);
        let message = text!("`{}` must be a number, but is the string `\"{}\"`", field, number);
        self.invalid(code::INVALID_INT_OR_STRING, place, message)
            .help("remove the quotes; a string is the name of a port")
            .fix(Safety::Safe, "remove the quotes", place.set(number));
    }

    /// Refuses what is absent or empty; whether it is there.
    pub fn require(&mut self, code: Code, place: Place<'a>) -> bool {
        if !place.is_empty() {
            return true;
        }
        let name = place.name();
        let message = match place.is_set() {
            true => text!("`{}` is empty", text::key(&name)),
            false => text!("`{}` is missing", text::key(&name)),
        };
        self.required(code, place, message);
        false
    }

    /// Refuses a string outside a closed set; an absent or empty one passes, as most have defaults.
    pub fn one_of(&mut self, code: Code, place: Place<'a>, allowed: &[&str]) {
        if !place.str().is_empty() && !allowed.contains(&place.str()) {
            self.not_supported(code, place, allowed);
        }
    }

    /// As [`Checker::one_of`], for fields that tell empty from absent: an empty string is refused
    /// too.
    pub fn one_of_set(&mut self, code: Code, place: Place<'a>, allowed: &[&str]) {
        if place.text().is_some_and(|text| !allowed.contains(&text)) {
            self.not_supported(code, place, allowed);
        }
    }

    /// As [`Checker::one_of`], for fields without a default: absent and empty are refused too.
    pub fn must_be_one_of(&mut self, code: Code, place: Place<'a>, allowed: &[&str]) {
        let other_type = place.is_set() && place.text().is_none();
        if !allowed.contains(&place.str()) && !other_type {
            self.not_supported(code, place, allowed);
        }
    }

    /// Refuses a string that breaks a format of `names`, and gives the cause. An absent string is
    /// checked as an empty one; a value of another type is not checked.
    pub fn format(
        &mut self,
        code: Code,
        place: Place<'a>,
        format: fn(&str) -> FormatResult,
    ) -> Option<&mut Cause> {
        self.format_of(code, place, place.str(), format)
    }

    /// As [`Checker::format`], where another form of the value must have the format.
    pub fn format_of(
        &mut self,
        code: Code,
        place: Place<'a>,
        text: &str,
        format: fn(&str) -> FormatResult,
    ) -> Option<&mut Cause> {
        self.format_or_missing(code, place, format(text).map_err(|fault| (Reason::Invalid, fault)))
    }

    /// As [`Checker::format`], for formats that report an empty value as missing.
    pub fn format_or_missing(
        &mut self,
        code: Code,
        place: Place<'a>,
        verdict: Result<(), (Reason, FormatError)>,
    ) -> Option<&mut Cause> {
        let (reason, fault) = verdict.err()?;
        if place.is_set() && place.text().is_none() {
            return None;
        }
        let message = match place.str() {
            "" => text!("`{}` {}", text::key(place.name()), fault.what),
            text => text!("`{}` {}", shown(text), fault.what),
        };
        let cause = self.refuse(code, reason, place, message);
        cause.help(fault.allowed);
        Some(cause)
    }

    /// Refuses strings that repeat an earlier one of the list.
    pub fn unique(&mut self, code: Code, items: impl Iterator<Item = Place<'a>>) {
        let mut seen = FirstSeen::new();
        for item in items {
            if let Some(first) = seen.earlier(item.str(), item) {
                let message = text!("`{}` is listed twice", shown(item.str()));
                self.duplicate(code, item, message).related(first, "first listed here");
            }
        }
    }

    /// Refuses an integer outside a range; an absent one passes.
    pub fn within(&mut self, code: Code, place: Place<'a>, range: impl RangeBounds<i64>) -> bool {
        self.within_as(code, place, place, range).is_none()
    }

    /// As [`Checker::within`], for a place that gets its value from another one; gives the cause.
    pub fn within_as(
        &mut self,
        code: Code,
        place: Place<'a>,
        value: Place<'a>,
        range: impl RangeBounds<i64>,
    ) -> Option<&mut Cause> {
        let int = value.int().filter(|int| !range.contains(int))?;
        let (bound, of) = (text::name::<i64>, place.name());
        let bounds = match (range.start_bound(), range.end_bound()) {
            (Bound::Included(low), Bound::Included(high)) => {
                text!("must be between {} and {}", bound(*low), bound(*high))
            }
            (Bound::Included(low), _) => text!("must be at least {}", bound(*low)),
            (_, Bound::Included(high)) => text!("must be at most {}", bound(*high)),
            _ => text!("is out of range"),
        };
        Some(self.invalid(code, place, text!("`{}` {}, but is {}", text::key(of), bounds, int)))
    }

    /// Refuses a negative integer; an absent one passes.
    pub fn not_negative(&mut self, code: Code, place: Place<'a>) {
        if let Some(int) = place.int().filter(|int| *int < 0) {
            let message = text!("`{}` must be at least 0, but is {}", text::key(place.name()), int);
            self.invalid(code, place, message);
        }
    }

    /// Refuses a list or map with more items or keys than the server allows; whether it fits.
    pub fn fits(&mut self, code: Code, place: Place<'a>, max: usize) -> bool {
        let count = place.count();
        if count <= max {
            return true;
        }
        let is_map = place.node().is_some_and(|node| node.is_map());
        let message = text!(
            "`{}` has {} {}, at most {} are allowed",
            text::key(place.name()),
            text::name(count),
            text::name(if is_map { "keys" } else { "items" }),
            text::name(max)
        );
        self.refuse(code, Reason::TooMany, place, message);
        false
    }

    /// Refuses a string longer than `max` bytes; whether it fits.
    pub fn not_longer(&mut self, code: Code, place: Place<'a>, max: usize) -> bool {
        self.is_within_length(code, place, place.str().len(), max)
    }

    /// As [`Checker::not_longer`], where the server counts the length in another way.
    pub fn is_within_length(
        &mut self,
        code: Code,
        place: Place<'a>,
        length: usize,
        max: usize,
    ) -> bool {
        if length <= max {
            return true;
        }
        let message = text!(
            "`{}` is {} characters long, at most {} are allowed",
            text::key(place.name()),
            text::name(length),
            text::name(max)
        );
        self.refuse(code, Reason::TooLong, place, message);
        false
    }

    /// A mark for [`Checker::since`].
    pub fn mark(&self) -> usize {
        self.causes.len()
    }

    /// The causes that came after a mark.
    pub fn since(&mut self, mark: usize) -> &mut [Cause] {
        self.causes.get_mut(mark..).unwrap_or_default()
    }

    /// Puts `to` for the first `from` in the paths of the causes after a mark, where the server names
    /// a field otherwise than the object does.
    pub fn rename_since(&mut self, mark: usize, from: &str, to: &str) {
        for cause in self.since(mark) {
            if cause.path.contains(from) {
                let path = cause.path.replacen(from, to, 1);
                cause.path(path);
            }
        }
    }

    /// Makes warnings of the refusals after a mark where the server is older than 1.`minor`, which
    /// is the first that looks: what older ones accept does not work all the same, as `effect` says.
    pub fn refused_since(&mut self, minor: u8, mark: usize, effect: &'static str) {
        let version = self.version;
        if !version.since(minor) {
            self.since(mark).iter_mut().for_each(|cause| cause.accepted_by(version, effect));
        }
    }

    fn add(
        &mut self,
        code: Code,
        reason: Option<Reason>,
        place: Place<'a>,
        message: Text,
    ) -> &mut Cause {
        if self.causes.len() >= MAX {
            return self.surplus.insert(Cause::without_path(code, reason, place, message));
        }
        self.causes.push(Cause::new(code, reason, place, message));
        self.causes.last_mut().expect("one was pushed")
    }

    /// What was found, without what may well have been written.
    pub fn finish(mut self) -> Vec<Cause> {
        self.causes.retain(|cause| !cause.lost);
        self.causes
    }
}
