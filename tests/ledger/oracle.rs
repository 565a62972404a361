//! An independent implementation of the rules. It stores no beliefs, only an append-only log of
//! facts, from which every answer is computed again.

use sandbar::catalogue::Environment;
use sandbar::session::{
    AffectedEnvironments, Belief, Cause, Change, Document, End, Moment, News, Observation, Origin, PageWord,
    ProfileReminder, SessionScope, SessionWord, SignOutTrigger, Signs, What,
};
use sandbar::time::Timestamp;

const WINDOW: u64 = 30_000;
const LATE: u64 = 5_000;
const STANDS: u64 = 5_000;
const KEPT: usize = 200;

#[derive(Debug, Clone, PartialEq)]
enum Fact {
    Heard(Timestamp),
    SetBack {
        edge: Timestamp,
        from: Timestamp,
    },
    DocumentsGone,
    SignedIn {
        environment: Environment,
        document: Document,
        again: bool,
    },
    Counted {
        environment: Environment,
        loaded_at: Timestamp,
    },
    Begun {
        at: Timestamp,
        site: SessionScope,
        how: SignOutTrigger,
    },
    BegunForgotten,
    SignOut {
        origin: Origin,
        ended: Vec<Environment>,
    },
    Lowered(Environment),
    Doubted {
        environment: Environment,
        by: Document,
        after_cookie: bool,
    },
    /// The page that caused the doubt was left too soon after this time.
    DoubtLeft {
        environment: Environment,
        at: Timestamp,
    },
    CookieInDoubt(Environment),
    /// The end that only a page had shown was wrong.
    TakenBack(Environment),
    Found(Environment),
    Unsure(Environment, What),
    Rebuilt,
}

#[derive(Debug, Clone, Default)]
pub struct Oracle {
    /// The time and the fact.
    log: Vec<(Timestamp, Fact)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    Older,
    Newer,
    Unclear,
}

fn lasted(at: Timestamp, until: Timestamp) -> bool {
    until.as_millis() >= at.as_millis() + STANDS
}

fn is_session(belief: Belief) -> bool {
    matches!(belief, Belief::SignedIn { .. } | Belief::ProbablySignedOut { .. } | Belief::Doubted { .. })
}

impl Oracle {
    pub fn hear(&mut self, event: &Observation) -> Vec<Change> {
        let Observation { now, news } = *event;
        let (before, profile) = (self.log.len(), self.profile());
        match self.latest() {
            Some(from) if now.as_millis() + LATE < from.as_millis() => {
                let edge = Timestamp::from_millis(now.as_millis().saturating_sub(1));
                self.log.push((now, Fact::SetBack { edge, from }));
            }
            _ => {}
        }
        self.log.push((now, Fact::Heard(now)));
        if let Some(origin) = self.ending(now, news) {
            let ended = Environment::ALL.into_iter().filter(|&environment| self.can_end(environment, origin)).collect();
            self.establish(Fact::SignOut { origin, ended });
        } else {
            self.other_news(now, news);
        }
        let mut changes: Vec<_> = (before..self.log.len()).flat_map(|index| self.changes_by(index)).collect();
        if self.profile() != profile {
            changes.push(Change::Profile(self.profile()));
        }
        changes
    }

    /// What ends the sessions because of this news, if anything does.
    fn ending(&self, now: Timestamp, news: News) -> Option<Origin> {
        let begun = self.begun();
        let by_begun = |confirmed: bool| match begun {
            Some((_, site, _)) if confirmed => Some(Origin::SignOut(site)),
            _ => None,
        };
        let since_begun = |document: Document| begun.is_some_and(|(at, ..)| at <= document.loaded_at);
        let same_tab = |document: Document| begun.is_some_and(|(.., how)| how.tab() == document.tab);
        match news {
            News::PageSeen {
                site: SessionScope::Environment(environment),
                document,
                signs: signs @ (Signs::SignedOut | Signs::SignInPage),
            } => {
                let order = self.order(environment, document);
                let belief = self.belief(environment);
                let surprising = is_session(belief) && order == Order::Newer;
                let second_sign = match belief {
                    _ if signs == Signs::SignInPage => true,
                    Belief::Doubted { by, at, after_cookie, .. } if by != document => {
                        let looked_so = lasted(document.loaded_at, self.latest().unwrap());
                        lasted(at, document.loaded_at) && (looked_so || after_cookie)
                    }
                    Belief::Doubted { at, after_cookie, .. } => after_cookie && lasted(at, self.latest().unwrap()),
                    _ => false,
                };
                let here = begun.is_some_and(|(_, site, _)| site.covers(environment));
                let pressed = begun.is_some_and(|(.., how)| how == SignOutTrigger::Click(document));
                let confirms = here && (pressed || (since_begun(document) && order != Order::Older));
                by_begun(confirms || surprising).or_else(|| {
                    (surprising && second_sign).then_some(match belief {
                        Belief::ProbablySignedOut { .. } | Belief::Doubted { after_cookie: true, .. } => {
                            Origin::Cookie(environment)
                        }
                        _ => Origin::Seen(environment),
                    })
                })
            }
            News::PageSeen {
                site: SessionScope::Account,
                document,
                signs: signs @ (Signs::SignedOut | Signs::SignInPage),
            } => {
                let on_account = begun.is_some_and(|(_, site, _)| site == SessionScope::Account);
                let led_here = |side: &Environment| match self.belief(*side) {
                    Belief::SignedIn { evidence: last, .. } | Belief::Doubted { by: last, .. } => {
                        last != document && last.tab == document.tab && self.order(*side, document) == Order::Newer
                    }
                    _ => false,
                };
                by_begun(since_begun(document) && (on_account || same_tab(document))).or_else(|| {
                    let side = Environment::ALL.into_iter().find(led_here)?;
                    (signs == Signs::SignInPage).then_some(Origin::Seen(side))
                })
            }
            News::SignOutPageLoaded { document } => {
                let newer = Environment::ALL.iter().all(|&side| self.order(side, document) == Order::Newer);
                by_begun(since_begun(document) && same_tab(document))
                    .or_else(|| newer.then_some(Origin::SignOut(SessionScope::Account)))
            }
            News::CookieRemoved { site } => {
                let by_begun = begun.and_then(|(at, begun_at, _)| {
                    let meet = Environment::ALL.iter().any(|&side| site.covers(side) && begun_at.covers(side));
                    let session = |side| is_session(self.belief(side));
                    let back_in = Environment::ALL.iter().any(|&side| session(side) && self.newest(side) > Some(at));
                    by_begun(meet && at <= now && !back_in)
                });
                by_begun.or_else(|| {
                    let doubted = |side: &Environment| {
                        let doubted = match self.belief(*side) {
                            Belief::Doubted { at, .. } => lasted(at, self.latest().unwrap()),
                            _ => false,
                        };
                        site.covers(*side) && doubted && self.newest(*side) < Some(now)
                    };
                    Environment::ALL.into_iter().find(doubted).map(Origin::Cookie)
                })
            }
            _ => None,
        }
    }

    fn other_news(&mut self, now: Timestamp, news: News) {
        match news {
            News::PageSeen { site: SessionScope::Environment(environment), document, signs } => {
                self.page(environment, document, signs);
            }
            News::SignOutBegun { site, how } => {
                let over = Environment::ALL.iter().any(|&side| site.covers(side) && self.signed_out(side) >= Some(now));
                let belongs = self.begun().is_some_and(|(at, _, earlier)| match (how, earlier) {
                    (SignOutTrigger::Navigation(tab), _) => earlier.tab() == tab,
                    (SignOutTrigger::Click(_), SignOutTrigger::Click(_)) => at > now,
                    (SignOutTrigger::Click(_), SignOutTrigger::Navigation(_)) => false,
                });
                let known = self.begun_ever() == Some((now, site, how));
                if !over && !belongs && !known {
                    self.establish(Fact::Begun { at: now, site, how });
                }
            }
            News::CookieRemoved { site } => {
                for environment in Environment::ALL {
                    let is_older = site.covers(environment) && self.newest(environment) < Some(now);
                    match self.belief(environment) {
                        Belief::SignedIn { .. } if is_older => self.establish(Fact::Lowered(environment)),
                        Belief::Doubted { .. } if is_older => self.establish(Fact::CookieInDoubt(environment)),
                        _ => {}
                    }
                }
            }
            News::BrowserStarted => {
                if self.begun_ever().is_some_and(|(at, ..)| at <= now) {
                    self.establish(Fact::BegunForgotten);
                }
                if Some(now) == self.latest() {
                    self.establish(Fact::DocumentsGone);
                }
                for environment in Environment::ALL {
                    let session = !matches!(
                        self.belief(environment),
                        Belief::Unknown { .. } | Belief::FoundSignedOut { .. } | Belief::SignedOut(_)
                    );
                    if session && self.newest(environment) < Some(now) {
                        self.establish(Fact::Unsure(environment, What::BrowserStarted(environment)));
                    }
                }
            }
            News::ProfileRebuilt => self.establish(Fact::Rebuilt),
            News::PageLeft { site: SessionScope::Environment(environment), document } => {
                match self.belief(environment) {
                    Belief::Doubted { by, at, after_cookie, .. }
                        if by == document && !lasted(at, self.latest().unwrap()) =>
                    {
                        self.establish(match after_cookie {
                            true => Fact::DoubtLeft { environment, at },
                            false => Fact::SignedIn { environment, document, again: true },
                        });
                    }
                    _ => {}
                }
            }
            News::PageSeen { site: SessionScope::Account, .. }
            | News::PageLeft { site: SessionScope::Account, .. }
            | News::SignOutPageLoaded { .. } => {}
        }
    }

    /// Handles a page of an environment that ends nothing.
    fn page(&mut self, environment: Environment, document: Document, signs: Signs) {
        let (order, belief) = (self.order(environment, document), self.belief(environment));
        let signed_out = matches!(belief, Belief::SignedOut(_) | Belief::FoundSignedOut { .. });
        let session = is_session(belief);
        let unknown = !signed_out && !session;
        let was_seen = matches!(belief, Belief::SignedOut(end) if end.origin == Origin::Seen(environment));
        let other = environment.other();
        let soon = |end: End| self.latest().unwrap().as_millis() - end.at.as_millis() <= WINDOW;
        let other_too =
            was_seen && self.belief(other) == belief && belief.end().is_some_and(soon) && order == Order::Newer;
        if signs == Signs::Neither && signed_out && order == Order::Newer {
            let fact = match belief {
                _ if was_seen => Fact::TakenBack(environment),
                Belief::SignedOut(end) if !lasted(end.at, document.loaded_at) => return,
                _ => Fact::Unsure(environment, What::Contradicted(environment)),
            };
            if other_too {
                self.establish(Fact::TakenBack(other));
            }
            self.establish(fact);
            let loaded_at = document.loaded_at.min(self.latest().unwrap());
            return self.establish(Fact::Counted { environment, loaded_at });
        }
        let is_doubt_over = signs == Signs::Neither && matches!(belief, Belief::Doubted { by, .. } if by == document);
        let signs = if is_doubt_over { Signs::SignedIn } else { signs };
        let fact = match (signs, order) {
            (Signs::Neither, _) | (_, Order::Older) | (Signs::Both, Order::Unclear) => return,
            (Signs::SignedIn, Order::Unclear) if signed_out => {
                return self.establish(Fact::Unsure(environment, What::Contradicted(environment)));
            }
            (Signs::SignedOut | Signs::SignInPage, Order::Unclear) if session => {
                return self.establish(Fact::Unsure(environment, What::Contradicted(environment)));
            }
            (_, Order::Unclear) => return,
            (Signs::Both, Order::Newer) => {
                (!unknown).then_some(Fact::Unsure(environment, What::Contradicted(environment)))
            }
            // It can still become the second sign.
            (Signs::SignedOut, Order::Newer) if matches!(belief, Belief::Doubted { by, at, .. } if by != document && lasted(at, document.loaded_at)) =>
            {
                return;
            }
            (Signs::SignedOut, Order::Newer) if session => {
                let (again, after_cookie) = match belief {
                    Belief::Doubted { by, after_cookie, .. } => (by == document, after_cookie),
                    belief => (false, matches!(belief, Belief::ProbablySignedOut { .. })),
                };
                (!again).then_some(Fact::Doubted { environment, by: document, after_cookie })
            }
            (Signs::SignedOut | Signs::SignInPage, Order::Newer) => unknown.then_some(Fact::Found(environment)),
            (Signs::SignedIn, Order::Newer) => {
                if let Belief::ProbablySignedOut { at, .. } = belief
                    && self.compare(at, document.loaded_at, true) != Order::Newer
                {
                    return;
                }
                let again = matches!(belief, Belief::SignedIn { .. } | Belief::Doubted { .. });
                Some(Fact::SignedIn { environment, document, again })
            }
        };
        if let Some(fact) = fact {
            self.establish(fact);
        }
        let loaded_at = document.loaded_at.min(self.latest().unwrap());
        self.establish(Fact::Counted { environment, loaded_at });
    }

    fn establish(&mut self, fact: Fact) {
        self.log.push((self.latest().unwrap(), fact));
    }

    fn can_end(&self, environment: Environment, origin: Origin) -> bool {
        match self.belief(environment) {
            Belief::SignedOut(_) => false,
            Belief::FoundSignedOut { .. } => origin.cause_in(environment) == Cause::Here,
            _ => true,
        }
    }

    /// The changes that this fact caused when it was logged.
    fn changes_by(&self, index: usize) -> Vec<Change> {
        let (at, fact) = &self.log[index];
        match *fact {
            Fact::SignedIn { environment, again: false, .. } => {
                let first_time = !self.log[..index]
                    .iter()
                    .any(|(_, fact)| matches!(fact, Fact::SignedIn { environment: side, .. } if *side == environment));
                vec![Change::SignedIn { environment, first_time }]
            }
            Fact::SignOut { origin, ref ended } => ended
                .iter()
                .map(|&environment| {
                    let cause = origin.cause_in(environment);
                    Change::Ended { environment, cause, origin, at: *at }
                })
                .collect(),
            Fact::Lowered(environment) | Fact::Doubted { environment, .. } => vec![Change::Lowered { environment }],
            Fact::Found(environment) => vec![Change::FoundSignedOut { environment }],
            Fact::Unsure(environment, _) | Fact::TakenBack(environment) => vec![Change::Unsure { environment }],
            _ => vec![],
        }
    }

    // What the log says of time.

    /// A time at this place in the log, by the current clock.
    fn read(&self, index: usize, time: Timestamp) -> Timestamp {
        let edges = self.log[index..].iter().filter_map(|(_, fact)| match fact {
            Fact::SetBack { edge, .. } => Some(*edge),
            _ => None,
        });
        edges.fold(time, Timestamp::min)
    }

    fn latest(&self) -> Option<Timestamp> {
        let run = self.log.rsplit(|(_, fact)| matches!(fact, Fact::SetBack { .. })).next()?;
        run.iter().filter_map(|(_, fact)| if let Fact::Heard(now) = fact { Some(*now) } else { None }).max()
    }

    /// The clock readings that may have occurred twice: after the first, up to the second.
    fn twice(&self) -> Option<(Timestamp, Timestamp)> {
        let run = self.log.rsplit(|(_, fact)| *fact == Fact::DocumentsGone).next()?;
        let set_back: Vec<_> = run
            .iter()
            .filter_map(|(_, fact)| if let Fact::SetBack { edge, from } = fact { Some((*edge, *from)) } else { None })
            .collect();
        Some((set_back.iter().map(|(edge, _)| *edge).min()?, set_back.iter().map(|(_, from)| *from).max()?))
    }

    /// Whether a document is older or newer than a fact with this time.
    fn compare(&self, noted: Timestamp, loaded_at: Timestamp, reports_now: bool) -> Order {
        let twice = self.twice().is_some_and(|(from, to)| noted >= from && loaded_at <= to);
        let future = reports_now && Some(loaded_at) > self.latest();
        match () {
            () if loaded_at <= noted => Order::Older,
            () if twice || future => Order::Unclear,
            () => Order::Newer,
        }
    }

    fn order(&self, environment: Environment, document: Document) -> Order {
        let sign_out = self.signed_out(environment).map(|at| self.compare(at, document.loaded_at, true));
        // A document may report again, so the newest one counts as newest again.
        let newest = match self.newest(environment) {
            Some(newest) if newest == document.loaded_at => Some(Order::Newer),
            newest => newest.map(|newest| self.compare(newest, document.loaded_at, true)),
        };
        let orders = [sign_out, newest];
        match () {
            () if orders.contains(&Some(Order::Older)) => Order::Older,
            () if orders.contains(&Some(Order::Unclear)) => Order::Unclear,
            () => Order::Newer,
        }
    }

    /// The last sign-out, which concerns both environments wherever it was started.
    fn signed_out(&self, _either: Environment) -> Option<Timestamp> {
        let sign_outs = self.log.iter().enumerate().filter(|(_, (_, fact))| matches!(fact, Fact::SignOut { .. }));
        sign_outs.map(|(index, (at, _))| self.read(index, *at)).max()
    }

    fn newest(&self, of: Environment) -> Option<Timestamp> {
        let log = self.log.iter().enumerate();
        log.filter_map(|(index, (_, fact))| match fact {
            Fact::Counted { environment, loaded_at } if *environment == of => Some(self.read(index, *loaded_at)),
            _ => None,
        })
        .max()
    }

    /// The last started sign-out that isn't settled yet.
    fn begun_ever(&self) -> Option<(Timestamp, SessionScope, SignOutTrigger)> {
        let last = self.log.iter().rev().find(|(_, fact)| {
            matches!(fact, Fact::Begun { .. } | Fact::BegunForgotten | Fact::SignOut { .. } | Fact::SetBack { .. })
        });
        match last {
            Some((_, Fact::Begun { at, site, how })) => Some((*at, *site, *how)),
            _ => None,
        }
    }

    fn begun(&self) -> Option<(Timestamp, SessionScope, SignOutTrigger)> {
        let present = self.latest()?.as_millis();
        self.begun_ever().filter(|(at, ..)| (at.as_millis()..=at.as_millis() + WINDOW).contains(&present))
    }

    // What the log says of an environment.

    /// The facts about an environment, newest first.
    fn about(&self, environment: Environment) -> impl Iterator<Item = (usize, &(Timestamp, Fact))> {
        self.log.iter().enumerate().rev().filter(move |(_, (_, fact))| match fact {
            Fact::SignedIn { environment: of, .. }
            | Fact::Lowered(of)
            | Fact::Doubted { environment: of, .. }
            | Fact::DoubtLeft { environment: of, .. }
            | Fact::TakenBack(of)
            | Fact::Found(of)
            | Fact::Unsure(of, _) => *of == environment,
            Fact::SignOut { ended, .. } => ended.contains(&environment),
            _ => false,
        })
    }

    pub fn belief(&self, environment: Environment) -> Belief {
        let Some((index, (at, fact))) = self.about(environment).next() else {
            return Belief::Unknown { after: None };
        };
        let at = self.read(index, *at);
        match *fact {
            Fact::SignedIn { document, .. } => {
                Belief::SignedIn { since: self.session_since(environment), evidence: document }
            }
            Fact::Lowered(_) => Belief::ProbablySignedOut { since: self.session_since(environment), at },
            Fact::DoubtLeft { at, .. } => {
                Belief::ProbablySignedOut { since: self.session_since(environment), at: self.read(index, at) }
            }
            Fact::Doubted { by, after_cookie, .. } => {
                let later = self.log[index..].iter().any(|(_, fact)| *fact == Fact::CookieInDoubt(environment));
                let after_cookie = after_cookie || later;
                Belief::Doubted { since: self.session_since(environment), by, at, after_cookie }
            }
            Fact::SignOut { origin, .. } => Belief::SignedOut(End { at, origin }),
            Fact::Found(_) => match self.last_end(environment) {
                Some(end) => Belief::SignedOut(end),
                None => Belief::FoundSignedOut { at },
            },
            _ => Belief::Unknown { after: self.last_end(environment) },
        }
    }

    fn session_since(&self, environment: Environment) -> Timestamp {
        let session = self.about(environment).take_while(|(_, (_, fact))| {
            let is_session = matches!(fact, Fact::SignedIn { .. } | Fact::Lowered(_) | Fact::Doubted { .. });
            is_session || matches!(fact, Fact::DoubtLeft { .. })
        });
        session.last().map(|(index, (at, _))| self.read(index, *at)).unwrap()
    }

    /// The end of the last session, unless a user was signed in since.
    fn last_end(&self, environment: Environment) -> Option<End> {
        let mut since =
            self.about(environment).skip_while(|(_, (_, fact))| matches!(fact, Fact::Unsure(..) | Fact::Found(_)));
        match since.next()? {
            (index, (at, Fact::SignOut { origin, .. })) => Some(End { at: self.read(index, *at), origin: *origin }),
            _ => None,
        }
    }

    pub fn profile(&self) -> ProfileReminder {
        let sandbox = |fact: &Fact| matches!(fact, Fact::SignedIn { environment: Environment::Sandbox, .. });
        match () {
            () if self.log.iter().any(|(_, fact)| *fact == Fact::Rebuilt) => ProfileReminder::Done,
            () if self.log.iter().any(|(_, fact)| sandbox(fact)) => ProfileReminder::Due,
            () => ProfileReminder::NotYet,
        }
    }

    pub fn session_word(&self, environment: Environment) -> SessionWord {
        let other = SessionScope::Environment(environment.other());
        match self.belief(environment) {
            Belief::SignedIn { .. } => SessionWord::SignedIn,
            Belief::SignedOut(End { origin: Origin::SignOut(site), .. }) if site == other => {
                SessionWord::EndedWithTheOther
            }
            Belief::SignedOut(End { origin: Origin::Seen(side) | Origin::Cookie(side), .. }) if side != environment => {
                SessionWord::EndedWithTheOther
            }
            Belief::SignedOut(_) | Belief::FoundSignedOut { .. } => SessionWord::SignedOut,
            _ => SessionWord::Unknown,
        }
    }

    pub fn page_word(&self, environment: Environment, loaded_at: Timestamp, signs: Signs) -> PageWord {
        let (End { at, origin }, perhaps_too) = match self.belief(environment) {
            Belief::SignedOut(end) => (end, true),
            Belief::Unknown { after: Some(end) } => (end, false),
            _ => return PageWord::Nothing,
        };
        match self.compare(at, loaded_at, false) {
            Order::Newer => PageWord::Nothing,
            Order::Unclear if !perhaps_too => PageWord::Nothing,
            _ if matches!(signs, Signs::SignedOut | Signs::SignInPage) => PageWord::Nothing,
            _ => PageWord::Ended { cause: origin.cause_in(environment), at, origin },
        }
    }

    pub fn history(&self) -> Vec<Moment> {
        let moments: Vec<_> = self
            .log
            .iter()
            .filter_map(|(at, fact)| {
                let what = match fact {
                    Fact::SetBack { .. } => What::ClockSetBack,
                    Fact::SignedIn { environment, again: false, .. } => What::SignedIn(*environment),
                    Fact::Begun { site, .. } => What::SignOutBegun(*site),
                    Fact::SignOut { origin, ended } => match ended[..] {
                        [] => return None,
                        [only] => What::Ended { span: AffectedEnvironments::Only(only), origin: *origin },
                        _ => What::Ended { span: AffectedEnvironments::Both, origin: *origin },
                    },
                    Fact::Lowered(environment) => What::Lowered(*environment),
                    Fact::Found(environment) => What::FoundSignedOut(*environment),
                    Fact::Unsure(_, why) => *why,
                    Fact::TakenBack(environment) => What::Contradicted(*environment),
                    _ => return None,
                };
                Some(Moment { at: *at, what })
            })
            .collect();
        moments[moments.len().saturating_sub(KEPT)..].to_vec()
    }
}
