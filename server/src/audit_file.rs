//! The audit log as a file, one JSON object a line: who signs it, every row, and last of each partnership a signed head. LogHashes
//! elsewhere it shows what the log alone can't: that its end was cut off, or all of it written anew.

use crate::secret::hex;
use crate::store::{Store, sha256};
use anyhow::{Context, Result, bail, ensure};
use domain::audit::{Hash, Head, Link, Row, Walk, since};
use domain::id::{PartnershipId, PersonId};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead, Read, Write};

/// Of this form; a later one may say more.
const VERSION: u32 = 1;
/// Bytes of one line at most: a row names a thousand entries at most.
const LINE_BYTES: u64 = 1_048_576;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Record {
    /// The first.
    Begin {
        v: u32,
        /// The public key of what is signed below, in hex.
        key: String,
    },
    Row(RowLine),
    Head(HeadLine),
}

#[derive(Serialize, Deserialize)]
struct RowLine {
    partnership: PartnershipId,
    number: u64,
    at_ms: i64,
    person: Option<PersonId>,
    deed: String,
    /// JSON within a text, as it was hashed.
    about: String,
    prev: String,
    hash: String,
}

#[derive(Serialize, Deserialize)]
struct HeadLine {
    partnership: PartnershipId,
    number: u64,
    hash: String,
    at_ms: i64,
    /// Ed25519 over the head's canonical form, in hex.
    signature: String,
}

/// The rows of an export in their order.
///
/// # Errors
/// When a line can't be read.
pub fn told(mut export: &[u8]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    while let Some(line) = line(&mut export)? {
        if let Record::Row(row) = line {
            rows.push(link(row)?.row);
        }
    }
    Ok(rows)
}

/// Writes the logs of some partnerships; answers their heads.
///
/// # Errors
/// When the database or a row can't be read, or the file not written.
pub async fn export(
    store: &Store,
    partnerships: &[PartnershipId],
    key: &SigningKey,
    to: &mut (dyn Write + Send),
    now_ms: i64,
) -> Result<Vec<Head>> {
    write(to, &Record::Begin { v: VERSION, key: hex(key.verifying_key().as_bytes()) })?;
    let mut heads = Vec::new();
    for partnership in partnerships {
        let mut head =
            Head { partnership: partnership.clone(), number: 0, hash: domain::audit::BEGINNING, at_ms: now_ms };
        loop {
            let links = store.audit_links(partnership, head.number).await?;
            let Some(last) = links.last() else { break };
            (head.number, head.hash) = (last.row.number, hash(&last.hash)?);
            for link in &links {
                write(to, &Record::Row(row_line(link)))?;
            }
        }
        let signature = hex(&key.sign(&head.canonical()).to_bytes());
        let Head { partnership, number, hash, at_ms } = head.clone();
        write(to, &Record::Head(HeadLine { partnership, number, hash: hex(&hash), at_ms, signature }))?;
        heads.push(head);
    }
    to.flush().context("the file can't be written")?;
    Ok(heads)
}

fn write(to: &mut (dyn Write + Send), line: &Record) -> Result<()> {
    let text = serde_json::to_string(line)?;
    writeln!(to, "{text}").context("the file can't be written")
}

fn row_line(link: &Link) -> RowLine {
    let Row { partnership, number, at_ms, person, deed, about } = link.row.clone();
    RowLine { partnership, number, at_ms, person, deed, about, prev: hex(&link.previous), hash: hex(&link.hash) }
}

fn link(line: RowLine) -> Result<Link> {
    let RowLine { partnership, number, at_ms, person, deed, about, prev, hash } = line;
    let row = Row { partnership, number, at_ms, person, deed, about };
    Ok(Link { row, previous: bytes(&prev)?, hash: bytes(&hash)? })
}

fn hash(bytes: &[u8]) -> Result<Hash> {
    bytes.try_into().context("a hash has 32 bytes")
}

fn bytes(hex: &str) -> Result<Vec<u8>> {
    ensure!(hex.is_ascii() && hex.len().is_multiple_of(2), "bytes are written as hex");
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).context("bytes are written as hex");
    (0..hex.len()).step_by(2).map(byte).collect()
}

/// Reads an export, and holds the log against it: each partnership's walk gets what is found. The file itself must be whole,
/// signed by `key`, and end with a head for every partnership that it has rows of.
///
/// # Errors
/// When the file isn't such an export, or the database can't be read.
pub async fn against(
    store: &Store,
    from: &mut (dyn BufRead + Send),
    key: &VerifyingKey,
    walks: &mut BTreeMap<PartnershipId, Walk>,
) -> Result<Vec<Head>> {
    let Some(Record::Begin { v: VERSION, key: by }) = line(from)? else {
        bail!("the file is not an export of the log")
    };
    ensure!(by == hex(key.as_bytes()), "the file was signed by another server's key");
    let mut exported: BTreeMap<PartnershipId, Walk> = BTreeMap::new();
    let mut heads = Vec::new();
    let mut kept = LogHashes::default();
    while let Some(line) = line(from)? {
        match line {
            Record::Begin { .. } => bail!("the file is two exports in one: name one of them"),
            Record::Row(row) => {
                let link = link(row)?;
                let partnership = &link.row.partnership;
                exported.entry(partnership.clone()).or_default().step(&link, &sha256);
                let walk = walks.entry(partnership.clone()).or_default();
                kept.hold(store, walk, &link).await?;
            }
            Record::Head(head) => {
                let head = signed(head, key)?;
                let walk = exported.remove(&head.partnership).unwrap_or_default();
                let whole = walk.is_whole() && walk.last == head.number && walk.head == head.hash;
                ensure!(whole, "the file's rows of {} are not those that were signed", head.partnership);
                heads.push(head);
            }
        }
    }
    ensure!(exported.is_empty() && !heads.is_empty(), "the file ends before its signed heads");
    Ok(heads)
}

/// The hashes that the log has now, some at a time.
#[derive(Default)]
struct LogHashes {
    of: Option<PartnershipId>,
    hashes: BTreeMap<u64, Vec<u8>>,
    through: u64,
}

impl LogHashes {
    /// Holds one exported row against the log; only the first that differs is told, since all after it do.
    async fn hold(&mut self, store: &Store, walk: &mut Walk, link: &Link) -> Result<()> {
        use domain::audit::Wrong::{CutOff, Replaced};
        if walk.faults.iter().any(|fault| matches!(fault.wrong, CutOff { .. } | Replaced)) {
            return Ok(());
        }
        let (of, number) = (&link.row.partnership, link.row.number);
        if self.of.as_ref() != Some(of) || number > self.through {
            self.hashes = store.audit_hashes(of, number.saturating_sub(1)).await?.into_iter().collect();
            self.through = self.hashes.keys().last().copied().unwrap_or(u64::MAX);
            self.of = Some(of.clone());
        }
        let kept = self.hashes.get(&number).map(Vec::as_slice);
        if let Some(wrong) = since(number, &link.hash, kept, walk.last) {
            walk.find(number, wrong);
        }
        Ok(())
    }
}

fn signed(line: HeadLine, key: &VerifyingKey) -> Result<Head> {
    let HeadLine { partnership, number, hash: text, at_ms, signature } = line;
    let head = Head { partnership, number, hash: hash(&bytes(&text)?)?, at_ms };
    let signature = Signature::from_slice(&bytes(&signature)?).context("a signature has 64 bytes")?;
    let told = || format!("the head of {} in the file was not signed by this server", head.partnership);
    key.verify_strict(&head.canonical(), &signature).with_context(told)?;
    Ok(head)
}

fn line(from: &mut (dyn BufRead + Send)) -> Result<Option<Record>> {
    let mut text = String::new();
    from.take(LINE_BYTES).read_line(&mut text).context("the file can't be read")?;
    if text.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(&text).map(Some).context("the file is not an export of the log")
}
