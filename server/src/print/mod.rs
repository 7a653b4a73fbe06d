//! Papers: what a report says, set as pages that everybody can read and as sheets that can be reckoned with.
//!
//! A [`Paper`] knows headings, tables and measures and nothing of promises. [`pdf`] sets it as a tagged PDF (PDF/UA-1,
//! and PDF/A-2a since public papers are kept in archives); [`workbook`] writes sheets of real numbers and dates.

mod bar;
mod flow;
mod ink;
mod lettering;
mod marks;
mod pages;
pub mod pdf;
mod set;
mod table;
mod tags;
pub mod workbook;

#[cfg(test)]
mod tests;

use anyhow::Result;
use domain::moment::Moment;

/// The characters of a text that no face of a paper has, each once: set, they would be question marks.
///
/// # Errors
/// When a font file of the program can't be read: it was built wrongly.
pub fn missing_characters(text: &str) -> Result<Vec<char>> {
    Ok(lettering::Lettering::new()?.missing(text))
}

/// A paper, from its title to its last note.
pub struct Paper {
    /// The one heading of the first level, and the document's name in a reader's window.
    pub title: String,
    /// What the paper belongs to; stands above the title and on top of every later page.
    pub over: String,
    /// The answer of the paper in a sentence or two, under the title.
    pub lead: String,
    /// The figures on the cover, best first.
    pub counts: Vec<Count>,
    /// RFC 3066: "sv".
    pub language: String,
    /// Stands at the foot of every page.
    pub foot: String,
    /// "Sida 2 av 7", in the paper's language.
    pub page_of: fn(usize, usize) -> String,
    pub made_at: Moment,
    pub blocks: Vec<Block>,
}

/// How many of something, told apart by silhouette, colour and word.
pub struct Count {
    pub mark: Mark,
    pub number: usize,
    pub word: String,
}

/// The silhouettes of the five statuses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Disc,
    Ring,
    Diamond,
    Triangle,
    Lines,
}

/// What stands under each other on the pages.
pub enum Block {
    /// From the second level on; the title is the first.
    Heading {
        level: u16,
        text: String,
        status: Option<(Mark, String)>,
    },
    Paragraph(Text),
    /// Signed words, whole, in a letter of their own.
    Quote(String),
    /// Small print beside a figure: how it is read, what it doesn't hold.
    Note(String),
    /// What the signs of the gauges mean.
    Legend {
        expected: String,
        missing: String,
    },
    Table(Table),
}

/// Words, some of them strong.
pub type Text = Vec<Run>;

/// Words of one weight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    pub text: String,
    pub strong: bool,
}

impl Run {
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: false }
    }

    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: true }
    }
}

/// Rows under column headings; every row begins with its own heading.
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

pub struct Column {
    pub title: String,
    /// Its part of the width, against the other columns'.
    pub weight: f32,
    pub align: Align,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Start,
    End,
}

/// A row; the first cell is its heading.
pub struct Row {
    pub cells: Vec<Cell>,
    /// Belongs to the row before and is never parted from it: "varav …".
    pub with_previous: bool,
}

#[derive(Default)]
pub struct Cell {
    pub mark: Option<Mark>,
    pub text: Text,
    pub graphic: Option<Graphic>,
    /// Small print under it.
    pub note: Option<String>,
}

/// A drawing, with what it says for those who listen.
pub struct Graphic {
    pub alt: String,
    pub drawing: Drawing,
}

pub enum Drawing {
    /// Ink is done, the hatch is what is missing, the yellow mark is where we should be.
    Gauge { done: i64, goal: i64, expected: i64 },
    /// One bar a week, oldest first; `pace` is what an even pace asks for in a week.
    Bars { counts: Vec<i64>, pace: Option<f32> },
}
