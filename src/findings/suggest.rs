//! "did you mean …": the nearest of the words that could have been typed.

use crate::model::similar::distance;

/// The candidate nearest to a word, if it is near enough to have been meant: a third of its
/// letters may differ, the case does not count. Of equals the first.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = word.to_lowercase();
    let limit = (typed.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            Some((distance(&typed, &candidate.to_lowercase(), limit)?, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_and_strangers_are_not() {
        let verbs = ["lint", "rule", "config", "completion", "version"];
        assert_eq!(suggest("lnit", verbs), Some("lint"));
        assert_eq!(suggest("Verson", verbs), Some("version"));
        assert_eq!(suggest("frobnicate", verbs), None);
        assert_eq!(suggest("get", verbs), None);
    }
}
