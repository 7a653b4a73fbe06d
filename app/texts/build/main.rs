//! Makes a typed Rust function of each message in `locales/<language>/<file>.ftl`. A message that a language lacks, and a
//! parameter that isn't declared or isn't used, end the build.

mod fluent;

use fluent::{Source, generate};
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let locales = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut sources = Vec::new();
    for language in fs::read_dir(&locales)? {
        let language = language?;
        for file in fs::read_dir(language.path())? {
            let path = file?.path();
            sources.push(Source {
                language: language.file_name().to_string_lossy().into_owned(),
                file: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
                text: fs::read_to_string(&path)?,
            });
        }
    }
    match generate(&sources) {
        Ok(code) => fs::write(PathBuf::from(env::var("OUT_DIR")?).join("messages.rs"), code)?,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error=locales/{problem}");
            }
        }
    }
    Ok(())
}
