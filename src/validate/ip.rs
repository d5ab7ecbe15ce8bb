//! IP addresses and networks, as old and as new fields of the API accept them
//! (`k8s.io/apimachinery/pkg/util/validation/ip.go`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::names::{FormatError, FormatResult};
use crate::{
    model::value::ip::{is_link_local, is_local_multicast, masked},
    text,
    text::Text,
};

const ADDRESS: &str = "write an IP address such as 10.9.8.7 or 2001:db8::ffff";
const NETWORK: &str = "write a CIDR such as 10.9.8.0/24 or 2001:db8::/64";

fn fault(what: impl Into<Text>, allowed: impl Into<Text>) -> FormatResult {
    Err(FormatError { what: what.into(), allowed: allowed.into() })
}

/// `IsValidIPForLegacyField`: from 1.36 on strictly (`StrictIPCIDRValidation`), before with
/// leading zeros and IPv4-mapped IPv6 addresses.
pub fn legacy_address(value: &str, strict: bool) -> FormatResult {
    let Some(address) = sloppy(value) else { return fault("is not an IP address", ADDRESS) };
    if !strict {
        return Ok(());
    }
    if value.parse::<IpAddr>().is_err() {
        return fault("has leading zeros, which some programs read as octal", ADDRESS);
    }
    if mapped(address) {
        return fault("is an IPv4-mapped IPv6 address", ADDRESS);
    }
    Ok(())
}

/// `IsValidIP`: strict, and in canonical form.
pub fn address(value: &str) -> FormatResult {
    legacy_address(value, true)?;
    match value.parse::<IpAddr>() {
        Ok(address) if address.to_string() != value => {
            let form = address.to_string();
            fault("is not in canonical form", text!("did you mean `{}`?", form))
        }
        _ => Ok(()),
    }
}

/// `IsValidCIDRForLegacyField`.
pub fn legacy_network(value: &str, strict: bool) -> FormatResult {
    let Some((address, length)) = sloppy_network(value) else {
        return fault("is not a valid CIDR", NETWORK);
    };
    if !strict {
        return Ok(());
    }
    let (text, digits) = value.split_once('/').unwrap_or((value, ""));
    let padded = digits.len() > 1 && digits.starts_with('0');
    if padded || text.parse::<IpAddr>().is_err() {
        return fault("has leading zeros", NETWORK);
    }
    if mapped(address) {
        return fault("is an IPv4-mapped IPv6 network", NETWORK);
    }
    let base = masked(address, length);
    if base != address {
        let network = format!("{base}/{length}");
        return fault("has host bits set", text!("did you mean `{}`?", network));
    }
    Ok(())
}

/// `IsValidCIDR`: strict, and in canonical form.
pub fn network(value: &str) -> FormatResult {
    legacy_network(value, true)?;
    match sloppy_network(value) {
        Some((address, length)) if format!("{address}/{length}") != value => {
            let form = format!("{address}/{length}");
            fault("is not in canonical form", text!("did you mean `{}`?", form))
        }
        _ => Ok(()),
    }
}

/// An address of a field that [`legacy_address`] checks, for comparing.
pub fn parse(value: &str) -> Option<IpAddr> {
    sloppy(value).map(|address| match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    })
}

/// A network and its length, for comparing.
pub fn parse_network(value: &str) -> Option<(IpAddr, u8)> {
    sloppy_network(value)
}

/// Addresses that traffic can be sent to (`pkg/apis/core/validation`, `ValidateEndpointIP`).
pub fn reachable(value: &str) -> FormatResult {
    const ALLOWED: &str = "write the address of a Pod, a node or another host";
    let Some(address) = parse(value) else { return fault("is not an IP address", ADDRESS) };
    let range = match address {
        ip if ip.is_unspecified() => "is the unspecified address",
        ip if ip.is_loopback() => "is in the loopback range (127.0.0.0/8, ::1)",
        ip if is_link_local(ip) => "is in the link-local range (169.254.0.0/16, fe80::/10)",
        ip if is_local_multicast(ip) => "is a link-local multicast address",
        _ => return Ok(()),
    };
    fault(range, ALLOWED)
}

/// The standard form of an address, where it is written in another one (`GetWarningsForIP`).
pub fn canonical(value: &str) -> Option<String> {
    let standard = parse(value)?.to_string();
    (standard != value).then_some(standard)
}

/// The standard form of a network, where it is written in another one (`GetWarningsForCIDR`).
pub fn canonical_network(value: &str) -> Option<String> {
    let (address, length) = sloppy_network(value)?;
    let standard = format!("{}/{length}", masked(address, length));
    (standard != value).then_some(standard)
}

fn mapped(address: IpAddr) -> bool {
    matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some())
}

/// `ParseIPSloppy`: leading zeros of numbers are ignored.
fn sloppy(value: &str) -> Option<IpAddr> {
    if value.contains(':') {
        let groups: Vec<String> = value.split(':').map(without_zeros).collect();
        return groups.join(":").parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    sloppy_v4(value).map(IpAddr::V4)
}

fn sloppy_v4(value: &str) -> Option<Ipv4Addr> {
    let octets: Vec<String> = value.split('.').map(without_zeros).collect();
    octets.join(".").parse().ok()
}

/// A group of an address without leading zeros; a dotted tail octet by octet.
fn without_zeros(group: &str) -> String {
    if group.contains('.') {
        return group.split('.').map(without_zeros).collect::<Vec<_>>().join(".");
    }
    let bare = group.trim_start_matches('0');
    if bare.is_empty() && !group.is_empty() { "0".to_owned() } else { bare.to_owned() }
}

fn sloppy_network(value: &str) -> Option<(IpAddr, u8)> {
    let (text, digits) = value.split_once('/')?;
    let address = sloppy(text)?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let length: u8 = without_zeros(digits).parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    (length <= most).then_some((address, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["10.0.0.1", "::1", "2001:db8::ffff", "FE80:0:0:0:0:0:0:0abc"] {
            assert!(legacy_address(good, true).is_ok(), "{good}");
        }
        for sloppy in ["010.002.003.004", "::ffff:1.2.3.4"] {
            assert!(legacy_address(sloppy, false).is_ok(), "{sloppy}");
            assert!(legacy_address(sloppy, true).is_err(), "{sloppy}");
        }
        for bad in ["", "10.0.0", "10.0.0.256", "1.2.3.4.5", "fe80::1%eth0", "a.b.c.d", "1..2.3"] {
            assert!(legacy_address(bad, false).is_err(), "{bad}");
        }
        assert!(address("FE80::ABC").is_err());
        assert_eq!(canonical("2001:DB8:0:0::1").as_deref(), Some("2001:db8::1"));
        assert_eq!(canonical("10.0.0.1"), None);
        assert!(reachable("10.0.0.1").is_ok());
        for local in
            ["0.0.0.0", "127.0.0.1", "::1", "169.254.1.2", "fe80::1", "224.0.0.9", "ff02::1"]
        {
            assert!(reachable(local).is_err(), "{local}");
        }
    }

    #[test]
    fn networks() {
        assert!(legacy_network("10.9.8.0/24", true).is_ok());
        assert!(legacy_network("10.9.8.7/24", false).is_ok());
        assert!(legacy_network("10.9.8.7/24", true).is_err());
        for bad in ["10.9.8.0", "10.9.8.0/33", "10.9.8.0/", "::/129", "10.9.8.0/+4"] {
            assert!(legacy_network(bad, false).is_err(), "{bad}");
        }
        assert!(legacy_network("0.0.0.0/0", true).is_ok());
        assert_eq!(canonical_network("10.9.8.7/24").as_deref(), Some("10.9.8.0/24"));
    }
}
