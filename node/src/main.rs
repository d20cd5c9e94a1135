//! `postern-node`: a validator, full node and pinner of the Postern chain.

mod chain_spec;
mod cli;
mod command;
mod ipfs;
mod metrics;
mod pinner;
mod rpc;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
