//! What attestations weigh.
//!
//! Each content that one names is ranked among all pinners. A benchmark finds slopes and
//! adds them up, and no sum of slopes is a product; so naming contents is measured where
//! there is one pinner, and ranking one content where there are many.

use crate::{Config, WeightInfo};
use frame_support::weights::Weight;

/// Attesting this many contents among this many pinners.
pub fn attest<T: Config>(cids: u32, pinners: u32) -> Weight {
    T::WeightInfo::attest(cids).saturating_add(among::<T>(cids, pinners))
}

/// Judging that.
pub fn authorize_attest<T: Config>(cids: u32, pinners: u32) -> Weight {
    T::WeightInfo::authorize_attest(cids).saturating_add(among::<T>(cids, pinners))
}

/// What more pinners add: the list is read twice, to find who attests and to see who is at
/// work, and all of them are ranked for each content.
fn among<T: Config>(cids: u32, pinners: u32) -> Weight {
    let list = T::WeightInfo::live(pinners).saturating_mul(2);
    let ranks = T::WeightInfo::rank(pinners).saturating_mul(cids.into());
    list.saturating_add(ranks)
}
