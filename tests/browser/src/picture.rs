//! Pictures, to be looked at by tests and by people.

use anyhow::{Context, Result};

/// A colour: red, green, blue.
pub type Color = [u8; 3];

/// A picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    pixels: Vec<Color>,
}

impl Picture {
    /// From its rows, top to bottom.
    #[must_use]
    pub fn new(width: usize, pixels: Vec<Color>) -> Self {
        Self { width, pixels }
    }

    /// From a PNG file of 8-bit RGB or RGBA.
    ///
    /// # Errors
    /// When it is none.
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

    /// As a PNG file.
    ///
    /// # Errors
    /// When it is too large.
    pub fn to_png(&self) -> Result<Vec<u8>> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, u32::try_from(self.width)?, u32::try_from(self.height())?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Balanced);
        encoder.write_header()?.write_image_data(&self.pixels.concat())?;
        Ok(file)
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

    /// The rows from `top` to before `bottom`.
    #[must_use]
    pub fn rows(&self, top: usize, bottom: usize) -> Self {
        let (from, to) = (top.min(self.height()) * self.width, bottom.min(self.height()) * self.width);
        Self::new(self.width, self.pixels.get(from..to).unwrap_or_default().to_vec())
    }

    /// How many pixels have this colour, give or take `tolerance` in each channel.
    #[must_use]
    pub fn count(&self, color: Color, tolerance: u8) -> usize {
        let alike = |pixel: &&Color| pixel.iter().zip(color).all(|(a, b)| a.abs_diff(b) <= tolerance);
        self.pixels.iter().filter(alike).count()
    }
}

/// A colour from `#rrggbb`.
///
/// # Errors
/// When it is written otherwise.
pub fn color(written: &str) -> Result<Color> {
    let value = u32::from_str_radix(written.trim_start_matches('#'), 16).context("a colour")?;
    let [_, red, green, blue] = value.to_be_bytes();
    Ok([red, green, blue])
}
