//! What pages for staff speak: what was chosen in the browser, else what it prefers; and how both reach a person.

use anyhow::{Context, Result};
use harness::{Backend, Station};
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, LOCATION, SET_COOKIE};

/// The tag that a page says of itself.
fn tag(page: &str) -> Option<&str> {
    page.split("<html lang=\"").nth(1)?.split('"').next()
}

#[tokio::test]
async fn a_browser_proposes_the_language_and_a_person_chooses_it() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let citizen = station.citizen()?;
    let page = async |path: &'static str, preferred: &'static str, cookie: String| {
        let asked = |client: &reqwest::Client, url: &str| {
            client.get(format!("{url}{path}")).header(ACCEPT_LANGUAGE, preferred).header(COOKIE, cookie)
        };
        anyhow::Ok(citizen.sends(asked).await?.text().await?)
    };
    for (preferred, expected, says) in [("sv", "sv", "Logga in"), ("en-GB", "en", "Sign in"), ("de", "sv", "Logga in")]
    {
        let login = page("/login", preferred, String::new()).await?;
        assert_eq!(tag(&login), Some(expected), "{preferred}");
        assert!(login.contains(says), "{preferred}: {login}");
        let gone = page("/no-such-page", preferred, String::new()).await?;
        assert_eq!(tag(&gone), Some(expected), "{preferred}: a problem too");
    }
    let choose = |language: &'static str, back: &'static str| {
        move |client: &reqwest::Client, url: &str| {
            client.post(format!("{url}/language")).form(&[("language", language), ("back", back)])
        }
    };
    let chosen = citizen.sends(choose("sv", "/login")).await?;
    assert_eq!(chosen.headers()[LOCATION], "/login");
    let cookie = chosen.headers()[SET_COOKIE].to_str()?.split(';').next().context("a cookie")?.to_owned();
    assert_eq!(tag(&page("/login", "en", cookie).await?), Some("sv"), "what was chosen goes before");
    assert_eq!(citizen.sends(choose("de", "/login")).await?.status(), 400);
    assert_eq!(citizen.sends(choose("en", "//evil.example")).await?.headers()[LOCATION], "/", "never elsewhere");
    Ok(())
}

/// The phone keeps its pages, so each has its words in both languages.
#[tokio::test]
async fn the_pages_that_a_phone_keeps_have_both_languages() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let citizen = station.citizen()?;
    for (path, swedish, english) in
        [("/", "Fortfarande låst.", "Still locked."), ("/telefon", "Anslut telefonen", "Connect the phone")]
    {
        let page = citizen.reads(path).await?;
        let (before, after) = page.split_once("<template data-in=\"en\">").context("no words in English")?;
        assert!(!before.contains(english) && page.contains(swedish), "{path}");
        assert!(after.contains(english), "{path}: {page}");
        assert_eq!(tag(&page), Some("sv"));
    }
    Ok(())
}
