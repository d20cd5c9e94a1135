//! What nodes and clients may ask the runtime.

use crate::{
    genesis_presets, AccountId, AuthorityDiscovery, Babe, Balance, Block, BlockNumber, Channels,
    Executive, Grandpa, Historical, Inbox, InherentDataExt, KeyRegistry, Moment, Nonce, Pinning,
    Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, Staking, System, TransactionPayment,
    BABE_GENESIS_EPOCH_CONFIG, VERSION,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
    genesis_builder_helper::{build_state, get_preset},
    traits::{Get, KeyOwnerProofSystem},
    view_functions::{ViewFunctionDispatchError, ViewFunctionId},
    weights::Weight,
};
use pallet_channels::{
    ChannelId, ChannelInfo, ChannelPage, InvitationInfo, MemberInfo, MemberPage, PostInfo,
    PostPage, PrivateChannelInfo, ProposalInfo, Vote,
};
use pallet_inbox::{EntryInfo, EntryPage, ListingPage, QueueInfo, RulesInfo, SendRefusal};
use pallet_key_registry::{DeviceInfo, HandleState, IdentityInfo};
use pallet_pinning::{
    Assignment, ChangePage, PinInfo, PinPage, PinnerInfo, PinnerNumber, PinnerPage, Replicas,
    WorkerId,
};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use postern_primitives::{Cid, DeviceId};
use sp_api::impl_runtime_apis;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_genesis_builder::PresetId;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
    traits::{Block as BlockT, NumberFor},
    transaction_validity::{TransactionSource, TransactionValidity},
    ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_staking::{EraIndex, Page};
use sp_version::RuntimeVersion;

type BlockHash = <Block as BlockT>::Hash;
type BlockHeader = <Block as BlockT>::Header;
type Extrinsic = <Block as BlockT>::Extrinsic;
type LazyBlock = <Block as BlockT>::LazyBlock;

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion {
            VERSION
        }

        fn execute_block(block: LazyBlock) {
            Executive::execute_block(block);
        }

        fn initialize_block(header: &BlockHeader) -> ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata {
            OpaqueMetadata::new(Runtime::metadata().into())
        }

        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
            Runtime::metadata_at_version(version)
        }

        fn metadata_versions() -> Vec<u32> {
            Runtime::metadata_versions()
        }
    }

    impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
        fn execute_view_function(
            id: ViewFunctionId,
            input: Vec<u8>,
        ) -> Result<Vec<u8>, ViewFunctionDispatchError> {
            Runtime::execute_view_function(id, input)
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: Extrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }

        fn finalize_block() -> BlockHeader {
            Executive::finalize_block()
        }

        fn inherent_extrinsics(data: InherentData) -> Vec<Extrinsic> {
            data.create_extrinsics()
        }

        fn check_inherents(block: LazyBlock, data: InherentData) -> CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            transaction: Extrinsic,
            block_hash: BlockHash,
        ) -> TransactionValidity {
            Executive::validate_transaction(source, transaction, block_hash)
        }
    }

    impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
        fn offchain_worker(header: &BlockHeader) {
            Executive::offchain_worker(header)
        }
    }

    impl sp_session::SessionKeys<Block> for Runtime {
        fn generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys {
            SessionKeys::generate(&owner, seed).into()
        }

        fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
            SessionKeys::decode_into_raw_public_keys(&encoded)
        }
    }

    impl sp_consensus_babe::BabeApi<Block> for Runtime {
        fn configuration() -> sp_consensus_babe::BabeConfiguration {
            let epoch = Babe::epoch_config().unwrap_or(BABE_GENESIS_EPOCH_CONFIG);
            sp_consensus_babe::BabeConfiguration {
                slot_duration: Babe::slot_duration(),
                epoch_length: <Runtime as pallet_babe::Config>::EpochDuration::get(),
                c: epoch.c,
                authorities: Babe::authorities().to_vec(),
                randomness: Babe::randomness(),
                allowed_slots: epoch.allowed_slots,
            }
        }

        fn current_epoch_start() -> sp_consensus_babe::Slot {
            Babe::current_epoch_start()
        }

        fn current_epoch() -> sp_consensus_babe::Epoch {
            Babe::current_epoch()
        }

        fn next_epoch() -> sp_consensus_babe::Epoch {
            Babe::next_epoch()
        }

        fn generate_key_ownership_proof(
            _slot: sp_consensus_babe::Slot,
            authority: sp_consensus_babe::AuthorityId,
        ) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
            let proof = Historical::prove((sp_consensus_babe::KEY_TYPE, authority))?;
            Some(sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            proof: sp_consensus_babe::EquivocationProof<BlockHeader>,
            key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            Babe::submit_unsigned_equivocation_report(proof, key_owner_proof.decode()?)
        }
    }

    impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
        fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
            Grandpa::grandpa_authorities()
        }

        fn current_set_id() -> sp_consensus_grandpa::SetId {
            pallet_grandpa::CurrentSetId::<Runtime>::get()
        }

        fn generate_key_ownership_proof(
            _set: sp_consensus_grandpa::SetId,
            authority: sp_consensus_grandpa::AuthorityId,
        ) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
            let proof = Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority))?;
            Some(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            proof: sp_consensus_grandpa::EquivocationProof<BlockHash, NumberFor<Block>>,
            key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            Grandpa::submit_unsigned_equivocation_report(proof, key_owner_proof.decode()?)
        }
    }

    impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
        fn authorities() -> Vec<sp_authority_discovery::AuthorityId> {
            AuthorityDiscovery::authorities()
        }
    }

    impl pallet_staking_runtime_api::StakingApi<Block, Balance, AccountId> for Runtime {
        fn nominations_quota(balance: Balance) -> u32 {
            Staking::api_nominations_quota(balance)
        }

        fn eras_stakers_page_count(era: EraIndex, account: AccountId) -> Page {
            Staking::api_eras_stakers_page_count(era, account)
        }

        fn pending_rewards(era: EraIndex, account: AccountId) -> bool {
            Staking::api_pending_rewards(era, account)
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce {
            System::account_nonce(account)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
        fn query_info(extrinsic: Extrinsic, length: u32) -> RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_info(extrinsic, length)
        }

        fn query_fee_details(extrinsic: Extrinsic, length: u32) -> FeeDetails<Balance> {
            TransactionPayment::query_fee_details(extrinsic, length)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<Block, Balance, RuntimeCall>
        for Runtime
    {
        fn query_call_info(call: RuntimeCall, length: u32) -> RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_call_info(call, length)
        }

        fn query_call_fee_details(call: RuntimeCall, length: u32) -> FeeDetails<Balance> {
            TransactionPayment::query_call_fee_details(call, length)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
        fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
            build_state::<RuntimeGenesisConfig>(config)
        }

        fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
            get_preset::<RuntimeGenesisConfig>(id, genesis_presets::get_preset)
        }

        fn preset_names() -> Vec<PresetId> {
            genesis_presets::preset_names()
        }
    }

    impl pallet_key_registry::runtime_api::KeyRegistryApi<Block, AccountId> for Runtime {
        fn identity(account: AccountId) -> Option<IdentityInfo<AccountId>> {
            KeyRegistry::identity(&account)
        }

        fn identity_by_handle(name: Vec<u8>) -> Option<IdentityInfo<AccountId>> {
            KeyRegistry::identity_by_handle(&name)
        }

        fn identity_by_device(id: DeviceId) -> Option<IdentityInfo<AccountId>> {
            KeyRegistry::identity_by_device(id)
        }

        fn identities(accounts: Vec<AccountId>) -> Vec<Option<IdentityInfo<AccountId>>> {
            KeyRegistry::identities(accounts)
        }

        fn identities_by_handle(names: Vec<Vec<u8>>) -> Vec<Option<IdentityInfo<AccountId>>> {
            KeyRegistry::identities_by_handle(names)
        }

        fn identities_by_device(ids: Vec<DeviceId>) -> Vec<Option<IdentityInfo<AccountId>>> {
            KeyRegistry::identities_by_device(ids)
        }

        fn device(id: DeviceId) -> Option<DeviceInfo<AccountId>> {
            KeyRegistry::device(id)
        }

        fn devices(ids: Vec<DeviceId>) -> Vec<Option<DeviceInfo<AccountId>>> {
            KeyRegistry::devices(ids)
        }

        fn is_valid(id: DeviceId, at: Moment) -> bool {
            KeyRegistry::is_valid(id, at)
        }

        fn nonce(account: AccountId) -> u32 {
            KeyRegistry::nonce(&account)
        }

        fn handle_state(name: Vec<u8>) -> Option<HandleState<AccountId>> {
            KeyRegistry::handle_state(&name)
        }
    }

    impl pallet_inbox::runtime_api::InboxApi<Block, AccountId, Balance> for Runtime {
        fn queue(owner: AccountId) -> QueueInfo {
            Inbox::queue(&owner)
        }

        fn entries(owner: AccountId, from: u64, limit: u32) -> EntryPage<AccountId> {
            Inbox::entries(&owner, from, limit)
        }

        fn entry(owner: AccountId, sequence_number: u64) -> Option<EntryInfo<AccountId>> {
            Inbox::entry(&owner, sequence_number)
        }

        fn deposit(size: u64, recipients: u32) -> Balance {
            Inbox::deposit(size, recipients)
        }

        fn can_send(
            sender: AccountId,
            recipients: Vec<AccountId>,
            size: u64,
            lifetime: BlockNumber,
        ) -> Result<Balance, SendRefusal> {
            Inbox::can_send(&sender, &recipients, size, lifetime)
        }

        fn rules(owner: AccountId) -> RulesInfo<Balance> {
            Inbox::rules(&owner)
        }

        fn listings(
            owner: AccountId,
            after: Option<AccountId>,
            limit: u32,
        ) -> ListingPage<AccountId> {
            Inbox::listings(&owner, after, limit)
        }

        fn overdue(limit: u32) -> Vec<(AccountId, u64)> {
            Inbox::overdue(limit)
        }
    }

    impl pallet_channels::runtime_api::ChannelsApi<Block, AccountId, Balance> for Runtime {
        fn channel(id: ChannelId) -> Option<ChannelInfo<AccountId>> {
            Channels::channel(id)
        }

        fn channel_by_name(name: Vec<u8>) -> Option<ChannelInfo<AccountId>> {
            Channels::channel_by_name(&name)
        }

        fn channels(after: Option<ChannelId>, limit: u32) -> ChannelPage<AccountId> {
            Channels::channels(after, limit)
        }

        fn history(id: ChannelId, from: u64, limit: u32) -> PostPage<AccountId> {
            Channels::history(id, from, limit)
        }

        fn history_back(id: ChannelId, before: Option<u64>, limit: u32) -> PostPage<AccountId> {
            Channels::history_back(id, before, limit)
        }

        fn post(id: ChannelId, sequence_number: u64) -> Option<PostInfo<AccountId>> {
            Channels::post_info(id, sequence_number)
        }

        fn post_deposit(size: u64) -> Option<Balance> {
            Channels::post_deposit(size).ok()
        }

        fn is_member(id: ChannelId, account: AccountId) -> bool {
            Channels::is_member(id, &account)
        }

        fn can_post(id: ChannelId, account: AccountId) -> bool {
            Channels::can_post(id, &account)
        }

        fn member(id: ChannelId, account: AccountId) -> Option<MemberInfo<AccountId>> {
            Channels::member(id, account)
        }

        fn members(id: ChannelId, after: Option<AccountId>, limit: u32) -> MemberPage<AccountId> {
            Channels::members(id, after, limit)
        }

        fn invitation(id: ChannelId, account: AccountId) -> Option<InvitationInfo<AccountId>> {
            Channels::invitation(id, &account)
        }

        fn proposals(id: ChannelId) -> Vec<ProposalInfo<AccountId>> {
            Channels::proposals(id)
        }

        fn votes(id: ChannelId, account: AccountId) -> Vec<Vote> {
            Channels::votes(id, &account)
        }

        fn private_channel(id: ChannelId) -> Option<PrivateChannelInfo<AccountId, Balance>> {
            Channels::private_channel(id)
        }
    }

    impl pallet_pinning::runtime_api::PinningApi<Block, AccountId, Balance> for Runtime {
        fn pin(cid: Cid) -> Option<PinInfo> {
            Pinning::pin(&cid)
        }

        fn changes(block: BlockNumber, from: u32, limit: u32) -> ChangePage {
            Pinning::changes(block, from, limit)
        }

        fn pins(after: Option<Cid>, limit: u32) -> PinPage {
            Pinning::pins(after, limit)
        }

        fn count() -> u32 {
            Pinning::count()
        }

        fn replicas(cids: Vec<Cid>) -> Vec<Option<Replicas>> {
            Pinning::replicas(cids)
        }

        fn assigned(cid: Cid) -> Vec<Assignment> {
            Pinning::assigned(&cid)
        }

        fn assignments(pinner: PinnerNumber, after: Option<Cid>, limit: u32) -> PinPage {
            Pinning::assignments(pinner, after, limit)
        }

        fn pinner(pinner: PinnerNumber) -> Option<PinnerInfo<AccountId, Balance>> {
            Pinning::pinner(pinner)
        }

        fn pinner_of(account: AccountId) -> Option<PinnerInfo<AccountId, Balance>> {
            Pinning::pinner_of(&account)
        }

        fn pinner_by_worker(worker: WorkerId) -> Option<PinnerInfo<AccountId, Balance>> {
            Pinning::pinner_by_worker(&worker)
        }

        fn pinners(from: PinnerNumber, limit: u32) -> PinnerPage<AccountId, Balance> {
            Pinning::pinners(from, limit)
        }

        fn bond() -> Balance {
            Pinning::bond()
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    impl frame_benchmarking::Benchmark<Block> for Runtime {
        fn benchmark_metadata(
            extra: bool,
        ) -> (
            Vec<frame_benchmarking::BenchmarkList>,
            Vec<frame_support::traits::StorageInfo>,
        ) {
            crate::benchmarks::metadata(extra)
        }

        fn dispatch_benchmark(
            config: frame_benchmarking::BenchmarkConfig,
        ) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
            crate::benchmarks::dispatch(&config)
        }
    }

    #[cfg(feature = "try-runtime")]
    impl frame_try_runtime::TryRuntime<Block> for Runtime {
        // The caller is a tool that wants to see what fails and where, so these two panic.
        fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
            let config = frame_executive::TryRuntimeUpgradeConfig::new(checks);
            let weight = Executive::try_runtime_upgrade_with_config(config)
                .expect("the upgrade keeps the invariants");
            let limit = <Runtime as frame_system::Config>::BlockWeights::get().max_block;
            (weight, limit)
        }

        fn execute_block(
            block: LazyBlock,
            state_root_check: bool,
            signature_check: bool,
            select: frame_try_runtime::TryStateSelect,
        ) -> Weight {
            Executive::try_execute_block(block, state_root_check, signature_check, select)
                .expect("the block keeps the invariants")
        }
    }
}
