//! Parts of a byte (`pkg/api/pod/warnings.go`, `pkg/api/persistentvolumeclaim/util.go`).

use super::{pod_context::PodContext, resources};
use crate::{
    code,
    diagnostic::Safety,
    model::{Place, value::Quantity},
    text,
    validate::Checker,
};

/// Binary suffixes, each with the next smaller one and its size in bytes.
const SUFFIXES: [(&str, &str, i128); 6] = [
    ("Ki", "", 1),
    ("Mi", "Ki", 1 << 10),
    ("Gi", "Mi", 1 << 20),
    ("Ti", "Gi", 1 << 30),
    ("Pi", "Ti", 1 << 40),
    ("Ei", "Pi", 1 << 50),
];

/// Memory and disk of all containers of a pod.
pub(super) fn pod<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    const NAMES: [&str; 2] = ["memory", "ephemeral-storage"];
    amounts(pod.spec, "overhead", &NAMES, cx);
    for container in pod.all_containers() {
        for list in ["limits", "requests"] {
            amounts(container.get("resources"), list, &NAMES, cx);
        }
    }
}

/// The spec of a claim.
pub(super) fn claim<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    for list in ["limits", "requests"] {
        amounts(spec.get("resources"), list, &["storage"], cx);
    }
}

fn amounts<'a>(holder: Place<'a>, list: &'a str, names: &[&str], cx: &mut Checker<'a>) {
    let limits = holder.get("limits");
    for (name, place) in holder.get(list).entries().filter(|(name, _)| names.contains(name)) {
        let Some(amount) = resources::amount(place).filter(|amount| !amount.is_whole()) else {
            continue;
        };
        let text = place.text().map_or_else(|| amount.to_string(), str::to_owned);
        let message =
            text!("`{}` of {} is not a whole number of bytes", text.as_str(), text::name(name));
        let cause = cx.warn(code::FRACTIONAL_BYTES, place, message);
        let number = text.strip_suffix('m').filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if let Some(number) = number {
            let meant = format!("{number}Mi");
            cause.help(text!("did you mean `{}`? `m` is a thousandth", meant.as_str()));
            // A limit in thousandths as well is to be raised first.
            let most = resources::amount(limits.get(name)).filter(|_| list == "requests");
            let fits =
                Quantity::parse(&meant).is_ok_and(|meant| most.is_none_or(|most| meant <= most));
            let edit = place.set(&meant).filter(|_| fits);
            cause.fix(Safety::Unsafe, text!("write `{}`", meant.as_str()), edit);
        } else {
            let whole = rounded_up(&text, &amount);
            cause.suggest(Safety::Safe, text!("write `{}`", whole.as_str()), place.set(&whole));
        }
    }
}

/// In the next smaller unit, where there is one.
fn rounded_up(text: &str, amount: &Quantity) -> String {
    let known = SUFFIXES.iter().find(|(suffix, ..)| text.ends_with(suffix));
    let (smaller, size) = known.map_or(("", 1), |(_, smaller, size)| (*smaller, *size));
    format!("{}{smaller}", (amount.whole() + size - 1) / size)
}
