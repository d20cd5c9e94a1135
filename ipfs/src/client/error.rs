use postern_primitives::Cid;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL is not one of an IPFS RPC.
    #[error("`{url}` is not the http:// URL of an IPFS RPC, such as http://127.0.0.1:5001")]
    BadUrl {
        /// What was given.
        url: String,
    },
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up: {0}")]
    Setup(String),
    /// Nobody answers, or the connection broke.
    #[error("IPFS does not answer at {url}; is it running there? ({reason})")]
    Unreachable {
        /// Where.
        url: String,
        /// What the connection said.
        reason: String,
    },
    /// No answer in time: nobody reachable has the content, or the node hangs.
    #[error(
        "IPFS at {url} did not finish `{call}` in time; nobody reachable may have the content"
    )]
    Timeout {
        /// Where.
        url: String,
        /// Which call.
        call: String,
    },
    /// The node refused.
    #[error("IPFS refused `{call}`: {message} (HTTP {status})")]
    Refused {
        /// Which call.
        call: String,
        /// HTTP status code.
        status: u16,
        /// The node's reason.
        message: String,
    },
    /// The node has no room for it.
    #[error("IPFS at {url} has no room left for `{call}`: {message}")]
    Full {
        /// Where.
        url: String,
        /// Which call.
        call: String,
        /// The node's reason, with its numbers.
        message: String,
    },
    /// The answer is not what Kubo's RPC would say.
    #[error("IPFS at {url} answered `{call}` with something unexpected: {reason}")]
    BadAnswer {
        /// Where.
        url: String,
        /// Which call.
        call: String,
        /// What was wrong.
        reason: String,
    },
    /// The bytes are not those that the CID names.
    #[error("the content that IPFS returned does not match its CID {cid}")]
    WrongContent {
        /// What was asked for.
        cid: Cid,
    },
    /// More bytes than allowed.
    #[error("the content is larger than the {limit} bytes that were expected")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A file that was to be uploaded cannot be read.
    #[error("what was to be uploaded cannot be read: {0}")]
    Source(#[source] std::io::Error),
}

impl Error {
    /// Whether trying again later may help without anything else changing.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Timeout { .. })
    }
}
