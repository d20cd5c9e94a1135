//! What the program takes on the command line.

use crate::{ipfs::IpfsArgs, new_chain::NewChainCmd};
use sc_cli::RunCmd;
use std::path::PathBuf;

/// A validator, full node and pinner of the Postern chain.
#[derive(Debug, clap::Parser)]
pub struct Cli {
    /// What to do instead of running a node.
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,

    /// How to run a node.
    #[command(flatten)]
    pub run: RunArgs,
}

/// How to run a node.
#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// What any Substrate node takes.
    #[command(flatten)]
    pub base: RunCmd,

    /// What concerns content.
    #[command(flatten)]
    pub ipfs: IpfsArgs,

    /// Keep the compiled runtime in this folder, so that the next start is some seconds faster.
    /// Whoever can write to it decides what the node runs.
    #[arg(long, value_name = "DIR")]
    pub wasmtime_cache: Option<PathBuf>,
}

/// What the program can do besides running a node.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// Generate, inspect and insert keys.
    #[command(subcommand)]
    Key(sc_cli::KeySubcommand),

    /// Make the specification of a new chain with accounts of your own.
    NewChain(NewChainCmd),

    /// Write a chain specification.
    ExportChainSpec(sc_cli::ExportChainSpecCmd),

    /// Check a block again.
    CheckBlock(sc_cli::CheckBlockCmd),

    /// Write blocks to a file.
    ExportBlocks(sc_cli::ExportBlocksCmd),

    /// Write the state of a block as a chain specification.
    ExportState(sc_cli::ExportStateCmd),

    /// Read blocks from a file.
    ImportBlocks(sc_cli::ImportBlocksCmd),

    /// Remove the chain's database.
    PurgeChain(sc_cli::PurgeChainCmd),

    /// Take back blocks that are not final.
    Revert(sc_cli::RevertCmd),

    /// Show how far the chain's database is.
    ChainInfo(sc_cli::ChainInfoCmd),
}
