//! Tests that the workflow and the development container are set up like a
//! developer's machine. Each list of packages and each version must be in only
//! one place.

use std::fs;

use serde_json::Value;

use crate::project::root;
use crate::rust;

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// The text after `name`, on each line that starts with it.
fn values<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    text.lines().filter_map(|line| line.trim().strip_prefix(name)).map(str::trim).collect()
}

const WORKFLOW: &str = ".github/workflows/ci.yml";
const DOCKERFILE: &str = ".devcontainer/Dockerfile";
const CONTAINER: &str = ".devcontainer/devcontainer.json";
const PREREQUISITES: &str = ".ci/prerequisites";

#[test]
fn the_development_container_is_the_system_that_the_workflow_runs_on() {
    let (dockerfile, workflow) = (read(DOCKERFILE), read(WORKFLOW));
    let base = values(&dockerfile, "FROM ");
    assert_eq!(base.len(), 1);
    assert_eq!(base, values(&workflow, "container: "));
}

#[test]
fn container_and_workflow_run_the_same_script_and_then_build_sh() {
    assert!(read(WORKFLOW).contains(&format!("{PREREQUISITES}\n")));
    assert!(read(DOCKERFILE).contains(&format!("COPY {PREREQUISITES} ")));
    let container: Value = serde_json::from_str(&read(CONTAINER)).unwrap();
    assert_eq!(container["build"]["dockerfile"], "Dockerfile");
    assert!(container["postCreateCommand"].as_str().unwrap().ends_with("&& ./build.sh setup"));
}

#[test]
fn packages_are_listed_in_the_script_and_in_the_table_of_setup_alone() {
    assert!(!read(DOCKERFILE).contains("apt-get"));
    assert!(!read(CONTAINER).contains("apt-get"));
    // A checkout with history needs git before the script is available.
    let workflow = read(WORKFLOW);
    let installed = values(&workflow, "apt-get install --yes --no-install-recommends ");
    assert_eq!(installed, ["ca-certificates git"]);
}

#[test]
fn the_compiler_comes_from_the_file_that_pins_it() {
    let version = rust::pinned().unwrap();
    assert!(read(PREREQUISITES).contains("--default-toolchain none"));
    assert_eq!(values(&read(WORKFLOW), "run: rustup toolchain install"), [""]);
    for file in [PREREQUISITES, WORKFLOW, DOCKERFILE, CONTAINER] {
        assert!(!read(file).contains(&version), "{file} states the version again");
    }
}
