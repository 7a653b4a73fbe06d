//! A value between minus and plus: no keyboard, no wheel, one large target on each side.

use super::key::Icon;
use super::text::LiveText;
use leptos::prelude::*;

/// A value with its steps. `name` is how it is found (`data-step`), `less` and `more` are what its buttons are called, `by`
/// takes the steps; `children` stand at its end.
#[component]
pub(crate) fn Step(
    label: &'static str,
    name: &'static str,
    less: &'static str,
    more: &'static str,
    by: impl Fn(i64) + Copy + 'static,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] below: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div role="group" aria-label=label data-step=name>
            <p class="legend">{label}</p>
            <div class="step">
                <button type="button" data-do="less" aria-label=less on:click=move |_| by(-1)>
                    <Icon name="minus" />
                </button>
                <p aria-live="polite">
                    <output class="big">
                        <LiveText text=value />
                    </output>
                    <small>
                        <LiveText text=below />
                    </small>
                </p>
                <button type="button" data-do="more" aria-label=more on:click=move |_| by(1)>
                    <Icon name="plus" />
                </button>
            </div>
            {children()}
        </div>
    }
}
