use crate::{output::Output, Global};
use clap::Args;
use postern_client::client::{examine, Finding};
use std::process::ExitCode;

/// Look whether everything is all right.
#[derive(Args)]
pub struct Doctor {}

impl Output for Finding {
    fn text(&self) -> String {
        let sign = if self.ok { "ok  " } else { "BAD " };
        format!("{sign} {:<12} {}", self.check, self.detail)
    }
}

impl Doctor {
    /// Runs it; the exit code is 1 if anything is wrong.
    pub async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let (settings, passphrase) = global.credentials()?;
        let findings = examine(&settings, &passphrase).await?;
        findings
            .iter()
            .try_for_each(|finding| global.print(finding))?;
        let well = findings.iter().all(|finding| finding.ok);
        Ok(if well {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}
