//! Measures scanning: natively, in the browser, compared with copying memory and with widely used
//! scanners.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use browser_tests::{Browser, Options, Page};
use serde_json::Value;

use crate::report::Row;
use crate::sample::{Sample, short};
use crate::{root, workshop};

#[path = "../../../../../examples/texts/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the examples")]
mod texts;
use texts::SHOWN;

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;
const SIZES: [usize; 3] = [KIB, MIB, 10 * MIB];

/// How much of a text the core examines.
const EXAMINED: usize = MIB;

const PROSE: &str = "prose";
const DENSE: &str = "40 hex a line";

/// Megabytes per second for finding and for copying, by text and size.
type Rates = BTreeMap<(String, usize), [Sample; 2]>;

#[allow(clippy::cast_precision_loss, reason = "sizes of texts")]
fn rates(told: &Value) -> Result<Rates> {
    let mut all = Rates::new();
    for row in told.as_array().context("a list of rates")? {
        let size = usize::try_from(row["size"].as_u64().context("a size")?)?;
        let rate = |what: &str, bytes: usize| {
            let seconds = row[what].as_array().into_iter().flatten().filter_map(Value::as_f64);
            seconds.map(|seconds| bytes as f64 / 1e6 / seconds).collect::<Sample>()
        };
        let nominal = SIZES.into_iter().min_by_key(|wanted| wanted.abs_diff(size)).unwrap_or(size);
        let text = row["text"].as_str().context("a text's name")?.to_owned();
        all.insert((text, nominal), [rate("find", size.min(EXAMINED)), rate("copy", size)]);
    }
    Ok(all)
}

fn native() -> Result<Rates> {
    let program = root().join("target/speed/examples/scan_speed");
    let output = Command::new(&program).args(SIZES.map(|size| size.to_string())).output();
    let output = output.with_context(|| format!("starting {}: run ./build.sh bench", program.display()))?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    rates(&serde_json::from_slice(&output.stdout)?)
}

async fn in_browser() -> Result<Rates> {
    let module = workshop().join("scan.wasm");
    let module = fs::read(&module).with_context(|| format!("reading {}: run ./build.sh bench", module.display()))?;
    let module = base64::engine::general_purpose::STANDARD.encode(module);
    let browser = Browser::start_with(Options { extension: None, ..Options::default() }).await?;
    let page = browser.open("https://example.org/").await?;
    // The glue's imports aren't needed for scanning.
    let start = format!(
        "const module = await WebAssembly.compile(Uint8Array.from(atob('{module}'), (letter) => letter.charCodeAt(0)));
         const imports = {{}};
         for (const {{ module: place, name }} of WebAssembly.Module.imports(module)) (imports[place] ??= {{}})[name] = () => 0;
         window.scanner = (await WebAssembly.instantiate(module, imports)).exports;
         window.times = (run) => {{
           const stretch = (count) => {{
             const begun = performance.now();
             for (let done = 0; done < count; done++) run();
             return (performance.now() - begun) / 1000;
           }};
           let count = 1;
           while (stretch(count) < 0.004) count *= 2;
           // The browser recompiles code that runs often.
           stretch(count);
           return Array.from({{ length: 15 }}, () => stretch(count) / count);
         }};"
    );
    page.run(&start).await?;
    let mut told = Vec::new();
    for size in SIZES {
        for (number, name) in texts::names().enumerate() {
            if size == MIB || SHOWN.contains(&name) {
                told.push(one_in_browser(&page, name, number, size).await?);
            }
        }
    }
    browser.end().await?;
    rates(&Value::from(told))
}

async fn one_in_browser(page: &Page<'_>, name: &str, number: usize, size: usize) -> Result<Value> {
    let run = format!(
        "const size = scanner.choose({number}, {size});
         return {{ size, find: times(() => scanner.scan()), copy: times(() => scanner.copy()) }};"
    );
    let mut row = page.run(&run).await?;
    row["text"] = name.into();
    Ok(row)
}

/// Megabytes per second of another scanner on a text, without its start-up time.
struct Others {
    folder: PathBuf,
}

const SCANNERS: &str = r#"{
  "private": true, "type": "module",
  "dependencies": { "@secretlint/node": "13.0.6", "@secretlint/secretlint-rule-preset-recommend": "13.0.6" }
}
"#;

/// As in its documentation: one engine, created once, checks a text.
const SECRETLINT: &str = r#"import { readFileSync } from "node:fs";
import { createEngine } from "@secretlint/node";
const engine = await createEngine({ configFilePath: ".secretlintrc.json", formatter: "json", color: false, cwd: process.cwd() });
const [, , filePath] = process.argv;
const content = readFileSync(filePath, "utf8");
await engine.executeOnContent({ content: content.slice(0, 1000), filePath });
const seconds = [];
for (let round = 0; round < 3 && !(seconds[0] > 5); round++) {
  const begun = performance.now();
  await engine.executeOnContent({ content, filePath });
  seconds.push((performance.now() - begun) / 1000);
}
console.log(JSON.stringify(seconds));
"#;

impl Others {
    /// Installs both scanners, unless they are installed.
    async fn get() -> Result<Self> {
        let folder = workshop().join("scanners");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), SCANNERS)?;
        fs::write(folder.join("scan.mjs"), SECRETLINT)?;
        let rules = r#"{ "rules": [{ "id": "@secretlint/secretlint-rule-preset-recommend" }] }"#;
        fs::write(folder.join(".secretlintrc.json"), rules)?;
        let others = Self { folder };
        if !others.folder.join("node_modules/@secretlint/node").is_dir() {
            others.run("npm", &["install", "--no-fund", "--no-audit", "--silent"], SETUP).await?;
        }
        if !others.folder.join("venv/bin/detect-secrets").is_file() {
            others.run("python3", &["-m", "venv", "venv"], SETUP).await?;
            let install = ["install", "--quiet", "--disable-pip-version-check", "detect-secrets==1.5.0"];
            others.run("venv/bin/pip", &install, SETUP).await?;
        }
        Ok(others)
    }

    /// The output of a program; `None` if it doesn't end within this time.
    async fn run(&self, program: &str, arguments: &[&str], within: Duration) -> Result<Option<Output>> {
        let place = self.folder.join(program);
        let mut command = tokio::process::Command::new(if place.is_file() { place } else { program.into() });
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null()).kill_on_drop(true);
        match tokio::time::timeout(within, command.output()).await {
            Err(_too_late) => Ok(None),
            Ok(output) => {
                let output = output.with_context(|| format!("starting {program}"))?;
                ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
                Ok(Some(output))
            }
        }
    }

    /// The seconds for a file; `None` if it takes too long.
    async fn secretlint(&self, file: &str) -> Result<Option<f64>> {
        let Some(output) = self.run("node", &["scan.mjs", file], ENOUGH).await? else { return Ok(None) };
        let seconds: Vec<f64> = serde_json::from_slice(&output.stdout).context("secretlint's times")?;
        Ok(Some(seconds.into_iter().collect::<Sample>().median()))
    }

    /// The seconds for a file, with the program as in its documentation, minus the time for an
    /// empty file. `None` if it takes too long.
    async fn detect_secrets(&self, file: &str) -> Result<Option<f64>> {
        let scan = async |file: &str| {
            let begun = Instant::now();
            let output = self.run("venv/bin/detect-secrets", &["scan", "--all-files", file], ENOUGH).await?;
            Ok::<_, anyhow::Error>(output.map(|_| begun.elapsed().as_secs_f64()))
        };
        fs::write(self.folder.join("empty.txt"), "")?;
        let mut start = Vec::new();
        for _ in 0..3 {
            start.extend(scan("empty.txt").await?);
        }
        let start = start.into_iter().collect::<Sample>().median();
        Ok(scan(file).await?.map(|seconds| (seconds - start).max(0.001)))
    }
}

/// If another scanner takes longer than this for a MiB, it gets no larger text.
const ENOUGH: Duration = Duration::from_secs(20);

/// How long installing a scanner may take.
const SETUP: Duration = Duration::from_secs(240);

/// Measures every scanner on every text.
pub async fn measure() -> Result<Vec<Row>> {
    let native = native()?;
    let wasm = in_browser().await?;
    let mut rows = Vec::new();
    let rate = |rates: &Rates, text: &str, size: usize| {
        let found = rates.get(&(text.to_owned(), size));
        found.map_or(0.0, |[find, _]| find.median())
    };
    for text in SHOWN {
        for size in SIZES {
            let Some([find, copy]) = native.get(&(text.to_owned(), size)) else { continue };
            let name = if size < MIB { "1 KiB".to_owned() } else { format!("{} MiB", size / MIB) };
            let least = match text {
                PROSE => 1000.0,
                DENSE | "composer.lock" => 300.0,
                _ => 0.0,
            };
            let mut measured = format!("{find} MB/s; {} % of copying", short(100.0 * find.median() / copy.median()));
            if size > EXAMINED {
                measured += " what is examined of it: the first MiB";
            }
            let row = Row::new(
                format!("scan, native, {name} of {text}"),
                measured,
                format!("≥ {least} MB/s"),
                find.median() >= least,
            );
            rows.push(if least > 0.0 { row } else { Row { goal: String::new(), reached: None, ..row } });
            let (in_wasm, natively) = (rate(&wasm, text, size), find.median());
            let spread = wasm.get(&(text.to_owned(), size)).map(|[find, _]| find.to_string()).unwrap_or_default();
            rows.push(Row::new(
                format!("scan, Wasm in Chromium, {name} of {text}"),
                format!("{spread} MB/s; {} % of native", short(100.0 * in_wasm / natively)),
                "≥ 70 % of native",
                in_wasm >= 0.7 * natively,
            ));
        }
    }
    for (place, rates) in [("native", &native), ("Wasm", &wasm)] {
        let dense = rate(rates, DENSE, MIB);
        let at = rates.iter().filter(|((_, size), _)| *size == MIB);
        let worst = at.min_by(|one, other| one.1[0].median().total_cmp(&other.1[0].median()));
        let ((text, _), [find, _]) = worst.context("no text")?;
        let ratio = dense / find.median();
        rows.push(Row::new(
            format!("scan, {place}, worst of {} texts", texts::names().count()),
            format!("“{text}” {} MB/s; {} × slower than dense hashes", short(find.median()), short(ratio)),
            "≤ 4 ×",
            ratio <= 4.0,
        ));
    }
    rows.extend(others(&native).await?);
    Ok(rows)
}

#[allow(clippy::cast_precision_loss, reason = "sizes of texts")]
async fn others(native: &Rates) -> Result<Vec<Row>> {
    let others = Others::get().await?;
    let mut rows = Vec::new();
    for name in SHOWN {
        let text = texts::text(name, MIB);
        fs::write(others.folder.join("text.txt"), &text)?;
        let ours = native.get(&(name.to_owned(), MIB)).map_or(0.0, |[find, _]| find.median());
        let rate = |seconds: f64| text.len() as f64 / 1e6 / seconds;
        for (scanner, seconds) in [
            ("@secretlint/node", others.secretlint("text.txt").await?),
            ("detect-secrets", others.detect_secrets("text.txt").await?),
        ] {
            let told = match seconds.map(rate) {
                Some(theirs) => {
                    format!("{} MB/s; Sandbar's native scan is {} × as fast", short(theirs), short(ours / theirs))
                }
                None => {
                    let most = rate(ENOUGH.as_secs_f64());
                    format!(
                        "not done after {} s; Sandbar's native scan is over {} × as fast",
                        ENOUGH.as_secs(),
                        short(ours / most)
                    )
                }
            };
            rows.push(Row::told(format!("{scanner}, 1 MiB of {name}"), told));
        }
    }
    Ok(rows)
}
