//! IP addresses and networks where several kinds have them, above all Services and Endpoints
//! (`IsValidIPForLegacyField`, `ValidateEndpointIP`, and the warnings of
//! `pkg/api/service/warnings.go`).

use crate::{
    code::{self, Code},
    diagnostic::Safety,
    model::{Place, gates},
    syntax::edit::scalar,
    text,
    validate::{Checker, ip},
};

/// An address that traffic can be sent to (`IsValidIPForLegacyField` with `ValidateEndpointIP`);
/// whether it is one.
pub(in crate::validate) fn endpoint_address<'a>(
    code: Code,
    place: Place<'a>,
    cx: &mut Checker<'a>,
) -> bool {
    if place.is_set() && place.text().is_none() {
        return false;
    }
    let strict = cx.version.enables(gates::STRICT_IPCIDR_VALIDATION);
    let verdict = ip::legacy_address(place.str(), strict).and_then(|()| ip::reachable(place.str()));
    if let Err(fault) = verdict {
        let message = match place.is_set() {
            true => text!("`{}` {}", place.str(), fault.what),
            false => text!("`{}` is missing", text::name(place.name())),
        };
        cx.invalid(code, place, message).help(fault.allowed);
        return false;
    }
    true
}

/// Warns of an address that is legal, but not in its standard form (`GetWarningsForIP`).
pub(in crate::validate) fn canonical_address<'a>(place: Place<'a>, cx: &mut Checker<'a>) {
    if let Some(form) = ip::canonical(place.str()) {
        not_canonical(place, &form, "addresses", cx);
    }
}

/// The same for a network (`GetWarningsForCIDR`).
pub(in crate::validate) fn canonical_network<'a>(place: Place<'a>, cx: &mut Checker<'a>) {
    if let Some(form) = ip::canonical_network(place.str().trim()) {
        not_canonical(place, &form, "networks", cx);
    }
}

fn not_canonical<'a>(place: Place<'a>, form: &str, what: &str, cx: &mut Checker<'a>) {
    let message = text!("`{}` is not in canonical form", place.str());
    let title = text!("write `{}`", form);
    let help = text!("{}, as programs may compare {} as strings", title, text::name(what));
    let edit = place.set(&scalar(form));
    cx.warn(code::NON_CANONICAL_IP, place, message).help(help).fix(Safety::Safe, title, edit);
}
