//! The one ciphersuite of this version, and how groups are set up.
//!
//! `MLS_256_XWING_CHACHA20POLY1305_SHA256_Ed25519` (0x004D): X-Wing holds while either X25519
//! or ML-KEM-768 does. What lies on a public chain and on IPFS can be kept by anyone and
//! attacked later, so classical key agreement alone is not enough. Signatures are Ed25519: they
//! have to hold when they are checked, not for decades. Everything on the wire names the suite,
//! so that another one can follow.

use crate::limits::{OUT_OF_ORDER, SKIPPED};
use openmls::prelude::{
    Capabilities, Ciphersuite, CredentialType, ExtensionType, Lifetime, MlsGroupCreateConfig,
    MlsGroupJoinConfig, SenderRatchetConfiguration, PURE_CIPHERTEXT_WIRE_FORMAT_POLICY,
};

/// The suite as MLS numbers it.
pub(crate) const SUITE: Ciphersuite = Ciphersuite::MLS_256_XWING_CHACHA20POLY1305_SHA256_Ed25519;

/// Its number on the wire.
pub(crate) const SUITE_NUMBER: u16 = 0x004D;

/// Extension of key packages: until when they are good. From the range for private use.
pub(crate) const UNTIL_EXTENSION: u16 = 0xF0A1;

/// Extension of the group information in an invitation: see [`crate::invitation`]. From the
/// range for private use.
pub(crate) const INVITATION_EXTENSION: u16 = 0xF0A2;

/// What every leaf says that it understands.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities::builder()
        .ciphersuites(vec![SUITE])
        .extensions(vec![
            ExtensionType::LastResort,
            ExtensionType::Unknown(UNTIL_EXTENSION),
        ])
        .credentials(vec![CredentialType::Basic])
        .build()
}

/// MLS's own lifetime is without end: it is compared with the clock of whoever reads, so two
/// members could judge one commit differently, and one who was away for long could not follow
/// any more. Until when a key package is good stands in [`UNTIL_EXTENSION`] instead, and is
/// compared with the time of the block that a commit is in, which is the same for all.
pub(crate) fn lifetime() -> Lifetime {
    Lifetime::init(0, u64::MAX)
}

fn ratchets() -> SenderRatchetConfiguration {
    SenderRatchetConfiguration::new(OUT_OF_ORDER, SKIPPED)
}

pub(crate) fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(true)
        .sender_ratchet_configuration(ratchets())
        .build()
}

/// Secrets of past epochs are not kept inside a group (`max_past_epochs` is 0): a past epoch is
/// a state of its own here, and goes as a whole.
pub(crate) fn create_config() -> MlsGroupCreateConfig {
    MlsGroupCreateConfig::builder()
        .ciphersuite(SUITE)
        .capabilities(capabilities())
        .lifetime(lifetime())
        .wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(true)
        .sender_ratchet_configuration(ratchets())
        .build()
}
