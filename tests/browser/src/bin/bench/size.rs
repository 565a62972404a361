//! The sizes of what is packaged and loaded, as recorded by the build.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::report::Row;
use crate::workshop;

/// Reads the sizes that `./build.sh bench` has recorded. Tests check their limits.
pub fn measure() -> Result<Vec<Row>> {
    let path = workshop().join("sizes.json");
    let text = fs::read(&path).with_context(|| format!("reading {}: run ./build.sh bench", path.display()))?;
    let sizes: Vec<Value> = serde_json::from_slice(&text).context("reading the sizes")?;
    let kilobytes = |value: &Value| value.as_f64().unwrap_or_default() / 1024.0;
    let rows = sizes.iter().map(|size| {
        let (bytes, wanted) = (kilobytes(&size["bytes"]), kilobytes(&size["wanted"]));
        let name = size["name"].as_str().unwrap_or_default();
        match size["wanted"].is_null() {
            true => Row::told(name, format!("{bytes:.1} KB")),
            false => Row::new(name, format!("{bytes:.1} KB"), format!("≤ {wanted:.0} KB"), bytes <= wanted),
        }
    });
    Ok(rows.collect())
}
