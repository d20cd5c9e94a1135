//! What is known of an inbox while it is followed.

use crate::chain::types::{AccountId, EntryInfo};
use postern_primitives::{BlockNumber, Cid};
use std::collections::{hash_map::Entry, BTreeMap, HashMap, HashSet};

/// Blocks after which an acknowledgement that had no effect is made again.
const ACKNOWLEDGE_AGAIN: BlockNumber = 20;

/// Blocks after which what could not be read is tried again, the first time; each time
/// after that, twice as many.
const READ_AGAIN: BlockNumber = 10;

/// Times that this doubles: with blocks of 3 s, the longest wait is 32 minutes.
const DOUBLINGS: u32 = 6;

/// A message by its CID, and by who put it there: somebody else who does is refused, and must
/// not stand in the way of its sender.
pub(super) type Message = (Cid, AccountId);

/// How far we are with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Being read; failed so many times before.
    Reading { failures: u32 },
    /// Could not be read; is tried again in a later block.
    Unreadable {
        failures: u32,
        again_at: BlockNumber,
    },
    /// Shown.
    Shown,
}

/// An entry that lies in the inbox.
#[derive(Clone, Copy, Debug)]
struct Listed {
    message: Message,
    /// Whether it is of somebody who is blocked: it is never read. The message itself may lie
    /// there once more, of somebody else.
    blocked: bool,
    /// When it is to be acknowledged, if it was shown and still lies there.
    acknowledge_at: BlockNumber,
}

/// Messages by what names them wherever they lie; entries by number, which alone may
/// come again with other content, after a block has been retracted.
#[derive(Default)]
pub(super) struct Messages {
    messages: HashMap<Message, State>,
    entries: BTreeMap<u64, Listed>,
    block: BlockNumber,
    /// For how many blocks what comes is not acknowledged.
    left_for: BlockNumber,
}

impl Messages {
    /// What comes from now on is left in the inbox for so many blocks.
    pub(super) fn leave_for(&mut self, blocks: BlockNumber) {
        self.left_for = blocks;
    }

    /// Takes in what lies in the inbox in `block`; returns what is to be read now.
    pub(super) fn update(
        &mut self,
        listed: Vec<EntryInfo>,
        is_blocked: impl Fn(&EntryInfo) -> bool,
        block: BlockNumber,
    ) -> Vec<EntryInfo> {
        self.block = block;
        let before = std::mem::take(&mut self.entries);
        let mut due = Vec::new();
        for entry in listed {
            let message = (entry.cid, entry.sender);
            let known = before.get(&entry.sequence_number);
            let unchanged = known.filter(|known| known.message == message).copied();
            let fresh = Listed {
                message,
                blocked: is_blocked(&entry),
                acknowledge_at: block.saturating_add(self.left_for),
            };
            let taken = unchanged.unwrap_or(fresh);
            self.entries.insert(entry.sequence_number, taken);
            if !taken.blocked && self.begin(&message) {
                due.push(entry);
            }
        }
        let listed: HashSet<_> = self.entries.values().map(|entry| entry.message).collect();
        self.messages.retain(|message, state| {
            matches!(state, State::Reading { .. }) || listed.contains(message)
        });
        due
    }

    /// Whether a message is to be read now. It counts as being read then.
    pub(super) fn begin(&mut self, message: &Message) -> bool {
        match self.messages.entry(*message) {
            Entry::Vacant(unknown) => {
                unknown.insert(State::Reading { failures: 0 });
                true
            }
            Entry::Occupied(mut known) => match *known.get() {
                State::Unreadable { failures, again_at } if again_at <= self.block => {
                    known.insert(State::Reading { failures });
                    true
                }
                _ => false,
            },
        }
    }

    /// A message was shown, now or before.
    pub(super) fn shown(&mut self, message: &Message) {
        self.messages.insert(*message, State::Shown);
    }

    /// A message could not be read. Whether this is to be reported: the first time, and not
    /// before a block has it.
    pub(super) fn failed(&mut self, message: &Message) -> bool {
        if !self.entries.values().any(|entry| entry.message == *message) {
            self.messages.remove(message);
            return false;
        }
        let before = match self.messages.get(message) {
            Some(State::Reading { failures }) => *failures,
            _ => 0,
        };
        let wait = READ_AGAIN << before.min(DOUBLINGS);
        let state = State::Unreadable {
            failures: before.saturating_add(1),
            again_at: self.block.saturating_add(wait),
        };
        self.messages.insert(*message, state);
        before == 0
    }

    /// Rising numbers of the entries to be acknowledged now.
    pub(super) fn due_for_acknowledgement(&mut self) -> Vec<u64> {
        let mut due = Vec::new();
        for (number, entry) in &mut self.entries {
            let shown = self.messages.get(&entry.message) == Some(&State::Shown);
            if (shown || entry.blocked) && entry.acknowledge_at <= self.block {
                entry.acknowledge_at = self.block.saturating_add(ACKNOWLEDGE_AGAIN);
                due.push(*number);
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    const SENDER: AccountId = [1; 32];

    fn cid(content: u8) -> Message {
        (Cid::of_block(Codec::Raw, &[content]), SENDER)
    }

    fn entry(sequence_number: u64, content: u8) -> EntryInfo {
        EntryInfo {
            sequence_number,
            cid: cid(content).0,
            size: 1,
            sender: SENDER,
            sent_at: 1,
            expires_at: 1000,
        }
    }

    /// Nobody is blocked.
    fn update(messages: &mut Messages, listed: Vec<EntryInfo>, block: u32) -> Vec<EntryInfo> {
        messages.update(listed, |_| false, block)
    }

    #[test]
    fn what_somebody_blocked_puts_there_goes_unread_and_hides_nothing() {
        let mut messages = Messages::default();
        let blocked = |entry: &EntryInfo| entry.sequence_number == 0;
        let inbox = || vec![entry(0, 5), entry(1, 5)];
        assert_eq!(messages.update(inbox(), blocked, 1), [entry(1, 5)]);
        assert_eq!(messages.due_for_acknowledgement(), [0]);
        messages.shown(&cid(5));
        assert_eq!(messages.due_for_acknowledgement(), [1]);
    }

    #[test]
    fn who_puts_a_message_there_that_is_not_theirs_hides_nothing() {
        let mut messages = Messages::default();
        let theirs = EntryInfo {
            sender: [9; 32],
            ..entry(0, 5)
        };
        let inbox = || vec![theirs.clone(), entry(1, 5)];
        let due = update(&mut messages, inbox(), 1);
        assert_eq!(due, inbox());
        assert!(messages.failed(&(theirs.cid, theirs.sender)));
        messages.shown(&cid(5));
        assert_eq!(messages.due_for_acknowledgement(), [1]);
    }

    #[test]
    fn an_entry_is_read_once_while_it_stays() {
        let mut messages = Messages::default();
        assert_eq!(update(&mut messages, vec![entry(0, 0)], 1), [entry(0, 0)]);
        assert_eq!(
            update(&mut messages, vec![entry(0, 0), entry(1, 1)], 2),
            [entry(1, 1)]
        );
        messages.shown(&cid(0));
        assert_eq!(update(&mut messages, vec![entry(0, 0), entry(1, 1)], 3), []);
    }

    #[test]
    fn a_number_that_comes_again_with_other_content_is_read_and_acknowledged() {
        let mut messages = Messages::default();
        update(&mut messages, vec![entry(0, 0)], 1);
        messages.shown(&cid(0));
        assert_eq!(messages.due_for_acknowledgement(), [0]);
        assert_eq!(update(&mut messages, vec![entry(0, 9)], 2), [entry(0, 9)]);
        messages.shown(&cid(9));
        assert_eq!(messages.due_for_acknowledgement(), [0]);
    }

    #[test]
    fn one_message_in_two_entries_is_read_once_and_acknowledged_twice() {
        let mut messages = Messages::default();
        let inbox = vec![entry(0, 5), entry(1, 5)];
        assert_eq!(update(&mut messages, inbox, 1), [entry(0, 5)]);
        messages.shown(&cid(5));
        assert_eq!(messages.due_for_acknowledgement(), [0, 1]);
    }

    #[test]
    fn what_is_read_before_its_block_is_not_read_again_but_acknowledged() {
        let mut messages = Messages::default();
        update(&mut messages, vec![], 1);
        assert!(messages.begin(&cid(3)));
        assert!(!messages.begin(&cid(3)));
        assert_eq!(update(&mut messages, vec![entry(0, 3)], 2), []);
        assert!(messages.due_for_acknowledgement().is_empty());
        messages.shown(&cid(3));
        assert_eq!(messages.due_for_acknowledgement(), [0]);
    }

    #[test]
    fn what_cannot_be_read_before_its_block_is_read_with_it_and_only_then_reported() {
        let mut messages = Messages::default();
        assert!(messages.begin(&cid(3)));
        assert!(!messages.failed(&cid(3)));
        assert_eq!(update(&mut messages, vec![entry(0, 3)], 2), [entry(0, 3)]);
        assert!(messages.failed(&cid(3)));
    }

    #[test]
    fn what_cannot_be_read_is_reported_once_and_tried_again_ever_more_rarely() {
        let mut messages = Messages::default();
        let mut tries = Vec::new();
        for block in 0..200 {
            if !update(&mut messages, vec![entry(0, 0)], block).is_empty() {
                assert_eq!(messages.failed(&cid(0)), tries.is_empty());
                tries.push(block);
            }
        }
        assert_eq!(tries, [0, 10, 30, 70, 150]);
    }

    #[test]
    fn what_was_shown_is_acknowledged_together_and_again_if_it_stays() {
        let mut messages = Messages::default();
        let inbox = || vec![entry(3, 3), entry(7, 7), entry(9, 9)];
        update(&mut messages, inbox(), 5);
        assert!(messages.due_for_acknowledgement().is_empty());
        messages.shown(&cid(9));
        messages.shown(&cid(3));
        assert_eq!(messages.due_for_acknowledgement(), [3, 9]);
        assert!(messages.due_for_acknowledgement().is_empty());
        update(&mut messages, inbox(), 5 + ACKNOWLEDGE_AGAIN - 1);
        assert!(messages.due_for_acknowledgement().is_empty());
        update(&mut messages, inbox(), 5 + ACKNOWLEDGE_AGAIN);
        assert_eq!(messages.due_for_acknowledgement(), [3, 9]);
    }

    #[test]
    fn what_is_left_to_others_is_acknowledged_if_they_do_not() {
        let mut messages = Messages::default();
        messages.leave_for(4);
        update(&mut messages, vec![entry(0, 0)], 10);
        messages.shown(&cid(0));
        for block in 10..14 {
            update(&mut messages, vec![entry(0, 0)], block);
            assert!(messages.due_for_acknowledgement().is_empty());
        }
        update(&mut messages, vec![entry(0, 0)], 14);
        assert_eq!(messages.due_for_acknowledgement(), [0]);
    }

    #[test]
    fn what_has_left_the_inbox_is_forgotten() {
        let mut messages = Messages::default();
        update(&mut messages, vec![entry(0, 0)], 1);
        update(&mut messages, vec![], 2);
        // Its reading ends only now.
        messages.shown(&cid(0));
        assert!(messages.due_for_acknowledgement().is_empty());
        update(&mut messages, vec![], 3);
        assert!(messages.messages.is_empty() && messages.entries.is_empty());
    }
}
