//! The identity file: which organisations sign in at an identity provider of their own. See README, *Identity providers*.

use crate::text_file;
use anyhow::{Context, Result, bail, ensure};
use domain::id::{OrganisationId, PartnershipId, is_word};
use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use std::path::Path;
use toml_edit::{Document, Table};

/// Providers of one server.
const MOST: usize = 50;
const KNOWN: [&str; 9] = [
    "id",
    "name",
    "partnership",
    "organisation",
    "issuer",
    "client_id",
    "client_secret_file",
    "client_secret_env",
    "subject_claim",
];

/// An organisation's provider, as the file has it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What the address of its sign-in ends with.
    pub id: String,
    /// What people know it by: "Jönköpings kommun".
    pub name: String,
    pub partnership: PartnershipId,
    /// Only people of this organisation sign in here.
    pub organisation: OrganisationId,
    pub issuer: IssuerUrl,
    pub client_id: ClientId,
    /// Never printed: `ClientSecret` hides itself.
    pub client_secret: Option<ClientSecret>,
    /// The claim that says who somebody is, for ever: `sub`, or what the provider has instead, such as `oid`.
    pub subject_claim: String,
}

/// Reads a file. Secrets are read from the files and variables that it names.
///
/// # Errors
/// What is wrong, with the entry that it is in.
pub fn read(path: &Path) -> Result<Vec<Entry>> {
    let text = text_file::read(path).context("the identity file can't be read")?;
    let folder = path.parent().unwrap_or(Path::new("."));
    entries(&text, folder, &|name| std::env::var(name).ok()).with_context(|| format!("in {}", path.display()))
}

fn entries(text: &str, folder: &Path, variable: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Entry>> {
    let document = Document::parse(text).map_err(|error| anyhow::anyhow!("this is no TOML: {}", error.message()))?;
    let tables = document.get("provider").and_then(|item| item.as_array_of_tables());
    let tables = tables.context("it needs [[provider]] for each organisation")?;
    ensure!(tables.len() <= MOST, "at most {MOST} providers");
    let mut entries: Vec<Entry> = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let entry = entry(table, folder, variable).with_context(|| format!("in [[provider]] number {}", at + 1))?;
        ensure!(entries.iter().all(|e| e.id != entry.id), "two providers are called {}: give one an id", entry.id);
        let same = |e: &Entry| e.partnership == entry.partnership && e.organisation == entry.organisation;
        ensure!(!entries.iter().any(same), "{} has two providers", entry.organisation);
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(table: &Table, folder: &Path, variable: &dyn Fn(&str) -> Option<String>) -> Result<Entry> {
    if let Some((unknown, _)) = table.iter().find(|(key, _)| !KNOWN.contains(key)) {
        bail!("{unknown} is not known here; what is: {}", KNOWN.join(", "));
    }
    let text = |key: &str| table.get(key).and_then(|item| item.as_str()).map(str::trim).filter(|text| !text.is_empty());
    let needed = |key: &str| text(key).with_context(|| format!("{key} is missing"));
    let organisation = needed("organisation")?;
    let id = text("id").unwrap_or(organisation).to_owned();
    ensure!(is_word(&id) && id != "callback", "{id} can't be an id: lower-case letters, digits, _ and -");
    let secret = match (text("client_secret_file"), text("client_secret_env")) {
        (Some(_), Some(_)) => bail!("give client_secret_file or client_secret_env, not both"),
        (Some(file), None) => Some(text_file::read(&folder.join(file)).context("the client's secret can't be read")?),
        (None, Some(name)) => {
            let secret = variable(name).with_context(|| format!("the variable {name} is not set"))?;
            Some(text_file::clean(&secret).to_owned())
        }
        (None, None) => None,
    };
    ensure!(secret.as_ref().is_none_or(|secret| !secret.is_empty()), "the client's secret is empty");
    let issuer = IssuerUrl::new(needed("issuer")?.to_owned()).context("issuer should be an address")?;
    let url = issuer.url();
    // On this machine nobody listens in; anywhere else somebody could.
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    ensure!(url.scheme() == "https" || (url.scheme() == "http" && here), "issuer should begin with https://");
    Ok(Entry {
        id,
        name: needed("name")?.to_owned(),
        partnership: PartnershipId::from(needed("partnership")?),
        organisation: OrganisationId::from(organisation),
        issuer,
        client_id: ClientId::new(needed("client_id")?.to_owned()),
        client_secret: secret.map(ClientSecret::new),
        subject_claim: text("subject_claim").unwrap_or("sub").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        [[provider]]
        name = "Provkommun"
        partnership = "jonkoping"
        organisation = "kommunen"
        issuer = "https://idp.example/tenant"
        client_id = "rond"
        client_secret_env = "SECRET"
    "#;

    fn read(text: &str) -> Result<Vec<Entry>> {
        entries(text, Path::new("nowhere"), &|name| (name == "SECRET").then(|| "\u{feff}hush\n".to_owned()))
    }

    #[test]
    fn a_whole_file_is_read_and_its_secret_is_not_printed() {
        let entry = read(WHOLE).expect("whole").remove(0);
        assert_eq!((entry.id.as_str(), entry.subject_claim.as_str()), ("kommunen", "sub"));
        assert_eq!(entry.client_secret.as_ref().map(|s| s.secret().as_str()), Some("hush"));
        assert!(!format!("{entry:?}").contains("hush"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (from, to, told) in [
            ("https://idp.example", "http://idp.example", "https://"),
            ("client_id = \"rond\"", "", "client_id is missing"),
            ("client_id = \"rond\"", "client_id = \"rond\"\nclient_secret = \"hush\"", "client_secret is not known"),
            ("SECRET", "OTHER", "the variable OTHER is not set"),
            ("client_secret_env = \"SECRET\"", "client_secret_file = \"none\"", "none can't be read"),
            ("organisation = \"kommunen\"", "organisation = \"callback\"", "callback can't be an id"),
            ("[[provider]]", "[provider]", "it needs [[provider]]"),
        ] {
            let error = format!("{:#}", read(&WHOLE.replacen(from, to, 1)).expect_err(told));
            assert!(error.contains(told), "{error}");
            assert!(!error.contains("hush"), "{error}");
        }
        let twice = format!("{WHOLE}{WHOLE}");
        assert!(format!("{:#}", read(&twice).expect_err("twice")).contains("two providers"));
        assert!(read(&WHOLE.replace("https://idp.example/tenant", "http://127.0.0.1:8000")).is_ok());
    }
}
