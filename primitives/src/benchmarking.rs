//! What the pallets' benchmarks have in common.

use crate::{Cid, CidInput, Codec};
use sp_core::bounded::BoundedVec;

/// A CID in decimal digits. Of the bases that fit into an input this one has the most
/// digits to a byte, and turning digits into bytes takes time with their square.
const DECIMAL: &[u8] =
    b"92588233030729209330388964635125121425990533264793898874553753393007342145772624769910";

/// The CID of a raw block, written in the way that takes longest to read.
pub fn slowest_cid() -> CidInput {
    BoundedVec::truncate_from(DECIMAL.to_vec())
}

/// A CID of a raw block; each number has its own.
pub fn cid(number: u32) -> Cid {
    Cid::of_block(Codec::Raw, &number.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_cid_is_read_as_one_of_a_raw_block() {
        let cid = Cid::of_block(Codec::Raw, b"postern");
        assert_eq!(Cid::parse(&slowest_cid()), Ok(cid));
    }
}
