//! Pictures, for tests and for the documentation.

use anyhow::{Context, Result};

/// A color: red, green, blue.
pub type Color = [u8; 3];

/// A picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    pixels: Vec<Color>,
}

impl Picture {
    /// Creates a picture from its rows, top to bottom.
    #[must_use]
    pub fn new(width: usize, pixels: Vec<Color>) -> Self {
        Self { width, pixels }
    }

    /// Reads a PNG file with 8-bit RGB or RGBA.
    ///
    /// # Errors
    ///
    /// Returns an error if it isn't such a file.
    pub fn from_png(file: &[u8]) -> Result<Self> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().context("reading a picture")?;
        let mut data = vec![0; reader.output_buffer_size().context("a picture that fits in memory")?];
        let info = reader.next_frame(&mut data).context("reading a picture")?;
        let pixels = data.chunks_exact(info.color_type.samples()).filter_map(|pixel| match *pixel {
            [red, green, blue] | [red, green, blue, _] => Some([red, green, blue]),
            _ => None,
        });
        Ok(Self::new(usize::try_from(info.width)?, pixels.collect()))
    }

    /// Writes a PNG file.
    ///
    /// # Errors
    ///
    /// Returns an error if it is too large.
    pub fn to_png(&self) -> Result<Vec<u8>> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, u32::try_from(self.width)?, u32::try_from(self.height())?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.write_header()?.write_image_data(&self.pixels.concat())?;
        Ok(file)
    }

    /// Writes an animated, repeating PNG file from pictures of the same size. Each is shown for
    /// this many milliseconds.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none, or they differ in size.
    pub fn animated(frames: &[Self], shown: u16) -> Result<Vec<u8>> {
        let first = frames.first().context("a picture")?;
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, u32::try_from(first.width)?, u32::try_from(first.height())?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.set_animated(u32::try_from(frames.len())?, 0)?;
        encoder.set_frame_delay(shown, 1000)?;
        let mut writer = encoder.write_header()?;
        for frame in frames {
            anyhow::ensure!(frame.width == first.width && frame.height() == first.height(), "another size");
            writer.write_image_data(&frame.pixels.concat())?;
        }
        writer.finish()?;
        Ok(file)
    }

    /// This picture with another one of the same width below it.
    #[must_use]
    pub fn above(&self, below: &Self) -> Self {
        Self::new(self.width, [&*self.pixels, &*below.pixels].concat())
    }

    /// Width in pixels.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.pixels.len().checked_div(self.width).unwrap_or(0)
    }

    /// The color of a pixel, if it is inside the picture.
    #[must_use]
    pub fn at(&self, x: usize, y: usize) -> Option<Color> {
        let place = (x < self.width).then_some(y * self.width + x)?;
        self.pixels.get(place).copied()
    }

    /// The rows from `top` up to, but not including, `bottom`.
    #[must_use]
    pub fn rows(&self, top: usize, bottom: usize) -> Self {
        let (from, to) = (top.min(self.height()) * self.width, bottom.min(self.height()) * self.width);
        Self::new(self.width, self.pixels.get(from..to).unwrap_or_default().to_vec())
    }

    /// This picture with another one on top, whose upper left corner is at this position. Parts
    /// outside are cut off.
    #[must_use]
    pub fn with(&self, other: &Self, left: usize, top: usize) -> Self {
        let pixel = |(index, pixel): (usize, &Color)| {
            let (row, column) = (index / self.width, index % self.width);
            let (row, column) = (row.checked_sub(top)?, column.checked_sub(left)?);
            let there = (column < other.width).then(|| other.pixels.get(row * other.width + column)).flatten();
            Some(*there.unwrap_or(pixel))
        };
        let laid = self.pixels.iter().enumerate().map(|here| pixel(here).unwrap_or(*here.1));
        Self::new(self.width, laid.collect())
    }

    /// The number of pixels with this color, within `tolerance` per channel.
    #[must_use]
    pub fn count(&self, color: Color, tolerance: u8) -> usize {
        let alike = |pixel: &&Color| pixel.iter().zip(color).all(|(a, b)| a.abs_diff(b) <= tolerance);
        self.pixels.iter().filter(alike).count()
    }
}

/// Parses a color such as `#rrggbb`.
///
/// # Errors
///
/// Returns an error if it has another form.
pub fn color(written: &str) -> Result<Color> {
    let value = u32::from_str_radix(written.trim_start_matches('#'), 16).context("a color")?;
    let [_, red, green, blue] = value.to_be_bytes();
    Ok([red, green, blue])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const A: Color = [0, 0, 0];
    const B: Color = [9, 9, 9];

    #[test]
    fn a_picture_laid_on_another_covers_its_place_and_is_cut_at_the_edge() {
        let under = Picture::new(3, vec![A; 6]);
        let over = Picture::new(2, vec![B; 6]);
        assert!(under.with(&over, 1, 1) == Picture::new(3, vec![A, A, A, A, B, B]));
        assert!(under.with(&over, 2, 0) == Picture::new(3, vec![A, A, B, A, A, B]));
    }

    #[test]
    fn an_animation_has_all_its_pictures() {
        let [first, second] = [A, B].map(|color| Picture::new(2, vec![color; 4]));
        let file = Picture::animated(&[first.clone(), second.above(&second).rows(1, 3)], 500).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        assert_eq!(reader.info().animation_control.map(|animation| animation.num_frames), Some(2));
        assert!(Picture::from_png(&file).unwrap() == first);
        assert!(Picture::animated(&[], 500).is_err());
        assert!(Picture::animated(&[first.clone(), first.above(&first)], 500).is_err());
    }
}
