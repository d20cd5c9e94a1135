//! What was measured, as a table and a picture.

use super::{
    database::Database,
    state::Footprint,
    town::{Point, SAMPLE},
};
use crate::{
    figures::Samples,
    plot,
    report::{Picture, Report, Row},
};
use anyhow::Context;
use postern_runtime::Runtime;
use std::time::Duration;

/// Where a point has the times of an operation.
type Times = fn(&Point) -> &Samples;

/// What costs something, in a word and in words.
const OPERATIONS: [(&str, &str, Times); 3] = [
    ("send", "importing an `inbox.send` in a block", |point| {
        &point.send
    }),
    ("read", "asking the runtime API for a message", |point| {
        &point.read
    }),
    (
        "acknowledge",
        "importing a free acknowledgement in a block",
        |point| &point.acknowledge,
    ),
];

/// What the points say, what was left after a day, and what the database costs at the last point.
pub fn report(points: &[Point], left: Footprint, database: &Database) -> anyhow::Result<Report> {
    let last = points.last().context("nothing was to be measured")?;
    let mut rows = costs(points);
    rows.extend(sizes(last));
    rows.push(Row::new(
        format!("bytes of state left of {SAMPLE} messages a day after that"),
        left.bytes.to_string(),
        "0",
    ));
    rows.push(storage(last, database));
    Ok(Report {
        rows,
        pictures: vec![Picture {
            file: "growth.svg",
            caption: "What a message costs by the number of messages that wait on the chain",
            svg: plot::growth(&curves(points))?,
        }],
    })
}

/// One row an operation: the median at each number of entries.
fn costs(points: &[Point]) -> Vec<Row> {
    let sizes = joined(points, |point| point.entries.to_string());
    let row = |(_, what, times): &(_, &str, Times)| {
        let medians = joined(points, |point| format!("{:.0}", micros(times(point))));
        Row::new(
            format!("{what}, with {sizes} entries in state"),
            format!("{medians} \u{b5}s"),
            "flat",
        )
    };
    OPERATIONS.iter().map(row).collect()
}

fn sizes(point: &Point) -> [Row; 3] {
    let each = |sum: i64| sum as f64 / SAMPLE as f64;
    let (waiting, left) = (point.waiting, point.left);
    [
        Row::new(
            "bytes of blocks for a message to one inbox: sending it, acknowledging it",
            format!(
                "{:.0}, {:.0}",
                each(point.sent_bytes as i64),
                each(point.acknowledged_bytes as i64)
            ),
            "",
        ),
        Row::new(
            "bytes of state for it while it waits, and entries of maps",
            format!("{:.0} in {:.1}", each(waiting.bytes), each(waiting.keys)),
            "",
        )
        .because("keys included; the trie's own nodes are not"),
        Row::new(
            "the same once it is acknowledged",
            format!("{:.0} in {:.1}", each(left.bytes), each(left.keys)),
            "",
        )
        .because("for a day, pinners that were away can look up what was released"),
    ]
}

fn storage(point: &Point, database: &Database) -> Row {
    let micros = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e6);
    let price = <Runtime as frame_system::Config>::DbWeight::get();
    let priced = |picoseconds: u64| micros(Duration::from_nanos(picoseconds / 1_000));
    Row::new(
        format!(
            "a key of state in ParityDB with {} entries: reading it, writing it in a block",
            point.entries
        ),
        format!(
            "{}, {} \u{b5}s",
            micros(database.read),
            micros(database.write)
        ),
        "",
    )
    .because(&format!(
        "the runtime counts {} and {} \u{b5}s",
        priced(price.read),
        priced(price.write)
    ))
}

fn joined(points: &[Point], show: impl Fn(&Point) -> String) -> String {
    points.iter().map(show).collect::<Vec<_>>().join(" / ")
}

fn micros(times: &Samples) -> f64 {
    times.median().as_secs_f64() * 1e6
}

fn curves(points: &[Point]) -> Vec<(&'static str, Vec<(f64, f64)>)> {
    let curve = |(name, _, times): &(&'static str, _, Times)| {
        let along = points.iter();
        let curve = along.map(|point| (f64::from(point.entries), micros(times(point))));
        (*name, curve.collect())
    };
    OPERATIONS.iter().map(curve).collect()
}
