//! The sessions of the demo portals.
//!
//! Both environments use one shared login at the account site. Each environment has its own
//! session, which was started through that login, and all of them end with it. That is why signing
//! out of one environment signs the user out of the other. Different browsers and private windows
//! have separate logins.

use std::collections::HashMap;

use sandbar::catalogue::Environment;

/// The users of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// A user with keys everywhere.
    Ada,
    /// A user with few keys, and none in the sandbox.
    Ben,
}

impl Person {
    /// Both users.
    pub const ALL: [Self; 2] = [Self::Ada, Self::Ben];

    /// The name that pages show.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ada => "Ada Sample",
            Self::Ben => "Ben Sample",
        }
    }

    /// The name to sign in with.
    #[must_use]
    pub const fn user_name(self) -> &'static str {
        match self {
            Self::Ada => "ada",
            Self::Ben => "ben",
        }
    }

    /// The public number of the account, the same in both environments.
    #[must_use]
    pub const fn mage_id(self) -> &'static str {
        match self {
            Self::Ada => "MAG100000001",
            Self::Ben => "MAG100000002",
        }
    }

    /// The user with this name. Every name is accepted, and everyone except Ben is Ada.
    pub fn of_user_name(name: &str) -> Self {
        if name.trim().to_ascii_lowercase().starts_with(Self::Ben.user_name()) { Self::Ben } else { Self::Ada }
    }
}

/// An unguessable ID of a login, a session or a one-time code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token(String);

impl Token {
    fn fresh() -> Self {
        Self(format!("{:032x}", rand::random::<u128>()))
    }

    /// The text in a cookie or an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

struct Session {
    login: Token,
    environment: Environment,
    message: Option<String>,
}

struct Code {
    login: Token,
    environment: Environment,
}

/// All logins and everything that depends on them.
#[derive(Default)]
pub struct Sessions {
    logins: HashMap<Token, Person>,
    codes: HashMap<Token, Code>,
    sessions: HashMap<Token, Session>,
}

impl Sessions {
    /// Starts a shared login.
    pub fn log_in(&mut self, person: Person) -> Token {
        let login = Token::fresh();
        self.logins.insert(login.clone(), person);
        login
    }

    /// The user of this shared login, while it lasts.
    pub fn person_of_login(&self, login: &Token) -> Option<Person> {
        self.logins.get(login).copied()
    }

    /// A code with which a portal of this environment can start a session, once.
    pub fn issue_code(&mut self, login: &Token, environment: Environment) -> Token {
        let code = Token::fresh();
        self.codes.insert(code.clone(), Code { login: login.clone(), environment });
        code
    }

    /// Starts the session for a code, or joins the login's existing session in that environment
    /// (from the portal's other host name).
    pub fn redeem(&mut self, code: &Token, environment: Environment) -> Option<(Token, Person)> {
        let login = self.codes.remove(code).filter(|code| code.environment == environment)?.login;
        let person = self.person_of_login(&login)?;
        let running = self
            .sessions
            .iter()
            .find(|(_, session)| session.login == login && session.environment == environment)
            .map(|(token, _)| token.clone());
        let token = running.unwrap_or_else(|| {
            let token = Token::fresh();
            self.sessions.insert(token.clone(), Session { login, environment, message: None });
            token
        });
        Some((token, person))
    }

    /// The user of this session in this environment.
    pub fn person(&self, session: &Token, environment: Environment) -> Option<Person> {
        let session = self.sessions.get(session).filter(|session| session.environment == environment)?;
        self.person_of_login(&session.login)
    }

    /// Ends the login of this session, and all its other sessions.
    pub fn sign_out(&mut self, session: &Token) {
        if let Some(login) = self.sessions.get(session).map(|session| session.login.clone()) {
            self.end_login(&login);
        }
    }

    /// Ends a login and all its sessions.
    pub fn end_login(&mut self, login: &Token) {
        self.logins.remove(login);
        self.codes.retain(|_, code| code.login != *login);
        self.sessions.retain(|_, session| session.login != *login);
    }

    /// Stores a message for the next page of this session.
    pub fn leave_message(&mut self, session: &Token, message: &str) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.message = Some(message.to_owned());
        }
    }

    /// Removes and returns the stored message.
    pub fn take_message(&mut self, session: &Token) -> Option<String> {
        self.sessions.get_mut(session)?.message.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    fn signed_in(sessions: &mut Sessions, login: &Token, environment: Environment) -> Token {
        let code = sessions.issue_code(login, environment);
        sessions.redeem(&code, environment).unwrap().0
    }

    #[test]
    fn a_session_says_nothing_about_the_other_environment() {
        let mut sessions = Sessions::default();
        let login = sessions.log_in(Person::Ada);
        let session = signed_in(&mut sessions, &login, Production);
        assert_eq!(sessions.person(&session, Production), Some(Person::Ada));
        assert_eq!(sessions.person(&session, Sandbox), None);
    }

    #[test]
    fn signing_out_of_one_environment_ends_the_other_and_the_login() {
        for left in Environment::ALL {
            let mut sessions = Sessions::default();
            let login = sessions.log_in(Person::Ada);
            let here = signed_in(&mut sessions, &login, left);
            let there = signed_in(&mut sessions, &login, left.other());
            sessions.sign_out(&here);
            assert_eq!(sessions.person(&there, left.other()), None);
            assert_eq!(sessions.person_of_login(&login), None);
        }
    }

    #[test]
    fn another_browser_is_untouched_by_a_sign_out() {
        let mut sessions = Sessions::default();
        let (login, other) = (sessions.log_in(Person::Ada), sessions.log_in(Person::Ada));
        let session = signed_in(&mut sessions, &login, Sandbox);
        let untouched = signed_in(&mut sessions, &other, Sandbox);
        sessions.sign_out(&session);
        assert_eq!(sessions.person(&untouched, Sandbox), Some(Person::Ada));
    }

    #[test]
    fn both_host_names_of_an_environment_share_its_session() {
        let mut sessions = Sessions::default();
        let login = sessions.log_in(Person::Ben);
        let current = signed_in(&mut sessions, &login, Sandbox);
        let legacy = signed_in(&mut sessions, &login, Sandbox);
        assert_eq!(current, legacy);
    }

    #[test]
    fn a_code_works_once_and_in_its_environment_only() {
        let mut sessions = Sessions::default();
        let login = sessions.log_in(Person::Ada);
        let code = sessions.issue_code(&login, Production);
        assert!(sessions.redeem(&code, Sandbox).is_none());
        let code = sessions.issue_code(&login, Production);
        assert!(sessions.redeem(&code, Production).is_some());
        assert!(sessions.redeem(&code, Production).is_none());
    }
}
