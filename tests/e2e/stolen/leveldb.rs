//! Chromium's stores as a thief reads them: LevelDB's logs and tables (its documents `log_format.md` and `table_format.md`),
//! with values that the browser itself pressed.

use anyhow::{Context, Result};
use std::path::Path;

const LOG_BLOCK: usize = 32_768;
const FOOTER: usize = 48;

/// A file as it lies, and as what it is where it is part of a LevelDB: old logs and tables that are no longer in use included.
pub(super) fn readings(file: &Path) -> Result<Vec<Vec<u8>>> {
    let raw = std::fs::read(file).with_context(|| file.display().to_string())?;
    let decoded = match file.extension().and_then(|e| e.to_str()) {
        Some("log") => Some(log(&raw)),
        Some("ldb" | "sst") => table(&raw),
        _ => None,
    };
    let pressed = decoded.as_deref().map(pressed_values).unwrap_or_default();
    Ok([Some(raw), decoded].into_iter().flatten().chain(pressed).collect())
}

/// A log's records, put together from their fragments.
fn log(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for block in raw.chunks(LOG_BLOCK) {
        let mut at = 0;
        while let Some(head) = block.get(at..at + 7) {
            let length = usize::from(u16::from_le_bytes([head[4], head[5]]));
            let Some(part) = block.get(at + 7..at + 7 + length) else { break };
            out.extend_from_slice(part);
            at += 7 + length;
        }
    }
    out
}

/// A table's keys and values.
fn table(raw: &[u8]) -> Option<Vec<u8>> {
    let mut footer = raw.get(raw.len().checked_sub(FOOTER)?..)?;
    for _ in 0..2 {
        varint(&mut footer)?;
    }
    let index = block(raw, &mut footer)?;
    let mut out = Vec::new();
    for (_, mut handle) in entries(&index)? {
        for (key, value) in entries(&block(raw, &mut handle)?)? {
            out.extend(key);
            out.extend_from_slice(value);
        }
    }
    Some(out)
}

fn varint(from: &mut &[u8]) -> Option<usize> {
    let mut value = 0usize;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn block(raw: &[u8], handle: &mut &[u8]) -> Option<Vec<u8>> {
    let (offset, length) = (varint(handle)?, varint(handle)?);
    let text = raw.get(offset..offset.checked_add(length)?)?;
    match raw.get(offset + length)? {
        0 => Some(text.to_vec()),
        1 => snap::raw::Decoder::new().decompress_vec(text).ok(),
        _ => None,
    }
}

/// A block's entries; each key shares its beginning with the one before.
fn entries(block: &[u8]) -> Option<Vec<(Vec<u8>, &[u8])>> {
    let restarts = u32::from_le_bytes(block.get(block.len().checked_sub(4)?..)?.try_into().ok()?) as usize;
    let mut rest = block.get(..block.len().checked_sub(4 + 4 * restarts)?)?;
    let mut all: Vec<(Vec<u8>, &[u8])> = Vec::new();
    while !rest.is_empty() {
        let (shared, own, value) = (varint(&mut rest)?, varint(&mut rest)?, varint(&mut rest)?);
        let mut key = all.last().map(|(key, _)| key.get(..shared).map(<[u8]>::to_vec)).unwrap_or(Some(Vec::new()))?;
        key.extend_from_slice(rest.get(..own)?);
        all.push((key, rest.get(own..own + value)?));
        rest = rest.get(own + value..)?;
    }
    Some(all)
}

/// Values that Blink pressed before it stored them: a mark, then Snappy.
fn pressed_values(bytes: &[u8]) -> Vec<Vec<u8>> {
    const MARK: [u8; 3] = [0xff, 0x11, 0x02];
    let at = bytes.windows(3).enumerate().filter(|(_, window)| *window == MARK).map(|(at, _)| at + 3);
    at.filter_map(|at| longest(&bytes[at..])).collect()
}

/// Where a pressed value ends isn't said beside it: its own length tells what must come out.
fn longest(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let length = varint(&mut rest)?;
    if length > 4_000_000 {
        return None;
    }
    // A decoder wants exactly what belongs to the value: it is tried with more and more.
    let head = bytes.len() - rest.len();
    (head..=bytes.len().min(head + length + length / 6 + 32))
        .find_map(|end| snap::raw::Decoder::new().decompress_vec(&bytes[..end]).ok())
}
