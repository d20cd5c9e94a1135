/// Why something cannot be sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Nobody to seal to.
    #[error(
        "there is no device to seal this message to; the recipient has to run `postern register`"
    )]
    NoRecipients,
    /// More devices than an envelope has room for.
    #[error("{found} devices are too many for one message, {limit} fit; send it in parts")]
    TooManyDevices {
        /// Devices of all recipients.
        found: usize,
        /// What fits.
        limit: usize,
    },
    /// A part of the letter is longer than allowed.
    #[error("the {part} has {found} bytes or items, at most {limit} are allowed; send a long text as a file")]
    TooLong {
        /// Which part.
        part: &'static str,
        /// Its length.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The letter does not name the device that signs it.
    #[error("this device is not the one that the letter names as its sender's")]
    WrongSigner,
    /// A sealing key cannot be used.
    #[error("the sealing key of device {0} cannot be used; its owner has to register again")]
    BadKey(postern_primitives::DeviceId),
    /// The cipher refused, which no input of allowed length makes it do.
    #[error("the message could not be encrypted; this is a defect, please report it")]
    Cipher,
}

/// Why something that was received cannot be opened or believed.
///
/// None of these is worth acting on automatically: the entry stays, and its sender is asked
/// to send again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The bytes are not of the expected form.
    #[error("the {part} cannot be read; it was damaged or made by something else, ask its sender to send it again")]
    Malformed {
        /// Which part.
        part: &'static str,
    },
    /// A later version of the format.
    #[error(
        "the {part} has version {found}, which this program does not know; use a newer `postern`"
    )]
    UnknownVersion {
        /// Which part.
        part: &'static str,
        /// The version found.
        found: u8,
    },
    /// Other algorithms.
    #[error("the {part} uses cipher suite {found}, which this program does not know; use a newer `postern`")]
    UnknownSuite {
        /// Which part.
        part: &'static str,
        /// The suite found.
        found: u16,
    },
    /// A post where a letter was expected, or the other way round.
    #[error("this is content of another kind ({found}) than belongs here; ignore it")]
    WrongKind {
        /// The kind found.
        found: u8,
    },
    /// No slot opens with this device's key.
    #[error("this message is not sealed to this device, or was damaged; if you registered this device after it was sent, ask its sender to send it again")]
    NotForThisDevice,
    /// A slot opened, the content did not.
    #[error("the content of this message was changed after it was sealed; ask its sender to send it again")]
    Damaged,
    /// A package for a new device was sealed under another code, or changed.
    #[error("what waits under this code was not made with it, or was changed on its way; `postern device code` on your other device makes a new one")]
    NotOfThisCode,
    /// The certificate looked up is not the one that the content names.
    #[error(
        "the certificate looked up does not belong to the device that signed this; look up {0}"
    )]
    WrongCertificate(postern_primitives::DeviceId),
    /// The signature does not hold.
    #[error("the signature is not that of the device it names; do not trust this content")]
    BadSignature,
    /// Signed for others and passed on by one of them.
    #[error("this message was written to others and passed on under its writer's name; do not trust that it was meant for you")]
    NotAddressedToUs,
    /// The account that paid for the inbox entry, or that posted, is not the one that signed.
    #[error("this was put on the chain by another account than the one that wrote it; do not trust that its writer sent it")]
    SenderMismatch,
    /// A post of another channel.
    #[error(
        "this post was written for channel {found}; do not trust that it was meant for this one"
    )]
    WrongChannel {
        /// The channel in the post.
        found: u32,
    },
    /// A file's stream was cut, reordered or changed.
    #[error("the file is incomplete or was changed on its way; ask its sender to send it again")]
    FileDamaged,
    /// A file decrypts to something else than the letter announced.
    #[error("the file is not the one that the message announced (its hash differs); ask its sender to send it again")]
    WrongFile,
}
