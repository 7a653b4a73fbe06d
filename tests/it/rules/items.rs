//! Rules that look at functions and names, read by syn.

use super::File;
use super::files::empty_word;
use proc_macro2::Span;
use syn::visit::{self, Visit};

const LINES: usize = 70;

/// A named item, and for functions with a body its first and last line.
struct Item {
    name: String,
    line: usize,
    last: Option<usize>,
}

#[derive(Default)]
struct Items(Vec<Item>);

impl Items {
    fn add(&mut self, ident: &syn::Ident, body: Option<(Span, &syn::Block)>) {
        let last = body.map(|(_, block)| block.brace_token.span.close().end().line);
        let line = body.map_or_else(|| ident.span(), |(from, _)| from).start().line;
        self.0.push(Item { name: ident.to_string(), line, last });
    }
}

impl<'ast> Visit<'ast> for Items {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig.ident, Some((item.sig.fn_token.span, &item.block)));
        visit::visit_item_fn(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig.ident, Some((item.sig.fn_token.span, &item.block)));
        visit::visit_impl_item_fn(self, item);
    }
    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        let body = item.default.as_ref().map(|block| (item.sig.fn_token.span, block));
        self.add(&item.sig.ident, body);
        visit::visit_trait_item_fn(self, item);
    }
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.add(&item.ident, None);
    }
    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.add(&item.ident, None);
    }
    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.add(&item.ident, None);
    }
    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.add(&item.ident, None);
        visit::visit_item_trait(self, item);
    }
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.add(&item.ident, None);
        visit::visit_item_mod(self, item);
    }
}

fn items(file: &File) -> Vec<Item> {
    if !file.is_rust() {
        return Vec::new();
    }
    let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
    let mut items = Items::default();
    items.visit_file(&parsed);
    items.0
}

pub(super) fn functions_too_long(file: &File) -> Vec<String> {
    let long = |Item { name, line, last }: Item| {
        let lines = last? - line + 1;
        (lines > LINES).then(|| format!("{}:{line}: {name} has {lines} lines; at most {LINES}", file.path))
    };
    items(file).into_iter().filter_map(long).collect()
}

pub(super) fn badly_named(file: &File) -> Vec<String> {
    let bad = |Item { name, line, .. }: Item| {
        empty_word(&name).map(|word| format!("{}:{line}: \"{word}\" in {name} says nothing", file.path))
    };
    items(file).into_iter().filter_map(bad).collect()
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    fn function(lines: usize) -> String {
        format!("/// Words.\n#[must_use]\nfn f() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn a_long_function_is_caught() {
        assert_eq!(said(functions_too_long, "a.rs", &function(70)), [""; 0]);
        assert_eq!(said(functions_too_long, "a.rs", &function(71)), ["a.rs:3: f has 71 lines; at most 70"]);
        let inner = format!("mod m {{ impl T {{ {} }} }}", function(71));
        assert_eq!(said(functions_too_long, "a.rs", &inner).len(), 1);
        let default = format!("trait T {{ {} }}", function(71));
        assert_eq!(said(functions_too_long, "a.rs", &default).len(), 1);
    }

    #[test]
    fn an_empty_name_is_caught() {
        for bad in
            ["fn date_helper() {}", "struct Utils;", "enum ServiceKind {}", "mod manager {}", "type Helper = u8;"]
        {
            assert_eq!(said(badly_named, "a.rs", bad).len(), 1, "{bad}");
            assert_eq!(said(badly_named, "a.rs", &format!("mod m {{ {bad} }}")).len(), 1, "{bad}");
        }
        assert_eq!(said(badly_named, "a.rs", "fn register_service_worker() {} struct Tally;"), [""; 0]);
    }
}
