//! What this node is to keep: all there is, or what is assigned to its pinner.

use crate::{roster::Live, Config, Pallet, Pin, PinnerNumber, Post, Seat, WorkerId, Workers};
use alloc::vec::Vec;
use codec::Encode;
use postern_primitives::{BlockNumber, Cid};
use sp_io::hashing::twox_64;
use sp_runtime::RuntimeAppPublic;

/// Keys of a node's keystore that are looked up. It makes one by itself; more come from
/// people who move pinners between machines.
const MAX_KEYS: usize = 16;

/// What this node is to keep.
pub(super) enum Duty {
    /// No key in the keystore is that of a registered pinner: everything, for nobody's
    /// count. So does a chain's only node, or somebody's own archive.
    Everything,
    /// What is assigned to a pinner.
    Pinner(Office),
}

/// The pinner that the node works for, as the chain has it.
pub(super) struct Office {
    pub worker: WorkerId,
    pub post: Post,
    /// `None` once it has left: then nothing is assigned to it.
    pub seat: Option<Seat>,
    pub live: Live,
}

/// What is to be done about a CID in the pin set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// This node is to keep it.
    Own,
    /// Others are to keep it, and all of them claim for good that they do.
    Others {
        /// This node's pinner claims so as well, which it should take back.
        claimed: bool,
    },
    /// Others are to keep it, and not all of them do: whoever has it should hold it.
    Open,
}

impl Duty {
    /// Looks up the keys of the keystore.
    pub fn find<T: Config>() -> Self {
        let mut keys: Vec<_> = WorkerId::all();
        keys.sort();
        let known = |worker: WorkerId| Some((Workers::<T>::get(&worker)?, worker));
        let found = keys.into_iter().take(MAX_KEYS).find_map(known);
        found.map_or(Self::Everything, |(post, worker)| {
            Self::Pinner(Office {
                worker,
                post,
                seat: Pallet::<T>::seat(post.pinner),
                live: Pallet::<T>::live(),
            })
        })
    }

    /// Of the pinners at work those that are not this node's.
    pub fn others(&self, live: Live) -> Vec<PinnerNumber> {
        let own = match self {
            Self::Everything => None,
            Self::Pinner(office) => Some(office.post.pinner),
        };
        live.pinners().filter(|n| Some(*n) != own).collect()
    }

    /// What is to be done about a CID in the pin set, where what came after `finalized`
    /// may still be undone.
    pub fn place(&self, cid: &Cid, pin: &Pin, finalized: BlockNumber) -> Place {
        match self {
            Self::Everything => Place::Own,
            Self::Pinner(office) => office.place(cid, pin, finalized),
        }
    }

    /// Whether the chain knows that this node keeps it. Without a pinner it never does.
    pub fn has_claimed(&self, pin: &Pin) -> bool {
        match self {
            Self::Everything => false,
            Self::Pinner(office) => pin.keeper(office.post.pinner).is_some(),
        }
    }

    /// A number that changes whenever contents may have changed hands.
    pub fn fingerprint(&self) -> u64 {
        match self {
            Self::Everything => 0,
            Self::Pinner(office) => {
                let of_all = (office.post.pinner, office.live.fingerprint());
                u64::from_le_bytes(twox_64(&of_all.encode()))
            }
        }
    }
}

impl Office {
    /// Whether the pinner is to keep it.
    pub fn is_assigned(&self, cid: &Cid, pin: &Pin) -> bool {
        let assigned = self.live.assigned(cid, &pin.keepers);
        assigned.contains(&self.post.pinner)
    }

    fn place(&self, cid: &Cid, pin: &Pin, finalized: BlockNumber) -> Place {
        let (pinner, assigned) = (self.post.pinner, self.live.assigned(cid, &pin.keepers));
        if assigned.contains(&pinner) {
            return Place::Own;
        }
        let is_final = |keeper: &crate::Keeper| keeper.since <= finalized;
        if self.live.suffice(&assigned, &pin.keepers, is_final) {
            let claimed = pin.keeper(pinner).is_some();
            Place::Others { claimed }
        } else {
            Place::Open
        }
    }
}
