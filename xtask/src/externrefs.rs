//! Puts right what Debian's wasm-opt (binaryen 108) gets wrong: of two tables it exports the first, whichever was
//! exported before. The client's second table holds what it borrows from JavaScript, and without it no page starts.

use anyhow::{Context, Result, bail};

/// The export that must lead to the table of references.
const EXPORT: &[u8] = b"__wbindgen_externrefs";
/// The WebAssembly binary format: section numbers, the kind of an export, the type of a reference to the host.
const TABLES: u8 = 4;
const EXPORTS: u8 = 7;
const TABLE: u8 = 1;
const EXTERNREF: u8 = 0x6f;
const HEADER_BYTES: usize = 8;

/// Lets the export lead to the table of references. A module without such an export is left as it is.
pub(crate) fn put_right(wasm: &mut [u8]) -> Result<()> {
    let Some(place) = exported_index(wasm)? else { return Ok(()) };
    let index = table_of_references(wasm)?.context("the client exports a table of references and has none")?;
    // An index below 128 is one byte, before as after.
    wasm[place] = index;
    Ok(())
}

/// Reads a section's numbers one after the other.
struct Reader<'a> {
    wasm: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8> {
        let byte = self.wasm.get(self.at).copied().context("the client's wasm ends too early")?;
        self.at += 1;
        Ok(byte)
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        bail!("the client's wasm has a number that is too long")
    }
}

/// Where the contents of a section begin; `None` when there is no such section.
fn section(wasm: &[u8], wanted: u8) -> Result<Option<Reader<'_>>> {
    let mut reader = Reader { wasm, at: HEADER_BYTES };
    while reader.at < wasm.len() {
        let (id, length) = (reader.byte()?, reader.number()?);
        if id == wanted {
            return Ok(Some(reader));
        }
        reader.at += length;
    }
    Ok(None)
}

/// Where the export's index stands.
fn exported_index(wasm: &[u8]) -> Result<Option<usize>> {
    let Some(mut exports) = section(wasm, EXPORTS)? else { return Ok(None) };
    for _ in 0..exports.number()? {
        let length = exports.number()?;
        let name = wasm.get(exports.at..exports.at + length).context("an export's name ends too early")?;
        exports.at += length;
        let (kind, place) = (exports.byte()?, exports.at);
        exports.number()?;
        if kind == TABLE && name == EXPORT {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

fn table_of_references(wasm: &[u8]) -> Result<Option<u8>> {
    let Some(mut tables) = section(wasm, TABLES)? else { return Ok(None) };
    for index in 0..u8::try_from(tables.number()?).context("the client has too many tables")? {
        let kind = tables.byte()?;
        let has_maximum = tables.byte()? & 1 == 1;
        tables.number()?;
        if has_maximum {
            tables.number()?;
        }
        if kind == EXTERNREF {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two tables, functions first, and an export of the table with the given index.
    fn module(index: u8) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([TABLES, 8, 2, 0x70, 1, 0xca, 3, 0xca, 3, EXTERNREF]);
        wasm[9] = 11;
        wasm.extend([0, 0x84, 8]);
        let mut exports = vec![1, EXPORT.len() as u8];
        exports.extend(EXPORT);
        exports.extend([TABLE, index]);
        wasm.extend([EXPORTS, exports.len() as u8]);
        wasm.extend(exports);
        wasm
    }

    #[test]
    fn the_export_leads_to_the_references() {
        for written in [0, 1] {
            let mut wasm = module(written);
            put_right(&mut wasm).unwrap();
            assert_eq!(wasm, module(1));
        }
    }

    #[test]
    fn what_exports_no_references_stays_as_it_is() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        put_right(&mut wasm).unwrap();
        assert_eq!(wasm.len(), 8);
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let whole = module(0);
        assert!(put_right(&mut whole[..whole.len() - 4].to_vec()).is_err());
    }
}
