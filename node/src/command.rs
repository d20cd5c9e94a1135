//! Does what the command line says.

use crate::{
    chain_spec,
    cli::{Cli, Subcommand},
    ipfs::Ipfs,
    pinner::PinnerConfig,
    service::{self, Backend, Block, Client, Partial},
    well_known,
};
use postern_runtime::BlockNumber;
use sc_cli::{CliConfiguration, OffchainWorkerEnabled, Result, SubstrateCli};
use sc_consensus::DefaultImportQueue;
use sc_network::config::NetworkBackendType;
use sc_service::{ChainSpec, Configuration};
use std::{future::Future, sync::Arc};

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "Postern Node".into()
    }

    fn impl_version() -> String {
        env!("SUBSTRATE_CLI_IMPL_VERSION").into()
    }

    fn description() -> String {
        env!("CARGO_PKG_DESCRIPTION").into()
    }

    fn author() -> String {
        "the Postern authors".into()
    }

    fn support_url() -> String {
        "docs/ of the source code".into()
    }

    fn copyright_start_year() -> i32 {
        2026
    }

    fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
        // A key belongs to no chain; the one named here only settles a default folder.
        let is_key = matches!(self.subcommand, Some(Subcommand::Key(_)));
        let id = if id.is_empty() && is_key { "dev" } else { id };
        let is_written = matches!(self.subcommand, Some(Subcommand::ExportChainSpec(_)));
        let spec = if is_written {
            chain_spec::load(id)
        } else {
            chain_spec::load_to_run(id)
        };
        Ok(Box::new(spec.map_err(|error| error.to_string())?))
    }
}

/// Parses the command line and does what it says.
///
/// # Errors
/// Whatever kept it from being done.
pub fn run() -> Result<()> {
    let cli = Cli::from_args();
    match &cli.subcommand {
        None => run_node(&cli),
        Some(Subcommand::Key(command)) => command.run(&cli),
        Some(Subcommand::NewChain(command)) => command.run().map_err(application),
        Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
        Some(Subcommand::CheckBlock(command)) => with_parts(&cli, command, |parts, _| {
            command.run(parts.client, parts.import_queue)
        }),
        Some(Subcommand::ExportBlocks(command)) => with_parts(&cli, command, |parts, config| {
            command.run(parts.client, config.database)
        }),
        Some(Subcommand::ExportState(command)) => with_parts(&cli, command, |parts, config| {
            command.run(parts.client, config.chain_spec)
        }),
        Some(Subcommand::ImportBlocks(command)) => with_parts(&cli, command, |parts, _| {
            command.run(parts.client, parts.import_queue)
        }),
        Some(Subcommand::Revert(command)) => with_parts(&cli, command, |parts, _| {
            command.run(
                parts.client,
                parts.backend,
                Some(Box::new(revert_consensus)),
            )
        }),
        Some(Subcommand::PurgeChain(command)) => cli
            .create_runner(command)?
            .sync_run(|config| command.run(config.database)),
        Some(Subcommand::ChainInfo(command)) => cli
            .create_runner(command)?
            .sync_run(|config| command.run::<Block>(&config)),
    }
}

/// What commands work on while no node runs.
struct Parts {
    client: Arc<Client>,
    backend: Arc<Backend>,
    import_queue: DefaultImportQueue<Block>,
}

/// Runs a command that works on the parts of a node.
fn with_parts<Command, Work>(
    cli: &Cli,
    command: &Command,
    work: impl FnOnce(Parts, Configuration) -> Work,
) -> Result<()>
where
    Command: CliConfiguration,
    Work: Future<Output = Result<()>>,
{
    cli.create_runner(command)?.async_run(|config| {
        let Partial {
            client,
            backend,
            import_queue,
            task_manager,
            ..
        } = service::new_partial(&config, None)?;
        Ok((
            work(
                Parts {
                    client,
                    backend,
                    import_queue,
                },
                config,
            ),
            task_manager,
        ))
    })
}

/// Takes back what BABE and GRANDPA know of blocks that are taken back.
fn revert_consensus(client: Arc<Client>, backend: Arc<Backend>, blocks: BlockNumber) -> Result<()> {
    sc_consensus_babe::revert(client.clone(), backend, blocks)?;
    sc_consensus_grandpa::revert(client, blocks)?;
    Ok(())
}

/// Runs a node, and its IPFS, until a signal ends it.
fn run_node(cli: &Cli) -> Result<()> {
    let args = &cli.run;
    let enabled = &args.base.offchain_worker_params.enabled;
    args.ipfs
        .check(matches!(enabled, OffchainWorkerEnabled::Never))
        .map_err(application)?;
    // The runner listens for signals from here on, so that one that comes while IPFS
    // starts is not lost.
    let runner = cli.create_runner(&args.base)?;
    ensure_litep2p(runner.config())?;
    let secret = match args.ipfs.pinner {
        true => well_known::pinner(runner.config()),
        false => None,
    };
    let seed = secret.as_deref().and_then(well_known::seed);
    let data = &runner.config().data_path;
    let ipfs = Ipfs::start(&args.ipfs, data, seed.as_ref()).map_err(application)?;
    let pinner = PinnerConfig {
        enabled: args.ipfs.pinner,
        ipfs_url: ipfs.url(),
        worker: secret,
    };
    let wasmtime_cache = args.wasmtime_cache.clone();
    let result = runner.run_node_until_exit(|config| async move {
        service::new_full(config, pinner, wasmtime_cache).map_err(sc_cli::Error::Service)
    });
    // After the node, whose off-chain worker uses it.
    ipfs.stop();
    result
}

/// The older network stack would make the node a third larger, and take as much longer to
/// compile, to no use: nodes of either kind understand each other.
fn ensure_litep2p(config: &Configuration) -> Result<()> {
    match config.network.network_backend {
        NetworkBackendType::Litep2p => Ok(()),
        NetworkBackendType::Libp2p => Err(sc_cli::Error::Input(
            "this node has litep2p alone: leave `--network-backend` out".into(),
        )),
    }
}

fn application(error: impl std::error::Error + Send + Sync + 'static) -> sc_cli::Error {
    sc_cli::Error::Application(Box::new(error))
}
