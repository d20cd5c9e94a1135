//! What makes a home a device of an account.

use crate::{output::Output, Global};
use anyhow::Context;
use clap::Args;
use postern_client::{
    client::{add_device, keystore_path},
    keystore,
    sealing::DeviceCode,
    Error,
};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, IsTerminal, Read, Write},
    path::PathBuf,
};
use zeroize::Zeroizing;

/// Longest input that a code is looked for in: more than twelve words take.
const MAX_INPUT: u64 = 1024;

/// Make this home a device of an account, by the code that another device of it shows.
#[derive(Args)]
pub struct Add {
    /// Read the code from this file instead of asking for it. It is never an argument: other users
    /// of this machine can see those.
    #[arg(long, value_name = "FILE")]
    code_file: Option<PathBuf>,
}

/// A device that was added, as it is printed.
#[derive(Serialize)]
struct Added {
    address: String,
    handle: Option<String>,
    device: String,
    home: PathBuf,
}

impl Output for Added {
    fn text(&self) -> String {
        format!(
            "This is a device of {} now, with keys in {}.\nAs soon as `postern device code` on the \
             other one is done, `postern inbox` here takes part in what that one is in.",
            self.handle.as_deref().unwrap_or(&self.address),
            self.home.display()
        )
    }
}

impl Add {
    /// Runs it.
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<()> {
        let settings = global.settings()?;
        // Before anybody types anything in vain.
        keystore::ensure_missing(&keystore_path(&settings.home))?;
        let code = DeviceCode::parse(&self.code()?)?;
        let passphrase = global.new_passphrase()?;
        let added = add_device(&settings, &passphrase, &code).await?;
        global.print(&Added {
            address: added.address(),
            handle: added.identity.handle.as_ref().map(ToString::to_string),
            device: added.client.device().to_string(),
            home: settings.home,
        })
    }

    fn code(&self) -> anyhow::Result<Zeroizing<String>> {
        if let Some(path) = &self.code_file {
            let unusable = |source| Error::File {
                path: path.clone(),
                source,
            };
            let file = File::open(path).map_err(unusable)?;
            return Ok(read(file).map_err(unusable)?);
        }
        if !io::stdin().is_terminal() {
            return read(io::stdin()).context("the code on standard input cannot be read");
        }
        eprint!("Code, twelve words: ");
        io::stderr().flush().ok();
        let mut line = Zeroizing::new(String::new());
        io::stdin()
            .read_line(&mut line)
            .context("the code cannot be read")?;
        Ok(line)
    }
}

fn read(from: impl Read) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    from.take(MAX_INPUT).read_to_string(&mut text)?;
    Ok(text)
}
