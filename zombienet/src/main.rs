//! Starts the network of a network file and ends it on Ctrl-C.

use anyhow::{Context, Result};
use postern_zombienet::{Description, Ipfs, Network};
use std::{path::PathBuf, process::ExitCode};
use tokio::signal::unix::{signal, Signal, SignalKind};
use zombienet_sdk::NetworkNode;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(file), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: postern-zombienet NETWORK.toml");
        return ExitCode::from(2);
    };
    match run(file).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(file: PathBuf) -> Result<()> {
    let mut signals = Signals::new().context("signals cannot be received")?;
    let description = Description::read(&file)?;
    println!("Starting {}", file.display());
    let network = tokio::select! {
        network = Network::start(description) => network?,
        () = signals.end() => return Ok(()),
    };
    for node in network.nodes() {
        show(node)?;
    }
    show_commands(&network)?;
    signals.end().await;
    println!("\nEnding all nodes");
    network.end().await
}

/// What asks this program to end: Ctrl-C, and the polite `kill`.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn end(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

fn show(node: &NetworkNode) -> Result<()> {
    let (name, rpc, ipfs) = (node.name(), node.ws_uri(), Ipfs::of(node)?);
    let log = node.base_dir().join(format!("{name}.log"));
    let role = if ipfs.pins() { "pinner" } else { "validator" };
    println!("\n{name}, a {role}");
    println!("  chain    {rpc}");
    println!("  IPFS     {}", ipfs.url());
    println!("  explorer https://polkadot.js.org/apps/?rpc={rpc}");
    println!("  log      {}", log.display());
    Ok(())
}

/// How to go on by hand, as two people on two nodes.
fn show_commands(network: &Network) -> Result<()> {
    let (nodes, folder) = (network.nodes(), network.path().display());
    println!("\nGo on by hand, in another terminal:\n");
    println!("  export POSTERN_PASSPHRASE='only for this network'");
    for (person, node) in [("eve", nodes.first()), ("ferdie", nodes.last())] {
        let node = node.context("the network has no nodes")?;
        let flags = format!(
            "--home {folder}/{person}-home --node {} --ipfs {}",
            node.ws_uri(),
            Ipfs::of(node)?.url()
        );
        println!("  {person}() {{ {} {flags} \"$@\"; }}", program().display());
    }
    println!("  eve init --suri //Eve && eve register --handle eve");
    println!("  ferdie init --suri //Ferdie && ferdie register --handle ferdie");
    println!("  eve send ferdie 'Hello from the first node.'");
    println!("  ferdie inbox");
    println!("\nCtrl-C ends the network and removes {folder}.");
    Ok(())
}

/// `postern`, in full for terminals whose PATH does not lead to it.
fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join("postern"))
        .find(|program| program.is_file())
        .unwrap_or_else(|| "postern".into())
}
