//! How what comes out of an inbox is printed.

use crate::{
    output::{printable, warn_of_changed_keys, Output},
    Global,
};
use postern_client::client::{Arrival, Received, Safety, Unreadable};
use std::collections::HashSet;

/// Prints arrivals, and each warning about somebody once.
pub(super) struct Screen<'a> {
    global: &'a Global,
    shown: usize,
    warned_of: HashSet<String>,
}

impl<'a> Screen<'a> {
    pub(super) fn new(global: &'a Global) -> Self {
        Self {
            global,
            shown: 0,
            warned_of: HashSet::new(),
        }
    }

    /// Whether nothing was shown.
    pub(super) fn is_empty(&self) -> bool {
        self.shown == 0
    }

    pub(super) fn show(&mut self, arrival: &Arrival) {
        self.shown += 1;
        let printed = match arrival {
            Arrival::Received(received) => {
                self.warn_of(received);
                self.global.print(received.as_ref())
            }
            Arrival::Unreadable(unreadable) if self.global.json => self.global.print(unreadable),
            Arrival::Unreadable(unreadable) => {
                eprintln!("warning: {}", unreadable.error);
                Ok(())
            }
        };
        if let Err(error) = printed {
            eprintln!("warning: a message could not be printed: {error}");
        }
    }

    fn warn_of(&mut self, received: &Received) {
        let changed = received.safety == Safety::Changed;
        if changed && self.warned_of.insert(received.from.clone()) {
            warn_of_changed_keys(who(received));
        }
    }
}

/// The shortest by which every command knows them.
fn who(received: &Received) -> &str {
    let names = [&received.contact, &received.handle];
    names
        .into_iter()
        .find_map(|name| name.as_deref())
        .unwrap_or(&received.from)
}

impl Output for Received {
    fn text(&self) -> String {
        let from = who(self);
        let files = self.files.iter().map(|file| {
            let name = printable(&file.name);
            format!(
                "\n  file {name} ({} bytes): {}",
                file.size,
                file.path.display()
            )
        });
        let text = printable(&self.text);
        let files = files.collect::<String>();
        if !self.request {
            return format!("{} {from}: {text}{files}", self.sent_at);
        }
        format!(
            "{} request from {from}, who is not among your contacts: {text}{files}\n  `postern \
             contacts add {from}` accepts them, `postern contacts block {from}` shows nothing of \
             theirs any more",
            self.sent_at
        )
    }
}

impl Output for Unreadable {
    fn text(&self) -> String {
        self.error.clone()
    }
}
