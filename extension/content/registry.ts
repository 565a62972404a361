// What the bundles of one page share. They run in one isolated world, each as a script on its own.

import type { AnyNode, Heard, PageElement, Target } from "./dom";
import type { Drawing } from "./drawing";
import type { ContentKey } from "./message-keys";
import type { Hints, Message, QuestionView, StopQuestion, StopWords, Warning } from "./protocol";
import type { Chosen, Dictionary, Drawn, Field, Paste, SiteFacts } from "./types";

/** One life of the scripts in a page: from their injection until they are silenced, replaced or cut off. */
export interface Run {
  /** Aborted when these scripts stop. Every effect in the page is undone by it. */
  readonly signal: AbortSignal;
  /** When loading began, in milliseconds since the epoch, as `PageView.page` says. */
  readonly loadedAt: number;
  readonly browser: typeof chrome;
  /** Whether the browser ended an earlier version's scripts in this page, and left what they drew. */
  readonly isUpdate: boolean;
  stop(): void;
  /** Handles an event before the page does, until these scripts stop. */
  listen<K extends keyof WindowEventMap>(
    target: Target,
    type: K,
    react: (event: Heard<WindowEventMap[K]>) => void,
    once?: boolean,
  ): void;
  listen<E extends Event>(target: Target, type: string, react: (event: Heard<E>) => void, once?: boolean): void;
  /** Begins at once, or when a page that was loaded ahead is shown. */
  whenShown(begin: () => void): void;
  /** Sends a message to the background; its answer, or undefined when there is none. */
  report(message: Message): Promise<any>;
  /**
   * Calls `react` after new children of the document or its root, or any change inside some nodes. They are asked for
   * each time, since a page may replace them. A page that undoes what `react` does is answered a few times a second.
   * Returns what does so at once.
   */
  follow(react: () => void, inside?: () => readonly (AnyNode | null | undefined)[]): () => void;
  /** The text of a message in the language the user chose. */
  t(key: ContentKey, args?: readonly string[]): string;

  /** Each hears the user's events before the page does, and keeps those from it that are on controls of ours. */
  readonly shields: Set<(event: Heard<Event>) => void>;
  /** The elements of ours. */
  readonly hosts: WeakSet<object>;

  // The marks of a page (entries/portal.ts, entries/watched-*.ts).
  /** Draws a view; without one, what is known before the background answers. */
  place?(view?: Drawn): void;
  /** The latest view. */
  view?: Drawn;
  /** Says on the page that texts are not checked, until the background answers. */
  unchecked?(answer: Promise<unknown>): void;
  /** The controls of the page that sign out. */
  signOuts?: SignOuts;
  /** Fields that hold unsaved input. */
  edited?(): readonly Field[];

  /** What reads the page. `readPage` sets it (tree.ts). */
  tree: Tree;

  // What a page shows of keys (keyvalues.ts), and the bundle that reads it (entries/keys.ts).
  values?: FoundValues;
  /** A value was found. */
  readKeys?(): void;
  /** The keys that the page shows as an `.env` file, and what to say once it is copied. Nothing of it is kept. */
  envFile?(): Promise<{ text: string; done: string } | undefined>;

  /** What the bundles below share (entries/drawing.ts). */
  drawing?: Drawing;

  // The bundle of cards (entries/cards.ts).
  drawCards?(): void;
  /** What the user typed into the page, for the popup to copy. */
  typedText?(): Promise<{ text: string; done: string }>;
  askFirst?(view: QuestionView, go: () => boolean): void;
  /** Holds a click on a sign-out control; false if it may go through. */
  hold?(event: Heard<Event>): boolean;

  /** Asks before a click on a control with this label; `go` says whether the page seems to have acted. */
  askStop?(question: StopQuestion, label: string, go: () => Promise<boolean>): void;
  /** Takes away what says that a click goes through. */
  hideNote?(): void;

  // The bundle that holds clicks on what cannot be undone (entries/stop.ts).
  holdsStops?: boolean;
  /** An event of ours that does what the user's did, which was held. */
  released?: Event;

  // Pastes (paste.ts).
  /** Examines a text that came into a field, or would, or the text of a file. */
  examine?(field: Field, text: string, insert: (() => void) | null, file?: File): void;

  // The bundles of warnings (entries/warning.ts, entries/chip.ts).
  /** Says what there is to say about a text. */
  take?(paste: Paste): void;
  chip?(field: Field, warning: Warning, text: string): void;
}

/** What is observed of a page: what gives a control its label and a field its value, and the address of an icon. */
export const CHANGES: MutationObserverInit = {
  childList: true,
  subtree: true,
  characterData: true,
  attributeFilter: ["value", "readonly", "disabled", "title", "aria-label", "href", "rel"],
};

export type Root = Document | ShadowRoot;
export type Part = PageElement | Root;

/** Work that may be interrupted where it yields. */
export type Steps = Generator<undefined, void>;

/** Reads the page once, and after that only what changes (tree.ts). */
export interface Tree {
  /** The document, and the shadow roots of its components. */
  readonly roots: ReadonlySet<Root>;
  /** When the page changed last, in milliseconds since loading began. */
  changedAt: number;
  /** Whether all of the page was read. */
  isRead: boolean;
  /** Reads the page for one reader more. */
  add(reader: Reader): void;
  /** Returns what has a job done after a pause in milliseconds: at once, or in the steps that it returns. */
  job(steps: () => Steps | undefined): (wait: number) => void;
}

/** What is looked for in a page. */
export interface Reader {
  /** Elements that `visit` gets, when they come and when something in them changed. */
  readonly selector?: string;
  visit?(element: PageElement): void;
  /** Whether a text has in it what is looked for; `found` gets the smallest part of the page with such a text. */
  holds?(text: string): boolean;
  found?(part: Part): void;
  /** Gets each change. */
  changed?(record: MutationRecord): void;
  /** Before changes are read, and after. */
  begin?(): void;
  done?(): void;
}

export interface FoundValues {
  /** The smallest elements with a value. */
  found: Set<PageElement>;
  /** Whether a value may be in the texts of several elements. */
  holdsValue(text: string): boolean;
}

export interface SignOuts {
  /** The control that an event is on, if it signs out. */
  under(event: Heard<Event>): PageElement | undefined;
  /** The innermost element that an event is on. */
  origin(event: Heard<Event>): PageElement | undefined;
  /** One that is in the page now. */
  find(): PageElement | undefined;
  /** A click on one took effect. */
  begun(): void;
  /** When that was last, in milliseconds since the epoch. */
  begunAt: number;
}

export interface Registry {
  /** What the build knows about the site (site-*.js). */
  site?: SiteFacts;
  /** A pattern for the values of keys (key-shapes.js). */
  values?: string;
  /** The words of pages that show keys (key-hints.js). */
  hints?: Hints;
  /** The words of controls that do what cannot be undone (stop-words.js). */
  stop?: StopWords;
  /** What the user chose (place-*.js, size-*.js, title-unmarked.js, silent.js). */
  chosen?: Chosen;
  /** Holds a paste back until it was checked (entries/strict.ts). */
  strict?(event: Heard<ClipboardEvent>, field: Field): (() => void) | null;
  /** Asks about a paste that was held back where nothing of ours can be drawn (entries/strict.ts). */
  ask?(insert: () => void): void;
  /** The messages of the language the user chose (word-keys.js, words-*.js). */
  dictionary?: Dictionary;
  run?: Run;
}

/** Marks an event or an element as ours. */
export const OURS = "sandbar";

// A symbol: an element of the page can have any name, and would be found under it.
const KEY = Symbol.for("sandbar");
const world = globalThis as { [KEY]?: Registry };
world[KEY] ??= {};
export const registry: Registry = world[KEY];
