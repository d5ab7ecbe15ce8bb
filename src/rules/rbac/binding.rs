//! What bindings refer to: roles and subjects.

use super::policy::GROUP;
use crate::rules::prelude::*;

/// ClusterRoles that every cluster has.
const BUILTIN: [&str; 4] = ["admin", "cluster-admin", "edit", "view"];

/// Kinds of bindings.
pub(super) const BINDINGS: &[&str] = &["RoleBinding", "ClusterRoleBinding"];

/// The role of a binding.
#[derive(Clone, Copy)]
pub(super) struct RoleRef<'a> {
    binding: &'a Object,
    pub kind: &'static str,
    pub name: Place<'a>,
}

/// Whom a binding grants its role.
#[derive(Clone, Copy)]
pub(super) struct BoundSubject<'a> {
    pub place: Place<'a>,
    pub kind: &'a str,
    pub name: Place<'a>,
}

/// The name of an object by its kind, and its namespace if it is known.
pub(super) struct RoleOrAccount<'a> {
    kind: &'static str,
    name: Place<'a>,
    namespace: Option<&'a str>,
}

/// Whether an object is a RoleBinding or a ClusterRoleBinding.
pub(super) fn is_binding(object: &Object) -> bool {
    object.gvk.group == GROUP && BINDINGS.contains(&&*object.gvk.kind)
}

/// The role of an object that is a binding.
pub(super) fn role_ref(object: &Object) -> Option<RoleRef<'_>> {
    let place = object.field("roleRef");
    let kind = match place.get("kind").str() {
        "Role" => "Role",
        "ClusterRole" => "ClusterRole",
        _ => return None,
    };
    let name = place.get("name");
    (is_binding(object) && !name.is_empty()).then_some(RoleRef { binding: object, kind, name })
}

/// The subjects of an object that is a binding.
pub(super) fn subjects(object: &Object) -> impl Iterator<Item = BoundSubject<'_>> {
    let items = object.field("subjects").items().filter(|_| is_binding(object));
    items.map(|place| BoundSubject {
        place,
        kind: place.get("kind").str(),
        name: place.get("name"),
    })
}

impl<'a> RoleRef<'a> {
    pub(super) fn reference(&self) -> RoleOrAccount<'a> {
        let namespace = self.binding.namespace.as_deref().filter(|_| self.kind == "Role");
        RoleOrAccount { kind: self.kind, name: self.name, namespace }
    }

    /// Whether every cluster has it.
    pub(super) fn is_builtin(&self) -> bool {
        let name = self.name.str();
        let of_system = name.starts_with("system:") || name.starts_with("kubeadm:");
        self.kind == "ClusterRole" && (of_system || BUILTIN.contains(&name))
            || self.kind == "Role" && of_system
    }

    /// Whether a role of its kind is the one.
    pub(super) fn is(&self, role: &Object) -> bool {
        let fits = self.kind == "ClusterRole" || role.shares_namespace(self.binding);
        fits && role.name == self.name.str()
    }

    /// The role, if it is in sight and the only one.
    pub(super) fn find(&self, cx: &Context<'a>) -> Option<&'a Object> {
        match cx.workspace.find_all(self.binding, self.kind, self.name.str())[..] {
            [only] if only.gvk.group == GROUP => Some(only),
            _ => None,
        }
    }
}

impl<'a> BoundSubject<'a> {
    pub(super) fn is_service_account(&self) -> bool {
        self.kind == "ServiceAccount" && !self.name.is_empty()
    }

    pub(super) fn is_group(&self, group: &str) -> bool {
        self.kind == "Group" && self.name.str() == group
    }

    /// Whether it is whoever has not logged in.
    pub(super) fn is_anonymous(&self) -> bool {
        self.is_group("system:unauthenticated")
            || self.kind == "User" && self.name.str() == "system:anonymous"
    }

    /// Whether it is the ServiceAccount that every namespace has.
    pub(super) fn is_default(&self) -> bool {
        self.is_service_account() && self.name.str() == "default"
    }

    /// As written, or that of its RoleBinding, which the API server does not fill in.
    pub(super) fn namespace(&self) -> Option<&'a str> {
        self.place.get("namespace").text()
    }

    pub(super) fn reference(&self) -> RoleOrAccount<'a> {
        RoleOrAccount { kind: "ServiceAccount", name: self.name, namespace: self.namespace() }
    }
}

impl<'a> RoleOrAccount<'a> {
    /// Reports that nothing has the name, where a similar name is next to the binding or the user
    /// says that nothing else exists. Names in `named` are different on purpose.
    pub(super) fn report_missing(
        &self,
        binding: &'a Object,
        named: &[&str],
        help: &'static str,
        cx: &mut Context<'a>,
    ) {
        let (kind, written) = (self.kind, self.name.str());
        let exists = cx.settings.is_external(kind, self.namespace, written)
            || cx.workspace.of_kind(kind).any(|object| object.name == written);
        if exists || written.is_empty() {
            return;
        }
        let fits = |object: &Object| match (self.namespace, object.namespace.as_deref()) {
            (Some(written), Some(other)) => written == other,
            _ => true,
        };
        let meant = cx
            .workspace
            .find_similar(binding, kind, written)
            .filter(|similar| fits(similar) && !named.contains(&similar.name.as_str()));
        let message = text!("{} `{}` not found", name(kind), name(written));
        if let Some(meant) = meant {
            cx.report(self.name, message)
                .related(meant.place().at(&["metadata", "name"]), "a similar name is defined here")
                .help(text!("did you mean `{}`?", name(&meant.name)))
                .fix(Safety::Unsafe, text!("write `{}`", name(&meant.name)), {
                    self.name.set(&scalar(&meant.name))
                });
        } else if cx.settings.complete {
            cx.report(self.name, message).help(help);
        }
    }
}
