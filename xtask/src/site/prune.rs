//! Earlier builds: kept while somebody may have them open, then removed.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

/// Removes all but the current build and the `keep` newest before it.
pub(crate) fn earlier(pkg: &Path, current: &str, keep: usize) -> Result<()> {
    let mut found = Vec::new();
    for entry in fs::read_dir(pkg).with_context(|| format!("{} can't be read", pkg.display()))? {
        let entry = entry?;
        let changed = entry.metadata()?.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        found.push((entry.file_name().to_string_lossy().into_owned(), changed));
    }
    for name in superfluous(current, found, keep) {
        let folder = pkg.join(name);
        fs::remove_dir_all(&folder).with_context(|| format!("{} can't be removed", folder.display()))?;
    }
    Ok(())
}

/// Which folders go; one whose name begins with a dot was never finished.
fn superfluous(current: &str, mut found: Vec<(String, SystemTime)>, keep: usize) -> Vec<String> {
    found.retain(|(name, _)| name != current);
    found.sort_by(|(a_name, a), (b_name, b)| b.cmp(a).then_with(|| a_name.cmp(b_name)));
    let (unfinished, finished): (Vec<_>, Vec<_>) = found.into_iter().partition(|(name, _)| name.starts_with('.'));
    unfinished.into_iter().chain(finished.into_iter().skip(keep)).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(name: &str, seconds: u64) -> (String, SystemTime) {
        (name.to_owned(), SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    #[test]
    fn the_two_newest_before_the_current_stay() {
        let found = vec![at("old", 1), at("now", 9), at("before", 8), at("older", 0), at("beforethat", 7)];
        assert_eq!(superfluous("now", found, 2), ["old", "older"]);
    }

    #[test]
    fn a_build_that_is_back_does_not_count_as_earlier() {
        let found = vec![at("back", 1), at("b", 3), at("c", 2)];
        assert!(superfluous("back", found, 2).is_empty());
    }

    #[test]
    fn what_was_never_finished_goes() {
        assert_eq!(superfluous("now", vec![at(".now", 5), at("now", 4)], 2), [".now"]);
    }
}
