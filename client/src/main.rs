//! The program `postern`.

mod commands;
mod confirm;
mod output;
mod passphrase;
mod progress;

use clap::Parser;
use commands::Command;
use postern_client::{client::Settings, defaults};
use std::{path::PathBuf, process::ExitCode};

/// End-to-end encrypted messages without a server.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(clap::Args)]
pub struct Global {
    /// Folder of the keystore, the local records and received files [default: ~/.postern].
    #[arg(long, global = true, env = "POSTERN_HOME", value_name = "DIR")]
    home: Option<PathBuf>,
    /// WebSocket address of a node.
    #[arg(long, global = true, env = "POSTERN_NODE", value_name = "URL", default_value = defaults::NODE_URL)]
    node: String,
    /// RPC of an IPFS node.
    #[arg(long, global = true, env = "POSTERN_IPFS", value_name = "URL", default_value = postern_ipfs::defaults::API_URL)]
    ipfs: String,
    /// Print one JSON object a line, for programs.
    #[arg(long, global = true)]
    json: bool,
    /// Read the passphrase from this file instead of asking for it; POSTERN_PASSPHRASE
    /// holds it otherwise.
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Global {
    fn settings(&self) -> anyhow::Result<Settings> {
        let home = match &self.home {
            Some(home) => home.clone(),
            None => directories::UserDirs::new()
                .map(|dirs| dirs.home_dir().join(defaults::HOME_FOLDER))
                .ok_or_else(|| {
                    anyhow::anyhow!("your home folder is not known; name one with --home")
                })?,
        };
        Ok(Settings {
            home,
            node: self.node.clone(),
            ipfs: self.ipfs.clone(),
        })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    // The node's and IPFS's clients log too; people see it only when they ask for it.
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    match arguments.command.run(&arguments.global).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
