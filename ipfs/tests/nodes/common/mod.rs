//! What the tests of nodes need: a node in a folder of its own, and a way to ask.
#![allow(missing_docs)] // Names say it.

pub mod stranger;

use postern_ipfs::node::{Config, Node, QUOTA};
use reqwest::multipart::{Form, Part};
use std::{future::Future, path::Path, time::Duration};
use tokio::time::{sleep, timeout};

/// Longer than anything here takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub async fn start(path: &Path, peers: Vec<String>) -> Node {
    let config = Config {
        peers,
        ..config(path)
    };
    Node::start(config).await.unwrap()
}

/// Any free port, no peers, and room enough.
pub fn config(path: &Path) -> Config {
    Config {
        path: path.into(),
        api: "127.0.0.1:0".parse().unwrap(),
        swarm_port: 0,
        listen: Vec::new(),
        peers: Vec::new(),
        quota: QUOTA,
        swarm_key: None,
    }
}

pub fn url(node: &Node) -> String {
    format!("http://{}", node.api_addr())
}

pub async fn tcp_address(node: &Node) -> String {
    node.addresses()
        .await
        .into_iter()
        .find(|address| address.contains("/tcp/"))
        .unwrap()
}

/// Asks until the answer is yes.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut ask: impl FnMut() -> F) {
    let asking = async {
        while !ask().await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, asking)
        .await
        .unwrap_or_else(|_| panic!("never happened: {what}"));
}

/// Bytes that look random and are the same every time.
pub fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

/// Plain HTTP, so that status and body can be seen as they are.
pub struct Rpc {
    pub base: String,
    pub http: reqwest::Client,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Rpc {
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .unwrap();
        Self {
            base: base.trim_end_matches('/').into(),
            http,
        }
    }

    pub fn url(&self, call: &str) -> String {
        format!("{}/api/v0/{call}", self.base)
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        Answer {
            status,
            body: response.bytes().await.unwrap().to_vec(),
        }
    }

    pub async fn post(&self, call: &str) -> Answer {
        self.send(self.http.post(self.url(call))).await
    }

    pub async fn upload(&self, call: &str, files: &[(&str, &[u8])]) -> Answer {
        let form = files.iter().fold(Form::new(), |form, (name, bytes)| {
            form.part(
                "file",
                Part::bytes(bytes.to_vec()).file_name(name.to_string()),
            )
        });
        self.send(self.http.post(self.url(call)).multipart(form))
            .await
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body of a success, as JSON.
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The body of a success, as one JSON value a line.
    pub fn lines(&self) -> Vec<serde_json::Value> {
        assert_eq!(self.status, 200, "{}", self.text());
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The message of an error inside a call.
    pub fn error(&self) -> String {
        assert_eq!(self.status, 500, "{}", self.text());
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(body["Type"], "error", "{body}");
        assert!(body["Code"].is_number(), "{body}");
        body["Message"].as_str().unwrap().to_owned()
    }
}
