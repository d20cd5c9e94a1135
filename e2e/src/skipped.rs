use std::io::Write;

/// Says that a test cannot do its work, or not all of it, and why.
///
/// It goes past the capture of the test harness: what is skipped must not look passed.
///
/// # Panics
/// When standard error is closed.
pub fn skipped(what: &str) {
    writeln!(std::io::stderr(), "skipped: {what}").expect("standard error is open");
}
