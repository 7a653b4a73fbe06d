//! Every route on one page, each with the rule for who may call it.

use crate::api::{crashes, enrol, entries, health, live, promises};
use crate::api::{sign_out, sync, why};
use crate::http::cost::Cost;
use crate::http::target::{self, Parameters};
use crate::http::turns::Caller;
use crate::http::{body, bounded, guard, kept_form, origin, problem, security_headers};
use crate::state::App;
use crate::web::{self, sign_in};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use domain::authorization::Rule;
use domain::report::Act;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::timeout::TimeoutLayer;

/// A whole request may take so long, its body's arrival included (`body.rs`): a phone gives up after twenty seconds.
const LONGEST: Duration = Duration::from_secs(60);

/// A route: there is no way to write one down without its rule, and none costs more than [`Cost::LIGHT`] without saying so.
pub struct Route {
    pub path: &'static str,
    pub rule: Rule,
    pub cost: Cost,
    /// What its query may hold.
    pub parameters: Parameters,
    handlers: MethodRouter<App>,
}

const fn route(path: &'static str, rule: Rule, handlers: MethodRouter<App>) -> Route {
    Route { path, rule, cost: Cost::LIGHT, parameters: Parameters::Only(&[]), handlers }
}

impl Route {
    /// With what one request may cost.
    fn costs(self, cost: Cost) -> Self {
        Self { cost, ..self }
    }

    /// With the parameters that the handlers read into `T`.
    fn asking<T: DeserializeOwned>(self) -> Self {
        Self { parameters: Parameters::of::<T>(), ..self }
    }

    /// With whatever parameters: see [`Parameters::Any`].
    fn asking_anything(self) -> Self {
        Self { parameters: Parameters::Any, ..self }
    }
}

/// The table.
#[must_use]
pub fn routes(app: &App) -> Vec<Route> {
    use Rule::{Approve, Audit, ChangePeople, Decide, Device, Devices, Enrol, Entries, Everyone, Feedback};
    use Rule::{Figures, People, Quality, Release, Reports, Settle};
    use web::reports;
    // Every phone loads it, over the worst network there is; what is only looked at is pressed in less time.
    let pressed = CompressionLayer::new().no_gzip().quality(CompressionLevel::Best);
    let rescue_form = Cost::LIGHT.with_body(web::rescue::FORM_BYTES);
    let text_form = Cost::LIGHT.with_body(reports::TEXT_FORM_BYTES);
    let mut routes = vec![
        // Officers
        route("/", Everyone, get(web::officer::officer).layer(pressed)).asking_anything(),
        route("/telefon", Everyone, get(web::telefon::telefon)).asking_anything(),
        route("/mine", Feedback, get(web::mine::mine)).asking::<web::mine::MineQuery>(),
        route("/api/v1/enrol", Enrol, post(enrol::enrol)),
        route("/api/v1/sync", Device, post(sync::sync)).costs(Cost::SYNC),
        route("/api/v1/sign-out", Device, post(sign_out::sign_out)),
        route("/api/v1/crashes", Device, post(crashes::crashes)),
        // Staff
        route("/dashboard", Figures, get(web::dashboard::dashboard)).asking::<web::dashboard::DashboardQuery>(),
        route("/quality", Quality, get(web::quality::quality)).asking::<web::quality::QualityQuery>(),
        route("/people", People, get(web::people::show).post(web::people::create)).asking::<web::people::PeopleQuery>(),
        route("/people/{id}", People, get(web::people::person::show)),
        route("/people/{id}/code", People, post(web::people::person::give_code)),
        route("/people/{id}/link", People, post(web::people::person::give_link)),
        route("/people/{id}/withdraw", People, post(web::people::person::withdraw)),
        route("/people/{id}/change", ChangePeople, post(web::people::access::change)),
        route(
            "/people/{id}/disable",
            ChangePeople,
            get(web::people::access::ask_disable).post(web::people::access::disable),
        ),
        route("/people/{id}/enable", ChangePeople, post(web::people::access::enable)),
        route("/devices", Devices, get(web::devices::show)),
        route("/devices/{id}/revoke", Devices, get(web::devices::ask_revoke).post(web::devices::revoke)),
        route("/audit", Audit, get(web::audit::audit)).asking::<web::audit::AuditQuery>(),
        route("/entries", Entries, get(web::entries::entries)).asking::<web::entries::EntriesQuery>(),
        route("/entries/{id}", Entries, get(web::entries::occasion::show))
            .asking::<web::entries::occasion::OccasionQuery>(),
        route("/entries/{id}/accept", Settle, post(web::entries::decide::accept)),
        route("/entries/{id}/{decision}", Decide, post(web::entries::decide::about_occasion)),
        route("/questions", Entries, get(web::questions::show)).costs(Cost::HEAVY),
        route("/questions/{what}", Settle, post(web::entries::decide::about_all)).costs(Cost::HEAVY),
        route("/rescue", Decide, get(web::rescue::show).post(web::rescue::import)).costs(rescue_form),
        route("/reports", Reports, get(reports::list).post(reports::create)),
        route("/reports/{id}", Reports, get(reports::show)),
        route("/reports/{id}/texts", Reports, post(reports::write)).costs(text_form),
        route("/reports/{id}/rows", Reports, get(reports::show_rows).post(reports::choose_row)),
        route("/reports/{id}/report.pdf", Reports, get(reports::pdf)).costs(Cost::HEAVY),
        route("/reports/{id}/report.xlsx", Reports, get(reports::workbook)).costs(Cost::HEAVY),
        route("/reports/{id}/freeze", Release, reports::acting(Act::Freeze)),
        route("/reports/{id}/approve", Approve, reports::acting(Act::Approve)),
        route("/reports/{id}/publish", Release, reports::acting(Act::Publish)),
        route("/reports/{id}/reopen", Release, reports::acting(Act::Reopen)),
        route("/reports/{id}/withdraw", Release, get(reports::ask_withdrawal).post(reports::withdraw)),
        route("/api/v1/promises/{id}/tallies", Figures, get(promises::tallies)),
        route("/api/v1/promises/{id}/tallies/stream", Figures, get(live::stream)).asking::<live::StreamQuery>(),
        route("/api/v1/entries", Entries, get(entries::entries)).asking::<entries::EntriesQuery>(),
        route("/api/v1/entries/{id}/why", Entries, get(why::told)),
    ];
    routes.extend(public_routes());
    routes.extend(promise_routes());
    routes.extend(ways_in());
    routes.extend(files(app));
    routes
}

/// What everybody may read.
fn public_routes() -> Vec<Route> {
    use Rule::Everyone;
    use web::reports;
    vec![
        route("/promise/{id}", Everyone, get(web::public::public)).asking::<web::public::PublicQuery>(),
        route("/promise/{id}/reports/{report}", Everyone, get(reports::public)),
        route("/promise/{id}/reports/{report}/report.pdf", Everyone, get(reports::public_pdf)).costs(Cost::HEAVY),
        route("/accessibility", Everyone, get(web::accessibility::accessibility))
            .asking::<web::accessibility::LanguageQuery>(),
        route("/language", Everyone, post(web::language::choose)),
        route("/api/v1/promises/{id}", Everyone, get(promises::promise)),
        route("/api/v1/promises/{id}/public", Everyone, get(promises::public)).asking::<promises::FiguresQuery>(),
        route("/api/v1/promises/{id}/public.csv", Everyone, get(promises::public_csv)).asking::<promises::TableQuery>(),
    ]
}

/// Loading promises: the first one of an empty server, and those of a partnership.
fn promise_routes() -> Vec<Route> {
    use Rule::{Everyone, Promises, SetUp};
    use web::promises::{self as loaded, draft, remove, setup, upload};
    let form = Cost::LIGHT.with_body(upload::FORM_BYTES);
    vec![
        route("/setup/{token}", SetUp, get(setup::show).post(setup::check)).asking::<setup::SetupQuery>().costs(form),
        route("/setup/{token}/public", SetUp, get(setup::public)).asking::<draft::LanguageQuery>(),
        route("/setup/{token}/drop", SetUp, post(setup::drop_draft)),
        route("/setup/{token}/in-force", SetUp, post(setup::put_in_force)),
        route("/promises", Promises, get(loaded::show).post(loaded::create))
            .asking::<loaded::PromisesQuery>()
            .costs(form),
        route("/promises/shipped/{shipped}", Everyone, get(loaded::shipped)),
        route("/promises/drafts/{draft}", Promises, get(draft::show)),
        route("/promises/drafts/{draft}/public", Promises, get(draft::public)).asking::<draft::LanguageQuery>(),
        route("/promises/drafts/{draft}/file", Promises, get(draft::file)),
        route("/promises/drafts/{draft}/drop", Promises, post(draft::drop_draft)),
        route("/promises/drafts/{draft}/in-force", Promises, post(draft::put_in_force)),
        route("/promises/{id}/remove", Promises, get(remove::ask).post(remove::remove)),
    ]
}

/// Signing in and out, and one's own account.
fn ways_in() -> Vec<Route> {
    use Rule::{Everyone, Staff};
    use sign_in::{oidc, passkey_routes as keys, password, welcome};
    use web::account;
    let login_form = Cost::LIGHT.with_body(kept_form::LOGIN_BYTES);
    vec![
        // One's own account
        route("/account", Staff, get(account::show)).asking::<account::AccountQuery>(),
        route("/account/confirm", Staff, post(sign_in::confirm::by_password)),
        route("/account/confirm/identity", Staff, get(oidc::start_proof)),
        route("/account/password", Staff, post(account::choose_password)),
        route("/account/passkeys/{id}/remove", Staff, post(account::remove_passkey)),
        route("/account/sessions/end", Staff, post(account::end_other_sessions)),
        route("/account/sessions/{id}/end", Staff, post(account::end_session)),
        route("/account/devices/{id}/revoke", Staff, get(account::ask_revoke).post(account::revoke)),
        route("/api/v1/passkeys/new/ask", Staff, post(keys::ask_new)),
        route("/api/v1/passkeys/new", Staff, post(keys::add)),
        route("/api/v1/passkeys/confirm/ask", Staff, post(keys::ask_confirm)),
        route("/api/v1/passkeys/confirm", Staff, post(keys::confirm)),
        // Signing in and out
        route("/login", Everyone, get(password::show_login).post(password::login))
            .asking::<password::LoginQuery>()
            .costs(login_form),
        // Providers add parameters of their own, which clients ignore (RFC 6749, section 4.1.2).
        route("/login/oidc/callback", Everyone, get(oidc::callback)).asking_anything(),
        route("/login/oidc/{organisation}", Everyone, get(oidc::start)).asking::<oidc::ProviderQuery>(),
        route("/api/v1/passkeys/sign-in/ask", Everyone, post(keys::ask_sign_in)),
        route("/api/v1/passkeys/sign-in", Everyone, post(keys::sign_in)),
        route("/logout", Staff, post(sign_in::logout)),
        route("/welcome/{token}", Everyone, get(welcome::show_welcome).post(welcome::welcome)),
        route("/welcome/{token}/identity", Everyone, get(oidc::start_link)),
        route("/api/v1/login", Everyone, post(password::api_login)),
        route("/api/v1/logout", Staff, post(sign_in::logout)),
    ]
}

/// What is served as it lies there, and those who watch over the server.
fn files(app: &App) -> Vec<Route> {
    use Rule::Everyone;
    let site = &app.site;
    vec![
        route("/pkg/{*file}", Everyone, under("/pkg", site.builds())).asking_anything(),
        route("/icons/{*file}", Everyone, under("/icons", site.icons())).asking_anything(),
        route("/sw.js", Everyone, site.file("sw.js")).asking_anything(),
        route("/manifest.webmanifest", Everyone, site.file("manifest.webmanifest")).asking_anything(),
        // Those who watch over the server
        route("/healthz", Everyone, get(health::healthz)).asking_anything(),
        route("/readyz", Everyone, get(health::readyz)).asking_anything(),
    ]
}

/// The whole server as one service.
pub fn router(app: &App) -> Router {
    web::page::run_on_tokio();
    let mut router = Router::new();
    for Route { path, rule, cost, parameters, handlers } in routes(app) {
        // The guard is asked first: whoever may not ask takes no turn, and is told nothing of what can be asked for.
        // Pages are rendered within the turn that their handler takes.
        let handlers = handlers
            .layer::<_, Infallible>(from_fn(web::page::render))
            .layer(DefaultBodyLimit::max(cost.body_bytes))
            .route_layer(from_fn_with_state((app.clone(), cost, Caller::past(rule)), bounded::bounded))
            .route_layer(from_fn_with_state(parameters, target::checked))
            .route_layer(from_fn_with_state((app.clone(), rule, cost), guard::by_rule));
        router = router.route(path, handlers);
        if path != "/" && !path.contains('*') {
            router = router.route(&format!("{path}/"), get(target::without_slash));
        }
    }
    router
        .fallback(|| async { problem::Problem::not_found() })
        .method_not_allowed_fallback(not_allowed_here)
        .layer(from_fn(uncancelled))
        .layer(from_fn(body::in_time))
        .layer(from_fn_with_state(app.clone(), origin::same_site))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(CompressionLayer::new().no_br())
        .layer(CatchPanicLayer::custom(|_| broken()))
        .layer(from_fn_with_state(app.clone(), web::problem::as_page))
        .layer(from_fn_with_state(app.clone(), security_headers::add))
        .with_state(app.clone())
}

fn under(prefix: &'static str, files: MethodRouter<App>) -> MethodRouter<App> {
    files.layer(from_fn(move |mut request: Request, next: Next| async move {
        if request.uri().path().ends_with('/') {
            return target::without_slash(request.uri().clone()).await;
        }
        let path = request.uri().path_and_query().map_or("/", |p| p.as_str());
        if let Some(Ok(inner)) = path.strip_prefix(prefix).map(str::parse) {
            *request.uri_mut() = inner;
        }
        next.run(request).await
    }))
}

/// A caller who hangs up cancels nothing that has begun: the work goes on in a task of its own.
async fn uncancelled(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(_) => broken(),
    }
}

fn broken() -> Response {
    problem::Problem::failed(&anyhow::anyhow!("a handler panicked")).into_response()
}

async fn not_allowed_here() -> Response {
    let title = "Adressen finns, men svarar inte på den metoden.";
    problem::Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", title).into_response()
}
