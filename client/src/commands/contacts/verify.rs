//! Safety numbers on a terminal.

use crate::{confirm::ask, output::Output, Global};
use postern_client::{client::Client, safety::SafetyNumber};
use qrcode::{render::unicode::Dense1x2, QrCode};
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

/// A QR code in half blocks. What is light is drawn, as terminals are dark for most people;
/// readers take it the other way round as well.
fn drawn(code: &str) -> String {
    let drawn = QrCode::new(code).map(|code| {
        code.render::<Dense1x2>()
            .dark_color(Dense1x2::Light)
            .light_color(Dense1x2::Dark)
            .build()
    });
    drawn.unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fits_a_terminal_of_eighty_columns() {
        let code = format!("postern-safety:1:{}", "0123456789".repeat(6));
        let drawn = drawn(&code);
        let lines: Vec<_> = drawn.lines().collect();
        assert!(!lines.is_empty() && lines.len() < 40, "{drawn}");
        assert!(lines.iter().all(|line| line.chars().count() <= 80));
    }
}
