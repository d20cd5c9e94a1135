//! What the worker says to whoever runs the node: each change of state once.

use super::*;
use crate::{mock::*, offchain::LOG_TARGET};
use ::log::{Level, LevelFilter, Log, Metadata, Record};
use std::{cell::RefCell, env, process::Command};

thread_local! {
    static SAID: RefCell<Vec<(Level, String)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what each test says apart: a test is a thread.
struct Ear;

impl Log for Ear {
    fn enabled(&self, metadata: &Metadata) -> bool {
        metadata.target() == LOG_TARGET && metadata.level() <= Level::Info
    }

    fn log(&self, record: &Record) {
        if self.enabled(record.metadata()) {
            let said = (record.level(), record.args().to_string());
            SAID.with_borrow_mut(|all| all.push(said));
        }
    }

    fn flush(&self) {}
}

/// Runs a test in a process of its own: in this one, a test of the framework's sets a logger
/// of its own, sooner or later.
fn alone(test: &str, check: impl FnOnce()) {
    const ALONE: &str = "POSTERN_TEST_RUNS_ALONE";
    if env::var_os(ALONE).is_some() {
        ::log::set_logger(&Ear).expect("nothing else listens");
        ::log::set_max_level(LevelFilter::Info);
        return check();
    }
    let (_, module) = module_path!()
        .split_once("::")
        .expect("a crate and a module");
    let this = env::current_exe().expect("a program has a path");
    let output = Command::new(this)
        .arg(format!("{module}::{test}"))
        .args(["--exact", "--nocapture"])
        .env(ALONE, "1")
        .output()
        .expect("it can be started again");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

fn said() -> Vec<(Level, String)> {
    SAID.take()
}

#[test]
fn a_node_that_stops_working_is_reported_once_and_once_when_it_works_again() {
    alone(
        "a_node_that_stops_working_is_reported_once_and_once_when_it_works_again",
        || {
            for health in [Health::Down, Health::Silent, Health::Foreign] {
                let ipfs = Ipfs::new();
                let mut chain = Chain::new(&ipfs);
                chain.block_and_run(&retain([1]));
                assert_eq!(said(), []);
                ipfs.set_health(health);
                chain.block(&retain([2]));
                chain.run_for(50);
                let reports = said();
                assert_eq!(reports.len(), 1, "{health:?}: {reports:?}");
                assert_eq!(reports[0].0, Level::Warn);
                assert!(reports[0].1.contains("127.0.0.1:5001"), "{reports:?}");
                ipfs.set_health(Health::Well);
                chain.run_for(50);
                let reports = said();
                assert_eq!(reports.len(), 1, "{health:?}: {reports:?}");
                assert_eq!(reports[0].0, Level::Info);
            }
        },
    );
}

#[test]
fn contents_that_fail_are_counted_and_not_logged() {
    alone("contents_that_fail_are_counted_and_not_logged", || {
        let ipfs = Ipfs::new();
        let mut chain = Chain::new(&ipfs);
        (0..100).for_each(|n| ipfs.set_content(&cid(n), Content::Missing));
        chain.block_and_run(&retain(0..100));
        chain.run_for(100);
        assert_eq!(said(), []);
        let stats = stats(&ipfs);
        assert_eq!(stats.retrying, 100);
        assert!(stats.failed >= 100);
    });
}
