//! IP addresses and networks (`k8s.io/apiserver/pkg/cel/library/ip.go`, `cidr.go`, Go's
//! `net/netip`).

use std::net::IpAddr;

use super::{Function, one_text, operators::text};
use crate::{
    cel::{
        CelFault,
        go::quoted as go_quoted,
        value::{CelResult, CelValue, Opaque},
    },
    model::value::ip::{holds, is_link_local, is_local_multicast, masked},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("isIP", false) => |_, args, _| Ok(CelValue::Bool(address(one_text(args)?).is_ok())),
        ("ip", false) => |_, args, _| {
            address(one_text(args)?)
                .map(|ip| CelValue::opaque(Opaque::Ip(ip)))
                .map_err(CelFault::from)
        },
        ("ip.isCanonical", false) => |_, args, _| {
            let text = one_text(args)?;
            let address = address(text).map_err(CelFault::from)?;
            Ok(CelValue::Bool(address_text(address) == text))
        },
        ("isCIDR", false) => |_, args, _| Ok(CelValue::Bool(network(one_text(args)?).is_ok())),
        ("cidr", false) => |_, args, _| to_network(args),
        (_, false) => return None,
        ("family", _) => |_, args, _| Ok(CelValue::Int(if ip(args)?.is_ipv4() { 4 } else { 6 })),
        ("isUnspecified", _) => |_, args, _| Ok(CelValue::Bool(ip(args)?.is_unspecified())),
        ("isLoopback", _) => |_, args, _| Ok(CelValue::Bool(ip(args)?.is_loopback())),
        ("isLinkLocalMulticast", _) => {
            |_, args, _| Ok(CelValue::Bool(is_local_multicast(ip(args)?)))
        }
        ("isLinkLocalUnicast", _) => |_, args, _| Ok(CelValue::Bool(is_link_local(ip(args)?))),
        ("isGlobalUnicast", _) => |_, args, _| Ok(CelValue::Bool(global(ip(args)?))),
        ("ip", _) => |_, args, _| cidr(args).map(|(ip, _)| CelValue::opaque(Opaque::Ip(ip))),
        ("prefixLength", _) => |_, args, _| Ok(CelValue::Int(i64::from(cidr(args)?.1))),
        ("masked", _) => |_, args, _| {
            let (address, bits) = cidr(args)?;
            Ok(CelValue::opaque(Opaque::Cidr(masked(address, bits), bits)))
        },
        ("containsIP", _) => |_, args, _| contains_ip(args),
        ("containsCIDR", _) => |_, args, _| contains_cidr(args),
        _ => return None,
    })
}

fn opaque<'v>(value: Option<&'v CelValue<'_>>) -> Result<&'v Opaque, CelFault> {
    match value {
        Some(CelValue::Opaque(opaque)) => Ok(opaque),
        _ => Err(CelFault::no_overload()),
    }
}

fn ip(args: &[CelValue<'_>]) -> Result<IpAddr, CelFault> {
    match opaque(args.first())? {
        Opaque::Ip(address) => Ok(*address),
        _ => Err(CelFault::no_overload()),
    }
}

fn cidr(args: &[CelValue<'_>]) -> Result<(IpAddr, u8), CelFault> {
    match opaque(args.first())? {
        Opaque::Cidr(address, bits) => Ok((*address, *bits)),
        _ => Err(CelFault::no_overload()),
    }
}

fn to_network<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let (address, bits) = network(one_text(args)?).map_err(|why| {
        CelFault::from(format!("network address parse error during conversion from string: {why}"))
    })?;
    Ok(CelValue::opaque(Opaque::Cidr(address, bits)))
}

/// An address or network as text.
pub(super) fn print<'a>(opaque: &Opaque) -> CelResult<'a> {
    match opaque {
        Opaque::Ip(address) => text(address_text(*address)),
        Opaque::Cidr(address, bits) => text(format!("{}/{bits}", address_text(*address))),
        _ => Err(CelFault::no_overload()),
    }
}

/// An address in its standard form.
fn address_text(address: IpAddr) -> String {
    address.to_string()
}

/// An address, without a zone and not IPv4 within IPv6; or the words of `netip.ParseAddr`, as far
/// as they are known.
fn address(text: &str) -> Result<IpAddr, String> {
    let quoted = go_quoted(text);
    let (bare, zone) = text.split_once('%').map_or((text, None), |(ip, zone)| (ip, Some(zone)));
    let Ok(address) = bare.parse::<IpAddr>() else {
        let why = address_fault(text);
        return Err(format!(
            "IP Address {quoted} parse error during conversion from string: \
             ParseAddr({quoted}): {why}"
        ));
    };
    match (zone, address) {
        (Some(zone), IpAddr::V6(_)) if !zone.is_empty() => {
            Err(format!("IP address {quoted} with zone value is not allowed"))
        }
        (Some(_), _) => Err(format!(
            "IP Address {quoted} parse error during conversion from string: \
             ParseAddr({quoted}): zone must be a non-empty string"
        )),
        (None, IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_some() => {
            Err(format!("IPv4-mapped IPv6 address {quoted} is not allowed"))
        }
        (None, address) => Ok(address),
    }
}

/// Why a text is not an address, as far as Go's words are known: for those of IPv4.
fn address_fault(text: &str) -> String {
    match text.find(['.', ':', '%']) {
        Some(at) if text[at..].starts_with('.') => {}
        Some(at) if text[at..].starts_with('%') => return "missing IPv6 address".to_owned(),
        _ => return "unable to parse IP".to_owned(),
    }
    let (mut digits, mut value, mut dots) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        let here = go_quoted(&text[at..]);
        match c {
            '0'..='9' if digits == 1 && value == 0 => {
                return "IPv4 field has octet with leading zero".to_owned();
            }
            '0'..='9' => {
                value = value * 10 + u32::from(c as u8 - b'0');
                digits += 1;
                if value > 255 {
                    return "IPv4 field has value >255".to_owned();
                }
            }
            '.' if digits == 0 || at + 1 == text.len() => {
                return format!("IPv4 field must have at least one digit (at {here})");
            }
            '.' if dots == 3 => return "IPv4 address too long".to_owned(),
            '.' => (digits, value, dots) = (0, 0, dots + 1),
            _ => return format!("unexpected character (at {here})"),
        }
    }
    "IPv4 address too short".to_owned()
}

/// A network, its host bits set or not (`netip.ParsePrefix`).
fn network(text: &str) -> Result<(IpAddr, u8), String> {
    let quoted = go_quoted(text);
    let fault = |why: &str| {
        format!(
            "network address parse error during conversion from string: \
             netip.ParsePrefix({quoted}): {why}"
        )
    };
    let (address, bits) = text.rsplit_once('/').ok_or_else(|| fault("no '/'"))?;
    let Ok(address) = address.parse::<IpAddr>() else {
        return Err(fault(if address.contains('%') {
            "IPv6 zones cannot be present in a prefix"
        } else {
            "unable to parse IP"
        }));
    };
    let plain = bits.bytes().all(|b| b.is_ascii_digit()) && !bits.is_empty();
    let padded = bits.len() > 1 && bits.starts_with('0');
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length: u32 = match bits.parse() {
        Ok(length) if plain && !padded => length,
        _ => return Err(fault(&format!("bad bits after slash: {}", go_quoted(bits)))),
    };
    if length > most {
        return Err(fault("prefix length out of range"));
    }
    match address {
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some() => {
            Err(format!("IPv4-mapped IPv6 address {quoted} is not allowed"))
        }
        _ => Ok((address, length as u8)),
    }
}

fn global(address: IpAddr) -> bool {
    let broadcast = matches!(address, IpAddr::V4(v4) if v4.is_broadcast());
    !broadcast
        && !address.is_unspecified()
        && !address.is_loopback()
        && !address.is_multicast()
        && !is_link_local(address)
}

fn contains_ip<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let network = cidr(args)?;
    let address = match args.get(1) {
        Some(CelValue::Str(text)) => address(text).map_err(|_| CelFault::no_overload())?,
        other => match opaque(other)? {
            Opaque::Ip(address) => *address,
            _ => return Err(CelFault::no_overload()),
        },
    };
    Ok(CelValue::Bool(holds(network, address)))
}

fn contains_cidr<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let outer = cidr(args)?;
    let inner = match args.get(1) {
        Some(text @ CelValue::Str(_)) => cidr(&[to_network(std::slice::from_ref(text))?])?,
        Some(value) => cidr(std::slice::from_ref(value))?,
        None => return Err(CelFault::no_overload()),
    };
    Ok(CelValue::Bool(outer.1 <= inner.1 && holds(outer, inner.0)))
}
