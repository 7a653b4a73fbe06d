//! Text that people write: the one rule for names, reasons, report texts, promise files and all else that is typed or
//! pasted, applied before it is kept.
//!
//! Text is kept in Unicode's composed form (NFC), so that the same words are the same characters. Ligatures, presentation
//! forms and full-width forms become the letters that they stand for; spaces and hyphens of special width become plain
//! ones. Characters that nobody sees or that turn the reading direction are refused: they make two texts look alike that
//! are not, or one look like something else.
//!
//! The content of an entry is the exception: it is hashed as the phone sent it and never rewritten (protocol, section 2).
//! [`visible`] makes such text safe to show.

use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Characters before a refused one that its message repeats.
const CONTEXT_CHARS: usize = 30;
/// What [`visible`] shows in place of a character that a text may not have.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// A character that no text may have, and the words before it: where to look for what can't be seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfit {
    pub character: char,
    pub after: String,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = u32::from(self.character);
        write!(f, "Texten har ett tecken som inte syns eller som vänder på texten (U+{code:04X}")?;
        if !self.after.is_empty() {
            write!(f, ", efter ”{}”", self.after)?;
        }
        write!(f, "). Ta bort det, eller skriv om stället för hand.")
    }
}

/// Text of one line, such as a name: every run of spaces and line breaks is one space.
///
/// # Errors
/// The first character that a text may not have.
pub fn line(text: &str) -> Result<String, Unfit> {
    Ok(one_line(&whole(text)?))
}

/// Text with all of its spaces and lines, as a file has it.
///
/// # Errors
/// The first character that a text may not have.
pub fn whole(text: &str) -> Result<String, Unfit> {
    let text = composed(text);
    fit(&text)?;
    Ok(text)
}

/// A name that a program gives, such as a phone's, in one line: nobody is there to mend it, so that characters which a text
/// may not have are left out.
#[must_use]
pub fn label(text: &str) -> String {
    one_line(&composed(text).replace(is_unfit, ""))
}

/// Text of several lines, such as a report's: lines end with LF and without spaces, and the text with its last word.
///
/// # Errors
/// The first character that a text may not have.
pub fn paragraphs(text: &str) -> Result<String, Unfit> {
    let text = whole(text)?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    Ok(lines.join("\n").trim().to_owned())
}

/// Text that was not written through this rule, such as an entry's, as it may be shown: characters that a text may not
/// have are replaced by U+FFFD, so that the reader sees that something stood there.
#[must_use]
pub fn visible(text: &str) -> String {
    composed(text).chars().map(|c| if is_unfit(c) { REPLACEMENT } else { c }).collect()
}

/// The key that names are compared and searched by. Unlike [`line()`] it is there for every text: no name that is kept has
/// U+FFFD, so that a text with a refused character finds nobody.
#[must_use]
pub fn folded(name: &str) -> String {
    one_line(&visible(name)).to_lowercase().nfc().collect()
}

/// The same key as it was made before names were composed: for names that were kept decomposed.
#[must_use]
pub fn folded_decomposed(name: &str) -> String {
    folded(name).nfd().collect()
}

/// A password as it is hashed: composed, so that it doesn't depend on the keyboard (RFC 8265, section 4.2). All else in it
/// is its owner's.
#[must_use]
pub fn password(text: &str) -> String {
    text.nfc().collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn composed(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            // Ligatures, presentation forms, full-width and half-width forms.
            '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF01}'..='\u{FFEE}' => {
                plain.extend(std::iter::once(c).nfkd());
            }
            // A soft hyphen only says where a line may break.
            '\u{AD}' => {}
            '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
                plain.push(' ')
            }
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => plain.push('\n'),
            '\u{2010}' | '\u{2011}' | '\u{FE63}' => plain.push('-'),
            '\u{2012}' => plain.push('–'),
            '\u{2015}' => plain.push('—'),
            c => plain.push(c),
        }
    }
    plain.nfc().collect()
}

fn fit(text: &str) -> Result<(), Unfit> {
    let Some((at, character)) = text.char_indices().find(|(_, c)| is_unfit(*c)) else { return Ok(()) };
    let before = one_line(&text[..at]);
    let skipped = before.chars().count().saturating_sub(CONTEXT_CHARS);
    Err(Unfit { character, after: before.chars().skip(skipped).collect() })
}

/// Whether no text may have a character, once it is [`composed`].
fn is_unfit(c: char) -> bool {
    match c.general_category() {
        GeneralCategory::Control => c != '\n',
        GeneralCategory::Format | GeneralCategory::PrivateUse | GeneralCategory::Surrogate => true,
        // Letters and marks without any ink, what stands for a lost character, and noncharacters.
        _ => {
            matches!(
                c,
                '\u{34F}'
                    | '\u{115F}'
                    | '\u{1160}'
                    | '\u{17B4}'
                    | '\u{17B5}'
                    | '\u{180B}'..='\u{180F}'
                    | '\u{2800}'
                    | '\u{3164}'
                    | '\u{FFFC}'
                    | '\u{FFFD}'
                    | '\u{FDD0}'..='\u{FDEF}'
            ) || u32::from(c) & 0xFFFE == 0xFFFE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_are_one_text() {
        assert_eq!(line("A\u{30A}sa"), line("Åsa"));
        assert_eq!(line("A\u{30A}sa").as_deref(), Ok("Åsa"));
        assert_eq!(folded(" A\u{30A}SA  Berg"), "åsa berg");
        assert_eq!(folded_decomposed("ÅSA"), "a\u{30A}sa");
        assert_eq!(password("a\u{30A}ngstro\u{308}m"), "ångström");
    }

    #[test]
    fn what_is_pasted_becomes_plain_where_that_is_harmless() {
        assert_eq!(line("\u{FB01}ck\u{A0}\u{2009}gående\u{2011}bro ５０").as_deref(), Ok("fick gående-bro 50"));
        assert_eq!(line("trygg\u{AD}het\r\nökar\ti dag").as_deref(), Ok("trygghet ökar i dag"));
        assert_eq!(line("minst ≥ 20 m², ½ av 5 µg → klart").as_deref(), Ok("minst ≥ 20 m², ½ av 5 µg → klart"));
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(paragraphs(" Ett. \r\n\r\nTvå.\u{2028}Tre.\n").as_deref(), Ok("Ett.\n\nTvå.\nTre."));
    }

    #[test]
    fn what_nobody_sees_is_refused_and_named() {
        for hidden in [
            '\0',
            '\u{7}',
            '\u{1B}',
            '\u{7F}',
            '\u{9D}',
            '\u{200B}',
            '\u{200D}',
            '\u{200E}',
            '\u{202E}',
            '\u{2066}',
            '\u{2060}',
            '\u{FEFF}',
            '\u{E0041}',
            '\u{E000}',
            '\u{115F}',
            '\u{3164}',
            '\u{2800}',
            '\u{FFFD}',
            '\u{FFFF}',
            '\u{1FFFE}',
        ] {
            let text = format!("Nord{hidden}Väst");
            let unfit = Unfit { character: hidden, after: "Nord".to_owned() };
            assert_eq!(line(&text), Err(unfit.clone()), "{hidden:?}");
            assert_eq!(paragraphs(&text), Err(unfit), "{hidden:?}");
            assert_eq!(visible(&text), "Nord\u{FFFD}Väst");
            assert_ne!(folded(&text), folded("NordVäst"));
        }
        let said = line("Under våren gick patrullerna tätare\u{202E}").expect_err("a bidi override").to_string();
        assert!(said.contains("U+202E") && said.contains("gick patrullerna tätare”"), "{said}");
    }
}
