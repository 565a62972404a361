//! Profiles: filled in production, empty in the sandbox until they are rebuilt there.

use std::collections::HashMap;

use sandbar::catalogue::Environment;
use serde::Deserialize;

use crate::session::Person;

/// What a user says about themselves in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Profile {
    /// The name that customers see.
    pub vendor: String,
    /// Where to write to.
    pub email: String,
    /// Home page.
    pub website: String,
    /// A few sentences.
    pub about: String,
}

/// Everybody's profiles.
pub struct Profiles(HashMap<(Environment, Person), Profile>);

impl Profiles {
    /// Production's are filled, the sandbox's do not exist yet.
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

    /// Writes the profile of one environment; the other's is its own.
    pub fn save(&mut self, environment: Environment, person: Person, profile: Profile) {
        self.0.insert((environment, person), profile);
    }
}
