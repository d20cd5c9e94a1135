//! Sealing: how a letter becomes an envelope that only its recipients open.
//!
//! A [`Letter`] is signed by its writer's device, padded to a bucket, encrypted under a fresh
//! content key, and that key is sealed by HPKE to each device of each recipient. Files travel
//! beside it, each under a key of its own that the letter carries ([`file`]). Posts of public
//! channels are signed only ([`seal_post`]).
//!
//! ```
//! use postern_client::{
//!     device::DeviceKey,
//!     sealing::{self, KeyPackage, Letter, Recipient, SealingSecret},
//! };
//!
//! # fn main() -> Result<(), postern_client::Error> {
//! let genesis = [0; 32];
//! let (alice, bob) = ([1; 32], [2; 32]); // accounts
//!
//! // Bob publishes a key package; his certificate on chain points to it.
//! let (bobs_device, bobs_sealing) = (DeviceKey::generate()?, SealingSecret::generate()?);
//! let package = KeyPackage { sealing: bobs_sealing.public(), group: None }.sign(&bobs_device);
//!
//! // Alice looks it up and seals a letter to it.
//! let device = DeviceKey::generate()?;
//! let sealing_public = KeyPackage::parse(&package, &bobs_device.public())?.sealing;
//! let to = [Recipient { device: bobs_device.id(), sealing_public }];
//! let (sent_at, text) = (1_760_000_000_000, "See you at eight.".into());
//! let letter = Letter::new(alice, device.id(), vec![bob], sent_at, text, vec![])?;
//! let envelope = sealing::seal(&letter, &genesis, &device, &to)?;
//!
//! // Bob opens it, looks up the certificate of the device it names, and verifies.
//! let opened = sealing::open(&envelope, &genesis, bobs_device.id(), &bobs_sealing)?;
//! assert_eq!(opened.claimed().device, device.id());
//! let letter = opened.verify(&device.public(), &bob, &alice)?;
//! assert_eq!(letter.text, "See you at eight.");
//! # Ok(())
//! # }
//! ```
//!
//! # Trade-offs
//! - **No forward secrecy.** A device's sealing key lives as long as its certificate.
//!   Whoever steals it reads every letter sealed to it before, as far as its ciphertext still
//!   exists. That is the price of writing to someone who was never met and is offline;
//!   conversations that follow a first letter do not pay it.
//! - **Why a hybrid KEM.** Chain and IPFS are public: today's ciphertext can be kept until a
//!   quantum computer opens X25519. X-Wing holds while either X25519 or ML-KEM-768 does. It
//!   costs 1168 bytes for each device. Signatures are still Ed25519: they have to hold when
//!   they are checked, not for decades.
//! - **Why the signature is inside, and covers recipients and genesis.** Outside, it would
//!   tell everyone who wrote. Inside, any recipient could seal the signed letter again to
//!   somebody else, who would believe that it was written to them: so the letter names its
//!   recipients, and who is not named refuses it. Naming the chain keeps a letter from being
//!   carried to another one where the same keys are registered. Comparing the writer with the
//!   account that put the entry on chain keeps a recipient from sending it once more.
//! - **No deniability.** A recipient can show others the signed letter.
//! - **Sizes.** An observer sees the number of devices and the bucket of the content, not
//!   whose devices they are; the chain does still name the inboxes.

mod envelope;
mod error;
pub mod file;
mod handover;
mod kem;
mod key_package;
mod letter;
mod post;
#[cfg(test)]
mod vectors;

pub use envelope::{open, seal};
pub use error::{OpenError, SealError};
pub use handover::DeviceCode;
pub use kem::{SealingPublic, SealingSecret, PUBLIC_LENGTH};
pub use key_package::KeyPackage;
pub use letter::{Invitation, Letter, Payment, SignedLetter};
pub use post::{open_post, seal_post, Post, SignedPost};
/// A file that a message announces: letters and conversations do it alike.
pub use postern_conversations::File as FileRef;

use postern_primitives::DeviceId;

/// A device to seal to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Which device, by its certificate.
    pub device: DeviceId,
    /// The key in its key package.
    pub sealing_public: SealingPublic,
}
