//! Processes one event: restores the state, applies the event, stores the
//! changes, and then keeps the new state.

use super::changes::{Changes, Writes};
use super::names::{IMPORTED_KEYS, INSTALLATION_KEY, SCHEMA_KEY};
use super::platform::{Platform, StorageArea};
use super::read::ItemReader;
use crate::app::event::Event;
use crate::app::sync::{follow, is_due, snapshot};
use crate::app::{CookieStore, Effect, OpenTab, ScannedEvent, State, restored, step, wanted, wanted_to_learn};
use crate::protocol::ExtensionPageMessage;
use crate::sync::Area;
use crate::time::Timestamp;

/// The size in bytes from which a durable store is nearly full: 90 % of
/// Chromium's 10 MiB.
const NEARLY_FULL: f64 = 0.9 * 10.0 * 1024.0 * 1024.0;

/// What a worker keeps between events.
pub struct Worker<I> {
    /// The state; `None` before the first event, and after a failed one.
    state: Option<State>,
    /// Items that the session area refused after the durable area had stored
    /// its part of the same event. They are written with the next event.
    late: Writes<I>,
}

impl<I> Default for Worker<I> {
    fn default() -> Self {
        Self { state: None, late: Writes::new() }
    }
}

impl<I> Worker<I> {
    /// The state, unless something has failed since it was restored.
    #[must_use]
    pub const fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// The items that the session area still has to store; `None` removes an
    /// item.
    pub fn late(&self) -> impl Iterator<Item = (&str, Option<&I>)> {
        self.late.iter().map(|(name, value)| (name.as_str(), value.as_ref()))
    }
}

/// Applies an event, stores what it changed, and returns the remaining effects.
/// While this runs, and if it fails or is never finished, the worker has no
/// state, so the next event restores it from the store.
///
/// # Errors
///
/// Returns an error if something could not be read or stored. Then nothing
/// durable was changed, but unreadable values may have been set aside.
pub async fn handle<P: Platform>(
    worker: &mut Worker<P::Item>,
    platform: &P,
    event: Event,
    now: Timestamp,
) -> Result<Vec<Effect>, P::Error> {
    let known = worker.state.take();
    let is_new = known.is_none();
    let mut state = match known {
        Some(state) => state,
        None => ItemReader::new(platform, now).restore(&worker.late).await?,
    };
    let is_question = matches!(event, Event::Popup(..));
    let mut effects = apply(&mut state, platform, event, now).await?;
    if is_new {
        effects.extend(restored(&state));
    }
    let mut changes = Changes::new(platform);
    let mut rest = Vec::new();
    for effect in effects {
        match effect {
            Effect::Save(item) => changes.keep(&item)?,
            Effect::Forget(tab) => changes.forget_tab(tab),
            Effect::ForgetPage(tab) => changes.forget_page(tab),
            Effect::Discard(name) => changes.discard(&mut state, &name)?,
            effect => rest.push(effect),
        }
    }
    match changes.write(&mut state, &mut worker.late, now).await {
        Ok(()) => worker.state = Some(state),
        // This event only records that the browser started, so a full store can
        // still be viewed.
        Err(error) if is_question => platform.warn(&error.to_string()),
        Err(error) => return Err(error),
    }
    Ok(rest)
}

/// Applies an event, here and through sync.
async fn apply<P: Platform>(
    state: &mut State,
    platform: &P,
    event: Event,
    now: Timestamp,
) -> Result<Vec<Effect>, P::Error> {
    if let Some(store) = event.store() {
        let mut reading = ItemReader::new(platform, now);
        reading.ledger(state, store, false, None).await?;
        reading.set_aside(state).await;
    }
    let before = snapshot(state, &event);
    if matches!(event, Event::AreaChanged) {
        state.sync.area = None;
    }
    let effects = apply_here(state, platform, event, now).await?;
    let Some(before) = before.filter(|before| is_due(state, before, &effects)) else { return Ok(effects) };
    if state.sync.area.is_none() {
        match platform.synced().await {
            Ok(items) => state.sync.area = Some(Area::read::<P::Json>(items)),
            Err(error) if before.is_asked() => return Err(error),
            // The changes on this computer apply without it.
            Err(error) => {
                platform.warn(&error.to_string());
                return Ok(effects);
            }
        }
    }
    let open = platform.open_tabs().await.unwrap_or_default();
    Ok(follow::<P::Json>(state, &before, effects, &open, now))
}

/// Applies an event on this computer.
async fn apply_here<P: Platform>(
    state: &mut State,
    platform: &P,
    event: Event,
    now: Timestamp,
) -> Result<Vec<Effect>, P::Error> {
    if state.keys.fingerprinter.is_none() && needs_keys(&event) {
        find_fingerprinter(state, platform, now).await?;
    }
    if matches!(event, Event::ExtensionPage(ExtensionPageMessage::Problems)) {
        state.problems.nearly_full = platform.bytes_in_use().await.is_some_and(|bytes| bytes > NEARLY_FULL);
    }
    // Firefox reports the cookies of private windows after the last one has
    // closed.
    let may_be_last = matches!(event, Event::Closed(_)) || event.store().is_some_and(CookieStore::is_private);
    let event = ScannedEvent::from(event);
    let wanted = wanted(state, &event);
    let mut reading = ItemReader::new(platform, now);
    reading.entries(state, &wanted).await?;
    reading.entries(state, &wanted_to_learn(state, &event)).await?;
    reading.set_aside(state).await;
    let mut effects = step(state, event, now);
    if may_be_last
        && state.sessions.awake().iter().any(CookieStore::is_private)
        && !platform.open_tabs().await?.iter().any(|tab: &OpenTab| tab.incognito)
    {
        effects.extend(step(state, Event::PrivateWindowsClosed, now));
    }
    Ok(effects)
}

/// Whether an event needs the keyring.
fn needs_keys(event: &Event) -> bool {
    use crate::protocol::Needed;
    match event {
        Event::Message(_, message) => message.declared().entries != Needed::None,
        Event::ExtensionPage(
            ExtensionPageMessage::KeyCounts | ExtensionPageMessage::Keyring | ExtensionPageMessage::ForgetAll,
        ) => false,
        Event::ExtensionPage(message) => message.declared().entries != Needed::None,
        Event::Import(..) => true,
        _ => false,
    }
}

/// Tries again to store an installation key that the store refused before.
///
/// # Errors
///
/// Returns an error if there is no key. Nothing can be checked then, and that
/// must not look like "nothing found".
async fn find_fingerprinter<P: Platform>(state: &mut State, platform: &P, now: Timestamp) -> Result<(), P::Error> {
    if state.problems.newer {
        return Err(platform.error("a newer version of Sandbar wrote the stored data"));
    }
    let local = platform.get(StorageArea::Durable, Some(&[SCHEMA_KEY, INSTALLATION_KEY, IMPORTED_KEYS])).await?;
    let mut reading = ItemReader::new(platform, now);
    reading.fingerprinter(&local, state).await?;
    reading.set_aside(state).await;
    match state.keys.fingerprinter {
        Some(_) => Ok(()),
        None => Err(platform.error("the browser refuses to store this installation's key")),
    }
}
