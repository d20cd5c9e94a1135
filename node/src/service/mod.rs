//! Puts a node together: first the parts that every command needs, then what makes it run.

mod authoring;
mod discovery;
mod equivocations;
mod finality;
mod full;
mod partial;

pub use full::new_full;
pub use partial::new_partial;

use postern_runtime::{apis::RuntimeApi, OpaqueBlock};
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeWorkerHandle};
use sc_consensus_grandpa::{GrandpaBlockImport, LinkHalf};
use sc_executor::WasmExecutor;
use sc_service::{TFullBackend, TFullClient};
use sc_telemetry::Telemetry;
use sc_transaction_pool::TransactionPoolHandle;
use sp_consensus_babe::inherents::BabeCreateInherentDataProviders;
use sp_runtime::traits::Block as BlockT;

/// A block whose transactions the node does not look into.
pub type Block = OpaqueBlock;

type Hash = <Block as BlockT>::Hash;

/// Runs the runtime's WebAssembly.
type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;

/// Executes the runtime and answers from chain state.
pub type Client = TFullClient<Block, RuntimeApi, Executor>;

/// Keeps blocks and state.
pub type Backend = TFullBackend<Block>;

/// Chooses which fork to build on.
pub type SelectChain = sc_consensus::LongestChain<Backend, Block>;

/// Keeps transactions until a block takes them.
pub type Pool = TransactionPoolHandle<Block, Client>;

type Grandpa = GrandpaBlockImport<Backend, Block, Client, SelectChain>;
type Babe =
    BabeBlockImport<Block, Client, Grandpa, BabeCreateInherentDataProviders<Block>, SelectChain>;
type Watched = equivocations::Watched<Babe, Client>;

/// What consensus needs once the node runs.
pub struct Consensus {
    /// Where blocks go in.
    pub block_import: Watched,
    /// Shared state of BABE.
    pub babe_link: BabeLink<Block>,
    /// Asks BABE's import about epochs.
    pub babe_worker: BabeWorkerHandle<Block>,
    /// Shared state of GRANDPA.
    pub grandpa_link: LinkHalf<Block, Client, SelectChain>,
    /// Where telemetry goes, if anywhere.
    pub telemetry: Option<Telemetry>,
}

/// The parts of a node before it runs.
pub type Partial = sc_service::PartialComponents<
    Client,
    Backend,
    SelectChain,
    sc_consensus::DefaultImportQueue<Block>,
    Pool,
    Consensus,
>;
