//! An adversary who reads everything that is public, in every state of a known history, and what that can't tell apart.

use crate::on_both;
use anyhow::Result;
use domain::authorization::Rule;
use domain::calendar::Day;
use domain::figure::{STEP, describe};
use domain::id::EntryId;
use domain::promise::Promise;
use domain::report::Audience;
use domain::standing::{AsOf, Total};
use harness::station::{promise_of, today};
use harness::{Backend, Citizen, Officer, Station, Work, check, patrol};
use server::promise_file;
use std::collections::{BTreeMap, BTreeSet};

on_both!(what_falls_in_the_same_steps_cannot_be_told_apart);

const AREAS: [&str; 4] = ["raslatt", "oxnehaga", "osterangen", "ekhagen"];
/// An answer that is in the share, and two that aren't.
const ANSWERS: [&str; 3] = ["yes", "no", "unknown"];
const STATES: usize = 90;
const MOST: usize = 30;

/// What is true of the two sensitive targets: how many offences, and how many of them with the share's answer.
type Truth = [i64; 4];

/// Records an offence, or takes one back, reads everything, and so on; then compares every state with every other.
async fn what_falls_in_the_same_steps_cannot_be_told_apart(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.has_run_since_last_year().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let citizen = station.citizen()?;
    let paths = everything_public(&station);
    for back in 8..12 {
        officer.records(&patrol("ekhagen").at(&time(back)))?;
        officer.records(&check("raslatt", 19).at(&time(back)))?;
    }
    officer.sends().await?;

    let mut history = History::default();
    let mut seen: Vec<(Truth, Vec<String>)> = vec![(history.truth(), reads(&citizen, &paths).await?)];
    for _ in 0..STATES {
        history.goes_on(&mut officer)?;
        officer.sends_all().await?;
        seen.push((history.truth(), reads(&citizen, &paths).await?));
    }
    let (mut same, mut unlike) = (0, 0);
    for (place, (truth, bodies)) in seen.iter().enumerate() {
        for (other, others) in &seen[..place] {
            if steps(*truth) == steps(*other) {
                same += usize::from(truth != other);
                for ((path, body), was) in paths.iter().zip(bodies).zip(others) {
                    assert_eq!(body, was, "{path} tells {truth:?} from {other:?}");
                }
            } else {
                unlike += 1;
                assert_ne!(bodies, others, "the steps themselves are public: {truth:?} and {other:?}");
            }
        }
    }
    assert!(same > 100 && unlike > 100, "{same} pairs in the same steps, {unlike} in others: {seen:?}");
    let alone = seen.windows(2).filter(|two| one_more(two[0].0, two[1].0) && two[0].1 == two[1].1).count();
    assert!(alone > 20, "{alone} single offences that showed nowhere");

    // Days that ended less than seven days ago say nothing at all, however much there is of them.
    let before = reads(&citizen, &paths).await?;
    for back in 1..8 {
        for area in AREAS {
            officer.records(&offence(area, "yes").at(&time(back)))?;
        }
    }
    officer.sends_all().await?;
    assert_eq!(reads(&citizen, &paths).await?, before);
    Ok(())
}

/// The morning of so many days ago, and of a public day never before its year began: what is compared is one year's page.
fn time(days_ago: i32) -> String {
    let (day, newest_public) = (today().plus(-days_ago), today().plus(-8));
    let year_begins = Day::of(newest_public.year(), 1, 1).unwrap_or(day);
    format!("{}T10:00:00+01:00", if day > newest_public { day } else { day.max(year_begins) })
}

fn offence(area: &str, answer: &str) -> Work {
    Work::of("narcotics_offence", area).answering("first_time_user", answer)
}

/// Every address of the route table that speaks of a promise to everybody, asked in each way that a page links to.
fn everything_public(station: &Station) -> Vec<String> {
    let routes = server::router::routes(station.app());
    let of_promise = routes.iter().filter(|r| r.rule == Rule::Everyone && r.path.contains("{id}"));
    let year = today().plus(-8).year();
    let asked =
        ["".to_owned(), "?lang=en".to_owned(), format!("?year={year}&lang=sv"), format!("?year={year}&lang=en")];
    let each = |path: &str| asked.iter().map(|asked| format!("{path}{asked}")).collect::<Vec<_>>();
    let paths: Vec<String> = of_promise
        .flat_map(|r| each(&r.path.replace("{id}", &promise_of(today().plus(-8))).replace("{report}", "x")))
        .collect();
    for kind in ["/promise/", "/public?", "/public.csv?"] {
        assert!(paths.iter().any(|path| path.contains(kind)), "{kind} in {paths:?}");
    }
    paths
}

/// Bodies and ETags, without the time at which they were given.
async fn reads(citizen: &Citizen, paths: &[String]) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for path in paths {
        let answer = citizen.asks(path).await?;
        let tag = answer.headers().get("etag").map(|tag| format!("{tag:?}")).unwrap_or_default();
        all.push(format!("{} {tag} {}", answer.status(), untimed(&answer.text().await?)));
    }
    Ok(all)
}

fn untimed(body: &str) -> String {
    let mut body = body.to_owned();
    for (from, to) in [("Räknade ", " De senaste"), ("Counted on ", " The last"), ("\"as_of\":\"", "\"")] {
        let Some(start) = body.find(from).map(|at| at + from.len()) else { continue };
        let end = body[start..].find(to).map_or(body.len(), |at| start + at);
        body.replace_range(start..end, "");
    }
    body
}

fn steps(truth: Truth) -> Truth {
    truth.map(|n| n / STEP * STEP)
}

fn one_more(before: Truth, after: Truth) -> bool {
    let more = |at: usize| after[at] - before[at];
    (more(0), more(2)) == (1, 0) || (more(0), more(2)) == (0, 1)
}

/// Offences that stand, by area and answer, and a course through them that is the same in every run.
#[derive(Default)]
struct History {
    standing: Vec<(EntryId, &'static str, &'static str)>,
    turn: u64,
}

impl History {
    /// One offence more, or one less: first it grows, then it wanders.
    fn goes_on(&mut self, officer: &mut Officer) -> Result<()> {
        let (grows, place) = (self.drawn(3) > 0, self.drawn(self.standing.len().max(1)));
        if self.standing.len() < MOST && (grows || self.standing.is_empty()) {
            let (area, answer) = (AREAS[self.drawn(AREAS.len())], ANSWERS[self.drawn(ANSWERS.len())]);
            let back = 8 + self.drawn(4) as i32;
            self.standing.push((officer.records(&offence(area, answer).at(&time(back)))?, area, answer));
        } else {
            let (root, ..) = self.standing.swap_remove(place);
            officer.withdraws(root, &[root])?;
        }
        Ok(())
    }

    fn drawn(&mut self, below: usize) -> usize {
        self.turn = self.turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.turn >> 33) % below as u64) as usize
    }

    fn truth(&self) -> Truth {
        let mut truth = [0; 4];
        for (_, area, answer) in &self.standing {
            let target = if *area == AREAS[0] { 0 } else { 2 };
            truth[target] += 1;
            truth[target + 1] += i64::from(*answer == ANSWERS[0]);
        }
        truth
    }
}

/// A promise with sensitive targets over these sets of areas, or `None` where it is refused.
fn promised(sets: &[BTreeSet<usize>]) -> Option<Promise> {
    let mut text = HEAD.to_owned();
    for area in 0..5 {
        text += &format!("[[area]]\nid = \"a{area}\"\nname = \"Område {area}\"\n\n");
    }
    text += COMMITMENT;
    for (at, set) in sets.iter().enumerate() {
        let areas: Vec<String> = set.iter().map(|area| format!("\"a{area}\"")).collect();
        text += &format!(
            "\n[[commitment.target]]\nid = \"t{at}\"\nkind = \"count\"\nlabel = \"Brott\"\nactivity = \"offence\"\n\
             areas = [{}]\ngoal = 10\nsensitive = true\n",
            areas.join(", ")
        );
    }
    promise_file::read(&text).ok()
}

const HEAD: &str = r#"id = "liten"
version = 1
partnership = "liten"
title = "Litet löfte"
place = "Liten"
preamble = "Vi lovar."
from = 2021-01-01
to = 2021-12-31
time_zone = "Europe/Stockholm"

[[organisation]]
id = "polisen"
name = "Polisen"
kind = "police"

"#;
const COMMITMENT: &str = r#"[[activity]]
id = "offence"
name = "Brott"
plural = "brott"
organisations = ["polisen"]

[[commitment]]
id = "rad"
number = 1
section = "Löftet"
owners = ["polisen"]
text = "Upptäcka brott."
"#;

fn sum(set: &BTreeSet<usize>, history: &[i64]) -> i64 {
    set.iter().map(|area| history[*area]).sum()
}

/// What is public of so many in each area.
fn shown(promise: &Promise, sets: &[BTreeSet<usize>], history: &[i64]) -> Vec<i64> {
    let of = |(at, set): (usize, &BTreeSet<usize>)| {
        let total = move |area: &usize| Total {
            target: format!("t{at}").as_str().into(),
            area: Some(format!("a{area}").as_str().into()),
            count: history[*area],
            numerator: None,
            minutes: 0,
            too_short: 0,
            days: Vec::new(),
        };
        set.iter().map(total).collect::<Vec<_>>()
    };
    let totals: Vec<Total> = sets.iter().enumerate().flat_map(of).collect();
    let described = describe(promise, &totals, AsOf::ended(Day::of(2021, 12, 31).expect("a day")), Audience::Public);
    described.iter().flat_map(|d| &d.figures).map(|figure| figure.done().low()).collect()
}

/// Every way to fill so many areas with less than `below` each.
fn histories(areas: usize, below: i64) -> Vec<Vec<i64>> {
    (0..areas).fold(vec![Vec::new()], |all, _| {
        all.iter().flat_map(|begun| (0..below).map(move |n| [begun.as_slice(), &[n]].concat())).collect()
    })
}

#[test]
fn no_sums_that_a_promise_may_have_can_be_counted_from_each_other() {
    let set = |bits: usize| (0..3).filter(|area| bits >> area & 1 == 1).collect::<BTreeSet<usize>>();
    let (mut accepted, mut refused) = (0, 0);
    for chosen in 1..1_usize << 7 {
        let sets: Vec<_> = (1..8).filter(|bits| chosen >> (bits - 1) & 1 == 1).map(set).collect();
        let apart = sets.iter().enumerate().all(|(at, a)| sets[..at].iter().all(|b| a.is_disjoint(b)));
        let promise = promised(&sets);
        assert_eq!(promise.is_some(), apart, "{sets:?}");
        let Some(promise) = promise else {
            refused += 1;
            continue;
        };
        accepted += 1;
        let mut possible: BTreeMap<Vec<i64>, Vec<BTreeSet<i64>>> = BTreeMap::new();
        for history in histories(3, 2 * STEP) {
            let of =
                possible.entry(shown(&promise, &sets, &history)).or_insert_with(|| vec![BTreeSet::new(); sets.len()]);
            for (set, values) in sets.iter().zip(of) {
                values.insert(sum(set, &history));
            }
        }
        // Above this the histories that were tried don't reach.
        for (public, values) in possible.iter().filter(|(public, _)| public.iter().all(|n| *n <= STEP)) {
            for (n, values) in public.iter().zip(values) {
                assert_eq!(values, &(*n..n + STEP).collect::<BTreeSet<i64>>(), "{sets:?} shows {public:?}");
            }
        }
    }
    assert_eq!((accepted, refused), (14, 113), "the partitions of parts of three areas, and all else");
}

/// Why areas in common are refused: five parts and their sum give every part away.
#[test]
fn parts_beside_their_sum_would_give_every_part_away() {
    let parts: Vec<BTreeSet<usize>> = (0..5).map(|area| BTreeSet::from([area])).collect();
    let all: BTreeSet<usize> = (0..5).collect();
    let apart = promised(&parts).expect("parts alone tell nothing of each other");
    let whole = promised(std::slice::from_ref(&all)).expect("nor does the sum alone");
    assert_eq!(promised(&[parts.clone(), vec![all.clone()]].concat()), None);
    let told =
        |history: &[i64]| [shown(&apart, &parts, history), shown(&whole, std::slice::from_ref(&all), history)].concat();
    let four_in_each = told(&[4; 5]);
    let alike: Vec<_> = histories(5, 6).into_iter().filter(|history| told(history) == four_in_each).collect();
    assert_eq!(alike, [vec![4; 5]], "the two together, published, would have only one solution");
}
