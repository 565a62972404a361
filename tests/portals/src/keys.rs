//! API keys and Composer keys, separate for each environment and user. They are the same at every
//! start, so that tests know them in advance.

use std::collections::HashMap;

use sandbar::catalogue::Environment;
use sha2::Digest as _;

use crate::session::Person;

/// The most API keys per environment and user.
pub const MOST_API_KEYS: usize = 3;

/// An API key as the portal shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its number, which stays the same when the pair is regenerated.
    pub number: u32,
    /// The name that the user gave it.
    pub name: String,
    /// Application ID: ten characters `A-Z0-9`.
    pub id: String,
    /// Application secret: 40 lower-case hex digits.
    pub secret: String,
}

/// A Composer access key as the portal shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposerKey {
    /// Its number in addresses.
    pub number: u32,
    /// The name that the user gave it.
    pub name: String,
    /// 32 lower-case hex digits.
    pub public: String,
    /// 32 lower-case hex digits.
    pub private: String,
    /// Whether it is enabled. A disabled key stays in the list.
    pub enabled: bool,
}

type Owner = (Environment, Person);

/// The keys of all users.
pub struct Keys {
    drawn: u32,
    api: HashMap<Owner, Vec<ApiKey>>,
    composer: HashMap<Owner, Vec<ComposerKey>>,
}

impl Keys {
    /// The initial keys. Names repeat in both environments, as in reality.
    pub fn first() -> Self {
        let mut keys = Self { drawn: 0, api: HashMap::new(), composer: HashMap::new() };
        for environment in Environment::ALL {
            keys.create_api_key(environment, Person::Ada, "CI");
            keys.create_api_key(environment, Person::Ada, "Laptop");
            keys.create_composer_key(environment, Person::Ada, "Shop builds");
            keys.create_composer_key(environment, Person::Ada, "Old laptop");
            keys.toggle_composer_key(environment, Person::Ada, keys.drawn);
            keys.create_composer_key(environment, Person::Ben, "Composer");
        }
        keys.create_api_key(Environment::Production, Person::Ben, "Release");
        keys
    }

    /// A user's API keys in this environment.
    pub fn api_keys(&self, environment: Environment, person: Person) -> &[ApiKey] {
        self.api.get(&(environment, person)).map_or(&[], Vec::as_slice)
    }

    /// A user's Composer keys in this environment.
    pub fn composer_keys(&self, environment: Environment, person: Person) -> &[ComposerKey] {
        self.composer.get(&(environment, person)).map_or(&[], Vec::as_slice)
    }

    /// The user who owns this pair in this environment.
    pub fn owner_of_pair(&self, environment: Environment, id: &str, secret: &str) -> Option<Person> {
        let holds = |person: &Person| {
            self.api_keys(environment, *person).iter().any(|key| key.id == id && key.secret == secret)
        };
        Person::ALL.into_iter().find(holds)
    }

    /// Adds an API key, unless there are too many. Returns whether it was added.
    pub fn create_api_key(&mut self, environment: Environment, person: Person, name: &str) -> bool {
        if self.api_keys(environment, person).len() >= MOST_API_KEYS {
            return false;
        }
        let (id, secret) = self.draw_pair();
        let key = ApiKey { number: self.drawn, name: name.to_owned(), id, secret };
        self.api.entry((environment, person)).or_default().push(key);
        true
    }

    /// Replaces ID and secret together.
    pub fn regenerate_api_key(&mut self, environment: Environment, person: Person, number: u32) -> bool {
        let (id, secret) = self.draw_pair();
        let mut keys = self.api.get_mut(&(environment, person)).into_iter().flatten();
        keys.find(|key| key.number == number).is_some_and(|key| {
            (key.id, key.secret) = (id, secret);
            true
        })
    }

    /// Removes an API key.
    pub fn delete_api_key(&mut self, environment: Environment, person: Person, number: u32) -> bool {
        self.api.get_mut(&(environment, person)).is_some_and(|keys| remove(keys, |key| key.number == number))
    }

    /// Adds a Composer key.
    pub fn create_composer_key(&mut self, environment: Environment, person: Person, name: &str) {
        self.drawn += 1;
        let (public, private) = (self.hex("public", 32), self.hex("private", 32));
        let key = ComposerKey { number: self.drawn, name: name.to_owned(), public, private, enabled: true };
        self.composer.entry((environment, person)).or_default().push(key);
    }

    /// Enables or disables a Composer key. Returns its new state.
    pub fn toggle_composer_key(&mut self, environment: Environment, person: Person, number: u32) -> Option<bool> {
        let mut keys = self.composer.get_mut(&(environment, person))?.iter_mut();
        keys.find(|key| key.number == number).map(|key| {
            key.enabled = !key.enabled;
            key.enabled
        })
    }

    /// Removes a Composer key.
    pub fn delete_composer_key(&mut self, environment: Environment, person: Person, number: u32) -> bool {
        self.composer.get_mut(&(environment, person)).is_some_and(|keys| remove(keys, |key| key.number == number))
    }

    fn draw_pair(&mut self) -> (String, String) {
        self.drawn += 1;
        // Every third ID has no digit, like one of the samples in the vendor's documentation.
        let alphabet: &[u8] = match self.drawn % 3 {
            2 => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            _ => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        };
        (spell(&self.bytes("id"), alphabet, 10), self.hex("secret", 40))
    }

    fn bytes(&self, part: &str) -> [u8; 32] {
        sha2::Sha256::digest(format!("demo portals, key {}, {part}", self.drawn)).into()
    }

    fn hex(&self, part: &str, length: usize) -> String {
        self.bytes(part).iter().flat_map(|byte| [byte >> 4, byte & 15]).take(length).map(hex_digit).collect()
    }
}

/// A session token in the shape that the API issues.
pub fn session_token() -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let (head, tail): ([u8; 32], [u8; 12]) = (rand::random(), rand::random());
    format!("{}.{}", spell(&head, ALPHABET, 32), spell(&tail, ALPHABET, 12))
}

fn spell(bytes: &[u8], alphabet: &[u8], length: usize) -> String {
    let letters = bytes.iter().filter_map(|byte| alphabet.get(usize::from(*byte) % alphabet.len()));
    letters.take(length).map(|letter| char::from(*letter)).collect()
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

fn remove<T>(items: &mut Vec<T>, wanted: impl Fn(&T) -> bool) -> bool {
    let before = items.len();
    items.retain(|item| !wanted(item));
    items.len() < before
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    fn is_hex(text: &str) -> bool {
        text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }

    #[test]
    fn keys_have_the_documented_shapes() {
        let keys = Keys::first();
        for environment in Environment::ALL {
            for key in keys.api_keys(environment, Person::Ada) {
                assert!(key.id.len() == 10 && key.id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
                assert!(key.secret.len() == 40 && is_hex(&key.secret));
            }
            for key in keys.composer_keys(environment, Person::Ada) {
                assert!(key.public.len() == 32 && is_hex(&key.public));
                assert!(key.private.len() == 32 && is_hex(&key.private));
            }
        }
    }

    #[test]
    fn session_tokens_have_the_documented_shape() {
        let token = session_token();
        let (head, tail) = token.split_once('.').unwrap();
        assert_eq!((head.len(), tail.len()), (32, 12));
    }

    #[test]
    fn keys_are_the_same_at_every_start_and_differ_from_each_other() {
        let ids = |keys: &Keys| -> Vec<String> {
            Environment::ALL.iter().flat_map(|e| keys.api_keys(*e, Person::Ada)).map(|key| key.id.clone()).collect()
        };
        let (first, mut second) = (ids(&Keys::first()), ids(&Keys::first()));
        assert_eq!(first, second);
        second.sort();
        second.dedup();
        assert_eq!(second.len(), first.len());
    }

    #[test]
    fn a_fourth_api_key_is_refused() {
        let mut keys = Keys::first();
        assert!(keys.create_api_key(Sandbox, Person::Ada, "third"));
        assert!(!keys.create_api_key(Sandbox, Person::Ada, "fourth"));
        assert_eq!(keys.api_keys(Sandbox, Person::Ada).len(), MOST_API_KEYS);
    }

    #[test]
    fn regenerating_replaces_both_parts_and_keeps_the_name() {
        let mut keys = Keys::first();
        let before = keys.api_keys(Production, Person::Ada)[0].clone();
        assert!(keys.regenerate_api_key(Production, Person::Ada, before.number));
        let after = &keys.api_keys(Production, Person::Ada)[0];
        assert_eq!(after.name, before.name);
        assert_ne!(after.id, before.id);
        assert_ne!(after.secret, before.secret);
    }

    #[test]
    fn a_pair_belongs_to_one_environment() {
        let keys = Keys::first();
        let key = &keys.api_keys(Sandbox, Person::Ada)[0];
        assert_eq!(keys.owner_of_pair(Sandbox, &key.id, &key.secret), Some(Person::Ada));
        assert_eq!(keys.owner_of_pair(Production, &key.id, &key.secret), None);
    }
}
