//! Forms as browsers send them, with every field checked before a handler sees any.

use super::problem::Problem;
use axum::extract::{FromRequest, RawForm, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

/// The extractor. Used in place of axum's in every handler: a character that no database keeps as text (U+0000) or that no
/// field of a form can have is refused here, in whatever field it stands.
#[derive(Clone, Copy, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        // Its refusals are the frame's: too large, or not a form (`dress.rs`).
        let RawForm(bytes) = RawForm::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        read(&bytes).map(Form).map_err(IntoResponse::into_response)
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let unreadable = |_| Problem { status: StatusCode::UNPROCESSABLE_ENTITY, ..Problem::unreadable("formuläret") };
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).map_err(unreadable)?;
    if let Some((name, _)) = fields.iter().find(|(name, value)| is_broken(name) || is_broken(value)) {
        let name = name.chars().filter(|c| !c.is_control()).take(40).collect::<String>();
        return Err(Problem::unreadable(&format!("fältet ”{name}” har ett tecken som inte är text")));
    }
    serde_urlencoded::from_bytes(bytes).map_err(unreadable)
}

/// Whether a text has a control character other than those that a text field gives, or was not UTF-8.
#[must_use]
pub fn is_broken(text: &str) -> bool {
    text.chars().any(|c| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || c == char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, PartialEq, Debug)]
    struct Filled {
        name: String,
    }

    #[test]
    fn a_field_without_text_is_refused_and_named() {
        let filled = |text: &str| read::<Filled>(text.as_bytes());
        assert_eq!(filled("name=Anna%0D%0AB&other=x"), Ok(Filled { name: "Anna\r\nB".to_owned() }));
        for broken in ["name=A%00", "name=A%1B", "name=A%FF", "name=A&other=%00"] {
            let problem = filled(broken).expect_err(broken);
            assert_eq!(problem.status, 400);
            let field = if broken.contains("other") { "”other”" } else { "”name”" };
            assert!(problem.title.contains(field), "{}", problem.title);
        }
        assert_eq!(filled("other=x").expect_err("no name").status, 422);
    }
}
