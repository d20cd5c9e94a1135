//! The chains that a node can take part in.

use postern_runtime::{
    constants::currency::{DECIMALS, SS58_PREFIX, SYMBOL},
    genesis_presets, WASM_BINARY,
};
use sc_service::{ChainType, GenericChainSpec, Properties};
use std::path::Path;

/// A chain, as a file or from a preset.
pub type ChainSpec = GenericChainSpec;

/// Why there is no such chain.
#[derive(Debug, thiserror::Error)]
pub enum ChainSpecError {
    /// The runtime was left out of the build.
    #[error(
        "this program was built without the runtime (SKIP_WASM_BUILD); build it again without \
         that setting, or name a chain specification file"
    )]
    NoRuntime,
    /// No chain was named.
    #[error(
        "name a chain: `--dev` for one of your own, `--chain local` for four validators on this \
         machine, or `--chain FILE` for a chain specification; no public network exists yet"
    )]
    NotNamed,
    /// Neither a preset nor a file.
    #[error("`{0}` is neither `dev` nor `local` nor the path of a chain specification")]
    Unknown(String),
    /// The file is not a chain specification.
    #[error("`{path}` is not a chain specification: {reason}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// The chain that `--chain ID` names.
///
/// # Errors
/// When there is none.
pub fn load(id: &str) -> Result<ChainSpec, ChainSpecError> {
    match id {
        "" => Err(ChainSpecError::NotNamed),
        "dev" => preset(
            "Postern Development",
            id,
            genesis_presets::DEV,
            ChainType::Development,
        ),
        "local" => preset(
            "Postern Local",
            id,
            genesis_presets::LOCAL,
            ChainType::Local,
        ),
        path if Path::new(path).is_file() => from_file(path),
        other => Err(ChainSpecError::Unknown(other.into())),
    }
}

fn preset(
    name: &str,
    id: &str,
    preset: &str,
    chain_type: ChainType,
) -> Result<ChainSpec, ChainSpecError> {
    let code = WASM_BINARY.ok_or(ChainSpecError::NoRuntime)?;
    Ok(ChainSpec::builder(code, None)
        .with_name(name)
        .with_id(id)
        .with_protocol_id("postern")
        .with_chain_type(chain_type)
        .with_properties(properties())
        .with_genesis_config_preset_name(preset)
        .build())
}

fn from_file(path: &str) -> Result<ChainSpec, ChainSpecError> {
    ChainSpec::from_json_file(path.into()).map_err(|reason| ChainSpecError::Malformed {
        path: path.into(),
        reason,
    })
}

/// What wallets show amounts and addresses by.
pub fn properties() -> Properties {
    let mut properties = Properties::new();
    properties.insert("tokenSymbol".into(), SYMBOL.into());
    properties.insert("tokenDecimals".into(), DECIMALS.into());
    properties.insert("ss58Format".into(), SS58_PREFIX.into());
    properties
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_an_unknown_name_and_a_file_of_another_kind_have_their_own_errors() {
        assert!(matches!(load("").err(), Some(ChainSpecError::NotNamed)));
        assert!(matches!(
            load("nowhere").err(),
            Some(ChainSpecError::Unknown(_))
        ));
        let other = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        assert!(matches!(
            load(other).err(),
            Some(ChainSpecError::Malformed { .. })
        ));
    }

    #[test]
    fn presets_carry_the_properties_that_wallets_need() {
        for id in ["dev", "local"] {
            match load(id) {
                Ok(spec) => {
                    let properties = spec.properties();
                    assert_eq!(properties["tokenSymbol"], "PST");
                    assert_eq!(properties["tokenDecimals"], 12);
                    assert_eq!(properties["ss58Format"], 42);
                    assert_eq!(spec.id(), id);
                }
                Err(error) => {
                    assert!(WASM_BINARY.is_none(), "{error}");
                    eprintln!("skipped: the runtime was left out of this build");
                }
            }
        }
    }
}
