//! Pod Security admission: the controls of the levels `baseline` and `restricted`, as the module
//! `k8s.io/pod-security-admission` has them (`policy/check_*.go`, up to 1.37).
//!
//! The plugin validates what the API server has stored in the Pod, and only Pods are refused: for a
//! controller's template there is a warning, and the Pods that its controller creates are refused.

mod baseline;
mod restricted;

use std::{fmt, str::FromStr};

use crate::{
    model::{Place, version::Version},
    text,
    text::Text,
};

/// How much a pod may do; a level refuses all that those before it refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Privileged,
    Baseline,
    Restricted,
}

impl Level {
    const ALL: [Level; 3] = [Level::Privileged, Level::Baseline, Level::Restricted];

    pub const fn name(self) -> &'static str {
        match self {
            Level::Privileged => "privileged",
            Level::Baseline => "baseline",
            Level::Restricted => "restricted",
        }
    }
}

impl FromStr for Level {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Level, &'static str> {
        let level = Level::ALL.into_iter().find(|level| level.name() == text);
        level.ok_or("must be one of privileged, baseline, restricted")
    }
}

/// The minor of Kubernetes 1 whose controls count: `v1.30`, or `latest`, that of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition(Option<u32>);

impl Edition {
    pub const LATEST: Edition = Edition(None);

    /// A newer one than the server's own is taken for the server's.
    fn minor(self, server: Version) -> u32 {
        let own = u32::from(server.minor());
        self.0.map_or(own, |minor| minor.min(own))
    }
}

impl FromStr for Edition {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Edition, &'static str> {
        let digits = text.strip_prefix("v1.").unwrap_or("");
        let plain = digits.bytes().all(|b| b.is_ascii_digit())
            && (digits.len() == 1 || !digits.starts_with('0'));
        match digits.parse() {
            _ if text == "latest" => Ok(Edition::LATEST),
            Ok(minor) if plain => Ok(Edition(Some(minor))),
            _ => Err("must be `latest` or `v1.` and a minor version, such as v1.30"),
        }
    }
}

/// A level with its edition: `restricted:v1.30`, or only `restricted` for the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelVersion {
    pub level: Level,
    pub edition: Edition,
}

impl LevelVersion {
    pub const PRIVILEGED: LevelVersion =
        LevelVersion { level: Level::Privileged, edition: Edition::LATEST };

    /// As the plugin writes it: `restricted:latest`.
    pub fn in_full(self) -> String {
        match self.edition.0 {
            Some(_) => self.to_string(),
            None => format!("{}:latest", self.level.name()),
        }
    }
}

impl fmt::Display for LevelVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.edition.0 {
            Some(minor) => write!(f, "{}:v1.{minor}", self.level.name()),
            None => f.write_str(self.level.name()),
        }
    }
}

impl FromStr for LevelVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<LevelVersion, String> {
        let (level, edition) = text.split_once(':').unwrap_or((text, "latest"));
        let wrong =
            |what: &str, why| format!("`{what}` is not a valid level of Pod Security: it {why}");
        Ok(LevelVersion {
            level: level.parse().map_err(|why| wrong(level, why))?,
            edition: edition.parse().map_err(|why| wrong(edition, why))?,
        })
    }
}

/// What happens to a Pod that breaks a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodSecurityMode {
    /// It is refused.
    Enforce,
    /// The client is warned.
    Warn,
    /// The audit log records it.
    Audit,
}

impl PodSecurityMode {
    pub const ALL: [PodSecurityMode; 3] =
        [PodSecurityMode::Enforce, PodSecurityMode::Warn, PodSecurityMode::Audit];

    /// The labels of a Namespace with its level and its edition.
    pub const fn labels(self) -> (&'static str, &'static str) {
        match self {
            PodSecurityMode::Enforce => {
                ("pod-security.kubernetes.io/enforce", "pod-security.kubernetes.io/enforce-version")
            }
            PodSecurityMode::Warn => {
                ("pod-security.kubernetes.io/warn", "pod-security.kubernetes.io/warn-version")
            }
            PodSecurityMode::Audit => {
                ("pod-security.kubernetes.io/audit", "pod-security.kubernetes.io/audit-version")
            }
        }
    }
}

/// What a namespace requires (`PolicyToEvaluate` in `api/helpers.go`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policies {
    pub enforce: LevelVersion,
    pub warn: LevelVersion,
    pub audit: LevelVersion,
}

impl Policies {
    /// Those of a namespace with these labels, where the cluster enforces `default` by itself.
    pub fn of(labels: Place<'_>, default: LevelVersion) -> Policies {
        let level =
            |mode: PodSecurityMode| labels.get(mode.labels().0).text().map(str::parse::<Level>);
        let edition =
            |mode: PodSecurityMode| labels.get(mode.labels().1).text().map(str::parse::<Edition>);
        // An invalid level counts as the strictest when enforced, and as none otherwise.
        let of = |mode: PodSecurityMode, default: LevelVersion, unread| LevelVersion {
            level: level(mode).map_or(default.level, |level| level.unwrap_or(unread)),
            edition: edition(mode)
                .map_or(default.edition, |edition| edition.unwrap_or(Edition::LATEST)),
        };
        let enforce = of(PodSecurityMode::Enforce, default, Level::Restricted);
        let mut warn = of(PodSecurityMode::Warn, LevelVersion::PRIVILEGED, Level::Privileged);
        let audit = of(PodSecurityMode::Audit, LevelVersion::PRIVILEGED, Level::Privileged);
        let asked = matches!(level(PodSecurityMode::Enforce), Some(Ok(_)));
        if asked && level(PodSecurityMode::Warn).is_none() && enforce.level > warn.level {
            warn.level = enforce.level;
            if edition(PodSecurityMode::Warn).is_none() {
                warn.edition = enforce.edition;
            }
        }
        Policies { enforce, warn, audit }
    }

    pub fn get(self, mode: PodSecurityMode) -> LevelVersion {
        match mode {
            PodSecurityMode::Enforce => self.enforce,
            PodSecurityMode::Warn => self.warn,
            PodSecurityMode::Audit => self.audit,
        }
    }
}

/// The labels of a Namespace without a valid level or edition, and what these must be.
pub fn wrong_labels(labels: Place<'_>) -> Vec<(&'static str, &'static str)> {
    let mut wrong = Vec::new();
    for mode in PodSecurityMode::ALL {
        let (level, edition) = mode.labels();
        let why = labels.get(level).text().and_then(|text| text.parse::<Level>().err());
        wrong.extend(why.map(|why| (level, why)));
        let why = labels.get(edition).text().and_then(|text| text.parse::<Edition>().err());
        wrong.extend(why.map(|why| (edition, why)));
    }
    wrong
}

/// A control that a pod breaks.
pub struct Violation<'a> {
    /// The name that the plugin has for it, such as `hostNamespaces`.
    pub control: &'static str,
    /// Each place that breaks it, and how; never empty.
    pub faults: Violations<'a>,
    /// What to type.
    pub help: &'static str,
    /// The control of `baseline` that this one takes the place of, or nothing.
    pub instead_of: &'static str,
}

/// One thing that a level forbids or requires.
struct Control {
    name: &'static str,
    help: &'static str,
    /// What looks for it, from which minor on; the last one that has come counts.
    since: &'static [(u32, Look)],
    /// The control of `baseline` that it takes the place of.
    instead_of: &'static str,
}

/// Where a Pod violates a control, and what is there.
type Violations<'a> = Vec<(Place<'a>, Text)>;

type Look = for<'a> fn(&PodView<'a>, &mut Violations<'a>);

impl Control {
    fn look(&self, minor: u32) -> Option<Look> {
        self.since.iter().rev().find(|(since, _)| *since <= minor).map(|(_, look)| *look)
    }

    fn violation<'a>(&self, pod: &PodView<'a>, minor: u32) -> Option<Violation<'a>> {
        let mut faults = Vec::new();
        self.look(minor)?(pod, &mut faults);
        let Control { name: control, help, instead_of, .. } = *self;
        (!faults.is_empty()).then_some(Violation { control, faults, help, instead_of })
    }
}

/// What all controls look at.
struct PodView<'a> {
    metadata: Place<'a>,
    spec: Place<'a>,
    /// Init containers first, ephemeral ones last.
    containers: Vec<Place<'a>>,
}

impl<'a> PodView<'a> {
    /// Of what holds `metadata` and `spec`.
    fn of(pod: Place<'a>) -> PodView<'a> {
        let spec = pod.get("spec");
        let lists = ["initContainers", "containers", "ephemeralContainers"];
        let containers = lists.into_iter().flat_map(|list| spec.get(list).items()).collect();
        PodView { metadata: pod.get("metadata"), spec, containers }
    }

    /// The security contexts that are written, the Pod's own first, each with whose it is.
    fn contexts(&self) -> impl Iterator<Item = (Place<'a>, Text)> + '_ {
        let own = (self.spec.get("securityContext"), Text::words("the Pod"));
        let theirs = self.containers.iter().map(|c| (c.get("securityContext"), called(*c)));
        std::iter::once(own).chain(theirs)
    }

    fn is_windows(&self) -> bool {
        self.spec.get("os").get("name").str() == "windows"
    }

    /// Its users are none of the node's.
    fn has_own_users(&self) -> bool {
        self.spec.get("hostUsers").bool() == Some(false)
    }
}

/// A container, for a message.
fn called(container: Place<'_>) -> Text {
    text!("container `{}`", super::names::shown(container.get("name").str()))
}

/// The controls of a policy that a pod breaks, in the order in which the plugin names them; `pod`
/// holds its `metadata` and `spec`.
pub fn violations<'a>(pod: Place<'a>, policy: LevelVersion, server: Version) -> Vec<Violation<'a>> {
    let strict: Vec<&Control> = match policy.level {
        Level::Privileged => return Vec::new(),
        Level::Baseline => Vec::new(),
        Level::Restricted => restricted::CONTROLS.iter().collect(),
    };
    let minor = policy.edition.minor(server);
    let pod = PodView::of(pod);
    let replaced = |control: &Control| {
        strict.iter().any(|s| s.instead_of == control.name && s.look(minor).is_some())
    };
    let base = baseline::CONTROLS.iter().filter(|control| !replaced(control));
    base.chain(strict.iter().copied()).filter_map(|c| c.violation(&pod, minor)).collect()
}

/// How a pod breaks one control, whatever the level.
pub fn violation<'a>(
    pod: Place<'a>,
    control: &str,
    edition: Edition,
    server: Version,
) -> Option<Violation<'a>> {
    let mut controls = baseline::CONTROLS.iter().chain(restricted::CONTROLS);
    let control = controls.find(|known| known.name == control)?;
    control.violation(&PodView::of(pod), edition.minor(server))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_read_as_the_plugin_reads_them() {
        for text in ["privileged", "baseline", "restricted:v1.0", "restricted:v1.30"] {
            assert_eq!(
                text.parse::<LevelVersion>().map(|policy| policy.to_string()),
                Ok(text.into())
            );
        }
        assert_eq!("baseline:latest".parse::<LevelVersion>().unwrap().to_string(), "baseline");
        for text in
            ["", "Baseline", "baseline:", "baseline:1.30", "baseline:v1.030", "baseline:v2.1"]
        {
            assert!(text.parse::<LevelVersion>().is_err(), "{text}");
        }
    }
}
