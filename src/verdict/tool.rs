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

/// Whether an option is that of such a tool: the first known program before it
/// in its command is one, and the option's value isn't named after the portal.
pub(super) fn is_tools(text: &str, statements: &Statements, option: &Selection) -> bool {
    let Some(line) = statements.line(option.begin).map(|line| line.span) else { return false };
    if option.begin - line.start > COMMAND || is_own(option.span.of(text)) {
        return false;
    }
    let before = text.get(line.start..option.begin).unwrap_or_default();
    runs_tool(before)
}

/// Whether the first known program of a command is such a tool, and not a
/// vendor's client.
fn runs_tool(command: &str) -> bool {
    let is_word = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '\\' | '.' | '_' | '-' | ':' | '=');
    let words = command.split(|sign: char| !is_word(sign)).map(|word| word.rsplit(['/', '\\']).next().unwrap_or(word));
    let is_client = |word: &str| {
        let name = word.split('.').next().unwrap_or(word);
        vendors::ALL.iter().any(|vendor| vendor.texts.clients.contains(&name))
    };
    let mut known = words.filter(|word| TOOLS.contains(word) || is_client(word));
    known.next().is_some_and(|word| !is_client(word))
}

/// Removes the arguments with a general name from each command that also has
/// one with the portal's name: `--env staging --eqp-env production`.
pub(super) fn leave_own(text: &str, options: &mut Vec<(Selection, Option<Span>)>) {
    let is_own = |option: &Selection| {
        let name = Span { start: option.begin, end: option.span.end };
        !option.is_bare && name.end > name.start && is_own(name.of(text))
    };
    let own = options.iter().filter(|(option, _)| option.is_argument && is_own(option));
    let mut commands: Vec<Span> = own.filter_map(|(_, command)| *command).collect();
    commands.dedup();
    let has_own = |command: &Span| {
        let at = commands.partition_point(|own| own.start < command.start);
        commands.get(at) == Some(command)
    };
    options
        .retain(|(option, command)| !(option.is_bare && option.is_argument && command.as_ref().is_some_and(has_own)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_program_decides() {
        for command in [
            "gh secret set EQP_APP_ID ",
            "$ php bin/console eqp:check ",
            "docker compose exec app php artisan ",
            "command: [\"bin/console\", ",
            "  - run: wrangler secret put EQP_APP_ID ",
        ] {
            assert!(runs_tool(command), "{command}");
        }
        for command in
            ["eqp submit ", "vendor/bin/eqp submit --dir aws ", "./eqp.phar check ", "./deploy ", "console.log ", ""]
        {
            assert!(!runs_tool(command), "{command}");
        }
    }
}
