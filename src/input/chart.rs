//! Which files belong to a Helm chart.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{Chart, shown};

/// What a file that is not read from disk is to a chart.
pub fn chart_of(path: &Path, working_directory: &Path) -> Option<Chart> {
    Charts::default().of(path, working_directory)
}

/// Looks for charts, each directory once.
#[derive(Default)]
pub(super) struct Charts {
    is_chart: BTreeMap<PathBuf, bool>,
}

impl Charts {
    /// What a file is to a chart.
    pub(super) fn of(&mut self, path: &Path, working_directory: &Path) -> Option<Chart> {
        let dir = path.parent()?;
        for dir in dir.ancestors() {
            // Templates read those in `files` by `tpl (.Files.Get …)`.
            if (dir.ends_with("templates") || dir.ends_with("files"))
                && let Some(chart) = dir.parent()
                && self.is_chart(chart)
            {
                return Some(Chart::Template(shown(chart, working_directory)));
            }
        }
        (is_chart_file(path) && self.is_chart(dir)).then_some(Chart::File)
    }

    fn is_chart(&mut self, dir: &Path) -> bool {
        if let Some(known) = self.is_chart.get(dir) {
            return *known;
        }
        let is_chart = dir.join("Chart.yaml").is_file();
        self.is_chart.insert(dir.to_path_buf(), is_chart);
        is_chart
    }
}

/// Whether a file's name is one that Helm reads next to `Chart.yaml`.
fn is_chart_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    matches!(&*name, "Chart.yaml" | "Chart.lock" | "requirements.yaml")
        || name.starts_with("values")
        || name.ends_with("values.yaml")
        || name.ends_with("values.yml")
}
