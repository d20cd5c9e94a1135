//! Pictures of what was measured.

use plotters::prelude::*;
use std::time::Duration;

/// Pixels.
const SIZE: (u32, u32) = (800, 360);

/// One line each; told apart by shade as well as by hue.
const COLOURS: [RGBColor; 2] = [RGBColor(20, 60, 140), RGBColor(230, 130, 20)];

/// The time of each block over the seconds of a minute, as SVG: a line for each load.
pub fn block_time(loads: &[(&str, &Vec<(f64, Duration)>)]) -> anyhow::Result<String> {
    let blocks = || loads.iter().flat_map(|(_, blocks)| blocks.iter());
    let longest = blocks()
        .map(|(_, time)| time.as_secs_f64())
        .fold(3.0, f64::max);
    let end = blocks().map(|(at, _)| *at).fold(0.0, f64::max);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(44)
            .build_cartesian_2d(0.0..end, 0.0..longest * 1.1)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_desc("seconds under load")
            .y_desc("seconds since the block before")
            .draw()?;
        for ((name, blocks), colour) in loads.iter().zip(COLOURS) {
            let points = blocks.iter().map(|(at, time)| (*at, time.as_secs_f64()));
            chart
                .draw_series(LineSeries::new(points, colour.stroke_width(2)).point_size(3))?
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
