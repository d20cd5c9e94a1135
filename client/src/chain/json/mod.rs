//! Calls and events as JSON, by the types in the chain's metadata.
//!
//! | type on chain | JSON |
//! |---|---|
//! | whole number | number, or text: `7`, `"7"`; amounts also as `"1.25 PST"` |
//! | account | SS58 address, or `"0x…"` |
//! | bytes of any kind | `"0x…"`, or `"@FILE"` for what a file holds |
//! | record | object by field name, or array by position |
//! | choice | `"Name"`, or `{"Name": fields}` |
//! | call in a call | `{"Pallet": {"call": {…}}}` |
//! | `Option` | `null`, or the value itself |
//! | list, tuple | array |
//!
//! [`read`] takes JSON from people, so whatever does not fit is an error that names the
//! place; [`show`] makes JSON of the same kind, with numbers that JSON readers would round
//! as text.

mod error;
mod read;
mod show;
mod simple;
#[cfg(test)]
mod tests;

pub use error::ArgumentError;
pub use read::ReadFile;
pub(super) use {read::Reader, show::show};

use scale_info::{form::PortableForm, Field, PortableRegistry, TypeDef, TypeDefPrimitive};

/// The last part of a type's path, which tells what it means.
pub(super) fn name(types: &PortableRegistry, id: u32) -> Option<&str> {
    let found = types.resolve(id)?;
    found.path.segments.last().map(AsRef::as_ref)
}

fn definition(types: &PortableRegistry, id: u32) -> Option<&TypeDef<PortableForm>> {
    types.resolve(id).map(|found| &found.type_def)
}

fn is_byte(types: &PortableRegistry, id: u32) -> bool {
    let byte = TypeDef::Primitive(TypeDefPrimitive::U8);
    definition(types, id) == Some(&byte)
}

/// What a record is only a name for: it has one field, and that has no name.
fn wrapped(fields: &[Field<PortableForm>]) -> Option<u32> {
    match fields {
        [only] if only.name.is_none() => Some(only.ty.id),
        _ => None,
    }
}
