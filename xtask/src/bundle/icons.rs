//! The icons, from one template: a shape and a color for each look.

use std::fs;

use anyhow::{Context, Result, anyhow};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use sandbar::view::badge::{TOOLBAR_SIZES, icon_file};
use sandbar::view::theme::{HATCH, Tone, color, icon_shape, ink};

use super::graph::{Graph, Inputs, Output};
use crate::project::root;

/// The sizes in which browsers and stores show the extension itself, in pixels.
pub const OWN_SIZES: [u32; 4] = [16, 32, 48, 128];

/// The sizes in which a look is shown: all but the extension's own are only in a toolbar.
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
    // Only the hatched one needs the pattern.
    let template = match (tone, template.split_once("  <defs>"), template.split_once("</defs>")) {
        (Tone::Sandbox, ..) | (_, None, _) | (_, _, None) => template,
        (_, Some((before, _)), Some((_, after))) => format!("{}{}", before.trim_end(), after),
    };
    let template = match tone {
        Tone::Sandbox => template.replace("{stripes}", STRIPES).replace("{hatch}", HATCH),
        // Solid: without the line that draws the stripes.
        _ => template.lines().filter(|line| !line.contains("{stripes}")).collect(),
    };
    Ok(template.replace("{color}", color(tone)).replace("{ink}", ink(tone)).replace("{shape}", icon_shape(tone)))
}

/// The diagonal hatching of the sandbox, on the template's 32 units and within its corners.
const STRIPES: &str = "M2 11l9-9M2 22L22 2M3 30L30 3M10 30L30 10M21 30l9-9";

/// Makes `icons/`: every look in the sizes in which it is shown.
pub fn build(graph: &Graph) -> Result<Output> {
    let pictures = Tone::ALL.into_iter().map(|tone| Ok((tone, svg(tone)?))).collect::<Result<Vec<_>>>()?;
    let mut inputs = Inputs::of(include_str!("icons.rs")).locked_crate("resvg")?;
    for (tone, svg) in &pictures {
        let files: Vec<String> = sizes(*tone).iter().map(|&size| icon_file(*tone, size)).collect();
        inputs = inputs.text(&files.join(" "), svg);
    }
    graph.step("icons", inputs, |into| {
        fs::create_dir(into.join("icons")).context("making the icon folder")?;
        for (tone, svg) in &pictures {
            let tree = Tree::from_str(svg, &Options::default()).context("reading the icon template")?;
            for &size in sizes(*tone) {
                let mut picture = Pixmap::new(size, size).ok_or_else(|| anyhow!("an icon of {size} pixels"))?;
                #[allow(clippy::cast_precision_loss, reason = "icon sizes are small")]
                let scale = size as f32 / tree.size().width();
                resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
                picture.save_png(into.join(icon_file(*tone, size))).context("writing an icon")?;
            }
        }
        Ok(())
    })
}
