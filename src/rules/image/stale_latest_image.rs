//! A `latest` image with a policy that does not pull it again.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STALE_LATEST_IMAGE,
        name: "stale-latest-image",
        title: "Stale image with the latest tag",
        aliases: &["kubescape:C-0075"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("stale_latest_image.md"),
    },
    check: &Containers(check),
};

/// Images of Docker Hub that have no owner in their names.
const OFFICIAL: &str = "\
    adminer aerospike almalinux alpine amazoncorretto amazonlinux arangodb bash bonita busybox \
    caddy cassandra centos chronograf clojure consul couchbase couchdb crate debian docker \
    dotnet drupal eclipse-mosquitto eclipse-temurin elasticsearch elixir erlang fedora flink \
    fluentd gcc ghost golang gradle groovy haproxy haskell hello-world httpd influxdb jenkins \
    jetty jruby julia kibana kong logstash mariadb maven memcached mongo mongo-express mysql \
    nats neo4j nextcloud nginx node openjdk perl php postgres python rabbitmq redis registry \
    rockylinux ruby rust solr swift telegraf tomcat traefik ubuntu vault wordpress";

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let Some(image) = image_of(container).filter(|image| image.is_latest()) else { return };
    let policy = container.field("imagePullPolicy");
    // What no registry has was built or put on the node by hand, as for minikube and kind.
    let bare = !container.field("image").str().contains('/');
    let built =
        bare && (image.tag.is_none() || !OFFICIAL.split(' ').any(|name| name == image.repository));
    let by_hand = built || policy.str() == "Never" && image.registry.is_none();
    if !matches!(policy.str(), "IfNotPresent" | "Never") || by_hand {
        return;
    }
    let place = container.field("image");
    let (held, image) = (name(policy.str()), place.str());
    let message = text!("imagePullPolicy {} keeps outdated copies of image `{}`", held, image);
    cx.report(policy, message)
        .related(place, "the tag stays the same when the image changes")
        .help("use a version as the tag, or remove `imagePullPolicy`")
        .fix(Safety::Unsafe, "remove `imagePullPolicy`", policy.remove());
}
