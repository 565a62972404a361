//! Profiles: complete in production, empty in the sandbox until they are set up there.

use std::collections::HashMap;

use sandbar::catalogue::Environment;
use serde::Deserialize;

use crate::session::Person;

/// A user's profile in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Profile {
    /// The name that customers see.
    pub vendor: String,
    /// The contact address.
    pub email: String,
    /// The home page.
    pub website: String,
    /// A few sentences.
    pub about: String,
}

/// The profiles of all users.
pub struct Profiles(HashMap<(Environment, Person), Profile>);

impl Profiles {
    /// Production profiles are complete, sandbox profiles don't exist yet.
    pub fn first() -> Self {
        let filled = Person::ALL.map(|person| {
            let profile = Profile {
                vendor: format!("{} Extensions", person.name()),
                email: format!("{}@example.org", person.user_name()),
                website: format!("https://{}.example.org/", person.user_name()),
                about: "Small extensions that do one thing.".to_owned(),
            };
            ((Environment::Production, person), profile)
        });
        Self(HashMap::from(filled))
    }

    /// The profile, if there is one.
    pub fn get(&self, environment: Environment, person: Person) -> Option<&Profile> {
        self.0.get(&(environment, person))
    }

    /// Saves the profile in one environment, which doesn't affect the other.
    pub fn save(&mut self, environment: Environment, person: Person, profile: Profile) {
        self.0.insert((environment, person), profile);
    }
}
