//! The evidence in a text for the destination of each credential.

use super::alternatives::{mark_choices, turn_off};
use super::around::{call_around, element_of, login_around, mention_of};
use super::asked::has_question;
use super::command::METHODS;
use super::entry::entry_around;
use super::environment_word::{
    Named, is_channel, is_no_title_word, is_ticket, of_name, of_title, of_words, without_condition,
};
use super::environment_words::COMMON_WORDS;
use super::mode::is_mode_of_program;
use super::name::{NAME, split};
use super::named_host::{HostAt, HostUsage, Told, host_at, url_around};
use super::option::{Dialect, Selection, selections};
use super::option_mention::mention_around;
use super::other_host::COMPOSER_CONFIG;
use super::product::heading_of_other;
use super::program::{Programs, heads_variables, is_in_own};
use super::record::is_in_record;
use super::tool::{is_tools, leave_own};
use crate::catalogue::Environment;
use crate::detect::host::NamedHost;
use crate::detect::name_words;
use crate::detect::span::Span;
use crate::detect::statement::{Statement, Statements};
use crate::sort::sort_by_key;

/// A text, its statements, and all evidence in them.
pub(super) struct Evidence<'t> {
    text: &'t str,
    pub statements: Statements,
    pub(super) hosts: Vec<HostAt>,
    /// The number of hosts of each use before each host.
    pub(super) counts: Vec<Counts>,
    /// Whether the text names any API host.
    names_api: bool,
    /// Whether line breaks in it were escaped.
    pub has_breaks: bool,
    pub(super) options: Vec<(Selection, Option<Span>)>,
    /// The words for other vendors.
    pub others: Vec<Span>,
}

/// The number of hosts of each use.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    production: usize,
    sandbox: usize,
    composer: usize,
    /// Hosts that apply only to the object they are in.
    owned: usize,
}

/// The evidence in one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mentions {
    pub hosts: Named,
    /// What makes the environment of a host or an option undecided, and decides
    /// nothing: the nearest host, if it is only mentioned, hosts with a key of
    /// their own, and options of an unknown object.
    pub told: Named,
    pub options: Named,
    pub names: Named,
    /// Whether it sends one credential to both environments.
    pub contradicts: bool,
}

impl Mentions {
    pub(super) fn all(self) -> Named {
        self.hosts.and(self.told).and(self.options).and(self.names)
    }
}

/// How many hosts and options of one statement are examined individually.
pub(super) const MOST: usize = 64;

/// The most words of a heading. More than this is a sentence.
const HEADING: usize = 4;

/// Values that turn something off.
const OFF: &[&str] = &["false", "no", "off", "0"];
/// Words in names of settings that say nothing about a key.
const ELSEWHERE: &[&str] = &["tags", "labels", "topics", "slack", "channel", "runner", "image", "paypal"];

/// How far around a credential words are searched for, in bytes.
pub(super) const NEAR: usize = 400;

impl<'t> Evidence<'t> {
    /// Reads a text.
    pub(super) fn of(text: &'t str, hosts: &[NamedHost]) -> Self {
        Self::in_dialect(text, hosts, None)
    }

    /// Reads a text with the option names of other vendors. Their libraries
    /// take a key together with an object of options.
    pub(super) fn in_dialect(text: &'t str, hosts: &[NamedHost], dialect: Option<&Dialect<'_>>) -> Self {
        let statements = Statements::of(text);
        let is_kept = |span: Span| !statements.is_removed(span.start);
        let owner = |at: usize| {
            let group = statements.groups(at).filter(|one| !is_remark(text, one.span)).find(|one| one.name.is_some());
            let section = statements.sections(at).find(|one| one.name.is_some());
            let nearest = group.into_iter().chain(section).min_by_key(|one| length(one.span))?;
            let name = nearest.name?.of(text).trim();
            // A host in a branch is used below it: `if sandbox:`.
            let is_branch = ["if ", "elif "].iter().any(|word| name.starts_with(word));
            let is_named = of_name(name) != Named::None;
            (is_named && !is_branch).then_some(nearest.span)
        };
        let mut hosts: Vec<HostAt> = hosts
            .iter()
            .filter(|named| is_kept(named.span))
            .map(|named| {
                let at = named.span;
                let url = url_around(text, at);
                let mention = if url.is_none() { mention_of(text, &statements, at) } else { None };
                let (inner, told) = mention.map_or((url, Told::No), |(span, told)| (Some(span), told));
                let login = if inner.is_none() { login_around(text, &statements, named) } else { None };
                let is_taken = login.is_some();
                let owner = inner.or(login).or_else(|| entry_around(text, at)).or_else(|| owner(at.start));
                HostAt { owner, told, is_taken, ..host_at(text, &statements, named) }
            })
            .collect();
        turn_off(text, &mut hosts);
        mark_choices(text, &mut hosts);
        let options = selections(text, dialect.unwrap_or(&Dialect::default()));
        let is_record = |one: &Selection| match dialect {
            None => is_in_record(text, &statements, one, is_in_own(text, &statements, one.begin)),
            Some(dialect) => is_mode_of_program(text, &statements, one, dialect.vendors),
        };
        let options = options.into_iter().filter(|one| is_kept(one.span) && !is_record(one));
        let mut options: Vec<(Selection, Option<Span>)> = options.map(|one| (one, None)).collect();
        // An argument belongs to its command.
        let owner = |option: &Selection| match option.is_argument {
            true => statements.line(option.span.start).map(|line| line.span),
            // The value of an element belongs to the element, and that to its
            // parent.
            false => {
                let own = statements.owner(element_of(&statements, text, option.span));
                let call = own.filter(|_| dialect.is_some()).and_then(|own| call_around(text, &statements, own));
                call.or(own).or_else(|| heading_of_other(text, &statements, option.span.start))
            }
        };
        let mut programs = Programs::default();
        for (option, of) in &mut options {
            let named = Span { start: option.begin, end: option.span.end };
            let mention = mention_around(text, &statements, named);
            option.is_mentioned = mention.is_some();
            // In `pm2 start x.js --env production -- --id ID`, the words look like a sentence.
            option.is_programs = option.is_bare
                && (is_tools(text, &statements, option)
                    || (mention.is_none() && programs.have(text, &statements, option)));
            *of = mention.or_else(|| owner(option));
        }
        leave_own(text, &mut options);
        let counts = counts_of(&hosts);
        let names_api = hosts.iter().any(|host| host.usage == HostUsage::Api);
        let others = name_words::others(text).collect();
        Self { text, statements, hosts, counts, names_api, has_breaks: false, options, others }
    }

    /// The text.
    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    /// The number of hosts of each use in this span.
    fn counts_in(&self, span: Span) -> Counts {
        let at = |offset: usize| {
            self.counts.get(self.hosts.partition_point(|host| host.span.start < offset)).copied().unwrap_or_default()
        };
        let (before, after) = (at(span.start), at(span.end));
        Counts {
            production: after.production - before.production,
            sandbox: after.sandbox - before.sandbox,
            composer: after.composer - before.composer,
            owned: after.owned - before.owned,
        }
    }

    /// Whether this span names a host for API requests, and whether it names
    /// one for packages.
    pub(super) fn names_api_and_composer(&self, span: Span) -> (bool, bool) {
        let counts = self.counts_in(span);
        (counts.production + counts.sandbox + counts.owned > 0, counts.composer > 0)
    }

    /// Whether requests go to a portal host: in the credential's line or unit,
    /// or anywhere if the text names no API host.
    pub(super) fn names_portal_as_api(&self, credential: Span) -> bool {
        let names = |span: Span| self.hosts_in(span).take(MOST).any(|host| host.usage == HostUsage::PortalAsApi);
        let line = self.statements.line(credential.start).map(|line| line.span);
        let unit = self.unit(&[credential.start]).map(|unit| unit.span);
        let names_no_api = |span: &Span| !self.hosts_in(*span).take(MOST).any(|host| host.usage == HostUsage::Api);
        line.is_some_and(names)
            || unit.filter(names_no_api).is_some_and(names)
            || (!self.names_api && names(self.whole()))
    }

    /// Whether this is a Composer login for a portal host: `"http-basic":
    /// {"commercedeveloper.adobe.com": {…}}`.
    pub(super) fn names_portal_as_repository(&self, credential: Span) -> bool {
        let mut names = self.statements.groups(credential.start).take(2).map(|group| group.name);
        let (host, login) = (names.next().flatten(), names.next().flatten());
        let is_portal = |name: Span| self.hosts_in(name).any(|host| host.usage == HostUsage::Link);
        host.is_some_and(is_portal) && login.is_some_and(|name| name.of(self.text).contains(COMPOSER_CONFIG))
    }

    /// The span of the whole text.
    pub(super) const fn whole(&self) -> Span {
        Span { start: 0, end: self.text.len() }
    }

    /// The hosts in this span.
    pub(super) fn hosts_in(&self, span: Span) -> impl Iterator<Item = &HostAt> {
        let first = self.hosts.partition_point(|host| host.span.start < span.start);
        self.hosts.get(first..).unwrap_or_default().iter().take_while(move |host| host.span.start < span.end)
    }

    /// The evidence of a statement's hosts and options for a place in it.
    pub(super) fn mentions_in(&self, span: Span, at: usize, may_contradict: bool) -> Mentions {
        let counts = self.counts_in(span);
        let named = |count: usize, environment| if count > 0 { Named::One(environment) } else { Named::None };
        let free = named(counts.production, Environment::Production).and(named(counts.sandbox, Environment::Sandbox));
        let is_request = |host: &&HostAt| matches!(host.usage, HostUsage::Api | HostUsage::PortalAsApi);
        let owned = self.hosts_in(span).take(if counts.owned > 0 { MOST } else { 0 }).filter(is_request);
        let (mut hosts, mut taken) = (free, Named::None);
        for host in owned.filter(|host| host.owner.is_some()) {
            match host.owner.is_some_and(|owner| holds(owner, at)) {
                true => hosts = hosts.and(host.environment.into()),
                false if host.is_taken => taken = taken.and(host.environment.into()),
                false => {}
            }
        }
        let mut mentions = Mentions { hosts, ..Mentions::default() };
        if hosts != Named::None {
            mentions.told = self.told_near(span, at).and(taken);
        }
        let (mut direct, mut doubt) = (Named::None, Named::None);
        if may_contradict && hosts != Named::None {
            let api = self
                .hosts_in(span)
                .take(MOST)
                .filter(|host| matches!(host.usage, HostUsage::Api | HostUsage::PortalAsApi));
            let is_about = |host: &&HostAt| !host.is_choice && host.owner.is_none_or(|owner| holds(owner, at));
            for host in api.filter(is_about) {
                if self.statements.owner(host.span.start).is_none_or(|owner| holds(owner, at)) {
                    direct = direct.and(host.environment.into());
                }
            }
        }
        let first = self.options.partition_point(|(option, _)| option.span.start < span.start);
        let options = self.options.get(first..).unwrap_or_default().iter().take(MOST);
        let mut in_span = options.take_while(|(option, _)| option.span.start < span.end).peekable();
        let set = if in_span.peek().is_some() { self.set_around(at) } else { None };
        let in_span = in_span.filter(|(option, _)| set.is_none_or(|set| holds(set, option.span.start)));
        // An option applies to everything in its object or section, and to
        // nothing outside.
        for (option, _) in in_span.filter(|(_, owner)| owner.is_none_or(|owner| holds(owner, at))) {
            if option.is_doubtful || self.is_programs(option, at) {
                doubt = doubt.and(Named::One(option.environment));
                continue;
            }
            mentions.options = mentions.options.and(Named::One(option.environment));
            direct = direct.and(Named::One(option.environment));
        }
        if mentions.hosts.and(mentions.options) != Named::None {
            mentions.told = mentions.told.and(doubt);
        }
        mentions.contradicts = may_contradict && direct == Named::Both;
        mentions
    }

    /// The environment that the variable in a `.http` request names: `POST
    /// {{sandbox}}/rest/v1/app/session/token`.
    pub(super) fn said_in_request(&self, block: Span) -> Named {
        let block = block.of(self.text);
        let lines = block.get(..block.floor_char_boundary(NEAR)).unwrap_or_default().lines();
        let mut requests = lines.filter(|line| METHODS.iter().any(|method| line.starts_with(method)));
        let variable = requests.next().and_then(|line| line.split_once("{{")?.1.split_once("}}"));
        variable.map_or(Named::None, |(name, _)| of_name(name.trim()))
    }

    /// The environment named by the objects and sections around a place. The
    /// innermost that names one decides.
    pub(super) fn named_around(&self, at: usize) -> Named {
        let named = self.names_around(at).into_iter().map(|name| self.named_by(name));
        named.into_iter().find(|named| *named != Named::None).unwrap_or_default()
    }

    /// The innermost object or section around a place that is named after an
    /// environment. Options outside it choose between such objects.
    fn set_around(&self, at: usize) -> Option<Span> {
        let is_set = |one: &&Statement| {
            one.name.is_some_and(|name| {
                let word = name.of(self.text).trim_matches(|sign: char| !sign.is_alphanumeric());
                let is_common = || COMMON_WORDS.iter().any(|(known, _)| known.eq_ignore_ascii_case(word));
                !word.contains(char::is_whitespace) && (self.named_by(name) != Named::None || is_common())
            })
        };
        let sets = self.statements.groups(at).chain(self.statements.sections(at)).filter(is_set);
        sets.map(|one| one.span).min_by_key(|span| length(*span))
    }

    /// The names of the objects and sections around a place, innermost first.
    pub(super) fn names_around(&self, at: usize) -> Vec<Span> {
        let mut around: Vec<&Statement> = self.statements.groups(at).chain(self.statements.sections(at)).collect();
        sort_by_key(&mut around, |statement| length(statement.span));
        around.into_iter().filter_map(|statement| statement.name).collect()
    }

    /// The name of the smallest named object or section around a place.
    pub(super) fn nearest_name(&self, at: usize) -> Option<Span> {
        let group = self.statements.groups(at).find(|one| one.name.is_some());
        let section = self.statements.sections(at).find(|one| one.name.is_some());
        group.into_iter().chain(section).min_by_key(|one| length(one.span))?.name
    }

    /// Whether the words before a parenthesis are a sentence.
    fn is_sentence(&self, name: Span) -> bool {
        let is_word = |word: &str| word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '\'' | '’' | '-'));
        let words = name.of(self.text).split_whitespace().filter(|word| is_word(word)).count();
        self.text.as_bytes().get(name.end) == Some(&b'(') && words > HEADING && !name.of(self.text).contains('=')
    }

    /// The environment that an object's name mentions. Negated conditions and
    /// comparisons with a value don't count, and neither do sentences.
    pub(super) fn named_by(&self, span: Span) -> Named {
        let name = span.of(self.text);
        if name.len() > 2 * NAME {
            return Named::None;
        }
        let name = without_condition(name);
        if name.contains(['!', '?']) || self.is_sentence(span) || has_question(name) {
            return Named::None;
        }
        let words = name.split(|sign: char| {
            sign.is_whitespace()
                || matches!(sign, '\'' | '"' | '`' | '=' | ':' | '>' | '[' | ']' | '<' | '(' | ')' | '|' | '\\')
        });
        // Symfony writes `when@prod:`.
        let words = words.map(|word| word.strip_prefix("when@").unwrap_or(word));
        // In `rails runner -e production 'Check.run(`, the word after the option is the option's.
        let mut is_value = false;
        let words = words.filter(|word| !std::mem::replace(&mut is_value, is_flag(word)));
        words.filter(|word| !is_ticket(word) && !is_channel(word)).fold(Named::None, |all, word| all.and(of_name(word)))
    }

    /// The environment of the heading above a place, if the heading is about
    /// keys or names only the environment.
    pub(super) fn heading_of(&self, at: usize) -> Named {
        let heading = self.statements.heading(at).filter(|heading| !heads_variables(self.text, heading));
        let heading = heading.and_then(|heading| heading.name);
        // `PayPalEnvironment.Sandbox` and markup are code; `.env.sandbox` is a file.
        let is_member = |name: &str| name.starts_with(|sign: char| sign.is_ascii_uppercase()) && name.contains('.');
        let is_code = |name: &str| name.contains('<') || (is_member(name) && !name.contains(char::is_whitespace));
        let short = heading
            .map(|name| name.of(self.text))
            .filter(|name| name.split_whitespace().count() <= HEADING && !is_code(name.trim()));
        let title =
            short.map(|name| name.split_whitespace().filter(|word| !is_ticket(word)).collect::<Vec<_>>().join(" "));
        title.filter(|name| !name.split_whitespace().any(is_no_title_word)).map_or(Named::None, |name| of_title(&name))
    }

    /// Whether no host in the credential's object or block belongs only to the
    /// other environment.
    pub(super) fn requests_go_only_to(&self, environment: Environment, credential: Span) -> bool {
        let unit = self.unit(&[credential.start]).map(|unit| unit.span);
        let hosts = unit.map_or(Named::None, |unit| self.mentions_in(unit, credential.start, false).hosts);
        hosts != Named::One(environment.other())
    }

    /// The environments whose words occur in the line of a place.
    pub(super) fn words_of_line(&self, at: usize) -> Named {
        self.statements.line(at).map_or(Named::None, |line| self.words_in(line.span))
    }

    /// The same for a short span, without lines that turn something off or are
    /// about something else.
    pub(super) fn words_in(&self, span: Span) -> Named {
        if length(span) > NEAR { Named::None } else { of_lines(span.of(self.text).lines()) }
    }

    /// The smallest object or section that contains all of these places, or
    /// else the block of the first one.
    pub(super) fn unit(&self, places: &[usize]) -> Option<&Statement> {
        let first = *places.first()?;
        let holds_all = |statement: &&Statement| places.iter().all(|&at| holds(statement.span, at));
        let group = self.statements.groups(first).find(holds_all);
        let section = self.statements.sections(first).find(holds_all);
        let block = self.statements.block(first).filter(holds_all);
        let length = |statement: &&Statement| statement.span.end - statement.span.start;
        group.into_iter().chain(section).chain(block).min_by_key(length).or_else(|| self.statements.block(first))
    }

    /// The statements around a place that are wider than this one, smallest
    /// first.
    pub(super) fn wider(&self, at: usize, than: Option<Span>) -> Vec<&Statement> {
        let groups = self.statements.groups(at).chain(self.statements.sections(at)).chain(self.statements.block(at));
        let mut wider: Vec<&Statement> =
            groups.filter(|one| than.is_none_or(|than| length(one.span) > length(than))).collect();
        sort_by_key(&mut wider, |one| length(one.span));
        wider
    }
}

/// Whether a word is an option: `-e`, `--stage`.
fn is_flag(word: &str) -> bool {
    let name = word.trim_start_matches('-');
    name.len() < word.len() && name.starts_with(|sign: char| sign.is_ascii_alphabetic()) && of_name(name) == Named::None
}

/// The environments whose words occur in lines that turn nothing off and aren't about something else.
pub(super) fn of_lines<'l>(lines: impl Iterator<Item = &'l str>) -> Named {
    let is_about_it = |line: &&str| {
        let (name, value) = line.split_once([':', '=']).unwrap_or(("", line));
        let value = value.trim_matches(|sign: char| !sign.is_alphanumeric());
        !OFF.contains(&value) && !split(name).iter().any(|word| ELSEWHERE.contains(&word.as_str()))
    };
    lines.filter(is_about_it).fold(Named::None, |all, line| all.and(of_words(line)))
}

/// The number of hosts of each use before each host, and in all.
pub(super) fn counts_of(hosts: &[HostAt]) -> Vec<Counts> {
    let mut counts = vec![Counts::default()];
    let mut sum = Counts::default();
    for host in hosts {
        match (host.usage, host.environment) {
            _ if host.owner.is_some() && host.usage != HostUsage::Composer => sum.owned += 1,
            (HostUsage::Api | HostUsage::PortalAsApi, Some(Environment::Production)) => sum.production += 1,
            (HostUsage::Api | HostUsage::PortalAsApi, Some(Environment::Sandbox)) => sum.sandbox += 1,
            (HostUsage::Composer, _) => sum.composer += 1,
            _ => {}
        }
        counts.push(sum);
    }
    counts
}

/// Whether a group is a remark in parentheses: `Production (https://…):`.
fn is_remark(text: &str, group: Span) -> bool {
    let inner = group.of(text);
    let is_apart = || text.get(..group.start).is_some_and(|before| before.ends_with(' '));
    inner.starts_with('(') && !inner.contains(['=', '\n']) && is_apart()
}

pub(super) const fn length(span: Span) -> usize {
    span.end - span.start
}

pub(super) const fn holds(span: Span, at: usize) -> bool {
    span.start <= at && at < span.end
}
