//! QR codes on a terminal.

use qrcode::{render::unicode::Dense1x2, QrCode};

/// A QR code in half blocks. What is light is drawn, as terminals are dark for most people;
/// readers take it the other way round as well.
pub(super) fn drawn(code: &str) -> String {
    let drawn = QrCode::new(code).map(|code| {
        code.render::<Dense1x2>()
            .dark_color(Dense1x2::Light)
            .light_color(Dense1x2::Dark)
            .build()
    });
    drawn.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fits_a_terminal_of_eighty_columns() {
        let safety = format!("postern-safety:1:{}", "0123456789".repeat(6));
        let device = format!("postern-device:1:{}", ["eight888"; 12].join(" "));
        for code in [safety, device] {
            let drawn = drawn(&code);
            let lines: Vec<_> = drawn.lines().collect();
            assert!(!lines.is_empty() && lines.len() < 40, "{drawn}");
            assert!(lines.iter().all(|line| line.chars().count() <= 80));
        }
    }
}
