//! Where the passphrase comes from. Never an argument: arguments are public on a machine.

use crate::Global;
use anyhow::{bail, Context};
use postern_client::{
    client::{keystore_path, Client, Settings},
    keystore,
};
use std::{fs, io::IsTerminal};
use zeroize::Zeroizing;

const VARIABLE: &str = "POSTERN_PASSPHRASE";

impl Global {
    /// A passphrase for a new keystore: asked for twice.
    pub fn new_passphrase(&self) -> anyhow::Result<Zeroizing<String>> {
        let given = self.given_passphrase()?;
        let asked = given.is_none();
        let first = given.map_or_else(|| ask("New passphrase: "), Ok)?;
        if first.is_empty() {
            bail!("the passphrase is empty; choose one, it protects your keys");
        }
        if asked && ask("Again: ")? != first {
            bail!("the two passphrases differ; start again");
        }
        Ok(first)
    }

    /// What is needed to open a home, the passphrase asked for if it must be.
    pub fn credentials(&self) -> anyhow::Result<(Settings, Zeroizing<String>)> {
        let settings = self.settings()?;
        // Before anybody types a passphrase in vain.
        keystore::ensure_exists(&keystore_path(&settings.home))?;
        let passphrase = self
            .given_passphrase()?
            .map_or_else(|| ask("Passphrase: "), Ok)?;
        Ok((settings, passphrase))
    }

    /// Opens the client.
    pub async fn client(&self) -> anyhow::Result<Client> {
        let (settings, passphrase) = self.credentials()?;
        Ok(Client::open(&settings, &passphrase).await?)
    }

    fn given_passphrase(&self) -> anyhow::Result<Option<Zeroizing<String>>> {
        if let Some(path) = &self.passphrase_file {
            let text = Zeroizing::new(fs::read_to_string(path).with_context(|| {
                format!("the passphrase file {} cannot be read", path.display())
            })?);
            return Ok(Some(Zeroizing::new(
                text.trim_end_matches(['\r', '\n']).to_owned(),
            )));
        }
        Ok(std::env::var(VARIABLE).ok().map(Zeroizing::new))
    }
}

fn ask(prompt: &str) -> anyhow::Result<Zeroizing<String>> {
    if !std::io::stdin().is_terminal() {
        bail!(
            "there is no terminal to ask for the passphrase; set {VARIABLE} or --passphrase-file"
        );
    }
    let passphrase = rpassword::prompt_password(prompt).context("the passphrase cannot be read")?;
    Ok(Zeroizing::new(passphrase))
}
