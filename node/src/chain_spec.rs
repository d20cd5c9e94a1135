//! The chains that a node can take part in.

use postern_runtime::{
    constants::currency::{DECIMALS, SS58_PREFIX, SYMBOL},
    genesis_presets::{self, DEV, LOCAL},
    RuntimeGenesisConfig, WASM_BINARY,
};
use sc_chain_spec::json_merge;
use sc_service::{ChainSpec as _, ChainType, GenericChainSpec, Properties};
use sp_core::storage::{well_known_keys::CODE, Storage};
use sp_runtime::BuildStorage;
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
    /// The preset is none that the runtime takes.
    #[error("the preset `{preset}` of this program does not build: {reason}")]
    Preset {
        /// Its name.
        preset: String,
        /// What is wrong with it.
        reason: String,
    },
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
        DEV => preset("Postern Development", DEV, ChainType::Development),
        LOCAL => preset("Postern Local", LOCAL, ChainType::Local),
        path if Path::new(path).is_file() => from_file(path),
        other => Err(ChainSpecError::Unknown(other.into())),
    }
}

/// The same for a node that is about to run, with the first state of a preset built already.
///
/// Else the runtime's WebAssembly would build it, at every start, and be compiled twice for that:
/// ten seconds of processor time for what the same runtime as native code does at once.
///
/// # Errors
/// When there is none.
pub fn load_to_run(id: &str) -> Result<ChainSpec, ChainSpecError> {
    let mut spec = load(id)?;
    if matches!(id, DEV | LOCAL) {
        spec.set_storage(first_state(id)?);
    }
    Ok(spec)
}

/// What a preset says, laid over the defaults, as state; with the runtime's code.
fn first_state(preset: &str) -> Result<Storage, ChainSpecError> {
    let wrong = |reason: String| ChainSpecError::Preset {
        preset: preset.into(),
        reason,
    };
    let malformed = |error: serde_json::Error| wrong(error.to_string());
    let code = WASM_BINARY.ok_or(ChainSpecError::NoRuntime)?;
    let patch = genesis_presets::get_preset(&preset.into())
        .ok_or_else(|| ChainSpecError::Unknown(preset.into()))?;
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).map_err(malformed)?;
    json_merge(
        &mut config,
        serde_json::from_slice(&patch).map_err(malformed)?,
    );
    let config: RuntimeGenesisConfig = serde_json::from_value(config).map_err(malformed)?;
    let mut state = config.build_storage().map_err(wrong)?;
    state.top.insert(CODE.to_vec(), code.to_vec());
    Ok(state)
}

/// A chain is called as its preset is.
fn preset(name: &str, id: &str, chain_type: ChainType) -> Result<ChainSpec, ChainSpecError> {
    let code = WASM_BINARY.ok_or(ChainSpecError::NoRuntime)?;
    Ok(ChainSpec::builder(code, None)
        .with_name(name)
        .with_id(id)
        .with_protocol_id("postern")
        .with_chain_type(chain_type)
        .with_properties(properties())
        .with_genesis_config_preset_name(id)
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
    fn a_node_begins_with_the_state_that_the_specification_says() {
        for id in [DEV, LOCAL] {
            match (load(id), load_to_run(id)) {
                (Ok(written), Ok(to_run)) => {
                    let written = written.build_storage().unwrap();
                    let to_run = to_run.build_storage().unwrap();
                    assert!(written.top == to_run.top, "{id}");
                    assert!(written.children_default.is_empty());
                }
                _ => {
                    assert!(WASM_BINARY.is_none());
                    eprintln!("skipped: the runtime was left out of this build");
                }
            }
        }
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
