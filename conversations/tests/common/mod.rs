//! A world for tests: people with devices, a chain that may turn, and an IPFS that may be slow.
#![allow(dead_code)] // Every test uses another part of it.

pub mod chain;
pub mod device;

pub use chain::Chain;
pub use device::{Device, Registry};

use postern_conversations::{ConversationId, Event, Standing};

/// The time at which tests begin.
pub const START: u64 = 1_700_000_000_000;

pub const GENESIS: [u8; 32] = [4; 32];

/// Everything that is handed over is done, mined, final and read, until nothing more happens.
pub fn settle(chain: &mut Chain, devices: &mut [&mut Device], id: &ConversationId) {
    let mut quiet = 0;
    for _ in 0..200 {
        let mut busy = false;
        for device in devices.iter_mut() {
            busy |= device.hand_over(chain, id);
        }
        busy |= chain.mine();
        chain.finalize_all();
        for device in devices.iter_mut() {
            device.sync(chain, id);
        }
        let invited: Vec<_> = std::mem::take(&mut chain.invitations);
        for (to, invitation) in invited {
            busy = true;
            for device in devices.iter_mut() {
                if device.id() == to.device {
                    device.join(&invitation);
                    device.sync(chain, id);
                }
            }
        }
        quiet = if busy { 0 } else { quiet + 1 };
        if quiet == 2 {
            return;
        }
    }
    panic!("the world does not come to rest");
}

/// A conversation of these devices, with its log open and everybody in it.
pub fn conversation(chain: &mut Chain, devices: &mut [&mut Device]) -> ConversationId {
    let mut packages = Vec::new();
    for device in devices[1..].iter_mut() {
        packages.extend(device.packages(1));
    }
    let now = chain.now();
    let id = devices[0].core().create("friends", &packages, now).unwrap();
    settle(chain, devices, &id);
    for device in devices.iter_mut() {
        assert_eq!(
            device.core().summary(&id).unwrap().standing,
            Standing::Member
        );
    }
    id
}

/// A conversation of two people with these devices, with its log open and everybody in it.
pub fn pair(chain: &mut Chain, devices: &mut [&mut Device]) -> ConversationId {
    let mut packages = Vec::new();
    for device in devices[1..].iter_mut() {
        packages.extend(device.packages(1));
    }
    let now = chain.now();
    let id = devices[0].core().create_pair(&packages, now).unwrap();
    settle(chain, devices, &id);
    id
}

/// The texts among events, in order.
pub fn texts(events: &[Event]) -> Vec<String> {
    let text = |event: &Event| match event {
        Event::Message(received) => match &received.body {
            postern_conversations::Body::Text { text, .. } => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    events.iter().filter_map(text).collect()
}

/// All of these devices agree on everything.
pub fn assert_agree(devices: &mut [&mut Device], id: &ConversationId) {
    let summaries: Vec<_> = devices
        .iter_mut()
        .map(|device| device.core().summary(id).unwrap())
        .collect();
    for summary in &summaries {
        assert_eq!(summary.epoch, summaries[0].epoch);
        assert_eq!(summary.authenticator, summaries[0].authenticator);
        assert_eq!(summary.name, summaries[0].name);
    }
}
