//! The decision which Rust builds Rond, from facts alone.

use super::toolchain::ToolChain;

/// What there is to decide from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    pub(super) wants_debian: bool,
    pub(super) wants_active: bool,
    /// The active tool chain (other than Debian's) has the standard library for WebAssembly.
    pub(super) active_has_wasm: bool,
    /// Debian's has it too, built by the very compiler that is installed.
    pub(super) debian_ready: bool,
    pub(super) rustup: bool,
    pub(super) apt: bool,
    /// `rustup target add` was tried in this run.
    pub(super) add_failed: bool,
}

#[derive(Debug, PartialEq)]
pub(super) enum Step {
    Use(ToolChain),
    AddTarget,
    InstallDebian,
    Stop,
}

/// What is there comes before what could be fetched, and rustup's before Debian's.
pub(super) fn decide(facts: &Facts) -> Step {
    let debian = ToolChain::Debian { rustup: facts.rustup };
    if facts.active_has_wasm && !facts.wants_debian {
        Step::Use(ToolChain::Active)
    } else if facts.debian_ready && !facts.wants_active {
        Step::Use(debian)
    } else if facts.rustup && !facts.wants_debian && !facts.add_failed {
        Step::AddTarget
    } else if facts.apt && !facts.wants_active {
        Step::InstallDebian
    } else {
        Step::Stop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Facts = Facts {
        wants_debian: false,
        wants_active: false,
        active_has_wasm: false,
        debian_ready: false,
        rustup: true,
        apt: true,
        add_failed: false,
    };

    #[test]
    fn what_is_there_is_used() {
        assert_eq!(
            decide(&Facts { active_has_wasm: true, debian_ready: true, ..NOTHING }),
            Step::Use(ToolChain::Active)
        );
        assert_eq!(decide(&Facts { debian_ready: true, ..NOTHING }), Step::Use(ToolChain::Debian { rustup: true }));
    }

    #[test]
    fn the_network_is_tried_once_then_debian() {
        assert_eq!(decide(&NOTHING), Step::AddTarget);
        assert_eq!(decide(&Facts { add_failed: true, ..NOTHING }), Step::InstallDebian);
        assert_eq!(decide(&Facts { rustup: false, ..NOTHING }), Step::InstallDebian);
    }

    #[test]
    fn without_either_it_stops() {
        assert_eq!(decide(&Facts { add_failed: true, apt: false, ..NOTHING }), Step::Stop);
        assert_eq!(decide(&Facts { rustup: false, apt: false, ..NOTHING }), Step::Stop);
    }

    #[test]
    fn a_wish_goes_before_the_order() {
        let both = Facts { active_has_wasm: true, debian_ready: true, ..NOTHING };
        assert_eq!(decide(&Facts { wants_debian: true, ..both }), Step::Use(ToolChain::Debian { rustup: true }));
        assert_eq!(decide(&Facts { wants_debian: true, ..NOTHING }), Step::InstallDebian);
        assert_eq!(decide(&Facts { wants_active: true, debian_ready: true, ..NOTHING }), Step::AddTarget);
        assert_eq!(decide(&Facts { wants_active: true, add_failed: true, ..NOTHING }), Step::Stop);
    }
}
