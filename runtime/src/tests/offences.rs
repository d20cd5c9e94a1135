//! What becomes of validators who contradict themselves.

use super::{
    chain::{authority_index, block, block_by, call, digest, end_session_by, eras},
    genesis::with_preset,
    transactions::bare,
};
use crate::{
    constants::staking::{BONDING_ERAS, PRESET_BOND},
    genesis_presets::LOCAL,
    Balance, Balances, BlockNumber, Executive, Hash, Header, Historical, Runtime, RuntimeCall,
    RuntimeOrigin, Session, Staking, System,
};
use finality_grandpa::{Message, Precommit};
use frame_support::{assert_noop, assert_ok, traits::KeyOwnerProofSystem};
use pallet_staking::RewardDestination;
use sp_consensus_babe::digests::CompatibleDigestItem;
use sp_consensus_grandpa::{localized_payload, Equivocation};
use sp_keyring::{
    Ed25519Keyring,
    Sr25519Keyring::{self, Alice, Dave, Eve},
};
use sp_runtime::{
    traits::{Dispatchable, Header as _},
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidity},
    DigestItem, DispatchResult,
};
use sp_session::MembershipProof;
use sp_staking::StakingAccount;

/// One of four validators loses (3 * 1 / 4)^2 of what is behind it.
const SLASH: Balance = PRESET_BOND * 9 / 16;

type BabeProof = sp_consensus_babe::EquivocationProof<Header>;
type GrandpaProof = sp_consensus_grandpa::EquivocationProof<Hash, BlockNumber>;

/// Two blocks of one validator for the slot that it is now.
fn two_blocks(of: Sr25519Keyring) -> BabeProof {
    let slot = pallet_babe::CurrentSlot::<Runtime>::get();
    let index = authority_index(&of.to_account_id());
    let sealed = |state: u8| {
        let mut header = Header::new(
            System::block_number(),
            Default::default(),
            Hash::repeat_byte(state),
            System::parent_hash(),
            digest(slot, index),
        );
        let seal = of.sign(header.hash().as_ref()).into();
        header.digest_mut().push(DigestItem::babe_seal(seal));
        header
    };
    BabeProof {
        offender: of.public().into(),
        slot,
        first_header: sealed(1),
        second_header: sealed(2),
    }
}

/// The proof that this key is a validator's in this session.
fn proof_of_key(key: &sp_consensus_babe::AuthorityId) -> MembershipProof {
    let key = (sp_consensus_babe::KEY_TYPE, key);
    Historical::prove(key).expect("a key of this session")
}

/// A call that reports it, with the proof that the key was a validator's in this session.
fn report_blocks(proof: BabeProof) -> RuntimeCall {
    let owner = proof_of_key(&proof.offender);
    report_blocks_with(proof, owner)
}

fn report_blocks_with(proof: BabeProof, owner: MembershipProof) -> RuntimeCall {
    RuntimeCall::Babe(pallet_babe::Call::report_equivocation_unsigned {
        equivocation_proof: Box::new(proof),
        key_owner_proof: owner,
    })
}

/// What a block says of this report.
fn outcome(report: RuntimeCall) -> DispatchResult {
    let outcome = report.dispatch(RuntimeOrigin::none());
    outcome.map(drop).map_err(|refused| refused.error)
}

/// Two votes of one validator in one round for different blocks, and the report of it.
fn report_votes(of: Ed25519Keyring) -> RuntimeCall {
    let set = pallet_grandpa::CurrentSetId::<Runtime>::get();
    let round = 7;
    let vote = |block: u8| {
        let vote = Precommit {
            target_hash: Hash::repeat_byte(block),
            target_number: 1,
        };
        let payload = localized_payload(round, set, &Message::Precommit(vote.clone()));
        (vote, of.sign(&payload).into())
    };
    let identity: sp_consensus_grandpa::AuthorityId = of.public().into();
    let equivocation = finality_grandpa::Equivocation {
        round_number: round,
        identity: identity.clone(),
        first: vote(1),
        second: vote(2),
    };
    let proof = GrandpaProof::new(set, Equivocation::Precommit(equivocation));
    let key = (sp_consensus_grandpa::KEY_TYPE, identity);
    RuntimeCall::Grandpa(pallet_grandpa::Call::report_equivocation_unsigned {
        equivocation_proof: Box::new(proof),
        key_owner_proof: Historical::prove(key).expect("a key of this session"),
    })
}

fn bonded(who: Sr25519Keyring) -> Balance {
    let stash = StakingAccount::Stash(who.to_account_id());
    Staking::ledger(stash).expect("bonded").active
}

/// What the node that saw the offence hears when it submits the report.
fn submit(report: RuntimeCall) -> TransactionValidity {
    Executive::validate_transaction(TransactionSource::Local, bare(report), Hash::default())
}

#[test]
fn a_validator_that_makes_two_blocks_for_one_slot_is_slashed() {
    with_preset(LOCAL, || {
        block(vec![]);
        let report = report_blocks(two_blocks(Dave));
        let issued = Balances::total_issuance();
        let author = Alice.to_account_id();
        let before = Balances::free_balance(&author);

        block_by(&author, 1, vec![bare(report)]);
        assert_eq!(bonded(Dave), PRESET_BOND - SLASH);
        let reward = SLASH / 10;
        assert_eq!(Balances::free_balance(&author), before + reward);
        assert_eq!(
            Balances::total_issuance(),
            issued - SLASH + reward,
            "burned"
        );
        for innocent in [Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie] {
            assert_eq!(bonded(innocent), PRESET_BOND);
        }
    });
}

#[test]
fn a_validator_that_votes_twice_in_one_round_is_slashed() {
    with_preset(LOCAL, || {
        block(vec![]);
        let report = report_votes(Ed25519Keyring::Dave);
        block_by(&Alice.to_account_id(), 1, vec![bare(report)]);
        assert_eq!(bonded(Dave), PRESET_BOND - SLASH);
    });
}

#[test]
fn an_offender_makes_no_more_blocks_in_its_era() {
    with_preset(LOCAL, || {
        block(vec![]);
        let index = authority_index(&Dave.to_account_id());
        let report = report_blocks(two_blocks(Dave));
        block_by(&Alice.to_account_id(), 1, vec![bare(report)]);
        assert_eq!(Session::disabled_validators(), [index]);
    });
}

#[test]
fn one_offence_is_slashed_once() {
    with_preset(LOCAL, || {
        block(vec![]);
        let report = report_blocks(two_blocks(Dave));
        assert_ok!(submit(report.clone()));
        block_by(&Alice.to_account_id(), 1, vec![bare(report.clone())]);
        assert_eq!(submit(report), Err(InvalidTransaction::Stale.into()));
    });
}

#[test]
fn a_nominator_shares_the_loss_of_its_validator() {
    with_preset(LOCAL, || {
        block(vec![]);
        let stake = PRESET_BOND / 2;
        let bond = pallet_staking::Call::<Runtime>::bond {
            value: stake,
            payee: RewardDestination::Staked,
        };
        assert_ok!(call(Eve, bond));
        let targets = vec![Dave.to_account_id().into()];
        assert_ok!(call(Eve, pallet_staking::Call::nominate { targets }));
        eras(2);

        block(vec![]);
        let report = report_blocks(two_blocks(Dave));
        block_by(&Alice.to_account_id(), 1, vec![bare(report)]);
        assert_eq!(bonded(Eve), stake - stake * 9 / 16);
        assert_eq!(bonded(Dave), PRESET_BOND - SLASH);
    });
}

#[test]
fn an_offence_of_an_earlier_session_is_slashed_until_its_bond_could_be_gone() {
    with_preset(LOCAL, || {
        block(vec![]);
        eras(1);
        let report = report_blocks(two_blocks(Dave));
        let late = report_votes(Ed25519Keyring::Charlie);
        end_session_by(&Alice.to_account_id());
        end_session_by(&Alice.to_account_id());
        block(vec![bare(report)]);
        assert_eq!(bonded(Dave), PRESET_BOND - SLASH);

        eras(BONDING_ERAS + 2);
        assert_eq!(submit(late), Err(InvalidTransaction::BadProof.into()));
    });
}

#[test]
fn a_report_without_an_offence_changes_nothing() {
    with_preset(LOCAL, || {
        block(vec![]);
        let mut proof = two_blocks(Dave);
        proof.second_header = proof.first_header.clone();
        assert_noop!(
            outcome(report_blocks(proof)),
            pallet_babe::Error::<Runtime>::InvalidEquivocationProof
        );
        assert_eq!(bonded(Dave), PRESET_BOND);
    });
}

#[test]
fn a_key_is_proven_by_the_session_of_the_blocks_and_not_by_the_one_before() {
    with_preset(LOCAL, || {
        block(vec![]);
        let before = proof_of_key(&Dave.public().into());
        end_session_by(&Alice.to_account_id());
        let proof = two_blocks(Dave);
        assert_noop!(
            outcome(report_blocks_with(proof.clone(), before)),
            pallet_babe::Error::<Runtime>::InvalidKeyOwnershipProof
        );
        let report = report_blocks(proof);
        block_by(&Alice.to_account_id(), 1, vec![bare(report)]);
        assert_eq!(bonded(Dave), PRESET_BOND - SLASH);
    });
}

#[test]
fn a_report_from_another_node_is_not_taken_into_the_pool() {
    with_preset(LOCAL, || {
        block(vec![]);
        let report = bare(report_blocks(two_blocks(Dave)));
        let outcome =
            Executive::validate_transaction(TransactionSource::External, report, Hash::default());
        assert_eq!(outcome, Err(InvalidTransaction::Call.into()));
    });
}
