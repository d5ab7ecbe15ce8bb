//! Certificates (RFC 5280) and private keys (RFC 5208, 5915, 8017) in DER, as far as to tell
//! whether one belongs to the other; and for whom a certificate is requested (RFC 2986).

/// The identifiers of algorithms: `rsaEncryption`, `id-ecPublicKey`, `id-Ed25519`.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
/// `id-at-organizationName`
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0]` and `[1]` around another value.
const TAGGED_0: u8 = 0xa0;
const TAGGED_1: u8 = 0xa1;

/// Whether a private key is that of a certificate; `None` where it cannot be told.
pub fn belong_together(certificate: &[u8], key: &[u8]) -> Option<bool> {
    let (public, private) = (public_key(certificate)?, private_key(key)?);
    if public.algorithm != private.algorithm {
        return Some(false);
    }
    Some(public.half? == private.half?)
}

/// The organizations in the subject of a certificate request, as bytes of their text.
pub fn requested_organizations(request: &[u8]) -> Option<Vec<&[u8]>> {
    let mut info = values(values(only(request, SEQUENCE)?).next()?.of(SEQUENCE)?);
    info.next()?.of(INTEGER)?;
    let subject = values(info.next()?.of(SEQUENCE)?).filter_map(|part| part.of(SET));
    let attributes = subject.flat_map(values).filter_map(|pair| pair.of(SEQUENCE)).map(values);
    let organizations = attributes.filter_map(|mut pair| {
        let is_organization = pair.next()?.of(IDENTIFIER)? == ORGANIZATION;
        pair.next().filter(|_| is_organization).map(|value| value.content)
    });
    Some(organizations.collect())
}

/// Which kind of key it is, and what the two keys of a pair share: the modulus of RSA, the point
/// of an elliptic curve.
struct KeyMaterial<'d> {
    algorithm: &'d [u8],
    half: Option<&'d [u8]>,
}

fn public_key(certificate: &[u8]) -> Option<KeyMaterial<'_>> {
    let mut signed = values(only(certificate, SEQUENCE)?).next()?.of(SEQUENCE).map(values)?;
    // Version (may be left out), serial number, algorithm, issuer, validity, subject.
    let first = signed.next()?;
    let before = if first.tag == TAGGED_0 { 5 } else { 4 };
    let mut info = values(signed.nth(before)?.of(SEQUENCE)?);
    let algorithm = algorithm(info.next()?)?;
    let bits = info.next()?.of(BIT_STRING)?.get(1..)?;
    let half = match algorithm {
        RSA => Some(values(only(bits, SEQUENCE)?).next()?.of(INTEGER)?),
        _ => Some(bits),
    };
    Some(KeyMaterial { algorithm, half })
}

fn private_key(key: &[u8]) -> Option<KeyMaterial<'_>> {
    let mut parts = values(only(key, SEQUENCE)?);
    // The version.
    parts.next()?.of(INTEGER)?;
    let first = parts.next()?;
    match first.tag {
        // PKCS #8: the algorithm, and the key in a form of its own.
        SEQUENCE => {
            let algorithm = algorithm(first)?;
            let inner = parts.next()?.of(OCTET_STRING)?;
            let half = match algorithm {
                RSA | EC => private_key(inner).and_then(|key| key.half),
                _ => None,
            };
            [RSA, EC, ED25519].contains(&algorithm).then_some(KeyMaterial { algorithm, half })
        }
        INTEGER => Some(KeyMaterial { algorithm: RSA, half: Some(first.content) }),
        OCTET_STRING => {
            let point = parts.find(|part| part.tag == TAGGED_1);
            let point = point.and_then(|point| only(point.content, BIT_STRING)?.get(1..));
            Some(KeyMaterial { algorithm: EC, half: point })
        }
        _ => None,
    }
}

fn algorithm(value: DerValue<'_>) -> Option<&[u8]> {
    values(value.of(SEQUENCE)?).next()?.of(IDENTIFIER)
}

struct DerValue<'d> {
    tag: u8,
    content: &'d [u8],
}

impl<'d> DerValue<'d> {
    fn of(self, tag: u8) -> Option<&'d [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

/// The content of the one value that bytes are.
fn only(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    values(bytes).next()?.of(tag)
}

/// The values that are one after the other in bytes.
fn values(mut bytes: &[u8]) -> impl Iterator<Item = DerValue<'_>> {
    std::iter::from_fn(move || {
        let [tag, length, rest @ ..] = bytes else { return None };
        let size = usize::from(*length & 0x7f);
        let (length, rest) = match *length {
            0..0x80 => (size, rest),
            _ if (1..=4).contains(&size) => {
                let digits = rest.get(..size)?.iter();
                (digits.fold(0, |sum, digit| sum << 8 | usize::from(*digit)), &rest[size..])
            }
            _ => return None,
        };
        let content = rest.get(..length)?;
        bytes = &rest[length..];
        Some(DerValue { tag: *tag, content })
    })
}
