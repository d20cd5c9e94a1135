//! What blocks say themselves, which nodes keep for longer than their state.

use super::{Chain, ChainError};
use codec::{Compact, Decode};
use postern_primitives::Moment;
use serde_json::Value;
use subxt::rpcs::rpc_params;

impl Chain {
    /// The time of a block, as its author has put it there.
    ///
    /// # Errors
    /// [`ChainError::NoSuchBlock`] when the node does not have the block, or no longer.
    pub async fn moment_in(&self, block: &[u8; 32]) -> Result<Moment, ChainError> {
        let program = self.program().await?;
        let timestamp = program.metadata_ref().pallet_by_name("Timestamp");
        let hash = format!("0x{}", hex::encode(block));
        let found: Value = self.request("chain_getBlock", rpc_params![hash]).await?;
        let extrinsics = found["block"]["extrinsics"].as_array();
        let mut texts = extrinsics.into_iter().flatten().filter_map(Value::as_str);
        let moment =
            timestamp.and_then(|pallet| texts.find_map(|text| moment(text, pallet.call_index())));
        moment.ok_or_else(|| ChainError::NoSuchBlock {
            url: self.url.clone(),
        })
    }
}

/// The time that a transaction sets, if it is the bare one that does so; `timestamp.set` is the
/// first call of its pallet.
fn moment(transaction: &str, pallet: u8) -> Option<Moment> {
    let bytes = hex::decode(transaction.trim_start_matches("0x")).ok()?;
    let mut rest = &bytes[..];
    Compact::<u32>::decode(&mut rest).ok()?;
    match rest {
        [4 | 5, found, 0, time @ ..] if *found == pallet => {
            let mut time = time;
            Compact::<u64>::decode(&mut time).ok().map(|time| time.0)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;

    #[test]
    fn the_time_is_in_the_bare_transaction_of_its_pallet_alone() {
        let set = |version: u8, pallet: u8| {
            let body = [&[version, pallet, 0][..], &Compact(7u64).encode()].concat();
            format!("0x{}", hex::encode(body.encode()))
        };
        assert_eq!(moment(&set(5, 3), 3), Some(7));
        assert_eq!(moment(&set(4, 3), 3), Some(7));
        assert_eq!(moment(&set(5, 2), 3), None);
        assert_eq!(moment(&set(0x45, 3), 3), None);
        assert_eq!(moment("0x", 3), None);
        assert_eq!(moment("no digits", 3), None);
    }
}
