//! How much, where and when: a grid of squares, one hue in five steps, each with its number.

use leptos::prelude::*;

/// Steps that a square can have, nothing being the first.
pub const STEPS: usize = 5;
const HEIGHT: usize = 26;
/// Between the squares; the ground shows through.
const APART: usize = 2;
/// What stands above and below the letters' own height.
const BASELINE: usize = 19;

/// A grid with its names.
pub struct Heat<'a> {
    /// Above the columns; an empty one is left out.
    pub columns: Vec<String>,
    /// Each row's name and its numbers, one for each column.
    pub rows: Vec<(String, Vec<i64>)>,
    /// The largest number that the steps go up to: the same for grids that are compared.
    pub most: i64,
    /// Width of a row's name, and of a square with what is between.
    pub name_width: usize,
    pub width: usize,
    pub label: &'a str,
}

/// Room for the longest of some names: the letters of the page's font are narrow, and a name is never cut.
#[must_use]
pub fn name_width<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(|name| name.chars().count() * 7 + 16).fold(130, usize::max)
}

/// The step of a number: 0 for nothing, then four of equal width.
#[must_use]
pub fn step(n: i64, most: i64) -> usize {
    if n <= 0 { 0 } else { ((n * 4 + most.max(1) - 1) / most.max(1)).clamp(1, 4) as usize }
}

/// Draws it.
#[must_use]
pub fn heat(of: &Heat<'_>) -> AnyView {
    let left = |column: usize| of.name_width + column * of.width;
    let middle = |column: usize| left(column) + of.width / 2;
    let columns = of.columns.iter().enumerate().filter(|(_, name)| !name.is_empty());
    let heads = columns.map(|(column, name)| view! { <text x=middle(column) y="15">{name.clone()}</text> });
    let row = |(row, (name, numbers)): (usize, &(String, Vec<i64>))| {
        let top = 22 + row * HEIGHT;
        let square = |(column, n): (usize, &i64)| {
            let class = format!("h{}", step(*n, of.most));
            let (width, height) = (of.width - APART, HEIGHT - APART);
            view! {
                <rect class=class.clone() x=left(column) y=top width=width height=height />
                {(*n > 0).then(|| view! { <text class=class x=middle(column) - 1 y=top + BASELINE - 1>{*n}</text> })}
            }
        };
        view! {
            <text class="name" x="0" y=top + BASELINE - 1>{name.clone()}</text>
            {numbers.iter().enumerate().map(square).collect_view()}
        }
    };
    let (width, height) = (left(of.columns.len()), 22 + of.rows.len() * HEIGHT);
    view! {
        <svg class="heat" width=width height=height viewBox=format!("0 0 {width} {height}") role="img" aria-label=of.label.to_owned()>
            {heads.collect_view()} {of.rows.iter().enumerate().map(row).collect_view()}
        </svg>
    }
    .into_any()
}

/// What the five steps mean, in the numbers of the grid.
#[must_use]
pub fn steps(most: i64) -> AnyView {
    let most = most.max(1);
    let bound = |step: i64| most * step / 4;
    let range = |at: i64| match (bound(at - 1) + 1, bound(at)) {
        _ if at == 0 => Some("0".to_owned()),
        (from, to) if from > to => None,
        (from, to) if from == to => Some(to.to_string()),
        (from, to) => Some(format!("{from}–{to}")),
    };
    let one = |at: i64| {
        let words = range(at)?;
        let class = format!("h{at}");
        let mark = view! {
            <svg class="heat" width="18" height="18" aria-hidden="true">
                <rect class=class width="18" height="18" />
            </svg>
        };
        Some(view! { <span class="step">{mark} {words}</span> })
    };
    view! { <p class="row legend">{(0..STEPS as i64).filter_map(one).collect_view()}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn nothing_is_a_step_of_its_own_and_the_most_is_the_last() {
        assert_eq!([0, 1, 5, 6, 10, 11, 15, 16, 20, 99].map(|n| step(n, 20)), [0, 1, 1, 2, 2, 3, 3, 4, 4, 4]);
        assert_eq!([0, 1, 2].map(|n| step(n, 2)), [0, 2, 4]);
        assert_eq!(step(3, 0), 4);
    }
}
