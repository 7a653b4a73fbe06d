//! Six bugs, planted one at a time in the wiring around the core, never in the product: a simulator that finds none of
//! them would be a lamp that doesn't burn.

/// Which bug a world has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bug {
    /// The server answers when it has heard, and commits later.
    ReceiptBeforeCommit,
    /// A phone that got no answer sends the same entries under new ids.
    RetryWithNewId,
    /// The server tells some changes and gives the cursor of the last one.
    CursorThatSkips,
    /// What the first line left is brought over under the number of the entry before it.
    ImportTakesOverNumber,
    /// A phone lets go of what is old, received or not.
    PurgeBeforeReceipt,
    /// A shared phone sends what others have kept on it as the one who has unlocked it.
    WrongAuthor,
}
