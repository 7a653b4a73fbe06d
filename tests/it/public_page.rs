//! What citizens get: whole without a script, a week old, and never a single offence.

use crate::figures::words;
use crate::on_both;
use anyhow::Result;
use domain::wire::Figures;
use harness::station::{promise_of, this_years_promise, today};
use harness::{Backend, Station, Work, patrol};
use reqwest::StatusCode;

on_both!(
    the_pages_are_whole_without_a_browser,
    figures_are_public_after_seven_days,
    single_offences_never_show,
    the_page_speaks_the_language_that_is_asked_for,
    figures_are_a_table_too,
);

async fn the_pages_are_whole_without_a_browser(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.has_run_since_last_year().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let day = today().plus(-20);
    for _ in 0..7 {
        officer.records(&patrol("raslatt").at(&format!("{day}T10:00:00+02:00")))?;
    }
    officer.sends().await?;
    let supervisor = station.supervisor().await?;
    let promise = promise_of(day);
    let public = station.citizen()?.reads(&format!("/promise/{promise}?year={}", day.year())).await?;
    let dashboard = supervisor.sees(&format!("/dashboard?year={}", day.year())).await?;
    let in_force = station.app().in_force(&harness::station::partnership()).await?;
    let wording = in_force.catalogue.get(&promise.as_str().into()).expect("in force").clone();
    for page in [&public, &dashboard] {
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>"));
        assert!(!page.contains("<script>") && !page.contains(" style="), "nothing within the page itself");
        let text = words(page);
        assert!(text.contains("7 av 800"), "{text}");
        for commitment in &wording.commitments {
            let signed = commitment.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let escaped = words(&signed.replace('&', "&amp;"));
            assert!(text.contains(&escaped) || text.contains(&signed), "{signed} in {text}");
        }
    }
    assert!(!public.contains("<script"), "citizens need none");
    assert!(!public.contains("Patrull 11"), "no phone, no person");
    Ok(())
}

async fn figures_are_public_after_seven_days(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.has_run_since_last_year().await?;
    let mut officer = station.officer("Patrull 11").await?;
    for back in [6, 7, 8, 9] {
        officer.records(&patrol("raslatt").at(&format!("{}T10:00:00+01:00", today().plus(-back))))?;
    }
    officer.sends().await?;
    let citizen = station.citizen()?;
    let path = format!("/api/v1/promises/{}/public", promise_of(today().plus(-8)));
    let answer = citizen.asks(&path).await?;
    let tag = answer.headers()["etag"].to_str()?.to_owned();
    let figures: Figures = answer.json().await?;
    let count: i64 = figures.totals.iter().filter(|t| t.target.as_str() == "fotpatrull_raslatt").map(|t| t.count).sum();
    // In January the days of December are another year's.
    let public_days = [8, 9].into_iter().filter(|back| today().plus(-back).year() == today().plus(-8).year());
    assert_eq!((count, figures.through), (public_days.count() as i64, today().plus(-8)));
    assert_eq!(figures.completeness, None);
    let again = citizen.sends(|c, url| c.get(format!("{url}{path}")).header("if-none-match", tag)).await?;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    Ok(())
}

async fn single_offences_never_show(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.has_run_since_last_year().await?;
    let mut officer = station.officer("Patrull 11").await?;
    let day = today().plus(-20);
    for area in ["oxnehaga", "ekhagen"] {
        for _ in 0..4 {
            let work = Work::of("narcotics_offence", area).answering("first_time_user", "yes");
            officer.records(&work.at(&format!("{day}T10:00:00+01:00")))?;
        }
    }
    officer.sends().await?;
    let citizen = station.citizen()?;
    let promise = promise_of(day);
    let figures: Figures = serde_json::from_str(&citizen.reads(&format!("/api/v1/promises/{promise}/public")).await?)?;
    let shown: Vec<_> = figures.totals.iter().filter(|t| t.target.as_str() == "narkotika_tre").collect();
    assert_eq!(shown.len(), 1, "{shown:?}");
    let none =
        figures.totals.iter().find(|t| t.target.as_str() == "narkotika_raslatt").expect("told where there is none");
    assert_eq!((none.count, none.numerator), (0, Some(0)));
    assert_eq!((shown[0].area.clone(), shown[0].count, shown[0].numerator), (None, 5, Some(5)));
    let text = words(&citizen.reads(&format!("/promise/{promise}")).await?);
    assert!(text.contains("minst 5") && !text.contains("8 av"), "{text}");
    Ok(())
}

async fn the_page_speaks_the_language_that_is_asked_for(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let citizen = station.citizen()?;
    let page = format!("/promise/{}", this_years_promise());
    let english = "en-GB,en;q=0.9,sv;q=0.5";
    for (path, accepted, lang, heading) in [
        (page.clone(), "", "sv", "Det lovade vi."),
        (page.clone(), "sv,en;q=0.9", "sv", "Det lovade vi."),
        (page.clone(), english, "en", "This is what we promised."),
        (format!("{page}?lang=en"), "sv", "en", "This is what we promised."),
        (format!("{page}?lang=sv"), english, "sv", "Det lovade vi."),
        ("/accessibility".to_owned(), "", "sv", "Tillgänglighetsredogörelse"),
        ("/accessibility".to_owned(), english, "en", "Accessibility statement"),
        ("/accessibility?lang=en".to_owned(), "", "en", "Accessibility statement"),
    ] {
        let answer = citizen.sends(|c, url| c.get(format!("{url}{path}")).header("accept-language", accepted)).await?;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let varies: Vec<&str> = answer.headers().get_all("vary").iter().filter_map(|v| v.to_str().ok()).collect();
        assert!(varies.join(",").to_ascii_lowercase().contains("accept-language"), "{path}: {varies:?}");
        assert_eq!(answer.headers()["content-language"], lang, "{path}");
        let body = answer.text().await?;
        assert!(body.starts_with(&format!("<!doctype html><html lang=\"{lang}\">")), "{path} {accepted}");
        assert!(words(&body).contains(heading), "{path} {accepted}: {heading}");
        assert_eq!(body.matches("rel=\"alternate\"").count(), 2, "{path}");
    }
    let body = citizen.reads(&format!("{page}?lang=en")).await?;
    let signed = body.split("<blockquote ").skip(1).filter_map(|rest| rest.split('>').next());
    assert!(
        signed.clone().count() > 12 && signed.clone().all(|tag| tag.contains("lang=\"sv\"")),
        "they stay what they are"
    );
    Ok(())
}

async fn figures_are_a_table_too(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.has_run_since_last_year().await?;
    let mut officer = station.officer("Patrull 11").await?;
    for area in ["raslatt", "ekhagen", "ekhagen"] {
        officer.records(&patrol(area).at(&format!("{}T10:00:00+01:00", today().plus(-8))))?;
    }
    officer.sends().await?;
    let citizen = station.citizen()?;
    let path = format!("/api/v1/promises/{}/public", promise_of(today().plus(-8)));
    let answer = citizen.asks(&format!("{path}.csv")).await?;
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8; header=present");
    let tag = answer.headers()["etag"].to_str()?.to_owned();
    let table = answer.text().await?;
    let figures: Figures = serde_json::from_str(&citizen.reads(&path).await?)?;
    let mut rows = table.split_terminator("\r\n");
    assert_eq!(rows.next(), Some("commitment,target,label,area,count,numerator,goal,through"));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split(',').collect()).collect();
    assert_eq!(rows.len(), figures.totals.len(), "{table}");
    for (row, total) in rows.iter().zip(&figures.totals) {
        let area = total.area.as_ref().map(ToString::to_string).unwrap_or_default();
        let numerator = total.numerator.map(|n| n.to_string()).unwrap_or_default();
        let told = [row[1], row[3], row[4], row[5], row[7]];
        let (count, through) = (total.count.to_string(), figures.through.to_string());
        assert_eq!(told, [total.target.as_str(), &area, &count, &numerator, &through]);
    }
    let ekhagen = format!("fotpatrull,fotpatrull_tre,Fotpatrull,ekhagen,2,,800,{}", figures.through);
    assert!(table.contains(&ekhagen), "{ekhagen} in {table}");
    let again = citizen.sends(|c, url| c.get(format!("{url}{path}.csv")).header("if-none-match", tag)).await?;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);

    // A year outside the promise is the nearest that it has.
    let asked = citizen.reads(&format!("{path}.csv?year={}", figures.through.year())).await?;
    assert_eq!((asked.as_str(), citizen.reads(&format!("{path}.csv?year=1999")).await?.as_str()), (&*table, &*table));
    assert_eq!(citizen.asks("/api/v1/promises/finns-inte/public.csv").await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}
