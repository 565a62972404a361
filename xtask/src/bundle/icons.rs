//! Draws the icons from one template, with a shape and a color per look.

use std::fs;

use anyhow::{Context, Result, anyhow};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use sandbar::view::badge::{TOOLBAR_SIZES, icon_file};
use sandbar::view::theme::{HATCH, Tone, color, icon_shape, ink};

use super::graph::{Graph, Inputs, Output};
use crate::project::root;

/// The sizes of the extension's own icon in browsers and stores, in pixels.
pub const OWN_SIZES: [u32; 4] = [16, 32, 48, 128];

/// The sizes of a look. All but the extension's own appear only in the toolbar.
const fn sizes(tone: Tone) -> &'static [u32] {
    match tone {
        Tone::Neutral => &OWN_SIZES,
        Tone::Production | Tone::Sandbox | Tone::Check => &TOOLBAR_SIZES,
    }
}

/// The icon of a look, as SVG.
pub fn svg(tone: Tone) -> Result<String> {
    let template = root().join("extension/icons/template.svg");
    let template = fs::read_to_string(&template).with_context(|| format!("reading {}", template.display()))?;
    // Only the hatched icon needs the pattern.
    let template = match (tone, template.split_once("  <defs>"), template.split_once("</defs>")) {
        (Tone::Sandbox, ..) | (_, None, _) | (_, _, None) => template,
        (_, Some((before, _)), Some((_, after))) => format!("{}{}", before.trim_end(), after),
    };
    let template = match tone {
        Tone::Sandbox => template.replace("{stripes}", STRIPES).replace("{hatch}", HATCH),
        // Solid icons don't need the line that draws the stripes.
        _ => template.lines().filter(|line| !line.contains("{stripes}")).collect(),
    };
    Ok(template.replace("{color}", color(tone)).replace("{ink}", ink(tone)).replace("{shape}", icon_shape(tone)))
}

/// The diagonal hatching for the sandbox, in the template's box of 32 units and
/// inside its corners.
const STRIPES: &str = "M2 11l9-9M2 22L22 2M3 30L30 3M10 30L30 10M21 30l9-9";

/// The icon of a look at this size.
fn drawn(tree: &Tree, size: u32) -> Result<Pixmap> {
    let mut picture = Pixmap::new(size, size).ok_or_else(|| anyhow!("an icon can't have {size} pixels"))?;
    #[allow(clippy::cast_precision_loss, reason = "icon sizes are small")]
    let scale = size as f32 / tree.size().width();
    resvg::render(tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    Ok(picture)
}

/// Builds `icons/`: every look in its sizes.
pub fn build(graph: &Graph) -> Result<Output> {
    let pictures = Tone::ALL.into_iter().map(|tone| Ok((tone, svg(tone)?))).collect::<Result<Vec<_>>>()?;
    let mut inputs = Inputs::of(include_str!("icons.rs")).locked_crate("resvg")?;
    for (tone, svg) in &pictures {
        let files: Vec<String> = sizes(*tone).iter().map(|&size| icon_file(*tone, size)).collect();
        inputs = inputs.text(&files.join(" "), svg);
    }
    graph.step("icons", inputs, |into| {
        fs::create_dir(into.join("icons")).context("creating the icon folder")?;
        for (tone, svg) in &pictures {
            let tree = Tree::from_str(svg, &Options::default()).context("reading the icon template")?;
            for &size in sizes(*tone) {
                let picture = drawn(&tree, size)?;
                picture.save_png(into.join(icon_file(*tone, size))).context("writing an icon")?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    /// The pixels of an icon at size 16 that are closer to its ink than to its
    /// color: what remains visible without colors.
    fn ink_at_16(tone: Tone) -> Vec<bool> {
        let tree = Tree::from_str(&svg(tone).unwrap(), &Options::default()).unwrap();
        let channels = |color: &str| [1, 3, 5].map(|at| u8::from_str_radix(&color[at..at + 2], 16).unwrap());
        let distance = |pixel: [u8; 3], color: &str| -> u32 {
            pixel.into_iter().zip(channels(color)).map(|(a, b)| u32::from(a.abs_diff(b))).sum()
        };
        let is_ink = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
            let pixel = [pixel.red(), pixel.green(), pixel.blue()];
            distance(pixel, ink(tone)) < distance(pixel, color(tone))
        };
        // Inside the corners, where every icon is opaque.
        let picture = drawn(&tree, 16).unwrap();
        let inside = picture.pixels().chunks(16).skip(2).take(12).flat_map(|row| &row[2..14]);
        inside.map(is_ink).collect()
    }

    #[test]
    fn icons_differ_by_their_shape_at_16_pixels() {
        let inks = Tone::ALL.map(|tone| (tone, ink_at_16(tone)));
        for (index, (tone, shape)) in inks.iter().enumerate() {
            for (other, with) in &inks[index + 1..] {
                let different = shape.iter().zip(with).filter(|(a, b)| a != b).count();
                assert!(different >= 16, "{tone:?} and {other:?} differ by {different} of {} pixels", shape.len());
            }
        }
    }
}
