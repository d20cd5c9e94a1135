/// Digits after the decimal point of a PST.
const DECIMALS: u32 = 12;

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
    format!("{}{point}{fraction} PST", smallest / unit)
}
