//! `postern-node`: a validator, full node and pinner of the Postern chain.
// The errors of sc-service and sc-cli are large, and not ours to make smaller.
#![allow(clippy::result_large_err)]

mod chain_spec;
mod cli;
mod command;
mod ipfs;
mod metrics;
mod new_chain;
mod pinner;
mod rpc;
mod service;
mod well_known;

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
