//! What happens in the year, line by line: what phones keep and send, what is decided, and the figures in between.
//!
//! ```text
//! phone p1 polisen                      p1b polisen person:p1 is the same person's other phone
//! entry 2021-03-04 10:00 foot_patrol norr 30 by:p1 as:a is:clock_off
//! send p1 b,a                           without names all that waits; `send -`: everybody
//! again a held                          a second time, and what is answered
//! join a b | separate a b | accept a | accept_journal p1 | version a | head a b | void a | return a
//! map_area sodra soder | map_activity swimming foot_patrol | close p1 3
//! missing 1                             numbers that never came
//! conflicts 1                           occasions that wait for a person because two versions stand
//! revoke p1
//! load 2 min_minutes=20 min_minutes=15  a new version, in which the first line reads as the second
//! continue 2022-01-01                   the promise for another year, as it is due that day
//! ```

use crate::example::{Entered, Example, Look, Step, read_day};
use anyhow::{Context, Result, ensure};
use domain::calendar::Day;
use domain::decision::{Decision, Pair};
use domain::entry::Kind;
use domain::id::{EntryId, OrganisationId, uuid_v7};
use domain::promise::Promise;
use harness::Work;
use server::clock::Zone;
use std::collections::BTreeMap;
use std::path::Path;

/// In the order in which they happen.
const FILES: [&str; 6] = [
    "year/1-calendar.txt",
    "year/2-kinds.txt",
    "year/3-corrections.txt",
    "year/4-decisions.txt",
    "year/5-version.txt",
    "year/6-years.txt",
];

pub(super) struct Script {
    pub(super) promise: Promise,
    pub(super) zone: Zone,
    pub(super) acts: Vec<(String, Act)>,
}

pub(super) enum Act {
    Phone {
        name: String,
        organisation: OrganisationId,
        person: String,
    },
    /// On a phone; nothing is sent.
    Keep(Box<Keeping>),
    /// From one phone or all, what is named or all that waits.
    Send {
        phone: Option<String>,
        names: Vec<String>,
    },
    Again {
        name: String,
        answer: String,
    },
    Decide(Word),
    Missing(u64),
    Conflicts(u64),
    Revoke(String),
    Load(Box<Promise>),
    Continue(Day),
    On(Look),
}

/// An entry as a phone is to keep it.
pub(super) struct Keeping {
    pub(super) name: Option<String>,
    pub(super) phone: String,
    pub(super) kind: Kind,
    pub(super) id: EntryId,
    pub(super) of: Option<EntryId>,
    pub(super) replaces: Vec<EntryId>,
    pub(super) work: Option<Work>,
    /// Has the number of another: a phone that was restored from a backup, or a second content of one id.
    pub(super) number_of: Option<String>,
    /// Its hash is larger (or smaller) than that of another.
    pub(super) hash: Option<(bool, String)>,
    /// The flags of its acceptance, or why it isn't accepted.
    pub(super) answer: String,
}

/// A decision, as far as names go.
pub(super) enum Word {
    Ready(Decision),
    AcceptJournal { phone: String },
    CloseGap { phone: String, number: u64 },
    Version { name: String },
}

impl Script {
    pub(super) fn read() -> Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/year/promise.toml");
        let text = std::fs::read_to_string(&path).with_context(|| format!("no promise {}", path.display()))?;
        let Example { promise, zone, steps } = Example::read(&text, &FILES)?;
        let mut reader = Reader { text, ids: BTreeMap::new(), made: 0 };
        let mut acts = Vec::new();
        for (at, step) in steps {
            let act = match step {
                Step::On(look) => Act::On(look),
                Step::Entry(entered) => Act::Keep(Box::new(reader.keeping(entered).with_context(|| at.clone())?)),
                Step::Other(words) => reader.act(&words).with_context(|| at.clone())?,
            };
            acts.push((at, act));
        }
        Ok(Self { promise, zone, acts })
    }

    pub(super) fn looks(&self) -> impl Iterator<Item = &Look> {
        self.acts.iter().filter_map(|(_, act)| match act {
            Act::On(look) => Some(look),
            _ => None,
        })
    }
}

struct Reader {
    text: String,
    /// By name; a second content of an id has a name of its own.
    ids: BTreeMap<String, EntryId>,
    made: i64,
}

impl Reader {
    fn id(&self, name: &str) -> Result<EntryId> {
        self.ids.get(name).copied().with_context(|| format!("nothing is called {name}"))
    }

    fn keeping(&mut self, entered: Entered) -> Result<Keeping> {
        let Entered { kind, organisation, work, mut told } = entered;
        self.made += 1;
        // The smaller id is the line that stands first.
        let mut id = EntryId(uuid_v7(1_577_833_200_000 + self.made, [0; 10]));
        if let Some(other) = told.remove("twin") {
            id = self.id(&other)?;
            told.insert("number".to_owned(), other);
        }
        let name = told.remove("as");
        if let Some(name) = &name {
            ensure!(self.ids.insert(name.clone(), id).is_none(), "{name} is called twice");
        }
        let usual = match organisation.as_ref().map(OrganisationId::as_str) {
            Some("kommunen") => "k1",
            _ => "p1",
        };
        let replaces = told.remove("replaces").unwrap_or_default();
        let replaces = replaces.split(',').filter(|name| !name.is_empty()).map(|name| self.id(name));
        let replaces = replaces.collect::<Result<_>>()?;
        let mut hash = |word: &str, larger: bool| told.remove(word).map(|other| (larger, other));
        let hash = hash("larger", true).or_else(|| hash("smaller", false));
        let keeping = Keeping {
            name,
            phone: told.remove("by").unwrap_or_else(|| usual.to_owned()),
            kind,
            id,
            of: told.remove("of").map(|name| self.id(&name)).transpose()?,
            replaces,
            work,
            number_of: told.remove("number"),
            hash,
            answer: told.remove("is").unwrap_or_else(|| "accepted".to_owned()),
        };
        told.retain(|word, _| !["tap", "timer", "stated"].contains(&word.as_str()));
        ensure!(told.is_empty(), "{told:?} says nothing");
        Ok(keeping)
    }

    fn act(&self, words: &[String]) -> Result<Act> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Ok(match words.as_slice() {
            ["phone", name, organisation, rest @ ..] => {
                let person = rest.first().and_then(|word| word.strip_prefix("person:")).unwrap_or(name);
                Act::Phone { name: (*name).into(), organisation: (*organisation).into(), person: person.into() }
            }
            ["send", "-"] => Act::Send { phone: None, names: Vec::new() },
            ["send", phone] => Act::Send { phone: Some((*phone).into()), names: Vec::new() },
            ["send", phone, names] => {
                let names = names.split(',').map(Into::into).collect();
                Act::Send { phone: Some((*phone).into()), names }
            }
            ["again", name, answer] => Act::Again { name: (*name).into(), answer: (*answer).into() },
            ["missing", number] => Act::Missing(number.parse()?),
            ["conflicts", number] => Act::Conflicts(number.parse()?),
            ["revoke", phone] => Act::Revoke((*phone).into()),
            ["load", version, was, is] => Act::Load(Box::new(self.version(version, was, is)?)),
            ["continue", day] => Act::Continue(read_day(day)?),
            other => Act::Decide(self.word(other)?),
        })
    }

    fn version(&self, version: &str, was: &str, is: &str) -> Result<Promise> {
        let spaced = |word: &str| word.replace('=', " = ");
        let (was, is) = (spaced(was), spaced(is));
        ensure!(self.text.contains(&was), "the promise nowhere says {was}");
        let text = self.text.replace("version = 1\n", &format!("version = {version}\n")).replace(&was, &is);
        server::promise_file::read(&text).map_err(|problems| anyhow::anyhow!("{problems:?}"))
    }

    fn word(&self, words: &[&str]) -> Result<Word> {
        let reason = || "enligt förman".to_owned();
        let pair = |a, b| Pair::of(self.id(a)?, self.id(b)?).context("two occasions");
        Ok(Word::Ready(match words {
            ["join", a, b] => Decision::Join { pair: pair(a, b)? },
            ["separate", a, b] => Decision::Separate { pair: pair(a, b)? },
            ["accept", root] => Decision::AcceptOccasion { root: self.id(root)? },
            ["accept_journal", phone] => return Ok(Word::AcceptJournal { phone: (*phone).into() }),
            ["version", name] => return Ok(Word::Version { name: (*name).into() }),
            ["head", root, head] => Decision::Head { root: self.id(root)?, head: self.id(head)? },
            ["void", root] => Decision::Void { root: self.id(root)?, reason: reason() },
            ["return", root] => Decision::Return { root: self.id(root)?, message: reason() },
            ["map_area", from, to] => Decision::MapArea { from: (*from).into(), to: (*to).into() },
            ["map_activity", from, to] => Decision::MapActivity { from: (*from).into(), to: (*to).into() },
            ["close", phone, number] => {
                return Ok(Word::CloseGap { phone: (*phone).into(), number: number.parse()? });
            }
            other => anyhow::bail!("{other:?} is nothing that happens"),
        }))
    }
}
