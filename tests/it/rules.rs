//! The house rules, kept over the whole tree. Each is a pure function from a file to what is wrong with it, with a
//! test beside it that shows it catching a bad sample.

mod circles;
mod documents;
mod faults;
mod files;
mod items;
mod messages;
mod rooms;
mod tokens;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A text file of the repository, by its path from the root.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// These rules name what they forbid.
    pub(crate) fn is_rules(&self) -> bool {
        self.path.starts_with("tests/it/rules")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Read once for all rules.
static TREE: LazyLock<Vec<File>> = LazyLock::new(tree);

/// Every text file but what is built, running, locked or a fixture.
fn tree() -> Vec<File> {
    let root = root();
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry of a folder").path();
            let name = path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            let outside = ["target", ".git", "data", "demo-data", "node_modules", "tests/fixtures", "Cargo.lock"];
            if outside.contains(&name.as_str()) || name.ends_with("/target") || name.ends_with("/Cargo.lock") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(File { path: name, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A rule must hold for every file.
fn hold(rule: fn(&File) -> Vec<String>) {
    assert!(TREE.iter().any(|file| file.path == "Cargo.toml"), "the repository's root");
    all_well(&TREE.iter().flat_map(rule).collect::<Vec<_>>());
}

fn all_well(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// What a rule says of a sample.
fn said(rule: fn(&File) -> Vec<String>, path: &str, text: &str) -> Vec<String> {
    rule(&File { path: path.to_owned(), text: text.to_owned() })
}

#[test]
fn files_are_at_most_400_lines() {
    hold(files::too_long);
}

#[test]
fn every_fault_is_tried_or_said_to_be_beyond_us() {
    all_well(&faults::untried(&TREE));
    all_well(&faults::unguarded(&TREE));
}

#[test]
fn functions_are_at_most_70_lines() {
    hold(items::functions_too_long);
}

#[test]
fn things_are_named_after_what_they_are() {
    hold(items::badly_named);
    hold(files::badly_named);
}

#[test]
fn sql_stands_in_the_store_alone() {
    hold(tokens::sql_elsewhere);
}

#[test]
fn columns_are_read_by_names_that_statements_have() {
    hold(tokens::unknown_columns);
}

#[test]
fn the_browser_is_touched_by_the_device_alone() {
    hold(tokens::browser_elsewhere);
}

#[test]
fn no_handler_decides_by_role() {
    hold(files::role_decisions);
}

#[test]
fn no_room_imports_from_above() {
    hold(rooms::crossed);
}

#[test]
fn no_modules_import_each_other() {
    all_well(&circles::all(&TREE));
}

#[test]
fn the_domain_does_nothing() {
    hold(tokens::domain_acts);
    hold(files::domain_depends);
}

#[test]
fn nothing_is_allowed_without_a_reason() {
    hold(tokens::allows);
}

#[test]
fn no_file_names_this_machine_or_a_host_it_is_built_from() {
    hold(files::names_places);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let paths: Vec<String> = TREE.iter().map(|file| file.path.clone()).collect();
    all_well(&files::migrations(&paths));
}

#[test]
fn pages_in_two_languages_hold_no_text_of_their_own() {
    hold(messages::said_elsewhere);
}

#[test]
fn every_message_is_used() {
    all_well(&messages::unused(&TREE));
}

#[test]
fn every_path_that_a_document_names_exists() {
    let documents = TREE.iter().filter(|file| documents::is_document(file));
    all_well(
        &documents
            .flat_map(|file| documents::missing_paths(file, &|path| root().join(path).exists()))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_function_on_the_way_of_an_entry_is_where_the_page_says() {
    all_well(&documents::missing_functions(&TREE));
}
