//! Whose messages come in: who is blocked, here and on chain, and what the inbox asks of
//! strangers.

use super::{address, Client};
use crate::{
    chain::{Call, Verdict},
    store::Person,
    Error, Result,
};
use postern_primitives::Senders;
use serde::Serialize;

/// What became of a wish to have the chain refuse or take somebody's messages.
#[derive(Clone, Debug, Serialize)]
pub struct Ruled {
    /// About whom.
    pub address: String,
    /// Whether they are blocked here.
    pub blocked: bool,
    /// Whether the chain did it too, or had done so before.
    pub on_chain: bool,
    /// Why it did not, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What the own inbox asks of senders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InboxPolicy {
    /// Whose messages it takes, of those whom it does not name.
    pub senders: &'static str,
    /// The least deposit of theirs for a message, in the smallest unit, as text.
    pub min_deposit: String,
    /// Addresses of those whose messages it takes in any case.
    pub allowed: Vec<String>,
    /// Addresses of those whose messages it refuses.
    pub blocked: Vec<String>,
}

impl Client {
    /// Shows nothing of theirs any more, and has the chain refuse it if `on_chain`, which
    /// everybody can see and a deposit is held for. The former holds if the latter fails.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub async fn block(&self, who: &str, on_chain: bool) -> Result<Ruled> {
        let mut person = self.person_of(who).await?;
        person.blocked = true;
        self.store().remember(&person)?;
        let call = Call::list_sender(&self.account(), &person.account, Verdict::Blocked);
        self.ruled(&person, on_chain.then_some(call), "AlreadyListed")
            .await
    }

    /// Takes back what [`block`](Self::block) did, here and on chain.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], and when the chain cannot be asked.
    pub async fn unblock(&self, who: &str) -> Result<Ruled> {
        let mut person = self.person_of(who).await?;
        person.blocked = false;
        self.store().remember(&person)?;
        let call = self.unlisting(&person, Verdict::Blocked).await?;
        self.ruled(&person, call, "NotListed").await
    }

    /// Has the chain take their messages, whatever the inbox asks of strangers; everybody can
    /// see it, and a deposit is held.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], [`Error::IsBlocked`], and when the chain refuses.
    pub async fn allow(&self, who: &str) -> Result<Ruled> {
        let person = self.person_of(who).await?;
        if person.blocked {
            return Err(Error::IsBlocked { who: who.into() });
        }
        let call = Call::list_sender(&self.account(), &person.account, Verdict::Allowed);
        self.ruled(&person, Some(call), "AlreadyListed").await
    }

    /// Takes back what [`allow`](Self::allow) did.
    ///
    /// # Errors
    /// As [`unblock`](Self::unblock).
    pub async fn disallow(&self, who: &str) -> Result<Ruled> {
        let person = self.person_of(who).await?;
        let call = self.unlisting(&person, Verdict::Allowed).await?;
        self.ruled(&person, call, "NotListed").await
    }

    /// What the own inbox asks of senders.
    ///
    /// # Errors
    /// When the chain cannot be asked.
    pub async fn inbox_policy(&self) -> Result<InboxPolicy> {
        let account = self.account();
        let rules = self.chain.inbox_rules(&account).await?;
        let listed = self.chain.inbox_listings(&account, usize::MAX).await?;
        let named = |wanted| {
            let listed = listed.iter().filter(move |(_, verdict)| *verdict == wanted);
            listed.map(|(sender, _)| address(sender)).collect()
        };
        Ok(InboxPolicy {
            senders: match rules.senders {
                Senders::Anyone => "anyone",
                Senders::Registered => "registered",
                Senders::Listed => "listed",
            },
            min_deposit: rules.min_deposit.to_string(),
            allowed: named(Verdict::Allowed),
            blocked: named(Verdict::Blocked),
        })
    }

    /// Decides what the own inbox asks of senders whom it does not name; what is not given
    /// stays as it is.
    ///
    /// # Errors
    /// When the demanded deposit is too high, or the chain refuses.
    pub async fn set_inbox_policy(
        &self,
        senders: Option<Senders>,
        min_deposit: Option<u128>,
    ) -> Result<InboxPolicy> {
        let account = self.account();
        let rules = self.chain.inbox_rules(&account).await?;
        let senders = senders.unwrap_or(rules.senders);
        let min_deposit = min_deposit.unwrap_or(rules.min_deposit);
        self.execute(&Call::set_inbox_policy(&account, senders, min_deposit))
            .await?;
        self.inbox_policy().await
    }

    /// The call that takes somebody off the inbox's list, if they are on it so.
    async fn unlisting(&self, person: &Person, verdict: Verdict) -> Result<Option<Call>> {
        let own = self.account();
        let listed = self.chain.inbox_listings(&own, usize::MAX).await?;
        let wanted = listed.contains(&(person.account, verdict));
        Ok(wanted.then(|| Call::unlist_sender(&own, &person.account)))
    }

    /// Makes a call about somebody; the error that says that it is so already is none.
    async fn ruled(&self, person: &Person, call: Option<Call>, done: &str) -> Result<Ruled> {
        let asked = call.is_some();
        let outcome = match call {
            Some(call) => self.execute(&call).await.map(drop),
            None => Ok(()),
        };
        let reason = match outcome {
            Err(Error::Chain(error)) if error.dispatch_name() == Some(done) => None,
            Err(error) if person.blocked => Some(error.to_string()),
            Err(error) => return Err(error),
            Ok(()) => None,
        };
        Ok(Ruled {
            address: address(&person.account),
            blocked: person.blocked,
            on_chain: asked && reason.is_none(),
            reason,
        })
    }
}
