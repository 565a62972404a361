//! Incremental builds: a step runs only if one of its inputs has changed.
//!
//! Each step has a folder for its output, and next to it a stamp with two
//! hashes: one of all inputs (files, generated texts, tool versions, options,
//! and the source of the step itself) and one of the output. File times are
//! ignored.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};

use crate::project::{root, step};

/// The steps of a build, with their results so far.
pub struct Graph {
    /// The folder with a folder for each step.
    workshop: PathBuf,
    /// Held while the graph is in use, because two builds at the same time
    /// would overwrite each other's output.
    _lock: File,
}

/// The output of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The folder that holds it.
    pub folder: PathBuf,
    /// The hash of the names and contents of its files.
    pub hash: String,
    /// Whether this run created it.
    pub made: bool,
}

impl Graph {
    /// Opens the results in this folder. Waits for another build that is using
    /// them.
    pub fn open(workshop: PathBuf) -> Result<Self> {
        fs::create_dir_all(&workshop).with_context(|| format!("creating {}", workshop.display()))?;
        let lock = workshop.join("lock");
        let lock = File::create(&lock).with_context(|| format!("opening {}", lock.display()))?;
        lock.lock().context("waiting for another build")?;
        Ok(Self { workshop, _lock: lock })
    }

    /// Returns the output of a step. If an input has changed, first runs
    /// `make`, which fills an empty folder.
    pub fn step(&self, name: &str, inputs: Inputs, make: impl FnOnce(&Path) -> Result<()>) -> Result<Output> {
        let own = self.workshop.join(name.replace(' ', "-"));
        let (folder, stamp) = (own.join("output"), own.join("stamp"));
        let inputs = inputs.hash();
        if let Some(hash) = read_stamp(&stamp, &inputs).filter(|_| folder.is_dir()) {
            return Ok(Output { folder, hash, made: false });
        }
        if own.exists() {
            fs::remove_dir_all(&own).with_context(|| format!("clearing {}", own.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
        step(name, || make(&folder))?;
        let hash = hash_of_folder(&folder)?;
        fs::write(&stamp, format!("{inputs}\n{hash}\n")).with_context(|| format!("writing {}", stamp.display()))?;
        Ok(Output { folder, hash, made: true })
    }
}

impl Graph {
    /// Calls `fill` to put a result in its place, if an input has changed or
    /// the result was modified. Returns whether it did.
    pub fn publish(&self, name: &str, inputs: Inputs, place: &Path, fill: impl FnOnce() -> Result<()>) -> Result<bool> {
        let stamp = self.workshop.join(name).with_extension("stamp");
        let inputs = inputs.hash();
        let current = read_stamp(&stamp, &inputs);
        if place.is_dir() && current.is_some() && current == hash_of_folder(place).ok() {
            return Ok(false);
        }
        fill()?;
        let hash = hash_of_folder(place)?;
        fs::write(&stamp, format!("{inputs}\n{hash}\n")).with_context(|| format!("writing {}", stamp.display()))?;
        Ok(true)
    }
}

/// The hash of the output, if the stamp matches these inputs.
fn read_stamp(stamp: &Path, inputs: &str) -> Option<String> {
    let text = fs::read_to_string(stamp).ok()?;
    let (made_from, hash) = text.trim_end().split_once('\n')?;
    (made_from == inputs).then(|| hash.to_owned())
}

/// The hash of the names and contents of a folder's files.
pub fn hash_of_folder(folder: &Path) -> Result<String> {
    Ok(Inputs::none().files(folder, |_| true)?.hash())
}

/// The inputs of a step.
pub struct Inputs(Sha256);

impl Inputs {
    /// Starts with the source code of the step, because different code may
    /// create different output.
    pub fn of(code: &str) -> Self {
        Self::none().text("code", code)
    }

    fn none() -> Self {
        Self(Sha256::new())
    }

    /// Adds a text: an option, a version, something generated.
    pub fn text(self, name: &str, text: &str) -> Self {
        self.bytes(name, text.as_bytes())
    }

    fn bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        // Include lengths, so that different lists of inputs never look the
        // same.
        for part in [name.as_bytes(), bytes] {
            self.0.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            self.0.update(part);
        }
        self
    }

    /// Adds a file.
    pub fn file(self, path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        Ok(self.bytes("file", &bytes))
    }

    /// Adds the files in a folder that `counts` accepts, by their relative
    /// paths.
    pub fn files(mut self, folder: &Path, counts: impl Fn(&Path) -> bool) -> Result<Self> {
        for path in files(folder)? {
            let name = path.strip_prefix(folder)?;
            if counts(name) {
                let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
                self = self.bytes(&name.to_string_lossy(), &bytes);
            }
        }
        Ok(self)
    }

    /// Adds the output of another step.
    pub fn output(self, name: &str, output: &Output) -> Self {
        self.text(name, &output.hash)
    }

    /// Adds the locked version of an npm package.
    pub fn npm(self, package: &str) -> Result<Self> {
        let lock = fs::read(root().join("package-lock.json")).context("reading package-lock.json")?;
        let lock: serde_json::Value = serde_json::from_slice(&lock).context("reading package-lock.json")?;
        let entry = lock.get("packages").and_then(|packages| packages.get(format!("node_modules/{package}")));
        let version = entry.and_then(|entry| entry.get("version")?.as_str());
        Ok(self.text(package, version.with_context(|| format!("{package} is not in package-lock.json"))?))
    }

    /// Adds the locked version of a crate.
    pub fn locked_crate(self, name: &str) -> Result<Self> {
        let lock = fs::read_to_string(root().join("Cargo.lock")).context("reading Cargo.lock")?;
        let entry = lock.split("\n\n").find(|entry| entry.contains(&format!("name = \"{name}\"\n")));
        Ok(self.text(name, entry.with_context(|| format!("{name} is not in Cargo.lock"))?))
    }

    fn hash(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// All files in a folder and its subfolders, sorted by name.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use anyhow::bail;

    /// A graph with one step that copies a source file, and the number of its
    /// runs.
    struct Copying {
        folder: tempfile::TempDir,
        runs: Cell<usize>,
    }

    impl Copying {
        fn new(content: &str) -> Self {
            let copying = Self { folder: tempfile::tempdir().unwrap(), runs: Cell::new(0) };
            copying.write(content);
            copying
        }

        fn source(&self) -> PathBuf {
            self.folder.path().join("source")
        }

        fn write(&self, content: &str) {
            fs::write(self.source(), content).unwrap();
        }

        fn graph(&self) -> Graph {
            Graph::open(self.folder.path().join("workshop")).unwrap()
        }

        fn run(&self, option: &str) -> Output {
            let inputs = Inputs::of("copy").text("option", option).file(&self.source()).unwrap();
            let make = |into: &Path| {
                self.runs.set(self.runs.get() + 1);
                Ok(fs::copy(self.source(), into.join("copy")).map(drop)?)
            };
            self.graph().step("copying", inputs, make).unwrap()
        }
    }

    #[test]
    fn a_step_runs_once_for_the_same_inputs() {
        let copying = Copying::new("one");
        let first = copying.run("");
        let second = copying.run("");
        assert_eq!((copying.runs.get(), first.made, second.made), (1, true, false));
        assert_eq!(first.hash, second.hash);
        assert_eq!(fs::read_to_string(second.folder.join("copy")).unwrap(), "one");
    }

    #[test]
    fn a_changed_file_or_option_runs_it_again() {
        let copying = Copying::new("one");
        copying.run("");
        copying.write("two");
        let second = copying.run("");
        assert_eq!(fs::read_to_string(second.folder.join("copy")).unwrap(), "two");
        copying.run("--minify");
        assert_eq!(copying.runs.get(), 3);
    }

    #[test]
    fn a_file_written_again_with_the_same_content_changes_nothing() {
        let copying = Copying::new("one");
        copying.run("");
        copying.write("one");
        copying.run("");
        assert_eq!(copying.runs.get(), 1);
    }

    #[test]
    fn the_output_has_the_same_hash_if_its_files_are_the_same() {
        let copying = Copying::new("one");
        assert_eq!(copying.run("a").hash, copying.run("b").hash);
        copying.write("two");
        assert_ne!(copying.run("b").hash, copying.run("c").hash.clone() + "x");
        assert_ne!(copying.run("b").hash, Copying::new("one").run("b").hash);
    }

    #[test]
    fn a_step_that_failed_is_run_again() {
        let copying = Copying::new("one");
        copying.run("");
        copying.write("two");
        let inputs = || Inputs::of("copy").text("option", "").file(&copying.source()).unwrap();
        copying.graph().step("copying", inputs(), |_| bail!("broken on purpose")).unwrap_err();
        assert!(copying.run("").made);
        assert!(!copying.run("").made);
    }

    #[test]
    fn a_result_is_put_in_place_when_it_changed_or_was_tampered_with() {
        let folder = tempfile::tempdir().unwrap();
        let (graph, place) = (Graph::open(folder.path().join("workshop")).unwrap(), folder.path().join("place"));
        let publish = |text: &str| {
            let fill = || {
                fs::create_dir_all(&place)?;
                Ok(fs::write(place.join("file"), text)?)
            };
            graph.publish("result", Inputs::of("").text("text", text), &place, fill).unwrap()
        };
        assert!(publish("one"));
        assert!(!publish("one"));
        fs::write(place.join("file"), "edited by hand").unwrap();
        assert!(publish("one"));
        assert_eq!(fs::read_to_string(place.join("file")).unwrap(), "one");
        assert!(publish("two"));
        fs::remove_dir_all(&place).unwrap();
        assert!(publish("two"));
    }

    #[test]
    fn a_file_that_moved_or_was_renamed_is_another_input() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "content").unwrap();
        let before = hash_of_folder(folder.path()).unwrap();
        fs::rename(folder.path().join("a"), folder.path().join("b")).unwrap();
        assert_ne!(hash_of_folder(folder.path()).unwrap(), before);
    }

    #[test]
    fn the_tools_of_the_build_are_locked() {
        Inputs::of("").npm("esbuild").unwrap().npm("binaryen").unwrap();
        Inputs::of("").locked_crate("wasm-bindgen-cli-support").unwrap().locked_crate("resvg").unwrap();
        assert!(Inputs::of("").npm("left-pad").is_err());
    }
}
