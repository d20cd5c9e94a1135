//! What can be asked of the pallet.

use frame_support::pallet_macros::pallet_section;

/// Taken into the pallet as it stands.
#[pallet_section]
mod calls {
    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a device for an account without a valid one, which gets an identity with
        /// the first.
        ///
        /// The certificate is valid from the time of this block. An identity whose devices
        /// are all revoked or expired, or that has retired, comes back in this way.
        ///
        /// - `public`: the device's Ed25519 key.
        /// - `key_cid`: where the device's key object lies, a raw block.
        /// - `valid_until`: when the certificate ends, in milliseconds since 1970; at most
        ///   `MaxValidity` from now.
        /// - `expires`: the last block in which `proof` is accepted, at most `MaxProofAge`
        ///   blocks from now.
        /// - `proof`: the device key's signature over
        ///   [`signing::payload`](postern_primitives::signing::payload) with the context
        ///   [`REGISTER_DEVICE`](postern_primitives::signing::REGISTER_DEVICE), the signer, the
        ///   identity's nonce (0 for a new one) and
        ///   [`RegisterDevice`](postern_primitives::signing::RegisterDevice).
        /// - `handle`: a name to claim at once, as [`Call::claim_handle`] does.
        ///
        /// Signed by the account. Costs `RecordPrice`, which is destroyed; holds
        /// `DeviceDeposit` until the device is revoked, and `HandleDeposit` with a handle.
        /// Emits [`Event::DeviceRegistered`], and [`Event::HandleClaimed`] with a handle.
        ///
        /// # Errors
        /// [`Error::AlreadyRegistered`], [`Error::DeviceTaken`], [`Error::TooManyDevices`],
        /// [`Error::ValidityInPast`], [`Error::ValidityTooLong`], [`Error::ProofExpired`],
        /// [`Error::ProofTooLong`], [`Error::BadProof`], [`Error::WorthlessKey`],
        /// [`Error::NonceExhausted`], [`Error::KeyNotRawBlock`], [`Error::ContentRefused`],
        /// [`Error::DepositUnaffordable`], one of `Cid…` for a bad `key_cid`, and those of
        /// [`Call::claim_handle`] with a handle.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register())]
        pub fn register(
            origin: OriginFor<T>,
            public: DevicePublic,
            key_cid: CidInput,
            valid_until: Moment,
            expires: BlockNumber,
            proof: ed25519::Signature,
            handle: Option<HandleInput>,
        ) -> DispatchResult {
            let account = ensure_signed(origin)?;
            let new = NewDevice::parse::<T>(public, &key_cid, valid_until)?;
            Self::do_register(&account, &new, expires, &proof)?;
            match handle {
                Some(name) => Self::do_claim_handle(&account, &name),
                None => Ok(()),
            }
        }

        /// Revokes a device, at once and for ever; expired ones as well, which makes room.
        ///
        /// The certificate stays as a tombstone, so that signatures from before can be
        /// checked; its key object is no longer kept available.
        ///
        /// - `device`: the device.
        /// - `proof`: the signature of another valid device of the same identity over
        ///   [`signing::payload`](postern_primitives::signing::payload) with the context
        ///   [`REVOKE_DEVICE`](postern_primitives::signing::REVOKE_DEVICE), the account, the
        ///   identity's nonce and [`RevokeDevice`](postern_primitives::signing::RevokeDevice).
        ///
        /// Signed by the account that owns the device, without a proof; or, with one, signed by
        /// anybody, or a general transaction without an account, which costs no fee. Holds
        /// nothing, and gives the device's deposit back to the account. Emits
        /// [`Event::DeviceRevoked`].
        ///
        /// # Errors
        /// [`Error::DeviceNotFound`], [`Error::AlreadyRevoked`], [`Error::NotDeviceOwner`], and
        /// with a proof [`Error::OwnRevocation`], [`Error::DeviceIsRevoked`],
        /// [`Error::DeviceExpired`], [`Error::ProofExpired`], [`Error::ProofTooLong`],
        /// [`Error::BadProof`], [`Error::NonceExhausted`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::revoke_device())]
        #[pallet::authorize(Self::authorize_revoke_device)]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_revoke_device())]
        pub fn revoke_device(
            origin: OriginFor<T>,
            device: DeviceId,
            proof: Option<DeviceProof>,
        ) -> DispatchResult {
            Self::do_revoke_device(origin, device, proof)
        }

        /// Takes a name that others can find the signer by.
        ///
        /// A name that was given up rests for `HandleRest` blocks, within which only its last
        /// owner may have it.
        ///
        /// - `name`: 3 to 32 characters out of `a-z`, `0-9` and inner `-`.
        ///
        /// Signed by an account with a valid device. Holds `HandleDeposit` until the handle is
        /// released. Emits [`Event::HandleClaimed`].
        ///
        /// # Errors
        /// [`Error::NotRegistered`], [`Error::AlreadyHasHandle`], [`Error::HandleTaken`],
        /// [`Error::HandleResting`], [`Error::HandleLength`], [`Error::HandleCharacter`],
        /// [`Error::HandleEdge`], [`Error::DepositUnaffordable`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::claim_handle())]
        pub fn claim_handle(origin: OriginFor<T>, name: HandleInput) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_claim_handle(&account, &name)
        }

        /// Gives the signer's handle up; after `HandleRest` blocks anybody may claim it.
        ///
        /// Signed by the account that owns the handle, who gets its deposit back at once.
        /// Emits [`Event::HandleReleased`].
        ///
        /// # Errors
        /// [`Error::NotRegistered`], [`Error::NoHandle`].
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::release_handle())]
        pub fn release_handle(origin: OriginFor<T>) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_release_handle(&account)
        }

        /// Registers a further device for an account that has a valid one.
        ///
        /// Arguments as for [`Call::register`]; `proof` has the context
        /// [`ADD_DEVICE`](postern_primitives::signing::ADD_DEVICE).
        ///
        /// Signed by the account. Costs `RecordPrice`, which is destroyed; holds
        /// `DeviceDeposit` until the device is revoked. Emits [`Event::DeviceRegistered`].
        ///
        /// # Errors
        /// [`Error::NotRegistered`], and those of [`Call::register`] but for
        /// [`Error::AlreadyRegistered`].
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::add_device())]
        pub fn add_device(
            origin: OriginFor<T>,
            public: DevicePublic,
            key_cid: CidInput,
            valid_until: Moment,
            expires: BlockNumber,
            proof: ed25519::Signature,
        ) -> DispatchResult {
            let account = ensure_signed(origin)?;
            let new = NewDevice::parse::<T>(public, &key_cid, valid_until)?;
            Self::do_add_device(&account, &new, expires, &proof)
        }

        /// Gives a valid device's certificate another end, and its key object another place.
        ///
        /// What has expired cannot be renewed: its key signs nothing any more. Register a new
        /// one then.
        ///
        /// - `device`: the device.
        /// - `key_cid`: where its key object lies from now on, a raw block; the present one,
        ///   if it stays.
        /// - `valid_until`: when the certificate ends from now on, in milliseconds since 1970; at
        ///   most `MaxValidity` from now. It may be earlier than before.
        /// - `expires`: the last block in which `proof` is accepted, at most `MaxProofAge`
        ///   blocks from now.
        /// - `proof`: the device's signature, with the context
        ///   [`RENEW_DEVICE`](postern_primitives::signing::RENEW_DEVICE) and
        ///   [`RenewDevice`](postern_primitives::signing::RenewDevice).
        ///
        /// Signed by the account. Holds nothing more. Emits [`Event::DeviceRenewed`].
        ///
        /// # Errors
        /// [`Error::DeviceNotFound`], [`Error::NotDeviceOwner`], [`Error::DeviceIsRevoked`],
        /// [`Error::DeviceExpired`], [`Error::ValidityInPast`], [`Error::ValidityTooLong`],
        /// [`Error::ProofExpired`], [`Error::ProofTooLong`], [`Error::BadProof`],
        /// [`Error::NonceExhausted`], [`Error::KeyNotRawBlock`], [`Error::ContentRefused`], and
        /// one of `Cid…` for a bad `key_cid`.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::renew_device())]
        pub fn renew_device(
            origin: OriginFor<T>,
            device: DeviceId,
            key_cid: CidInput,
            valid_until: Moment,
            expires: BlockNumber,
            proof: ed25519::Signature,
        ) -> DispatchResult {
            let account = ensure_signed(origin)?;
            let fields = RenewDevice {
                device,
                key_cid: parse_key_cid::<T>(&key_cid)?,
                valid_until,
            };
            Self::do_renew_device(&account, &fields, expires, &proof)
        }

        /// Puts a new key in the place of a valid device, which is revoked.
        ///
        /// - `old`: the device that goes.
        /// - `public`, `key_cid`, `valid_until`: the new device, as for [`Call::register`].
        /// - `proofs`: the signatures of the old and of the new key over the same bytes, and the
        ///   last block in which they are accepted, at most `MaxProofAge` blocks from now; with
        ///   the context
        ///   [`ROTATE_DEVICE`](postern_primitives::signing::ROTATE_DEVICE) and
        ///   [`RotateDevice`](postern_primitives::signing::RotateDevice).
        ///
        /// Signed by the account. Costs `RecordPrice`, which is destroyed; the old device's
        /// deposit is given back and `DeviceDeposit` held for the new one. Emits
        /// [`Event::DeviceRevoked`], [`Event::DeviceRegistered`] and [`Event::DeviceRotated`].
        ///
        /// # Errors
        /// Those of [`Call::renew_device`], and [`Error::DeviceTaken`],
        /// [`Error::WorthlessKey`], [`Error::DepositUnaffordable`].
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::rotate_device())]
        pub fn rotate_device(
            origin: OriginFor<T>,
            old: DeviceId,
            public: DevicePublic,
            key_cid: CidInput,
            valid_until: Moment,
            proofs: RotationProofs,
        ) -> DispatchResult {
            let account = ensure_signed(origin)?;
            let new = NewDevice::parse::<T>(public, &key_cid, valid_until)?;
            Self::do_rotate_device(&account, old, &new, &proofs)
        }

        /// Says where the signer's encrypted history lies, so that it is kept available and a
        /// new device finds it; or no longer.
        ///
        /// - `archive`: the CID of the history, raw or UnixFS, and its size in bytes with
        ///   everything below it; none gives the present one up.
        ///
        /// Signed by an account, with a valid device unless it gives the history up. Holds
        /// `ArchiveDeposit`, and `KibDeposit` for each begun KiB, until another history takes
        /// its place or it is given up. Emits [`Event::ArchiveSet`] or
        /// [`Event::ArchiveCleared`].
        ///
        /// # Errors
        /// [`Error::NotRegistered`], [`Error::NoArchive`], [`Error::ArchiveEmpty`],
        /// [`Error::ArchiveTooLarge`], [`Error::ContentRefused`],
        /// [`Error::DepositUnaffordable`], and one of `Cid…` for a bad CID.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::set_archive())]
        pub fn set_archive(origin: OriginFor<T>, archive: Option<ArchiveInput>) -> DispatchResult {
            let account = ensure_signed(origin)?;
            match archive {
                Some(input) => Self::do_set_archive(&account, Archive::parse::<T>(&input)?),
                None => Self::do_clear_archive(&account),
            }
        }

        /// Ends everything that the signer has here, and frees every deposit: its devices are
        /// revoked, its handle rests, its archive is given up.
        ///
        /// The tombstones stay, and with them the identity's nonce, so that neither a revoked
        /// key nor an old signature is ever good again. The account may come back with
        /// [`Call::register`] and a new key.
        ///
        /// Signed by the account. Holds nothing. Emits [`Event::DeviceRevoked`] for each device,
        /// [`Event::HandleReleased`] and [`Event::ArchiveCleared`] for what there was, and
        /// [`Event::Retired`].
        ///
        /// # Errors
        /// [`Error::NotRegistered`].
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::retire())]
        pub fn retire(origin: OriginFor<T>) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_retire(&account)
        }
    }
}
