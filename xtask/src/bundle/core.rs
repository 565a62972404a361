//! The core: compiled, bound and made small.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::project::{command, root, run};
use crate::rust::{self, WASM_TARGET};

/// The modules that ship: the crates in `wasm/` that are one.
pub const MODULES: [&str; 2] = ["background", "pages"];

/// Writes `core/NAME.wasm` and its glue `core/NAME.js` for each of [`MODULES`].
pub fn build(into: &Path) -> Result<()> {
    let packages: Vec<&str> = MODULES.iter().flat_map(|module| ["--package", module]).collect();
    let part = [&["--lib"], packages.as_slice()].concat();
    run(rust::build_wasm(&part).env("CARGO_ENCODED_RUSTFLAGS", without_paths()?))?;
    let core = into.join("core");
    fs::create_dir_all(&core).context("making the folder of the modules")?;
    MODULES.iter().try_for_each(|module| bind(module, &rust::target_folder(), &core))
}

fn bind(module: &str, target: &Path, into: &Path) -> Result<()> {
    let compiled = target.join(WASM_TARGET).join("release").join(module).with_extension("wasm");
    let bound = target.join("bound");
    Bindgen::new()
        .input_path(compiled)
        .out_name(module)
        .no_modules(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bound)
        .context("binding the core to JavaScript")?;
    let glue = format!("{module}.js");
    fs::copy(bound.join(&glue), into.join(&glue)).context("copying the glue")?;
    optimize(&bound.join(format!("{module}_bg.wasm")), &into.join(module).with_extension("wasm"))
}

fn optimize(raw: &Path, small: &Path) -> Result<()> {
    let wasm_opt = root().join("node_modules/.bin/wasm-opt");
    // Inlining functions that are called once makes the module 2 % smaller, and 7 % larger once compressed.
    let options = ["-Oz", "--one-caller-inline-max-function-size=1"];
    run(command(&wasm_opt.to_string_lossy(), &options).arg(raw).arg("-o").arg(small))
}

/// Writes the module of `tests/scan`.
pub fn scan_module(into: &Path) -> Result<()> {
    run(rust::build_wasm(&["--lib", "--package", "scan-module"]).env("CARGO_ENCODED_RUSTFLAGS", without_paths()?))?;
    optimize(&rust::target_folder().join(WASM_TARGET).join("release/scan_module.wasm"), into)
}

/// The compiler's options that leave no path of this machine in the module:
/// its panic messages name the file they are in. Those of the standard library
/// have one name whether or not its source is installed.
fn without_paths() -> Result<String> {
    let library = rust::library_name()?;
    let mut named = vec![(root(), "sandbar"), (rust::library_source()?, library.as_str())];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("finding the home of cargo")?;
    let registries = home.join("registry/src");
    // Each mirror of the registry has a folder of its own name.
    for registry in fs::read_dir(&registries).into_iter().flatten() {
        named.push((registry?.path(), "crates"));
    }
    let options = named.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    // A path may hold spaces: this is the separator that cargo asks for.
    Ok(options.collect::<Vec<_>>().join("\u{1f}"))
}
