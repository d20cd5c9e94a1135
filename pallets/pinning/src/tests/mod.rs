//! One behaviour a file.

mod model;
mod pin_set;
mod queries;
mod window;
mod worker;
