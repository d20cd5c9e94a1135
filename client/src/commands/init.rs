use crate::{output::Output, Global};
use clap::Args;
use postern_client::{
    client::{address, keystore_path},
    keystore::{self, AccountSecret},
};
use serde::Serialize;
use std::{fs, path::PathBuf};
use zeroize::Zeroizing;

/// Make a keystore in the home folder.
#[derive(Args)]
pub struct Init {
    /// Use this secret instead of a new phrase. For development accounts such as //Alice:
    /// other users of this machine can see arguments.
    #[arg(long, value_name = "SURI", conflicts_with = "phrase_file")]
    suri: Option<String>,
    /// Use the twelve words in this file instead of new ones.
    #[arg(long, value_name = "FILE")]
    phrase_file: Option<PathBuf>,
}

#[derive(Serialize)]
struct Made {
    address: String,
    device: String,
    home: PathBuf,
    /// Only when it is new: it is never shown again.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "once")]
    phrase: Option<Zeroizing<String>>,
}

fn once<S: serde::Serializer>(
    phrase: &Option<Zeroizing<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(phrase.as_deref().map_or("", String::as_str))
}

impl Output for Made {
    fn text(&self) -> String {
        let made = format!(
            "Your address is {}.\nKeys are in {}; the next step is `postern register`.",
            self.address,
            self.home.display()
        );
        match &self.phrase {
            None => made,
            Some(phrase) => format!(
                "{made}\n\nWrite these twelve words down. Whoever has them is you; without them \
                 nobody can restore your account. They are not shown again.\n\n    {}",
                phrase.as_str()
            ),
        }
    }
}

impl Init {
    /// Runs it.
    pub fn run(self, global: &Global) -> anyhow::Result<()> {
        let home = global.settings()?.home;
        let path = keystore_path(&home);
        keystore::ensure_missing(&path)?;
        let (secret, phrase) = self.secret()?;
        let keys = keystore::create(&path, &global.new_passphrase()?, &secret)?;
        global.print(&Made {
            address: address(&keys.account.public_key().0),
            device: keys.device.id().to_string(),
            home,
            phrase,
        })
    }

    fn secret(&self) -> anyhow::Result<(AccountSecret, Option<Zeroizing<String>>)> {
        if let Some(suri) = &self.suri {
            return Ok((AccountSecret::Suri(Zeroizing::new(suri.clone())), None));
        }
        if let Some(path) = &self.phrase_file {
            let phrase = fs::read_to_string(path)
                .map(Zeroizing::new)
                .map_err(|source| postern_client::Error::File {
                    path: path.clone(),
                    source,
                })?;
            let phrase = Zeroizing::new(phrase.trim().to_owned());
            return Ok((AccountSecret::Phrase(phrase), None));
        }
        let phrase = keystore::new_phrase()?;
        Ok((AccountSecret::Phrase(phrase.clone()), Some(phrase)))
    }
}
