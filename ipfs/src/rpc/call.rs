use super::{answer::Failure, args::Args, form::Form};
use crate::node::Store;
use axum::extract::Request;
use std::sync::Arc;
use tokio::{sync::OwnedSemaphorePermit, time::Instant};
use tokio_util::sync::CancellationToken;

/// One request on its way through an endpoint.
pub(super) struct Call {
    pub(super) store: Store,
    pub(super) args: Args,
    pub(super) request: Request,
    /// When it must have ended. The answer's status is cut off from outside; whoever
    /// answers in a stream keeps to it himself.
    pub(super) deadline: Instant,
    /// Cancelled when the node stops.
    pub(super) stopping: CancellationToken,
    /// The request's place among those that may run at a time; a stream keeps it to its end.
    pub(super) permit: Arc<OwnedSemaphorePermit>,
}

impl Call {
    /// Splits off the files of a `multipart/form-data` body.
    pub(super) async fn form(self) -> Result<(Store, Args, Form), Failure> {
        let form = Form::open(self.request).await?;
        Ok((self.store, self.args, form))
    }
}
