//! Every commitment of the promise that ships, in five places: recorded over HTTP, and seen to move as a figure, on the
//! dashboard, in the report and on the public page; and nothing else moves.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::standing::Total;
use harness::{Backend, Citizen, Officer, Staff, Station, Work, check, patrol};
use std::collections::{BTreeMap, BTreeSet};

on_both!(each_commitment_moves_in_all_five_places_and_alone);

const PROMISE: &str = "jonkoping-2021-2022";
const TERTIAL: &str = "jonkoping-2021-2022/tertial/2022-01-01/2022-04-30";
/// Within the first tertial of 2022.
const AT: &str = "2022-03-03T10:00:00+01:00";

/// What is done for a commitment, and the figures that it moves: target, area, count.
struct Case {
    number: u32,
    commitment: &'static str,
    deed: AuditEvent,
    moves: &'static [(&'static str, Option<&'static str>, i64)],
    /// As the row reads on dashboard, report and public page.
    reads: [&'static str; 3],
}

enum AuditEvent {
    Police(fn() -> Work, usize),
    Municipality(fn() -> Work, usize),
    /// A text in a report that is published.
    Text,
}

fn at(work: Work) -> Work {
    work.at(AT)
}

fn of(activity: &str, area: &str) -> Work {
    at(Work::of(activity, area))
}

fn nowhere(activity: &str) -> Work {
    let mut work = of(activity, "");
    work.area = None;
    work
}

fn offence(area: &str, first_time: &str) -> Work {
    of("narcotics_offence", area).answering("first_time_user", first_time)
}

/// All of them, J0 to J13.
fn cases() -> Vec<Case> {
    in_words().into_iter().chain(of_police()).chain(of_municipality()).chain(together()).collect()
}

fn case(
    number: u32,
    commitment: &'static str,
    deed: AuditEvent,
    moves: &'static [(&'static str, Option<&'static str>, i64)],
    reads: [&'static str; 3],
) -> Case {
    Case { number, commitment, deed, moves, reads }
}

/// Followed in words alone: the text of a published report is what is done for them.
fn in_words() -> [Case; 3] {
    const READS: [&str; 3] = ["1 publicerad text", "", "1 publicerad text"];
    [
        case(0, "lagesbild", AuditEvent::Text, &[("lagesbild_text", None, 1)], READS),
        case(5, "est", AuditEvent::Text, &[("est_text", None, 1)], READS),
        case(13, "uppfoljning", AuditEvent::Text, &[("uppfoljning_text", None, 1)], READS),
    ]
}

fn of_police() -> [Case; 4] {
    use AuditEvent::Police;
    let patrols = Police(|| at(patrol("raslatt")), 1);
    let checks = Police(|| at(check("ekhagen", 20)), 1);
    // Five, since the public page tells them in fives.
    let (one, three) = (Police(|| offence("raslatt", "yes"), 5), Police(|| offence("oxnehaga", "unknown"), 5));
    [
        case(1, "fotpatrull", patrols, &[("fotpatrull_raslatt", Some("raslatt"), 1)], ["1 av 800"; 3]),
        case(2, "trafik", checks, &[("trafik_tre", Some("ekhagen"), 1)], ["1 av 200"; 3]),
        case(
            3,
            "narkotika_raslatt",
            one,
            &[("narkotika_raslatt", Some("raslatt"), 5)],
            ["5 av 52", "5 av 52", "minst 5 av 52"],
        ),
        case(
            4,
            "narkotika_tre",
            three,
            &[("narkotika_tre", Some("oxnehaga"), 5)],
            ["5 av 104", "5 av 104", "minst 5 av 104"],
        ),
    ]
}

fn of_municipality() -> [Case; 3] {
    use AuditEvent::Municipality;
    let weekly = Municipality(|| of("situation_picture", "raslatt"), 1);
    let monthly = Municipality(|| of("situation_picture", "huskvarna"), 1);
    let measures = Municipality(measure, 1);
    let reads = ["varav 1 klara"; 3];
    // The report speaks of the first four months.
    let weeks = ["1 av 52 veckor", "1 av 17 veckor hittills, 35 återstår", "1 av 52 veckor"];
    let months = ["1 av 12 månader", "1 av 4 månader hittills, 8 återstår", "1 av 12 månader"];
    [
        case(6, "lagesbild_raslatt", weekly, &[("lagesbild_vecka", Some("raslatt"), 1)], weeks),
        case(7, "lagesbild_ovriga", monthly, &[("lagesbild_manad", Some("huskvarna"), 1)], months),
        case(8, "atgarder", measures, &[("atgarder", Some("ekhagen"), 1)], reads),
    ]
}

fn measure() -> Work {
    let measure = of("measure", "ekhagen").answering("cause", "Skadegörelse");
    measure.answering("owner", "kommunen").answering("outcome", "done")
}

fn together() -> [Case; 4] {
    use AuditEvent::Municipality;
    let ssg = Municipality(|| nowhere("ssg_meeting"), 1);
    let bos = Municipality(|| of("bos_meeting", "osterangen"), 1);
    let sig = Municipality(|| nowhere("sig_case"), 1);
    let joint = Municipality(|| nowhere("joint_meeting"), 1);
    // A group exists where it has met, and its meeting is this week's.
    let of_bos = &[("bos_grupper", Some("osterangen"), 1), ("bos_moten", Some("osterangen"), 1)];
    [
        case(9, "ssg", ssg, &[("ssg", None, 1)], ["1 av 8"; 3]),
        case(10, "bos", bos, of_bos, ["1 av 4 områden"; 3]),
        case(11, "sig", sig, &[("sig", None, 1)], ["1 av 20"; 3]),
        case(12, "samverkan", joint, &[("samverkan", None, 1)], ["1 registrerad"; 3]),
    ]
}

async fn each_commitment_moves_in_all_five_places_and_alone(backend: Backend) -> Result<()> {
    let mut places = Places::begin(backend).await?;
    for case in cases() {
        let before = places.seen().await?;
        places.does(&case).await?;
        let after = places.seen().await?;
        places.compare(&case, &before, &after).with_context(|| format!("J{}", case.number))?;
    }
    Ok(())
}

/// Who acts and who looks.
struct Places {
    officer: Officer,
    municipal: Officer,
    supervisor: Staff,
    coordinator: Staff,
    citizen: Citizen,
    _station: Station,
}

type Figures = BTreeMap<(String, Option<String>), i64>;

/// What is seen in the four places that show: figures by target and area, and each commitment's words.
struct Seen {
    figures: Figures,
    dashboard: BTreeMap<String, String>,
    report: BTreeMap<String, String>,
    public: BTreeMap<String, String>,
}

impl Places {
    async fn begin(backend: Backend) -> Result<Self> {
        let station = Station::start(backend).await?;
        Ok(Self {
            officer: station.officer("Patrull 11").await?,
            municipal: station.officer_of("kommunen", "Kommun 1").await?,
            supervisor: station.supervisor().await?,
            coordinator: station.staff("Samordnare Ett", Role::Coordinator, "kommunen").await?,
            citizen: station.citizen()?,
            _station: station,
        })
    }

    async fn does(&mut self, case: &Case) -> Result<()> {
        let (who, work, times) = match &case.deed {
            AuditEvent::Police(work, times) => (&mut self.officer, work, *times),
            AuditEvent::Municipality(work, times) => (&mut self.municipal, work, *times),
            AuditEvent::Text => return self.writes(case).await,
        };
        for _ in 0..times {
            who.records(&work())?;
        }
        for verdict in who.sends_all().await? {
            ensure!(verdict.code.is_none() && verdict.flags.is_empty(), "{verdict:?}");
        }
        Ok(())
    }

    /// Writes the text of a commitment in a fresh report of the tertial, and publishes it.
    async fn writes(&self, case: &Case) -> Result<()> {
        // Of days of its own: a newer report of the same days would take the place of the one before.
        let (period, from) = (format!("{PROMISE}/custom"), format!("2022-01-{:02}", case.number + 1));
        let form = [("period", period.as_str()), ("from", from.as_str()), ("to", "2022-04-30")];
        let begun = self.supervisor.submits("/reports", &form).await?;
        let report = begun.headers().get("location").context("a draft")?.to_str()?.to_owned();
        let text = [("commitment", case.commitment), ("text", "Skrivet för hand.")];
        let writer = if case.commitment == "est" { &self.coordinator } else { &self.supervisor };
        let written = writer.submits(&format!("{report}/texts"), &text).await?;
        ensure!(written.status().as_u16() < 400, "writing answered {}", written.status());
        let (police, municipality) = (&self.supervisor, &self.coordinator);
        for (staff, act) in [(police, "freeze"), (police, "approve"), (municipality, "approve"), (police, "publish")] {
            let done = staff.submits(&format!("{report}/{act}"), &[]).await?;
            ensure!(done.status().as_u16() < 400, "{act} answered {}", done.status());
        }
        let staff = self.supervisor.sees(&report).await?;
        let public = self.citizen.reads(&format!("/promise/{PROMISE}{report}")).await?;
        for page in [staff, public] {
            let before = page.split("Skrivet för hand.").next().unwrap_or_default();
            let stands = before.rsplit("id=\"c-").next().and_then(|rest| rest.split('"').next());
            ensure!(
                page.matches("Skrivet för hand.").count() > 0 && stands == Some(case.commitment),
                "it stands with {stands:?}"
            );
        }
        Ok(())
    }

    /// The address of the tertial's draft.
    async fn drafts(&self) -> Result<String> {
        let begun = self.supervisor.submits("/reports", &[("period", TERTIAL)]).await?;
        Ok(begun.headers().get("location").context("a draft")?.to_str()?.to_owned())
    }

    async fn seen(&self) -> Result<Seen> {
        let told = self.supervisor.figures(PROMISE).await?;
        let figure = |t: &Total| ((t.target.to_string(), t.area.as_ref().map(ToString::to_string)), t.count);
        let report = self.newest_report().await?;
        Ok(Seen {
            figures: told.totals.iter().map(figure).collect(),
            dashboard: parts(&self.supervisor.sees(&format!("/dashboard?promise={PROMISE}&year=2022")).await?),
            report: parts(&self.supervisor.sees(&report).await?),
            public: parts(&self.citizen.reads(&format!("/promise/{PROMISE}?year=2022")).await?),
        })
    }

    /// The draft; a text that was published is read in the report that was, so a fresh one follows it.
    async fn newest_report(&self) -> Result<String> {
        self.drafts().await
    }

    fn compare(&self, case: &Case, before: &Seen, after: &Seen) -> Result<()> {
        let mut moved: Figures = after.figures.clone();
        for (place, count) in &before.figures {
            *moved.entry(place.clone()).or_default() -= count;
        }
        moved.retain(|_, count| *count != 0);
        let expected: Figures = case
            .moves
            .iter()
            .map(|(target, area, count)| (((*target).to_owned(), area.map(str::to_owned)), *count))
            .collect();
        ensure!(moved == expected, "figures that moved: {moved:?}");
        let text = matches!(case.deed, AuditEvent::Text);
        let pages = [
            ("dashboard", &before.dashboard, &after.dashboard, case.reads[0]),
            ("public page", &before.public, &after.public, case.reads[2]),
        ];
        let of_report = ("report", &before.report, &after.report, case.reads[1]);
        // What is written by hand stands in the report that was published; the next draft begins with the facts.
        let pages = pages.into_iter().chain((!text).then_some(of_report));
        for (name, before, after, reads) in pages {
            let changed: BTreeSet<&str> =
                after.iter().filter(|(id, words)| before.get(*id) != Some(*words)).map(|(id, _)| id.as_str()).collect();
            ensure!(changed == BTreeSet::from([case.commitment]), "{name}: {changed:?} changed");
            let words = &after[case.commitment];
            ensure!(words.contains(reads), "{name} doesn't read “{reads}”: {words}");
        }
        Ok(())
    }
}

/// A page's words by commitment: what stands between one anchor and the next.
fn parts(page: &str) -> BTreeMap<String, String> {
    // What was published before is set beside each figure and is no figure of its own.
    let page = without(&without(page, "<small class=\"was\">", "</small>"), "<div class=\"told\">", "</div>");
    let main = page.split("<main").nth(1).unwrap_or_default().split("</main>").next().unwrap_or_default();
    let mut parts = BTreeMap::new();
    for part in main.split("id=\"c-").skip(1) {
        let Some((id, rest)) = part.split_once('"') else { continue };
        let end = ["</tbody>", "</ol>", "<li class=\"split pair\""].into_iter().filter_map(|end| rest.find(end)).min();
        let text = words(&rest[rest.find('>').map_or(0, |at| at + 1)..end.unwrap_or(rest.len())]);
        parts.insert(id.to_owned(), text);
    }
    parts
}

fn without(page: &str, from: &str, to: &str) -> String {
    let mut parts = page.split(from);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once(to).map_or(part, |(_, rest)| rest))
}
