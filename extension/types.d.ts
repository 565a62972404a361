// The globals that the scripts share, for the type checker. Nothing of this ships.

type SandbarText = { key: string; args: string[] };

/** What the core tells a page to show (src/protocol.rs, `PageView`). */
interface SandbarView {
  badge: { tone: "neutral" | "production" | "sandbox" | "check"; word: SandbarText; reason: SandbarText | null; mark: string };
  placement: { corner: string; fold: "open" | "folded" };
  favicon: boolean;
}

/** What a page reports (src/protocol.rs, `Message`). */
type SandbarMessage =
  | { about: "badge"; type: "seen"; banner: string }
  | { about: "badge"; type: "move" | "fold" | "icon-refused" };

/** Made by the generated site file; each page script adds its part. */
declare var sandbar: {
  badge: SandbarView["badge"];
  banner: string;
  look: string;
  icons: Record<SandbarView["badge"]["tone"], string>;
  placement?: SandbarView["placement"];
  browser: typeof chrome;
  place?(placement: SandbarView["placement"]): void;
  follow(parents: () => (Node | null)[], inside: () => Node | null, react: () => void, stopped: AbortSignal): void;
  makeBadge(stopped: AbortSignal, report: (message: SandbarMessage) => void): (view: SandbarView) => void;
  makeTitle(stopped: AbortSignal): (view: SandbarView) => void;
  makeFavicon(stopped: AbortSignal, refused: () => void): (view: SandbarView) => void;
  watchBanner(stopped: AbortSignal, report: (banner: string) => void): void;
};

declare var browser: typeof chrome;
interface Document {
  readonly prerendering?: boolean;
}

/** The glue that wasm-bindgen makes. */
declare var wasm_bindgen: {
  (from: { module_or_path: string }): Promise<unknown>;
  handle(event: object): Promise<unknown>;
};
declare function importScripts(...files: string[]): void;
