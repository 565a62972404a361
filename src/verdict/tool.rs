//! Options of tools that run or deploy programs of any kind: `gh secret set
//! --env production`, `php bin/console --env=prod`. Their environment is the
//! tool's own, not the portal's.

use super::command::COMMAND;
use super::option::Selection;
use super::product::is_own;
use crate::catalogue::vendors;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Tools with an option for an environment of their own.
const TOOLS: &[&str] = &[
    "gh",
    "glab",
    "wrangler",
    "console",
    "artisan",
    "rails",
    "rake",
    "pm2",
    "dotnet",
    "helm",
    "helmfile",
    "kubectl",
    "vercel",
    "netlify",
    "heroku",
    "flyctl",
    "railway",
    "doppler",
    "infisical",
    "eas",
    "expo",
    "ng",
    "ember",
    "fastlane",
    "sentry-cli",
    "newrelic",
    "drush",
    "serverless",
    "sls",
    "pulumi",
    "cdk",
    "sst",
    "amplify",
    "gcloud",
    "aws",
    "az",
    "eb",
    "puppet",
    "knife",
    "chef-client",
    "mix",
    "flask",
    "pytest",
    "vite",
    "webpack",
    "phinx",
];

/// Whether an argument is that of such a tool: the last known program before it
/// in its command is one, and the argument's value isn't named after the
/// portal.
pub(super) fn is_tools(text: &str, statements: &Statements, option: &Selection) -> bool {
    let Some(line) = statements.line(option.begin).map(|line| line.span) else { return false };
    if option.begin - line.start > COMMAND || is_own(option.span.of(text)) {
        return false;
    }
    let before = text.get(line.start..option.begin).unwrap_or_default();
    // In `helm upgrade --set env=production`, it is the value of one.
    let is_value = || before.split_whitespace().next_back().is_some_and(|word| word.starts_with('-'));
    (option.is_argument || is_value()) && runs_tool(before)
}

/// Words before a program that another one runs.
const RUNNERS: &[&str] =
    &["run", "exec", "xargs", "sudo", "env", "time", "npx", "php", "node", "python", "python3", "ruby"];

/// What separates a command from the one that runs it, and from the prompt.
const ENDS: &[&str] = &["|", ";", "&&", " -- ", "$ ", "# ", "] "];

/// Whether the last known program of a command is such a tool, and not a
/// vendor's client. The word after an option is its value.
fn runs_tool(command: &str) -> bool {
    let start = ENDS.iter().filter_map(|end| Some(command.rfind(end)? + end.len())).max().unwrap_or_default();
    let command = command.get(start..).unwrap_or_default();
    let is_word = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '\\' | '.' | '_' | '-' | ':' | '=');
    let mut is_value = false;
    let words = command.split(|sign: char| !is_word(sign)).filter(|word| !word.is_empty());
    let words = words.filter(|word| !std::mem::replace(&mut is_value, word.starts_with('-')));
    let programs: Vec<&str> = words.map(|word| word.rsplit(['/', '\\']).next().unwrap_or(word)).collect();
    let is_client = |word: &str| {
        let name = word.split('.').next().unwrap_or(word);
        vendors::ALL.iter().any(|vendor| vendor.texts.clients.contains(&name))
    };
    let mut last = None;
    for (index, word) in programs.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| programs.get(before));
        // In `helm upgrade eqp ./chart`, it is the name of something else.
        let is_run = before.is_none_or(|before| RUNNERS.contains(before) || before.ends_with(':'));
        if TOOLS.contains(word) || (is_client(word) && is_run) {
            last = Some(word);
        }
    }
    last.is_some_and(|word| !is_client(word))
}

/// Removes the arguments with a general name from each command that also has
/// one with the portal's name: `--env staging --eqp-env production`.
pub(super) fn leave_own(text: &str, options: &mut Vec<(Selection, Option<Span>)>) {
    let is_own = |option: &Selection| {
        let name = Span { start: option.begin, end: option.span.end };
        !option.is_bare && name.end > name.start && is_own(name.of(text))
    };
    let own = options.iter().filter(|(option, _)| option.is_argument && is_own(option));
    let place = |command: &Span| (command.start, command.end);
    let mut commands: Vec<_> = own.filter_map(|(_, command)| command.as_ref().map(place)).collect();
    commands.sort_unstable();
    let has_own = |command: &Span| commands.binary_search(&place(command)).is_ok();
    options
        .retain(|(option, command)| !(option.is_bare && option.is_argument && command.as_ref().is_some_and(has_own)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_known_program_decides() {
        for command in [
            "gh secret set EQP_APP_ID ",
            "$ php bin/console eqp:check ",
            "docker compose exec app php artisan ",
            "command: [\"bin/console\", ",
            "  - run: wrangler secret put EQP_APP_ID ",
        ] {
            assert!(runs_tool(command), "{command}");
        }
        for command in [
            "eqp submit ",
            "vendor/bin/eqp submit --dir aws ",
            "./eqp.phar check ",
            "./deploy ",
            "console.log ",
            "kubectl exec -it deploy/shop -- vendor/bin/eqp submit ",
            "heroku run eqp login ",
            "aws ssm get-parameter --name x | xargs eqp submit ",
            "~/shop/console $ eqp submit ",
            "[az@build ~]$ eqp submit ",
            "In our rails app: eqp login ",
            "",
        ] {
            assert!(!runs_tool(command), "{command}");
        }
    }
}
