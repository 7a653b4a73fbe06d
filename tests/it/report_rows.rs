//! What a report tells one by one: nothing of it leaves the house unless somebody has read and chosen it.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::id::EntryId;
use harness::{Backend, Officer, PageForm, Staff, Station, Work};
use reqwest::StatusCode;

on_both!(
    free_text_is_public_only_as_somebody_chose_it,
    only_its_own_organisation_reads_and_chooses_a_row,
    what_was_published_before_rows_were_chosen_stays,
);

const PROMISE: &str = "jonkoping-2021-2022";
const TERTIAL: &str = "jonkoping-2021-2022/tertial/2021-01-01/2021-04-30";

fn measure(cause: &str) -> Work {
    let measure = Work::of("measure", "ekhagen").answering("cause", cause).answering("owner", "kommunen");
    measure.answering("outcome", "decided").at("2021-02-03T10:00:00+01:00")
}

struct Desk {
    station: Station,
    municipal: Officer,
    supervisor: Staff,
    coordinator: Staff,
    /// "/reports/{id}".
    report: String,
}

async fn begun(backend: Backend) -> Result<Desk> {
    let station = Station::start(backend).await?;
    let supervisor = station.supervisor().await?;
    let answer = supervisor.submits("/reports", &[("period", TERTIAL)]).await?;
    let report = answer.headers().get("location").context("a report")?.to_str()?.to_owned();
    Ok(Desk {
        municipal: station.officer_of("kommunen", "Kommunvakt 1").await?,
        coordinator: station.coordinator().await?,
        supervisor,
        report,
        station,
    })
}

impl Desk {
    fn rows(&self) -> String {
        format!("{}/rows", self.report)
    }

    /// The form of one row, as it stands on the page.
    async fn row(&self, root: EntryId) -> Result<PageForm> {
        let page = self.coordinator.sees(&self.rows()).await?;
        let mine = |form: &PageForm| form.value("entry") == Some(&root.to_string());
        PageForm::all(&page).into_iter().find(mine).context("a form of the row")
    }

    async fn chooses(&self, root: EntryId, cause: &str, choice: &str) -> Result<()> {
        let form = self.row(root).await?.with("text.cause", cause).with("choice", choice);
        let answer = self.coordinator.sends_form(&form).await?;
        anyhow::ensure!(answer.status() == StatusCode::SEE_OTHER, "{}", words(&answer.text().await?));
        Ok(())
    }

    async fn publishes(&self) -> Result<String> {
        for (act, by) in [("freeze", vec![&self.supervisor]), ("approve", vec![&self.supervisor, &self.coordinator])] {
            for staff in by {
                let answer = staff.submits(&format!("{}/{act}", self.report), &[]).await?;
                anyhow::ensure!(answer.status() == StatusCode::SEE_OTHER, "{act}: {}", answer.status());
            }
        }
        let answer = self.supervisor.submits(&format!("{}/publish", self.report), &[]).await?;
        anyhow::ensure!(answer.status() == StatusCode::SEE_OTHER, "publish: {}", answer.status());
        self.public().await
    }

    async fn public(&self) -> Result<String> {
        let path = format!("/promise/{PROMISE}{}", self.report);
        let citizen = self.station.citizen()?;
        let paper = citizen.asks(&format!("{path}/report.pdf")).await?.error_for_status()?.bytes().await?;
        let document = lopdf::Document::load_mem(&paper)?;
        let pages: Vec<u32> = document.get_pages().into_keys().collect();
        let text = format!("{} {}", words(&citizen.reads(&path).await?), document.extract_text(&pages)?);
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

async fn free_text_is_public_only_as_somebody_chose_it(backend: Backend) -> Result<()> {
    let mut desk = begun(backend).await?;
    let whole = desk.municipal.records(&measure("Mörk gångväg"))?;
    let shortened = desk.municipal.records(&measure("Skadegörelse vid Exempelgatan 4, lägenhet 1201"))?;
    let left_out = desk.municipal.records(&measure("Bråk mellan två namngivna"))?;
    desk.municipal.records(&measure("Ingen har läst det här"))?;
    desk.municipal.sends().await?;
    let draft = words(&desk.coordinator.sees(&desk.report).await?);
    assert!(!draft.contains("Mörk gångväg") && draft.contains("0 av 4 rader är valda"), "{draft}");
    let rows = words(&desk.coordinator.sees(&desk.rows()).await?);
    assert!(rows.contains("Mörk gångväg") && rows.contains("Ekhagen"), "{rows}");
    desk.chooses(whole, "Mörk gångväg", "show").await?;
    desk.chooses(shortened, "Skadegörelse i trapphus", "show").await?;
    desk.chooses(left_out, "Bråk mellan två namngivna", "leave").await?;
    let asks = words(&desk.supervisor.sees(&format!("{}/freeze", desk.report)).await?);
    assert!(asks.contains("1 rad har ingen valt"), "{asks}");

    // Corrected after it was read: what was read is what is told, and the page says that it differs.
    desk.municipal.corrects(whole, &[whole], &measure("Mörk gångväg, ring Någon Exempelsson"))?;
    desk.municipal.sends().await?;
    let rows = words(&desk.coordinator.sees(&desk.rows()).await?);
    assert!(rows.contains("Posten har ändrats sedan du valde"), "{rows}");
    let text = desk.publishes().await?;
    assert!(
        text.matches("Mörk gångväg").count() == 2 && text.matches("Skadegörelse i trapphus").count() == 2,
        "{text}"
    );
    for secret in ["Exempelgatan", "namngivna", "Ingen har läst", "Exempelsson"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    // Frozen, nobody chooses any more.
    let late = desk.coordinator.submits(&desk.rows(), &[("entry", &left_out.to_string()), ("choice", "show")]).await?;
    assert_eq!(late.status(), StatusCode::CONFLICT);
    let deeds = desk.station.app().store.audit(&harness::station::partnership(), 100).await?;
    assert_eq!(deeds.iter().filter(|row| row.deed == "choose_row").count(), 3);
    Ok(())
}

async fn only_its_own_organisation_reads_and_chooses_a_row(backend: Backend) -> Result<()> {
    let mut desk = begun(backend).await?;
    let root = desk.municipal.records(&measure("Mörk gångväg"))?;
    desk.municipal.sends().await?;
    let rows = words(&desk.supervisor.sees(&desk.rows()).await?);
    assert!(!rows.contains("Mörk gångväg") && rows.contains("1 rad väljs av"), "{rows}");
    let form = desk.row(root).await?.with("choice", "show");
    assert_eq!(desk.supervisor.sends_form(&form).await?.status(), StatusCode::FORBIDDEN);
    // Two windows: the second is told.
    assert_eq!(desk.coordinator.sends_form(&form).await?.status(), StatusCode::SEE_OTHER);
    let second = form.with("text.cause", "Något annat");
    let answer = desk.coordinator.sends_form(&second).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let text = words(&answer.text().await?);
    assert!(text.contains("Något annat") && text.contains("Mörk gångväg"), "{text}");
    let long = "x".repeat(301);
    let form = desk.row(root).await?.with("choice", "show").with("text.cause", &long);
    assert_eq!(desk.coordinator.sends_form(&form).await?.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = form.with("entry", &EntryId([7; 16]).to_string());
    assert_eq!(desk.coordinator.sends_form(&unknown).await?.status(), StatusCode::NOT_FOUND);
    Ok(())
}

/// A report of an earlier version has every row in its body: published, it stays; frozen, it must be opened again.
async fn what_was_published_before_rows_were_chosen_stays(backend: Backend) -> Result<()> {
    let mut desk = begun(backend).await?;
    let root = desk.municipal.records(&measure("Mörk gångväg"))?;
    desk.municipal.sends().await?;
    desk.chooses(root, "Mörk gångväg", "show").await?;
    desk.publishes().await?;
    // As an earlier version kept it: nothing says that the rows were chosen.
    let mut database = harness::Intruder::at(desk.station.database_url()).await?;
    database.forgets_who_chose().await?;
    assert_eq!(desk.public().await?.matches("Mörk gångväg").count(), 2);
    database.unpublishes().await?;
    let answer = desk.supervisor.submits(&format!("{}/publish", desk.report), &[]).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(words(&answer.text().await?).contains("Öppna rapporten igen"), "and says what to do");
    Ok(())
}
