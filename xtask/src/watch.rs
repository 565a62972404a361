//! `build.sh watch`: builds the development version after each save.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecursiveMode, Watcher as _};

use crate::project::{command, root, run};
use crate::setup;

/// How long to wait for further changes before a build starts, because editors
/// write several files at once, or one file in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// Folders without inputs of a build.
const NOT_BUILT_FROM: [&str; 9] =
    ["target", "dist", "node_modules", "pictures", "docs", "examples", "fuzz", "store", "tests"];

/// Builds now and after each change, until it is interrupted.
///
/// # Errors
///
/// Returns an error if the system can't watch files. A failed build prints its
/// message, and the next change starts another build.
pub fn watch() -> Result<()> {
    let top = root();
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An error may mean that events were lost, so build once too often
        // rather than too rarely.
        if event.map_or(true, |event| is_change(&event, &root())) {
            // The receiver is gone only if this is about to end.
            let _ = sender.send(());
        }
    })
    .context("watching files")?;
    // Start watching before the first build, so that no change is missed while
    // it runs.
    watcher.watch(&top, RecursiveMode::NonRecursive).context("watching the project")?;
    for entry in fs::read_dir(&top).context("reading the project")? {
        let path = entry?.path();
        if path.is_dir() && counts(&path, &top) {
            watcher.watch(&path, RecursiveMode::Recursive).with_context(|| format!("watching {}", path.display()))?;
        }
    }
    loop {
        build();
        println!("… waiting for a change (Ctrl+C to stop)");
        changes.recv().context("watching files")?;
        while changes.recv_timeout(QUIET).is_ok() {}
    }
}

/// Builds in a separate process, because `build.sh` first compiles this tool,
/// which contains the core's tables.
fn build() {
    let mut build = command("./build.sh", &["build", "--dev"]);
    if let Err(error) = run(build.args(setup::mode_option())) {
        eprintln!("✗ {error:#}");
    }
}

/// Whether an event may change an input of a build.
fn is_change(event: &Event, top: &Path) -> bool {
    let content = match event.kind {
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Any | EventKind::Other => true,
        EventKind::Modify(kind) => !matches!(kind, ModifyKind::Metadata(_)),
        EventKind::Access(_) => false,
    };
    content && event.paths.iter().any(|path| counts(path, top))
}

/// Whether the file at this path may be an input of a build.
fn counts(path: &Path, top: &Path) -> bool {
    let Ok(name) = path.strip_prefix(top) else { return false };
    let mut parts = name.iter().map(|part| part.to_string_lossy());
    let built_from = name.iter().next().is_some_and(|first| !NOT_BUILT_FROM.iter().any(|other| first == *other));
    // Hidden files belong to git, editors or the system.
    built_from && !parts.any(|part| part.starts_with('.') || part.ends_with('~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind, DataChange, MetadataKind};

    fn concerns(kind: EventKind, name: &str) -> bool {
        let top = Path::new("/project");
        is_change(&Event::new(kind).add_path(top.join(name)), top)
    }

    const SAVED: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn a_saved_source_is_a_change() {
        for name in ["extension/pages/shared.css", "src/lib.rs", "wasm/pages/src/lib.rs", "manifest.json", "Cargo.lock"]
        {
            assert!(concerns(SAVED, name), "{name}");
        }
        assert!(concerns(EventKind::Create(CreateKind::File), "extension/content/new.ts"));
    }

    #[test]
    fn build_outputs_and_unused_files_are_not_a_change() {
        for name in
            ["target/debug/xtask", "dist/dev/chromium/pages/shared.css", ".git/index", "docs/release.md", "tests/a.rs"]
        {
            assert!(!concerns(SAVED, name), "{name}");
        }
    }

    #[test]
    fn editor_backup_files_are_not_a_change() {
        for name in ["src/.lib.rs.swp", "src/lib.rs~", ".#lib.rs"] {
            assert!(!concerns(SAVED, name), "{name}");
        }
    }

    #[test]
    fn reading_a_file_is_not_a_change() {
        assert!(!concerns(EventKind::Access(AccessKind::Any), "src/lib.rs"));
        assert!(!concerns(EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)), "src/lib.rs"));
    }
}
