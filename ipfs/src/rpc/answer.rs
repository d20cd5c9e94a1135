//! Answers and errors in the shapes that Kubo gives them.

use crate::node::StoreError;
use axum::{
    body::Body,
    extract::multipart::MultipartError,
    http::{header::CONTENT_TYPE, StatusCode},
    response::{IntoResponse, Response},
};
use postern_primitives::CidError;
use serde::Serialize;

/// What a call answers, its body perhaps still to come.
pub(super) type Answer = Response;

/// One JSON value.
pub(super) fn json(value: &impl Serialize) -> Result<Answer, Failure> {
    let mut line = serde_json::to_vec(value).map_err(Failure::error)?;
    line.push(b'\n');
    Ok(text("application/json", line))
}

/// A body with a media type.
pub(super) fn text(media_type: &'static str, body: impl Into<Body>) -> Answer {
    ([(CONTENT_TYPE, media_type)], body.into()).into_response()
}

/// Why a call was refused or failed.
#[derive(Debug)]
pub(super) struct Failure {
    status: StatusCode,
    message: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FailureBody<'a> {
    message: &'a str,
    code: u8,
    r#type: &'a str,
}

impl Failure {
    /// The call was understood, and failed.
    pub(super) fn error(message: impl ToString) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: message.to_string(),
        }
    }

    /// The call was not understood.
    pub(super) fn bad_request(message: impl ToString) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: message.to_string(),
        }
    }

    pub(super) fn method() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            message: "405 - Method Not Allowed; use POST".into(),
        }
    }

    pub(super) fn forbidden() -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            message: "403 - Forbidden".into(),
        }
    }

    pub(super) fn not_found() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            message: "404 page not found".into(),
        }
    }

    pub(super) fn busy() -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            message: "too many requests at a time; try again later".into(),
        }
    }

    pub(super) fn stopping() -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            message: "the node is stopping".into(),
        }
    }

    pub(super) fn deadline() -> Self {
        Self::error("context deadline exceeded")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self { status, message } = self;
        // Kubo says what went wrong inside a call in JSON, and refuses calls in plain text.
        let mut response = if status == StatusCode::INTERNAL_SERVER_ERROR {
            let body = FailureBody {
                message: &message,
                code: 0,
                r#type: "error",
            };
            json(&body).unwrap_or_default()
        } else {
            text("text/plain; charset=utf-8", message + "\n")
        };
        *response.status_mut() = status;
        if status == StatusCode::METHOD_NOT_ALLOWED {
            let allow = axum::http::HeaderValue::from_static("POST");
            response
                .headers_mut()
                .insert(axum::http::header::ALLOW, allow);
        }
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::error(error)
    }
}

impl From<CidError> for Failure {
    fn from(error: CidError) -> Self {
        Self::error(format!("invalid path: {error}"))
    }
}

impl From<MultipartError> for Failure {
    fn from(error: MultipartError) -> Self {
        Self {
            status: error.status(),
            message: error.body_text(),
        }
    }
}
