//! What the pages say where people browse entries, see why one doesn't count, and decide.

use crate::begin;
use crate::language::Language::Swedish;
use domain::calendar::Day;
use domain::decision::{Decision, Unsaid};
use domain::entry::Kind;
use domain::moment::Moment;
use domain::tally::NotCounted;
use domain::why::Stopped;
use domain::wire::Flag;

pub const ENTRIES: &str = "Poster";
pub const ENTRIES_LEAD: &str = "Allt som din organisation har registrerat, det nyaste först. Läsning av poster loggas.";
pub const FILTER: &str = "Visa";
pub const AREA: &str = "Område";
pub const ACTIVITY: &str = "Aktivitet";
pub const FROM: &str = "Från och med";
pub const TO: &str = "Till och med";
pub const WAITS: &str = "Väntar på en person";
pub const ALL: &str = "Alla";
pub const ALL_WAITING: &str = "Allt som väntar";
pub const SHOW: &str = "Visa poster";
pub const COLUMNS: [&str; 5] = ["Vad", "Började", "Längd", "Vem", "Märkt"];
pub const NO_ENTRIES: &str = "Inga poster stämmer med det du valt. Ta bort något villkor, eller välj fler dagar.";
pub const ENTRIES_CUT: &str = "Sökningen stannade efter 10 000 poster. Välj Äldre poster för att leta vidare.";
pub const OLDER: &str = "Äldre poster";
pub const TO_ENTRIES: &str = "Till posterna";
pub const NO_TIME: &str = "utan tid";
pub const FORGOTTEN: &str = "gallrat namn";
pub const REPLACED: &str = "Ersatt av en senare";

pub const COUNTS: &str = "Räknas";
pub const COUNTS_NOT: &str = "Räknas inte";
pub const WHY: &str = "Så räknas den";
pub const WHY_NOT: &str = "Varför räknas den inte?";
pub const WHY_COLUMNS: [&str; 3] = ["Löfte", "Mål", "Räknas"];
pub const NO_TARGET: &str = "Löftet har inget mål för aktiviteten. Posten finns kvar i loggen.";
pub const HISTORY: &str = "Historik";
pub const ACTIONS: &str = "Avgör";
pub const NOTHING_TO_DECIDE: &str = "Inget väntar på dig.";

pub const DONE: &str = "Klart";
pub const RETURN: &str = "Skicka åter för rättning";
pub const RETURN_HINT: &str =
    "Syns hos den som registrerade vid telefonens nästa kontakt. Siffrorna ändras inte förrän posten rättas.";
pub const MESSAGE: &str = "Vad behöver rättas?";
pub const VOID: &str = "Ta bort ur siffrorna";
pub const PUT_BACK: &str = "Räkna posten igen";
pub const PUT_BACK_HINT: &str = "Posten räknas som den gjorde innan den togs bort. Skälet står kvar i historiken.";
pub const RETURNED_NOW: &str = "Posten är återsänd och väntar på svar. Den kan skickas åter igen när den är rättad.";
pub const VOID_HINT: &str = "Posten finns kvar i historiken med ditt skäl, men räknas inte.";
pub const REASON: &str = "Varför?";
pub const ACCEPT: &str = "Godkänn";
pub const ACCEPT_ALL: &str = "Godkänn alla";
pub const ACCEPT_HINT: &str = "Posten kom från en spärrad telefon. Godkänn den om du vet vem som gjorde arbetet.";
pub const IMPLAUSIBLE: &str = "Ovanligt hög tid eller högt antal";
pub const IMPLAUSIBLE_HINT: &str =
    "Posten räknas inte förrän du godkänner den. Fråga den som gjorde arbetet om du är osäker.";
pub const CHOOSE_VERSION: &str = "Två innehåll för samma post";
pub const CHOOSE_HEAD: &str = "Rättad på flera håll";
pub const CHOOSE_HINT: &str = "Välj det som stämmer. Det andra finns kvar i historiken.";
pub const THIS_ONE: &str = "Det här stämmer";
pub const STANDS_NOW: &str = "gäller nu";
pub const JOIN: &str = "Räkna ihop med en annan post";
pub const JOIN_HINT: &str = "En patrull som två har registrerat räknas en gång.";
pub const WITH: &str = "Vilken?";
pub const JOINED: &str = "Räknas ihop med";
pub const JOIN_BUTTON: &str = "Räkna ihop";
pub const SEPARATE: &str = "Räkna var för sig";
pub const CHOOSE: &str = "Välj";
pub const HELD_BACK: &str = "hålls tillbaka";
pub const READ_AS: &str = "Räkna som";
pub const CHOOSE_AREA: &str = "Välj ett område";
pub const CHOOSE_ACTIVITY: &str = "Välj en aktivitet";

pub const QUESTIONS: &str = "Att avgöra";
pub const QUESTIONS_LEAD: &str =
    "Det som ingen regel kan avgöra. Varje beslut loggas, och siffrorna följer med genast.";
pub const RETURNED: &str = "Återsända poster";
pub const RETURNED_HINT: &str = "Det som har skickats åter för rättning, och vad det blev av det.";
pub const NO_RETURNED: &str = "Ingen post är återsänd.";
pub const MAP_OTHERWISE: &str = "Räkna som något annat";
pub const NO_QUESTIONS: &str = "Inget väntar på en person.";
pub const PROPOSALS: &str = "Samma patrull?";
pub const PROPOSALS_HINT: &str = "Två har registrerat samma aktivitet i samma område på överlappande tid.";
/// Where not everything could be looked through, or listed.
pub const PROPOSALS_CUT: &str = "Bara de nyaste visas, och bara de senaste posterna är jämförda.";
pub const NO_PROPOSALS: &str = "Inga poster ser ut att vara samma patrull.";
pub const UNKNOWN: &str = "Okända områden och aktiviteter";
pub const UNKNOWN_HINT: &str = "Valet gäller också poster som kommer senare.";
pub const MAPPED: &str = "Läses redan som";
pub const QUARANTINED: &str = "Från spärrade telefoner";
pub const GAPS: &str = "Nummer som saknas";
pub const GAPS_HINT: &str =
    "Telefonen har gett posterna nummer, men de har inte kommit. Stäng bara det som du vet aldrig kommer.";
pub const NO_GAPS: &str = "Inga nummer saknas.";
pub const CLOSED_GAPS: &str = "Stängda luckor";
pub const CLOSE: &str = "Stäng";
pub const GAP_REASON_HINT: &str = "Till exempel att telefonen är förstörd. Skälet står kvar i listan.";
pub const CAME_LATER: &str = "Något av det har kommit ändå.";
pub const SERVER_KEPT: &str = "rättelser i webbläsaren";
pub const SEE_ALL: &str = "Visa alla";

pub const ALREADY: &str = "Det är redan avgjort. Någon annan kan ha hunnit före: läs sidan igen.";
pub const RETURNED_ALREADY: &str = "Posten är redan återsänd och väntar på svar. Ingenting har ändrats.";
pub const COUNTS_ALREADY: &str =
    "Posten räknas redan, eller togs bort av den som registrerade den. Ingenting har ändrats.";
pub const UNFIT_WORD: &str = "Välj något som löftet känner. Det som löftet redan känner kan inte kopplas om.";
pub const NOT_CHOSEN: &str = "Välj en i listan.";

/// Why a text won't do.
#[must_use]
pub fn unsaid(why: Unsaid) -> &'static str {
    match why {
        Unsaid::Missing => "Skriv varför, så att den som gjorde arbetet förstår.",
        Unsaid::Unfit => "Texten har ett tecken som inte syns eller som vänder på texten. Skriv den för hand.",
        Unsaid::TooLong => "Texten är för lång. Högst 500 tecken.",
    }
}

/// Why an occasion adds nothing to a target, or to any: "18 minuter, 20 behövs".
#[must_use]
pub fn not_counted(why: &NotCounted) -> String {
    match why {
        NotCounted::TooShort { minutes: Some(minutes), needed } => format!("{minutes} minuter, {needed} behövs"),
        NotCounted::TooShort { minutes: None, needed } => format!("längden är inte angiven, {needed} minuter behövs"),
        NotCounted::OutsidePeriod => "utanför löftets tid".to_owned(),
        NotCounted::UnknownArea => "inget löfte känner området".to_owned(),
        NotCounted::UnknownActivity => "löftet känner inte aktiviteten".to_owned(),
        NotCounted::NotPermitted => "aktiviteten registreras av en annan organisation".to_owned(),
        NotCounted::Implausible => "tiden eller antalet är ovanligt högt, väntar på godkännande".to_owned(),
        NotCounted::NoArea => "området är inte angivet".to_owned(),
        NotCounted::OtherActivity => "målet gäller en annan aktivitet".to_owned(),
        NotCounted::OtherArea => "området ingår inte".to_owned(),
        NotCounted::OtherDays => "målet gäller andra dagar".to_owned(),
        NotCounted::OtherWeek => "veckan hör till ett år som inget löfte gäller".to_owned(),
        NotCounted::OtherHours => "målet gäller andra tider på dygnet".to_owned(),
        NotCounted::OtherAnswer { .. } => "målet gäller ett annat svar".to_owned(),
    }
}

/// Why an occasion counts towards nothing at all.
#[must_use]
pub fn stopped(why: &Stopped) -> String {
    match why {
        Stopped::NoRoot => "en rättelse som väntar på posten som den rättar".to_owned(),
        Stopped::Quarantined => "från en spärrad telefon, väntar på att godkännas".to_owned(),
        Stopped::Withdrawn { by_staff: false } => "borttagen av den som registrerade".to_owned(),
        Stopped::Withdrawn { by_staff: true } => "borttagen med skäl, se historiken".to_owned(),
        Stopped::NoneDecides => "rättelserna ersätter varandra, någon måste välja".to_owned(),
        Stopped::UnknownKind => "av ett slag som den här versionen inte känner".to_owned(),
        Stopped::Not(why) => not_counted(why),
    }
}

pub const COUNTS_BY: &str = "räknas tillsammans med en annan post";

/// What a flag says about one entry in a list.
#[must_use]
pub fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::ClockOff => "klockan avvek",
        Flag::InvalidToday => "äldre formulär",
        Flag::Cloned => "från en återställd telefon",
        Flag::UnknownArea => "okänt område",
        Flag::UnknownActivity => "okänd aktivitet",
        Flag::OutsidePeriod => "utanför löftets tid",
        Flag::NotPermitted => "annan organisations aktivitet",
        Flag::Implausible => "ovanligt hög tid eller högt antal",
        Flag::MayNotCorrect => "rättar någon annans post",
        Flag::Orphan => "väntar på sin post",
        Flag::Unknown => "märkt",
    }
}

/// "Rättelse" and so on: what an entry is to its occasion; nothing for the first.
#[must_use]
pub fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Recorded => "Registrerad",
        Kind::Amended => "Rättad",
        Kind::Withdrawn => "Borttagen",
        Kind::Unknown(_) => "Okänt slag",
    }
}

/// "Fotpatrull, Råslätt".
#[must_use]
pub fn what(activity: &str, area: Option<&str>) -> String {
    area.map_or_else(|| begin(activity), |area| format!("{}, {area}", begin(activity)))
}

#[must_use]
pub fn minutes(minutes: u32) -> String {
    format!("{minutes} min")
}

/// "4 mars 2021 kl. 13:05, 35 min, 20-1470".
#[must_use]
pub fn when(started_at: Option<Moment>, minutes: Option<u32>, unit: Option<&str>, author: &str) -> String {
    // Where a unit's call sign is the name of who records, once is enough.
    let unit = unit.filter(|unit| *unit != author);
    let parts = [started_at.map(|at| Swedish.full(at)), minutes.map(self::minutes), unit.map(str::to_owned)];
    let parts: Vec<String> = parts.into_iter().flatten().chain([author.to_owned()]).collect();
    parts.join(", ")
}

/// When an entry was saved on the phone and when it came here, the day once where it is the same.
#[must_use]
pub fn came(saved_at: Moment, came_at: Moment) -> String {
    if (saved_at.unix_ms - came_at.unix_ms).abs() < 60_000 {
        return Swedish.full(came_at);
    }
    format!("Sparad {}, mottagen {}", Swedish.full(saved_at), Swedish.full(came_at))
}

/// "Löfte 2".
#[must_use]
pub fn commitment(number: u32) -> String {
    if number == 0 { "Löftet".to_owned() } else { format!("Löfte {number}") }
}

/// What is said of the targets that ask for something else.
#[must_use]
pub fn others(n: usize) -> String {
    match n {
        1 => "1 mål gäller en annan aktivitet".to_owned(),
        n => format!("{n} mål gäller andra aktiviteter"),
    }
}

/// What somebody decided, as the history has it.
#[must_use]
pub fn decided(decision: &Decision) -> &'static str {
    match decision {
        Decision::Join { .. } => "Räknas ihop",
        Decision::Separate { .. } => "Räknas var för sig",
        Decision::AcceptOccasion { .. } | Decision::AcceptJournal { .. } => "Godkänd",
        Decision::Version { .. } => "Innehåll valt",
        Decision::Head { .. } => "Rättelse vald",
        Decision::CloseGap { .. } => "Lucka stängd",
        Decision::MapArea { .. } | Decision::MapActivity { .. } => "Kopplad",
        Decision::Return { .. } => "Åter för rättning",
        Decision::Void { .. } => "Borttagen med skäl",
        Decision::PutBack { .. } => "Tillbaka i siffrorna",
    }
}

/// Why nothing was decided, where it is decided already.
#[must_use]
pub fn already(decision: &Decision) -> &'static str {
    match decision {
        Decision::Return { .. } => RETURNED_ALREADY,
        Decision::PutBack { .. } => COUNTS_ALREADY,
        _ => ALREADY,
    }
}

/// What was just done, on the page of the occasion.
#[must_use]
pub fn done(decision: &Decision, author: &str) -> String {
    match decision {
        Decision::Join { .. } => "Posterna räknas ihop.".to_owned(),
        Decision::Separate { .. } => "Posterna räknas var för sig.".to_owned(),
        Decision::AcceptOccasion { .. } | Decision::AcceptJournal { .. } => "Posten är godkänd.".to_owned(),
        Decision::Version { .. } | Decision::Head { .. } => "Det du valde gäller nu.".to_owned(),
        Decision::CloseGap { .. } => "Luckan är stängd.".to_owned(),
        Decision::MapArea { .. } | Decision::MapActivity { .. } => "Ordet räknas som det du valde.".to_owned(),
        Decision::Return { .. } => {
            format!("Posten är återsänd till {author}. Meddelandet står i telefonens lista vid nästa kontakt.")
        }
        Decision::Void { .. } => "Posten räknas inte längre. Den kan räknas igen härifrån.".to_owned(),
        Decision::PutBack { .. } => "Posten räknas igen.".to_owned(),
    }
}

/// "3 saker väntar på dig: 1 post som ingen regel avgör, 1 möjlig dubblett, 1 lucka i numren."; "Minst 32 saker …" where there
/// are more proposals than are listed.
#[must_use]
pub fn waiting(posts: u64, proposals: u64, gaps: u64, is_cut: bool) -> String {
    let parts = [
        (posts, "1 post som ingen regel avgör", "poster som ingen regel avgör"),
        (proposals, "1 möjlig dubblett", "möjliga dubbletter"),
        (gaps, "1 lucka i numren", "luckor i numren"),
    ];
    let part = |(n, one, many): (u64, &str, &str)| match n {
        0 => None,
        1 => Some(one.to_owned()),
        n => Some(format!("{n} {many}")),
    };
    let parts: Vec<String> = parts.into_iter().filter_map(part).collect();
    match posts + proposals + gaps {
        0 => NO_QUESTIONS.to_owned(),
        1 => format!("1 sak väntar på dig: {}.", parts.join(", ")),
        n if is_cut => format!("Minst {n} saker väntar på dig: {}.", parts.join(", ")),
        n => format!("{n} saker väntar på dig: {}.", parts.join(", ")),
    }
}

/// What has become of an entry that was sent back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    Waiting,
    Corrected,
    Withdrawn,
    /// Staff settled it themselves.
    Settled,
}

/// "Frågat 4 mars 2021 av Gruppchef Ett".
#[must_use]
pub fn asked(at: Moment, by: &str) -> String {
    format!("Frågat {} av {by}", Swedish.long(at.day()))
}

/// "väntar på Patrull 11 sedan 5 dagar", "rättad i går".
#[must_use]
pub fn reply(reply: Reply, author: &str, days: i32) -> String {
    match reply {
        Reply::Waiting => format!("väntar på {author} sedan {}", since(days)),
        Reply::Corrected => format!("rättad {}", ago(days)),
        Reply::Withdrawn => format!("borttagen {}", ago(days)),
        Reply::Settled => format!("avgjord {}", ago(days)),
    }
}

fn since(days: i32) -> String {
    match days {
        ..=0 => "i dag".to_owned(),
        1 => "i går".to_owned(),
        n => format!("{n} dagar"),
    }
}

fn ago(days: i32) -> String {
    if days < 2 { since(days) } else { format!("för {days} dagar sedan") }
}

/// "20 av 31 visas".
#[must_use]
pub fn listed(shown: usize, all: u64) -> String {
    format!("{shown} av {all} visas")
}

/// "Och 3 ord till. De visas när de här är översatta."
#[must_use]
pub fn more_words(n: u64) -> String {
    format!("Och {n} ord till. De visas när de här är översatta.")
}

/// "”Atlantis” i 3 poster".
#[must_use]
pub fn unknown_in(word: &str, n: u64) -> String {
    format!("”{word}” i {}", crate::staff::posts(n))
}

/// "”atlantis” läses som Råslätt".
#[must_use]
pub fn mapped(word: &str, known: &str) -> String {
    format!("”{word}” räknas som {known}")
}

/// "Patrull 12, 3 poster".
#[must_use]
pub fn held_back(name: &str, n: u64) -> String {
    format!("{name}, {}", crate::staff::posts(n))
}

/// "Post 3–4 från Patrull 11 (telefon 20-1470)".
#[must_use]
pub fn gap(ranges: &[(u64, u64)], person: &str, device: Option<&str>) -> String {
    let device = device.unwrap_or(SERVER_KEPT);
    format!("Post {} från {person} ({device})", super::numbers(ranges))
}

/// "Stängd 4 mars 2026 av Gruppchef Ett: telefonen gick sönder".
#[must_use]
pub fn closed(at: Moment, by: &str, reason: &str) -> String {
    format!("Stängd {} av {by}: {reason}", Swedish.long(at.day()))
}

/// A day as a form has it.
#[must_use]
pub fn day(day: Option<Day>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}
