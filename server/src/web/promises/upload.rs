//! A promise file as a form brings it, and what its check says.

use super::view::{FileProblem, UploadProblem};
use crate::http::problem::Problem;
use crate::promise_file;
use anyhow::Context;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use domain::check;
use domain::promise::Promise;

/// Bytes of a promise file: ten times the longest that ships.
pub const FILE_BYTES: usize = 256 * 1024;
/// The form around the file: it may hold the text as well, and text is longer in a form.
pub const FORM_BYTES: usize = 2 * FILE_BYTES + 16 * 1024;
/// Problems that a page tells at once.
const TOLD: usize = 100;
/// Characters of a line that stand beside its problem.
const EXCERPT_CHARS: usize = 120;

/// What a form brought.
pub struct Sent {
    /// The file's text, or what was written; empty where it can't be read.
    pub text: String,
    pub problem: Option<UploadProblem>,
}

/// Reads the form: the file where one was chosen, else the text.
///
/// # Errors
/// When it isn't such a form, or doesn't arrive whole.
pub async fn sent(form: Result<Multipart, MultipartRejection>) -> Result<Sent, Problem> {
    let mut form = form.map_err(|_| Problem::unreadable("formuläret"))?;
    let (mut file, mut text) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name() {
            Some("file") => file = bytes(field).await?,
            Some("text") => text = bytes(field).await?,
            _ => {}
        }
    }
    let bytes = if file.is_empty() { text } else { file };
    let too_large = bytes.len() > FILE_BYTES;
    Ok(match String::from_utf8(bytes) {
        _ if too_large => Sent { text: String::new(), problem: Some(UploadProblem::TooLarge) },
        Err(_) => Sent { text: String::new(), problem: Some(UploadProblem::NotText) },
        // A byte-order mark is no part of the text; forms send line ends as networks do, files as their editor did.
        Ok(text) => Sent { text: text.trim_start_matches('\u{feff}').replace("\r\n", "\n"), problem: None },
    })
}

async fn bytes(field: Field<'_>) -> Result<Vec<u8>, Problem> {
    Ok(field.bytes().await.map_err(|error| unreadable(&error))?.to_vec())
}

fn unreadable(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let title = "Filen är för stor. Ingenting är sparat. En löftesfil är högst 256 kB.";
        return Problem { title: title.to_owned(), ..Problem::too_large() };
    }
    Problem::unreadable("formuläret")
}

/// Judges a text, off the threads that answer others.
///
/// # Errors
/// The outer error when that thread fails; the inner one says what is wrong with the text.
pub async fn checked(text: &str) -> Result<Result<Promise, UploadProblem>, Problem> {
    if text.trim().is_empty() {
        return Ok(Err(UploadProblem::Empty));
    }
    let owned = text.to_owned();
    let read = tokio::task::spawn_blocking(move || promise_file::read(&owned)).await;
    Ok(read.context("a promise file could not be checked")?.map_err(|problems| in_file(text, &problems)))
}

/// Problems as the page tells them, each with its line.
pub fn in_file(text: &str, problems: &[check::Problem]) -> UploadProblem {
    let lines: Vec<&str> = text.lines().collect();
    let told = |problem: &check::Problem| {
        let line = lines.get(problem.at.line.saturating_sub(1)).copied().unwrap_or_default();
        FileProblem {
            line: problem.at.line,
            column: problem.at.column,
            message: problem.message.clone(),
            excerpt: line.trim().chars().take(EXCERPT_CHARS).collect(),
        }
    };
    let shown = problems.iter().take(TOLD).map(told).collect();
    UploadProblem::InFile(shown, problems.len().saturating_sub(TOLD))
}

/// What ships, to start from: ids and titles, in the order of their places.
#[must_use]
pub fn shipped() -> Vec<(String, String)> {
    let titled = |(id, text): (&str, &str)| {
        let line = text.lines().find_map(|line| line.strip_prefix("title = \""))?;
        Some((id.to_owned(), line.trim_end_matches('"').to_owned()))
    };
    let mut all: Vec<(String, String)> = promise_file::shipped().filter_map(titled).collect();
    all.sort();
    all
}

/// The text of a promise that ships.
#[must_use]
pub fn text_of(id: &str) -> Option<&'static str> {
    promise_file::shipped().find(|(known, _)| *known == id).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_ships_has_a_title_to_choose_it_by() {
        let all = shipped();
        assert_eq!(all.len(), promise_file::shipped().count());
        for (id, title) in all {
            let promise = promise_file::read(text_of(&id).expect("a text")).expect("whole");
            assert_eq!(promise.title, title);
        }
    }

    #[test]
    fn a_problem_stands_beside_its_line() {
        let text = "id = \"x\"\n  versoin = 1\n";
        let at = check::At { line: 2, column: 3 };
        let UploadProblem::InFile(told, more) = in_file(text, &vec![check::Problem { at, message: "?".into() }; 101])
        else {
            panic!("problems of a file")
        };
        assert_eq!((told.len(), more, told[0].excerpt.as_str()), (TOLD, 1, "versoin = 1"));
    }
}
