//! `server migrate`: brings a database up to date without serving it.

use super::tell;
use crate::config::Kept;
use crate::store::{Opening, Store};
use anyhow::Result;
use serde_json::json;

pub(super) async fn migrate(kept: &Kept) -> Result<()> {
    let store = Store::open(&kept.database()?, Opening::Migrate).await?;
    let version = store.version();
    store.close().await;
    tell(kept, || format!("The database is up to date: version {version}."), &json!({ "version": version }));
    Ok(())
}
