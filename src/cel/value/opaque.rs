//! Values of the libraries of Kubernetes.

use std::net::IpAddr;

use semver::Version;

use crate::{cel::url::ParsedUrl, model::value::Quantity};

/// A value that only functions of its library can look into.
#[derive(Debug)]
pub(crate) enum Opaque {
    /// A sum or difference is an object of another Go type, which cannot be on the right of `==`.
    Quantity {
        quantity: Quantity,
        computed: bool,
    },
    Ip(IpAddr),
    Cidr(IpAddr, u8),
    Url(ParsedUrl),
    Semver(Version),
    /// A named format, by its index in the table of formats.
    Format(usize),
}

impl Opaque {
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Opaque::Quantity { .. } => "kubernetes.Quantity",
            Opaque::Ip(_) => "net.IP",
            Opaque::Cidr(..) => "net.CIDR",
            Opaque::Url(_) => "kubernetes.URL",
            Opaque::Semver(_) => "kubernetes.Semver",
            Opaque::Format(_) => "kubernetes.NamedFormat",
        }
    }

    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Opaque::Ip(address) => Some(if address.is_ipv4() { 4 } else { 16 }),
            Opaque::Cidr(_, bits) => Some(u64::from(bits.div_ceil(8))),
            _ => None,
        }
    }
}
