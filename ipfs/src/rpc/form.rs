//! Files in a `multipart/form-data` body, read piece by piece.

use super::answer::Failure;
use crate::node::defaults::IDLE_TIMEOUT;
use axum::extract::{
    multipart::{Field, MultipartError},
    FromRequest, Multipart, Request,
};
use bytes::{Bytes, BytesMut};
use std::future::Future;
use tokio::time::timeout;

/// The body of a request.
pub(super) struct Form(Multipart);

/// One file in it.
pub(super) struct File<'a> {
    field: Field<'a>,
    /// Its name, if it has one.
    pub(super) name: String,
}

impl Form {
    pub(super) async fn open(request: Request) -> Result<Self, Failure> {
        match Multipart::from_request(request, &()).await {
            Ok(form) => Ok(Self(form)),
            Err(_) => Err(missing()),
        }
    }

    /// The next file, if any is left.
    pub(super) async fn next(&mut self) -> Result<Option<File<'_>>, Failure> {
        let Some(field) = patiently(self.0.next_field()).await? else {
            return Ok(None);
        };
        if field.content_type() == Some("application/x-directory") {
            return Err(Failure::bad_request(
                "directories are not supported; add the files",
            ));
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        Ok(Some(File { field, name }))
    }
}

impl File<'_> {
    /// The next piece of it, if any is left.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        patiently(self.field.chunk()).await
    }

    /// All of it, unless that is more than `limit` bytes.
    pub(super) async fn within(mut self, limit: usize) -> Result<Bytes, Failure> {
        let mut all = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if all.len() + chunk.len() > limit {
                return Err(Failure::error(format!(
                    "the block is over {limit} bytes; other nodes cannot fetch larger ones"
                )));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }
}

/// What a call without a file is told.
pub(super) fn missing() -> Failure {
    Failure::bad_request("file argument \"path\" is required, as multipart/form-data")
}

async fn patiently<T>(read: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Failure> {
    match timeout(IDLE_TIMEOUT, read).await {
        Ok(read) => Ok(read?),
        Err(_) => Err(Failure::error("the upload stopped halfway")),
    }
}
