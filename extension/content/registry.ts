// What the bundles of a page share. They run in one isolated world, each as a separate script.

import type { Presence } from "./content";
import type {
  AnyNode,
  activeElement,
  asElement,
  asText,
  editContextOf,
  Heard,
  PageElement,
  queryAll,
  Target,
} from "./dom";
import type { Drawing } from "./drawing";
import type { ContentKey } from "./message-keys";
import type {
  Hints,
  MarkKind,
  Message,
  QuestionView,
  StopControl,
  StopQuestion,
  StopWords,
  Text,
  Warning,
} from "./protocol";
import type { Chosen, Dictionary, Drawn, Field, Insert, Paste, SiteFacts } from "./types";
import type { makeHost } from "./ui";

/** A run of the scripts in a page, from their injection until they are stopped, replaced or cut off. */
export interface Run {
  /** Aborted when these scripts stop. This reverses every effect in the page. */
  readonly signal: AbortSignal;
  /** When the page started to load, in milliseconds since the epoch, like `PageView.page`. */
  readonly loadedAt: number;
  readonly browser: typeof chrome;
  /** Whether the browser ended a previous version's scripts in this page and left their elements behind. */
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
  /** Runs immediately, or when a prerendered page is shown. */
  whenShown(begin: () => void): void;
  /** Sends a message to the background. Resolves to its answer, or undefined if there is none. */
  report(message: Message): Promise<any>;
  /**
   * Calls `react` after a change to the children of the document or its root, or inside the nodes from `inside`, which
   * is called each time because a page may replace them. If the page undoes the effect, `react` is called again, but
   * only a few times per second. Returns a function that calls `react` immediately.
   */
  follow(react: () => void, inside?: () => readonly (AnyNode | null | undefined)[]): () => void;
  /** Readers of the page's nodes that every bundle needs. They are long, so the first bundle has them. */
  activeElement: typeof activeElement;
  asElement: typeof asElement;
  asText: typeof asText;
  editContextOf: typeof editContextOf;
  queryAll: typeof queryAll;
  shadowOf(element: PageElement | null | undefined): ShadowRoot | null | undefined;
  /** The text of a message in the language the user chose. */
  t(key: ContentKey, args?: readonly string[]): string;

  /** Each receives the user's events before the page does, and hides those on our controls from it. */
  readonly shields: Set<(event: Heard<Event>) => void>;
  /** Our elements in the page. */
  readonly hosts: WeakSet<object>;

  // The marks of a page (entries/portal.ts, entries/watched-*.ts).
  /** Draws a view; without one, what is known before the background answers. */
  place?(view?: Drawn): void;
  /** The latest view. */
  view?: Drawn;
  /** The badge, until the bundle that reacts to the pointer takes it (entries/pointer.ts). */
  badgeParts?: ReturnType<typeof makeHost> | undefined;
  /** Where the pointer was when that bundle was asked for, in CSS pixels. */
  pointer?: { x: number; y: number };
  /** Shows on the page that nothing is checked, and what to do, until the background answers. */
  unchecked?(answer: Promise<unknown>, reason?: Text | null): void;
  /** The page's sign-out controls. */
  signOuts?: SignOuts;
  /** The fields with unsaved input. */
  edited?(): readonly Field[];

  /** Reads the page. Set by `readPage` (tree.ts). */
  tree: Tree;

  // The values on a page (keyvalues.ts), and the bundle that reads them (entries/keys.ts).
  values?: FoundValues;
  /** Called when a value was found. */
  readKeys?(): void;
  /** The control that was clicked last outside menus, which may have opened one. */
  opener?(within?: number): PageElement | undefined;
  /** The page's keys as an `.env` file, and the confirmation for the user. Nothing is kept. */
  envFile?(): Promise<{ text: string; done: string } | undefined>;

  /** Code shared by the bundles below (entries/drawing.ts). */
  drawing?: Drawing;

  // The bundle of cards (entries/cards.ts).
  drawCards?(): void;
  /** What the user typed into the page, for the popup to copy. */
  typedText?(): Promise<{ text: string; done: string }>;
  askFirst?(view: QuestionView, go: () => boolean): void;
  /** Holds a click on a sign-out control. Returns false if it may go through. */
  hold?(event: Heard<Event>): boolean;

  /** Asks before a click on a control. */
  askStop?(question: StopQuestion, control: StopControl, go: () => void): void;
  /** Tells the user to click a control with this label again. */
  tellAgain?(label: string): void;
  /** Removes that note. */
  hideNote?(): void;

  // The bundle that holds clicks on irreversible actions (entries/stop.ts).
  holdsStops?: boolean;
  /** The clicks that go through (entries/pass.ts). */
  passes?: Passes;
  /** An event of ours that repeats a held event of the user. */
  released?: Event;

  // Pastes (paste.ts).
  /** Examines a text that came into a field, or would, or the text of a file. */
  examine?(field: Field, text: string, insert: Insert | null, file?: File): void;

  // The bundles of warnings (entries/warning.ts, entries/chip.ts).
  /** Says what there is to say about a text. */
  take?(paste: Paste): void;
  chip?(presence: Presence, warning: Warning): void;
}

/** The observed mutations: what affects labels and values, opens a dialog, or changes the address of an icon. */
export const CHANGES: MutationObserverInit = {
  childList: true,
  subtree: true,
  characterData: true,
  attributeFilter: "value readonly disabled title aria-label href rel hidden open aria-modal".split(" "),
};

export type Root = Document | ShadowRoot;
export type Part = PageElement | Root;

/** Work that may be interrupted where it yields. */
export type Steps = Generator<undefined, void>;

/** Reads the page once, and then only its changes (tree.ts). */
export interface Tree {
  /** The document, and the shadow roots of its components. */
  readonly roots: ReadonlySet<Root>;
  /** When the page last changed, in milliseconds since it started to load. */
  changedAt: number;
  /** Whether the whole page was read. */
  isRead: boolean;
  /** Adds a reader. */
  add(reader: Reader): void;
  /** Creates a job. Returns a function that runs it after a delay in milliseconds, in the steps that it returns. */
  job(steps: () => Steps | undefined): (wait: number) => void;
}

/** Looks for something in a page. */
export interface Reader {
  /** `visit` receives the matching elements, when they appear and when something in them changed. */
  readonly selector?: string;
  visit?(element: PageElement): void;
  /** Whether a text contains what is searched for. `found` receives the smallest part of the page with such a text. */
  holds?(text: string): boolean;
  found?(part: Part): void;
  /** Receives each mutation. */
  changed?(record: MutationRecord): void;
  /** Called before and after mutations are read. */
  begin?(): void;
  done?(): void;
}

export interface FoundValues {
  /** The smallest elements with a value. */
  found: Set<PageElement>;
  /** Whether the combined text of several elements may contain a value. */
  holdsValue(text: string): boolean;
}

/** A click on a control that may be irreversible. */
export interface Stopped {
  control: PageElement;
  asked: StopControl;
  /** Whether it is in a menu of the row, which may be drawn elsewhere. */
  isInMenu: boolean;
}

/** The same, held. */
export interface Held extends Stopped {
  event: Event;
  /** The innermost element that it is on. */
  target: PageElement;
  /** The changes of the page since then. */
  changes: Changes | undefined;
  /** The action, if it was asked about. */
  action: string | undefined;
  /** Whether it belongs to a click that went through before. */
  isSecond?: boolean;
}

/** Watches the changes of a page. */
export interface Changes {
  /** Calls `on` for changes from now on, except where something changed before. */
  listen(on: () => void): void;
  end(): void;
}

export interface Passes {
  watch(control: PageElement): Changes;
  /** Does what a held click would have done. Resolves to false if the page doesn't seem to have reacted. */
  release(held: Held): Promise<boolean>;
  /**
   * Whether a click follows one that went through: on the same control, on its replacement, or in the page's own
   * question about the same action. With `acts`, it goes through.
   */
  isSecond(click: Stopped, question?: StopQuestion | null, acts?: boolean): boolean;
}

export interface SignOuts {
  /** The sign-out control that an event is on. */
  under(event: Heard<Event>): PageElement | undefined;
  /** The innermost element that an event is on. */
  origin(event: Heard<Event>): PageElement | undefined;
  /** A sign-out control that is currently in the page. */
  find(): PageElement | undefined;
  /** To be called when a click on one went through. */
  begun(): void;
  /** When that last happened, in milliseconds since the epoch. */
  begunAt: number;
}

export interface Registry {
  /** The facts about the site from the build (site-*.js). */
  site?: SiteFacts;
  /** A pattern for key values (key-shapes.js). */
  values?: string;
  /** The words of pages that show keys (key-hints.js). */
  hints?: Hints;
  /** The words of controls for irreversible actions (stop-words.js). */
  stop?: StopWords;
  /** The user's choices (mark-*.js, place-*.js, size-*.js, title-unmarked.js, spelled.js, silent.js). */
  chosen?: Chosen;
  /** Style rules for the kinds of marks that are in use (entries/mark-*.ts). */
  marks?: Partial<Record<MarkKind, string>>;
  /** Holds a paste until it was checked (entries/strict.ts). */
  strict?(event: Heard<ClipboardEvent>, field: Field): Insert | null;
  /** Asks about a held paste if nothing of ours can be drawn (entries/strict.ts). */
  ask?(insert: Insert): void;
  /** The messages of the selected language (word-keys.js, words-*.js). */
  dictionary?: Dictionary;
  run?: Run;
}

/** Marks an event or an element as ours. */
export const OURS = "sandbar";

// A symbol, because an element of the page can have any name and would be found under it.
const KEY = Symbol.for("sandbar");
const world = globalThis as { [KEY]?: Registry };
world[KEY] ??= {};
export const registry: Registry = world[KEY];
