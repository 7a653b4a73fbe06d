//! What counts, seen from outside: the promise's own numbers.

use crate::on_both;
use anyhow::Result;
use domain::wire::Flag;
use harness::station::this_years_promise;
use harness::{Backend, Officer, Staff, Station, Work, check, patrol};

on_both!(
    a_check_of_nineteen_minutes_is_kept_and_not_counted,
    eight_hundred_patrols_read_eight_hundred,
    a_correction_and_a_withdrawal_move_the_figure_by_one_in_every_order,
    a_share_reads_as_so_many_of_so_many,
    what_cannot_count_is_kept_with_its_reason,
);

async fn a_check_of_nineteen_minutes_is_kept_and_not_counted(backend: Backend) -> Result<()> {
    let (_station, mut officer, supervisor, promise) = begun(backend).await?;
    let target = "trafik_raslatt".to_owned();
    officer.records(&check("raslatt", 19))?;
    officer.sends().await?;
    let total = supervisor.total(&promise, &target, Some("raslatt")).await?;
    assert_eq!((total.count, total.too_short), (0, 1), "kept, and it says why it doesn't count");
    assert!(supervisor.sees("/dashboard").await?.contains("20 min"), "the page tells the least length");
    officer.records(&check("raslatt", 20))?;
    officer.sends().await?;
    let total = supervisor.total(&promise, &target, Some("raslatt")).await?;
    assert_eq!((total.count, total.too_short, total.minutes), (1, 1, 20));
    Ok(())
}

async fn eight_hundred_patrols_read_eight_hundred(backend: Backend) -> Result<()> {
    let (_station, mut officer, supervisor, promise) = begun(backend).await?;
    for _ in 0..800 {
        officer.records(&patrol("raslatt"))?;
    }
    officer.sends_all().await?;
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 800);
    let page = supervisor.sees("/dashboard").await?;
    let text = words(&page);
    assert!(text.contains("800 av 800"), "{text}");
    Ok(())
}

/// 19 minutes corrected to 21 adds exactly one, a withdrawal takes exactly one away, in all six orders of arrival.
async fn a_correction_and_a_withdrawal_move_the_figure_by_one_in_every_order(backend: Backend) -> Result<()> {
    let (station, _, supervisor, promise) = begun(backend).await?;
    let target = "trafik_tre".to_owned();
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for (place, order) in orders.into_iter().enumerate() {
        let mut officer = station.officer(&format!("Patrull {}", 20 + place)).await?;
        let root = officer.records(&check("ekhagen", 19))?;
        let longer = officer.corrects(root, &[root], &check("ekhagen", 21))?;
        officer.withdraws(root, &[root, longer])?;
        let all = std::mem::take(&mut officer.memory.kept);
        let before = supervisor.count(&promise, &target, "ekhagen").await?;
        let mut arrived = Vec::new();
        for at in order {
            officer.memory.kept = vec![all[at].clone()];
            officer.sends().await?;
            arrived.push(at);
            arrived.sort_unstable();
            // Only root and correction together count one; the withdrawal takes it away whenever it comes.
            let expected = i64::from(arrived == [0, 1]);
            let now = supervisor.count(&promise, &target, "ekhagen").await?;
            assert_eq!(now - before, expected, "{arrived:?} of order {order:?}");
        }
    }
    Ok(())
}

async fn a_share_reads_as_so_many_of_so_many(backend: Backend) -> Result<()> {
    let (_station, mut officer, supervisor, promise) = begun(backend).await?;
    for place in 0..61 {
        let answer = if place < 14 {
            "yes"
        } else if place < 50 {
            "no"
        } else {
            "unknown"
        };
        officer.records(&Work::of("narcotics_offence", "raslatt").answering("first_time_user", answer))?;
    }
    officer.sends().await?;
    let total = supervisor.total(&promise, "narkotika_raslatt", Some("raslatt")).await?;
    assert_eq!((total.count, total.numerator), (61, Some(14)));
    let text = words(&supervisor.sees("/dashboard").await?);
    assert!(text.contains("14 av 61 (23 %)"), "{text}");
    Ok(())
}

async fn what_cannot_count_is_kept_with_its_reason(backend: Backend) -> Result<()> {
    let (_station, mut officer, supervisor, promise) = begun(backend).await?;
    for (work, flag) in [
        (patrol("atlantis"), Flag::UnknownArea),
        (Work::of("moon_walk", "raslatt"), Flag::UnknownActivity),
        (patrol("raslatt").at("2019-03-04T13:05:00+01:00"), Flag::OutsidePeriod),
        (Work::of("bos_meeting", "raslatt"), Flag::NotPermitted),
    ] {
        officer.records(&work)?;
        let verdicts = officer.sends().await?;
        assert_eq!(verdicts[0].code, None, "{work:?}");
        assert!(verdicts[0].flags.contains(&flag), "{work:?}: {verdicts:?}");
    }
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 0);
    let text = words(&supervisor.sees("/dashboard").await?);
    assert!(text.contains("Väntar på en person"), "{text}");
    Ok(())
}

async fn begun(backend: Backend) -> Result<(Station, Officer, Staff, String)> {
    let station = Station::start(backend).await?;
    let officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    Ok((station, officer, supervisor, this_years_promise()))
}

/// A page's words without its marks, spaces of every kind as one.
pub(crate) fn words(page: &str) -> String {
    let mut text = String::new();
    let mut within = false;
    for c in page.chars() {
        match c {
            '<' => within = true,
            '>' => {
                within = false;
                text.push(' ');
            }
            c if !within => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&nbsp;", " ").replace('\u{a0}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
