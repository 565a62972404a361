use sandbar::catalogue::{Environment, Generation};

use crate::Person;
use crate::testing::{Browser, portal};
use crate::world::World;

const MARKUPS: [&str; 5] = ["table", "list", "dl", "inputs", "cards"];

async fn signed_in(world: &World, environment: Environment, user: &str) -> (Browser, &'static str) {
    let here = portal(environment, Generation::Current);
    let mut browser = Browser::new(world);
    browser.sign_in(here, user).await;
    (browser, here)
}

#[tokio::test]
async fn the_list_shows_the_keys_of_its_environment_in_every_markup() {
    let world = World::new();
    for environment in Environment::ALL {
        let (mut browser, here) = signed_in(&world, environment, "ada").await;
        for markup in MARKUPS {
            let page = browser.open(here, &format!("/account/apikeys?markup={markup}")).await.text;
            let data = browser.open(here, &format!("/demo/keys.json?kind=api&markup={markup}")).await.text;
            for key in world.keys().api_keys(environment, Person::Ada) {
                let source = if markup == "cards" { &data } else { &page };
                assert!(source.contains(&key.id) && source.contains(&key.secret), "{markup}");
            }
            for key in world.keys().api_keys(environment.other(), Person::Ada) {
                assert!(!page.contains(&key.id) && !data.contains(&key.id), "{markup}");
            }
            for word in ["App Id:", "App Secret:", "Regenerate", "Delete", "Copy"] {
                assert!(page.contains(word), "{markup}: {word}");
            }
        }
    }
}

#[tokio::test]
async fn no_two_markups_hold_a_value_in_the_same_element() {
    let world = World::new();
    let (mut browser, here) = signed_in(&world, Environment::Sandbox, "ada").await;
    let secret = world.keys().api_keys(Environment::Sandbox, Person::Ada)[0].secret.clone();
    let mut elements = Vec::new();
    for markup in MARKUPS {
        let page = browser.open(here, &format!("/account/apikeys?markup={markup}")).await.text;
        let before = page.split(&secret).next().unwrap();
        elements.push(before[before.rfind('<').unwrap()..].split([' ', '>']).next().unwrap().to_owned());
    }
    let count = elements.len();
    elements.sort();
    elements.dedup();
    assert_eq!(elements.len(), count, "{elements:?}");
}

#[tokio::test]
async fn a_late_list_is_not_in_the_page() {
    let world = World::new();
    let (mut browser, here) = signed_in(&world, Environment::Sandbox, "ada").await;
    let page = browser.open(here, "/account/apikeys?late=200").await.text;
    let key = world.keys().api_keys(Environment::Sandbox, Person::Ada)[0].clone();
    assert!(page.contains("data-late=\"200\"") && !page.contains(&key.id));
}

#[tokio::test]
async fn every_source_a_page_names_has_the_data() {
    let (mut browser, here) = signed_in(&World::new(), Environment::Sandbox, "ada").await;
    let mut address = "/account/apikeys?markup=cards&late=10".to_owned();
    for mark in ["data-source=", "data-fill="] {
        let page = browser.open(here, &address).await.text.replace("\\\"", "\"").replace("&amp;", "&");
        address = page.split(&format!("{mark}\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(browser.open(here, &address).await.text.starts_with('{'), "{address}");
    }
}

#[tokio::test]
async fn composer_keys_are_shown_with_their_own_words() {
    let world = World::new();
    let (mut browser, here) = signed_in(&world, Environment::Production, "ben").await;
    let page = browser.open(here, "/account/keys").await.text;
    let key = world.keys().composer_keys(Environment::Production, Person::Ben)[0].clone();
    for word in [&key.public, &key.private, "Public:", "Private:", "Disable", "Delete"] {
        assert!(page.contains(word), "{word}");
    }
    let page = browser.post(here, &format!("/account/keys/{}/toggle", key.number), "").await.text;
    assert!(page.contains("has been disabled") && page.contains(">Enable<"));
}

#[tokio::test]
async fn an_empty_list_says_so() {
    let (mut browser, here) = signed_in(&World::new(), Environment::Sandbox, "ben").await;
    assert!(browser.open(here, "/account/apikeys").await.text.contains("You do not have any API keys"));
}

#[tokio::test]
async fn a_key_is_created_and_the_success_said_once() {
    let world = World::new();
    let (mut browser, here) = signed_in(&world, Environment::Sandbox, "ben").await;
    let page = browser.post(here, "/account/apikeys/create", "name=%3Cb%3E").await;
    assert_eq!(page.address, "/account/apikeys");
    assert!(page.text.contains("The API Access Key has been created successfully."));
    assert!(page.text.contains("&lt;b&gt;"), "names are escaped");
    assert_eq!(world.keys().api_keys(Environment::Sandbox, Person::Ben).len(), 1);
    assert!(!browser.open(here, "/account/apikeys").await.text.contains("successfully"));
}

#[tokio::test]
async fn regenerating_and_deleting_ask_first_then_say_what_was_done() {
    let world = World::new();
    let (mut browser, here) = signed_in(&world, Environment::Production, "ada").await;
    let key = world.keys().api_keys(Environment::Production, Person::Ada)[0].clone();
    for (word, done) in [("regenerate", "regenerated successfully"), ("delete", "deleted successfully")] {
        let address = format!("/account/apikeys/{}/{word}?markup=dl", key.number);
        assert!(browser.open(here, &address).await.text.contains("Are you sure?"));
        let after = browser.post(here, &address, "").await;
        assert_eq!(after.address, "/account/apikeys?markup=dl");
        assert!(after.text.contains(done) && !after.text.contains(&key.secret));
    }
    assert_eq!(world.keys().api_keys(Environment::Production, Person::Ada).len(), 1);
}

#[tokio::test]
async fn nothing_of_a_keys_page_is_shown_to_strangers() {
    let world = World::new();
    let mut browser = Browser::new(&world);
    let here = portal(Environment::Production, Generation::Current);
    for address in ["/account/apikeys", "/account/keys", "/demo/keys.json?kind=api"] {
        let page = browser.open(here, address).await.text;
        assert!(page.contains("Please sign in"));
        for key in world.keys().api_keys(Environment::Production, Person::Ada) {
            assert!(!page.contains(&key.id));
        }
    }
}

#[tokio::test]
async fn a_submission_is_answered_with_lengths_and_never_with_values() {
    let mut browser = Browser::new(&World::new());
    let here = portal(Environment::Production, Generation::Current);
    let page = browser.open(here, "/demo/submitted?text=hunter22").await.text;
    assert!(page.contains("8 characters") && !page.contains("hunter22"));
    let page = browser.post(here, "/demo/submitted", "posted=hunter2").await.text;
    assert!(page.contains("7 characters") && !page.contains("hunter2"));
}
