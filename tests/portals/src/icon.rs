//! The `/favicon.ico` that browsers request by default: a plain square, drawn here.

const SIDE: u8 = 16;

/// An icon file with one image of 16 by 16 pixels.
pub fn favicon() -> Vec<u8> {
    const HEADER: usize = 6 + 16;
    const PICTURE: usize = 40 + 16 * 16 * 4 + 16 * 4;
    let side = u32::from(SIDE);
    let mut file = Vec::with_capacity(HEADER + PICTURE);
    // The directory: one icon, its size, one plane of 32 bits, its offset.
    for word in [0_u16, 1, 1] {
        file.extend(word.to_le_bytes());
    }
    file.extend([SIDE, SIDE, 0, 0, 1, 0, 32, 0]);
    file.extend(u32::try_from(PICTURE).unwrap_or_default().to_le_bytes());
    file.extend(u32::try_from(HEADER).unwrap_or_default().to_le_bytes());
    // The image: a bitmap of double height, with the colors first, and then an empty mask.
    file.extend([40, side, side * 2].into_iter().flat_map(u32::to_le_bytes));
    file.extend([1, 0, 32, 0]);
    file.extend([0; 24]);
    for row in 0..SIDE {
        for column in 0..SIDE {
            file.extend(pixel(row, column));
        }
    }
    file.extend([0; 16 * 4]);
    file
}

/// Blue, green, red, opacity: a slate square with a light bar.
fn pixel(row: u8, column: u8) -> [u8; 4] {
    let inside = |at: u8| (3..SIDE - 3).contains(&at);
    if inside(column) && (row == 5 || row == 6 || row == 10) {
        [0xf4, 0xf1, 0xee, 0xff]
    } else {
        [0x5c, 0x4b, 0x3d, 0xff]
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_is_as_long_as_it_says() {
        let file = super::favicon();
        assert_eq!(file.len(), 22 + 40 + 16 * 16 * 4 + 16 * 4);
    }
}
