//! A volume of a cloud that only its CSI driver serves.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MIGRATED_VOLUME_PLUGIN,
        name: "migrated-volume-plugin",
        title: "Volume type replaced by a CSI driver",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("migrated_volume_plugin.md"),
    },
    check: &Every(check),
};

/// The fields of volumes, with the driver that serves each.
const MIGRATED: [(&str, &str, &str); 7] = [
    ("awsElasticBlockStore", "kubernetes.io/aws-ebs", "ebs.csi.aws.com"),
    ("azureDisk", "kubernetes.io/azure-disk", "disk.csi.azure.com"),
    ("azureFile", "kubernetes.io/azure-file", "file.csi.azure.com"),
    ("cinder", "kubernetes.io/cinder", "cinder.csi.openstack.org"),
    ("gcePersistentDisk", "kubernetes.io/gce-pd", "pd.csi.storage.gke.io"),
    ("portworxVolume", "kubernetes.io/portworx-volume", "pxd.portworx.com"),
    ("vsphereVolume", "kubernetes.io/vsphere-volume", "csi.vsphere.vmware.com"),
];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let volumes = PodTemplate::of(object).map(|pod| pod.spec.field("volumes").items());
    let own = (object.gvk.is("", "PersistentVolume")).then(|| object.field("spec"));
    for volume in volumes.into_iter().flatten().chain(own) {
        for (field, _, driver) in MIGRATED {
            if volume.get(field).is_set() {
                report(volume.get(field), field, driver, cx);
            }
        }
    }
    let provisioner = object.field("provisioner");
    let of_class = |(_, plugin, _): &&(&str, &str, &str)| *plugin == provisioner.str();
    if object.gvk.is("storage.k8s.io", "StorageClass")
        && let Some((_, plugin, driver)) = MIGRATED.iter().find(of_class)
    {
        report(provisioner, plugin, driver, cx);
    }
}

fn report<'a>(place: Place<'a>, plugin: &'static str, driver: &'static str, cx: &mut Context<'a>) {
    cx.report(place, text!("`{}` works only with the CSI driver {}", name(plugin), name(driver)))
        .help(text!("use `csi` with this driver, and install it in the cluster"));
}
