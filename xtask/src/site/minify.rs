//! Scripts as phones load them: without what only people read.

use anyhow::{Result, bail};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// The script, shortened. Names that others see stay; a module shares only what it exports.
pub(super) fn minified(name: &str, script: &str) -> Result<String> {
    // The service worker is the one script that isn't a module.
    let kind = if name == "sw.js" { SourceType::script() } else { SourceType::mjs() };
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, kind).parse();
    if let Some(wrong) = parsed.diagnostics.first() {
        bail!("{name} is not a script: {wrong}");
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        mangle_properties: None,
        compress: Some(CompressOptions::smallest()),
    };
    let done = Minifier::new(options).minify(&allocator, &mut program);
    let printed = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(done.scoping).build(&program);
    Ok(printed.code.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_see_keeps_its_name() {
        let script = "// why\nconst long = 2;\nexport function twice(value) { return value * long; }\n";
        let small = minified("x.js", script).expect("a script");
        assert!(small.len() < script.len() && small.contains("twice") && !small.contains("why"), "{small}");
        assert!(minified("x.js", "const = 1").is_err());
    }
}
