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

    /// The modules that a drawing shows: two of them above each other in a character.
    fn modules(drawn: &str) -> Vec<Vec<bool>> {
        let mut rows = Vec::new();
        for line in drawn.lines() {
            let halves = |character| match character {
                '\u{2588}' => [true, true],
                '\u{2580}' => [true, false],
                '\u{2584}' => [false, true],
                _ => [false, false],
            };
            let cells: Vec<_> = line.chars().map(halves).collect();
            for half in [0, 1] {
                rows.push(cells.iter().map(|cell| cell[half]).collect());
            }
        }
        rows
    }

    #[test]
    fn what_is_drawn_is_the_code_of_the_text_light_where_it_is_dark() {
        let text = format!("postern-safety:1:{}", "0123456789".repeat(6));
        let code = QrCode::new(&text).unwrap();
        let (width, colors) = (code.width(), code.to_colors());
        let drawn = modules(&drawn(&text));
        // Around it is the quiet zone of four modules.
        for (place, color) in colors.iter().enumerate() {
            let (row, column) = (place / width + 4, place % width + 4);
            let is_light = *color == qrcode::Color::Light;
            assert_eq!(drawn[row][column], is_light, "{row} {column}");
        }
        assert!(drawn[..4].iter().all(|row| row.iter().all(|cell| *cell)));
    }

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
