//! Private channels: groups over the logs of private channels.
//!
//! What a group is, and what is valid in it, is the business of `postern-conversations`, a state
//! machine without network. Here is what it asks its caller for: the chain's order is read into
//! it, and what it wants done is done.
//!
//! | question | where |
//! |---|---|
//! | What does the chain have, take back, make final? | `reading.rs` |
//! | What does a group want done, and when is that over? | `work.rs` |
//! | How is a log written to, and paid for? | `writing.rs` |
//! | How does the first log come to be? | `opening.rs` |
//! | How do the own other devices come in, and go? | `own_devices.rs` |
//! | How do people come in, and go? | `inviting.rs`, `joining.rs`, `membership.rs` |
//! | How is something said, edited, deleted, reacted to? | `saying.rs` |
//! | What is new? | `watching.rs` |
//! | What do two people say to each other? | `pairs/` |
//! | Where are its files? | `files.rs` |
//! | What was said? | `posts.rs` |
//! | What are the channels called here? | `rooms.rs` |
//! | Who has a message, and has read it? | `receipts.rs` |
//! | What is voted on? | `voting.rs` |
//! | Who has proven that they hold their keys? | `verifying.rs` |
//! | By which keys is this device added? | `publishing.rs`, `rotating.rs` |
//! | When are its keys in a group renewed? | `renewing.rs` |
//! | Whose certificates hold? | `book.rs` |
//! | What is kept on this device? | `records/`, and the state machine's own database |

mod book;
mod events;
mod files;
mod inviting;
mod joining;
mod membership;
mod opening;
mod own_devices;
mod pairs;
mod posts;
mod publishing;
mod reading;
mod receipts;
mod records;
mod renewing;
mod rooms;
mod rotating;
mod saying;
mod verifying;
mod voting;
mod watching;
mod work;
mod writing;

pub use joining::ReceivedInvitation;
pub use membership::PrivateMember;
pub(super) use pairs::{is_over_conversation, Over, SealedOver, Way};
pub use pairs::{About, DirectName, NotADirectName};
pub use posts::{PrivateFile, PrivatePayment, PrivatePost, PrivateReaction};
pub use receipts::{PrivateReceipt, ReceiptChoice};
pub use rooms::PrivateChannel;
pub use saying::{MessageName, NotAMessageName, PostedPrivately, Saying};
pub use voting::{PrivateProposal, PrivateSubject};
pub use watching::Watched;

use super::Client;
use crate::{defaults, device::DeviceKey, Error, Result};
use book::Book;
use postern_conversations::{Conversations, Identity, Refusal};
use postern_primitives::{Cid, Moment};
use records::Records;
use std::{collections::HashMap, path::Path, sync::PoisonError, time::Instant};

/// What the keys of the two databases are derived for.
const GROUPS_KEY: &[u8; 16] = b"postern/grpkey/1";
const RECORDS_KEY: &[u8; 16] = b"postern/reckey/1";

/// The groups of this device.
pub(super) struct Groups {
    core: Conversations<Book>,
    records: Records,
    /// What became of changes that were wanted, until somebody asks: why not, if they failed.
    outcomes: HashMap<i64, Option<Refusal>>,
    /// How many invitations were handed over.
    handed_over: u64,
    /// Contents that could not be had, and when they were asked for.
    missed: HashMap<Cid, Instant>,
}

impl Groups {
    fn open(home: &Path, device: &DeviceKey, identity: Identity) -> Result<Self> {
        let path = home.join(defaults::GROUPS_FILE);
        let key = device.derive(GROUPS_KEY);
        let core = Conversations::open(&path, &key, identity, Book::default())?;
        let key = device.derive(RECORDS_KEY);
        let records = Records::open(&home.join(defaults::RECORDS_FILE), &key)?;
        Ok(Self {
            core,
            records,
            outcomes: HashMap::new(),
            handed_over: 0,
            missed: HashMap::new(),
        })
    }

    /// Those that were not asked for in vain just now: whoever reads block after block would wait
    /// for them each time.
    fn not_missed(&mut self, mut contents: Vec<Cid>) -> Vec<Cid> {
        self.missed
            .retain(|_, asked| asked.elapsed() < defaults::MISSED_FOR);
        contents.retain(|cid| !self.missed.contains_key(cid));
        contents
    }
}

/// Whether a home has private channels, which can be told without its passphrase: what they
/// are called cannot.
pub fn has_private_channels(home: &Path) -> bool {
    let path = home.join(defaults::RECORDS_FILE);
    path.exists() && records::has_rooms(&path)
}

impl Client {
    /// Works with the groups, which are opened when they are needed for the first time.
    pub(super) fn with_groups<T>(&self, work: impl FnOnce(&mut Groups) -> Result<T>) -> Result<T> {
        // What a panicking thread left is still whole: SQLite rolls back.
        let mut opened = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        let groups = match &mut *opened {
            Some(groups) => groups,
            none => {
                let device = &self.keys.device;
                let genesis = *self.chain.genesis();
                let identity = Identity::new(self.account(), genesis, &device.seed());
                none.insert(Groups::open(&self.home, device, identity)?)
            }
        };
        work(groups)
    }

    /// Whether this home has ever been in a group, or could have been invited to one.
    fn has_groups(&self) -> bool {
        self.home.join(defaults::GROUPS_FILE).exists()
    }

    /// Forgets what was said with a lifetime that is over, by this machine's clock.
    pub(super) fn drop_ended(&self) -> Result<()> {
        match self.has_groups() {
            true => self
                .with_groups(|groups| Ok(groups.records.drop_ended(super::send::local_moment())?)),
            false => Ok(()),
        }
    }

    /// Asks the chain again about everybody.
    pub(super) fn forget_certificates(&self) {
        self.witness().forget_people();
        let mut opened = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(groups) = &mut *opened {
            groups.core.known().clear();
        }
    }

    /// One step of the state machine. Certificates that it needs are looked up, and the step
    /// repeated.
    ///
    /// They are looked up in the best block: what became of a certificate later than the entry
    /// that is judged by it changes nothing of the judgement, see [`book`].
    async fn step<T>(
        &self,
        mut step: impl FnMut(&mut Conversations<Book>) -> postern_conversations::Result<T>,
    ) -> Result<T> {
        use postern_conversations::Error::LookUp;
        loop {
            let missing = match self.with_groups(|groups| Ok(step(&mut groups.core)))? {
                Err(LookUp(devices)) => devices,
                done => return Ok(done?),
            };
            for device in missing {
                let found = self.chain.device(&device).await?;
                self.with_groups(|groups| {
                    groups.core.known().learn(device, found);
                    Ok(())
                })?;
            }
        }
    }

    /// The time at which something is said: by the chain's clock, if the own one is slow.
    async fn moment(&self) -> Result<Moment> {
        let now = self.chain.moment().await?;
        Ok(now.max(super::send::local_moment()))
    }
}

/// Whether an error says that this device takes no part any more.
fn is_over(error: &Error) -> bool {
    use postern_conversations::Error::NotMember;
    matches!(error, Error::Conversation(NotMember))
}
