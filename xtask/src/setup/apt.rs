//! Installs Debian packages with `apt-get`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::machine::Machine;
use super::tools::Tool;
use super::version::Version;
use crate::project::{run, step};

/// How packages can be installed on a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// With apt-get, as root.
    Root,
    /// With apt-get and sudo.
    Sudo,
    /// There is apt-get, but no permission to use it.
    Denied,
    /// This is not a Debian system.
    NoApt,
}

impl Access {
    pub fn of(machine: &Machine) -> Self {
        if machine.find("apt-get").is_none() {
            Self::NoApt
        } else if machine.output("id", &["-u"]).is_some_and(|id| id == "0") {
            Self::Root
        } else if machine.find("sudo").is_some() {
            Self::Sudo
        } else {
            Self::Denied
        }
    }
}

/// Installs the packages of these tools, or upgrades them to the archive's
/// version. Updates the package lists first, once per run, because outdated
/// lists contain packages that the archive no longer has.
///
/// # Errors
///
/// Returns an error if a package can't be installed, or is too old even in the
/// archive.
pub fn install(machine: &Machine, tools: &[(&Tool, &'static str)]) -> Result<()> {
    let prefix: &[&str] = match Access::of(machine) {
        Access::Root => &["env"],
        Access::Sudo => &["sudo"],
        Access::Denied | Access::NoApt => bail!("packages can't be installed here"),
    };
    // Another program may be using apt, for example shortly after boot, so wait
    // for it.
    const OPTIONS: [&str; 7] = [
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "--quiet",
        "--option",
        "Dpkg::Use-Pty=0",
        "--option",
        "DPkg::Lock::Timeout=120",
    ];
    let apt = |arguments: &[&str]| {
        let words = [prefix, &OPTIONS, arguments].concat();
        let (program, rest) = words.split_first().context("a command")?;
        run(&mut machine.command(program, rest))
    };
    if machine.lists_are_due() {
        step("Debian package lists", || {
            apt(&["update"])
                .context("Nothing can be installed without current package lists. Check the network and /etc/apt")
        })?;
    }
    let packages: Vec<&str> = tools.iter().map(|(_, package)| *package).collect();
    let policy = machine.output("apt-cache", &[&["policy"], packages.as_slice()].concat()).unwrap_or_default();
    let problems = not_offered(tools, &candidates(&policy));
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    let install = [&["install", "--yes", "--no-install-recommends"], packages.as_slice()].concat();
    step(&format!("Debian packages: {}", packages.join(" ")), || apt(&install))
}

/// The version of each package that would be installed, from the output of
/// `apt-cache policy`.
fn candidates(policy: &str) -> BTreeMap<&str, Version> {
    let mut found = BTreeMap::new();
    let mut package = "";
    for line in policy.lines() {
        if let Some(name) = line.strip_suffix(':').filter(|name| !name.starts_with(' ')) {
            package = name;
        } else if let Some(version) = line.trim().strip_prefix("Candidate: ").and_then(Version::of_package) {
            found.insert(package, version);
        }
    }
    found
}

/// The packages that the archive can't provide, one per line.
fn not_offered(tools: &[(&Tool, &str)], candidates: &BTreeMap<&str, Version>) -> Vec<String> {
    let problem = |(tool, package): &(&Tool, &str)| {
        let offered = match candidates.get(package) {
            None => "nothing".to_owned(),
            Some(version) if tool.oldest().is_some_and(|oldest| version < oldest) => version.to_string(),
            Some(_) => return None,
        };
        Some(format!(
            "{}: this system's packages offer {offered} as `{package}`, needed {}. Use a newer release of the system, \
             or install the program another way, so that it is in PATH.",
            tool.name,
            tool.requirement()
        ))
    };
    tools.iter().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_read_and_a_package_without_one_is_left_out() {
        let policy = "\
chromium:
  Installed: (none)
  Candidate: 148.0.7778.167-1~deb12u1
  Version table:
     148.0.7778.167-1~deb12u1 500
        500 https://deb.example/debian-security bookworm-security/main amd64 Packages
firefox-esr:
  Installed: (none)
  Candidate: (none)
  Version table:
xvfb:
  Installed: 2:21.1.7-3+deb12u11
  Candidate: 2:21.1.7-3+deb12u12
";
        let found: Vec<_> = candidates(policy).into_iter().map(|(name, version)| format!("{name} {version}")).collect();
        assert_eq!(found, ["chromium 148.0.7778.167", "xvfb 21.1.7"]);
    }
}
