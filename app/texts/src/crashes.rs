//! Crashes of the officer's app, for those who look after the phones.

pub const TITLE: &str = "Fel i appen";
pub const LEAD: &str = "Appen har stannat på de här telefonerna. Inget som sparats har gått förlorat, och inget av det står här. \
                        Skicka raderna till den som sköter Rond.";
pub const COLUMNS: [&str; 4] = ["Telefon", "Berättade", "Fel", "Version"];
