//! What a handler returns for people: a page, rendered by `leptos_axum` before its first byte is sent.

use super::document::Frame;
use crate::http::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Extensions, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::once;
use leptos::prelude::*;
use std::sync::{Arc, Mutex};

type View = Box<dyn FnOnce() -> AnyView + Send>;

/// A page whose data is loaded. As a response it is rendered by [`render`].
#[must_use]
pub struct Page(View);

impl Page {
    /// The view is made where the page is rendered, within Leptos' owner of that response.
    pub fn new(frame: Frame, view: impl FnOnce(&Frame) -> AnyView + Send + 'static) -> Self {
        Self(Box::new(move || view(&frame)))
    }

    /// As text: for pages that service workers keep, and for problems, which are told where no layer renders any more.
    #[must_use]
    pub fn into_html(self) -> String {
        html_of(self.0)
    }
}

/// A view as the text of a whole document.
pub(crate) fn html_of(view: impl FnOnce() -> AnyView) -> String {
    document_of(&Owner::new().with(|| view().to_html()))
}

/// The page of a response, taken out once.
#[derive(Clone)]
struct Unrendered(Arc<Mutex<Option<View>>>);

impl Unrendered {
    fn taken_from(extensions: &mut Extensions) -> Option<View> {
        extensions.remove::<Self>()?.0.lock().ok()?.take()
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = Html(Body::empty()).into_response();
        response.extensions_mut().insert(Unrendered(Arc::new(Mutex::new(Some(self.0)))));
        response
    }
}

/// Tells Leptos that its tasks run on tokio; asked again it changes nothing.
pub fn run_on_tokio() {
    let _ = any_spawner::Executor::init_tokio();
}

/// Renders the page that a handler returned, with the handler's status and headers.
pub async fn render(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let response = next.run(Request::from_parts(head.clone(), body)).await;
    let (mut parts, body) = response.into_parts();
    let Some(view) = Unrendered::taken_from(&mut parts.extensions) else {
        return Response::from_parts(parts, body);
    };
    // `render_app_async` appends scripts with resources for hydration, which the content security policy refuses and no
    // page needs: nothing hydrates here. What it is made of leaves the stream to its caller.
    let request = Request::from_parts(head, Body::empty());
    let rendered = leptos_axum::handle_response_inner(
        || {},
        view,
        request,
        |view, _resources, _| {
            Box::pin(async move {
                let html: String = view.to_html_stream_in_order().collect().await;
                Box::pin(once(async move { document_of(&html) })) as PinnedStream
            })
        },
    );
    match to_bytes(rendered.await.into_body(), usize::MAX).await {
        Ok(html) => {
            // That of the body which was still empty.
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(html))
        }
        Err(error) => Problem::failed(&anyhow::Error::new(error)).into_response(),
    }
}

type PinnedStream = std::pin::Pin<Box<dyn futures_util::Stream<Item = String> + Send>>;

/// Leptos parts neighbouring texts, and marks where nothing stands, by comments for pages that hydrate. These don't.
fn document_of(html: &str) -> String {
    format!("<!doctype html>{}", html.replace("<!>", "").replace("<!--<() />-->", ""))
}
