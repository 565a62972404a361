//! A desktop without a screen (Xvfb), to see the browser's own window: its
//! toolbar is no part of any page.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};

use crate::picture::Picture;

/// A running desktop. It ends with this value.
pub struct Desktop {
    display: String,
    _process: Child,
}

impl Desktop {
    /// Whether one can be started here.
    #[must_use]
    pub fn is_possible() -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder: PathBuf| folder.join("Xvfb")).any(|program| program.is_file())
    }

    /// Starts one of this size on a free display.
    ///
    /// # Errors
    /// When Xvfb is missing or does not start.
    pub async fn start(width: u32, height: u32) -> Result<Self> {
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("starting Xvfb: run ./build.sh setup")?;
        let output = process.stdout.take().context("the output of Xvfb")?;
        let Some(number) = BufReader::new(output).lines().next_line().await? else { bail!("Xvfb ended at once") };
        Ok(Self { display: format!(":{}", number.trim()), _process: process })
    }

    /// Its name, as in `DISPLAY`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// What is on it.
    ///
    /// # Errors
    /// When it has ended.
    pub fn picture(&self) -> Result<Picture> {
        let (connection, screen) = x11rb::connect(Some(&self.display)).context("connecting to the desktop")?;
        let screen = connection.setup().roots.get(screen).context("the screen")?;
        let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
        let image = connection.get_image(ImageFormat::Z_PIXMAP, screen.root, 0, 0, width, height, u32::MAX)?.reply()?;
        ensure!(image.data.len() == usize::from(width) * usize::from(height) * 4, "four bytes for each pixel");
        let colors = image.data.chunks_exact(4).filter_map(|pixel| match *pixel {
            [blue, green, red, _] => Some([red, green, blue]),
            _ => None,
        });
        Ok(Picture::new(usize::from(width), colors.collect()))
    }
}
