//! Is everything all right?

use super::{certificate::ends_soon, read::iso8601, Client, Settings};
use crate::{Error, Result};
use postern_ipfs::client::Client as Ipfs;
use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was found, or what to do.
    pub detail: String,
}

impl Finding {
    fn new(check: &'static str, ok: bool, detail: impl Into<String>) -> Self {
        Self {
            check,
            ok,
            detail: detail.into(),
        }
    }
}

/// Looks at everything that can be looked at; a node that does not answer is a finding too.
///
/// # Errors
/// When the home folder cannot be used, and as for [`Client::examine`].
pub async fn examine(settings: &Settings, passphrase: &str) -> Result<Vec<Finding>> {
    match Client::open(settings, passphrase).await {
        Ok(client) => client.examine().await,
        Err(Error::Chain(error)) => Ok(vec![
            Finding::new("node", false, error.to_string()),
            examine_ipfs(&Ipfs::new(&settings.ipfs)?).await,
        ]),
        Err(error) => Err(error),
    }
}

async fn examine_ipfs(ipfs: &Ipfs) -> Finding {
    match ipfs.version().await {
        Ok(version) => {
            let peers = ipfs.swarm_peers().await.map_or(0, |peers| peers.len());
            let detail = format!("{} answers: {}, {peers} peers", ipfs.url(), version.version);
            Finding::new("ipfs", true, detail)
        }
        Err(error) => Finding::new("ipfs", false, error.to_string()),
    }
}

impl Client {
    /// Looks at the node, the account, the certificate and IPFS.
    ///
    /// # Errors
    /// When the chain cannot be asked at all; every other trouble is a finding.
    pub async fn examine(&self) -> Result<Vec<Finding>> {
        Ok(vec![
            self.examine_node().await?,
            self.examine_funds().await?,
            self.examine_certificate().await?,
            examine_ipfs(&self.ipfs).await,
            self.examine_unsent()?,
        ])
    }

    async fn examine_node(&self) -> Result<Finding> {
        let (syncing, peers) = self.chain.health().await?;
        let (best, last) = (
            self.chain.best_block().await?,
            self.chain.finalized_block().await?,
        );
        let state = if syncing {
            "still catching up"
        } else {
            "in sync"
        };
        let detail = format!(
            "{} is {state}: block {best}, final up to {last}, {peers} peers",
            self.chain.url()
        );
        Ok(Finding::new("node", !syncing, detail))
    }

    async fn examine_funds(&self) -> Result<Finding> {
        let funds = self.chain.funds(&self.account()).await?;
        let address = self.address();
        Ok(if funds.free == 0 {
            Finding::new(
                "funds",
                false,
                format!("{address} owns nothing; send it some PST"),
            )
        } else {
            Finding::new(
                "funds",
                true,
                format!("{address} owns {}", crate::amount(funds.free)),
            )
        })
    }

    async fn examine_certificate(&self) -> Result<Finding> {
        let found = self.chain.device(&self.device()).await?;
        let now = self.chain.moment().await?;
        Ok(match found {
            None => Finding::new(
                "certificate",
                false,
                "this device is not registered; run `postern register`",
            ),
            Some(device) if device.is_valid_at(now) => {
                let until = iso8601(device.valid_until);
                let advice = match ends_soon(&device, now) {
                    true => "; `postern register` renews it",
                    false => "",
                };
                Finding::new("certificate", true, format!("valid until {until}{advice}"))
            }
            Some(_) => Finding::new(
                "certificate",
                false,
                "expired or revoked; make a new keystore and register it",
            ),
        })
    }

    fn examine_unsent(&self) -> Result<Finding> {
        let unsent = self.store().unsent()?;
        let Some(oldest) = unsent.first() else {
            return Ok(Finding::new(
                "unsent",
                true,
                "nothing is waiting to be sent",
            ));
        };
        let detail = format!(
            "{} not sent, {} the oldest; run `postern send --retry`, or `postern retract` with \
             the identifier to give it up",
            unsent.len(),
            oldest.id
        );
        Ok(Finding::new("unsent", false, detail))
    }
}
