//! The officer's page as it is served: small, whole, and the same for everybody.

use anyhow::{Context, Result};
use harness::{Backend, Station};
use std::path::PathBuf;

/// What the officer's page may transfer in all, as brotli.
const MOST_BYTES: u64 = 400 * 1024;

#[tokio::test]
async fn the_officers_page_transfers_at_most_400_kb() -> Result<()> {
    let site = std::env::var_os("ROND_SITE_DIR").map(PathBuf::from).context("ROND_SITE_DIR: run `cargo xtask test`")?;
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(site.join("build.json"))?)?;
    let files = record["files"].as_array().context("no files in the record")?;
    let of_phone = files.iter().filter(|f| f["phone"] == true);
    let sizes: Vec<u64> = of_phone.filter_map(|f| f["brotli"].as_u64()).collect();
    assert!(sizes.len() >= 5, "page, scripts, wasm, sheets: {files:?}");
    let station = Station::start(Backend::Sqlite).await?;
    // The page itself isn't a file: it is compressed as it is sent.
    let page = station.citizen()?.sends(|c, url| c.get(url).header("accept-encoding", "gzip, br")).await?;
    assert_eq!(page.headers()["content-encoding"], "br");
    let page = page.bytes().await?.len() as u64;
    let all = sizes.iter().sum::<u64>() + page;
    println!("the officer's page transfers {all} bytes, {page} of them the page itself");
    assert!(all <= MOST_BYTES, "{all} bytes: {files:?}");
    Ok(())
}

#[tokio::test]
async fn the_page_names_its_build_and_every_file_of_it_is_served() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let citizen = station.citizen()?;
    let page = citizen.asks("/").await?;
    let build = page.headers()["x-rond-build"].to_str()?.to_owned();
    let policy = page.headers()["content-security-policy"].to_str()?.to_owned();
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"), "{policy}");
    let text = page.text().await?;
    assert!(!text.contains(" style=") && !text.contains("<script>"), "{text}");
    let prefix = format!("/pkg/{build}/");
    let named: Vec<&str> = text.split('"').filter(|part| part.starts_with(&prefix)).collect();
    assert!(named.len() >= 3, "{text}");
    for path in named.iter().copied().chain(["/sw.js", "/manifest.webmanifest", "/icons/rond.svg"]) {
        let answer = citizen.asks(path).await?;
        assert_eq!(answer.status(), 200, "{path}");
        let kept = answer.headers()["cache-control"].to_str()?.to_owned();
        assert_eq!(kept.contains("immutable"), path.starts_with("/pkg/"), "{path}: {kept}");
    }
    Ok(())
}

/// An app that a phone keeps turns with the phone: whoever has it in a holder on its side reads it so.
#[tokio::test]
async fn the_app_stands_as_the_phone_is_held() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let manifest: serde_json::Value = serde_json::from_str(&station.citizen()?.reads("/manifest.webmanifest").await?)?;
    assert_eq!((&manifest["display"], &manifest["start_url"]), (&"standalone".into(), &"/".into()));
    assert!(matches!(manifest["orientation"].as_str(), None | Some("any")), "{manifest}");
    Ok(())
}

/// Page and client agree on where the app goes and how it starts.
#[tokio::test]
async fn the_page_has_a_place_for_the_app_and_the_client_starts_it() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let citizen = station.citizen()?;
    let page = citizen.reads("/").await?;
    assert_eq!(page.matches("data-app").count(), 1, "{page}");
    let build = &station.app().site.build;
    let boot = citizen.reads(&format!("/pkg/{build}/boot.js")).await?;
    assert!(boot.contains(".start("), "{boot}");
    let client = citizen.reads(&format!("/pkg/{build}/app.js")).await?;
    assert!(client.contains("start"), "the client exports no start");
    Ok(())
}
