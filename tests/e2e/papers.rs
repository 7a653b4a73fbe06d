//! Pages for staff and for everybody in other shapes than a screen's: printed, and with the text doubled.

use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::calendar::Day;
use harness::browser::pictures;
use harness::station::{PASSWORD, this_years_promise, today};
use harness::{Backend, Browser, Profile, Screen, Station, patrol};
use lopdf::Document;
use serde_json::json;

/// A supervisor's browser, before a dashboard with something on it.
async fn at_a_desk() -> Result<(Station, Browser, Profile)> {
    let station = Station::start(Backend::Sqlite).await?;
    let mut officer = station.officer("Patrull 11").await?;
    for area in ["raslatt", "ekhagen", "huskvarna"] {
        officer.records(&patrol(area))?;
    }
    officer.sends().await?;
    station.supervisor().await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Desk, None).await?;
    browser.goes_to(&format!("{}/dashboard", station.url())).await?;
    browser.signs_in("Gruppchef Ett", PASSWORD).await?;
    browser.sees("location.pathname === '/dashboard'").await?;
    Ok((station, browser, profile))
}

/// A page printed: its words, spaces of every kind as one, and how many sheets it takes.
async fn printed(browser: &Browser, name: &str) -> Result<(String, usize)> {
    // The letters of a font that comes with the page can't be read back out of the file.
    browser.value("(document.documentElement.style.setProperty('--sans', 'serif'), true)").await?;
    let bytes = browser.prints().await?;
    std::fs::create_dir_all(pictures())?;
    std::fs::write(pictures().join(format!("{name}.pdf")), &bytes)?;
    let document = Document::load_mem(&bytes)?;
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages)?;
    Ok((text.split_whitespace().collect::<Vec<_>>().join(" "), pages.len()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dashboard_and_public_page_are_printed_whole() -> Result<()> {
    let (station, browser, _profile) = at_a_desk().await?;
    let year = today().year();
    // Drawn for a dark screen, printed on white.
    browser.darkens(true).await?;
    browser.sees("document.querySelector('.cal') !== null").await?;
    let (dashboard, sheets) = printed(&browser, "print-dashboard").await?;
    let last_week = Day::of(year, 12, 28).context("a day")?.iso_week().1.to_string();
    for needed in ["Fotpatrull", "Råslätt", "Ekhagen", "dec"] {
        assert!(dashboard.contains(needed), "{needed}: {dashboard}");
    }
    // Weeks stand in a row, the last of the year at its end.
    let before = Day::of(year, 12, 21).context("a day")?.iso_week().1.to_string();
    let compact = dashboard.replace(' ', "");
    assert!(compact.contains(&format!("{before}{last_week}")), "{before} {last_week}: {dashboard}");
    for unneeded in ["Logga ut", "Hoppa till innehållet", "Visa som tabell", "Uppdaterad"] {
        assert!(!dashboard.contains(unneeded), "{unneeded}: {dashboard}");
    }
    assert!(sheets <= 12, "{sheets} sheets");
    dark_ink(&browser, "the dashboard").await?;
    // Nothing is wider than the sheet: what is on the screen a region that scrolls is whole.
    browser.goes_to(&format!("{}/promise/{}", station.url(), this_years_promise())).await?;
    let (public, _) = printed(&browser, "print-public").await?;
    for needed in ["Fotpatrull", "800", "Polisen"] {
        assert!(public.to_lowercase().contains(&needed.to_lowercase()), "{needed}: {public}");
    }
    assert!(!public.contains("In English") && !public.contains("Hoppa till innehållet"), "{public}");
    dark_ink(&browser, "the public page").await
}

/// Texts on paper that stand out from white by less than WCAG asks for (4.5), each with its contrast.
const PALE: &str = "(() => {
    const part = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = (color) => {
        canvas.fillStyle = '#fff';
        canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const found = [];
    for (const one of document.querySelectorAll('body *')) {
        const own = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
        const style = getComputedStyle(one);
        if (own && one.getClientRects().length > 0 && style.visibility === 'visible') {
            const color = one instanceof SVGElement ? style.fill : style.color;
            // A number of the heat map stands on its cell, which is printed in its colour.
            const cell = one.previousElementSibling;
            const isInCell = cell?.tagName === 'rect' && cell.getAttribute('class') === one.getAttribute('class');
            const paper = isInCell ? getComputedStyle(cell).fill : '#fff';
            const [dark, pale] = [light(rgb(color)), light(rgb(paper))].sort((a, b) => a - b);
            const contrast = (pale + 0.05) / (dark + 0.05);
            if (contrast < 4.5) {
                found.push(`${own.slice(0, 40)}: ${contrast.toFixed(1)}`);
            }
        }
    }
    return found;
})()";

/// What is printed from a dark screen is read on white paper.
async fn dark_ink(browser: &Browser, page: &str) -> Result<()> {
    let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
    browser.command("Emulation.setEmulatedMedia", json!({ "media": "print", "features": dark })).await?;
    let pale = browser.value(PALE).await?;
    assert_eq!(pale, json!([]), "{page}");
    browser.command("Emulation.setEmulatedMedia", json!({ "media": "", "features": dark })).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doubled_text_makes_no_page_for_staff_wider_than_the_screen() -> Result<()> {
    let (station, browser, _profile) = at_a_desk().await?;
    let supervisor = station.staff("Gruppchef Två", Role::Supervisor, "polisen").await?;
    let person = station.person("Patrull 12", Role::Officer, "polisen").await?;
    let form = [("period", "jonkoping-2021-2022/custom"), ("from", "2021-01-01"), ("to", "2021-01-31")];
    let report = supervisor.submits("/reports", &form).await?.headers()["location"].to_str()?.to_owned();
    let entries: serde_json::Value = supervisor.asks("/api/v1/entries").await?.json().await?;
    let entry = entries["entries"][0]["entry"]["id"].as_str().context("an entry")?;
    let device = station.app().store.devices(&harness::station::partnership()).await?[0].id;
    let promise = this_years_promise();
    let supervisors = [
        "/dashboard".to_owned(),
        "/entries".to_owned(),
        format!("/entries/{entry}"),
        "/questions".to_owned(),
        "/quality".to_owned(),
        "/people".to_owned(),
        format!("/people/{person}"),
        "/devices".to_owned(),
        format!("/devices/{device}/revoke"),
        "/reports".to_owned(),
        report.clone(),
        format!("{report}/freeze"),
        "/rescue".to_owned(),
        "/account".to_owned(),
        format!("/promise/{promise}"),
        "/accessibility".to_owned(),
        "/nowhere".to_owned(),
    ];
    let mut wide = Vec::new();
    measure(&station, &browser, &supervisors, &mut wide).await?;
    station.staff("Administratör Ett", Role::Administrator, "polisen").await?;
    browser.driver.delete_all_cookies().await?;
    browser.goes_to(&format!("{}/audit", station.url())).await?;
    measure(&station, &browser, &["/login".to_owned()], &mut wide).await?;
    browser.goes_to(&format!("{}/audit", station.url())).await?;
    browser.signs_in("Administratör Ett", PASSWORD).await?;
    browser.sees("location.pathname === '/audit'").await?;
    let administrators = ["/audit".to_owned(), "/people".to_owned(), format!("/people/{person}/disable")];
    measure(&station, &browser, &administrators, &mut wide).await?;
    ensure!(wide.is_empty(), "wider than the screen:\n{}", wide.join("\n"));
    Ok(())
}

/// Notes which pages have to be scrolled sideways at 200 % text, and by how much.
async fn measure(station: &Station, browser: &Browser, paths: &[String], wide: &mut Vec<String>) -> Result<()> {
    for width in [1440, 1280] {
        let metrics = serde_json::json!({ "width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": false });
        browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        for path in paths {
            browser.goes_to(&format!("{}{path}", station.url())).await?;
            browser.value("(document.documentElement.style.fontSize = '200%', true)").await?;
            let over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let over = browser.value(over).await?.as_i64().context("a width")?;
            if over > 0 {
                let widest = browser.value(WIDEST).await?;
                wide.push(format!("{width} px: {path} by {over} px: {widest}"));
            }
        }
    }
    Ok(())
}

/// The elements that reach furthest beyond the screen, outside regions that scroll.
const WIDEST: &str = "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, svg')).map(e => \
                      [Math.round(e.getBoundingClientRect().right), e.tagName + '.' + e.className]).filter(([x]) => x > \
                      document.documentElement.clientWidth).sort((a, b) => b[0] - a[0]).slice(0, 4).join(' | ')";
