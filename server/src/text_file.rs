//! Text that people write into files: addresses, secrets, keys, settings. Editors put a byte order mark before it and a line's
//! end after it, which belong to neither.

use anyhow::{Context, Result};
use std::path::Path;

/// A file's text without what editors put around it.
///
/// # Errors
/// When it can't be read, or isn't text in UTF-8; the message says which file.
pub fn read(file: &Path) -> Result<String> {
    Ok(clean(&read_as_it_is(file)?).to_owned())
}

/// A file's text as it is, for what counts its lines.
///
/// # Errors
/// When it can't be read, or isn't text in UTF-8; the message says which file.
pub fn read_as_it_is(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    let text = String::from_utf8(bytes).ok();
    text.with_context(|| format!("{} isn't text in UTF-8: save it as that", file.display()))
}

/// A text without a byte order mark before it and white space around it.
#[must_use]
pub fn clean(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_put_around_a_text_is_no_part_of_it() -> Result<()> {
        assert_eq!(clean("\u{feff}  hush\r\n"), "hush");
        let folder = std::env::temp_dir().join(format!("rond-text-{}", crate::secret::epoch()?));
        std::fs::create_dir_all(&folder)?;
        let file = folder.join("secret");
        std::fs::write(&file, "\u{feff}hush\r\n")?;
        assert_eq!(read(&file)?, "hush");
        // As Windows PowerShell writes what is sent to a file.
        std::fs::write(&file, [0xff, 0xfe, b'h', 0, b'u', 0])?;
        assert!(format!("{:#}", read(&file).expect_err("UTF-16")).contains("UTF-8"));
        std::fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
