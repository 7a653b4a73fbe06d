//! From the compiler's output to what a browser loads: the bindings, then the shrinking.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::place::Place;
use crate::setup::NpmTools;
use crate::shell;
use crate::site::stamp;
use crate::site::stamp::Stamp;

/// The name of the files the client consists of: `app.js`, `app_bg.wasm`.
const NAME: &str = "app";
/// And of those that read codes off pictures.
const DECODER: &str = "decoder";
/// What the compiler's output uses: `rustc --print cfg --target wasm32-unknown-unknown`. Never `--all-features`: a browser
/// refuses what that lets wasm-opt produce.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The folder with the client as it is served, made from `wasm` and the decoder unless it already was.
pub(crate) fn finish(place: &Place, npm: &NpmTools, wasm: &PathBuf, decoder: &PathBuf) -> Result<PathBuf> {
    let out = place.workshop().join("client");
    let stamp = Stamp::new(place, "client", &[&stamp::own_program()?, &read(wasm)?, &read(decoder)?]);
    if out.join(format!("{NAME}_bg.wasm")).exists() && stamp.is_current() {
        return Ok(out);
    }
    shell::announce("binding and shrinking the client", "20 s");
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("{} can't be emptied", out.display()))?;
    }
    bind(wasm, &out, NAME)?;
    optimise(npm, &out.join(format!("{NAME}_bg.wasm")))?;
    bind(decoder, &out, DECODER)?;
    optimise(npm, &out.join(format!("{DECODER}_bg.wasm")))?;
    stamp.set()?;
    Ok(out)
}

fn bind(wasm: &PathBuf, out: &PathBuf, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)
        .context("wasm-bindgen has no `web` target")?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // boot.js names the module itself, so that it can be fetched beside the script instead of after it.
        .omit_default_module_path(true)
        .generate(out)
        .context("wasm-bindgen failed: its version in xtask/Cargo.toml must be that of `wasm-bindgen` in Cargo.lock")
}

/// Shrinks a module.
fn optimise(npm: &NpmTools, wasm: &Path) -> Result<()> {
    shell::run(npm.wasm_opt().arg("-Oz").args(FEATURES).arg(wasm).arg("-o").arg(wasm))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} can't be read", path.display()))
}
