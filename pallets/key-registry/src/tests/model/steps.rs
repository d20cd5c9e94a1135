//! What can be asked of the pallet, at random, and asking it.

use super::*;
use postern_primitives::Codec;
use sp_runtime::DispatchResult;

/// Steps name devices by their seeds; the model's `resolve` makes most of those that a step
/// expects to be there name one that is.
#[derive(Clone, Debug)]
pub enum Step {
    Register(Who, u8, u64, Option<usize>),
    Add(Who, u8, u64),
    Renew(Who, u8, u64, u8),
    Rotate(Who, u8, u8, u64),
    Revoke(Who, u8),
    /// By the second one, on behalf of whoever registered the first.
    RevokeBy(u8, u8),
    Claim(Who, usize),
    Release(Who),
    SetArchive(Who, u8, u64),
    ClearArchive(Who),
    Retire(Who),
    Time(u64),
    Blocks(u32),
}

pub fn steps() -> impl Strategy<Value = Step> {
    let (who, seed, name) = (0..PEOPLE, 0..SEEDS, 0..NAMES.len());
    let lasting = prop_oneof![1 => 1..60u64, 4 => 500..=MaxValidity::get() + 1];
    prop_oneof![
        8 => (who.clone(), seed.clone(), lasting.clone(), prop::option::of(name.clone()))
            .prop_map(|(who, seed, lasting, name)| Step::Register(who, seed, lasting, name)),
        16 => (who.clone(), seed.clone(), lasting.clone())
            .prop_map(|(who, seed, lasting)| Step::Add(who, seed, lasting)),
        14 => (who.clone(), seed.clone(), lasting.clone(), seed.clone())
            .prop_map(|(who, seed, lasting, key)| Step::Renew(who, seed, lasting, key)),
        10 => (who.clone(), seed.clone(), seed.clone(), lasting)
            .prop_map(|(who, old, new, lasting)| Step::Rotate(who, old, new, lasting)),
        3 => (who.clone(), seed.clone()).prop_map(|(who, seed)| Step::Revoke(who, seed)),
        12 => (seed.clone(), seed.clone()).prop_map(|(seed, by)| Step::RevokeBy(seed, by)),
        4 => (who.clone(), name).prop_map(|(who, name)| Step::Claim(who, name)),
        2 => who.clone().prop_map(Step::Release),
        3 => (who.clone(), seed, 1..4_096u64)
            .prop_map(|(who, content, size)| Step::SetArchive(who, content, size)),
        1 => who.clone().prop_map(Step::ClearArchive),
        1 => who.prop_map(Step::Retire),
        2 => (1..30u64).prop_map(Step::Time),
        3 => (1..30u32).prop_map(Step::Blocks),
    ]
}

pub fn account(who: Who) -> AccountId32 {
    [ALICE, BOB][who].clone()
}

pub fn history(content: u8) -> Cid {
    Cid::of_block(Codec::DagPb, &[content])
}

/// The same step on the chain.
pub fn call(step: &Step) -> DispatchResult {
    let request = |who: Who, seed, lasting| {
        let mut request = Request::new(account(who), seed);
        request.valid_until = Now::get() + lasting;
        request
    };
    match *step {
        Step::Register(who, seed, lasting, name) => {
            let mut request = request(who, seed, lasting);
            request.handle = name.map(|name| input(NAMES[name]));
            request.submit()
        }
        Step::Add(who, seed, lasting) => request(who, seed, lasting).add(),
        Step::Renew(who, seed, lasting, content) => {
            let mut renewal = Renewal::new(account(who), seed);
            renewal.fields.key_cid = cid(content);
            renewal.fields.valid_until = Now::get() + lasting;
            renewal.submit()
        }
        Step::Rotate(who, old, new, lasting) => {
            let mut rotation = Rotation::new(account(who), old, new);
            rotation.fields.valid_until = Now::get() + lasting;
            rotation.submit()
        }
        Step::Revoke(who, seed) => revoke(account(who), seed),
        Step::RevokeBy(seed, by) => {
            let owner = Devices::<Test>::get(device(seed)).map(|certificate| certificate.account);
            Revocation::new(owner.unwrap_or(PAUPER), seed, by).carried_by(PAUPER)
        }
        Step::Claim(who, name) => {
            KeyRegistry::claim_handle(signed(account(who)), input(NAMES[name]))
        }
        Step::Release(who) => KeyRegistry::release_handle(signed(account(who))),
        Step::SetArchive(who, content, size) => {
            let archive = ArchiveInput {
                cid: history(content).to_input(),
                size,
            };
            KeyRegistry::set_archive(signed(account(who)), Some(archive))
        }
        Step::ClearArchive(who) => KeyRegistry::set_archive(signed(account(who)), None),
        Step::Retire(who) => KeyRegistry::retire(signed(account(who))),
        Step::Time(passes) => {
            Now::mutate(|now| *now += passes);
            Ok(())
        }
        Step::Blocks(pass) => {
            System::set_block_number(System::block_number() + pass);
            Ok(())
        }
    }
}
