//! The accessibility statement.

use crate::language::Both;

pub const TITLE: Both = Both("Tillgänglighetsredogörelse", "Accessibility statement");
pub const LEAD: Both = Both(
    "Polisen och kommunen står bakom den här tjänsten. Den ska kunna användas av alla, och så här väl gör den det.",
    "The police and the municipality are responsible for this website. Everyone should be able to use it, and this is how well it does so.",
);
/// Headings, each with what stands below it.
pub const PARTS: [(Both, Both); 6] = [
    (
        Both("Hur tillgänglig är tjänsten?", "How accessible is the website?"),
        Both(
            "Tjänsten är byggd för att följa lagen om tillgänglighet till digital offentlig service, på nivå AA i WCAG 2.2. Ingen oberoende granskning är gjord än, så det kan finnas brister som vi inte känner till.",
            "The website is built to comply with the Swedish Act on Accessibility to Digital Public Services, at level AA of WCAG 2.2. It has not yet been audited independently, so there may be shortcomings that we do not know of.",
        ),
    ),
    (
        Both("Vad sidorna är byggda för", "What the pages are built for"),
        Both(
            "Sidorna ska gå att läsa utan skript, med tangentbord, med skärmläsare, med text i dubbel storlek och på en smal skärm. Ingenting sägs med enbart färg. Varje diagram har sina tal i text.",
            "You should be able to read the pages without scripts, with a keyboard, with a screen reader, with text at twice the size and on a narrow screen. Nothing is said by colour alone. Every chart has its figures in text.",
        ),
    ),
    (
        Both("Vad som kan vara svårt", "What may be difficult"),
        Both(
            "Löftets egna ord återges som de skrevs under och kan vara långa. De breda tabellerna blir block efter block på en smal skärm.",
            "The promise’s own words are given in Swedish, as they were signed, and can be long. On a narrow screen the wide tables become blocks one below the other. Apart from signing in and the account, the pages for staff are in Swedish only.",
        ),
    ),
    (
        Both("Hur vi har prövat", "How we have tested"),
        Both(
            "Den som bygger sidorna prövar dem automatiskt vid varje ändring och har sett på dem i ljust och mörkt läge, på smal skärm och med text i dubbel storlek. De är ännu inte prövade med skärmläsare.",
            "Those who build the pages test them automatically at every change, and have looked at them in light and dark mode, on a narrow screen and with text at twice the size. They have not yet been tested with a screen reader.",
        ),
    ),
    (
        Both("Säg till om något inte fungerar", "Tell us if something does not work"),
        Both(
            "Ring 114 14 och be att få tala med kommunpolisen, eller vänd dig till kommunens trygghetssamordnare. Säg vilken sida det gäller och vad som hindrar. Vi svarar inom en vecka och kan lämna uppgifterna på annat sätt.",
            "Call 114 14 (+46 77 114 14 00 from abroad) and ask for the municipal police officer, or turn to the municipality’s safety coordinator. Say which page it is about and what gets in the way. We answer within a week and can give you the information in another way.",
        ),
    ),
    (
        Both("Tillsyn", "Supervision"),
        Both(
            "Myndigheten för digital förvaltning (Digg) har tillsyn över lagen. Är du inte nöjd med hur vi svarar kan du anmäla det till dem.",
            "The Agency for Digital Government (Digg) supervises compliance with the Act. If you are not satisfied with our answer, you can report it to them.",
        ),
    ),
];
