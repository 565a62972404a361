//! A virtual desktop (Xvfb), which shows the browser's own window. Its toolbar isn't part of any
//! page.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, ImageFormat, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
    MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::{CURRENT_TIME, NONE};

use crate::page::Page;
use crate::picture::{Color, Picture};
use crate::wait::eventually;

/// X11 key codes (keysymdef.h).
pub mod key {
    /// Alt.
    pub const ALT: u32 = 0xffe9;
    /// Shift.
    pub const SHIFT: u32 = 0xffe1;
    /// Enter.
    pub const ENTER: u32 = 0xff0d;
    /// Tab.
    pub const TAB: u32 = 0xff09;
    /// Escape.
    pub const ESCAPE: u32 = 0xff1b;
    /// The up arrow.
    pub const UP: u32 = 0xff52;
    /// A letter, in lower case.
    #[must_use]
    pub const fn letter(letter: char) -> u32 {
        letter as u32
    }
}

/// A color that no page uses.
const COVER: Color = [1, 2, 3];

/// A running desktop. It ends when it is dropped.
pub struct Desktop {
    display: String,
    _process: Child,
}

impl Desktop {
    /// Whether a desktop can be started here.
    #[must_use]
    pub fn is_possible() -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder: PathBuf| folder.join("Xvfb")).any(|program| program.is_file())
    }

    /// Starts a desktop of this size on a free display.
    ///
    /// # Errors
    ///
    /// Returns an error if Xvfb is missing or doesn't start.
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

    /// Presses keys together, and holds the first one longest.
    ///
    /// # Errors
    ///
    /// Returns an error if the desktop has ended, or its keyboard has no such key.
    pub fn press(&self, keys: &[u32]) -> Result<()> {
        let (connection, _) = x11rb::connect(Some(&self.display)).context("connecting to the desktop")?;
        let (first, last) = (connection.setup().min_keycode, connection.setup().max_keycode);
        let map = connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let code = |key: u32| {
            let rows = map.keysyms.chunks(usize::from(map.keysyms_per_keycode));
            let found = (first..=last).zip(rows).find(|(_, row)| row.contains(&key));
            found.map(|(code, _)| code).with_context(|| format!("a key for {key:#x}"))
        };
        let codes = keys.iter().map(|&key| code(key)).collect::<Result<Vec<u8>>>()?;
        let down = codes.iter().map(|&code| (KEY_PRESS_EVENT, code));
        let up = codes.iter().rev().map(|&code| (KEY_RELEASE_EVENT, code));
        for (event, code) in down.chain(up) {
            connection.xtest_fake_input(event, code, CURRENT_TIME, NONE, 0, 0, 0)?.check()?;
        }
        Ok(())
    }

    /// Clicks a mouse button at a point: 1 is the left button, 3 the right one.
    ///
    /// # Errors
    ///
    /// Returns an error if the desktop has ended.
    pub fn click(&self, (x, y): (u16, u16), button: u8) -> Result<()> {
        let (connection, _) = x11rb::connect(Some(&self.display)).context("connecting to the desktop")?;
        let (x, y) = (i16::try_from(x)?, i16::try_from(y)?);
        for (event, detail) in [(MOTION_NOTIFY_EVENT, 0), (BUTTON_PRESS_EVENT, button), (BUTTON_RELEASE_EVENT, button)]
        {
            connection.xtest_fake_input(event, detail, CURRENT_TIME, NONE, x, y, 0)?.check()?;
        }
        Ok(())
    }

    /// Waits until a page's window is visible at this point. An earlier click would be lost.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn shows(&self, page: &Page<'_>, (x, y): (u16, u16)) -> Result<()> {
        let color = async || Ok(self.picture()?.at(x.into(), y.into()));
        page.run(
            "const cover = document.documentElement.appendChild(document.createElement('div'));
             cover.style.cssText = 'all: initial; position: fixed; inset: 0; z-index: 2147483647; ' +
               'background: rgb(1, 2, 3); pointer-events: none';
             window.uncover = () => cover.remove();",
        )
        .await?;
        eventually("the page is drawn on the desktop", color, |color| *color == Some(COVER)).await?;
        page.run("uncover();").await?;
        eventually("the page is drawn again", color, |color| *color != Some(COVER)).await.map(drop)
    }

    /// A picture of the desktop.
    ///
    /// # Errors
    ///
    /// Returns an error if it has ended.
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
