//! A peer that speaks Bitswap by hand: whatever a test has it say.

use super::PATIENCE;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{
    noise, swarm::SwarmEvent, tcp, yamux, Multiaddr, PeerId, Stream, StreamProtocol, SwarmBuilder,
};
use libp2p_stream::{Behaviour, Control, IncomingStreams};
use postern_primitives::Cid;
use tokio::{task::JoinSet, time::timeout};

const BITSWAP: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.2.0");

/// CIDv1, raw, sha2-256, 32 bytes.
const PREFIX: &[u8] = &[1, 0x55, 0x12, 32];

/// Somebody who is connected, exchanges blocks or seems to, and says what he likes.
pub struct Stranger {
    /// Ends when this is dropped.
    _swarm: JoinSet<()>,
    node: PeerId,
    control: Control,
    listening: IncomingStreams,
    /// What the node says, once it has said anything.
    from: Option<Stream>,
    heard: Vec<u8>,
    /// The first stream to it.
    pub stream: Stream,
}

impl Stranger {
    pub async fn connect(address: &str) -> Self {
        let mut swarm = SwarmBuilder::with_new_identity()
            .with_tokio()
            .with_tcp(
                tcp::Config::default(),
                noise::Config::new,
                yamux::Config::default,
            )
            .unwrap()
            .with_behaviour(|_| Behaviour::new())
            .unwrap()
            .build();
        let mut control = swarm.behaviour().new_control();
        // Nodes that do not speak the protocol are not listened to.
        let listening = control.accept(BITSWAP).unwrap();
        let (_, node) = address.rsplit_once('/').unwrap();
        let node: PeerId = node.parse().unwrap();
        let address: Multiaddr = address.parse().unwrap();
        swarm.dial(address).unwrap();
        while !matches!(
            swarm.select_next_some().await,
            SwarmEvent::ConnectionEstablished { .. }
        ) {}
        let mut running = JoinSet::new();
        running.spawn(swarm.for_each(|_| async {}));
        let stream = control.open_stream(node, BITSWAP).await.unwrap();
        Self {
            _swarm: running,
            node,
            control,
            listening,
            from: None,
            heard: Vec::new(),
            stream,
        }
    }

    /// Another stream to the node, over the same connection.
    pub async fn open(&mut self) -> Stream {
        self.control.open_stream(self.node, BITSWAP).await.unwrap()
    }

    /// Waits until the node has said these bytes.
    pub async fn hears(&mut self, bytes: &[u8]) {
        let hearing = async {
            while !self.heard.windows(bytes.len()).any(|said| said == bytes) {
                if self.from.is_none() {
                    self.from = self.listening.next().await.map(|(_, stream)| stream);
                }
                let mut buffer = [0; 4_096];
                let from = self.from.as_mut().expect("the node talks to its peers");
                let read = from.read(&mut buffer).await.unwrap();
                assert!(read > 0, "the node has ended its stream");
                self.heard.extend_from_slice(&buffer[..read]);
            }
        };
        timeout(PATIENCE, hearing)
            .await
            .expect("the node says it in time");
    }
}

/// Says these bytes.
pub async fn say(stream: &mut Stream, bytes: &[u8]) {
    stream.write_all(bytes).await.unwrap();
    stream.flush().await.unwrap();
}

/// A message with blocks, asked for or not.
pub fn blocks(blocks: &[&[u8]]) -> Vec<u8> {
    let payload = |block: &&[u8]| field(3, &[field(1, PREFIX), field(2, block)].concat());
    framed(blocks.iter().flat_map(payload).collect())
}

/// A message that asks for a block.
pub fn want(cid: &Cid) -> Vec<u8> {
    const PRIORITY: [u8; 2] = [0x10, 1];
    let entry = [field(1, cid.as_bytes()), PRIORITY.to_vec()].concat();
    framed(field(1, &field(1, &entry)))
}

fn framed(message: Vec<u8>) -> Vec<u8> {
    [varint(message.len()), message].concat()
}

fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    [vec![number << 3 | 2], varint(bytes.len()), bytes.to_vec()].concat()
}

fn varint(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
