/// Digits after the decimal point of a PST.
const DECIMALS: u32 = 12;

/// What follows an amount for people.
const SYMBOL: &str = "PST";

/// An amount for people, such as `1.25 PST`.
///
/// ```
/// assert_eq!(postern_client::amount(1_250_000_000_000), "1.25 PST");
/// ```
pub fn amount(smallest: u128) -> String {
    let unit = 10u128.pow(DECIMALS);
    let fraction = format!("{:012}", smallest % unit);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction} {SYMBOL}", smallest / unit)
}

/// An amount as people write it, in the smallest unit; nothing where it is none.
///
/// ```
/// use postern_client::parse_amount;
/// assert_eq!(parse_amount("1.25 PST"), Some(1_250_000_000_000));
/// assert_eq!(parse_amount("1.25"), None);
/// ```
pub fn parse_amount(text: &str) -> Option<u128> {
    let number = text.strip_suffix(SYMBOL)?.trim_end();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || fraction.len() > DECIMALS as usize {
        return None;
    }
    let fraction: u128 = format!("{fraction:0<12}").parse().ok()?;
    let whole: u128 = whole.parse().ok()?;
    whole
        .checked_mul(10u128.pow(DECIMALS))?
        .checked_add(fraction)
}

/// As [`parse_amount`], where nothing but an amount can be meant: the unit may be left out.
///
/// ```
/// use postern_client::read_amount;
/// assert_eq!(read_amount("1.25"), Some(1_250_000_000_000));
/// assert_eq!(read_amount("1.25 PST"), Some(1_250_000_000_000));
/// assert_eq!(read_amount("1.25 EUR"), None);
/// ```
pub fn read_amount(text: &str) -> Option<u128> {
    let text = text.trim();
    parse_amount(text).or_else(|| parse_amount(&format!("{text}{SYMBOL}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for smallest in [0, 1, 10u128.pow(12), 1_250_000_000_000, u128::MAX] {
            assert_eq!(parse_amount(&amount(smallest)), Some(smallest));
        }
        assert_eq!(parse_amount("7PST"), Some(7 * 10u128.pow(12)));
    }

    #[test]
    fn what_is_no_amount_is_not_read() {
        for text in [
            "",
            "PST",
            "1",
            "1 pst",
            "-1 PST",
            "+1 PST",
            "1. PST",
            ".5 PST",
            "1e3 PST",
            "0.1234567890123 PST",
            "1.2.3 PST",
            "340282366920938463463374608 PST",
        ] {
            assert_eq!(parse_amount(text), None, "{text}");
        }
    }
}
