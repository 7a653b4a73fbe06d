//! The tool chain, looked for and fetched as [`decide`] says.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::decide::{Facts, Step, decide};
use super::toolchain::{DEBIAN_SYSROOT, ToolChain, WASM};
use super::{packages, wasm_std};
use crate::place::Place;
use crate::shell;

/// For those who want a certain one: `ROND_TOOL_CHAIN=active` or `debian`.
const WISH: &str = "ROND_TOOL_CHAIN";

/// Decides, fetching what the decision asks for.
pub(super) fn tool_chain(place: &Place) -> Result<ToolChain> {
    let mut facts = look();
    loop {
        match decide(&facts) {
            Step::Use(chain) => {
                let version = shell::read(chain.rustc().arg("--version"))?;
                eprintln!("» tool chain: {version}");
                return Ok(chain);
            }
            Step::AddTarget => {
                shell::announce(&format!("adding {WASM} to the active tool chain"), "10 s; given up after a minute");
                let mut add = Command::new("rustup");
                add.args(["target", "add", WASM]).current_dir(&place.root);
                facts.add_failed = !shell::succeeds_within(&mut add, Duration::from_secs(60));
                facts.active_has_wasm = active_has_wasm();
                if facts.add_failed {
                    eprintln!("  not to be had from here; Debian's own packages do it too");
                }
            }
            Step::InstallDebian => {
                packages::provide_rust()?;
                let chain = ToolChain::Debian { rustup: facts.rustup };
                link(facts.rustup)?;
                wasm_std::build(place, chain)?;
                facts.debian_ready = wasm_std::is_current();
                if !facts.debian_ready {
                    bail!("the standard library for {WASM} was built but is not in place: see what was printed above");
                }
            }
            Step::Stop => bail!(
                "Rust can't build for {WASM} here: run `rustup target add {WASM}` where the Rust release server can be reached, \
                 or use Debian, whose packages this sets up by itself"
            ),
        }
    }
}

fn look() -> Facts {
    let wish = env::var(WISH).unwrap_or_default();
    let rustup = shell::succeeds(Command::new("rustup").args(["toolchain", "list"]));
    Facts {
        wants_debian: wish == "debian",
        wants_active: wish == "active",
        active_has_wasm: active_has_wasm(),
        debian_ready: wasm_std::is_current() && (!rustup || is_linked()),
        rustup,
        apt: packages::has_apt(),
        add_failed: false,
    }
}

/// Debian's tool chain counts as Debian's even when it is the active one: only that road knows a stale library.
fn active_has_wasm() -> bool {
    let Ok(sysroot) = shell::read(ToolChain::Active.rustc().args(["--print", "sysroot"])) else {
        return false;
    };
    sysroot != DEBIAN_SYSROOT && wasm_std::holds_std(&Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib"))
}

fn is_linked() -> bool {
    shell::read(Command::new("rustup").args(["toolchain", "list"]))
        .is_ok_and(|list| list.lines().any(|line| line.split_whitespace().next() == Some("debian")))
}

fn link(rustup: bool) -> Result<()> {
    if rustup && !is_linked() {
        shell::run(Command::new("rustup").args(["toolchain", "link", "debian", DEBIAN_SYSROOT]))?;
    }
    Ok(())
}
