//! What the dashboard and the bar above every page for staff say.

use crate::language::Language::Swedish;
use crate::{begin, inside, numbers};
use domain::authorization::Role;
use domain::calendar::Day;
use domain::figure::Left;
use domain::moment::Moment;
use domain::promise::OrganisationKind;
use domain::standing::Party;

pub const INSECURE: &str = "Den här adressen är inte krypterad (https). Telefoner kan inte installera appen härifrån, och lösenord kan läsas på vägen.";

pub const LEDGER: &str = "Lovat och gjort";
pub const EXPECTED_MARK: &str = "förväntat i dag";
pub const MISSING_MARK: &str = "det som fattas i dag";
pub const COLUMNS: [&str; 7] =
    ["Löftets ord", "Var", "Läge", "Gjort", "Takt, tertialvis", "Kvar att göra", "12 veckor"];
pub const SILENT_COLUMNS: [&str; 3] = ["Tyst telefon", "Hördes", "Vi vet"];
pub const SILENT: &str = "Tysta telefoner";
pub const NEVER_HEARD: &str = "aldrig";
pub const NO_GAPS: &str = "Inga poster saknas.";
pub const WAITS: &str = "Väntar på en person";
pub const SWITCH_PROMISE: &str = "Löften";
pub const SWITCH_YEAR: &str = "År";
pub const CHART_COLUMNS: [&str; 3] = ["Vecka", "I veckan", "Summa"];
pub const CHART_TABLE: &str = "De senaste veckorna i tal";
pub const COUNTS_HOW: &str = "Tider i svensk tid.";
pub const HOW_COUNTED: &str = "Så räknas siffrorna";
pub const STATUS_COUNTS: &str = "Löften efter läge";

/// A role whose organisation isn't said: in lists to choose from.
#[must_use]
pub fn role(role: Role) -> &'static str {
    crate::role::name(Swedish, role)
}

/// A role as the organisation calls it. Only the police have officers.
#[must_use]
pub fn role_in(role: Role, organisation: Option<OrganisationKind>) -> &'static str {
    match (role, organisation) {
        (Role::Officer, Some(OrganisationKind::Police)) => "Polis i yttre tjänst",
        (Role::Officer, Some(OrganisationKind::Municipality)) => "Registrerar för kommunen",
        (Role::Officer, Some(OrganisationKind::HousingCompany)) => "Registrerar för bostadsbolaget",
        (role, _) => self::role(role),
    }
}

#[must_use]
pub fn party(party: Party) -> &'static str {
    match party {
        Party::Police => "Polisen",
        Party::Municipality => "Kommunen",
        Party::Together => "Tillsammans",
    }
}

#[must_use]
pub fn title(promise: &str) -> String {
    format!("Löftet i dag: {promise}")
}

/// "4 av 12 löften ligger efter.", or what they came to once the year is over.
#[must_use]
pub fn headline(behind: usize, all: usize, ended: Option<i32>) -> String {
    match (behind, ended) {
        (0, None) => "Inget löfte ligger efter.".to_owned(),
        (_, None) => format!("{behind} av {all} löften ligger efter."),
        (0, Some(year)) => format!("Inget löfte blev efter {year}."),
        (_, Some(year)) => format!("{behind} av {all} löften nådde inte målet {year}."),
    }
}

/// What is counted and where: "trafikkontroller på Ekhagen". The place comes with its preposition.
#[must_use]
pub fn what_where(what: &str, place: Option<&str>) -> String {
    match place {
        Some(place) => format!("{} {place}", inside(what)),
        None => inside(what),
    }
}

pub const MOST_BEHIND: &str = "Mest efter: ";

/// What follows the link to what is most behind.
#[must_use]
pub fn most_behind(behind: i64, left: Option<Left>, weekly_tenths: i64) -> String {
    match left {
        Some(left) => {
            let weekly = tenths(weekly_tenths);
            format!(
                ", {behind} under takten. Där fattas {}; hittills har det blivit {weekly} i veckan.",
                Swedish.left(left)
            )
        }
        None => format!(", {behind} under målet."),
    }
}

/// "15,3 i veckan": where what is left is more than one a week; rounded up, since fewer wouldn't do.
#[must_use]
pub fn left_weekly(of: Left) -> Option<String> {
    let tenths_a_week = (of.count * 70 + of.days - 1) / of.days.max(1);
    (tenths_a_week > 10).then(|| format!("{} i veckan", tenths(tenths_a_week)))
}

pub const NOTHING_BEHIND: &str = "Allt som räknas i antal ligger på eller över takten.";

/// "2,6"; whole numbers without their zero.
#[must_use]
pub fn tenths(tenths: i64) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{},{}", tenths / 10, tenths % 10) }
}

#[must_use]
pub fn as_of(moment: Moment) -> String {
    format!("Per {}", Swedish.stamp(moment))
}

/// Said where an earlier year is shown.
#[must_use]
pub fn through(day: Day) -> String {
    format!("Siffror till och med {}.", Swedish.long(day))
}

/// "38 av 41 telefoner har hörts av i dag. 7 poster väntar i dem, 3 saknas."
#[must_use]
pub fn heard(heard_today: u32, in_all: u32, waiting: u64, missing: u64) -> String {
    if in_all == 0 {
        return "Ingen telefon är ansluten än.".to_owned();
    }
    let phones = match in_all {
        1 => "1 telefon",
        _ => &format!("{in_all} telefoner"),
    };
    let waiting = match waiting {
        0 => "Inga poster väntar i dem".to_owned(),
        1 => "1 post väntar i dem".to_owned(),
        n => format!("{n} poster väntar i dem"),
    };
    let missing = if missing == 0 { String::new() } else { format!(", {missing} saknas") };
    format!("{heard_today} av {phones} har hörts av i dag. {waiting}{missing}.")
}

/// "post 41–43 saknas".
#[must_use]
pub fn missing(ranges: &[(u64, u64)]) -> String {
    format!("post {} saknas", numbers(ranges))
}

/// "Post 41–43 saknas från 20-1470."
#[must_use]
pub fn gap(device: &str, ranges: &[(u64, u64)]) -> String {
    format!("Post {} saknas från {device}", numbers(ranges))
}

#[must_use]
pub fn waiting(n: u64) -> String {
    match n {
        1 => "1 post väntar".to_owned(),
        n => format!("{n} poster väntar"),
    }
}

#[must_use]
pub fn clock_wrong(ms: i64) -> String {
    format!("klockan {} fel", Swedish.span(ms))
}

/// What a person has to decide, from the word that the entry is flagged with.
#[must_use]
pub fn waits_for(what: &str) -> String {
    let words = match what {
        "unknown_area" => "okänt område",
        "unknown_activity" => "okänd aktivitet",
        "outside_period" => "utanför löftets tid",
        "not_permitted" => "aktiviteten får inte registreras av den organisationen",
        "implausible" => "ovanligt hög tid eller högt antal",
        "may_not_correct" => "rättad av någon annan",
        "orphan" => "rättelse vars post inte kommit",
        "quarantined" => "från spärrad telefon",
        "conflict" | "conflicting" => "två versioner finns",
        "cloned" => "från en återställd telefon",
        other => other,
    };
    begin(words)
}

#[must_use]
pub fn posts(n: u64) -> String {
    match n {
        1 => "1 post".to_owned(),
        n => format!("{n} poster"),
    }
}

#[must_use]
pub fn continues(of: &str, year: i32) -> String {
    format!("Det här löftet fortsätter {of} för år {year}. Orden och målen är desamma.")
}

#[must_use]
pub fn extension(ends: Day, next_year: i32) -> String {
    format!(
        "Löftet går ut {} och fortsätter av sig självt för år {next_year}, om inget nytt läses in.",
        Swedish.long(ends)
    )
}

/// "förväntat i dag 568".
#[must_use]
pub fn expected(expected: i64, ended: bool) -> String {
    if ended { format!("målet var {expected}") } else { format!("förväntat i dag {expected}") }
}

/// The gauge in words, for those who listen.
#[must_use]
pub fn gauge(done: i64, goal: i64, expected: i64) -> String {
    format!("{done} av {goal}, förväntat i dag {expected}")
}

#[must_use]
pub fn recorded(n: i64) -> String {
    match n {
        1 => "registrerad".to_owned(),
        _ => "registrerade".to_owned(),
    }
}

#[must_use]
pub fn too_short(n: i64, what: &str, min_minutes: Option<u32>) -> String {
    let from = min_minutes.map(|m| format!("Räknas från {m} minuter. ")).unwrap_or_default();
    match n {
        0 => from.trim_end().to_owned(),
        1 => format!("{from}1 kortare {} är gjord men räknas inte.", inside(what)),
        n => format!("{from}{n} kortare {} är gjorda men räknas inte.", inside(what)),
    }
}

/// The reading of words that can be read in two ways, with who read them so and when.
#[must_use]
pub fn interpretation(text: &str, by: &str, on: Day) -> String {
    format!("Tolkning: {text} ({by}, {})", Swedish.long(on))
}

/// "varav förstagångsanvändare", whether or not the promise's own label begins so.
#[must_use]
pub fn whereof(label: &str) -> String {
    let label = inside(label);
    if label.starts_with("varav ") { label } else { format!("varav {label}") }
}

#[must_use]
pub fn at_least_percent(percent: i64) -> String {
    format!("mål minst {percent} %")
}

/// "Öxnehaga 20, Österängen 18, Ekhagen 20": the parts of a sum.
#[must_use]
pub fn parts<'a>(parts: impl IntoIterator<Item = (&'a str, i64)>) -> String {
    parts.into_iter().map(|(area, n)| format!("{area} {n}")).collect::<Vec<_>>().join(", ")
}

#[must_use]
pub fn spark(counts: &[i64]) -> String {
    let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
    format!("Senaste {} veckorna: {}", Swedish.number(counts.len()), counts.join(", "))
}

/// The dial's legend: the week, and what is left of the period.
#[must_use]
pub fn weeks_left(days_left: i64) -> String {
    match (days_left / 7, days_left) {
        (_, 0) => "året är slut".to_owned(),
        (0, 1) => "1 dag kvar".to_owned(),
        (0, days) => format!("{days} dagar kvar"),
        (1, _) => "1 vecka kvar".to_owned(),
        (weeks, _) => format!("{weeks} veckor kvar"),
    }
}

#[must_use]
pub fn dial(week: u32, days_left: i64) -> String {
    format!("Vecka {week}. {} av löftets år.", begin(&weeks_left(days_left)))
}

#[must_use]
pub fn goal_mark(goal: i64) -> String {
    format!("målet {goal}")
}
#[must_use]
pub fn expected_here(n: i64) -> String {
    format!("{n} förväntat i dag")
}
#[must_use]
pub fn under_pace(n: i64) -> String {
    format!("{n} under takten")
}
#[must_use]
pub fn done_here(n: i64) -> String {
    format!("{n} gjorda")
}
/// "Fotpatrull, trafikkontroll, narkotikabrott": what stands under a status count.
#[must_use]
pub fn labels(labels: &[String]) -> String {
    let words: Vec<String> = labels.iter().map(|l| inside(l)).collect();
    begin(&words.join(", "))
}

/// "Löfte 1, 2 och 4".
#[must_use]
pub fn by_number(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("Löfte {}", Swedish.list(&words))
}

/// " av 800": follows the figure in its larger type.
#[must_use]
pub fn of_goal(goal: i64) -> String {
    format!(" av {goal}")
}
