//! Everything that can happen, one step at a time.
//!
//! **Invariant: an act makes sense in any world.** Numbers are taken round (phone 5 of three is phone 2), and what
//! can't be done there does nothing. So any act can be left out of a run, which is what makes runs shrink.

/// A tab of a phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At(pub u8, pub u8);

/// What a box on the way says in the server's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Portal {
    /// A page to sign in on.
    Page,
    /// 400 by somebody who isn't the server.
    BadRequest,
    /// 401 and 413 likewise.
    SignIn,
    TooLarge,
    /// 503 with a `Retry-After` of a minute.
    Busy,
}

/// One step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    // What officers do.
    /// Opens a form and fills it in. What is wrong with a bad one, only the server sees.
    Records {
        at: At,
        work: u8,
        bad: bool,
    },
    /// Opens a form that corrects an earlier entry.
    Corrects {
        at: At,
        which: u8,
        work: u8,
    },
    Withdraws {
        at: At,
        which: u8,
    },
    /// Taps *Spara*: the first line has it. Twice in a row is a double tap.
    Saves {
        at: At,
    },
    /// Somebody else, or the same person again, unlocks the app in a tab.
    Unlocks {
        at: At,
        person: u8,
    },
    OpensTab {
        phone: u8,
    },
    Enrols {
        phone: u8,
        person: u8,
    },

    // What phones do by themselves.
    /// The next step of one of the tab's tasks: a transaction, what follows it, a look at what another tab changed.
    Goes {
        at: At,
        task: u8,
    },
    /// Thinks again about sending: because of the timer, or by hand.
    Sends {
        at: At,
        by_hand: bool,
    },
    /// Waits no longer for an answer.
    GivesUp {
        at: At,
    },
    /// The browser writes local storage to the disk.
    Flushes {
        phone: u8,
    },
    /// The app is there in its next version, which knows more members.
    Updates {
        phone: u8,
    },

    // What the line does.
    Carries {
        message: u8,
    },
    Loses {
        message: u8,
    },
    Doubles {
        message: u8,
    },
    /// Only the beginning arrives.
    Cuts {
        message: u8,
        keeps: u8,
    },
    Answers {
        message: u8,
        portal: Portal,
    },

    // What happens to phones.
    ClosesTab {
        at: At,
    },
    /// The browser is killed or the battery is out: local storage falls back to what was on the disk.
    Dies {
        phone: u8,
    },
    /// Storage is full, or has room again.
    Fills {
        phone: u8,
        full: bool,
    },
    /// The storage says that a transaction failed which it has kept.
    Misreports {
        phone: u8,
    },
    Wipes {
        phone: u8,
    },
    /// A backup of the phone is made; and later put back.
    BacksUp {
        phone: u8,
    },
    PutsBack {
        phone: u8,
    },
    /// A second phone with everything that is on this one.
    Clones {
        phone: u8,
    },
    SetsClock {
        phone: u8,
        hours: i8,
    },
    /// The credential ends before its time.
    Expires {
        phone: u8,
    },
    /// A supervisor revokes the phone.
    Revokes {
        phone: u8,
    },

    // What happens to the server.
    /// Everything that waits at the server is committed together and answered.
    Commits,
    /// The process dies: what waited is gone, what was committed is there.
    Crashes,
    FillsServer {
        full: bool,
    },
    BacksUpServer,
    RestoresServer,
    StepsClock {
        hours: i8,
    },
    /// A supervisor decides something.
    Decides {
        what: u8,
        which: u8,
    },
    /// The next version of the promise is put in force.
    LoadsPromise,

    /// Nothing, for so long.
    Waits {
        hours: u8,
    },
}

impl Act {
    /// Its name alone, as figures count it.
    #[must_use]
    pub fn name(&self) -> String {
        let whole = format!("{self:?}");
        whole.split([' ', '{']).next().unwrap_or_default().to_owned()
    }

    /// Whether it is something that goes wrong, and not part of a good day.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        match self {
            Act::Fills { full, .. } | Act::FillsServer { full } => *full,
            Act::Records { bad, .. } => *bad,
            Act::Loses { .. }
            | Act::Doubles { .. }
            | Act::Cuts { .. }
            | Act::Answers { .. }
            | Act::GivesUp { .. }
            | Act::ClosesTab { .. }
            | Act::Dies { .. }
            | Act::Misreports { .. }
            | Act::Wipes { .. }
            | Act::PutsBack { .. }
            | Act::Clones { .. }
            | Act::SetsClock { .. }
            | Act::Expires { .. }
            | Act::Revokes { .. }
            | Act::Crashes
            | Act::RestoresServer
            | Act::StepsClock { .. } => true,
            _ => false,
        }
    }
}
