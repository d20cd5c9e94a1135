//! The tables.

/// Form of the tables. Raised with every change to them.
pub(super) const VERSION: u32 = 2;

/// Columns named `sealed` are encrypted, and so is `mls.value`. What is not is on chain or on IPFS
/// for everybody to see, or says no more than that this device follows a conversation.
pub(super) const TABLES: &str = "
    CREATE TABLE check_value (value BLOB NOT NULL) STRICT;

    -- What MLS keeps. `state` is 0 for what belongs to no group.
    CREATE TABLE mls (
        state INTEGER NOT NULL,
        place BLOB NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (state, place)
    ) STRICT;

    CREATE TABLE conversations (
        id BLOB PRIMARY KEY,
        -- The state that the chain has led to so far.
        current INTEGER NOT NULL,
        -- The next position to be taken, and the first that is not final.
        next INTEGER NOT NULL,
        final INTEGER NOT NULL,
        standing INTEGER NOT NULL
    ) STRICT;

    -- The group after one commit: a tree, of which the path to `current` is what the chain has
    -- chosen. `first` is the position at which its own log begins, none off that path.
    CREATE TABLE states (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        parent INTEGER,
        -- Of the content of the commit that led here.
        digest BLOB,
        log INTEGER,
        first INTEGER,
        epoch INTEGER NOT NULL,
        -- What the commit changed.
        sealed BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX states_children ON states (parent, digest);
    CREATE INDEX states_conversation ON states (conversation);

    -- What the chain has ordered. `successor` and `key` only for commits; `state` is what it was
    -- taken in.
    CREATE TABLE entries (
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        position INTEGER NOT NULL,
        log INTEGER NOT NULL,
        cid BLOB NOT NULL,
        successor INTEGER,
        key BLOB,
        moment INTEGER NOT NULL,
        state INTEGER,
        standing INTEGER NOT NULL,
        PRIMARY KEY (conversation, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entries_cid ON entries (conversation, cid);

    -- Ciphertexts that came before their turn.
    CREATE TABLE contents (
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        cid BLOB NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (conversation, cid)
    ) STRICT;

    -- Posts that were decrypted in a state, which is possible once. `position` is none while the
    -- chain has taken back where they were.
    CREATE TABLE opened (
        state INTEGER NOT NULL REFERENCES states ON DELETE CASCADE,
        digest BLOB NOT NULL,
        member BLOB NOT NULL,
        message BLOB NOT NULL,
        position INTEGER,
        PRIMARY KEY (state, digest)
    ) STRICT, WITHOUT ROWID;

    -- Messages by their own identifiers, which they keep when they are sealed again.
    CREATE TABLE heard (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        device BLOB NOT NULL,
        message BLOB NOT NULL,
        position INTEGER,
        UNIQUE (conversation, device, message)
    ) STRICT;

    -- Names that a conversation was given, and accounts that want to leave it: what messages say
    -- to the core itself, bound to where the message stands.
    CREATE TABLE notices (
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        device BLOB NOT NULL,
        message BLOB NOT NULL,
        kind INTEGER NOT NULL,
        position INTEGER,
        sealed BLOB NOT NULL,
        PRIMARY KEY (conversation, device, message)
    ) STRICT;

    -- What this device wants. `position` is where it is included.
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        kind INTEGER NOT NULL,
        message BLOB,
        position INTEGER,
        sealed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX outbox_conversation ON outbox (conversation);

    -- How it was sealed in a state: once for each, whatever happens, because sealing steps a
    -- ratchet. `child` is the state that a commit would lead to.
    CREATE TABLE sealings (
        item INTEGER NOT NULL REFERENCES outbox ON DELETE CASCADE,
        state INTEGER NOT NULL REFERENCES states ON DELETE CASCADE,
        digest BLOB NOT NULL,
        child INTEGER,
        bytes BLOB NOT NULL,
        invitation BLOB,
        PRIMARY KEY (item, state)
    ) STRICT;
    CREATE INDEX sealings_digest ON sealings (digest);

    -- Challenges that were given and not answered.
    CREATE TABLE challenges (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        device BLOB NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;

    -- Devices that have answered one.
    CREATE TABLE authenticated (
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        device BLOB NOT NULL,
        PRIMARY KEY (conversation, device)
    ) STRICT, WITHOUT ROWID;

    -- What the caller has not taken yet of what stands in logs.
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;
";

/// From form 1, and a part of every new database: votes, key packages that were
/// used, and conversations of two people.
pub(super) const SINCE_1: &str = "
    -- Proposals, votes and withdrawals, bound to where the message stands. `about` is the message
    -- that it is about: none for a proposal. `moment` is the time of its block.
    CREATE TABLE ballots (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        device BLOB NOT NULL,
        message BLOB NOT NULL,
        about BLOB,
        position INTEGER,
        moment INTEGER,
        sealed BLOB NOT NULL,
        UNIQUE (conversation, device, message)
    ) STRICT;

    -- Who came and went with the commits that the chain has chosen.
    CREATE TABLE turnover (
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        position INTEGER NOT NULL,
        moment INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (conversation, position)
    ) STRICT, WITHOUT ROWID;

    -- Key packages for last resort that this device has come into a group by.
    CREATE TABLE used_packages (reference BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

    -- Conversations of two people.
    CREATE TABLE pairs (
        conversation BLOB PRIMARY KEY REFERENCES conversations ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    -- What finds and opens messages beside the log, for each state of a conversation of two.
    -- `began` is the time of the block in which the chain chose the state, `ended` that of the one
    -- in which it has gone on for good.
    CREATE TABLE directs (
        state INTEGER PRIMARY KEY REFERENCES states ON DELETE CASCADE,
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        began INTEGER,
        ended INTEGER,
        sealed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX directs_ended ON directs (ended) WHERE ended IS NOT NULL;

    -- Messages beside the log that were opened, which is possible once, until the caller has taken
    -- them. `moment` is that of the block that announced them.
    CREATE TABLE delivered (
        digest BLOB PRIMARY KEY,
        moment INTEGER NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;

    -- Devices of conversations of two that were heard there.
    CREATE TABLE arrived (
        conversation BLOB NOT NULL REFERENCES conversations ON DELETE CASCADE,
        device BLOB NOT NULL,
        PRIMARY KEY (conversation, device)
    ) STRICT, WITHOUT ROWID;
";
