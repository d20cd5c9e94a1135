//! The page that the measurements are written to: a section for each, which is written again
//! without the others.

use anyhow::Context;
use comfy_table::{presets::ASCII_MARKDOWN, Table};
use postern_e2e::page;
use std::{fs, path::Path, process::Command};

/// What a measurement has to show.
#[derive(Default)]
pub struct Report {
    /// Figures.
    pub rows: Vec<Row>,
    /// What is better looked at than read.
    pub pictures: Vec<Picture>,
}

impl From<Vec<Row>> for Report {
    fn from(rows: Vec<Row>) -> Self {
        Self {
            rows,
            pictures: Vec::new(),
        }
    }
}

/// A picture beside the page.
pub struct Picture {
    /// Its file.
    pub file: &'static str,
    /// What it shows.
    pub caption: &'static str,
    /// The picture itself.
    pub svg: String,
}

/// One measured figure.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// What came out.
    pub figure: String,
    /// What is aimed at, where something is.
    pub target: &'static str,
    /// Why the figure is what it is, where it falls short.
    pub remark: String,
}

impl Row {
    /// A figure without a remark.
    pub fn new(what: impl Into<String>, figure: impl Into<String>, target: &'static str) -> Self {
        Self {
            what: what.into(),
            figure: figure.into(),
            target,
            remark: String::new(),
        }
    }

    /// The same with a remark.
    pub fn because(mut self, remark: &str) -> Self {
        self.remark = remark.into();
        self
    }
}

/// Prints the figures to standard output.
pub fn show(rows: &[Row]) {
    println!("\n{}", table(rows));
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new();
    table
        .load_preset(ASCII_MARKDOWN)
        .set_header(["what", "measured", "target", "remark"]);
    for row in rows {
        table.add_row([row.what.as_str(), &row.figure, row.target, &row.remark]);
    }
    table
}

/// How the page begins.
const HEAD: &str = "# Benchmarks\n\n\
     Made by `./scripts/bench`. Figures of one machine, to be compared with each other rather than\n\
     with other machines; each section tells when it was measured.\n";

/// Writes these sections into the page at `path`, and their pictures beside it. The others stay
/// as they are; `titles` has all of them, in their order.
pub fn write(path: &Path, titles: &[&str], sections: &[(&str, Report)]) -> anyhow::Result<()> {
    let old = fs::read_to_string(path).unwrap_or_default();
    let written: Vec<_> = sections
        .iter()
        .map(|(title, report)| (*title, section(report)))
        .collect();
    for picture in sections.iter().flat_map(|(_, report)| &report.pictures) {
        save(&path.with_file_name(picture.file), &picture.svg)?;
    }
    save(path, &page::rewritten(&old, HEAD, titles, &written))
}

fn section(report: &Report) -> String {
    let mut text = format!(
        "{}; commit {}; {}\n\n{}\n",
        machine(),
        output("git", &["describe", "--always", "--dirty"]).unwrap_or_else(|| "unknown".into()),
        output("date", &["-u", "+%Y-%m-%d"]).unwrap_or_default(),
        table(&report.rows),
    );
    for picture in &report.pictures {
        text += &format!("\n![{}]({})\n", picture.caption, picture.file);
    }
    text
}

fn save(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(':').nth(1))
        .unwrap_or("unknown processor");
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes: u64 = memory
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .unwrap_or_default();
    format!(
        "{processors} cores of {}, {} GiB",
        model.trim(),
        kilobytes >> 20
    )
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
