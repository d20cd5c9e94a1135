//! What can be proposed.

use crate::certificate::Account;
use codec::{Decode, Encode};
use std::fmt;

/// What a conversation is to decide. The core counts, see [`crate::votes`]; what was decided a
/// member does, as any could without a vote.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub enum Subject {
    /// Somebody comes in.
    #[codec(index = 0)]
    Admit(Account),
    /// Somebody goes.
    #[codec(index = 1)]
    Remove(Account),
    /// The conversation is called so.
    #[codec(index = 2)]
    Rename(String),
    /// Anything else, which is answered by yes or no.
    #[codec(index = 3)]
    Question(String),
}

// What is asked stays out of logs.
impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Admit(_) => "Admit",
            Self::Remove(_) => "Remove",
            Self::Rename(_) => "Rename",
            Self::Question(_) => "Question",
        })
    }
}
