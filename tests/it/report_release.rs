//! A report leaves the house by several hands: each party approves its own part, and what was published can be taken back
//! where everybody sees it.

use crate::figures::words;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::partnership;
use harness::{Backend, Staff, Station};
use reqwest::StatusCode;

on_both!(
    each_party_approves_its_own_part,
    whoever_wrote_does_not_approve_where_the_promise_says_so,
    a_published_report_is_withdrawn_with_a_trace,
    a_newer_report_of_the_same_days_replaces_the_older,
);

const PROMISE: &str = "jonkoping-2021-2022";
const TERTIAL: &str = "jonkoping-2021-2022/tertial/2021-01-01/2021-04-30";

async fn draft(staff: &Staff) -> Result<String> {
    let answer = staff.submits("/reports", &[("period", TERTIAL)]).await?;
    Ok(answer.headers().get("location").context("a report")?.to_str()?.to_owned())
}

async fn acts(staff: &Staff, report: &str, act: &str) -> Result<StatusCode> {
    Ok(staff.submits(&format!("{report}/{act}"), &[]).await?.status())
}

async fn published(supervisor: &Staff, coordinator: &Staff) -> Result<String> {
    let report = draft(supervisor).await?;
    for (staff, act) in
        [(supervisor, "freeze"), (supervisor, "approve"), (coordinator, "approve"), (supervisor, "publish")]
    {
        assert_eq!(acts(staff, &report, act).await?, StatusCode::SEE_OTHER, "{act}");
    }
    Ok(report)
}

async fn each_party_approves_its_own_part(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (supervisor, coordinator) = (station.supervisor().await?, station.coordinator().await?);
    let report = draft(&supervisor).await?;
    assert_eq!(acts(&coordinator, &report, "approve").await?, StatusCode::CONFLICT, "a draft is nobody's to approve");
    assert_eq!(acts(&supervisor, &report, "freeze").await?, StatusCode::SEE_OTHER);
    assert_eq!(acts(&supervisor, &report, "approve").await?, StatusCode::SEE_OTHER);
    assert_eq!(acts(&supervisor, &report, "approve").await?, StatusCode::CONFLICT, "each once");
    assert_eq!(acts(&supervisor, &report, "publish").await?, StatusCode::CONFLICT, "the municipality hasn't approved");
    let text = words(&supervisor.sees(&report).await?);
    assert!(text.contains("Polisens del godkänd") && text.contains("Kommunens del väntar på godkännande"), "{text}");
    let page = coordinator.sees(&report).await?;
    assert!(page.contains(&format!("{report}/approve")), "the coordinator has an act: {}", words(&page));
    let asks = words(&coordinator.sees(&format!("{report}/approve")).await?);
    assert!(asks.contains("kommunens del"), "{asks}");
    assert_eq!(acts(&coordinator, &report, "approve").await?, StatusCode::SEE_OTHER);
    assert_eq!(acts(&coordinator, &report, "publish").await?, StatusCode::FORBIDDEN);
    // Opened again, both approve anew.
    assert_eq!(acts(&supervisor, &report, "reopen").await?, StatusCode::SEE_OTHER);
    for act in ["freeze", "approve"] {
        assert_eq!(acts(&supervisor, &report, act).await?, StatusCode::SEE_OTHER);
    }
    assert_eq!(acts(&supervisor, &report, "publish").await?, StatusCode::CONFLICT);
    assert_eq!(acts(&coordinator, &report, "approve").await?, StatusCode::SEE_OTHER);
    assert_eq!(acts(&supervisor, &report, "publish").await?, StatusCode::SEE_OTHER);
    let rows = station.app().store.audit(&partnership(), 100).await?;
    let approvals: Vec<_> = rows.iter().filter(|row| row.deed == "approve_report").map(|row| &row.about).collect();
    assert_eq!(approvals.iter().filter(|about| about.contains("municipality")).count(), 2, "{approvals:?}");
    Ok(())
}

async fn whoever_wrote_does_not_approve_where_the_promise_says_so(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (supervisor, coordinator) = (station.supervisor().await?, station.coordinator().await?);
    let colleague = station.staff("Gruppchef Två", Role::Supervisor, "polisen").await?;
    let shipped = server::promise_file::shipped().find(|(id, _)| *id == PROMISE).context("the promise")?.1;
    let (head, rest) = shipped.split_once("\n[").context("a table in the file")?;
    let head = head.replace("version = 1", "version = 2");
    let text = format!("{head}\napproval_by_another = true\n[{rest}");
    let promise = server::promise_file::read(&text).map_err(|_| anyhow::anyhow!("a promise with problems"))?;
    station.loads(promise).await?;

    let report = draft(&supervisor).await?;
    let to = format!("{report}/texts");
    let form = coordinator.opens(&report, &to).await?.with("text", "Skrivet av samordnaren.");
    assert_eq!(coordinator.sends_form(&form).await?.status(), StatusCode::OK);
    assert_eq!(acts(&supervisor, &report, "freeze").await?, StatusCode::SEE_OTHER);
    let refused = supervisor.submits(&format!("{report}/approve"), &[]).await?;
    assert_eq!(refused.status(), StatusCode::CONFLICT, "who froze the figures doesn't approve them");
    assert!(words(&refused.text().await?).contains("en annan person"), "and is told why");
    assert_eq!(acts(&coordinator, &report, "approve").await?, StatusCode::CONFLICT, "nor does who wrote");
    assert_eq!(acts(&colleague, &report, "approve").await?, StatusCode::SEE_OTHER);
    let other = station.staff("Samordnare Två", Role::Coordinator, "kommunen").await?;
    assert_eq!(acts(&other, &report, "approve").await?, StatusCode::SEE_OTHER);
    assert_eq!(acts(&supervisor, &report, "publish").await?, StatusCode::SEE_OTHER);
    Ok(())
}

async fn a_published_report_is_withdrawn_with_a_trace(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (supervisor, coordinator) = (station.supervisor().await?, station.coordinator().await?);
    let report = published(&supervisor, &coordinator).await?;
    let (public, withdraw) = (format!("/promise/{PROMISE}{report}"), format!("{report}/withdraw"));
    let citizen = station.citizen()?;
    assert_eq!(coordinator.submits(&withdraw, &[("reason", "fel")]).await?.status(), StatusCode::FORBIDDEN);
    let form = supervisor.opens(&withdraw, &withdraw).await?;
    assert_eq!(supervisor.sends_form(&form).await?.status(), StatusCode::UNPROCESSABLE_ENTITY, "why?");
    assert_eq!(citizen.asks(&public).await?.status(), StatusCode::OK);
    let form = form.with("reason", "Ett tal var fel: 11 skulle vara 17.");
    assert_eq!(supervisor.sends_form(&form).await?.status(), StatusCode::SEE_OTHER);

    let answer = citizen.asks(&public).await?;
    assert_eq!(answer.status(), StatusCode::GONE);
    let text = words(&answer.text().await?);
    assert!(text.contains("Återkallad") && text.contains("11 skulle vara 17"), "{text}");
    assert!(!text.contains("Gruppchef") && !text.contains("av 800"), "no person, no figure: {text}");
    assert_eq!(citizen.asks(&format!("{public}/report.pdf")).await?.status(), StatusCode::GONE);
    let promise = words(&citizen.reads(&format!("/promise/{PROMISE}")).await?);
    assert!(promise.contains("Tertial 1 2021 (återkallad"), "{promise}");
    let staff = words(&supervisor.sees(&report).await?);
    assert!(staff.contains("Återkallad") && staff.contains("av Gruppchef Ett"), "{staff}");
    assert_eq!(acts(&supervisor, &report, "publish").await?, StatusCode::CONFLICT, "withdrawn is final");
    let rows = station.app().store.audit(&partnership(), 100).await?;
    assert!(rows.iter().any(|row| row.deed == "withdraw_report" && row.about.contains("skulle vara 17")));
    // The days can be reported anew, and the old address leads there.
    let next = published(&supervisor, &coordinator).await?;
    assert_ne!(next, report);
    let page = citizen.asks(&public).await?.text().await?;
    assert!(page.contains(&format!("/promise/{PROMISE}{next}")), "{}", words(&page));
    Ok(())
}

async fn a_newer_report_of_the_same_days_replaces_the_older(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (supervisor, coordinator) = (station.supervisor().await?, station.coordinator().await?);
    let first = published(&supervisor, &coordinator).await?;
    let second = published(&supervisor, &coordinator).await?;
    let citizen = station.citizen()?;
    let answer = citizen.asks(&format!("/promise/{PROMISE}{first}")).await?;
    assert_eq!(answer.status(), StatusCode::GONE);
    let page = answer.text().await?;
    assert!(words(&page).contains("Ersatt") && page.contains(&second), "{}", words(&page));
    assert_eq!(citizen.asks(&format!("/promise/{PROMISE}{second}")).await?.status(), StatusCode::OK);
    let rows = station.app().store.audit(&partnership(), 100).await?;
    assert!(rows.iter().any(|row| row.deed == "publish_report" && row.about.contains("replaces")), "the log says it");
    Ok(())
}
