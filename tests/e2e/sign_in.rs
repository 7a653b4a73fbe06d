//! Signing in in a browser: with a key of its own, and at an identity provider on another site.

use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::{PASSWORD, partnership};
use harness::{Backend, Browser, Profile, Provider, Screen, Station};
use serde_json::json;

/// An authenticator of Chromium's own, as in a phone or a laptop: it holds keys and says that its owner opened it.
async fn with_authenticator(browser: &Browser) -> Result<()> {
    browser.command("WebAuthn.enable", json!({})).await?;
    let options = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
        "hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true,
    });
    browser.command("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await
}

async fn pictured(browser: &Browser, name: &str) -> Result<()> {
    for (dark, word) in [(false, "light"), (true, "dark")] {
        browser.darkens(dark).await?;
        browser.pictures(&format!("{name}-{word}")).await?;
    }
    browser.darkens(false).await
}

async fn fits(browser: &Browser) -> Result<()> {
    browser.sees("document.documentElement.scrollWidth <= innerWidth").await.context("no sideways scroll")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supervisor_adds_a_passkey_and_signs_in_with_it() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, None).await?;
    with_authenticator(&browser).await?;
    browser.goes_to(&format!("{}/login?next=/account", station.url())).await?;
    browser.types("input[name=name]", "Gruppchef Ett").await?;
    browser.types("input[name=password]", PASSWORD).await?;
    pictured(&browser, "login-desk").await?;
    browser.taps("form[action='/login'] .go").await?;
    browser.sees("location.pathname === '/account'").await?;
    browser.types("#key-name", "Tjänstedatorn").await?;
    browser.taps("form[data-passkey=new] button").await?;
    browser.sees("document.body.innerText.includes('Nyckeln är tillagd')").await?;
    browser.sees("document.body.innerText.includes('Tjänstedatorn')").await?;
    pictured(&browser, "account-desk").await?;
    fits(&browser).await?;

    // A desk that was left: the key proves again who it is.
    station.app().clock.move_on(11 * 60_000);
    browser.goes_to(&format!("{}/account", station.url())).await?;
    browser.sees("document.body.innerText.includes('Bekräfta att det är du')").await?;
    pictured(&browser, "account-confirm-desk").await?;
    browser.taps("[data-passkey=confirm] button").await?;
    browser.sees("!document.body.innerText.includes('Bekräfta att det är du')").await?;

    browser.taps(".go-out").await?;
    browser.sees("location.pathname === '/login'").await?;
    browser.goes_to(&format!("{}/reports", station.url())).await?;
    browser.taps("[data-passkey=sign-in] button").await?;
    browser.sees("location.pathname === '/reports'").await?;

    // Removed here, it lets nobody in any more, and the page says so in words.
    let of = station.app().store.people_named("Gruppchef Ett").await?.pop().context("a supervisor")?.1.id;
    let of = server::store::SessionOf { partnership: partnership(), person: of };
    let id = station.app().store.passkeys(&of).await?[0].id;
    assert!(station.app().store.remove_passkey(&of, id, server::clock::now_ms()).await?);
    browser.taps(".go-out").await?;
    browser.sees("location.pathname === '/login'").await?;
    browser.taps("[data-passkey=sign-in] button").await?;
    browser.sees("document.querySelector('[data-passkey] [data-said]').innerText.includes('känns inte igen')").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coordinator_signs_in_at_the_municipalitys_own_provider() -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(Backend::Sqlite, &provider).await?;
    let person = station.person("Samordnare Sju", Role::Coordinator, "kommunen").await?;
    let now_ms = server::clock::now_ms();
    let link = server::people::give_link(&station.app().store, &partnership(), person, None, now_ms).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    browser.goes_to(&format!("{}/welcome/{}", station.url(), link.secret)).await?;
    pictured(&browser, "welcome-phone").await?;
    fits(&browser).await?;
    browser.taps("a[href$='/identity']").await?;
    browser.sees("location.hostname === '127.0.0.1'").await?;
    browser.taps("#sign-in").await?;
    browser.sees("location.hostname === 'localhost' && location.pathname === '/dashboard'").await?;

    // And again, from the login page.
    browser.goes_to(&format!("{}/account", station.url())).await?;
    pictured(&browser, "account-phone").await?;
    fits(&browser).await?;
    browser.taps(".go-out").await?;
    browser.sees("location.pathname === '/login'").await?;
    pictured(&browser, "login-phone").await?;
    fits(&browser).await?;
    browser.taps("a[href^='/login/oidc/']").await?;
    browser.sees("location.hostname === '127.0.0.1'").await?;
    browser.taps("#sign-in").await?;
    browser.sees("location.hostname === 'localhost' && location.pathname === '/dashboard'").await?;

    // Somebody the provider knows and nobody here.
    browser.taps(".go-out").await?;
    browser.sees("location.pathname === '/login'").await?;
    browser.taps("a[href^='/login/oidc/']").await?;
    browser.sees("location.hostname === '127.0.0.1'").await?;
    browser.types("input[name=subject]", "0").await?;
    browser.taps("#sign-in").await?;
    browser.sees("document.body.innerText.includes('Här finns ingen som är kopplad till dig')").await?;
    pictured(&browser, "identity-unknown-phone").await?;
    fits(&browser).await
}
