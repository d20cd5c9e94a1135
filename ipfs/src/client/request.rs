//! One way to ask: POST, a deadline, a bounded answer, and errors that say what to do.

use super::{answers::Failure, Client, Error};
use crate::defaults::{MAX_ANSWER, TIMEOUT_MARGIN};
use bytes::{Bytes, BytesMut};
use reqwest::{multipart::Form, Response, StatusCode};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Longest part of a node's error text that is passed on.
const MAX_REASON: usize = 300;

/// What Kubo says, and the embedded node, where nothing more may be stored.
const FULL: &str = "maximum storage limit exceeded";

/// A call being put together.
pub(super) struct Request<'a> {
    client: &'a Client,
    call: &'static str,
    query: Vec<(&'static str, String)>,
    form: Option<Form>,
    deadline: Option<Duration>,
}

impl Client {
    pub(super) fn request(&self, call: &'static str) -> Request<'_> {
        Request {
            client: self,
            call,
            query: Vec::new(),
            form: None,
            deadline: None,
        }
    }
}

impl Request<'_> {
    pub(super) fn arg(self, value: impl ToString) -> Self {
        self.option("arg", value)
    }

    pub(super) fn option(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    pub(super) fn body(mut self, form: Form) -> Self {
        self.form = Some(form);
        self
    }

    /// The node gives up after `timeout`, and we a moment later.
    pub(super) fn within(mut self, timeout: Duration) -> Self {
        self.deadline = Some(timeout.saturating_add(TIMEOUT_MARGIN));
        self.option("timeout", format!("{}ms", timeout.as_millis()))
    }

    /// We give up after `timeout`; the node is told nothing.
    pub(super) fn patient(mut self, timeout: Duration) -> Self {
        self.deadline = Some(timeout);
        self
    }

    /// Sends it; an answer other than 200 is an error.
    pub(super) async fn send(self) -> Result<Response, Error> {
        let (client, call) = (self.client, self.call);
        let url = format!("{}/api/v0/{call}", client.url());
        let mut request = client.http.post(url).query(&self.query);
        if let Some(form) = self.form {
            request = request.multipart(form);
        }
        if let Some(deadline) = self.deadline {
            request = request.timeout(deadline);
        }
        let response = request
            .send()
            .await
            .map_err(|error| client.broken(call, &error))?;
        match response.status() {
            StatusCode::OK => Ok(response),
            status => Err(client.refused(call, status, response).await),
        }
    }

    /// Sends it and reads at most `limit` bytes.
    pub(super) async fn bytes(self, limit: u64) -> Result<Bytes, Error> {
        let (client, call) = (self.client, self.call);
        let response = self.send().await?;
        client.bounded(call, response, limit).await
    }

    /// Sends it and reads JSON.
    pub(super) async fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        let (client, call) = (self.client, self.call);
        let bytes = self.bytes(MAX_ANSWER).await?;
        serde_json::from_slice(&bytes).map_err(|error| client.unexpected(call, error))
    }
}

impl Client {
    pub(super) fn broken(&self, call: &str, error: &reqwest::Error) -> Error {
        let url = self.url().to_owned();
        if error.is_timeout() {
            return Error::Timeout {
                url,
                call: call.into(),
            };
        }
        Error::Unreachable {
            url,
            reason: innermost(error),
        }
    }

    pub(super) fn unexpected(&self, call: &str, reason: impl ToString) -> Error {
        Error::BadAnswer {
            url: self.url().into(),
            call: call.into(),
            reason: reason.to_string(),
        }
    }

    async fn refused(&self, call: &str, status: StatusCode, response: Response) -> Error {
        let body = self
            .bounded(call, response, MAX_ANSWER)
            .await
            .unwrap_or_default();
        let message = serde_json::from_slice::<Failure>(&body).map_or_else(
            |_| String::from_utf8_lossy(&body).trim().to_owned(),
            |failure| failure.message,
        );
        let message: String = message.chars().take(MAX_REASON).collect();
        let call = call.into();
        if message.contains(FULL) {
            let url = self.url().into();
            return Error::Full { url, call, message };
        }
        Error::Refused {
            call,
            status: status.as_u16(),
            message,
        }
    }

    async fn bounded(
        &self,
        call: &str,
        mut response: Response,
        limit: u64,
    ) -> Result<Bytes, Error> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.broken(call, &error))?
        {
            if (body.len() + chunk.len()) as u64 > limit {
                return Err(Error::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }
}

/// The last cause says what happened; those above it only where.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
