//! Runs the regular expressions of content scripts. Some of their features exist
//! only in JavaScript.

/// Which texts a pattern matches, as in the content scripts.
pub(super) fn matched<'t>(pattern: &str, texts: &[&'t str]) -> Vec<&'t str> {
    let script = "const [pattern, ...texts] = process.argv.slice(1); const expression = new RegExp(pattern, 'iu'); \
                  console.log(JSON.stringify(texts.map((text) => expression.test(text))));";
    let asked = std::process::Command::new("node").args(["-e", script, "--", pattern]).args(texts).output().unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let are_matched: Vec<bool> = serde_json::from_slice(&asked.stdout).unwrap();
    texts.iter().zip(are_matched).filter(|(_, is)| *is).map(|(text, _)| *text).collect()
}
