//! Random histories of entries and decisions: what the tallies have come to step by step is what a rebuild comes to,
//! and what somebody comes to who reads the protocol and counts by hand. In half of them a new version of the promise is
//! counted beside the old, a few occasions at a time between what is sent and decided meanwhile.

#[path = "histories/made.rs"]
mod made;
#[path = "histories/naive.rs"]
mod naive;

use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::decision::Decision;
use domain::id::{DeviceId, EntryId, JournalId, PartnershipId, PersonId, uuid_v7};
use domain::json::Json;
use domain::merge::arrive;
use domain::promise::Promise;
use harness::{Backend, rounds};
use made::{Made, Rng, Step};
use naive::Ledger;
use server::people::{self, New};
use server::secret::hex_sha256;
use server::store::{
    Batch, Begun, Cause, DatabaseAddress, DecisionRequest, DecisionRow, Enrolled, Opening, Recount, Store, Writer,
};
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn histories_come_to_what_is_counted_by_hand_on_sqlite() -> Result<()> {
    all(Backend::Sqlite, u64::from(rounds(150, 1_000))).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn histories_come_to_what_is_counted_by_hand_on_postgres() -> Result<()> {
    all(Backend::Postgres, 40).await
}

/// Every history in a partnership of its own, all in one database.
async fn all(backend: Backend, histories: u64) -> Result<()> {
    // In memory where there is a folder for it: what is tried here is the arithmetic, not the disk.
    let memory = std::path::Path::new("/dev/shm");
    let mut folder = tempfile::Builder::new();
    let folder = folder.prefix("rond-test-");
    let folder = if memory.is_dir() { folder.tempdir_in(memory) } else { folder.tempdir() }?;
    let store = Store::open(&DatabaseAddress::read(&backend.fresh(folder.path())?)?, Opening::Create).await?;
    store.epoch("first").await?;
    let writer = Writer::start(store.clone());
    let shipped = server::promise_file::read(server::promise_file::SHIPPED).expect("whole");
    let mut kinds: BTreeMap<&'static str, u32> = BTreeMap::new();
    let (mut counted, mut between) = (0, 0);
    for seed in 1..=histories {
        let told = || format!("the history of seed {seed}");
        let outcome = History::begin(&store, &writer, &shipped, seed).await.with_context(told)?.run().await;
        let (decided, count, changes) = outcome.with_context(told)?;
        between += changes;
        decided.iter().for_each(|row| *kinds.entry(row.decision.word()).or_default() += 1);
        counted += count;
    }
    // A test in which nothing is counted or decided shows nothing.
    ensure!(counted > histories as i64, "{counted} counted in {histories} histories");
    ensure!(between > histories, "{between} changes in {histories} histories came into a count that was under way");
    let decided =
        ["join", "separate", "accept_occasion", "accept_journal", "version", "head", "map_area", "map_activity"];
    for kind in decided.into_iter().chain(["void", "return"]) {
        ensure!(kinds.get(kind).is_some_and(|n| u64::from(*n) > histories / 20), "{kind} in {kinds:?}");
    }
    store.close().await;
    Ok(())
}

/// The people of a history: officers by number, the last of them of the municipality, and a supervisor.
struct History<'a> {
    store: &'a Store,
    writer: &'a Writer,
    of: PartnershipId,
    promise: Promise,
    supervisor: PersonId,
    devices: Vec<DeviceId>,
    made: Made,
    chance: Rng,
    ledger: Ledger,
    decided: Vec<DecisionRow>,
    /// Whether new versions are counted step by step, and the one that is.
    in_steps: bool,
    counting: Option<Recount>,
    /// Changes that came while it was.
    between: u64,
    /// How far a count goes before the next change: by numbers of its own, so that the rest is the same without it.
    pace: Rng,
}

impl<'a> History<'a> {
    async fn begin(store: &'a Store, writer: &'a Writer, shipped: &Promise, seed: u64) -> Result<Self> {
        let mut chance = Rng(seed);
        let of = PartnershipId(format!("p{seed}"));
        let promise =
            Promise { id: format!("p{seed}-2021").as_str().into(), partnership: of.clone(), ..shipped.clone() };
        store.put_in_force(promise.clone(), 1).await?.map_err(|not| anyhow::anyhow!("{not:?}"))?;
        let mut authors = Vec::new();
        let mut devices = Vec::new();
        for (place, organisation) in made::ORGANISATIONS.into_iter().enumerate() {
            let person = person(store, &of, &format!("Patrull {place}"), Role::Officer, organisation).await?;
            devices.push(enrolled(store, &of, person, &mut chance).await?);
            authors.push(person);
        }
        let supervisor = person(store, &of, "Gruppchef", Role::Supervisor, "polisen").await?;
        let ledger = Ledger::new(&promise, supervisor);
        let made = Made::new(&mut chance, &authors);
        Ok(Self {
            store,
            writer,
            of,
            promise,
            supervisor,
            devices,
            made,
            chance,
            ledger,
            decided: Vec::new(),
            in_steps: seed % 2 == 1,
            counting: None,
            between: 0,
            pace: Rng(!seed),
        })
    }

    /// All steps, and the three counts compared on the way and at the end.
    async fn run(mut self) -> Result<(Vec<DecisionRow>, i64, u64)> {
        for at in 0..self.made.steps.len() {
            match self.made.steps[at].clone() {
                Step::Send(author, entries) => self.send(author, entries).await?,
                Step::Revoke(author) => {
                    self.store.revoke(&self.of, self.devices[author], None, 1).await?;
                    self.ledger.revoked.insert(self.made.authors[author]);
                }
                Step::NewVersion => self.begin_version().await?,
                Step::Decide => self.decide(at).await?,
            }
            let to_its_end = self.pace.below(5) == 0;
            self.count_on(to_its_end).await?;
        }
        self.count_on(true).await?;
        self.compare("step by step").await?;
        let kept = self.others().await?;
        self.store.rebuild(&self.of, &mut |_| {}).await?;
        self.compare("rebuilt").await?;
        let rebuilt = self.others().await?;
        ensure!(rebuilt == kept, "kept {kept:#?}, rebuilt {rebuilt:#?}, after {:#?}", self.decided);
        let count = self.ledger.tally().0.values().map(|amount| amount.count).sum();
        Ok((self.decided, count, self.between))
    }

    async fn begin_version(&mut self) -> Result<()> {
        self.promise = made::second_version(&self.promise);
        if !self.in_steps {
            let put = self.store.put_in_force(self.promise.clone(), 1).await?;
            put.map_err(|not| anyhow::anyhow!("{not:?}"))?;
            self.ledger.promise = self.promise.clone();
            return self.compare("after the switch").await;
        }
        let cause = Cause::Promise(Box::new(self.promise.clone()));
        match self.store.begin_recount(&self.of, cause, 1).await?.map_err(|not| anyhow::anyhow!("{not:?}"))? {
            Begun::Counting(recount) => self.counting = Some(recount),
            Begun::Done(_) => self.ledger.promise = self.promise.clone(),
        }
        Ok(())
    }

    /// Lets a count that is under way go on for some occasions, or to its end.
    async fn count_on(&mut self, to_its_end: bool) -> Result<()> {
        let Some(mut recount) = self.counting.take() else { return Ok(()) };
        self.between += 1;
        let most = if to_its_end { usize::MAX } else { self.pace.below(3) };
        for _ in 0..most {
            if !recount.step(1 + self.pace.below(4)).await? {
                break;
            }
        }
        if !to_its_end {
            self.counting = Some(recount);
            return self.compare("while a version is counted").await;
        }
        recount.finish().await?;
        self.ledger.promise = self.promise.clone();
        self.compare("after the switch").await
    }

    /// What is kept beside the tallies: questions, how things are recorded, what units added.
    async fn others(&self) -> Result<String> {
        let questions = self.store.open_questions(&self.of).await?;
        let units = BTreeSet::from(["20-1110", "20-1120"].map(str::to_owned));
        let mut others = vec![format!("{questions:#?}")];
        for year in [2021, 2022] {
            others.push(format!("{:#?}", self.store.shapes(&self.of, year).await?));
            others.push(format!("{:#?}", self.store.of_units(&self.promise, &units, year).await?));
        }
        Ok(others.concat())
    }

    async fn compare(&self, when: &str) -> Result<()> {
        let (kept, by_hand) = (self.store.tally(&self.of).await?, self.ledger.tally());
        ensure!(kept == by_hand, "{when}: kept {kept:#?}, by hand {by_hand:#?}, after {:#?}", self.decided);
        Ok(())
    }

    async fn send(&mut self, author: usize, entries: Vec<Json>) -> Result<()> {
        let person = self.made.authors[author];
        let arrive = |sent: Json| arrive(sent, None, person, &hex_sha256);
        let arrivals: Vec<_> = entries.into_iter().map(arrive).collect();
        for arrival in &arrivals {
            let read = arrival.outcome.as_ref().map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
            self.ledger.arrives(read, made::ORGANISATIONS[author]);
        }
        let batch = Batch {
            partnership: self.of.clone(),
            device: self.devices[author],
            journals: BTreeMap::from([(self.made.journals[author], 99)]),
            arrivals,
            waiting: 0,
            clock: None,
            by_hand: false,
            now_ms: 1,
        };
        self.writer.merge(batch).await.map_err(|not| anyhow::anyhow!("{not:?}"))?;
        Ok(())
    }

    async fn decide(&mut self, step: usize) -> Result<()> {
        let Some(decision) = made::decision(&mut self.chance, &self.ledger.held(), self.made.journals[2]) else {
            return Ok(());
        };
        // Staff write long after the officers: their ids are the largest.
        let fresh = (
            EntryId(uuid_v7(1_700_000_000_000 + step as i64, self.chance.bytes())),
            JournalId(uuid_v7(1_700_000_000_000, self.chance.bytes())),
        );
        let (partnership, organisation) = (self.of.clone(), "polisen".into());
        let asked =
            DecisionRequest { partnership, by: self.supervisor, organisation, decision, fresh, seen: None, now_ms: 1 };
        if let Ok(row) = self.store.decide(&asked).await? {
            self.ledger.decides(&row.decision, fresh.0);
            let is_switch = matches!(row.decision, Decision::MapArea { .. } | Decision::MapActivity { .. });
            self.decided.push(row);
            if is_switch {
                self.compare("after a map").await?;
            }
        }
        Ok(())
    }
}

async fn person(store: &Store, of: &PartnershipId, name: &str, role: Role, organisation: &str) -> Result<PersonId> {
    let new = New { name: name.to_owned(), role, organisation: organisation.into() };
    people::create(store, of, new, None, 1).await?.map_err(|not| anyhow::anyhow!("{not:?}"))
}

async fn enrolled(store: &Store, of: &PartnershipId, person: PersonId, chance: &mut Rng) -> Result<DeviceId> {
    let code = people::give_code(store, of, person, None, 1).await?.secret;
    let device = DeviceId(uuid_v7(1, chance.bytes()));
    let new = Enrolled {
        partnership: of.clone(),
        device,
        person,
        name: "Telefon".to_owned(),
        secret_hash: Some(device.0.to_vec()),
        code_hash: server::secret::hash(&server::secret::typed_code(&code)),
    };
    ensure!(store.enrol(&new, 1).await?, "the code was refused");
    Ok(device)
}
