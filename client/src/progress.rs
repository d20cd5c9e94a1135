//! Progress bars on a terminal, silence elsewhere.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use postern_client::content::Progress;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

const TEMPLATE: &str = "{msg} {wide_bar} {bytes}/{total_bytes} {eta}";

/// A bar for each file that is on its way.
pub struct Bars {
    all: MultiProgress,
    running: Mutex<HashMap<String, ProgressBar>>,
}

impl Bars {
    /// Draws on standard error if that is a terminal, and never among JSON.
    pub fn new(json: bool) -> Self {
        let target = if json {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        Self {
            all: MultiProgress::with_draw_target(target),
            running: Mutex::default(),
        }
    }

    fn with(&self, name: &str, act: impl FnOnce(&ProgressBar)) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = running.get(name) {
            act(bar);
        }
    }
}

impl Progress for Bars {
    fn start(&self, name: &str, total: u64) {
        let style = ProgressStyle::with_template(TEMPLATE);
        let bar = self
            .all
            .add(ProgressBar::new(total).with_message(name.to_owned()));
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(name.to_owned(), bar);
    }

    fn advance(&self, name: &str, by: u64) {
        self.with(name, |bar| bar.inc(by));
    }

    fn finish(&self, name: &str) {
        self.with(name, ProgressBar::finish_and_clear);
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_bar_of_its_own_until_it_is_there() {
        let bars = Bars::new(true);
        let positions = || {
            let running = bars.running.lock().unwrap();
            let mut all: Vec<_> = running
                .iter()
                .map(|(name, bar)| (name.clone(), bar.position(), bar.length()))
                .collect();
            all.sort();
            all
        };
        bars.start("one", 10);
        bars.start("two", 20);
        bars.advance("one", 3);
        bars.advance("one", 4);
        bars.advance("nobody", 4);
        let (one, two) = ("one".to_owned(), "two".to_owned());
        assert_eq!(
            positions(),
            [(one, 7, Some(10)), (two.clone(), 0, Some(20))]
        );
        bars.finish("one");
        assert_eq!(positions(), [(two, 0, Some(20))]);
    }

    #[test]
    fn bars_are_drawn_for_people_and_never_among_json() {
        assert!(Bars::new(true).all.is_hidden());
        let plain = ProgressStyle::with_template(TEMPLATE);
        assert!(plain.is_ok(), "the template is one");
    }
}
