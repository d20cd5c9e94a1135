//! Key packages: what a device is added to a conversation with.

use crate::{
    identity::Member,
    limits::{KEY_PACKAGE_LIFETIME, MAX_KEY_PACKAGE, MAX_KEY_PACKAGES},
    step::Step,
    suite::{capabilities, lifetime, SUITE, SUITE_NUMBER, UNTIL_EXTENSION},
    Error, Part, Refusal, Result,
};
use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::{
    Extension, Extensions, KeyPackage, KeyPackageIn, OpenMlsProvider, ProtocolVersion,
    UnknownExtension,
};
use postern_primitives::Moment;

const VERSION: u8 = 1;

/// How key packages are made.
#[derive(Clone, Copy, Debug)]
pub struct KeyPackages {
    /// How many.
    pub count: usize,
    /// Whether they may be used more than once: for the one that is left when all others are
    /// used up. Exchange it after use.
    pub last_resort: bool,
    /// Until when they are good.
    pub valid_until: Moment,
}

impl KeyPackages {
    /// `count` key packages for single use, good for as long as a certificate from `now` on.
    pub fn single_use(count: usize, now: Moment) -> Self {
        let lifetime = u64::try_from(KEY_PACKAGE_LIFETIME.as_millis()).unwrap_or(u64::MAX);
        Self {
            count,
            last_resort: false,
            valid_until: now.saturating_add(lifetime),
        }
    }

    /// The one for last resort.
    pub fn last_resort(now: Moment) -> Self {
        Self {
            last_resort: true,
            ..Self::single_use(1, now)
        }
    }
}

impl Step<'_> {
    /// Makes key packages and keeps their secrets.
    pub(crate) fn make_key_packages(&self, wanted: KeyPackages) -> Result<Vec<Vec<u8>>> {
        if wanted.count > MAX_KEY_PACKAGES {
            return Err(Error::TooLong {
                part: "list of key packages",
                found: wanted.count,
                limit: MAX_KEY_PACKAGES,
            });
        }
        (0..wanted.count).map(|_| self.make_one(wanted)).collect()
    }

    fn make_one(&self, wanted: KeyPackages) -> Result<Vec<u8>> {
        let until = UnknownExtension(wanted.valid_until.to_be_bytes().to_vec());
        let until = Extension::Unknown(UNTIL_EXTENSION, until);
        let mut builder = KeyPackage::builder()
            .leaf_node_capabilities(capabilities())
            .key_package_lifetime(lifetime())
            .key_package_extensions(Extensions::single(until).map_err(Error::mls)?);
        if wanted.last_resort {
            builder = builder.mark_as_last_resort();
        }
        let bundle = builder
            .build(
                SUITE,
                &self.provider(0),
                self.identity,
                self.identity.credential(),
            )
            .map_err(Error::mls)?;
        let package = bundle.key_package().tls_serialize_detached();
        let [low, high] = SUITE_NUMBER.to_le_bytes();
        Ok([&[VERSION, low, high], &package.map_err(Error::mls)?[..]].concat())
    }

    /// Reads a key package, whose signatures hold and whose time is not over at `at`.
    ///
    /// Its device's certificate is not looked at yet.
    pub(crate) fn read_key_package(&self, bytes: &[u8], at: Moment) -> Result<KeyPackage> {
        let malformed = Refusal::Malformed(Part::KeyPackage);
        if bytes.len() > MAX_KEY_PACKAGE {
            return Err(malformed.into());
        }
        let ([version, low, high], package) =
            bytes.split_first_chunk::<3>().ok_or(malformed.clone())?;
        if *version != VERSION {
            return Err(Refusal::UnknownVersion(Part::KeyPackage, *version).into());
        }
        let suite = u16::from_le_bytes([*low, *high]);
        if suite != SUITE_NUMBER {
            return Err(Refusal::UnknownSuite(Part::KeyPackage, suite).into());
        }
        let package = KeyPackageIn::tls_deserialize_exact(package)
            .map_err(|_| malformed)?
            .validate(self.provider(0).crypto(), ProtocolVersion::Mls10)
            .map_err(|_| Refusal::NotAuthentic)?;
        if package.ciphersuite() != SUITE {
            return Err(
                Refusal::UnknownSuite(Part::KeyPackage, package.ciphersuite().into()).into(),
            );
        }
        let (member, until) = describe(&package)?;
        if until <= at {
            return Err(Refusal::KeyPackageExpired(member.device).into());
        }
        Ok(package)
    }
}

/// Whose key package it is, and until when it is good.
pub(crate) fn describe(package: &KeyPackage) -> Result<(Member, Moment), Refusal> {
    let leaf = package.leaf_node();
    let member = Member::read(leaf.credential(), leaf.signature_key().as_slice())?;
    let until = package
        .extensions()
        .unknown(UNTIL_EXTENSION)
        .and_then(|extension| <[u8; 8]>::try_from(&extension.0[..]).ok())
        .ok_or(Refusal::Malformed(Part::KeyPackage))?;
    Ok((member, Moment::from_be_bytes(until)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Certificates, Conversations, Found, Identity};
    use postern_primitives::DeviceId;
    use proptest::prelude::*;

    struct Nobody;

    impl Certificates for Nobody {
        fn certificate(&self, _: &DeviceId) -> Found {
            Found::Nothing
        }
    }

    #[test]
    fn no_bytes_make_reading_panic() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::new([1; 32], [4; 32], &[7; 32]);
        let path = folder.path().join("db");
        let mut core = Conversations::open(&path, &[0; 32], identity, Nobody).unwrap();
        core.step(|step| {
            proptest!(|(mut bytes: Vec<u8>)| {
                prop_assert!(step.read_key_package(&bytes, 0).is_err());
                bytes.splice(0..0, [VERSION, 0x4D, 0]);
                prop_assert!(step.read_key_package(&bytes, 0).is_err());
            });
            Ok(())
        })
        .unwrap();
    }
}
