//! Pictures of what was measured.

use plotters::{
    coord::ranged1d::{AsRangedCoord, ValueFormatter},
    prelude::*,
};
use std::time::Duration;

/// Pixels.
const SIZE: (u32, u32) = (800, 360);

/// One line each; told apart by shade as well as by hue.
const COLOURS: [RGBColor; 3] = [
    RGBColor(20, 60, 140),
    RGBColor(230, 130, 20),
    RGBColor(90, 170, 90),
];

/// A line with its name.
type Line<'a> = (&'a str, Vec<(f64, f64)>);

/// The time of each block over the seconds of a minute, as SVG: a line for each load.
pub fn block_time(loads: &[(&str, &Vec<(f64, Duration)>)]) -> anyhow::Result<String> {
    let lines: Vec<Line> = loads
        .iter()
        .map(|(name, blocks)| {
            let points = blocks.iter().map(|(at, time)| (*at, time.as_secs_f64()));
            (*name, points.collect())
        })
        .collect();
    let end = points(&lines).map(|(at, _)| at).fold(0.0, f64::max);
    let axes = ["seconds under load", "seconds since the block before"];
    draw(0.0..end, top(&lines, 3.0), axes, &lines)
}

/// Microseconds over the number of entries in state, as SVG: a line for each operation.
pub fn growth(lines: &[Line]) -> anyhow::Result<String> {
    let least = points(lines)
        .map(|(at, _)| at)
        .fold(f64::INFINITY, f64::min);
    let most = points(lines).map(|(at, _)| at).fold(0.0, f64::max);
    // One point alone still wants an axis.
    let along = (least..most.max(least * 10.0)).log_scale();
    let axes = ["messages that wait on the chain", "\u{b5}s for one more"];
    draw(along, top(lines, 0.0), axes, lines)
}

fn points<'a>(lines: &'a [Line<'a>]) -> impl Iterator<Item = (f64, f64)> + 'a {
    lines.iter().flat_map(|(_, points)| points.iter().copied())
}

/// A little above the highest point, or above `least`.
fn top(lines: &[Line], least: f64) -> f64 {
    points(lines)
        .map(|(_, height)| height)
        .fold(least, f64::max)
        * 1.1
}

fn draw<X>(along: X, top: f64, axes: [&str; 2], lines: &[Line]) -> anyhow::Result<String>
where
    X: AsRangedCoord<Value = f64>,
    X::CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .margin(12)
            // Half of the last label stands behind the end of its axis.
            .margin_right(32)
            .x_label_area_size(36)
            .y_label_area_size(44)
            .build_cartesian_2d(along, 0.0..top)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_label_formatter(&|x| format!("{x:.0}"))
            .x_desc(axes[0])
            .y_desc(axes[1])
            .draw()?;
        for ((name, points), colour) in lines.iter().zip(COLOURS) {
            let line = LineSeries::new(points.iter().copied(), colour.stroke_width(2));
            chart
                .draw_series(line.point_size(3))?
                .label(*name)
                .legend(move |(x, y)| {
                    Rectangle::new([(x, y - 2), (x + 16, y + 2)], colour.filled())
                });
        }
        chart
            .configure_series_labels()
            .background_style(WHITE)
            .border_style(BLACK)
            .draw()?;
        area.present()?;
    }
    Ok(svg)
}
