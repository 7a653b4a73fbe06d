//! What is said when a form meets a closed door, and what each form of staff was about to do.

pub const SIGNED_OUT: &str = "Du är utloggad";
pub const SIGNED_OUT_LEAD: &str =
    "Ingenting är sparat än, men det du skrev finns kvar på den här sidan. Logga in, så kan du skicka det.";
pub const SIGNED_OUT_NOT_KEPT: &str = "Ingenting har ändrats. Logga in och gör om det du höll på med.";
pub const OTHER_WAYS: &str = "Logga in på ett annat sätt, i en ny flik";
pub const OTHER_WAYS_WHY: &str = "Kom sedan tillbaka hit och skicka det du skrev.";
pub const SIGNED_IN: &str = "Du är inloggad igen";
pub const SIGNED_IN_LEAD: &str = "Det du höll på med är inte gjort än.";
pub const WRITTEN: &str = "Det du skrev";
pub const NOTHING_WRITTEN: &str = "Det fanns ingen text i formuläret.";
pub const STILL_HERE: &str = "Det du skrev finns kvar här. Kopiera det om du behöver.";
pub const INSTEAD: &str = "Till startsidan utan att skicka";

/// Every form of staff by its address, where `*` is any one part, and what it does.
const ACTS: [(&str, &str); 41] = [
    ("/people", "Lägg till personen"),
    ("/people/*/code", "Ge en ny engångskod"),
    ("/people/*/link", "Ge en ny inloggningslänk"),
    ("/people/*/withdraw", "Ta tillbaka kod och länk"),
    ("/people/*/change", "Ändra personen"),
    ("/people/*/disable", "Stäng av personen"),
    ("/people/*/enable", "Släpp in personen igen"),
    ("/devices/*/revoke", "Spärra telefonen"),
    ("/entries/*/accept", "Godkänn posten"),
    ("/entries/*/return", "Skicka åter för rättning"),
    ("/entries/*/void", "Ta bort ur siffrorna"),
    ("/entries/*/put-back", "Räkna posten igen"),
    ("/entries/*/version", "Välj det här innehållet"),
    ("/entries/*/head", "Välj den här rättelsen"),
    ("/entries/*/join", "Räkna ihop posterna"),
    ("/entries/*/separate", "Räkna posterna var för sig"),
    ("/entries/*/*", "Avgör om posten"),
    ("/questions/area", "Räkna området som ett annat"),
    ("/questions/activity", "Räkna aktiviteten som en annan"),
    ("/questions/journal", "Godkänn telefonens poster"),
    ("/questions/gap", "Stäng luckan"),
    ("/questions/*", "Avgör frågan"),
    ("/rescue", "Läs in räddningsfilen"),
    ("/reports", "Börja på rapporten"),
    ("/reports/*/texts", "Spara texten"),
    ("/reports/*/rows", "Välj raden"),
    ("/reports/*/freeze", "Frys siffrorna"),
    ("/reports/*/approve", "Godkänn rapporten"),
    ("/reports/*/publish", "Publicera rapporten"),
    ("/reports/*/reopen", "Öppna rapporten igen"),
    ("/reports/*/withdraw", "Återkalla rapporten"),
    ("/account/confirm", "Bekräfta att det är du"),
    ("/account/password", "Byt lösenord"),
    ("/account/passkeys/*/remove", "Ta bort inloggningsnyckeln"),
    ("/account/sessions/end", "Avsluta andra inloggningar"),
    ("/account/sessions/*/end", "Avsluta inloggningen"),
    ("/account/devices/*/revoke", "Spärra telefonen"),
    ("/promises/drafts/*/drop", "Kasta utkastet"),
    ("/promises/drafts/*/in-force", "Sätt löftet i kraft"),
    ("/promises/*/remove", "Ta bort löftet"),
    ("/logout", "Logga ut"),
];

/// What a form that posts to an address does; `None` where no form of ours does.
#[must_use]
pub fn act(path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    ACTS.iter().find(|(pattern, _)| fits(pattern, path)).map(|(_, act)| *act)
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some("*"), Some(part)) if !part.is_empty() => {}
            (Some(word), Some(part)) if word == part => {}
            _ => return false,
        }
    }
}

/// "Du är inloggad som Samordnare."
#[must_use]
pub fn signed_in_as(role: &str) -> String {
    format!("Du är inloggad som {role}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_its_address() {
        assert_eq!(act("/entries/0189/void"), Some("Ta bort ur siffrorna"));
        assert_eq!(act("/reports/0189/texts?x=1"), Some("Spara texten"));
        for none in ["/reports//texts", "/api/v1/logout", "//evil.example/x", "https://evil.example/people", ""] {
            assert_eq!(act(none), None, "{none}");
        }
    }
}
