// The globals that the scripts share, for the type checker. Nothing of this ships.

type SandbarText = { key: string; args: string[] };

/** What the core tells a page to show (src/protocol.rs, `PageView`). */
interface SandbarView {
  badge: {
    tone: "neutral" | "production" | "sandbox" | "check";
    word: SandbarText;
    reason?: SandbarText;
    mark: string;
  };
  placement: { corner: string; fold: "open" | "folded"; size?: string; title: boolean };
  favicon: boolean;
  page?: number | null;
  silentUntil?: number | null;
  session?: {
    word: SandbarText;
    ask: boolean;
    ended: { why: string; at: number; time: string } | null;
    profile: string | null;
  } | null;
}

/** What is asked before a sign-out (src/protocol.rs, `QuestionView`). */
interface SandbarQuestion {
  heading: SandbarText;
  body: SandbarText;
  unsaved: SandbarText | null;
  question: { ends: "production" | "sandbox"; tabs: { tab: number; title: string; unsaved: number }[] };
}

/** What a page reports (src/protocol.rs, `Message`). */
type SandbarGoing = { text: string; beside: string[]; labels?: string[] };
type SandbarMessage =
  | { badge: { seen: { loadedAt: number; banner: string } } | "move" | "fold" | "icon-refused" }
  | {
      keys:
        | { going: SandbarGoing }
        | { belongs: SandbarGoing & { environment: string } }
        | "draw"
        | "here"
        | { listed: { text: string; account: string | null; finished: boolean } }
        | { copied: { text: string; around: string } }
        | { "copy-pressed": { near: string } }
        | { "end-pressed": { near: string } };
    }
  | { session: SandbarSessionMessage };

type SandbarSessionMessage =
  | { seen: { loadedAt: number; visible: string[]; hidden: string[]; settled: boolean; unsaved: number } }
  | { edited: { loadedAt: number; unsaved: number } }
  | "near"
  | "pressed"
  | "stay"
  | "profile-rebuilt"
  | { begun: { loadedAt: number; at: number } }
  | { going: { url: string; at: number } }
  | { left: { loadedAt: number } }
  | { "go-to": { tab: number } }
  | { copy: { fields: [string, string][] } };

/** A warning as the core words it (src/warning.rs, `Warning`). */
interface SandbarWarning {
  urgency: "alarm" | "question" | "chip";
  heading: SandbarText;
  reasons: SandbarText[];
  items: {
    part: SandbarText;
    hint: string;
    label: string | null;
    belonging: SandbarText | null;
    look: { environment: string; color: string; ink: string } | null;
  }[];
}
type SandbarField = HTMLInputElement | HTMLTextAreaElement | HTMLElement;

/** Begun by base.js and the generated site file; each page script adds its part. */
declare var sandbar: {
  // base.js
  browser: typeof chrome;
  stopped: AbortSignal;
  cease(): void;
  atEnd(undo: () => void): void;
  /** Before the page does, until these scripts stop. */
  listen<K extends keyof WindowEventMap>(
    target: EventTarget,
    type: K,
    react: (event: WindowEventMap[K]) => void,
    once?: boolean,
  ): void;
  listen(target: EventTarget, type: string, react: (event: any) => void, once?: boolean): void;
  report(message: SandbarMessage): Promise<any>;
  follow(react: () => void, inside?: () => Node | null): void;
  shell(): { host: HTMLElement; root: ShadowRoot; dress(css: string, part?: 0 | 1): void };
  element<K extends keyof HTMLElementTagNameMap>(
    name: K,
    attributes: Record<string, string>,
    ...children: (Node | string)[]
  ): HTMLElementTagNameMap[K];
  say(text: SandbarText): string;
  words(key: string, args?: string[]): string;
  /** A page script of its own, if a language was chosen. */
  dictionary?(key: string, args?: string[]): string;
  // the site file (src/scripts.rs, `FirstView`)
  badge: SandbarView["badge"];
  placement: SandbarView["placement"];
  banner: string;
  keysHint: string;
  valueHint: string;
  menu: { items: string[] };
  session: { signOut: string[]; stems: string };
  look: string;
  icons: Record<SandbarView["badge"]["tone"], string>;
  // registered by choice
  chosen?: Partial<SandbarView["placement"]> & { silent?: number };
  place?(view?: SandbarView): void;
  strict?: boolean;
  // labels.js
  /** Says whose key was put into a field (chip.js). */
  chip?(field: SandbarField, warning: SandbarWarning): void;
  /** What stands around a field of a watched site. */
  around?(field: SandbarField): { beside: string[]; labels: string[] };
  // the other page scripts
  makeBadge(report: (message: SandbarMessage) => void): (view: SandbarView) => void;
  makeTitle(): (view: SandbarView) => void;
  makeFavicon(refused: () => void): (view: SandbarView) => void;
  looks: ((settled: boolean) => void)[];
  watchPage(): void;
  watchBanner(report: (banner: string) => void): void;
  CONTROL: string;
  components(): ShadowRoot[];
  isVisible(element: Element): boolean;
  rootOf(element: any): any;
  labelOf(control: Element): string;
  // edits.js, session.js
  edited?(): any[];
  watchEdits?(changed: () => void): void;
  watchSession(draw?: (view: SandbarView) => void, back?: () => void): void;
  drawSession(view: SandbarView): void;
  view?: SandbarView;
  tell(message: SandbarSessionMessage): Promise<any>;
  signOutIn(event: Event): Element | undefined;
  /** When loading began, as `PageView.page` says. */
  loadedAt: number;
  begun(): void;
  /** When a press on a control that signs out took effect in this page. */
  begunAt?: number;
  hold?(event: Event): boolean;
  // injected (src/scripts.rs, `CARD_FILES`)
  cards: { root: ShadowRoot; stack: HTMLElement; quiet: HTMLElement; attach(): void };
  button(key: string, act: () => void, kind?: string): HTMLButtonElement;
  rescue?(): Promise<(Node | string)[]>;
  drawCards?(): void;
  askFirst?(view: SandbarQuestion, go: () => boolean): void;
  warn?(about: {
    field: SandbarField;
    going: SandbarGoing;
    warning: SandbarWarning;
    insert: (() => void) | null;
  }): void;
};

declare var browser: typeof chrome;
interface Document {
  readonly prerendering?: boolean;
}

/** The glue that wasm-bindgen makes. */
declare var wasm_bindgen: {
  (from: { module_or_path: string }): Promise<unknown>;
  handle(event: object): Promise<unknown>;
  /** A page's part of the core, by its name. */
  [page: string]: (event?: any) => Promise<unknown>;
};
/** What panel.js asked the background for before the core was there. */
declare var asked: { settings: Promise<unknown>; policy: Promise<unknown>; popup: Promise<unknown> | undefined };
declare function importScripts(...files: string[]): void;
