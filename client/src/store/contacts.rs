//! Whom the user knows: contacts and their names, who is blocked, whose keys were compared.

use super::{
    codes::{decode_account, decode_devices, encode_devices},
    Store,
};
use crate::{chain::types::AccountId, Result};
use postern_primitives::{DeviceId, Moment};
use rusqlite::{params, OptionalExtension, Row};

/// What the user has made of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A contact, or somebody whom the user has written to.
    Known,
    /// Nobody in particular: what they send is a request.
    Stranger,
    /// Nothing of theirs is to be shown.
    Blocked,
}

/// Somebody of whom something is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// What the user calls them.
    pub name: Option<String>,
    /// Whether the user made them a contact.
    pub contact: bool,
    /// Whether the user blocked them.
    pub blocked: bool,
    /// Whether the user has written to them.
    pub written: bool,
    /// Whether they have written since the user knows them.
    pub answered: bool,
    /// The devices they had when the user compared safety numbers with them.
    pub verified: Option<Vec<DeviceId>>,
}

impl Person {
    fn new(account: AccountId) -> Self {
        Self {
            account,
            ..Self::default()
        }
    }

    /// What the user has made of them.
    pub fn standing(&self) -> Standing {
        match (self.blocked, self.contact || self.written) {
            (true, _) => Standing::Blocked,
            (false, true) => Standing::Known,
            (false, false) => Standing::Stranger,
        }
    }
}

impl Store {
    /// What is remembered of an account; of a stranger nothing is.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database), as for all that follow.
    pub fn person(&self, account: &AccountId) -> Result<Person> {
        let mut query = self
            .database
            .prepare_cached("SELECT * FROM people WHERE account = ?1")?;
        let found = query
            .query_row([hex::encode(account)], read_person)
            .optional()?;
        Ok(found.unwrap_or_else(|| Person::new(*account)))
    }

    /// Whom the user calls so.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn person_named(&self, name: &str) -> Result<Option<Person>> {
        let mut query = self
            .database
            .prepare_cached("SELECT * FROM people WHERE name = ?1")?;
        Ok(query.query_row([name], read_person).optional()?)
    }

    /// Contacts and people who are blocked: those with names first, in order.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn contacts(&self) -> Result<Vec<Person>> {
        let mut query = self.database.prepare_cached(
            "SELECT * FROM people WHERE contact OR blocked ORDER BY name IS NULL, name, account",
        )?;
        let rows = query.query_map([], read_person)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers somebody so; a stranger without a name is forgotten.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn remember(&self, person: &Person) -> Result<()> {
        let account = hex::encode(person.account);
        if person.standing() == Standing::Stranger && person.name.is_none() {
            self.database
                .execute("DELETE FROM people WHERE account = ?1", [account])?;
            return Ok(());
        }
        // Not `INSERT OR REPLACE`, which would take the devices that were seen away.
        self.database.execute(
            "INSERT INTO people (account, name, contact, blocked, written, verified)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (account) DO UPDATE
             SET name = ?2, contact = ?3, blocked = ?4, written = ?5, verified = ?6",
            params![
                account,
                person.name,
                person.contact,
                person.blocked,
                person.written,
                person.verified.as_deref().map(encode_devices),
            ],
        )?;
        Ok(())
    }

    /// The user writes to these.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn mark_written(&self, accounts: &[AccountId]) -> Result<()> {
        let change = self.database.unchecked_transaction()?;
        for account in accounts {
            change.execute(
                "INSERT INTO people (account, written) VALUES (?1, 1)
                 ON CONFLICT (account) DO UPDATE SET written = 1",
                [hex::encode(account)],
            )?;
        }
        Ok(change.commit()?)
    }

    /// Somebody whom the user knows has written. Of a stranger nothing is remembered.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn mark_answered(&self, account: &AccountId) -> Result<()> {
        self.database
            .prepare_cached("UPDATE people SET answered = 1 WHERE account = ?1")?
            .execute([hex::encode(account)])?;
        Ok(())
    }

    /// Records devices of somebody who is remembered; returns those never seen before.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn see_devices(
        &self,
        account: &AccountId,
        devices: &[DeviceId],
        now: Moment,
    ) -> Result<Vec<DeviceId>> {
        let account = hex::encode(account);
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let change = self.database.unchecked_transaction()?;
        let mut new = Vec::new();
        for device in devices {
            let added = change.execute(
                "INSERT OR IGNORE INTO devices_seen VALUES (?1, ?2, ?3)",
                params![hex::encode(device.0), account, now],
            )?;
            if added > 0 {
                new.push(*device);
            }
        }
        change.commit()?;
        Ok(new)
    }

    /// The devices of somebody that were seen so far, each with the chain's time then.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn devices_seen(&self, account: &AccountId) -> Result<Vec<(DeviceId, Moment)>> {
        let mut query = self.database.prepare_cached(
            "SELECT device, seen_at FROM devices_seen WHERE account = ?1 ORDER BY seen_at, device",
        )?;
        let rows = query.query_map([hex::encode(account)], |row| {
            let seen_at: i64 = row.get(1)?;
            let device = DeviceId(decode_account(row, 0)?);
            Ok((device, Moment::try_from(seen_at).unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn read_person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        account: decode_account(row, 0)?,
        name: row.get(1)?,
        contact: row.get(2)?,
        blocked: row.get(3)?,
        written: row.get(4)?,
        verified: decode_devices(row, 5)?,
        answered: row.get(6)?,
    })
}
