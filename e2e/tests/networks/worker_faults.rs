//! A pinner whose IPFS node misbehaves in every way, by a proxy between the two: blocks go on,
//! the log says so once, and in the end exactly what is wanted is pinned.

use axum::{
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::any,
    Router,
};
use postern_e2e::{until, Network, Node, Person};
use std::sync::{Arc, Mutex};

/// What the proxy does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Passes it on.
    None,
    /// Says that something went wrong.
    Error,
    /// Says yes, and means nothing by it.
    Garbage,
    /// Says nothing, ever.
    Hang,
    /// Starts to answer, and cuts the connection.
    Cut,
    /// Says that there is no room left.
    Full,
    /// Passes it on, and keeps the answer to itself.
    Deaf,
}

const FAULTS: [Fault; 6] = [
    Fault::Error,
    Fault::Garbage,
    Fault::Hang,
    Fault::Cut,
    Fault::Full,
    Fault::Deaf,
];

/// The blocks for which each fault lasts: several runs of the worker.
const BLOCKS: u64 = 4;

#[derive(Clone)]
struct Proxy {
    behind: String,
    fault: Arc<Mutex<Fault>>,
}

impl Proxy {
    async fn start(behind: &Node) -> (Self, String) {
        let proxy = Self {
            behind: behind.ipfs_url(),
            fault: Arc::new(Mutex::new(Fault::None)),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let router = Router::new()
            .fallback(any(answer))
            .with_state(proxy.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (proxy, format!("http://{address}"))
    }

    fn set(&self, fault: Fault) {
        *self.fault.lock().expect("nobody panics with it") = fault;
    }

    fn fault(&self) -> Fault {
        *self.fault.lock().expect("nobody panics with it")
    }

    async fn pass_on(&self, request: Request) -> Response {
        let url = format!("{}{}", self.behind, request.uri());
        let Ok(answer) = reqwest::Client::new().post(url).send().await else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        let status = answer.status();
        let body = answer.bytes().await.unwrap_or_default();
        (status, body).into_response()
    }
}

async fn answer(State(proxy): State<Proxy>, request: Request) -> Response {
    let failed = |message: &str| {
        let body = format!(r#"{{"Message":"{message}","Code":0,"Type":"error"}}"#);
        (StatusCode::INTERNAL_SERVER_ERROR, body).into_response()
    };
    match proxy.fault() {
        Fault::None => proxy.pass_on(request).await,
        Fault::Error => failed("made for this test"),
        Fault::Full => failed("maximum storage limit exceeded"),
        Fault::Garbage => (StatusCode::OK, vec![0xff; 10_000]).into_response(),
        Fault::Hang => std::future::pending().await,
        Fault::Cut => {
            let pieces = [
                Ok("{\"Pins\":[\""),
                Err(std::io::Error::other("made for this test")),
            ];
            Body::from_stream(futures::stream::iter(pieces)).into_response()
        }
        Fault::Deaf => {
            proxy.pass_on(request).await;
            std::future::pending().await
        }
    }
}

async fn blocks_go_on(node: &Node, blocks: u64) {
    let now = node.best_block().await.expect("the node answers");
    node.reaches(now + blocks).await;
}

async fn send(from: &Person, text: &str) -> String {
    let sent = from.must(&["send", "dave", text]).await;
    sent["id"].as_str().expect("send prints an id").into()
}

/// What is pinned of these.
async fn pinned(node: &Node, ids: &[String]) -> usize {
    let pins = node.ipfs("pin/ls?type=recursive").await.unwrap_or_default();
    let found = ids.iter().filter(|id| pins["Keys"].get(*id).is_some());
    found.count()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_its_ipfs_node_does_a_pinner_ends_with_what_is_wanted() {
    let network = Network::new();
    // Two nodes of which only the IPFS is used: the sender's, and the pinner's behind the proxy.
    let home = network.node("home").flags(["--dev"]).start().await;
    let storage = network.node("storage").flags(["--dev"]).start().await;
    let connect = format!("swarm/connect?arg={}", home.ipfs_address().await);
    until("the two to be connected", || storage.ipfs(&connect)).await;
    let (proxy, url) = Proxy::start(&storage).await;
    proxy.set(Fault::Hang);
    let pinner = network
        .node("pinner")
        .flags(["--dev", "--pinner", "--ipfs", &url])
        .start()
        .await;
    blocks_go_on(&pinner, BLOCKS).await;
    proxy.set(Fault::None);

    let home = home.ipfs_url();
    let charlie = network.person("charlie", &pinner).with_ipfs(&home);
    let dave = network.person("dave", &pinner).with_ipfs(&home);
    charlie.joins("//Charlie", "charlie").await;
    dave.joins("//Dave", "dave").await;
    let (mut wanted, mut released) = (Vec::new(), Vec::new());
    for fault in FAULTS {
        let id = send(&charlie, &format!("goes while {fault:?}")).await;
        until("it to be pinned", || async {
            storage.has_pinned(&id).await.then_some(())
        })
        .await;
        proxy.set(fault);
        wanted.push(send(&charlie, &format!("comes while {fault:?}")).await);
        charlie.must(&["retract", &id]).await;
        released.push(id);
        blocks_go_on(&pinner, BLOCKS).await;
        proxy.set(Fault::None);
    }
    until("exactly what is wanted to be pinned", || async {
        let kept = pinned(&storage, &wanted).await == wanted.len();
        (kept && pinned(&storage, &released).await == 0).then_some(())
    })
    .await;
    let log = pinner.log();
    assert!(!log.contains("panicked"), "{log}");
    let reports = log.matches("does not answer calls of the Kubo RPC").count();
    assert!((1..=1 + FAULTS.len()).contains(&reports), "{log}");
}
