//! Those who ask: nobody, and in each of three homes a phone and three members of staff. Each is a cookie, so that nothing
//! that an answer sets changes who asks next.

use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::id::PartnershipId;
use harness::Station;
use harness::station::PASSWORD;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use server::people;
use server::store::SessionOf;

pub(crate) struct Asker {
    pub(crate) told: String,
    /// As whom to sign in again, once a session has been ended.
    name: Option<String>,
    pub(crate) cookie: String,
}

/// A client that keeps no cookies.
pub(crate) fn client() -> Result<Client> {
    Client::builder().redirect(Policy::none()).build().context("no client")
}

/// Where those who ask are at home: partnership and organisation.
const HOMES: [(&str, &str, &str); 3] =
    [("own", "jonkoping", "polisen"), ("other", "jonkoping", "kommunen"), ("elsewhere", "dorotea", "polisen")];

pub(crate) async fn all(station: &Station, client: &Client) -> Result<Vec<Asker>> {
    let mut all = vec![Asker { told: "nobody".to_owned(), name: None, cookie: String::new() }];
    for (home, partnership, organisation) in HOMES {
        for role in Role::ALL {
            all.push(one(station, client, home, &PartnershipId::from(partnership), organisation, role).await?);
        }
    }
    Ok(all)
}

/// Nobody and those of the police in jonkoping alone.
pub(crate) async fn at_home(station: &Station, client: &Client) -> Result<Vec<Asker>> {
    let mut all = vec![Asker { told: "nobody".to_owned(), name: None, cookie: String::new() }];
    let (home, partnership, organisation) = HOMES[0];
    for role in Role::ALL {
        all.push(one(station, client, home, &PartnershipId::from(partnership), organisation, role).await?);
    }
    Ok(all)
}

async fn one(
    station: &Station,
    client: &Client,
    home: &str,
    of: &PartnershipId,
    organisation: &str,
    role: Role,
) -> Result<Asker> {
    let told = format!("{} {home}", role.word());
    let person = station.person_in(of, &told, role, organisation).await?;
    let store = &station.app().store;
    let now_ms = server::clock::now_ms();
    if role == Role::Officer {
        let code = people::give_code(store, of, person, None, now_ms).await?.secret;
        let body = serde_json::json!({ "code": code, "device_name": told });
        let enrolled = client.post(format!("{}/api/v1/enrol", station.url())).json(&body).send().await?;
        return Ok(Asker { told, name: None, cookie: cookie(&enrolled)? });
    }
    let of = SessionOf { partnership: of.clone(), person };
    store.set_password(&of, &server::secret::hash_password(PASSWORD)?, now_ms).await?;
    let mut asker = Asker { name: Some(told.clone()), told, cookie: String::new() };
    asker.signs_in(station, client).await?;
    Ok(asker)
}

impl Asker {
    /// Signs in again; nothing for those who never did.
    pub(crate) async fn signs_in(&mut self, station: &Station, client: &Client) -> Result<()> {
        let Some(name) = &self.name else { return Ok(()) };
        let form = [("name", name.as_str()), ("password", PASSWORD)];
        let answer = client.post(format!("{}/login", station.url())).form(&form).send().await?;
        self.cookie = cookie(&answer)?;
        Ok(())
    }
}

fn cookie(answer: &Response) -> Result<String> {
    ensure!(!answer.status().is_client_error(), "no credential: {}", answer.status());
    let set = answer.headers().get("set-cookie").context("no cookie was set")?.to_str()?;
    Ok(set.split(';').next().unwrap_or_default().to_owned())
}
