//! What the mocks and tests of the pallets share.

mod content;
mod transactions;

pub use content::{Content, ContentIsFull};
pub use transactions::{
    apply, assert_refused, extension, general, validate, Extension, Transaction,
};
