//! The menu of staff: it leads where the routes let a role pass, and nowhere else.

use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::{Backend, Staff, Station};
use reqwest::StatusCode;
use std::collections::BTreeSet;

on_both!(the_menu_has_the_pages_that_answer_and_no_other);

async fn the_menu_has_the_pages_that_answer_and_no_other(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut menus = Vec::new();
    for role in [Role::Supervisor, Role::Coordinator, Role::Administrator] {
        let staff = station.staff(&format!("Roll {}", role.word()), role, "polisen").await?;
        let links = menu(&staff.sees("/account").await?)?;
        assert!(!links.is_empty(), "{role:?} has no menu");
        menus.push((role, staff, links));
    }
    let pages: BTreeSet<String> = menus.iter().flat_map(|(.., links)| links.iter().cloned()).collect();
    for (role, staff, links) in &menus {
        for page in &pages {
            let expected = if links.contains(page) { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(status(staff, page).await?, expected, "{page} for {role:?}, whose menu is {links:?}");
        }
    }
    // Officers have the app: their phone's credential is none for pages.
    let officer = station.officer("Patrull Elva").await?;
    for page in &pages {
        let answer = officer.client().get(format!("{}{page}", station.url())).send().await?;
        assert!(answer.url().path().starts_with("/login"), "{page}: {}", answer.url());
    }
    Ok(())
}

async fn status(staff: &Staff, page: &str) -> Result<StatusCode> {
    Ok(staff.asks(page).await?.status())
}

/// The addresses in the bar's menu.
fn menu(page: &str) -> Result<BTreeSet<String>> {
    let (_, bar) = page.split_once("class=\"grow\"").context("a page without a menu")?;
    let (links, _) = bar.split_once("</nav>").context("a menu without an end")?;
    Ok(links.split("href=\"").skip(1).filter_map(|link| link.split('"').next()).map(str::to_owned).collect())
}
