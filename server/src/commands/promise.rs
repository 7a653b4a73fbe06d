//! `server promise list|show|check|load|unload`.

use super::{rebuild, tell, unless_stopped};
use crate::clock::now_ms;
use crate::config::{Kept, PromiseCommand};
use crate::output::{self, print_line};
use crate::store::{Changed, Loaded, NotLoaded, NotUnloaded, Opening, Store};
use crate::{promise_file, text_file};
use anyhow::{Result, bail};
use domain::id::PromiseId;
use domain::promise::Promise;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

pub(super) async fn promise(what: PromiseCommand) -> Result<ExitCode> {
    match what {
        PromiseCommand::List { json } => list(json),
        PromiseCommand::Show { id } => show(&id)?,
        PromiseCommand::Check { file, json } => {
            let Some(promise) = read(&file, json)? else { return Ok(ExitCode::FAILURE) };
            let names = promise.names_kept_months;
            if json {
                let (id, version) = (&promise.id, promise.version);
                let value = json!({ "promise": id, "version": version, "names_kept_months": names, "problems": [] });
                print_line!("{value}");
            } else {
                let (targets, commitments) = (promise.targets().count(), promise.commitments.len());
                print_line!("{}: {commitments} commitments with {targets} targets, no problems.", promise.id);
                print_line!("{}", kept_for(names));
            }
        }
        PromiseCommand::Load { kept, file, dry_run } => {
            let Some(promise) = read(&file, kept.json)? else { return Ok(ExitCode::FAILURE) };
            load(&kept, promise, dry_run).await?;
        }
        PromiseCommand::Unload { kept, id } => unload(&kept, &PromiseId(id)).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// For how long names are kept, in a sentence.
fn kept_for(months: Option<u32>) -> String {
    match months {
        Some(months) => format!("Names are forgotten {months} months after the period."),
        None => {
            "Names are kept for ever: `names_kept_months` says after how many months they are forgotten.".to_owned()
        }
    }
}

fn list(as_json: bool) {
    let read = |(id, text)| promise_file::read(text).ok().map(|promise| (id, promise));
    let all: Vec<(&str, Promise)> = promise_file::shipped().filter_map(read).collect();
    if as_json {
        let value = |(id, p): &(&str, Promise)| json!({ "promise": id, "title": p.title, "from": p.from, "to": p.to });
        print_line!("{}", Value::from_iter(all.iter().map(value)));
    } else {
        all.iter().for_each(|(id, promise)| print_line!("{id:<24}{}", promise.title));
    }
}

fn show(id: &str) -> Result<()> {
    let Some((_, text)) = promise_file::shipped().find(|shipped| shipped.0 == id) else {
        bail!("no shipped promise is called {id}: `server promise list` names them");
    };
    output::text(text);
    Ok(())
}

/// The promise of a file; `None` after its problems have been told.
fn read(file: &Path, as_json: bool) -> Result<Option<Promise>> {
    let text = text_file::read_as_it_is(file)?;
    let problems = match promise_file::read(&text) {
        Ok(promise) => return Ok(Some(promise)),
        Err(problems) => problems,
    };
    if as_json {
        let value =
            |p: &domain::check::Problem| json!({ "line": p.at.line, "column": p.at.column, "message": p.message });
        print_line!("{}", json!({ "problems": problems.iter().map(value).collect::<Vec<Value>>() }));
    } else {
        problems.iter().for_each(|problem| print_line!("{}:{problem}", file.display()));
    }
    Ok(None)
}

async fn load(kept: &Kept, promise: Promise, dry_run: bool) -> Result<()> {
    // Not prepared as a first start would: a server whose first promise is another place's never gets the shipped one.
    let opening = if dry_run { Opening::Existing } else { Opening::Create };
    let address = if dry_run { kept.database()? } else { kept.database_to_create()? };
    let begun = address.file()?.filter(|file| !dry_run && !file.exists());
    let store = Store::open(&address, opening).await?;
    if let Some(file) = begun {
        output::complain(format_args!("There was no database at {}: a new one was begun.", file.display()));
    }
    let id = promise.id.clone();
    let bar = rebuild::bar("counting everything by it");
    let mut told = |progress| rebuild::tell_bar(&bar, progress);
    if dry_run {
        let outcome = store.try_in_force(promise, &mut told).await?;
        bar.finish_and_clear();
        store.close().await;
        return match outcome {
            Ok(would) => {
                tell(kept, || in_words(&would), &as_json(&would));
                Ok(())
            }
            Err(not) => bail!(overlaps(&not)),
        };
    }
    let outcome = unless_stopped(&store, store.put_in_force_and_tell(promise, now_ms(), &mut told)).await?;
    bar.finish_and_clear();
    match outcome {
        Ok(Loaded { occasions, .. }) => {
            let line = || format!("{id} is in force; {occasions} occasions were counted anew.");
            tell(kept, line, &json!({ "promise": id, "occasions": occasions }));
        }
        Err(not) => bail!(overlaps(&not)),
    }
    store.close().await;
    Ok(())
}

/// Which figures would be others, a line for each.
fn in_words(would: &Loaded) -> String {
    let line = |c: &Changed| {
        let area = c.area.as_ref().map(|a| format!(", {a}")).unwrap_or_default();
        format!("{} {}{area}: {} -> {}\n", c.promise, c.target, c.before, c.after)
    };
    let lines: String = would.changed.iter().map(line).collect();
    let figures = if would.changed.is_empty() { "No figure would change.\n".to_owned() } else { lines };
    format!("{figures}{} occasions would be counted anew. Nothing was changed.", would.occasions)
}

fn as_json(would: &Loaded) -> Value {
    let one = |c: &Changed| json!({ "promise": c.promise, "target": c.target, "area": c.area, "before": c.before, "after": c.after });
    json!({ "occasions": would.occasions, "changed": would.changed.iter().map(one).collect::<Vec<Value>>(), "kept": false })
}

fn overlaps(not: &NotLoaded) -> String {
    match not {
        NotLoaded::Already => "this version is in force already: raise `version` to change anything".to_owned(),
        NotLoaded::Older { in_force } => format!("version {in_force} is in force: raise `version` above it"),
        NotLoaded::Foreign(partnership) => format!("the id belongs to the partnership {partnership} on this server"),
        NotLoaded::UnderWay { .. } => {
            "everything is being counted anew already: try again when that has ended; after one \
                                       that was killed, in a minute"
                .to_owned()
        }
        NotLoaded::OtherTimeZone(other) => format!(
            "{} goes by the time zone {zone}, and the days of a partnership have one: write time_zone = \"{zone}\"",
            other.with,
            zone = other.time_zone
        ),
        NotLoaded::Overlaps(overlap) => format!(
            "{} is in force in {} from {} to {}: change the days of one of them",
            overlap.with, overlap.area, overlap.days.from, overlap.days.to
        ),
    }
}

/// Takes a promise away that was never used.
async fn unload(kept: &Kept, id: &PromiseId) -> Result<()> {
    let store = super::opened(kept).await?;
    let Some(partnership) = store.partnership_of(id).await? else { bail!(stays(id, &NotUnloaded::Unknown)) };
    let today = store.in_force(&partnership).await?.zone.day_of(now_ms());
    match store.unload_promise(&partnership, id, None, (today, now_ms())).await? {
        Ok(()) => {
            let line = || format!("{id} was taken away from {partnership}: nobody sees it any more.");
            tell(kept, line, &json!({ "promise": id, "partnership": partnership }));
        }
        Err(not) => bail!(stays(id, &not)),
    }
    store.close().await;
    Ok(())
}

/// Why a promise stays, and what to do instead.
fn stays(id: &PromiseId, not: &NotUnloaded) -> String {
    match not {
        NotUnloaded::Unknown => format!("no promise {id} is in force: `server partnership list` names those that are"),
        NotUnloaded::Only => format!(
            "{id} is the only promise of its partnership: load another first, or take all of it away with \
             `server partnership remove`"
        ),
        NotUnloaded::Continues { origin } => {
            format!("{id} continues {origin} and would be made anew: take {origin} away first")
        }
        NotUnloaded::Entries(n) => {
            format!("{n} entries lie within the days of {id}: it stays, so that they can be read")
        }
        NotUnloaded::Reports(n) => format!("{n} reports speak of {id}: it stays, so that they can be read"),
    }
}
