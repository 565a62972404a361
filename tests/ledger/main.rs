//! Compares the ledger with an independent implementation of its rules, and checks its invariants.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod oracle;
mod world;

use oracle::Oracle;
use proptest::prelude::*;
use sandbar::catalogue::Environment;
use sandbar::session::history::BOUND;
use sandbar::session::{Belief, Change, Ledger, Signs};
use world::{STORES, Step, World, honest_steps, steps};

/// The ledger after the worker has died and another has started.
fn revived(ledger: &Ledger) -> Ledger {
    serde_json::from_str(&serde_json::to_string(ledger).unwrap()).unwrap()
}

fn agree(ledger: &Ledger, oracle: &Oracle, world: &World, store: usize) -> Result<(), TestCaseError> {
    for environment in Environment::ALL {
        prop_assert_eq!(*ledger.belief(environment), oracle.belief(environment));
        prop_assert_eq!(ledger.session_word(environment), oracle.session_word(environment));
        for document in world.documents(store).iter().rev().take(3) {
            for signs in [Signs::SignedIn, Signs::SignedOut] {
                prop_assert_eq!(
                    ledger.page_word(environment, document.loaded_at, signs),
                    oracle.page_word(environment, document.loaded_at, signs)
                );
            }
        }
    }
    prop_assert_eq!(ledger.profile_reminder(), oracle.profile());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_ledger_and_the_oracle_agree_after_every_event(steps in steps(1..32)) {
        let mut world = World::default();
        let mut ledgers: [Ledger; STORES] = Default::default();
        let mut oracles: [Oracle; STORES] = Default::default();
        for Step { store, dies, action } in steps {
            let Some(event) = world.event(store, action) else { continue };
            if dies {
                ledgers[store] = revived(&ledgers[store]);
            }
            prop_assert_eq!(ledgers[store].apply(&event), oracles[store].hear(&event));
            agree(&ledgers[store], &oracles[store], &world, store)?;
        }
        for (ledger, oracle) in ledgers.iter().zip(&oracles) {
            prop_assert_eq!(ledger.history().moments().copied().collect::<Vec<_>>(), oracle.history());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_same_event_twice_is_the_same_as_once(steps in steps(1..32)) {
        let mut world = World::default();
        let mut ledger = Ledger::default();
        for Step { action, .. } in steps {
            let Some(event) = world.event(0, action) else { continue };
            ledger.apply(&event);
            let once = ledger.clone();
            prop_assert_eq!(ledger.apply(&event), vec![]);
            prop_assert_eq!(&ledger, &once);
        }
    }

    #[test]
    fn a_ledger_is_stored_and_read_back_unchanged(steps in steps(1..32)) {
        let mut world = World::default();
        let mut ledger = Ledger::default();
        for event in steps.into_iter().filter_map(|step| world.event(0, step.action)) {
            ledger.apply(&event);
        }
        prop_assert_eq!(revived(&ledger), ledger);
    }

    #[test]
    fn events_of_one_cookie_store_never_touch_anothers(steps in steps(1..32)) {
        let mut world = World::default();
        let events: Vec<_> =
            steps.into_iter().filter_map(|step| Some((step.store, world.event(step.store, step.action)?))).collect();
        let mut together: [Ledger; STORES] = Default::default();
        events.iter().for_each(|(store, event)| _ = together[*store].apply(event));
        for (store, ledger) in together.iter().enumerate() {
            let mut alone = Ledger::default();
            events.iter().filter(|(of, _)| *of == store).for_each(|(_, event)| _ = alone.apply(event));
            prop_assert_eq!(ledger, &alone);
        }
    }

    /// The simulated world knows the true order in which documents were loaded and sessions ended.
    /// The ledger sees only clock readings, and the clock is sometimes set back.
    #[test]
    fn signed_in_never_rests_on_a_document_older_than_the_end_of_a_session(steps in honest_steps(1..60)) {
        let mut world = World::default();
        let mut ledger = Ledger::default();
        let mut ended_when_documents_were = [0; 2];
        for Step { action, .. } in steps {
            let Some(event) = world.event(0, action) else { continue };
            for change in ledger.apply(&event) {
                if let Change::Ended { environment, .. } = change {
                    ended_when_documents_were[environment as usize] = world.documents(0).len();
                }
            }
            for environment in Environment::ALL {
                if let Belief::SignedIn { evidence, .. } = ledger.belief(environment) {
                    let younger = &world.documents(0)[ended_when_documents_were[environment as usize]..];
                    prop_assert!(younger.contains(evidence), "{evidence:?} is older than the end");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn a_ledger_never_grows_beyond_its_bound(steps in steps(600..800)) {
        let mut world = World::default();
        let mut ledger = Ledger::default();
        for event in steps.into_iter().filter_map(|step| world.event(0, step.action)) {
            ledger.apply(&event);
            prop_assert!(ledger.history().moments().len() <= BOUND);
        }
        prop_assert!(serde_json::to_string(&ledger).unwrap().len() < 40_000, "one storage item");
    }
}
