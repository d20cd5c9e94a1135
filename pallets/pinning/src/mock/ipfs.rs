//! An IPFS node that does what a test tells it to, behind the off-chain HTTP interface.
//!
//! The one that comes with `sp-core` answers every request with status 200, and says
//! nothing of time; this one has errors, silence and a clock.

use crate::KEY_TYPE;
use codec::Decode;
use postern_primitives::Cid;
use sp_core::offchain::{
    testing::TestOffchainExt, DbExternalities, Externalities, HttpError, HttpRequestId,
    HttpRequestStatus, OpaqueNetworkState, StorageKind, Timestamp, TransactionPool,
};
use sp_keystore::{testing::MemoryKeystore, Keystore};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
};

/// How the whole node does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Health {
    #[default]
    Well,
    /// Refuses connections.
    Down,
    /// Accepts connections, and never answers.
    Silent,
    /// Something else listens there.
    Foreign,
}

/// How pinning and unpinning of one content goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    #[default]
    Served,
    /// Nobody has it: status 500 once the time is up.
    Missing,
    /// No answer in time, and nothing done.
    Hangs,
    /// No answer in time, but done.
    Slow,
    /// The connection breaks.
    Breaks,
    /// An error after the status: 200 behind which nothing is named.
    FailsLate,
    /// No room for it: status 500.
    TooMuch,
    /// 200 with something that no IPFS node would say.
    Garbled,
}

/// A machine with an IPFS node, and a chain node's off-chain storage, keystore and
/// transaction pool. Clones are the same machine.
#[derive(Clone, Default)]
pub struct Ipfs(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    health: Health,
    calls_left: Option<usize>,
    contents: BTreeMap<String, Content>,
    pinned: BTreeSet<String>,
    calls: Vec<String>,
    requests: Vec<Request>,
    most_at_once: usize,
    now: u64,
    db: TestOffchainExt,
    keystore: Arc<MemoryKeystore>,
    pool: Vec<Vec<u8>>,
}

struct Request {
    path: String,
    answer: Option<Answer>,
}

#[derive(Clone)]
enum Answer {
    Status(u16, Vec<u8>),
    Silence,
    Broken,
}

impl Ipfs {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn set_health(&self, health: Health) {
        self.state().health = health;
    }

    /// Dies after so many more calls.
    pub fn die_after(&self, calls: usize) {
        self.state().calls_left = Some(calls);
    }

    pub fn set_content(&self, cid: &Cid, content: Content) {
        self.state().contents.insert(cid.to_string(), content);
    }

    pub fn has(&self, cid: &Cid) -> bool {
        self.state().pinned.contains(&cid.to_string())
    }

    /// How many CIDs are pinned.
    pub fn pins(&self) -> usize {
        self.state().pinned.len()
    }

    /// Somebody else pins.
    pub fn pin_by_hand(&self, cid: &Cid) {
        self.state().pinned.insert(cid.to_string());
    }

    /// The blocks of this IPFS node are lost.
    pub fn lose_all(&self) {
        self.state().pinned.clear();
    }

    /// The calls since this was asked last, such as `pin/add bafk…`.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.state().calls)
    }

    /// The most requests that were ever in flight together.
    pub fn most_at_once(&self) -> usize {
        self.state().most_at_once
    }

    pub fn pass_time(&self, millis: u64) {
        self.state().now += millis;
    }

    pub fn now(&self) -> u64 {
        self.state().now
    }

    pub fn set(&self, key: &[u8], value: &[u8]) {
        self.state()
            .db
            .local_storage_set(StorageKind::PERSISTENT, key, value);
    }

    pub fn clear(&self, key: &[u8]) {
        self.state()
            .db
            .local_storage_clear(StorageKind::PERSISTENT, key);
    }

    pub fn get<V: Decode>(&self, key: &[u8]) -> Option<V> {
        Some(V::decode(&mut &self.bytes(key)?[..]).expect("decodes"))
    }

    pub fn bytes(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.state()
            .db
            .local_storage_get(StorageKind::PERSISTENT, key)
    }

    /// Puts the worker key of this number into the keystore.
    pub fn hold_key(&self, n: u8) {
        let seed = format!("0x{}", format!("{n:02x}").repeat(32));
        self.keystore()
            .ed25519_generate_new(KEY_TYPE, Some(&seed))
            .expect("a seed of 32 bytes");
    }

    pub fn keystore(&self) -> Arc<MemoryKeystore> {
        self.state().keystore.clone()
    }

    /// What was submitted since this was asked last.
    pub fn pooled(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.state().pool)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0
            .lock()
            .expect("no test panics while it holds the lock")
    }
}

impl State {
    fn answer(&mut self, path: &str) -> Answer {
        let call = path.strip_prefix("/api/v0/").expect("a call of the RPC");
        let (name, query) = call.split_once('?').unwrap_or((call, ""));
        let argument = query.split('&').find_map(|pair| pair.strip_prefix("arg="));
        let cid = argument.unwrap_or_default();
        self.calls.push(format!("{name} {cid}").trim().into());
        if let Some(left) = self.calls_left {
            self.calls_left = left.checked_sub(1);
            if left == 0 {
                self.health = Health::Down;
            }
        }
        match self.health {
            Health::Well => self.answer_call(name, cid),
            Health::Down => Answer::Broken,
            Health::Silent => Answer::Silence,
            Health::Foreign => Answer::Status(404, b"no such page".to_vec()),
        }
    }

    fn answer_call(&mut self, name: &str, cid: &str) -> Answer {
        let content = self.contents.get(cid).copied().unwrap_or_default();
        match (name, content) {
            ("version", _) => Answer::Status(200, br#"{"Version":"0.0.0"}"#.to_vec()),
            ("swarm/connect", _) => Answer::Status(200, br#"{"Strings":[]}"#.to_vec()),
            ("pin/ls", _) if self.pinned.contains(cid) => accepted(cid),
            ("pin/ls", _) => refused(&format!("path '/ipfs/{cid}' is not pinned")),
            (_, Content::Hangs) => Answer::Silence,
            (_, Content::Missing) => refused("context deadline exceeded"),
            (_, Content::Breaks) => Answer::Broken,
            ("pin/add", Content::TooMuch) => refused("maximum storage limit exceeded"),
            (_, Content::Garbled) => Answer::Status(200, b"\xff\0<html>{{{".to_vec()),
            (_, Content::FailsLate) => Answer::Status(200, b"{".to_vec()),
            ("pin/add", content) => {
                self.pinned.insert(cid.into());
                if content == Content::Slow {
                    Answer::Silence
                } else {
                    accepted(cid)
                }
            }
            ("pin/rm", _) if !self.pinned.remove(cid) => refused("not pinned or pinned indirectly"),
            ("pin/rm", _) => accepted(cid),
            _ => panic!("unexpected call {name}"),
        }
    }
}

fn accepted(cid: &str) -> Answer {
    Answer::Status(200, format!(r#"{{"Pins":["{cid}"]}}"#).into_bytes())
}

fn refused(message: &str) -> Answer {
    let body = format!(r#"{{"Message":"{message}","Code":0,"Type":"error"}}"#);
    Answer::Status(500, body.into_bytes())
}

impl TransactionPool for Ipfs {
    fn submit_transaction(&mut self, extrinsic: Vec<u8>) -> Result<(), ()> {
        self.state().pool.push(extrinsic);
        Ok(())
    }
}

impl Externalities for Ipfs {
    fn timestamp(&mut self) -> Timestamp {
        Timestamp::from_unix_millis(self.now())
    }

    fn http_request_start(
        &mut self,
        method: &str,
        uri: &str,
        _: &[u8],
    ) -> Result<HttpRequestId, ()> {
        assert_eq!(method, "POST", "other methods are refused");
        let path = uri
            .strip_prefix("http://127.0.0.1")
            .expect("an address that was set");
        let (_port, path) = path.split_at(":5001".len());
        let mut state = self.state();
        state.requests.push(Request {
            path: path.into(),
            answer: None,
        });
        Ok(HttpRequestId(state.requests.len() as u16 - 1))
    }

    fn http_request_write_body(
        &mut self,
        id: HttpRequestId,
        chunk: &[u8],
        deadline: Option<Timestamp>,
    ) -> Result<(), HttpError> {
        assert!(chunk.is_empty(), "calls have no body");
        assert!(
            deadline.is_some(),
            "without a deadline a call could last for ever"
        );
        let mut state = self.state();
        let path = state.requests[usize::from(id.0)].path.clone();
        let answer = state.answer(&path);
        state.requests[usize::from(id.0)].answer = Some(answer);
        Ok(())
    }

    fn http_response_wait(
        &mut self,
        ids: &[HttpRequestId],
        deadline: Option<Timestamp>,
    ) -> Vec<HttpRequestStatus> {
        let deadline = deadline.expect("without a deadline a wait could last for ever");
        let mut state = self.state();
        state.most_at_once = state.most_at_once.max(ids.len());
        let statuses: Vec<_> = ids.iter().map(|id| state.status(*id)).collect();
        if statuses.contains(&HttpRequestStatus::DeadlineReached) {
            state.now = state.now.max(deadline.unix_millis());
        }
        statuses
    }

    fn http_response_read_body(
        &mut self,
        id: HttpRequestId,
        buffer: &mut [u8],
        deadline: Option<Timestamp>,
    ) -> Result<usize, HttpError> {
        assert!(
            deadline.is_some(),
            "without a deadline a body could last for ever"
        );
        let mut state = self.state();
        match &mut state.requests[usize::from(id.0)].answer {
            Some(Answer::Status(_, body)) => {
                let length = body.len().min(buffer.len());
                buffer[..length].copy_from_slice(&body[..length]);
                body.drain(..length);
                Ok(length)
            }
            _ => Err(HttpError::Invalid),
        }
    }

    fn is_validator(&self) -> bool {
        unimplemented!("not used by the worker")
    }

    fn network_state(&self) -> Result<OpaqueNetworkState, ()> {
        unimplemented!("not used by the worker")
    }

    fn sleep_until(&mut self, _: Timestamp) {
        unimplemented!("the worker must not sleep")
    }

    fn random_seed(&mut self) -> [u8; 32] {
        unimplemented!("not used by the worker")
    }

    fn http_request_add_header(&mut self, _: HttpRequestId, _: &str, _: &str) -> Result<(), ()> {
        unimplemented!("not used by the worker")
    }

    fn http_response_headers(&mut self, _: HttpRequestId) -> Vec<(Vec<u8>, Vec<u8>)> {
        unimplemented!("not used by the worker")
    }

    fn set_authorized_nodes(&mut self, _: Vec<sp_core::OpaquePeerId>, _: bool) {
        unimplemented!("not used by the worker")
    }
}

impl State {
    fn status(&self, id: HttpRequestId) -> HttpRequestStatus {
        match &self.requests[usize::from(id.0)].answer {
            Some(Answer::Status(code, _)) => HttpRequestStatus::Finished(*code),
            Some(Answer::Broken) => HttpRequestStatus::IoError,
            Some(Answer::Silence) => HttpRequestStatus::DeadlineReached,
            None => HttpRequestStatus::Invalid,
        }
    }
}

impl DbExternalities for Ipfs {
    fn local_storage_set(&mut self, kind: StorageKind, key: &[u8], value: &[u8]) {
        self.state().db.local_storage_set(kind, key, value);
    }

    fn local_storage_clear(&mut self, kind: StorageKind, key: &[u8]) {
        self.state().db.local_storage_clear(kind, key);
    }

    fn local_storage_compare_and_set(
        &mut self,
        kind: StorageKind,
        key: &[u8],
        old: Option<&[u8]>,
        new: &[u8],
    ) -> bool {
        self.state()
            .db
            .local_storage_compare_and_set(kind, key, old, new)
    }

    fn local_storage_get(&mut self, kind: StorageKind, key: &[u8]) -> Option<Vec<u8>> {
        self.state().db.local_storage_get(kind, key)
    }
}
