//! What does not fit, and where.

use serde_json::Value as Json;
use std::{fmt, io};

/// Characters of what was found that an error repeats.
const SHOWN: usize = 40;

/// Why arguments do not fit a call.
#[derive(Debug, thiserror::Error)]
pub enum ArgumentError {
    /// Something else is asked for.
    #[error("`{at}` must be {expected}, not {found}")]
    Expected {
        /// Which argument.
        at: String,
        /// What fits.
        expected: String,
        /// What was there.
        found: String,
    },
    /// A field is not there.
    #[error("`{at}` lacks `{field}`; its fields are {known}")]
    Missing {
        /// Which call or argument.
        at: String,
        /// The field.
        field: String,
        /// All of them.
        known: String,
    },
    /// A field that does not exist.
    #[error("`{at}` has no field `{field}`; its fields are {known}")]
    Unknown {
        /// Which call or argument.
        at: String,
        /// What was given.
        field: String,
        /// Those that exist.
        known: String,
    },
    /// A file cannot be read.
    #[error("`{at}` names a file that cannot be read: `{path}` ({source})")]
    File {
        /// Which argument.
        at: String,
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A type that JSON has no words for here, or nested too deep.
    #[error("`{at}` is of a kind that cannot be written as JSON here")]
    Kind {
        /// Which argument.
        at: String,
    },
}

/// A result of reading.
pub type Result<T> = std::result::Result<T, ArgumentError>;

/// A place among the arguments, for errors.
#[derive(Clone, Copy)]
pub enum At<'a> {
    /// The call itself.
    Call(&'a str, &'a str),
    /// A field of a record.
    Field(&'a At<'a>, &'a str),
    /// An item of a list.
    Item(&'a At<'a>, usize),
    /// The same place, one type further in.
    Inside(&'a At<'a>),
}

impl At<'_> {
    /// How many types further in than the call.
    pub fn depth(&self) -> usize {
        match self {
            Self::Call(..) => 0,
            Self::Field(at, _) | Self::Item(at, _) | Self::Inside(at) => at.depth() + 1,
        }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(pallet, call) => write!(f, "{pallet}.{call}"),
            Self::Field(Self::Call(..), field) => f.write_str(field),
            Self::Field(at, field) => write!(f, "{at}.{field}"),
            Self::Item(at, index) => write!(f, "{at}[{index}]"),
            Self::Inside(at) => at.fmt(f),
        }
    }
}

/// The error of something else than was asked for.
pub fn expected(at: At<'_>, expected: String, json: &Json) -> ArgumentError {
    let found = json.to_string();
    let mut short: String = found.chars().take(SHOWN).collect();
    if short.len() < found.len() {
        short.push('…');
    }
    ArgumentError::Expected {
        at: at.to_string(),
        expected,
        found: short,
    }
}
