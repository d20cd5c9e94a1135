use subxt::error::{DispatchError, ExtrinsicError, TransactionEventsError};

/// Why the chain did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// No node answers.
    #[error("no node answers at {url}; is it running there? ({reason})")]
    Unreachable {
        /// Where.
        url: String,
        /// What the connection said.
        reason: String,
    },
    /// The node follows another chain.
    #[error("the node at {url} does not follow a Postern chain; check --node")]
    WrongChain {
        /// Where.
        url: String,
    },
    /// An answer that cannot be understood.
    #[error("the node at {url} answered `{what}` in a way this version does not understand; update postern")]
    Unexpected {
        /// Where.
        url: String,
        /// What was asked.
        what: String,
    },
    /// The node refused a question.
    #[error("the node at {url} refused: {reason}")]
    Rpc {
        /// Where.
        url: String,
        /// What it said.
        reason: String,
    },
    /// The call was in a block, and failed.
    #[error("the chain refused ({pallet}.{name}): {explanation}")]
    Dispatch {
        /// Which pallet refused.
        pallet: String,
        /// The name of its error.
        name: String,
        /// What the pallet's documentation says of it.
        explanation: String,
    },
    /// The account cannot pay the fee.
    #[error("the account {address} cannot pay the fee; send it some PST first")]
    NoFunds {
        /// Whose fee it would have been.
        address: String,
    },
    /// The transaction pool refused.
    #[error("the node did not take the transaction: {reason}; nothing was sent, try again")]
    NotTaken {
        /// What it said.
        reason: String,
    },
    /// The pool took it, and then the connection broke.
    #[error("the node took the transaction and no longer tells what became of it ({reason}); it may still come into a block")]
    Lost {
        /// What the connection said.
        reason: String,
    },
    /// The node knows the chain's first block only.
    #[error("the node at {url} has no blocks yet; wait until it has caught up, and try again")]
    NoBlocks {
        /// Where.
        url: String,
    },
    /// The node does not have a block, or has forgotten it.
    #[error(
        "the node at {url} does not have a block that is needed; use one that keeps all blocks"
    )]
    NoSuchBlock {
        /// Where.
        url: String,
    },
    /// The chain has no such pallet.
    #[error("the chain has no pallet `{name}`; it has {known}")]
    UnknownPallet {
        /// What was asked for.
        name: String,
        /// All it has.
        known: String,
    },
    /// The pallet has no such call.
    #[error("`{pallet}` has no call `{name}`; it has {known}")]
    UnknownCall {
        /// The pallet.
        pallet: String,
        /// What was asked for.
        name: String,
        /// All it has.
        known: String,
    },
    /// Arguments that do not fit the call.
    #[error(transparent)]
    Argument(#[from] super::json::ArgumentError),
    /// The call succeeded, and one that it was to make did not.
    #[error("the transaction is in block {block}, but did not do all it was to do: {reason}")]
    Inside {
        /// The block.
        block: postern_primitives::BlockNumber,
        /// Why.
        reason: Box<ChainError>,
    },
    /// A call could not be encoded for this chain.
    #[error("this version of postern does not fit the chain: {reason}; update it")]
    Encoding {
        /// What did not fit.
        reason: String,
    },
}

impl ChainError {
    pub(super) fn from_rpc(url: &str, error: &subxt::rpcs::Error) -> Self {
        let url = url.to_owned();
        let reason = error.to_string();
        match error {
            subxt::rpcs::Error::User(_) => Self::Rpc { url, reason },
            _ => Self::Unreachable { url, reason },
        }
    }

    /// Name of the pallet's error, when a pallet refused.
    pub fn dispatch_name(&self) -> Option<&str> {
        match self {
            Self::Dispatch { name, .. } => Some(name),
            Self::Inside { reason, .. } => reason.dispatch_name(),
            _ => None,
        }
    }

    /// Whether the account's next number is no longer what was counted here.
    pub(super) fn is_stale_nonce(&self) -> bool {
        let Self::NotTaken { reason } = self else {
            return false;
        };
        let reason = reason.to_lowercase();
        [
            "outdated",
            "stale",
            "future",
            "already imported",
            "priority is too low",
        ]
        .iter()
        .any(|sign| reason.contains(sign))
    }

    /// A call that failed for no reason of a pallet's own.
    fn failed(explanation: String) -> Self {
        Self::Dispatch {
            pallet: "System".into(),
            name: "Failed".into(),
            explanation,
        }
    }

    pub(super) fn from_submission(error: &ExtrinsicError, address: &str) -> Self {
        let reason = error.to_string();
        if reason.contains("Inability to pay") {
            return Self::NoFunds {
                address: address.into(),
            };
        }
        match error {
            ExtrinsicError::EncodeError(_)
            | ExtrinsicError::PalletNameNotFound(_)
            | ExtrinsicError::CallNameNotFound { .. }
            | ExtrinsicError::Params(_) => Self::Encoding { reason },
            _ => Self::NotTaken { reason },
        }
    }
}

impl From<&TransactionEventsError> for ChainError {
    fn from(error: &TransactionEventsError) -> Self {
        match error {
            TransactionEventsError::ExtrinsicFailed(failure) => Self::from(failure),
            error => Self::failed(error.to_string()),
        }
    }
}

impl From<&DispatchError> for ChainError {
    fn from(failure: &DispatchError) -> Self {
        let DispatchError::Module(module) = failure else {
            return Self::failed(failure.to_string());
        };
        match module.details() {
            Ok(details) => Self::Dispatch {
                pallet: details.pallet.name().into(),
                name: details.variant.name.clone(),
                explanation: details.variant.docs.join(" ").trim().to_owned(),
            },
            Err(_) => Self::failed(failure.to_string()),
        }
    }
}
