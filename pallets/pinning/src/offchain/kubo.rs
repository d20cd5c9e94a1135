//! The calls of the Kubo RPC that the worker makes.
//!
//! All are POST with an empty body; anything else is refused. A call ends within a time
//! that is known beforehand, because requests die with the run that started them.

use alloc::{collections::BTreeSet, format, string::String, vec::Vec};
use core::fmt;
use postern_primitives::Cid;
use sp_core::offchain::{Duration, Timestamp};
use sp_runtime::offchain::http::{HttpResult, PendingRequest, Request, Response};

/// Seconds for pinning. Small contents take milliseconds; large ones go on in a retry,
/// with what has arrived, rather than hold up what is behind them.
const PIN_SECONDS: u64 = 2;

/// Seconds for what the IPFS node answers by itself.
const LOCAL_SECONDS: u64 = 1;

/// How much longer than the IPFS node the worker waits, so that a call that ran out of
/// time is answered by the node's own error.
const GRACE: Duration = Duration::from_millis(300);

/// For reading the bodies of a whole batch, which have been sent by then.
const BODY_TIME: Duration = Duration::from_millis(500);

/// As much of an answer as is read; those expected have about a hundred bytes.
const MAX_BODY: usize = 4_096;

/// What became of one CID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As it was to be.
    Done,
    /// Not, though the IPFS node works.
    Failed,
}

/// The IPFS node does not answer as one.
pub(super) struct Unusable;

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("does not answer calls of the Kubo RPC")
    }
}

/// How a call was answered.
enum Answer {
    /// Status 200, with this body.
    Accepted(String),
    /// Status 500, the RPC's own error, with this body.
    Refused(String),
    /// Not at all, or by something else than this RPC.
    Nothing,
}

impl Answer {
    /// Whether it names the CID: errors that come late arrive behind a 200 and leave an
    /// answer that does not.
    fn confirms(&self, cid: &Cid) -> bool {
        matches!(self, Self::Accepted(body) if body.contains(&format!("{cid}")))
    }
}

/// The RPC of an IPFS node.
pub(super) struct Kubo {
    url: String,
}

impl Kubo {
    pub fn new(url: String) -> Self {
        Self { url }
    }

    /// Pins whole contents, all at the same time.
    pub fn pin(&self, cids: &BTreeSet<Cid>) -> Result<Vec<(Cid, Outcome)>, Unusable> {
        let answers = self.call_each(cids, PIN_SECONDS, |cid| {
            format!("pin/add?arg={cid}&recursive=true&progress=false&timeout={PIN_SECONDS}s")
        });
        let mut outcomes = Vec::with_capacity(answers.len());
        let mut unsure = BTreeSet::new();
        for (cid, answer) in answers {
            match answer {
                answer if answer.confirms(&cid) => outcomes.push((cid, Outcome::Done)),
                Answer::Refused(message) => {
                    log::debug!(target: super::LOG_TARGET, "{cid} is not pinned: {message}");
                    outcomes.push((cid, Outcome::Failed));
                }
                _ => unsure.extend([cid]),
            }
        }
        outcomes.extend(self.look_again(&unsure)?);
        Ok(outcomes)
    }

    /// Unpins, all at the same time. What is not pinned counts as done.
    pub fn unpin(&self, cids: &BTreeSet<Cid>) -> Result<Vec<(Cid, Outcome)>, Unusable> {
        let answers = self.call_each(cids, LOCAL_SECONDS, |cid| {
            format!("pin/rm?arg={cid}&recursive=true&timeout={LOCAL_SECONDS}s")
        });
        if answers
            .iter()
            .any(|(_, answer)| matches!(answer, Answer::Nothing))
        {
            self.check_alive()?;
        }
        let outcome = |cid: &Cid, answer: &Answer| match answer {
            answer if answer.confirms(cid) => Outcome::Done,
            Answer::Refused(message) if message.contains("not pinned") => Outcome::Done,
            _ => Outcome::Failed,
        };
        Ok(answers
            .into_iter()
            .map(|(cid, answer)| (cid, outcome(&cid, &answer)))
            .collect())
    }

    /// A call that was not answered may still have pinned.
    fn look_again(&self, cids: &BTreeSet<Cid>) -> Result<Vec<(Cid, Outcome)>, Unusable> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        // Not the contents' fault if the IPFS node is down.
        self.check_alive()?;
        let answers = self.call_each(cids, LOCAL_SECONDS, |cid| {
            format!("pin/ls?arg={cid}&type=recursive&timeout={LOCAL_SECONDS}s")
        });
        let outcome = |cid: &Cid, answer: &Answer| match answer.confirms(cid) {
            true => Outcome::Done,
            false => Outcome::Failed,
        };
        Ok(answers
            .into_iter()
            .map(|(cid, answer)| (cid, outcome(&cid, &answer)))
            .collect())
    }

    /// Connects to other nodes, all at the same time. What that comes to does not matter.
    pub fn connect(&self, addresses: &[String]) {
        let call =
            |address: &String| format!("swarm/connect?arg={address}&timeout={LOCAL_SECONDS}s");
        let calls: Vec<_> = addresses.iter().map(call).collect();
        self.call_all(&calls, LOCAL_SECONDS);
    }

    /// Whether the IPFS node works.
    pub fn check_alive(&self) -> Result<(), Unusable> {
        match self
            .call_all(&[String::from("version")], LOCAL_SECONDS)
            .first()
        {
            Some(Answer::Accepted(_)) => Ok(()),
            _ => Err(Unusable),
        }
    }

    fn call_each(
        &self,
        cids: &BTreeSet<Cid>,
        seconds: u64,
        call: impl Fn(&Cid) -> String,
    ) -> Vec<(Cid, Answer)> {
        let calls: Vec<_> = cids.iter().map(call).collect();
        cids.iter()
            .copied()
            .zip(self.call_all(&calls, seconds))
            .collect()
    }

    /// Makes all calls at the same time; the answers come in the order of the calls.
    fn call_all(&self, calls: &[String], seconds: u64) -> Vec<Answer> {
        let time = Duration::from_millis(seconds.saturating_mul(1_000));
        let deadline = sp_io::offchain::timestamp().add(time).add(GRACE);
        let sent: Vec<_> = calls.iter().map(|call| self.send(call, deadline)).collect();
        let was_sent: Vec<_> = sent.iter().map(Option::is_some).collect();
        let pending = sent.into_iter().flatten().collect();
        let mut results = PendingRequest::try_wait_all(pending, deadline).into_iter();
        let body_deadline = sp_io::offchain::timestamp().add(BODY_TIME);
        was_sent
            .into_iter()
            .map(|sent| if sent { results.next() } else { None })
            .map(|result| answer(result, body_deadline))
            .collect()
    }

    fn send(&self, call: &str, deadline: Timestamp) -> Option<PendingRequest> {
        let url = format!("{}/api/v0/{call}", self.url);
        Request::post(&url, Vec::<&[u8]>::new())
            .deadline(deadline)
            .send()
            .ok()
    }
}

fn answer(result: Option<Result<HttpResult, PendingRequest>>, deadline: Timestamp) -> Answer {
    let Some(Ok(Ok(response))) = result else {
        return Answer::Nothing;
    };
    match response.code {
        200 => Answer::Accepted(text(&response, deadline)),
        500 => Answer::Refused(text(&response, deadline)),
        _ => Answer::Nothing,
    }
}

fn text(response: &Response, deadline: Timestamp) -> String {
    let mut body = response.body();
    body.deadline(deadline);
    let bytes: Vec<u8> = body.take(MAX_BODY).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
