//! Safety numbers on a terminal.

use crate::{commands::qr::drawn, confirm::ask, output::Output, Global};
use postern_client::{client::Client, safety::SafetyNumber};
use serde::Serialize;

/// A safety number, as it is printed.
#[derive(Serialize)]
struct Compared<'a> {
    /// With whom, as they were named.
    who: &'a str,
    digits: &'a str,
    /// What the QR code holds.
    code: String,
    verified: bool,
    #[serde(skip)]
    lines: String,
}

impl<'a> Compared<'a> {
    fn new(who: &'a str, number: &'a SafetyNumber, verified: bool) -> Self {
        Self {
            who,
            digits: number.digits(),
            code: number.code(),
            verified,
            lines: number.to_string(),
        }
    }
}

impl Output for Compared<'_> {
    fn text(&self) -> String {
        if self.verified {
            return format!("{} is verified", self.who);
        }
        format!(
            "{}\n{}\n\nThey see the same with `postern contacts verify`. Compare it in person or by \
             voice; `--confirm DIGITS` marks {} as verified.",
            drawn(&self.code),
            self.lines,
            self.who
        )
    }
}

/// Shows the number, and marks the contact as verified if it is confirmed.
pub(super) async fn run(
    client: &Client,
    global: &Global,
    who: &str,
    told: Option<String>,
) -> anyhow::Result<()> {
    if let Some(told) = told {
        let number = client.verify_contact(who, &told).await?;
        return global.print(&Compared::new(who, &number, true));
    }
    let number = client.safety_number(who).await?;
    global.print(&Compared::new(who, &number, false))?;
    if !global.json && ask("Do they see the same? [y/N] ")? == Some(true) {
        // What was shown is confirmed, and not what it may be by now.
        client.verify_contact(who, number.digits()).await?;
        global.print(&Compared::new(who, &number, true))?;
    }
    Ok(())
}
