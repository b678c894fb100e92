//! The drawing of a curve.

use super::Point;
use diorama_world::Domain;
use std::fmt::Write;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 56.0;
const TOP: f64 = 34.0;
/// Room between the two drawings, and under the last.
const GAP: f64 = 64.0;
/// Points that a curve is thinned to.
const DRAWN: usize = 400;
/// Told apart by people who see few colours too (after Okabe and Ito).
const COLOURS: [&str; 7] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

/// The loss (on a logarithmic scale) and the exact held-out deltas against the tokens read, as SVG.
pub fn plot(points: &[Point]) -> String {
    let mut read = 0;
    let read: Vec<f64> = points
        .iter()
        .map(|point| {
            read += point.tokens;
            read as f64 / 1e6
        })
        .collect();
    let most = read.last().copied().unwrap_or(1.0);
    let x = |at: f64| LEFT + at / most * WIDTH;
    let (width, height) = (LEFT + WIDTH + 110.0, 2.0 * (TOP + HEIGHT + GAP));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
    );

    let losses = smoothed(points);
    let low = losses.iter().copied().fold(f64::MAX, f64::min).max(1e-4) * 0.9;
    let high = losses.iter().copied().fold(low * 1.1, f64::max);
    let y = |loss: f64| TOP + (high / loss.max(low)).ln() / (high / low).ln() * HEIGHT;
    title(&mut svg, TOP, "Loss on training batches, nats a token (mean of neighbours)");
    for power in -4..2 {
        for loss in [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(power)) {
            if (low..=high).contains(&loss) {
                level(&mut svg, y(loss), &format!("{loss}"));
            }
        }
    }
    let every = points.len() / DRAWN + 1;
    let line = read.iter().zip(&losses).step_by(every).map(|(at, loss)| (x(*at), y(*loss)));
    curve(&mut svg, line, COLOURS[0]);
    axis(&mut svg, TOP + HEIGHT, most);

    let top = 2.0 * TOP + HEIGHT + GAP;
    let y = |share: f64| top + (1.0 - share) * HEIGHT;
    title(&mut svg, top, "Held-out deltas whose every token is the likeliest");
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        level(&mut svg, y(share), &format!("{:.0} %", share * 100.0));
    }
    for (index, domain) in Domain::ALL.into_iter().enumerate() {
        let line = points.iter().zip(&read).filter_map(|(point, at)| {
            let seen = point.held_out.as_ref()?.get(&domain)?;
            Some((x(*at), y(seen.exact as f64 / seen.deltas.max(1) as f64)))
        });
        curve(&mut svg, line, COLOURS[index]);
        _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" fill=\"{}\">{}</text>",
            LEFT + WIDTH + 16.0,
            top + 14.0 + 18.0 * index as f64,
            COLOURS[index],
            domain.name(),
        );
    }
    axis(&mut svg, top + HEIGHT, most);
    svg.push_str("</svg>\n");
    svg
}

/// The mean of each loss and its neighbours.
fn smoothed(points: &[Point]) -> Vec<f64> {
    let reach = points.len() / 200;
    let mean = |at: usize| {
        let near = &points[at.saturating_sub(reach)..points.len().min(at + reach + 1)];
        near.iter().map(|point| f64::from(point.loss)).sum::<f64>() / near.len() as f64
    };
    (0..points.len()).map(mean).collect()
}

fn title(svg: &mut String, top: f64, text: &str) {
    _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{}\" font-weight=\"bold\">{text}</text>", top - 12.0);
}

fn level(svg: &mut String, y: f64, text: &str) {
    let right = LEFT + WIDTH;
    _ = writeln!(svg, "<path d=\"M{LEFT} {y:.1}H{right}\" stroke=\"#ddd\"/>");
    let (x, y) = (LEFT - 8.0, y + 4.0);
    _ = writeln!(svg, "<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"end\">{text}</text>");
}

fn axis(svg: &mut String, y: f64, most: f64) {
    for part in 0..=4 {
        let (x, at) = (LEFT + WIDTH * f64::from(part) / 4.0, most * f64::from(part) / 4.0);
        let y = y + 20.0;
        _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{at:.1}</text>");
    }
    let (x, y) = (LEFT + WIDTH / 2.0, y + 40.0);
    _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">million tokens read</text>"
    );
}

fn curve(svg: &mut String, line: impl Iterator<Item = (f64, f64)>, colour: &str) {
    let path: Vec<String> = line.map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    if !path.is_empty() {
        let path = path.join("L");
        _ = writeln!(
            svg,
            "<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"/>",
        );
    }
}
