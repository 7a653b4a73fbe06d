//! Every promise that ships, on an example that was counted by hand: in the rules, and through phone, server and both
//! databases.

use crate::example::{Example, compare, totals};
use crate::on_both;
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::catalogue::Catalogue;
use domain::promise::{Per, Scope, Target, TargetKind};
use domain::standing::figures;
use domain::tally::{Source, Tally, contribution};
use harness::{Backend, Station};
use server::promise_file::shipped;
use std::collections::{BTreeMap, BTreeSet};

on_both!(each_example_reads_the_same_from_the_server);

#[test]
fn each_example_comes_to_what_was_counted_by_hand() -> Result<()> {
    for (id, text) in shipped() {
        let example = Example::of(id, text)?;
        let tally = tally(&example)?;
        for look in example.looks() {
            compare(&example.promise, &totals(&example.promise, &tally, (look.day.year(), look.day)), look)?;
        }
        let told: BTreeSet<&str> = example.looks().flat_map(|look| &look.rows).map(|r| r.target.as_str()).collect();
        let silent = |t: &&Target| t.kind != TargetKind::Narrative && !told.contains(t.id.as_str());
        let silent: Vec<&str> = example.promise.targets().filter(silent).map(|t| t.id.as_str()).collect();
        assert_eq!(silent, [""; 0], "{id}: targets without a figure");
    }
    Ok(())
}

/// A kind or an option that no real promise uses would be one that nothing shows to work.
#[test]
fn together_they_use_every_kind_and_every_option() -> Result<()> {
    let mut used = BTreeSet::new();
    for (id, text) in shipped() {
        for target in Example::of(id, text)?.promise.targets() {
            used.extend(words(target));
        }
    }
    let kinds = TargetKind::ALL.iter().map(|kind| kind.as_str());
    let scopes = Scope::ALL.iter().map(|scope| scope.as_str());
    let periods = Per::ALL.iter().map(|per| per.as_str());
    let options = "areas group goal within min_minutes window only done by summed pace share sensitive";
    let all = kinds.chain(scopes).chain(periods).chain(options.split_whitespace());
    let unused: Vec<&str> = all.filter(|word| !used.contains(word)).collect();
    assert_eq!(unused, [""; 0]);
    Ok(())
}

/// What of a target's kinds and options it uses.
fn words(target: &Target) -> Vec<&'static str> {
    let options = [
        ("areas", !target.areas.is_empty()),
        ("group", target.areas_name.is_some()),
        ("goal", target.goal.is_some()),
        ("within", target.within.is_some()),
        ("min_minutes", target.min_minutes.is_some()),
        ("window", target.window.is_some()),
        ("only", !target.only.is_empty()),
        ("done", target.done.is_some()),
        ("by", target.by.is_some()),
        ("summed", target.sum.is_some()),
        ("pace", !target.pace.is_empty()),
        ("share", target.share.is_some()),
        ("sensitive", target.sensitive),
    ];
    // A scope says something of several areas only.
    let scope = Some(target.scope.as_str()).filter(|_| target.areas.len() > 1);
    let of_options = options.into_iter().filter(|option| option.1).map(|option| option.0);
    [target.kind.as_str(), target.per.as_str()].into_iter().chain(scope).chain(of_options).collect()
}

async fn each_example_reads_the_same_from_the_server(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    for (id, text) in shipped() {
        let example = Example::of(id, text)?;
        let (promise, of) = (&example.promise, &example.promise.partnership);
        station.loads(promise.clone()).await?;
        let mut officers = BTreeMap::new();
        let done = example.done()?;
        for (organisation, work) in &done {
            if !officers.contains_key(organisation) {
                let name = format!("Patrull {organisation}");
                officers.insert(organisation, station.officer_in(of, organisation.as_str(), &name).await?);
            }
            officers.get_mut(organisation).context("an officer")?.records(work)?;
        }
        for officer in officers.values_mut() {
            for verdict in officer.sends_all().await? {
                ensure!(verdict.code.is_none() && verdict.flags.is_empty(), "{id}: {verdict:?}");
            }
        }
        let organisation = promise.organisations.first().context("a party")?.id.as_str();
        let supervisor = station.staff_in(of, &format!("Gruppchef {of}"), Role::Supervisor, organisation).await?;
        let told = supervisor.figures(id).await?.totals;
        let look = example.looks().last().context("figures")?;
        let day = look.day;
        compare(promise, &told, look)?;
        let counted = totals(promise, &tally(&example)?, (day.year(), day));
        for target in promise.targets() {
            let (here, there) = (figures(promise, target, &counted, day), figures(promise, target, &told, day));
            ensure!(here == there, "{id}, {}: {here:#?} in the rules, {there:#?} from the server", target.id);
        }
    }
    Ok(())
}

/// All that an example's entries add.
fn tally(example: &Example) -> Result<Tally> {
    let none = |_| anyhow::anyhow!("nothing else is in force");
    let catalogue = Catalogue::default().with(example.promise.clone()).map_err(none)?;
    let mut tally = Tally::default();
    for (organisation, work) in example.done()? {
        let local = |unix_ms| example.zone.local_of(unix_ms);
        tally.add(contribution(&work.fact()?, None, Source::phone(&organisation), &catalogue, &local));
    }
    Ok(tally)
}
