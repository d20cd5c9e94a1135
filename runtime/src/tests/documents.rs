//! What wallets show of the chain's own pallets, read where they read it.

use crate::Runtime;
use scale_info::{form::MetaForm, TypeDef, TypeInfo, Variant};

/// What a pallet offers, and how it is called here.
struct Documents {
    pallet: &'static str,
    calls: Vec<Variant<MetaForm>>,
    errors: Vec<Variant<MetaForm>>,
    events: Vec<Variant<MetaForm>>,
}

fn variants<T: TypeInfo>() -> Vec<Variant<MetaForm>> {
    match T::type_info().type_def {
        TypeDef::Variant(found) => found.variants,
        other => panic!("{other:?} has no variants"),
    }
}

fn documents() -> [Documents; 4] {
    macro_rules! of {
        ($pallet:ident) => {
            Documents {
                pallet: stringify!($pallet),
                calls: variants::<$pallet::Call<Runtime>>(),
                errors: variants::<$pallet::Error<Runtime>>(),
                events: variants::<$pallet::Event<Runtime>>(),
            }
        };
    }
    [
        of!(pallet_key_registry),
        of!(pallet_inbox),
        of!(pallet_channels),
        of!(pallet_pinning),
    ]
}

fn text(variant: &Variant<MetaForm>) -> String {
    let lines: Vec<_> = variant.docs.iter().map(|line| line.trim()).collect();
    lines.join(" ")
}

/// Whether one of these is named in a text.
fn names_one_of(text: &str, variants: &[Variant<MetaForm>]) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| variants.iter().any(|variant| variant.name == word))
}

#[test]
fn every_call_says_who_makes_it_what_it_tells_and_why_it_fails() {
    for Documents {
        pallet,
        calls,
        errors,
        events,
    } in documents()
    {
        for call in &calls {
            let (name, text) = (call.name, text(call));
            let by_whom = [
                "Signed by",
                "Comes as",
                "Comes and pays as",
                "general transaction",
            ];
            assert!(
                by_whom.iter().any(|words| text.contains(words)),
                "{pallet}::{name} does not say who makes it"
            );
            assert!(
                text.contains("Emits") && names_one_of(&text, &events),
                "{pallet}::{name} does not say what it tells"
            );
            assert!(
                names_one_of(&text, &errors),
                "{pallet}::{name} does not say why it fails"
            );
        }
    }
}

#[test]
fn every_error_says_what_is_wrong_and_what_to_do() {
    for Documents { pallet, errors, .. } in documents() {
        for error in &errors {
            let (name, text) = (error.name, text(error));
            let mut clauses = text.split_inclusive(['.', ';']);
            let first = clauses.next().unwrap_or_default();
            assert!(
                text.ends_with('.') && first.len() < text.len(),
                "{pallet}::{name}: {text}"
            );
        }
    }
}

#[test]
fn every_event_has_a_text_and_names_for_its_fields() {
    for Documents { pallet, events, .. } in documents() {
        for event in &events {
            let name = event.name;
            assert!(!event.docs.is_empty(), "{pallet}::{name}");
            let mut fields = event.fields.iter();
            assert!(
                fields.all(|field| field.name.is_some() && !field.docs.is_empty()),
                "{pallet}::{name}"
            );
        }
    }
}
