use crate::{output::Output, Global};
use clap::{Args, ValueEnum};
use postern_client::{
    chain::{Event, Until},
    defaults::MAX_ARGUMENT_FILE,
};
use serde::Serialize;
use serde_json::Value as Json;
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Sign and submit any call of the chain.
#[derive(Args)]
pub struct Call {
    /// The pallet, such as Staking.
    pallet: String,
    /// Its call, such as bond.
    call: String,
    /// JSON: an object of arguments by name, or an array of them by position.
    ///
    /// Accounts are addresses, amounts numbers or texts like "1.25 PST", bytes "0x…", or
    /// "@FILE" for the content of a file; a choice is "Name" or {"Name": fields}, a call in
    /// a call {"Pallet": {"call": {…}}}, an option that is not used null.
    #[arg(default_value = "{}", value_parser = json, verbatim_doc_comment)]
    arguments: Json,
    /// Return as soon as a block has it, or when that block is final.
    #[arg(long, value_enum, default_value_t = Wait::Block)]
    wait: Wait,
}

#[derive(Clone, Copy, ValueEnum)]
enum Wait {
    Block,
    Final,
}

#[derive(Serialize)]
struct Done {
    block: u32,
    block_hash: String,
    transaction: String,
    r#final: bool,
    events: Vec<Event>,
}

impl Output for Done {
    fn text(&self) -> String {
        let is = if self.r#final { "final block" } else { "block" };
        let mut text = format!(
            "in {is} {} ({}) as {}",
            self.block, self.block_hash, self.transaction
        );
        // That it succeeded is said by this being printed.
        for event in self
            .events
            .iter()
            .filter(|one| one.event != "ExtrinsicSuccess")
        {
            text += &format!("\n  {}.{} {}", event.pallet, event.event, event.fields);
        }
        text
    }
}

impl Call {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let until = match self.wait {
            Wait::Block => Until::InBlock,
            Wait::Final => Until::Final,
        };
        let done = client
            .call(&self.pallet, &self.call, &self.arguments, &read, until)
            .await?;
        let hexadecimal = |hash: [u8; 32]| format!("0x{}", hex::encode(hash));
        global.print(&Done {
            block: done.block,
            block_hash: hexadecimal(done.hash),
            transaction: hexadecimal(done.transaction),
            r#final: until == Until::Final,
            events: done.events()?,
        })?;
        match done.failed_inside()? {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }
}

fn json(text: &str) -> Result<Json, String> {
    serde_json::from_str(text)
        .map_err(|error| format!("{error}; write JSON such as {{\"value\": \"1000 PST\"}}"))
}

/// The content of a file that an argument names.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?.take(MAX_ARGUMENT_FILE + 1);
    { file }.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_ARGUMENT_FILE {
        let reason = format!("it has more than {MAX_ARGUMENT_FILE} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}
