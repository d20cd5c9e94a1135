//! Figures out of samples.

use std::time::Duration;

/// Times of many equal operations.
#[derive(Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Adds one.
    pub fn push(&mut self, sample: Duration) {
        self.0.push(sample);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The one in the middle.
    pub fn median(&self) -> Duration {
        rank(&self.sorted(), 50)
    }

    /// `mean / p50 / p95 / max`, in milliseconds.
    pub fn summary(&self) -> String {
        let sorted = self.sorted();
        let milliseconds = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1000.0);
        let count = u32::try_from(sorted.len().max(1)).unwrap_or(u32::MAX);
        let mean = sorted.iter().sum::<Duration>() / count;
        [
            mean,
            rank(&sorted, 50),
            rank(&sorted, 95),
            rank(&sorted, 100),
        ]
        .map(milliseconds)
        .join(" / ")
    }

    fn sorted(&self) -> Vec<Duration> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted
    }
}

/// What so many of a hundred stay within.
fn rank(sorted: &[Duration], percent: usize) -> Duration {
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}
