//! Builds the core: compiles, binds and optimizes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::graph::{Graph, Inputs, Output};
use super::pages::copy;
use super::{Profile, esbuild};
use crate::project::{command, root, run, step};
use crate::rust::{self, WASM_TARGET};

/// The modules that ship, which are crates in `wasm/`.
pub const MODULES: [&str; 2] = ["background", "pages"];

/// Builds `core/NAME.wasm` and its glue `core/NAME.js` for each of [`MODULES`].
pub fn build(graph: &Graph, profile: Profile) -> Result<Vec<Output>> {
    let packages = MODULES.iter().flat_map(|module| ["--package", module]);
    let mut cargo = rust::build_wasm(profile.cargo());
    cargo.arg("--lib").args(packages);
    if profile == Profile::Release {
        cargo.env("CARGO_ENCODED_RUSTFLAGS", without_paths()?);
    }
    // Cargo decides what has to be compiled again.
    step("core", || run(&mut cargo))?;
    let compiled = rust::target_folder().join(WASM_TARGET).join(profile.cargo());
    thread::scope(|scope| {
        let modules = MODULES.map(|module| {
            let compiled = compiled.join(module).with_extension("wasm");
            scope.spawn(move || bind(graph, profile, module, &compiled))
        });
        let finished = modules.map(|module| module.join().unwrap_or_else(|_| bail!("a thread panicked")));
        finished.into_iter().collect()
    })
}

/// Binds a compiled module to JavaScript, and optimizes its size for release.
fn bind(graph: &Graph, profile: Profile, module: &str, compiled: &Path) -> Result<Output> {
    let inputs = Inputs::of(include_str!("core.rs")).text("profile", profile.name());
    let inputs = inputs.locked_crate("wasm-bindgen-cli-support")?.npm("binaryen")?.esbuild()?.file(compiled)?;
    graph.step(&format!("module {module}"), inputs, |into| {
        let bound = tempfile::tempdir()?;
        Bindgen::new()
            .input_path(compiled)
            .out_name(module)
            .no_modules(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .remove_name_section(profile == Profile::Release)
            .remove_producers_section(true)
            .generate(bound.path())
            .context("binding the core to JavaScript")?;
        let core = into.join("core");
        fs::create_dir(&core).context("creating the folder for the modules")?;
        let glue = bound.path().join(module).with_extension("js");
        let raw = bound.path().join(format!("{module}_bg.wasm"));
        if module == "background" {
            restartable(&glue)?;
        }
        let small = core.join(module).with_extension("wasm");
        match profile {
            Profile::Release => {
                run(esbuild(&["--minify"]).arg(format!("--outdir={}", core.display())).arg(glue))?;
                optimize(&raw, &small)
            }
            Profile::Dev => {
                copy(&glue, &core.join(module).with_extension("js"))?;
                copy(&raw, &small)
            }
        }
    })
}

/// Replaces the background's glue by a function that starts from a fresh module
/// with every call, because a module that trapped can't continue.
fn restartable(glue: &Path) -> Result<()> {
    let script = fs::read_to_string(glue).context("reading the glue")?;
    let wrapped = format!("var loadCore = () => {{\n{script}\nreturn wasm_bindgen;\n}};\n");
    fs::write(glue, wrapped).context("writing the glue")
}

fn optimize(raw: &Path, small: &Path) -> Result<()> {
    let wasm_opt = root().join("node_modules/.bin/wasm-opt");
    // Inlining functions that are called once makes the module 2 % smaller, but
    // 7 % larger after compression. Below address 1024 there is only the end of
    // the stack, so offsets may be folded. Restructuring loops from their
    // branches makes them smaller.
    let smaller = ["--flatten", "--rereloop", "-Oz", "-Oz"];
    let options = ["--one-caller-inline-max-function-size=1", "--low-memory-unused"].into_iter().chain(smaller);
    let options: Vec<&str> = options.collect();
    run(command(&wasm_opt.to_string_lossy(), &options).arg(raw).arg("-o").arg(small))
}

/// Builds the module of `tests/scan`.
pub fn scan_module(into: &Path) -> Result<()> {
    let mut cargo = rust::build_wasm("release");
    run(cargo.args(["--lib", "--package", "scan-module"]).env("CARGO_ENCODED_RUSTFLAGS", without_paths()?))?;
    optimize(&rust::target_folder().join(WASM_TARGET).join("release/scan_module.wasm"), into)
}

/// Compiler options that keep this machine's paths out of the module, because
/// panic messages contain file names. Files of the standard library have the
/// same name whether or not its source is installed.
fn without_paths() -> Result<String> {
    let library = rust::library_name()?;
    let mut named = vec![(root(), "sandbar"), (rust::library_source()?, library.as_str())];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("finding cargo's home folder")?;
    let registries = home.join("registry/src");
    // Each registry mirror has its own folder.
    for registry in fs::read_dir(&registries).into_iter().flatten() {
        named.push((registry?.path(), "crates"));
    }
    let options = named.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    // A path may contain spaces, so use the separator that Cargo expects.
    Ok(options.collect::<Vec<_>>().join("\u{1f}"))
}
