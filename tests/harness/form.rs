//! A form as a browser reads it from a page: what it carries before anybody types, and where it posts to.

use anyhow::{Context, Result};

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageForm {
    /// Where it posts to, without the fragment.
    pub action: String,
    /// Names and values in the order of the page.
    pub fields: Vec<(String, String)>,
}

impl PageForm {
    /// The first form of a page that posts to an address.
    ///
    /// # Errors
    /// When the page has no such form.
    pub fn of(page: &str, action: &str) -> Result<Self> {
        Self::all(page)
            .into_iter()
            .find(|form| form.action == action)
            .with_context(|| format!("no form posts to {action}"))
    }

    /// Every form of a page that posts.
    #[must_use]
    pub fn all(page: &str) -> Vec<Self> {
        page.split("<form ")
            .skip(1)
            .filter_map(|rest| {
                let (head, rest) = rest.split_once('>')?;
                let body = rest.split("</form>").next()?;
                let action = attribute(head, "action")?;
                let action = action.split('#').next()?.to_owned();
                head.contains("method=\"post\"").then(|| Self { action, fields: fields(body) })
            })
            .collect()
    }

    /// What a field holds.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The form with another value in a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(n, _)| n != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Its fields as [`crate::Staff::submits`] takes them.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// Inputs, text areas and selections in the order of the page.
fn fields(body: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for part in body.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { continue };
        let name = attribute(tag, "name");
        if tag.starts_with("textarea") {
            // The first line break after the tag is none of the text.
            let text = text.strip_prefix('\n').unwrap_or(text);
            fields.extend(name.map(|name| (name, unescaped(text))));
        } else if tag.starts_with("select") {
            fields.extend(name.map(|name| (name, String::new())));
        } else if tag.starts_with("option") && tag.split_whitespace().any(|word| word.starts_with("selected")) {
            if let (Some(last), Some(value)) = (fields.last_mut(), attribute(tag, "value")) {
                last.1 = value;
            }
        } else if tag.starts_with("input") {
            let is_choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
            if !is_choice || tag.split_whitespace().any(|word| word.starts_with("checked")) {
                fields.extend(name.map(|name| (name, attribute(tag, "value").unwrap_or_default())));
            }
        }
    }
    fields
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!("{name}=\""))?.1;
    Some(unescaped(rest.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_carries_what_stands_in_it() -> Result<()> {
        let page = "<form method=\"get\" action=\"/x\"></form><form method=\"post\" action=\"/a#b\" class=\"form\">\
                    <input type=\"hidden\" name=\"seen\" value=\"1&amp;2\"><textarea name=\"text\">\nå &lt;b&gt;</textarea>\
                    <select name=\"role\"><option value=\"x\">X</option><option value=\"y\" selected>Y</option></select>\
                    <input type=\"radio\" name=\"r\" value=\"1\"><input type=\"radio\" name=\"r\" value=\"2\" checked>\
                    </form>";
        let form = PageForm::of(page, "/a")?;
        assert_eq!(form.pairs(), [("seen", "1&2"), ("text", "å <b>"), ("role", "y"), ("r", "2")]);
        assert!(PageForm::of(page, "/x").is_err());
        Ok(())
    }
}
