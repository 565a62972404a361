// Who is signed in: what the page's labels say about it, and when a sign-out begins.
import { asElement, type Heard, isVisible, matches, type PageElement, pathOf, queryAll } from "./dom";
import { watchEdits } from "./edits";
import { CONTROL, components, type Look, labelOf } from "./page";
import type { PageView, SessionMessage } from "./protocol";
import { registry, type SignOuts } from "./registry";
import { listen, report, run } from "./run";
import type { SiteFacts } from "./types";

/** Bounded work: controls that are read in one tree. */
const MOST = 2000;
const LONGEST_LABEL = 40;

const tell = (message: SessionMessage) => report({ session: message });

const facts = () => (registry.site as SiteFacts).session;
let stems: RegExp | undefined;
const tellsOfSession = (text: string) => {
  stems ??= new RegExp(facts().stems, "i");
  return stems.test(text);
};
const isSignOut = (element: PageElement) =>
  matches(element, CONTROL) && facts().signOut.includes(labelOf(element).toLowerCase());
const signOuts: SignOuts = {
  under: (event) =>
    pathOf(event)
      .map(asElement)
      .find((element) => element && isSignOut(element)),
  find: () => queryAll(document, CONTROL).find(isSignOut),
  begun() {
    this.begunAt = Date.now();
    tell({ begun: { loadedAt: run.loadedAt, at: this.begunAt } });
  },
  begunAt: 0,
};

/** Those labels that could tell of a session, apart by whether they can be seen. */
const labels = () => {
  const found: [Set<string>, Set<string>] = [new Set(), new Set()];
  const read = (root: Document | ShadowRoot) => {
    for (const control of queryAll(root, CONTROL).slice(0, MOST)) {
      const label = labelOf(control);
      if (label.length < LONGEST_LABEL && tellsOfSession(label)) found[isVisible(control) ? 0 : 1].add(label);
    }
  };
  read(document);
  if (!found[0].size && !found[1].size) components().forEach(read);
  return { visible: [...found[0]], hidden: [...found[1]] };
};

/** Clicks and navigations that could sign out. */
const watchSignOuts = () => {
  run.signOuts = signOuts;
  const { navigation } = globalThis as { navigation?: EventTarget };
  type Navigate = Event & { destination: { url: string } };
  if (navigation) {
    listen<Navigate>(navigation, "navigate", ({ destination: { url } }) => {
      if (tellsOfSession(url)) tell({ going: { url, at: Date.now() } });
    });
  }
  const clicked = (event: Heard<MouseEvent | KeyboardEvent>) => {
    const control = event.isTrusted && signOuts.under(event);
    if (!control) return;
    // A key that the browser turns into a click is heard as one; anything else acts on the key.
    const { key } = event as Heard<KeyboardEvent>;
    if (key && (!/^(Enter| )$/.test(key) || matches(control, "a[href],button,summary,input"))) return;
    if (!run.hold?.(event)) signOuts.begun();
  };
  listen(window, "click", clicked);
  listen(window, "keydown", clicked);
};

/** Reports what the page shows of its session; `draw` takes the answer, `back` runs when the page returns from the cache. */
export const watchSession = (draw?: (view: PageView) => void, back?: () => void): Look => {
  const { loadedAt } = run;
  let sent = "";
  let settled = false;
  const unsaved = () => run.edited?.().length ?? 0;
  const look = async () => {
    const message = { seen: { loadedAt, ...labels(), settled, unsaved: unsaved() } };
    const now = JSON.stringify(message);
    if (now === sent) return;
    sent = now;
    const view = await tell(message);
    if (view?.badge) draw?.(view);
  };
  look();
  watchSignOuts();
  listen(window, "pagehide", () => tell({ left: { loadedAt } }));
  listen(window, "pageshow", ({ persisted }) => {
    if (!persisted) return;
    sent = "";
    back?.();
    look();
  });
  return (now) => {
    settled = now;
    look();
  };
};

/** Reports how many fields hold unsaved input. */
export const watchUnsaved = () => {
  let timer = 0;
  watchEdits(() => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      tell({ edited: { loadedAt: run.loadedAt, unsaved: run.edited?.().length ?? 0 } });
      run.drawCards?.();
    }, 300);
  });
};
