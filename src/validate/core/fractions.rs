//! Parts of a byte (`pkg/api/pod/warnings.go`, `pkg/api/persistentvolumeclaim/util.go`).

use super::{pod::Pod, resources};
use crate::{
    model::{Place, value::Quantity},
    syntax::edit::Safety,
    validate::Checker,
};

/// `fractional-bytes`
const FRACTION: &str = "KV4509";

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
pub(super) fn pod<'a>(pod: &Pod<'a>, cx: &mut Checker<'a>) {
    const NAMES: [&str; 2] = ["memory", "ephemeral-storage"];
    amounts(pod.spec.get("overhead"), &NAMES, cx);
    for container in pod.all_containers() {
        for list in ["limits", "requests"] {
            amounts(container.get("resources").get(list), &NAMES, cx);
        }
    }
}

/// The spec of a claim.
pub(super) fn claim<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    for list in ["limits", "requests"] {
        amounts(spec.get("resources").get(list), &["storage"], cx);
    }
}

fn amounts<'a>(list: Place<'a>, names: &[&str], cx: &mut Checker<'a>) {
    for (name, place) in list.entries().filter(|(name, _)| names.contains(name)) {
        let Some(amount) = resources::amount(place).filter(|amount| !amount.is_whole()) else {
            continue;
        };
        let text = place.text().map_or_else(|| amount.to_string(), str::to_owned);
        let message = format!("`{text}` of {name} is no whole number of bytes");
        let cause = cx.warn(FRACTION, place, message);
        let number = text.strip_suffix('m').filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if let Some(number) = number {
            let meant = format!("{number}Mi");
            cause.help(format!("`m` stands for a thousandth: is it `{meant}`?")).fix(
                Safety::Unsafe,
                format!("write `{meant}`"),
                place.set(&meant),
            );
        } else {
            let whole = rounded_up(&text, &amount);
            cause.help(format!("write `{whole}`")).fix(
                Safety::Safe,
                format!("write `{whole}`"),
                place.set(&whole),
            );
        }
    }
}

/// In the next smaller unit, where there is one.
fn rounded_up(text: &str, amount: &Quantity) -> String {
    let known = SUFFIXES.iter().find(|(suffix, ..)| text.ends_with(suffix));
    let (smaller, size) = known.map_or(("", 1), |(_, smaller, size)| (*smaller, *size));
    format!("{}{smaller}", (amount.whole() + size - 1) / size)
}
