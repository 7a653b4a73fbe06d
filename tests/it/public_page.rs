//! What citizens get: whole without a script, a week old, and never a single offence.

use crate::figures::words;
use crate::on_both;
use anyhow::Result;
use domain::figure::{Figure, PublicFigures, Value};
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
    let dashboard = supervisor.sees(&format!("/dashboard?promise={promise}&year={}", day.year())).await?;
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
    let body = answer.text().await?;
    let figures: PublicFigures = serde_json::from_str(&body)?;
    let count = figure(&figures, "fotpatrull_raslatt").done();
    // In January the days of December are another year's.
    let public_days = [8, 9].into_iter().filter(|back| today().plus(-back).year() == today().plus(-8).year());
    assert_eq!((count, figures.through), (Value::Exact(public_days.count() as i64), today().plus(-8)));
    assert!(!body.contains("completeness"), "{body}");
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
    let figures: PublicFigures =
        serde_json::from_str(&citizen.reads(&format!("/api/v1/promises/{promise}/public")).await?)?;
    // Where there is none, and where there are eight in two areas: a number is never told, nor the areas apart.
    for (target, low) in [("narkotika_raslatt", 0), ("narkotika_tre", 5)] {
        let figure = figure(&figures, target);
        let step = Value::Hidden { low, high: low + 4 };
        let share = figure.share.as_ref().expect("a share");
        assert_eq!((figure.done(), share.numerator, share.denominator), (step, step, step), "{target}");
        assert_eq!((share.percent, figure.parts.len(), figure.too_short), (None, 0, 0), "{target}");
    }
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
    let figures: PublicFigures = serde_json::from_str(&citizen.reads(&path).await?)?;
    let through = figures.through;
    let head =
        "promise,version,commitment,number,words,target,label,kind,unit,row,scope,area,place,count,low,high,shown,goal";
    assert!(table.starts_with(head), "{table}");
    let rows: Vec<_> =
        table.lines().filter(|line| line.contains(",fotpatrull_tre,Fotpatrull,count,occasions,")).collect();
    for (row, told) in rows.iter().zip([
        ",total,sum,,\"Öxnehaga, Österängen och Ekhagen\",2,2,2,2,800,",
        ",part,sum,oxnehaga,Öxnehaga,0,0,0,0,,",
        ",part,sum,osterangen,Österängen,0,0,0,0,,",
        ",part,sum,ekhagen,Ekhagen,2,2,2,2,,",
    ]) {
        assert!(row.contains(told) && row.ends_with(&format!(",{through}")), "{told} in {row}");
    }
    assert_eq!(rows.len(), 4, "the goal once, and each area: {table}");
    let excel = citizen.reads(&format!("{path}.csv?format=excel")).await?;
    assert!(excel.starts_with(&format!("\u{feff}{}", head.replace(',', ";"))), "{excel}");
    assert_eq!(citizen.asks(&format!("{path}.csv?format=xml")).await?.status(), StatusCode::BAD_REQUEST);
    let again = citizen.sends(|c, url| c.get(format!("{url}{path}.csv")).header("if-none-match", tag)).await?;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);

    // A year outside the promise has no figures.
    assert_eq!(citizen.reads(&format!("{path}.csv?year={}", through.year())).await?, table);
    assert_eq!(citizen.asks(&format!("{path}.csv?year=1999")).await?.status(), StatusCode::NOT_FOUND);
    assert_eq!(citizen.asks("/api/v1/promises/finns-inte/public.csv").await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

/// The one figure of a target.
fn figure<'a>(of: &'a PublicFigures, target: &str) -> &'a Figure {
    let mut figures = of.commitments.iter().flat_map(|d| &d.figures);
    figures.find(|figure| figure.target.as_str() == target).expect("every target is told, also where there is none")
}
