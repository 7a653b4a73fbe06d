//! The phones' side of the year: what each has kept and not yet sent, with the journals' numbers.

use super::script::{Keeping, Word};
use anyhow::{Context, Result, ensure};
use domain::decision::Decision;
use domain::entry::Entry;
use domain::id::{JournalId, PersonId};
use domain::json::Json;
use domain::merge::arrive;
use domain::moment::Moment;
use server::secret::hex_sha256;
use std::collections::BTreeMap;

/// A phone with its journal.
#[derive(Clone)]
pub(super) struct Phone {
    pub(super) journal: JournalId,
    pub(super) person: PersonId,
    pub(super) last_seq: u64,
    pub(super) waiting: Vec<Kept>,
}

/// A frozen entry.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) name: Option<String>,
    pub(super) entry: Entry,
    pub(super) json: Json,
    hash: String,
    /// What is to be answered.
    pub(super) answer: String,
}

/// All phones by name, and what has a name in them.
#[derive(Default)]
pub(super) struct Pocket {
    pub(super) phones: BTreeMap<String, Phone>,
    named: BTreeMap<String, (String, Kept)>,
}

impl Pocket {
    pub(super) fn adds(&mut self, name: &str, journal: JournalId, person: PersonId) {
        self.phones.insert(name.to_owned(), Phone { journal, person, last_seq: 0, waiting: Vec::new() });
    }

    pub(super) fn phone(&self, name: &str) -> Result<&Phone> {
        self.phones.get(name).with_context(|| format!("no phone {name}"))
    }

    fn named(&self, name: &str) -> Result<&(String, Kept)> {
        self.named.get(name).with_context(|| format!("nothing is called {name}"))
    }

    pub(super) fn keeps(&mut self, keeping: &Keeping) -> Result<()> {
        let number = keeping.number_of.as_ref().map(|other| self.named(other)).transpose()?;
        let number = number.map(|(_, kept)| kept.entry.seq);
        let other = keeping.hash.as_ref().map(|(_, other)| self.named(other)).transpose()?.map(|(_, k)| k.hash.clone());
        let phone = self.phones.get_mut(&keeping.phone).with_context(|| format!("no phone {}", keeping.phone))?;
        if number.is_none() {
            phone.last_seq += 1;
        }
        let entry = Entry {
            id: keeping.id,
            journal: phone.journal,
            author: phone.person,
            seq: number.unwrap_or(phone.last_seq),
            unit: None,
            kind: keeping.kind.clone(),
            of: keeping.of,
            replaces: keeping.replaces.clone(),
            promise: None,
            fact: keeping.work.as_ref().map(harness::Work::fact).transpose()?,
            recorded_at: Moment { unix_ms: 1_609_455_600_000, offset_min: 60 },
            clock_offset_ms: keeping.work.as_ref().and_then(|work| work.clock_offset_ms),
        };
        // Which of two hashes is the smaller is nothing to count by hand: a member without meaning is tried until it is.
        let fits = |hash: &String| match (&keeping.hash, &other) {
            (Some((larger, _)), Some(other)) => (hash > other) == *larger && hash != other,
            _ => true,
        };
        for nonce in 0..1_000 {
            let mut json = entry.write();
            if let (Json::Map(map), Some(_)) = (&mut json, &other) {
                map.insert("nonce".to_owned(), Json::Int(nonce));
            }
            let outcome = arrive(json.clone(), None, phone.person, &hex_sha256).outcome;
            let hash = outcome.map_err(|fault| anyhow::anyhow!("{fault:?}"))?.hash;
            if fits(&hash) {
                let kept = Kept { name: keeping.name.clone(), entry, json, hash, answer: keeping.answer.clone() };
                if let Some(name) = &keeping.name {
                    self.named.insert(name.clone(), (keeping.phone.clone(), kept.clone()));
                }
                phone.waiting.push(kept);
                return Ok(());
            }
        }
        anyhow::bail!("a thousand hashes, and none fits")
    }

    /// What leaves a phone: what is named, or all that waits.
    pub(super) fn takes(&mut self, phone: &str, names: &[String]) -> Result<Vec<Kept>> {
        let phone = self.phones.get_mut(phone).with_context(|| format!("no phone {phone}"))?;
        let is_named = |kept: &Kept| kept.name.as_ref().is_some_and(|name| names.contains(name));
        let waiting = std::mem::take(&mut phone.waiting);
        let (taken, left) = waiting.into_iter().partition(|kept| names.is_empty() || is_named(kept));
        phone.waiting = left;
        ensure!(names.is_empty() || names.len() == Vec::<Kept>::len(&taken), "some of {names:?} don't wait");
        Ok(taken)
    }

    /// Something that was sent already, with what is to be answered now.
    pub(super) fn again(&self, name: &str, answer: &str) -> Result<(String, Vec<Kept>)> {
        let (phone, kept) = self.named(name)?.clone();
        Ok((phone, vec![Kept { answer: answer.to_owned(), ..kept }]))
    }

    /// A decision with the ids that these phones have.
    pub(super) fn decision(&self, word: &Word) -> Result<Decision> {
        Ok(match word {
            Word::Ready(decision) => decision.clone(),
            Word::AcceptJournal { phone } => Decision::AcceptJournal { journal: self.phone(phone)?.journal },
            Word::CloseGap { phone, number } => {
                let (journal, reason) = (self.phone(phone)?.journal, "telefonen är borta".to_owned());
                Decision::CloseGap { journal, from: *number, to: *number, reason }
            }
            Word::Version { name } => {
                let (_, kept) = self.named(name)?;
                Decision::Version { id: kept.entry.id, hash: kept.hash.clone() }
            }
        })
    }
}
