//! The year through the product: phones that send, a supervisor who decides, figures read from routes and pages.

use super::pocket::{Kept, Pocket};
use super::script::{Act, Script, Word};
use super::told;
use crate::example::{Cited, Look, compare, compare_figures};
use crate::figures::words;
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::calendar::Day;
use domain::catalogue::Catalogue;
use domain::figure::describe;
use domain::id::{EntryId, JournalId, OrganisationId, PartnershipId, PersonId, uuid_v7};
use domain::journal::{self, State};
use domain::json::Json;
use domain::promise::Promise;
use domain::report::Audience;
use domain::standing::figures;
use domain::tally::Tally;
use domain::wire::{Answer, Verdict, VerdictKind};
use harness::station::today;
use harness::{Backend, Citizen, Officer, Staff, Station};
use server::clock::{Zone, now_ms};
use server::people;
use server::store::{DecisionRequest, YearOf};
use std::collections::BTreeMap;

pub(super) struct Served {
    station: Station,
    of: PartnershipId,
    pocket: Pocket,
    officers: BTreeMap<String, Officer>,
    supervisor: Staff,
    /// Who decides.
    decider: PersonId,
    decided: i64,
    citizen: Citizen,
}

impl Served {
    pub(super) async fn start(backend: Backend, script: &Script) -> Result<Self> {
        let station = Station::start(backend).await?;
        let of = script.promise.partnership.clone();
        station.loads(script.promise.clone()).await?;
        let supervisor = station.staff_in(&of, "Gruppchef Sagodal", Role::Supervisor, "polisen").await?;
        let decider = station.person_in(&of, "Gruppchef Två", Role::Supervisor, "polisen").await?;
        let citizen = station.citizen()?;
        let (pocket, officers) = (Pocket::default(), BTreeMap::new());
        Ok(Self { station, of, pocket, officers, supervisor, decider, decided: 0, citizen })
    }

    pub(super) async fn does(&mut self, act: &Act) -> Result<()> {
        match act {
            Act::Phone { name, organisation, person } => self.enrols(name, organisation, person).await,
            Act::Keep(keeping) => self.pocket.keeps(keeping),
            Act::Send { phone, names } => {
                let all = || self.pocket.phones.keys().cloned().collect();
                for phone in phone.as_ref().map_or_else(all, |phone| vec![phone.clone()]) {
                    let kept = self.pocket.takes(&phone, names)?;
                    self.sends(&phone, kept).await?;
                }
                Ok(())
            }
            Act::Again { name, answer } => {
                let (phone, kept) = self.pocket.again(name, answer)?;
                self.sends(&phone, kept).await
            }
            Act::Decide(word) => self.decides(word).await,
            Act::Missing(number) => {
                let promise = self.catalogue().await?.active.first().context("a promise")?.promise.id.clone();
                let figures = self.supervisor.figures(promise.as_str()).await?;
                let missing = figures.completeness.context("completeness")?.missing;
                ensure!(missing == *number, "{missing} missing, not {number}");
                Ok(())
            }
            Act::Conflicts(number) => {
                let questions = self.station.app().store.open_questions(&self.of).await?;
                let open = questions.iter().find(|(word, _)| word == "conflict").map_or(0, |(_, open)| *open);
                ensure!(open == *number, "{open} in conflict, not {number}: {questions:?}");
                Ok(())
            }
            Act::Revoke(phone) => {
                let store = &self.station.app().store;
                let devices = store.devices(&self.of).await?;
                let device = devices.iter().find(|device| device.name == *phone).context("no such phone")?.id;
                ensure!(store.revoke(&self.of, device, None, now_ms()).await?, "{phone} can't be revoked");
                Ok(())
            }
            Act::Load(promise) => self.station.loads((**promise).clone()).await,
            Act::Continue(day) => {
                let due = self.catalogue().await?.due_extension(*day).context("nothing is due")?;
                self.station.loads(due).await
            }
            Act::On(look) => self.compares(look).await,
        }
    }

    async fn catalogue(&self) -> Result<Catalogue> {
        Ok(self.station.app().in_force(&self.of).await?.catalogue.clone())
    }

    async fn enrols(&mut self, name: &str, organisation: &OrganisationId, person: &str) -> Result<()> {
        let officer = match self.officers.get(person) {
            None => self.station.officer_in(&self.of, organisation.as_str(), name).await?,
            Some(other) => {
                let store = &self.station.app().store;
                let code = people::give_code(store, &self.of, other.person(), None, now_ms()).await?.secret;
                Officer::enrol(&self.station.url(), &code, name).await?
            }
        };
        self.pocket.adds(name, officer.memory.journal, officer.person());
        self.officers.insert(name.to_owned(), officer);
        Ok(())
    }

    /// By the phone's own rules, which find each entry's verdict.
    async fn sends(&mut self, phone: &str, sent: Vec<Kept>) -> Result<()> {
        let last_seq = self.pocket.phone(phone)?.last_seq;
        let officer = self.officers.get_mut(phone).with_context(|| format!("no phone {phone}"))?;
        officer.memory.last_seq = last_seq;
        officer.memory.kept = sent.iter().map(on_phone).collect::<Result<_>>()?;
        let verdicts = officer.sends_all().await?;
        ensure!(verdicts.len() == sent.len(), "{} verdicts for {} entries", verdicts.len(), sent.len());
        let mut in_order: Vec<&Kept> = sent.iter().collect();
        in_order.sort_by_key(|kept| kept.entry.seq);
        for (kept, verdict) in in_order.into_iter().zip(&verdicts) {
            let answer = answer(verdict);
            ensure!(verdict.id == Some(kept.entry.id), "{verdict:?} is another's");
            ensure!(answer == kept.answer, "{:?}, {:?}: {verdict:?}, not {}", kept.name, kept.entry, kept.answer);
        }
        Ok(())
    }

    async fn decides(&mut self, word: &Word) -> Result<()> {
        self.decided += 1;
        let asked = DecisionRequest {
            partnership: self.of.clone(),
            by: self.decider,
            organisation: "polisen".into(),
            decision: self.pocket.decision(word)?,
            fresh: (
                EntryId(uuid_v7(1_900_000_000_000 + self.decided, [0; 10])),
                JournalId(uuid_v7(1_900_000_000_000, [3; 10])),
            ),
            seen: None,
            now_ms: now_ms(),
        };
        let decided = self.station.app().store.decide(&asked).await?;
        decided.map_err(|not| anyhow::anyhow!("{:?}: {not:?}", asked.decision))?;
        Ok(())
    }

    async fn compares(&self, look: &Look) -> Result<()> {
        let catalogue = self.catalogue().await?;
        let promise = catalogue.at(None, look.day).context("no promise that day")?;
        let year = YearOf::through(look.day.year(), if look.over { today() } else { look.day });
        compare(promise, &self.station.app().store.totals(promise, year).await?, look)?;
        if look.over && look.day == promise.to {
            compare(promise, &self.supervisor.figures(promise.id.as_str()).await?.totals, look)?;
        }
        self.shows(promise, look).await?;
        if look.over { self.tells_alike(promise, look).await } else { Ok(()) }
    }

    /// One description in every place: what is counted by hand, JSON, tables, pages, paper and workbook.
    async fn tells_alike(&self, promise: &Promise, look: &Look) -> Result<()> {
        let (id, year) = (promise.id.as_str(), look.day.year());
        let public = told::json(&self.citizen, id, year).await?;
        ensure!((public.version, public.through) == (promise.version, look.day), "{public:?}");
        compare_figures(&public.commitments, look, Audience::Public, promise)?;
        told::tables(&self.citizen, id, year, &public).await?;
        let page = told::page(&self.citizen.reads(&format!("/promise/{id}?year={year}")).await?);
        told::text_tells(&page, &public.commitments, "the public page")?;
        let totals = self.station.app().store.totals(promise, YearOf::through(year, today())).await?;
        let described = describe(promise, &totals, look.as_of(), Audience::Staff);
        compare_figures(&described, look, Audience::Staff, promise)?;
        let page = told::page(&self.supervisor.sees(&format!("/dashboard?promise={id}&year={year}")).await?);
        told::text_tells(&page, &described, "the dashboard")?;
        told::report(&self.supervisor, id, look, &described).await.map(drop)
    }

    /// The report of 2021, published: its page and its paper tell what the JSON does.
    pub(super) async fn publishes(&self) -> Result<()> {
        let catalogue = self.catalogue().await?;
        let look =
            Look { day: Day::of(2021, 12, 31).context("a day")?, over: true, rows: Vec::new(), cited: Vec::new() };
        let promise = catalogue.at(None, look.day).context("a promise")?;
        let totals = self.station.app().store.totals(promise, YearOf::through(2021, today())).await?;
        let described = describe(promise, &totals, look.as_of(), Audience::Staff);
        let report = told::report(&self.supervisor, promise.id.as_str(), &look, &described).await?;
        let public = told::json(&self.citizen, promise.id.as_str(), 2021).await?;
        let coordinator = self.station.staff_in(&self.of, "Samordnare Sagodal", Role::Coordinator, "kommunen").await?;
        let way = [
            (&self.supervisor, "freeze"),
            (&self.supervisor, "approve"),
            (&coordinator, "approve"),
            (&self.supervisor, "publish"),
        ];
        for (who, act) in way {
            let done = who.submits(&format!("{report}/{act}"), &[]).await?;
            ensure!(done.status().is_redirection(), "{act} answered {}", done.status());
        }
        let path = format!("/promise/{}{report}", promise.id);
        let page = told::page(&self.citizen.reads(&path).await?);
        told::text_tells(&page, &public.commitments, "the published page")?;
        let paper = self.citizen.asks(&format!("{path}/report.pdf")).await?.error_for_status()?.bytes().await?;
        told::text_tells(&told::paper_text(&paper)?, &public.commitments, "the published paper")
    }

    /// What a phone is told of the promise in force comes to the figures of that year.
    pub(super) async fn phones_are_told(&mut self) -> Result<()> {
        let catalogue = self.catalogue().await?;
        let promise = catalogue.nearest(today()).context("a promise")?;
        let year = today().year().clamp(promise.from.year(), promise.to.year());
        let totals = self.station.app().store.totals(promise, YearOf::through(year, today())).await?;
        for (name, officer) in &mut self.officers {
            let zone = Zone::named(&promise.time_zone)?;
            let (request, _) = officer.memory.request(zone.moment(now_ms()));
            let answer: Answer = officer.posts(request).await?.error_for_status()?.json().await?;
            let Some(told) = answer.tallies.get(&promise.id) else { continue };
            let own = promise.targets().filter(|t| !t.by_day());
            for target in own {
                let (here, there) =
                    (figures(promise, target, told, today()), figures(promise, target, &totals, today()));
                ensure!(here == there, "{name}, {}: {here:?} on the phone, {there:?} on the pages", target.id);
            }
        }
        Ok(())
    }

    /// The words of the pages, each beside its own commitment.
    async fn shows(&self, promise: &Promise, look: &Look) -> Result<()> {
        if look.cited.is_empty() {
            return Ok(());
        }
        let (id, year) = (&promise.id, look.day.year());
        let dashboard = self.supervisor.sees(&format!("/dashboard?promise={id}&year={year}")).await?;
        let public = self.citizen.reads(&format!("/promise/{id}?year={year}")).await?;
        let mut missing = Vec::new();
        for Cited { public: is_public, commitment, words: should, at } in &look.cited {
            let page = if *is_public { &public } else { &dashboard };
            let section = beside(page, commitment).with_context(|| format!("{at}: no {commitment} on the page"))?;
            let is = words(section);
            if !is.contains(should.as_str()) {
                missing.push(format!("{at}: no \"{should}\" in \"{}\"", is.chars().take(400).collect::<String>()));
            }
        }
        ensure!(missing.is_empty(), "{}", missing.join("\n"));
        Ok(())
    }

    pub(super) async fn tally(&self) -> Result<Tally> {
        self.station.app().store.tally(&self.of).await
    }

    pub(super) async fn rebuilds(&self) -> Result<()> {
        self.station.app().store.rebuild(&self.of, &mut |_| {}).await.map(drop)
    }
}

/// From a commitment's own mark to the next one's; the whole page for `-`.
fn beside<'a>(page: &'a str, commitment: &str) -> Option<&'a str> {
    if commitment == "-" {
        return Some(page);
    }
    let mark = format!("id=\"c-{commitment}\"");
    let (_, from) = page.split_once(&mark)?;
    let (_, from) = from.split_once('>')?;
    let to = ["</tbody>", "<li class=\"split", "</ol>"].iter().filter_map(|end| from.find(end)).min();
    Some(&from[..to.unwrap_or(from.len())])
}

/// An entry as a phone's memory has it: the number and the names stand beside its body.
fn on_phone(kept: &Kept) -> Result<journal::Kept> {
    let Json::Map(mut body) = kept.json.clone() else { anyhow::bail!("an entry is an object") };
    for name in ["id", "journal", "author", "seq"] {
        body.remove(name);
    }
    let (id, journal, seq, author) = (kept.entry.id, kept.entry.journal, kept.entry.seq, kept.entry.author);
    let body = serde_json::to_string(&Json::Map(body))?;
    Ok(journal::Kept { id, journal, seq, author, body, state: State::Waiting, kept_at_ms: 0 })
}

fn answer(verdict: &Verdict) -> String {
    let flags: Vec<&str> = verdict.flags.iter().map(|flag| flag.word()).collect();
    match (&verdict.code, verdict.verdict) {
        (Some(code), _) => code.clone(),
        (_, VerdictKind::AlreadyHeld) => "held".to_owned(),
        (_, VerdictKind::Quarantined) => "quarantined".to_owned(),
        _ if flags.is_empty() => "accepted".to_owned(),
        _ => flags.join(","),
    }
}
