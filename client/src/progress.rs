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
