//! Signing in at an organisation's own identity provider, which the tests run on another site: there and back, linked
//! once by an administrator's link, and everything that a dishonest browser, network or provider could send.

use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::id::PersonId;
use harness::station::partnership;
use harness::{Backend, Provider, Staff, Station, Twist, until};
use reqwest::{Response, StatusCode};
use server::people;
use server::store::SessionOf;

/// What is wrong with a token, and what the log says of it.
const REFUSED_TOKENS: [(Twist, &str); 9] = [
    (Twist::Nonce, "nonce"),
    (Twist::Audience, "audience"),
    (Twist::Issuer, "issuer"),
    (Twist::Expired, "expired"),
    (Twist::Signature, "signature"),
    (Twist::SharedSecret, "signature"),
    (Twist::Unsigned, "signature"),
    (Twist::OtherParty, "audience"),
    (Twist::NoParty, "audience"),
];

on_both!(
    an_invited_person_links_and_signs_in,
    nobody_is_created_and_nobody_of_another_organisation_gets_in,
    what_is_not_genuine_is_refused_and_changes_nothing,
    a_return_counts_once_and_in_the_browser_that_left,
    two_sign_ins_of_one_browser_both_end,
    providers_dialects_are_understood,
    a_provider_that_is_down_is_told_and_a_new_key_is_asked_for,
    a_proof_is_a_sign_in_of_just_now_by_the_same_person,
);

const WAY: &str = "/login/oidc/kommunen";

async fn led_to(browser: &Staff, path: &str) -> Result<String> {
    let answer = browser.asks(path).await?;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
    Ok(answer.headers()["location"].to_str()?.to_owned())
}

fn place(answer: &Response) -> &str {
    answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or("nowhere")
}

async fn invited(station: &Station, name: &str, organisation: &str) -> Result<(PersonId, String)> {
    let person = station.person(name, Role::Coordinator, organisation).await?;
    Ok((person, invited_again(station, person).await?))
}

async fn invited_again(station: &Station, person: PersonId) -> Result<String> {
    let now_ms = server::clock::now_ms();
    let link = people::give_link(&station.app().store, &partnership(), person, None, now_ms).await?;
    Ok(format!("/welcome/{}/identity", link.secret))
}

/// Signs in at the provider and comes back.
async fn comes_back(browser: &Staff, provider: &Provider, from: &str, subject: &str) -> Result<Response> {
    let back = provider.signs_in(&led_to(browser, from).await?, subject).await?;
    browser.asks(&back).await
}

/// A coordinator who is linked as `kommun-7`.
async fn linked(station: &Station, provider: &Provider) -> Result<PersonId> {
    let (person, way) = invited(station, "Samordnare Sju", "kommunen").await?;
    let browser = Staff::browser(&station.url())?;
    let answer = comes_back(&browser, provider, &way, "kommun-7").await?;
    assert_eq!((answer.status(), place(&answer)), (StatusCode::SEE_OTHER, "/dashboard"));
    assert_eq!(browser.asks("/dashboard").await?.status(), StatusCode::OK);
    Ok(person)
}

async fn sessions(station: &Station, person: PersonId) -> Result<usize> {
    let of = SessionOf { partnership: partnership(), person };
    Ok(station.app().store.sessions(&of, station.app().clock.now_ms()).await?.len())
}

async fn refusals(station: &Station) -> Result<Vec<String>> {
    let rows = station.app().store.audit(&partnership(), 200).await?;
    Ok(rows.into_iter().filter(|row| row.deed == "sign_in_refused").map(|row| row.about).collect())
}

async fn an_invited_person_links_and_signs_in(backend: Backend) -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(backend, &provider).await?;
    let (person, way) = invited(&station, "Samordnare Sju", "kommunen").await?;
    let nobody = station.citizen()?;
    let page = nobody.reads(way.trim_end_matches("/identity")).await?;
    assert!(page.contains("Använd inloggningen från Provkommun") && page.contains(&way), "{page}");
    let browser = Staff::browser(&station.url())?;
    let led = led_to(&browser, &way).await?;
    let asked = |name: &str| led.split(['?', '&']).find_map(|p| p.strip_prefix(&format!("{name}="))).unwrap_or("");
    assert_eq!((asked("response_type"), asked("code_challenge_method")), ("code", "S256"));
    assert!(asked("state").len() >= 16 && asked("nonce").len() >= 16 && asked("code_challenge").len() == 43, "{led}");
    let answer = browser.asks(&provider.signs_in(&led, "kommun-7").await?).await?;
    assert_eq!((answer.status(), place(&answer)), (StatusCode::SEE_OTHER, "/dashboard"));
    let cookies: Vec<&str> = answer.headers().get_all("set-cookie").iter().filter_map(|c| c.to_str().ok()).collect();
    let session = cookies.iter().find(|c| c.starts_with("rond-session=")).context("a session")?;
    assert!(session.contains("SameSite=Lax") && session.contains("HttpOnly"), "{session}");
    // The link is used up.
    assert_eq!(browser.asks(&way).await?.status(), StatusCode::GONE);

    let later = Staff::browser(&station.url())?;
    assert!(later.sees("/login").await?.contains("Logga in med Provkommun"));
    let answer = comes_back(&later, &provider, &format!("{WAY}?next=/reports"), "kommun-7").await?;
    assert_eq!((answer.status(), place(&answer)), (StatusCode::SEE_OTHER, "/reports"));
    assert!(later.sees("/account").await?.contains("Organisationens inloggning"));
    let rows = station.app().store.audit(&partnership(), 50).await?;
    let of_person = |deed: &str, about: &str| {
        rows.iter().any(|row| row.deed == deed && row.person == Some(person) && row.about.contains(about))
    };
    assert!(of_person("link_identity", provider.url()) && of_person("sign_in", r#"{"by":"oidc"}"#));
    assert!(rows.iter().all(|row| !row.about.contains("kommun-7")), "a subject is as good as a name");
    // A disabled person is nobody to the provider's word.
    let of = SessionOf { partnership: partnership(), person };
    assert_eq!(people::disable(station.app(), &of, None, server::clock::now_ms()).await?, Ok(()));
    let answer = comes_back(&Staff::browser(&station.url())?, &provider, WAY, "kommun-7").await?;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    Ok(())
}

async fn nobody_is_created_and_nobody_of_another_organisation_gets_in(backend: Backend) -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(backend, &provider).await?;
    let before = station.app().store.people(&partnership(), None).await?.len();
    let answer = comes_back(&Staff::browser(&station.url())?, &provider, WAY, "kommun-99").await?;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let page = answer.text().await?;
    assert!(page.contains("Här finns ingen som är kopplad till dig") && page.contains("Provkommun"), "{page}");
    assert_eq!(station.app().store.people(&partnership(), None).await?.len(), before);
    let noted = refusals(&station).await?;
    assert!(noted.iter().any(|about| about.contains("unknown") && !about.contains("kommun-99")), "{noted:?}");

    // The police have no provider: their links offer none, and the way is closed.
    let (_, way) = invited(&station, "Gruppchef Sju", "polisen").await?;
    assert!(!station.citizen()?.reads(way.trim_end_matches("/identity")).await?.contains("Provkommun"));
    assert_eq!(Staff::browser(&station.url())?.asks(&way).await?.status(), StatusCode::NOT_FOUND);
    // Nor does an identity become another person's.
    linked(&station, &provider).await?;
    let (_, way) = invited(&station, "Samordnare Åtta", "kommunen").await?;
    let browser = Staff::browser(&station.url())?;
    assert_eq!(comes_back(&browser, &provider, &way, "kommun-7").await?.status(), StatusCode::FORBIDDEN);
    assert_eq!(browser.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER);
    let answer = comes_back(&browser, &provider, &way, "kommun-8").await?;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "the link wasn't used up by that");
    // Who was linked while the provider was another organisation's.
    let mut station = station;
    provider.identity_file_of(station.folder(), "polisen")?;
    station.restart().await?;
    let answer = comes_back(&Staff::browser(&station.url())?, &provider, WAY, "kommun-7").await?;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    Ok(())
}

async fn what_is_not_genuine_is_refused_and_changes_nothing(backend: Backend) -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(backend, &provider).await?;
    let person = linked(&station, &provider).await?;
    let (invited, way) = invited(&station, "Samordnare Åtta", "kommunen").await?;
    for (twist, why) in REFUSED_TOKENS {
        provider.twists(twist);
        for (from, subject) in [(WAY, "kommun-7"), (way.as_str(), "kommun-8")] {
            let browser = Staff::browser(&station.url())?;
            let answer = comes_back(&browser, &provider, from, subject).await?;
            assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{twist:?} {from}");
            assert_eq!(browser.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER, "{twist:?} {from}");
        }
        let noted = refusals(&station).await?;
        assert!(noted[..2].iter().all(|about| about.contains(&format!("\"why\":\"{why}\""))), "{twist:?}: {noted:?}");
    }
    provider.twists(Twist::Nothing);
    assert_eq!((sessions(&station, person).await?, sessions(&station, invited).await?), (1, 0));
    let store = &station.app().store;
    assert_eq!(store.identity(&SessionOf { partnership: partnership(), person: invited }).await?, None);
    let answer = comes_back(&Staff::browser(&station.url())?, &provider, &way, "kommun-8").await?;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "the link is as good as before");
    Ok(())
}

/// In the log of the server, for whoever sets a provider up: what is wrong, and nothing that opens anything.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_a_token_was_refused_stands_in_the_servers_log() -> Result<()> {
    let provider = Provider::start().await?;
    let mut station = Station::start_beside(Backend::Sqlite, &provider).await?;
    let (person, way) = invited(&station, "Samordnare Åtta", "kommunen").await?;
    let server = station.runs_apart(&[]).await?;
    let mut seen = vec![std::fs::read_to_string(station.folder().join("client.secret"))?.trim().to_owned()];
    for (twist, why) in REFUSED_TOKENS {
        provider.twists(twist);
        let browser = Staff::browser(&station.url())?;
        let back = provider.signs_in(&led_to(&browser, &way).await?, "kommun-8").await?;
        assert_eq!(browser.asks(&back).await?.status(), StatusCode::BAD_REQUEST, "{twist:?}");
        let told = format!("why=\"{why}\"");
        until(&told, || async { Ok(server.said()?.contains(&told).then_some(())) }).await?;
        // A code and a state; whose they are (`iss`) is no secret.
        seen.extend(
            back.split(['?', '&', '=']).filter(|part| part.len() > 16 && !part.starts_with("http")).map(str::to_owned),
        );
    }
    let said = server.said()?;
    assert!(said.contains("a sign-in at an identity provider was refused") && said.contains("kommunen"), "{said}");
    assert!(seen.len() > 7, "a code and a state of each return: {seen:?}");
    for secret in seen.iter().map(String::as_str).chain(["eyJ", "kommun-8", "Samordnare", &person.to_string()]) {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
    Ok(())
}

async fn a_return_counts_once_and_in_the_browser_that_left(backend: Backend) -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(backend, &provider).await?;
    let person = linked(&station, &provider).await?;
    let stale = StatusCode::BAD_REQUEST;
    // Replayed in the same browser.
    let browser = Staff::browser(&station.url())?;
    let back = provider.signs_in(&led_to(&browser, WAY).await?, "kommun-7").await?;
    assert_eq!(browser.asks(&back).await?.status(), StatusCode::SEE_OTHER);
    assert_eq!(browser.asks(&back).await?.status(), stale);
    // Another browser's: somebody is to be signed in to an account that isn't theirs.
    let attacker = Staff::browser(&station.url())?;
    let back = provider.signs_in(&led_to(&attacker, WAY).await?, "kommun-7").await?;
    let victim = Staff::browser(&station.url())?;
    assert_eq!(victim.asks(&back).await?.status(), stale);
    led_to(&victim, WAY).await?;
    assert_eq!(victim.asks(&back).await?.status(), stale, "with a sign-in of its own under way");
    assert_eq!(victim.asks("/dashboard").await?.status(), StatusCode::SEE_OTHER);
    // A code that was used, behind a state that is right.
    let thief = Staff::browser(&station.url())?;
    let led = led_to(&thief, WAY).await?;
    let used = provider.signs_in(&led, "kommun-7").await?;
    assert_eq!(thief.asks(&used).await?.status(), StatusCode::SEE_OTHER);
    let code = used.split(['?', '&']).find(|part| part.starts_with("code=")).context("a code")?.to_owned();
    let fresh = provider.signs_in(&led_to(&thief, WAY).await?, "kommun-7").await?;
    let own = fresh.split(['?', '&']).find(|part| part.starts_with("code=")).context("a code")?.to_owned();
    assert_eq!(thief.asks(&fresh.replace(&own, &code)).await?.status(), stale);
    assert!(refusals(&station).await?.iter().any(|about| about.contains("\"why\":\"code\"")));
    // Returned by another provider than the one that was left for, with an error, and too late.
    for (from, to) in [("iss=", "iss=http://127.0.0.1:1/"), ("code=", "error=access_denied&x="), ("state=", "state=x")]
    {
        let back = provider.signs_in(&led_to(&thief, WAY).await?, "kommun-7").await?;
        assert_eq!(thief.asks(&back.replacen(from, to, 1)).await?.status(), stale, "{to}");
    }
    let late = Staff::browser(&station.url())?;
    let back = provider.signs_in(&led_to(&late, WAY).await?, "kommun-7").await?;
    station.app().clock.move_on(11 * 60_000);
    assert_eq!(late.asks(&back).await?.status(), stale);
    assert_eq!(sessions(&station, person).await?, 3, "one for each honest return");
    Ok(())
}

/// In two windows of one browser, answered in the other order.
async fn two_sign_ins_of_one_browser_both_end(backend: Backend) -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(backend, &provider).await?;
    linked(&station, &provider).await?;
    let browser = Staff::browser(&station.url())?;
    let (first, second) = (led_to(&browser, WAY).await?, led_to(&browser, &format!("{WAY}?next=/reports")).await?);
    for (led, to) in [(second, "/reports"), (first, "/dashboard")] {
        let answer = browser.asks(&provider.signs_in(&led, "kommun-7").await?).await?;
        assert_eq!((answer.status(), place(&answer)), (StatusCode::SEE_OTHER, to));
    }
    Ok(())
}

/// What the standard allows and providers do.
async fn providers_dialects_are_understood(backend: Backend) -> Result<()> {
    for twist in [Twist::SharedAudience, Twist::QuotedExpiry, Twist::SecretInBody, Twist::NoSignInTime] {
        let provider = Provider::start().await?;
        let station = Station::start_beside(backend, &provider).await?;
        provider.twists(twist);
        linked(&station, &provider).await?;
        let answer = comes_back(&Staff::browser(&station.url())?, &provider, WAY, "kommun-7").await?;
        assert_eq!((answer.status(), place(&answer)), (StatusCode::SEE_OTHER, "/dashboard"), "{twist:?}");
    }
    Ok(())
}

async fn a_provider_that_is_down_is_told_and_a_new_key_is_asked_for(backend: Backend) -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(backend, &provider).await?;
    linked(&station, &provider).await?;
    for _ in 0..3 {
        comes_back(&Staff::browser(&station.url())?, &provider, WAY, "kommun-7").await?;
    }
    assert_eq!(provider.key_requests(), 1, "kept");
    // Too soon: anybody could make the server ask for keys all the time.
    provider.changes_keys("second")?;
    let answer = comes_back(&Staff::browser(&station.url())?, &provider, WAY, "kommun-7").await?;
    assert_eq!((answer.status(), provider.key_requests()), (StatusCode::BAD_REQUEST, 1));
    station
        .app()
        .ways_in
        .providers
        .get("kommunen")
        .context("a provider")?
        .grows_old(std::time::Duration::from_secs(31));
    let answer = comes_back(&Staff::browser(&station.url())?, &provider, WAY, "kommun-7").await?;
    assert_eq!((answer.status(), provider.key_requests()), (StatusCode::SEE_OTHER, 2));

    // The server starts while the provider is down, and only that way in says so.
    drop(provider);
    let mut station = station;
    station.restart().await?;
    let browser = Staff::browser(&station.url())?;
    let answer = browser.asks(WAY).await?;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    assert!(answer.text().await?.contains("Inloggningen svarar inte"));
    station.supervisor().await?;
    Ok(())
}

async fn a_proof_is_a_sign_in_of_just_now_by_the_same_person(backend: Backend) -> Result<()> {
    let provider = Provider::start().await?;
    let station = Station::start_beside(backend, &provider).await?;
    linked(&station, &provider).await?;
    let (_, way) = invited(&station, "Samordnare Åtta", "kommunen").await?;
    comes_back(&Staff::browser(&station.url())?, &provider, &way, "kommun-8").await?;
    let browser = Staff::browser(&station.url())?;
    comes_back(&browser, &provider, WAY, "kommun-7").await?;
    station.app().clock.move_on(11 * 60_000);
    let is_proved = async || anyhow::Ok(!browser.sees("/account").await?.contains("Bekräfta att det är du"));
    assert!(!is_proved().await?);
    let proof = "/account/confirm/identity";
    assert!(led_to(&browser, proof).await?.contains("prompt=login"));
    provider.twists(Twist::SignedInLongAgo);
    assert_eq!(comes_back(&browser, &provider, proof, "kommun-7").await?.status(), StatusCode::BAD_REQUEST);
    for twist in [Twist::Nothing, Twist::NoSignInTime] {
        provider.twists(twist);
        assert_eq!(comes_back(&browser, &provider, proof, "kommun-8").await?.status(), StatusCode::BAD_REQUEST);
        assert!(!is_proved().await?);
    }
    provider.twists(Twist::Nothing);
    assert_eq!(place(&comes_back(&browser, &provider, proof, "kommun-7").await?), "/account");
    assert!(is_proved().await?);
    // A provider that doesn't say when is believed, and the page says so.
    station.app().clock.move_on(11 * 60_000);
    provider.twists(Twist::NoSignInTime);
    let answer = comes_back(&browser, &provider, proof, "kommun-7").await?;
    let page = browser.sees(place(&answer)).await?;
    assert!(page.contains("säger inte när du loggade in") && !page.contains("Bekräfta att det är du"), "{page}");
    Ok(())
}
