//! How what comes out of an inbox is printed.

use crate::{
    output::{printable, warn_of_changed_keys, Output},
    Global,
};
use postern_client::{
    amount,
    client::{
        About, Arrival, Loss, Missing, PaymentState, Received, ReceivedInvitation, ReceivedPayment,
        Safety, Unreadable,
    },
};
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
            Arrival::Private(post) if self.global.json => self.global.print(post.as_ref()),
            Arrival::Private(post) => {
                println!("{} {}", post.channel, post.text());
                Ok(())
            }
            Arrival::Missing(missing) if self.global.json => self.global.print(missing),
            Arrival::Missing(missing) => {
                eprintln!("warning: {}", missing.text());
                Ok(())
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
        let text = said(&self.about, printable(&self.text));
        let paid = self.payment.as_ref().map(payment).unwrap_or_default();
        let invited = self.invitation.as_ref().map(invitation);
        let files = files.collect::<String>() + &paid + &invited.unwrap_or_default();
        if let Some(to) = &self.to {
            return format!("{} you to {}{text}{files}", self.sent_at, to.join(", "));
        }
        if !self.request {
            return format!("{} {from}{text}{files}", self.sent_at);
        }
        format!(
            "{} request from {from}, who is not among your contacts{text}{files}\n  `postern \
             contacts add {from}` accepts them, `postern contacts block {from}` shows nothing of \
             theirs any more",
            self.sent_at
        )
    }
}

/// What somebody says, and of which message, as it stands behind their name.
fn said(about: &About, text: String) -> String {
    let of = match about.number {
        Some(number) => format!("#{number}"),
        None => "a message that is not here".into(),
    };
    match about {
        About { edits: Some(_), .. } => format!(" edits {of}: {text}"),
        About {
            deletes: Some(_), ..
        } => format!(" deletes {of}"),
        About {
            reacts_to: Some(_), ..
        } if text.is_empty() => format!(" takes back a reaction to {of}"),
        About {
            reacts_to: Some(_), ..
        } => format!(" reacts to {of}: {text}"),
        About {
            reply_to: Some(_), ..
        } => format!(" answers {of}: {text}"),
        _ => format!(": {text}"),
    }
}

/// What somebody invites to, and how it is accepted.
fn invitation(invitation: &ReceivedInvitation) -> String {
    let ReceivedInvitation { channel, next } = invitation;
    let channel = printable(channel);
    format!("invites you to the private channel \"{channel}\"\n  `{next}` joins it")
}

/// What the chain says of a payment, so that nobody takes the sender's word for it.
fn payment(payment: &ReceivedPayment) -> String {
    let sum = payment.amount.parse().map(amount).unwrap_or_default();
    let block = payment.block;
    match payment.state {
        PaymentState::Final => format!("\n  has paid {sum}, final in block {block}"),
        PaymentState::InBlock => format!("\n  has paid {sum}, in block {block}, not final yet"),
        PaymentState::Claimed => format!(
            "\n  claims to have paid {sum} in block {block}, which this node cannot tell; ask \
             another one for {}",
            payment.transaction
        ),
        PaymentState::Refuted => format!(
            "\n  claims to have paid {sum} in block {block}, which is NOT TRUE: the chain has no \
             such payment, or another message named it before"
        ),
    }
}

impl Output for Missing {
    fn text(&self) -> String {
        let which = match (&self.id, &self.from) {
            (Some(id), Some(from)) => format!("the message {id} from {from} is gone"),
            _ if self.missing_from == self.missing_to => {
                format!("message number {} is gone", self.missing_from)
            }
            _ => format!(
                "messages number {} to {} are gone",
                self.missing_from, self.missing_to
            ),
        };
        let why = match self.reason {
            Loss::Expired => "its lifetime ended",
            Loss::TakenBackOrReadElsewhere => {
                "its sender took it back, or another device of yours has read it"
            }
            Loss::Unknown => {
                "taken back, expired, or read by another device of yours; ask the people who \
                 write to you if you miss something"
            }
        };
        format!("{which} before it was read here: {why}")
    }
}

impl Output for Unreadable {
    fn text(&self) -> String {
        self.error.clone()
    }
}
