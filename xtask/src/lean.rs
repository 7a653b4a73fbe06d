//! Takes out of the bound client what nobody calls: a library's classes for streams, which the bindings export whether
//! used or not and which hold on to a part of the program; and the length of names that only the two files share.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

/// The WebAssembly binary format.
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const HEADER_BYTES: usize = 8;
const FUNCTION: u8 = 0;
/// What the classes' own functions are called, in either letter case of their first letter.
const UNUSED: &str = "ntounderlying";
/// Names that are as long as a signature, with a hash in them.
const LONG: [&str; 3] = ["__wbg_", "__wbindgen_", "wasm_bindgen_"];

/// The page starts in the way that doesn't hold it up; what the bindings offer besides isn't loaded.
const BOTH_WAYS: &str = "export { initSync, __wbg_init as default };";
const ONE_WAY: &str = "export { __wbg_init as default };";

/// The client without the exports of classes that no page makes; what only they called, `wasm-opt` then removes.
pub(crate) fn without_unused_exports(wasm: &[u8]) -> Result<Vec<u8>> {
    rewritten(wasm, EXPORTS, &mut |name, _| if name.contains(UNUSED) { None } else { Some(name.to_owned()) })
}

/// Program and script, shortened together: both name their functions by a few letters, and the script offers only what the
/// program asks for.
pub(crate) fn shortened(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut imported = BTreeSet::new();
    rewritten(wasm, IMPORTS, &mut |name, _| {
        imported.insert(name.to_owned());
        Some(name.to_owned())
    })?;
    let mut script = pruned(script, &imported);
    let mut short = |name: &str, number: usize, prefix: &str| {
        let long = LONG.iter().any(|start| name.starts_with(start)) && name.len() > 24;
        if !long {
            return Some(name.to_owned());
        }
        let named = format!("{prefix}{number}");
        script = script.replace(name, &named);
        Some(named)
    };
    let wasm = rewritten(wasm, IMPORTS, &mut |name, number| short(name, number, "i_"))?;
    let wasm = rewritten(&wasm, EXPORTS, &mut |name, number| short(name, number, "e_"))?;
    Ok((wasm, script))
}

/// The script without the classes, and without the functions that the program doesn't import.
fn pruned(script: &str, imported: &BTreeSet<String>) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut lines = script.lines();
    let mut modules = BTreeSet::new();
    let mut again = BTreeSet::new();
    while let Some(line) = lines.next() {
        let inner = line.trim_start();
        // Each of our functions brings its whole module once more.
        if let Some((name, module)) = inner.strip_prefix("import * as ").and_then(|rest| rest.split_once(" from "))
            && !modules.insert(module)
        {
            again.insert(name);
            continue;
        }
        let of = inner.rsplit_once(": ").map_or("", |(_, name)| name.trim_end_matches(','));
        // What it warns of can't happen here: how the page asks, and what type the server gives, is ours.
        if (inner.starts_with('"') && again.contains(of)) || inner.starts_with("console.warn(") {
            continue;
        }
        let line = if line == BOTH_WAYS { ONE_WAY } else { line };
        let Some(end) = end_of_unused(line, imported) else {
            kept.push_str(line);
            kept.push('\n');
            continue;
        };
        let ends = |line: &str| if end == ";" { line.ends_with(&end) } else { line == end };
        if !ends(line) {
            lines.by_ref().take_while(|line| !ends(line)).for_each(drop);
        }
    }
    kept
}

/// How the last line of something unused looks that begins with this line; `None` for what is used.
fn end_of_unused(line: &str, imported: &BTreeSet<String>) -> Option<String> {
    let inner = line.trim_start();
    let indent = &line[..line.len() - inner.len()];
    let named = inner.split_once(": function(").map(|(name, _)| name);
    if named.is_some_and(|name| LONG.iter().any(|l| name.starts_with(l)) && !imported.contains(name)) {
        return Some(format!("{indent}}},"));
    }
    let starts = |start: &str| line.starts_with(start);
    if starts("export class Into") || starts("function initSync(") {
        return Some("}".to_owned());
    }
    // A registry for what is let go of is closed by its last line; the others are one line.
    let short = ["const Into", "if (Symbol.dispose) Into", "const __wbindgen_enum_ReadableStream"];
    short.into_iter().any(starts).then(|| ";".to_owned())
}

/// The module with other names in one of its two sections of names; `None` leaves an export out.
fn rewritten(wasm: &[u8], wanted: u8, rename: &mut dyn FnMut(&str, usize) -> Option<String>) -> Result<Vec<u8>> {
    let mut out = wasm.get(..HEADER_BYTES).context("the client is no wasm")?.to_vec();
    let mut at = HEADER_BYTES;
    while at < wasm.len() {
        let id = wasm[at];
        let (length, from) = number(wasm, at + 1)?;
        let body = wasm.get(from..from + length).context("the client's wasm ends too early")?;
        if id == wanted {
            let body = renamed(body, id == IMPORTS, rename)?;
            out.push(id);
            put_number(&mut out, body.len());
            out.extend(body);
        } else {
            out.extend(&wasm[at..from + length]);
        }
        at = from + length;
    }
    Ok(out)
}

fn renamed(body: &[u8], imports: bool, rename: &mut dyn FnMut(&str, usize) -> Option<String>) -> Result<Vec<u8>> {
    let (count, mut at) = number(body, 0)?;
    let (mut kept, mut entries) = (0, Vec::new());
    for place in 0..count {
        let from = at;
        if imports {
            at = text(body, at)?.1;
        }
        let module = &body[from..at];
        let (name, after) = text(body, at)?;
        let kind = *body.get(after).context("an entry ends too early")?;
        if imports && kind != FUNCTION {
            bail!("the client imports something that is no function: {name}");
        }
        at = number(body, after + 1)?.1;
        if let Some(name) = rename(name, place) {
            kept += 1;
            entries.extend(module);
            put_number(&mut entries, name.len());
            entries.extend(name.as_bytes());
            entries.extend(&body[after..at]);
        }
    }
    let mut out = Vec::new();
    put_number(&mut out, kept);
    out.extend(entries);
    Ok(out)
}

fn text(body: &[u8], at: usize) -> Result<(&str, usize)> {
    let (length, from) = number(body, at)?;
    let bytes = body.get(from..from + length).context("a name ends too early")?;
    Ok((std::str::from_utf8(bytes).context("a name is not text")?, from + length))
}

/// An unsigned LEB128 number and where it ends.
fn number(bytes: &[u8], mut at: usize) -> Result<(usize, usize)> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(at).context("the client's wasm ends too early")?;
        at += 1;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok((number, at));
        }
    }
    bail!("the client's wasm has a number that is too long")
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &str = "__wbg_then_0123456789abcdef";
    const NOT_ASKED: &str = "__wbg_view_0123456789abcdef";

    fn entry(names: &[&str], kind_and_index: [u8; 2]) -> Vec<u8> {
        let mut out = Vec::new();
        for name in names {
            put_number(&mut out, name.len());
            out.extend(name.as_bytes());
        }
        out.extend(kind_and_index);
        out
    }

    fn module() -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let mut put = |id: u8, entries: &[Vec<u8>]| {
            let body: Vec<u8> = std::iter::once(entries.len() as u8).chain(entries.concat()).collect();
            wasm.push(id);
            put_number(&mut wasm, body.len());
            wasm.extend(body);
        };
        put(IMPORTS, &[entry(&["./app.js", ASKED], [0, 3])]);
        put(EXPORTS, &[entry(&["hydrate"], [0, 1]), entry(&["intounderlyingsink_close"], [0, 2])]);
        wasm
    }

    #[test]
    fn exports_of_unused_classes_go() {
        let wasm = without_unused_exports(&module()).unwrap();
        let text = String::from_utf8_lossy(&wasm).into_owned();
        assert!(text.contains("hydrate") && !text.contains("intounderlying"));
        assert!(without_unused_exports(&module()[..30]).is_err(), "what is cut off is told");
    }

    #[test]
    fn both_files_call_a_function_by_the_same_short_name() {
        let script = format!(
            "export class IntoUnderlyingSink {{\n    free() {{\n    }}\n}}\nif (Symbol.dispose) IntoUnderlyingSink.a = 1;\n\
             const import0 = {{\n    {ASKED}: function(arg0) {{\nreturn arg0.then();\n    }},\n    {NOT_ASKED}: function(arg0) {{\n\
             return arg0.view;\n    }},\n}};\nconst IntoUnderlyingSinkFinalization = (typeof F)\n? 1\n: new F(2);\nlast();\n\
             import * as import1 from \"./a.js\"\nimport * as import2 from \"./a.js\"\n    \"./a.js\": import1,\n    \"./a.js\": import2,\n\
             function initSync(module) {{\n    module();\n}}\n    console.warn('deprecated')\n{BOTH_WAYS}\n"
        );
        let (wasm, script) = shortened(&module(), &script).unwrap();
        assert_eq!(
            script,
            "const import0 = {\n    i_0: function(arg0) {\nreturn arg0.then();\n    },\n};\nlast();\n\
             import * as import1 from \"./a.js\"\n    \"./a.js\": import1,\nexport { __wbg_init as default };\n"
        );
        let text = String::from_utf8_lossy(&wasm).into_owned();
        assert!(text.contains("i_0") && !text.contains("__wbg_"));
    }
}
