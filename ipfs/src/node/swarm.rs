//! The node among others: what it speaks, where it listens, whom it stays connected to.

use super::{
    defaults::{
        DIAL_TIMEOUT, IDLE_CONNECTION_SECS, LISTEN_TIMEOUT, MAX_INCOMING, MAX_PER_PEER, PEER_CHECK,
        REDIAL_FIRST, REDIAL_LONGEST,
    },
    private, Config, Error,
};
use backon::{BackoffBuilder, ExponentialBuilder};
use rust_ipfs::{
    builder::DefaultIpfsBuilder, p2p::IdentifyConfiguration, ping, DialOpts, Ipfs, Keypair,
    Multiaddr, PeerId, Protocol,
};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// What other nodes see as our software.
pub(crate) const AGENT: &str = concat!("postern-ipfs/", env!("CARGO_PKG_VERSION"));

const MULTIADDR: &str = "a multiaddress such as /ip4/127.0.0.1/tcp/4001";
const PEER: &str = "the address of a peer, such as /ip4/127.0.0.1/tcp/4001/p2p/12D3KooW…";

/// A peer's address, split into who and where.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    pub(crate) id: PeerId,
    address: Multiaddr,
}

impl Peer {
    /// Reads a multiaddress that ends in a peer id.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let bad = || Error::Address {
            address: text.into(),
            expected: PEER,
        };
        let mut address: Multiaddr = text.parse().map_err(|_| bad())?;
        match address.pop() {
            Some(Protocol::P2p(id)) if !address.is_empty() => Ok(Self { id, address }),
            _ => Err(bad()),
        }
    }

    fn dial(&self) -> DialOpts {
        DialOpts::peer_id(self.id)
            .addresses(vec![self.address.clone()])
            .build()
    }
}

/// Starts the library with block exchange and nothing that seeks other peers: no
/// bootstrap, no local discovery, no relays, no distributed hash table.
pub(super) async fn start(config: &Config, key: &Keypair) -> Result<Ipfs, Error> {
    let library = |error: &dyn std::fmt::Display| Error::Library {
        reason: error.to_string(),
    };
    let identify = IdentifyConfiguration {
        agent_version: AGENT.into(),
        ..Default::default()
    };
    let swarm_key = config.swarm_key.as_deref().map(private::read_key);
    let builder = DefaultIpfsBuilder::with_keypair(key)
        .map_err(|error| library(&error))?
        .enable_tcp();
    let builder = match swarm_key.transpose()? {
        Some(key) => builder.enable_pnet(key),
        None => builder.enable_quic(),
    };
    let ipfs = builder
        .set_path(&config.path)
        .with_bitswap()
        .with_identify(identify)
        .with_ping(ping::Config::default())
        .set_idle_connection_timeout(IDLE_CONNECTION_SECS)
        .set_connection_limits(|limits| {
            limits
                .with_max_established_incoming(Some(MAX_INCOMING))
                .with_max_established_per_peer(Some(MAX_PER_PEER))
        })
        .start()
        .await
        .map_err(|error| library(&error))?;
    Ok(ipfs)
}

/// Opens every listening address.
pub(super) async fn listen(ipfs: &Ipfs, config: &Config) -> Result<(), Error> {
    for text in addresses(config) {
        let address = text.parse::<Multiaddr>().map_err(|_| Error::Address {
            address: text.clone(),
            expected: MULTIADDR,
        })?;
        let failed = |reason: String| Error::Listen {
            address: text.clone(),
            reason,
        };
        match timeout(LISTEN_TIMEOUT, ipfs.add_listening_address(address)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(failed(error.to_string())),
            Err(_) => return Err(failed("no answer".into())),
        }
    }
    Ok(())
}

fn addresses(config: &Config) -> Vec<String> {
    if !config.listen.is_empty() {
        return config.listen.clone();
    }
    let port = config.swarm_port;
    let tcp = format!("/ip4/127.0.0.1/tcp/{port}");
    let quic = format!("/ip4/127.0.0.1/udp/{port}/quic-v1");
    match config.swarm_key {
        Some(_) => vec![tcp],
        None => vec![tcp, quic],
    }
}

/// Keeps a connection to `peer` for as long as it is polled.
pub(super) async fn stay_connected(ipfs: Ipfs, peer: Peer) {
    loop {
        for pause in pauses() {
            match dial(&ipfs, &peer).await {
                Ok(()) => break,
                Err(reason) => {
                    tracing::debug!(peer = %peer.id, %reason, ?pause, "peer not reached");
                    sleep(pause).await;
                }
            }
        }
        while ipfs.is_connected(peer.id).await.unwrap_or(false) {
            sleep(PEER_CHECK).await;
        }
    }
}

fn pauses() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::default()
        .with_min_delay(REDIAL_FIRST)
        .with_max_delay(REDIAL_LONGEST)
        .without_max_times()
        .build()
}

/// Connects, unless that is done already.
pub(crate) async fn dial(ipfs: &Ipfs, peer: &Peer) -> Result<(), String> {
    if ipfs.is_connected(peer.id).await.unwrap_or(false) {
        return Ok(());
    }
    match timeout(DIAL_TIMEOUT, ipfs.connect(peer.dial())).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no answer".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_needs_an_address_and_an_id() {
        let id = Keypair::generate_ed25519().public().to_peer_id();
        assert_eq!(
            Peer::parse(&format!("/ip4/127.0.0.1/tcp/1/p2p/{id}"))
                .unwrap()
                .id,
            id
        );
        for bad in [
            "",
            "/",
            "nonsense",
            "/ip4/127.0.0.1/tcp/1",
            &format!("/p2p/{id}"),
        ] {
            assert!(
                matches!(Peer::parse(bad), Err(Error::Address { .. })),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_pause_between_dials_grows_to_its_limit_and_never_ends() {
        let pauses: Vec<_> = pauses().take(100).collect();
        assert_eq!(pauses[0], REDIAL_FIRST);
        assert_eq!(pauses[1], 2 * REDIAL_FIRST);
        assert_eq!(pauses[99], REDIAL_LONGEST);
    }
}
