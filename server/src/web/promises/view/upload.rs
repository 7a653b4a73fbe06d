//! The form in which a promise file is uploaded, pasted or begun from one that ships, and what is wrong with it.

use crate::web::document;
use crate::web::entries::view::pick;
use crate::web::parts::field::within_textarea;
use leptos::prelude::*;
use texts::language::Language;
use texts::promises as words;

/// The form as it was filled in, and what came of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Upload {
    /// The address of the page that the form is on: it posts there.
    pub action: String,
    /// What stands in the text field.
    pub text: String,
    pub problem: Option<UploadProblem>,
    /// Promises that ship, to start from: id and title.
    pub shipped: Vec<(String, String)>,
}

/// Why a file isn't taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UploadProblem {
    /// Neither a file nor a text.
    Empty,
    TooLarge,
    /// It isn't UTF-8.
    NotText,
    TooManyDrafts,
    /// What is wrong with it, by line; and how many problems there are besides.
    InFile(Vec<FileProblem>, usize),
}

/// Something that is wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileProblem {
    pub line: usize,
    pub column: usize,
    pub message: String,
    /// The line as it stands in the file, cut where it is long.
    pub excerpt: String,
}

impl Upload {
    /// Whether the form comes back with something wrong.
    #[must_use]
    pub(super) fn failed(&self) -> bool {
        self.problem.is_some()
    }

    /// What is wrong, above everything else.
    pub(super) fn problems(&self) -> Option<AnyView> {
        Some(match self.problem.as_ref()? {
            UploadProblem::Empty => document::error_summary(Language::Swedish, "file", words::EMPTY),
            UploadProblem::TooLarge => document::error_summary(Language::Swedish, "file", words::TOO_LARGE),
            UploadProblem::NotText => document::error_summary(Language::Swedish, "file", words::NOT_TEXT),
            UploadProblem::TooManyDrafts => {
                document::error_summary(Language::Swedish, "drafts", words::TOO_MANY_DRAFTS)
            }
            UploadProblem::InFile(problems, more) => in_file(problems, *more),
        })
    }

    /// The form itself.
    pub(super) fn form(&self) -> AnyView {
        let Upload { action, text, shipped, .. } = self.clone();
        let start = shipped.iter().map(|(id, title)| (id.clone(), title.clone(), false)).collect();
        let download = |(id, title): (String, String)| {
            view! { <li><a href=format!("/promises/shipped/{id}") download=format!("{id}.toml")>{title}</a></li> }
        };
        // Grows with what it holds, within reason; one can still make it larger.
        let rows = text.lines().count().clamp(8, 30).to_string();
        view! {
            <p class="hint">{words::LOAD_LEAD}</p>
            <form method="post" action=action.clone() enctype="multipart/form-data" class="form">
                <div class="field">
                    <label for="file">{words::FILE}</label>
                    <small id="file-hint">{words::FILE_HINT}</small>
                    <input
                        id="file"
                        name="file"
                        type="file"
                        accept=".toml,text/plain"
                        autocomplete="off"
                        aria-describedby="file-hint"
                    />
                </div>
                <div class="field">
                    <label for="text">{words::TEXT}</label>
                    <small id="text-hint">{words::TEXT_HINT}</small>
                    <textarea
                        id="text"
                        name="text"
                        rows=rows
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby="text-hint"
                    >
                        {within_textarea(&text)}
                    </textarea>
                </div>
                <button class="key go">{words::CHECK}</button>
            </form>
            <form method="get" action=action class="form ways">
                {pick("from", "from".to_owned(), words::START_FROM.to_owned(), words::CHOOSE, start)}
                <small>{words::START_HINT}</small>
                <button class="quiet">{words::START}</button>
                <details class="more">
                    <summary>{words::DOWNLOAD_ALL}</summary>
                    <ul class="lines" role="list">{shipped.into_iter().map(download).collect_view()}</ul>
                </details>
            </form>
        }
        .into_any()
    }
}

fn in_file(problems: &[FileProblem], more: usize) -> AnyView {
    let line = |problem: &FileProblem| {
        view! {
            <li data-line=problem.line>
                <b>{words::place(problem.line, problem.column)}</b>
                ": "
                {problem.message.clone()}
                <small class="mono">{problem.excerpt.clone()}</small>
            </li>
        }
    };
    view! {
        <div class="alert" role="alert" tabindex="-1" autofocus=true>
            <h2>{words::PROBLEMS}</h2>
            <p><a href="#text">{words::problems(problems.len() + more)}</a> ". " {words::PROBLEMS_LEAD}</p>
            <ul class="points" role="list">{problems.iter().map(line).collect_view()}</ul>
            {(more > 0).then(|| view! { <p>{words::more_problems(more)}</p> })}
        </div>
    }
    .into_any()
}
