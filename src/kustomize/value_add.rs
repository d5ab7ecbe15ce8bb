//! `ValueAddTransformer`: a value is put at paths, or into the file paths that are there
//! (`api/filters/valueadd`).

use super::{
    BuildContext, BuildProblem,
    fields::split_path,
    files::BuildRoot,
    resource::Resource,
    select::ResourceSelector,
    transform::{self, Subjects},
    value::{YamlNode, YamlScalar},
};
use crate::{
    input::Span,
    text,
    text::{Text, key},
};

/// The path that stands for the namespace of an object.
const NAMESPACE: &str = "metadata/namespace";

pub(super) fn run(
    cx: &mut BuildContext,
    root: &BuildRoot,
    resources: &mut [Resource],
    config: &YamlNode,
) -> Result<(), BuildProblem> {
    let at = config.at.first();
    let value = config.get("value").filter(|value| !value.text().trim().is_empty());
    let value = match value {
        Some(value) => YamlNode::string(value.text().trim(), value.at.first()),
        None => YamlNode::string(root.base_name(), at),
    };
    let mut targets = config.get("targets").map_or(&[][..], YamlNode::items).to_vec();
    if let Some(path) = config.get("targetFilePath").filter(|path| !path.text().is_empty()) {
        let file = root.load(&mut cx.files, path.text(), path.at.first())?;
        let read = cx.files.configuration(file)?;
        let more = read.first().and_then(|document| document.get("targets"));
        targets.extend_from_slice(more.map_or(&[][..], YamlNode::items));
    }
    if targets.is_empty() {
        return Err(BuildProblem::broken(at, "the transformer requires `targets`"));
    }
    for target in &targets {
        add(cx, resources, &value, target)?;
    }
    Ok(())
}

fn add(
    cx: &mut BuildContext,
    resources: &mut [Resource],
    value: &YamlNode,
    target: &YamlNode,
) -> Result<(), BuildProblem> {
    let at = target.at.first();
    let wrong = |message: Text| BuildProblem::broken(at, message);
    let path = target.get("fieldPath").map_or("", YamlNode::text);
    if path.is_empty() {
        return Err(wrong("a target requires a `fieldPath`".into()));
    }
    let position = target.get("filePathPosition").and_then(YamlNode::as_int).unwrap_or(0);
    let position = usize::try_from(position)
        .map_err(|_| wrong("`filePathPosition` must not be negative".into()))?;
    let selector = target.get("selector").filter(|selector| !selector.is_null());
    let selector = selector.map(ResourceSelector::new).transpose().map_err(wrong)?;
    let steps = split_path(path, '/');
    for resource in resources.iter_mut() {
        if selector.as_ref().is_some_and(|selector| !selector.matches(resource)) {
            continue;
        }
        cx.spend(1 + value.text().len() / BYTES_OF_A_VALUE, at)?;
        if path == NAMESPACE {
            let one = std::slice::from_mut(resource);
            transform::set_namespace(one, value, &[], false, Subjects::NamedDefault)?;
        } else {
            put(&mut resource.node, &steps, value, position, at).map_err(wrong)?;
        }
    }
    Ok(())
}

/// A text of so many bytes counts as a value.
const BYTES_OF_A_VALUE: usize = 100;

fn put(
    node: &mut YamlNode,
    steps: &[String],
    value: &YamlNode,
    position: usize,
    at: Span,
) -> Result<(), Text> {
    if let Some((step, rest)) = steps.split_first() {
        let made = if rest.is_empty() {
            YamlNode::scalar(YamlScalar::plain(""), at)
        } else {
            YamlNode::map(at)
        };
        if !node.is_map() {
            return Err(text!("the parent of `{}` is not a map", key(step)));
        }
        let field = node.get_or_insert(step, made.clone());
        let field = field.ok_or_else(|| text!("`{}` does not exist", key(step)))?;
        if field.is_null() {
            *field = made;
        }
        return put(field, rest, value, position, at);
    }
    if node.as_scalar().is_none() {
        return Err("expected a string, but found a list or map".into());
    }
    let text = match position.checked_sub(1) {
        None => value.text().to_owned(),
        Some(position) => inserted(node.text(), position, value.text()),
    };
    let mut new = YamlNode::scalar(YamlScalar::plain(text), value.at.first());
    if position > 0 {
        new.at.and(node.at.all());
    }
    node.replace(new);
    Ok(())
}

/// A path with one part more (`filesys.InsertPathPart`).
fn inserted(path: &str, position: usize, part: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    parts.insert(position.min(parts.len()), part);
    let joined = parts.join("/");
    if is_absolute { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::inserted;

    #[test]
    fn parts_of_paths() {
        for (path, position, expected) in [
            ("", 5, "P"),
            ("/", 0, "/P"),
            ("pie", 0, "P/pie"),
            ("/pie", 0, "/P/pie"),
            ("raw", 1, "raw/P"),
            ("/raw", 1, "/raw/P"),
            ("a/nice/warm/pie", 3, "a/nice/warm/P/pie"),
            ("/a/nice/warm/pie", 3, "/a/nice/warm/P/pie"),
        ] {
            assert_eq!(inserted(path, position, "P"), expected, "{path} {position}");
        }
    }
}
