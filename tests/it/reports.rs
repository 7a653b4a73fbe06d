//! A report from draft to publication: frozen figures stay, late entries are listed, and no sensitive figure gets out.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::partnership;
use harness::{Backend, Officer, PageForm, Staff, Station, Work, check, patrol};
use reqwest::{Response, StatusCode};
use std::io::{Cursor, Read};

on_both!(
    late_entries_never_change_a_published_report,
    a_report_goes_its_way_by_those_who_may,
    texts_are_written_by_those_who_answer_for_them,
    nothing_public_tells_a_sensitive_figure,
    a_text_that_looks_like_markup_stays_in_its_field,
);

const PROMISE: &str = "jonkoping-2021-2022";
const TERTIAL_1: &str = "jonkoping-2021-2022/tertial/2021-01-01/2021-04-30";

async fn late_entries_never_change_a_published_report(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    for _ in 0..11 {
        officer.records(&patrol("raslatt").at("2021-02-03T10:00:00+01:00"))?;
    }
    officer.records(&check("raslatt", 10).at("2021-02-03T10:00:00+01:00"))?;
    officer.sends().await?;
    let id = published(&station, &supervisor, TERTIAL_1).await?;
    for _ in 0..40 {
        officer.records(&patrol("raslatt").at("2021-04-30T23:59:00+02:00"))?;
    }
    officer.sends().await?;

    let rows = ["Löfte 1 Fotpatrull, Råslätt: gjort 11 51", "Löfte 1 Fotpatrull, Råslätt: i perioden 11 51"];
    let staff = supervisor.sees(&format!("/reports/{id}")).await?;
    let public = station.citizen()?.reads(&format!("/promise/{PROMISE}/reports/{id}")).await?;
    for page in [&staff, &public] {
        let text = words(page);
        assert!(text.contains("11 av 800") && !text.contains("51 av 800"), "{text}");
        assert!(text.contains(&rows.join(" ")), "{text}");
        assert_eq!(page.matches("<td>Löfte").count(), rows.len(), "nothing else has changed: {text}");
    }
    for path in [format!("/reports/{id}/report.pdf"), format!("/promise/{PROMISE}/reports/{id}/report.pdf")] {
        let text = pdf_text(supervisor.asks(&path).await?).await?;
        assert!(text.contains("11 av 800") && !text.contains("51 av 800"), "{text}");
        assert!(text.contains("Fotpatrull, Råslätt: gjort 11 51"), "{text}");
    }
    let book = sheets(supervisor.asks(&format!("/reports/{id}/report.xlsx")).await?).await?;
    assert!(book[0].contains(&"11".to_owned()) && !book[0].contains(&"51".to_owned()), "{:?}", book[0]);
    for number in ["11", "51"] {
        assert_eq!(book[3].iter().filter(|n| *n == number).count(), rows.len(), "{number} in {:?}", book[3]);
    }

    // The next report is right, and so is another one of the same days.
    for (period, in_period) in
        [("jonkoping-2021-2022/tertial/2021-05-01/2021-08-31", "0 i perioden"), (TERTIAL_1, "51 i perioden")]
    {
        let next = drafted(&supervisor, period).await?;
        assert_ne!(next, id);
        let text = words(&supervisor.sees(&format!("/reports/{next}")).await?);
        assert!(text.contains("51 av 800") && text.contains(in_period), "{text}");
    }
    Ok(())
}

/// What a coordinator writes is read by a supervisor: it must not become a part of that page.
async fn a_text_that_looks_like_markup_stays_in_its_field(backend: Backend) -> Result<()> {
    let (_station, _officer, supervisor) = begun(backend).await?;
    let id = drafted(&supervisor, TERTIAL_1).await?;
    let text = "Före &lt; </textarea><b id=\"planted\">efter";
    let form = [("commitment", "fotpatrull"), ("text", text)];
    supervisor.submits(&format!("/reports/{id}/texts"), &form).await?;
    let page = supervisor.sees(&format!("/reports/{id}")).await?;
    assert!(!page.contains("<b id=\"planted\""), "{page}");
    assert!(page.contains("Före &amp;lt; &lt;/textarea>&lt;b id=\"planted\">efter</textarea>"), "{page}");
    Ok(())
}

async fn a_report_goes_its_way_by_those_who_may(backend: Backend) -> Result<()> {
    let (station, _officer, supervisor) = begun(backend).await?;
    let coordinator = station.coordinator().await?;
    let administrator = station.staff("Administratör Ett", Role::Administrator, "polisen").await?;
    assert_eq!(administrator.asks("/reports").await?.status(), StatusCode::FORBIDDEN);
    for bad in ["jonkoping-2021-2022/tertial/2021-01-01/2021-04-29", "atlantis/year/2021-01-01/2021-12-31", "x", ""] {
        let answer = supervisor.submits("/reports", &[("period", bad)]).await?;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    let id = drafted(&coordinator, TERTIAL_1).await?;
    assert_eq!(drafted(&supervisor, TERTIAL_1).await?, id, "there is one draft of the same days");
    let act = |act: &'static str| format!("/reports/{id}/{act}");
    let public = format!("/promise/{PROMISE}/reports/{id}");
    let citizen = station.citizen()?;
    for step in ["freeze", "approve", "publish"] {
        let own_part = if step == "approve" { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(coordinator.submits(&act(step), &[]).await?.status(), own_part, "{step}");
        assert_eq!(citizen.asks(&public).await?.status(), StatusCode::NOT_FOUND, "before {step}");
        assert_eq!(citizen.asks(&format!("{public}/report.pdf")).await?.status(), StatusCode::NOT_FOUND);
        for other in ["freeze", "approve", "publish"].into_iter().filter(|other| *other != step) {
            assert_eq!(supervisor.submits(&act(other), &[]).await?.status(), StatusCode::CONFLICT, "{other}, {step}");
        }
        assert!(supervisor.sees(&act(step)).await?.contains("method=\"post\""));
        assert_eq!(supervisor.submits(&act(step), &[]).await?.status(), StatusCode::SEE_OTHER, "{step}");
        if step == "approve" {
            assert_eq!(supervisor.submits(&act("reopen"), &[]).await?.status(), StatusCode::SEE_OTHER);
            for again in ["freeze", "approve"] {
                assert_eq!(supervisor.submits(&act(again), &[]).await?.status(), StatusCode::SEE_OTHER, "{again}");
            }
            assert_eq!(coordinator.submits(&act("approve"), &[]).await?.status(), StatusCode::SEE_OTHER);
        }
    }
    assert_eq!(supervisor.submits(&act("reopen"), &[]).await?.status(), StatusCode::CONFLICT, "no way back to a draft");
    assert!(words(&citizen.reads(&public).await?).contains("Tertial 1 2021"));
    assert!(citizen.reads(&format!("/promise/{PROMISE}")).await?.contains(&public), "the promise's page leads to it");

    // Days that haven't ended are in nobody's report, and those of the last week in no public one.
    let this_year = harness::station::this_years_promise();
    let today = harness::station::today();
    let own = drafted_days(&supervisor, &format!("{this_year}/custom"), today, today).await?;
    assert_eq!(supervisor.submits(&format!("/reports/{own}/freeze"), &[]).await?.status(), StatusCode::CONFLICT);
    let deeds: Vec<String> =
        station.app().store.audit(&partnership(), 100).await?.into_iter().map(|row| row.deed).collect();
    for deed in ["draft_report", "freeze_report", "approve_report", "publish_report", "reopen_report"] {
        assert!(deeds.iter().any(|d| d == deed), "{deed} in {deeds:?}");
    }
    Ok(())
}

async fn texts_are_written_by_those_who_answer_for_them(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    officer.records(&patrol("raslatt").at("2021-02-03T10:00:00+01:00"))?;
    officer.sends().await?;
    let coordinator = station.coordinator().await?;
    let id = drafted(&supervisor, TERTIAL_1).await?;
    let (page, to) = (format!("/reports/{id}"), format!("/reports/{id}/texts"));
    let fact = "Av 800 lovade fotpatruller på Råslätt är 1 registrerade";
    assert!(words(&supervisor.sees(&page).await?).contains(fact));
    // The form of the commitment, as it stands on the page; one of nothing but names for whoever gets none.
    let writes = async |staff: &Staff, commitment: &str, text: &str| {
        let forms = PageForm::all(&staff.sees(&page).await?);
        let mine = forms.into_iter().find(|form| form.value("commitment") == Some(commitment));
        let bare = PageForm { action: to.clone(), fields: Vec::new() };
        staff.sends_form(&mine.unwrap_or(bare).with("commitment", commitment).with("text", text)).await
    };
    for (staff, commitment, expected) in [
        (&supervisor, "fotpatrull", StatusCode::OK),
        (&supervisor, "lagesbild_raslatt", StatusCode::FORBIDDEN),
        (&supervisor, "ssg", StatusCode::OK),
        (&coordinator, "fotpatrull", StatusCode::FORBIDDEN),
        (&coordinator, "lagesbild_raslatt", StatusCode::OK),
        (&coordinator, "ssg", StatusCode::OK),
        (&supervisor, "atlantis", StatusCode::NOT_FOUND),
    ] {
        let status =
            writes(staff, commitment, &format!("Kvällspass i {commitment}.\r\n\r\nFler i maj.")).await?.status();
        assert_eq!(status, expected, "{commitment}");
    }
    let text = words(&supervisor.sees(&page).await?);
    assert!(text.contains("Kvällspass i fotpatrull.") && !text.contains(fact), "{text}");
    assert!(text.contains("Kvällspass i lagesbild_raslatt."), "the other's text shows: {text}");

    let long = "å".repeat(4_001);
    let refused = writes(&supervisor, "fotpatrull", &long).await?;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await?.contains(&long), "what was written isn't lost");
    assert_eq!(writes(&supervisor, "fotpatrull", &long[2..]).await?.status(), StatusCode::OK, "4,000 are fine");

    // Emptied, it is told by the figures again; a text that was only looked at goes on following them.
    writes(&supervisor, "fotpatrull", "").await?;
    let told = words(&supervisor.sees(&page).await?);
    assert!(told.contains(fact), "{told}");
    assert_eq!(supervisor.submits(&format!("{page}/freeze"), &[]).await?.status(), StatusCode::SEE_OTHER);
    assert_eq!(writes(&supervisor, "fotpatrull", "Efteråt").await?.status(), StatusCode::CONFLICT);
    let frozen = words(&supervisor.sees(&page).await?);
    assert!(frozen.contains(fact) && frozen.contains("Kvällspass i ssg.") && !frozen.contains("Efteråt"), "{frozen}");
    Ok(())
}

async fn nothing_public_tells_a_sensitive_figure(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    let offence = |area| Work::of("narcotics_offence", area).answering("first_time_user", "yes");
    for (area, many) in [("oxnehaga", 32), ("ekhagen", 41)] {
        for _ in 0..many {
            officer.records(&offence(area).at("2021-02-03T10:00:00+01:00"))?;
        }
    }
    officer.sends_all().await?;
    let id = published(&station, &supervisor, TERTIAL_1).await?;
    for _ in 0..3 {
        officer.records(&offence("oxnehaga").at("2021-02-04T10:00:00+01:00"))?;
    }
    officer.sends().await?;
    let staff = words(&supervisor.sees(&format!("/reports/{id}")).await?);
    for exact in ["73 av 104", "Öxnehaga 32", "Ekhagen 41", "gjort 73 76"] {
        assert!(staff.contains(exact), "{exact} for staff: {staff}");
    }
    let path = format!("/promise/{PROMISE}/reports/{id}");
    let citizen = station.citizen()?;
    let page = words(&citizen.reads(&path).await?);
    let paper = pdf_text(citizen.asks(&format!("{path}/report.pdf")).await?).await?;
    for text in [&page, &paper] {
        assert!(text.contains("minst 70 av 104"), "{text}");
        assert!(text.contains("gjort minst 70 minst 75"), "the correction goes in steps too: {text}");
        // Of the year's weeks that many remain; the number that would tell something is another's.
        let text = text.replace("35 återstår", "");
        for exact in ["73", "76", "32", "41", "35"] {
            let alone = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()) == exact;
            let found = text.split_whitespace().filter(|word| alone(word)).count();
            assert_eq!(found, 0, "{exact} in {text}");
        }
        assert!(!text.contains("Patrull 11") && !text.contains("Gruppchef Ett"), "no phone, no person: {text}");
    }
    assert!(citizen.asks(&format!("/reports/{id}/report.xlsx")).await?.status().is_redirection());
    Ok(())
}

async fn begun(backend: Backend) -> Result<(Station, Officer, Staff)> {
    let station = Station::start(backend).await?;
    let officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    Ok((station, officer, supervisor))
}

/// Begins a report; answers its id.
async fn drafted(staff: &Staff, period: &str) -> Result<String> {
    id_of(staff.submits("/reports", &[("period", period)]).await?)
}

async fn drafted_days(
    staff: &Staff,
    period: &str,
    from: domain::calendar::Day,
    to: domain::calendar::Day,
) -> Result<String> {
    let (from, to) = (from.to_string(), to.to_string());
    id_of(staff.submits("/reports", &[("period", period), ("from", &from), ("to", &to)]).await?)
}

fn id_of(answer: Response) -> Result<String> {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let to = answer.headers()["location"].to_str()?.to_owned();
    Ok(to.strip_prefix("/reports/").context("a report's address")?.to_owned())
}

async fn published(station: &Station, supervisor: &Staff, period: &str) -> Result<String> {
    let coordinator = &station.coordinator().await?;
    let id = drafted(supervisor, period).await?;
    let way = [(supervisor, "freeze"), (supervisor, "approve"), (coordinator, "approve"), (supervisor, "publish")];
    for (staff, act) in way {
        let answer = staff.submits(&format!("/reports/{id}/{act}"), &[]).await?;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{act}");
    }
    Ok(id)
}

/// What a PDF says, spaces of every kind as one.
async fn pdf_text(answer: Response) -> Result<String> {
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    let document = lopdf::Document::load_mem(&answer.error_for_status()?.bytes().await?)?;
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    Ok(document.extract_text(&pages)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The numbers on each sheet of a workbook, in order; words are kept elsewhere in it.
async fn sheets(answer: Response) -> Result<Vec<Vec<String>>> {
    let bytes = answer.error_for_status()?.bytes().await?;
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut sheets = Vec::new();
    for number in 1..=4 {
        let mut text = String::new();
        parts.by_name(&format!("xl/worksheets/sheet{number}.xml"))?.read_to_string(&mut text)?;
        let cells = text.split("<c ").skip(1).filter(|cell| !cell.contains("t=\"s\""));
        let number = |cell: &str| Some(cell.split_once("<v>")?.1.split_once("</v>")?.0.to_owned());
        sheets.push(cells.filter_map(number).collect());
    }
    Ok(sheets)
}
