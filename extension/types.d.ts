// Declarations for the type checker, for the scripts of the background and the extension's pages. They don't ship.

declare var browser: typeof chrome;

/** The glue that wasm-bindgen generates. */
declare var wasm_bindgen: {
  (from: { module_or_path: string }): Promise<unknown>;
  handle(event: object): Promise<unknown>;
  /** An extension page's part of the core, by name. */
  [page: string]: (event?: any) => Promise<unknown>;
};
/** The answers to the questions that pages/page.js asked the background while the module was loading. */
declare var earlyAnswers: {
  settings: Promise<unknown>;
  policy: Promise<unknown>;
  popup: Promise<unknown> | undefined;
  frames: Promise<unknown> | undefined;
};
/** Copies text from a tab's page (pages/page.js). */
declare function copyFrom(tabId: number, what: "typedText" | "envFile"): Promise<string>;
/** The background's glue (core/background.js). Each call starts from a fresh module. */
declare function loadCore(): typeof wasm_bindgen;
declare function importScripts(...files: string[]): void;
