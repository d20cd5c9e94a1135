//! Rules of a key without an account: its owner decides, and who signs the transaction pays.

use crate::{mock::*, Call, Error, OwnerProof};
use frame_support::{assert_noop, assert_ok};
use postern_primitives::{
    signing::{payload, InboxRules, RulesChange, Seen, ACKNOWLEDGE, INBOX_RULES},
    Senders,
};
use sp_core::{ed25519, Pair, H256};
use sp_runtime::DispatchResult;

const LISTED: RulesChange<'static> = RulesChange::SetPolicy {
    senders: Senders::Listed,
    min_deposit: 0,
};

fn set_listed(key: &ed25519::Pair, proof: OwnerProof) -> Call<Test> {
    Call::set_policy {
        owner: inbox_of(key),
        senders: Senders::Listed,
        min_deposit: 0,
        proof: Some(proof),
    }
}

fn by_bob(call: Call<Test>) -> DispatchResult {
    dispatch(call, RuntimeOrigin::signed(BOB))
}

fn allow_alice(key: &ed25519::Pair, proof: OwnerProof) -> Call<Test> {
    Call::allow {
        owner: inbox_of(key),
        sender: ALICE,
        proof: Some(proof),
    }
}

#[test]
fn a_key_without_an_account_makes_every_rule_and_takes_it_back() {
    run(|| {
        let owner = key(1);
        let alice = &[1; 32];
        assert_ok!(by_bob(set_listed(&owner, rules_proof(&owner, LISTED))));
        assert!(send(&ALICE, &[inbox_of(&owner)], "hello", 20).is_err());
        let proof = rules_proof(&owner, RulesChange::Allow(alice));
        assert_ok!(by_bob(allow_alice(&owner, proof)));
        assert_ok!(send(&ALICE, &[inbox_of(&owner)], "hello", 20));
        assert_ok!(by_bob(Call::block {
            owner: inbox_of(&owner),
            sender: ALICE,
            proof: Some(rules_proof(&owner, RulesChange::Block(alice))),
        }));
        assert!(send(&ALICE, &[inbox_of(&owner)], "hello", 20).is_err());
        // Whoever signs has paid, and gets it back.
        assert_eq!(held_for_rules(&BOB), RULES_DEPOSIT + LISTING_DEPOSIT);
        assert_ok!(by_bob(Call::unlist {
            owner: inbox_of(&owner),
            sender: ALICE,
            proof: Some(rules_proof(&owner, RulesChange::Unlist(alice))),
        }));
        let anyone = RulesChange::SetPolicy {
            senders: Senders::Anyone,
            min_deposit: 0,
        };
        assert_ok!(by_bob(Call::set_policy {
            owner: inbox_of(&owner),
            senders: Senders::Anyone,
            min_deposit: 0,
            proof: Some(rules_proof(&owner, anyone)),
        }));
        assert_eq!(held_for_rules(&BOB), 0);
        assert!(!frame_system::Account::<Test>::contains_key(inbox_of(
            &owner
        )));
    });
}

#[test]
fn each_rule_goes_back_to_its_own_payer() {
    run(|| {
        let owner = key(1);
        assert_ok!(by_bob(set_listed(&owner, rules_proof(&owner, LISTED))));
        let proof = rules_proof(&owner, RulesChange::Allow(&[1; 32]));
        let call = allow_alice(&owner, proof);
        assert_ok!(dispatch(call, RuntimeOrigin::signed(ALICE)));
        assert_eq!(held_for_rules(&BOB), RULES_DEPOSIT);
        assert_eq!(held_for_rules(&ALICE), LISTING_DEPOSIT);
        let proof = rules_proof(&owner, RulesChange::Unlist(&[1; 32]));
        assert_ok!(by_bob(Call::unlist {
            owner: inbox_of(&owner),
            sender: ALICE,
            proof: Some(proof),
        }));
        assert_eq!(held_for_rules(&ALICE), 0);
        assert_eq!(held_for_rules(&BOB), RULES_DEPOSIT);
    });
}

#[test]
fn nobody_but_the_owner_decides() {
    run(|| {
        let (owner, stranger) = (key(1), key(2));
        for call in [
            Call::set_policy {
                owner: inbox_of(&owner),
                senders: Senders::Listed,
                min_deposit: 0,
                proof: None,
            },
            Call::allow {
                owner: inbox_of(&owner),
                sender: BOB,
                proof: None,
            },
            Call::block {
                owner: inbox_of(&owner),
                sender: ALICE,
                proof: None,
            },
            Call::unlist {
                owner: inbox_of(&owner),
                sender: ALICE,
                proof: None,
            },
        ] {
            assert_noop!(by_bob(call), Error::<Test>::NotOwner);
        }
        let forged = rules_proof(&stranger, LISTED);
        assert_noop!(by_bob(set_listed(&owner, forged)), Error::<Test>::BadProof);
    });
}

#[test]
fn a_signature_is_good_once() {
    run(|| {
        let owner = key(1);
        let proof = rules_proof(&owner, RulesChange::Allow(&[1; 32]));
        assert_ok!(by_bob(allow_alice(&owner, proof.clone())));
        // Even after the rule that it made has been changed by another.
        assert_ok!(by_bob(Call::block {
            owner: inbox_of(&owner),
            sender: ALICE,
            proof: Some(rules_proof(&owner, RulesChange::Block(&[1; 32]))),
        }));
        let again = by_bob(allow_alice(&owner, proof));
        assert_noop!(again, Error::<Test>::BadProof);
    });
}

#[test]
fn a_signature_does_not_come_back_to_life_when_the_rules_are_gone() {
    run(|| {
        let owner = key(1);
        let proof = rules_proof(&owner, RulesChange::Allow(&[1; 32]));
        assert_ok!(by_bob(allow_alice(&owner, proof.clone())));
        assert_ok!(by_bob(Call::unlist {
            owner: inbox_of(&owner),
            sender: ALICE,
            proof: Some(rules_proof(&owner, RulesChange::Unlist(&[1; 32]))),
        }));
        assert_eq!(Inbox::rules(&inbox_of(&owner)).listed, 0);
        let again = by_bob(allow_alice(&owner, proof));
        assert_noop!(again, Error::<Test>::BadProof);
    });
}

#[test]
fn an_account_that_decides_for_itself_overtakes_what_it_has_signed_before() {
    run(|| {
        let owner = key(1);
        let account = RuntimeOrigin::signed(inbox_of(&owner));
        let alice = RuntimeOrigin::signed(ALICE);
        assert_ok!(Balances::transfer_allow_death(
            alice,
            inbox_of(&owner),
            10_000
        ));
        let earlier = rules_proof(&owner, LISTED);
        let now = Call::set_policy {
            owner: inbox_of(&owner),
            senders: Senders::Registered,
            min_deposit: 0,
            proof: None,
        };
        assert_ok!(dispatch(now, account));
        assert_noop!(by_bob(set_listed(&owner, earlier)), Error::<Test>::BadProof);
    });
}

#[test]
fn a_signature_serves_for_no_other_change_inbox_chain_or_purpose() {
    run(|| {
        let (owner, other) = (key(1), key(2));
        let allow = || rules_proof(&owner, RulesChange::Allow(&[1; 32]));
        let swapped: [Call<Test>; 5] = [
            Call::block {
                owner: inbox_of(&owner),
                sender: ALICE,
                proof: Some(allow()),
            },
            Call::unlist {
                owner: inbox_of(&owner),
                sender: ALICE,
                proof: Some(allow()),
            },
            Call::allow {
                owner: inbox_of(&owner),
                sender: BOB,
                proof: Some(allow()),
            },
            set_listed(&owner, allow()),
            allow_alice(&other, allow()),
        ];
        for call in swapped {
            assert_noop!(by_bob(call), Error::<Test>::BadProof);
        }
        let made = |context, genesis: H256, nonce| {
            let fields = Seen {
                block: genesis.0,
                fields: InboxRules {
                    nonce,
                    change: RulesChange::Allow(&[1; 32]),
                },
            };
            let payload = payload(context, &genesis.0, &owner.public().0, 0, 2, &fields);
            OwnerProof {
                seen: 0,
                expires: 2,
                signature: owner.sign(&payload).into(),
            }
        };
        for proof in [
            made(ACKNOWLEDGE, genesis(), 0),
            made(INBOX_RULES, H256::zero(), 0),
            made(INBOX_RULES, genesis(), 1),
        ] {
            let refused = by_bob(allow_alice(&owner, proof));
            assert_noop!(refused, Error::<Test>::BadProof);
        }
        assert_ok!(by_bob(allow_alice(&owner, made(INBOX_RULES, genesis(), 0))));
    });
}

#[test]
fn a_signature_expires() {
    run(|| {
        let owner = key(1);
        let proof = rules_proof(&owner, LISTED);
        System::set_block_number(proof.expires + 1);
        let refused = by_bob(set_listed(&owner, proof.clone()));
        assert_noop!(refused, Error::<Test>::ProofExpired);
        let eternal = OwnerProof {
            expires: u32::MAX,
            ..proof
        };
        let refused = by_bob(set_listed(&owner, eternal));
        assert_noop!(refused, Error::<Test>::ProofExpiresTooLate);
    });
}

#[test]
fn a_payer_without_funds_is_told() {
    run(|| {
        let owner = key(1);
        let call = set_listed(&owner, rules_proof(&owner, LISTED));
        let refused = dispatch(call, RuntimeOrigin::signed(PAUPER));
        assert_noop!(refused, Error::<Test>::RulesNotAffordable);
    });
}
