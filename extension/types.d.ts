// What the type checker has to know about the scripts of the background and the extension's pages. Nothing of this ships.

declare var browser: typeof chrome;

/** The glue that wasm-bindgen makes. */
declare var wasm_bindgen: {
  (from: { module_or_path: string }): Promise<unknown>;
  handle(event: object): Promise<unknown>;
  /** A page's part of the core, by its name. */
  [page: string]: (event?: any) => Promise<unknown>;
};
/** The answers to what pages/page.js asked the background while the module was loading. */
declare var earlyAnswers: {
  settings: Promise<unknown>;
  policy: Promise<unknown>;
  popup: Promise<unknown> | undefined;
  frames: Promise<unknown> | undefined;
};
/** Copies a text of a tab's page (pages/page.js). */
declare function copyFrom(tabId: number, what: "typedText" | "envFile"): Promise<string>;
/** The background's glue (core/background.js): each call starts from a module that was not used yet. */
declare function loadCore(): typeof wasm_bindgen;
declare function importScripts(...files: string[]): void;
