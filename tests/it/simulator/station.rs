//! A station as the simulator's server: what it asks for is asked over HTTP or of the store, and waited for.

use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::calendar::Local;
use domain::decision::Decision;
use domain::id::{DeviceId, EntryId, JournalId, PartnershipId, PersonId};
use domain::promise::Promise;
use domain::ranges::Ranges;
use domain::tally::Tally;
use domain::wire::{Answer, EnrolAnswer, Request};
use harness::{Backend, Station};
use server::clock::{Zone, now_ms};
use server::people;
use server::secret::new_id;
use server::store::{DecisionRequest, Filter, InForce};
use sim::line::Reply;
use sim::promise;
use sim::server::{Row, Seen, SeenJournal, Server};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

/// Entries that are read at once.
const PAGE: u32 = 500;

/// See the module.
pub(super) struct Served {
    station: Station,
    client: reqwest::Client,
    people: Vec<PersonId>,
    supervisor: PersonId,
    /// By device the cookie that it has; an expired one has none.
    cookies: BTreeMap<DeviceId, String>,
    /// Sent and not yet posted.
    waiting: Vec<(u64, String, String)>,
    /// The last number that was told of each journal, in requests that were answered.
    told_numbers: BTreeMap<JournalId, u64>,
    told: Vec<(JournalId, (EntryId, String, i64))>,
    revoked: Vec<DeviceId>,
    promise: Promise,
    in_force: Arc<InForce>,
}

/// Waits within a run, which knows no waiting.
fn wait<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Handle::current().block_on(what)
}

fn of() -> PartnershipId {
    promise::first().partnership
}

impl Served {
    pub(super) fn start(backend: Backend) -> Result<Self> {
        wait(async {
            let station = Station::start(backend).await?;
            let promise = promise::first();
            station.loads(promise.clone()).await?;
            let mut people = Vec::new();
            for name in ["Patrull 1", "Patrull 2", "Patrull 3"] {
                people.push(station.person_in(&of(), name, Role::Officer, "polisen").await?);
            }
            people.sort_unstable();
            let supervisor = station.person_in(&of(), "Gruppchef", Role::Supervisor, "polisen").await?;
            let in_force = station.app().in_force(&of()).await?;
            Ok(Self {
                station,
                client: reqwest::Client::new(),
                people,
                supervisor,
                cookies: BTreeMap::new(),
                waiting: Vec::new(),
                told_numbers: BTreeMap::new(),
                told: Vec::new(),
                revoked: Vec::new(),
                promise,
                in_force,
            })
        })
    }

    fn post(&self, path: &str, cookie: &str, text: &str) -> impl Future<Output = Result<(Reply, String)>> + use<> {
        let to = format!("{}{path}", self.station.url());
        let asked = self.client.post(to).header("content-type", "application/json").header("cookie", cookie);
        let asked = asked.body(text.to_owned()).send();
        async move {
            let answer = asked.await?;
            let header = |name| answer.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
            let cookie = header("set-cookie").and_then(|set| Some(set.split(';').next()?.to_owned()));
            let retry_after_ms = header("retry-after").and_then(|s| s.parse::<i64>().ok()).map(|s| s * 1000);
            let status = answer.status().as_u16();
            Ok((Reply { status, retry_after_ms, text: answer.text().await? }, cookie.unwrap_or_default()))
        }
    }

    /// Which journals hear of a decision about an occasion: its root's, or while that is missing, those of what has come.
    fn journals_of(&mut self, root: EntryId) -> Vec<JournalId> {
        let rows = self.seen().rows;
        let parts = || rows.values().filter(|row| row.entry.root() == root);
        let has_root = parts().any(|row| row.entry.id == root);
        parts().filter(|row| !has_root || row.entry.id == root).map(|row| row.entry.journal).collect()
    }

    async fn rows(&self) -> Result<BTreeMap<(EntryId, String), Row>> {
        let mut rows = BTreeMap::new();
        let mut after = (0, EntryId([0; 16]), String::new());
        loop {
            let reader = (self.supervisor, now_ms());
            let store = &self.station.app().store;
            let page = store.entries(&of(), &"polisen".into(), &Filter::default(), &after, PAGE, reader).await?;
            for held in page.entries {
                let body = held.body.canonical().map_err(|why| anyhow::anyhow!("{why:?}"))?;
                let entry = domain::entry::Entry::read(&held.body).map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
                rows.insert((entry.id, held.hash), Row { entry, body, quarantined: held.quarantined });
            }
            match page.next {
                Some(next) => after = next,
                None => return Ok(rows),
            }
        }
    }

    async fn sees(&self) -> Result<Seen> {
        let store = &self.station.app().store;
        let rows = self.rows().await?;
        let mut missing: BTreeMap<JournalId, Ranges> = BTreeMap::new();
        for gap in store.gaps(&of(), &"polisen".into()).await? {
            let named = gap.open.iter().copied().chain(gap.closed.iter().map(|closed| (closed.from, closed.to)));
            named.for_each(|(from, to)| missing.entry(gap.journal).or_default().add_range(from, to));
        }
        let mut journals: BTreeMap<JournalId, SeenJournal> = BTreeMap::new();
        let seen = rows.values().map(|row| (row.entry.journal, row.entry.seq));
        let told = self.told_numbers.iter().map(|(id, last)| (*id, *last));
        for (id, _) in seen.clone().chain(told) {
            let held: Ranges = seen.clone().filter(|(of, _)| *of == id).map(|(_, seq)| seq).collect();
            let last_told = self.told_numbers.get(&id).copied().unwrap_or(0).max(held.last());
            // A closed gap may have come all the same.
            let gaps = missing.get(&id).cloned().unwrap_or_default().without(&held);
            journals.insert(id, SeenJournal { held, last_told, gaps });
        }
        Ok(Seen {
            epoch: store.epoch("").await?,
            catalogue: self.in_force.catalogue.clone(),
            rows,
            journals,
            tally: store.tally(&of()).await?,
            told: self.told.clone(),
            revoked: self.revoked.clone(),
        })
    }
}

/// The end of a run gives its connections back: a long one has more runs than PostgreSQL has connections.
impl Drop for Served {
    fn drop(&mut self) {
        if let Err(error) = wait(self.station.stop()) {
            eprintln!("the station didn't end well: {error:#}");
        }
    }
}

impl Server for Served {
    fn people(&self) -> Vec<PersonId> {
        self.people.clone()
    }

    fn promise(&self) -> Promise {
        self.promise.clone()
    }

    fn enrols(&mut self, credential: Option<DeviceId>, person: PersonId, _now_ms: i64) -> DeviceId {
        let cookie = credential.and_then(|device| self.cookies.get(&device).cloned()).unwrap_or_default();
        let enrolled = wait(async {
            let code = people::give_code(&self.station.app().store, &of(), person, None, now_ms()).await?.secret;
            let body = serde_json::json!({ "code": code, "device_name": "telefon" }).to_string();
            let (reply, cookie) = self.post("/api/v1/enrol", &cookie, &body).await?;
            let answer: EnrolAnswer = serde_json::from_str(&reply.text).context("not enrolled")?;
            anyhow::Ok((answer.device, cookie))
        });
        let (device, cookie) = enrolled.expect("a phone is enrolled");
        self.cookies.insert(device, cookie);
        device
    }

    /// A torn request is posted at once; nobody waits for its answer.
    fn hears(&mut self, ticket: u64, credential: Option<DeviceId>, text: &str, _now_ms: i64) -> Option<Reply> {
        let cookie = credential.and_then(|device| self.cookies.get(&device).cloned()).unwrap_or_default();
        if ticket == 0 {
            return Some(wait(self.post("/api/v1/sync", &cookie, text)).expect("the server answers").0);
        }
        self.waiting.push((ticket, cookie, text.to_owned()));
        None
    }

    /// What waits is posted all at once, so that the writer may group it.
    fn commits(&mut self, _now_ms: i64) -> Vec<(u64, Reply)> {
        let waiting = std::mem::take(&mut self.waiting);
        let posts: Vec<_> = waiting.iter().map(|(_, cookie, text)| self.post("/api/v1/sync", cookie, text)).collect();
        let tasks: Vec<_> = posts.into_iter().map(tokio::spawn).collect();
        let mut replies = Vec::new();
        for ((ticket, _, text), task) in waiting.into_iter().zip(tasks) {
            let (reply, _) = wait(task).expect("the post ends").expect("the server answers");
            // A journal is known from its first entry on; what `held` doesn't name was told in vain.
            let answer = serde_json::from_str::<Answer>(&reply.text);
            if let (Ok(answer), Ok(request)) = (answer, serde_json::from_str::<Request>(&text)) {
                for (id, last) in request.journals.into_iter().filter(|(id, _)| answer.held.contains_key(id)) {
                    let told = self.told_numbers.entry(id).or_default();
                    *told = last.max(*told);
                }
            }
            replies.push((ticket, reply));
        }
        replies
    }

    fn crashes(&mut self) {
        self.waiting.clear();
        wait(self.station.restart()).expect("the server starts again");
    }

    fn fills(&mut self, _full: bool) -> bool {
        false
    }
    fn backs_up(&mut self) -> bool {
        false
    }
    fn restores(&mut self) -> bool {
        false
    }

    fn expires(&mut self, device: DeviceId) -> bool {
        self.cookies.remove(&device).is_some()
    }

    fn revokes(&mut self, device: DeviceId, _now_ms: i64) -> bool {
        self.revoked.push(device);
        wait(self.station.app().store.revoke(&of(), device, None, now_ms())).expect("the store answers")
    }

    fn decides(&mut self, decision: &Decision, _now_ms: i64) -> bool {
        let told: Vec<(JournalId, EntryId)> = match decision {
            Decision::Return { root, .. } => self.journals_of(*root).into_iter().map(|id| (id, *root)).collect(),
            Decision::AcceptJournal { journal } => {
                let rows = self.seen().rows.into_values();
                let back = rows.filter(|row| row.quarantined && row.entry.journal == *journal);
                back.map(|row| (*journal, row.entry.root())).collect()
            }
            _ => Vec::new(),
        };
        let at_ms = now_ms();
        let fresh = || new_id(at_ms).expect("chance");
        let asked = DecisionRequest {
            partnership: of(),
            by: self.supervisor,
            organisation: "polisen".into(),
            decision: decision.clone(),
            fresh: (EntryId(fresh()), JournalId(fresh())),
            seen: None,
            now_ms: at_ms,
        };
        let done = wait(self.station.app().store.decide(&asked)).expect("the store answers").is_ok();
        if let (true, Some(word)) = (done, decision.change()) {
            self.told.extend(told.into_iter().map(|(id, root)| (id, (root, word.to_owned(), at_ms))));
        }
        done
    }

    fn loads_next_promise(&mut self, _now_ms: i64) -> bool {
        self.promise = promise::after(&self.promise);
        wait(self.station.loads(self.promise.clone())).expect("the promise is put in force");
        self.in_force = wait(self.station.app().in_force(&of())).expect("the store answers");
        true
    }

    fn seen(&mut self) -> Seen {
        wait(self.sees()).expect("the store answers")
    }

    fn local_of(&self, unix_ms: i64) -> Local {
        let zone: &Zone = &self.in_force.zone;
        zone.local_of(unix_ms)
    }

    fn recounts(&mut self) -> Tally {
        wait(async {
            let store = &self.station.app().store;
            store.rebuild(&of(), &mut |_| {}).await?;
            store.tally(&of()).await
        })
        .expect("the store answers")
    }
}
