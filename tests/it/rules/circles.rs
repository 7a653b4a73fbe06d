//! Import circles: modules that name each other, straight or by others between them. Who reads one has to read all.

use super::File;
use std::collections::{BTreeMap, BTreeSet};

/// The crates that have no circle, by the folder of their root. `app/domain` and `app/texts` have one each.
const CRATES: [&str; 2] = ["app/src/", "server/src/"];

/// A module's path inside its crate: `store/audit`.
type Module = String;

/// What imports what, in one crate.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// The circles of all crates, a line each.
pub(super) fn all(files: &[File]) -> Vec<String> {
    let mut lines = Vec::new();
    for root in CRATES {
        let circles = circles(&imports(root, files));
        lines.extend(circles.iter().map(|circle| format!("{root}: {} import each other", circle.join(", "))));
    }
    lines
}

/// The module that a file holds; none for a crate's root, which only lists modules, and for tests.
fn module(root: &str, path: &str) -> Option<Module> {
    let inside = path.strip_prefix(root)?.strip_suffix(".rs")?;
    let module = inside.strip_suffix("/mod").unwrap_or(inside);
    let is_test = module.split('/').any(|part| part == "tests");
    (!is_test && !["lib", "main"].contains(&module)).then(|| module.to_owned())
}

fn imports(root: &str, files: &[File]) -> Imports {
    let modules: BTreeMap<Module, &File> =
        files.iter().filter_map(|file| Some((module(root, &file.path)?, file))).collect();
    let named = |(module, file): (&Module, &&File)| {
        let paths = paths(&file.text);
        let known = paths.into_iter().filter_map(|path| nearest(&path, &modules));
        (module.clone(), known.filter(|other| other != module).collect())
    };
    modules.iter().map(named).collect()
}

/// The innermost module that a path leads into.
fn nearest(path: &[String], modules: &BTreeMap<Module, &File>) -> Option<Module> {
    (1..=path.len()).rev().map(|length| path[..length].join("/")).find(|module| modules.contains_key(module))
}

/// The paths from the crate's root that a file's product code names, as `use` or in full.
fn paths(text: &str) -> Vec<Vec<String>> {
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    let mut found = Paths::default();
    syn::visit::visit_file(&mut found, &file);
    found.0
}

#[derive(Default)]
struct Paths(Vec<Vec<String>>);

impl Paths {
    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(with(&name.ident)),
            syn::UseTree::Rename(name) => self.add(with(&name.ident)),
            syn::UseTree::Glob(_) => self.add(before.to_vec()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(before, tree)),
        }
    }

    fn add(&mut self, path: Vec<String>) {
        if let Some((first, rest)) = path.split_first()
            && first == "crate"
        {
            self.0.push(rest.to_vec());
        }
    }
}

impl<'ast> syn::visit::Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| {
            attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.path.is_ident("cfg") && list.tokens.to_string() == "test")
        });
        if !is_test {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }
}

/// The sets of modules that reach each other, each in order.
fn circles(imports: &Imports) -> Vec<Vec<Module>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        imports.keys().map(|module| (module, reachable(module, imports))).collect();
    let mut circles = BTreeSet::new();
    for (module, others) in &reached {
        let circle: Vec<Module> =
            others.iter().filter(|other| reached[**other].contains(module)).map(|other| (*other).clone()).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// What a module imports, and what that does.
fn reachable<'a>(module: &Module, imports: &'a Imports) -> BTreeSet<&'a Module> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Module> = imports[module].iter().collect();
    while let Some(next) = open.pop() {
        if let Some((next, further)) = imports.get_key_value(next)
            && found.insert(next)
        {
            open.extend(further);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn modules_that_reach_each_other_are_a_circle() {
        let a = file("server/src/a.rs", "use crate::b::{C, D};\n");
        let b = file("server/src/b/mod.rs", "pub fn f() { crate::c::g() }\n");
        let c = file("server/src/c.rs", "use crate::{a::A, d};\n");
        let d = file("server/src/d.rs", "//! See [`crate::a`].\n#[cfg(test)]\nmod tests { use crate::a; }\n");
        let three = [a, b, c, d];
        assert_eq!(all(&three), ["server/src/: a, b, c import each other"]);
        assert_eq!(all(&three[1..]), [""; 0]);
    }
}
