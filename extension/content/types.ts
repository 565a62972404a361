// The values that cross between the content scripts and the core, and what the build writes for the first frame.
import type { PageElement, TextField } from "./dom";

export type Field = TextField | PageElement;

export type Text = { key: string; args: string[] };
export type Tone = "neutral" | "production" | "sandbox" | "check";

/** What the background tells a page to show (src/protocol, `PageView`). */
export interface PageView {
  badge: { tone: Tone; word: Text; reason?: Text; mark: string };
  placement: Placement;
  favicon: boolean;
  page?: number | null;
  silentUntil?: number | null;
  session?: SessionView | null;
}
export interface Placement {
  corner: string;
  fold: "open" | "folded";
  size?: string;
  title: boolean;
}
export interface EndedView {
  why: string;
  at: number;
  /** The local time, in words. */
  time: string;
}
export interface SessionView {
  word: Text;
  ask: boolean;
  ended: EndedView | null;
  profile: string | null;
}

/** What is asked before a sign-out (src/protocol, `QuestionView`). */
export interface QuestionView {
  heading: Text;
  body: Text;
  unsaved: Text | null;
  question: { ends: "production" | "sandbox"; tabs: { tab: number; title: string; unsaved: number }[] };
}

/** What a page reports (src/protocol, `Message`). */
export type Going = { text: string; beside: string[]; labels?: string[] };
export type PageMessage =
  | { badge: { seen: { loadedAt: number; banner: string } } | "move" | "fold" | "icon-refused" }
  | {
      keys:
        | { going: Going }
        | { belongs: Going & { environment: string } }
        | "draw"
        | "here"
        | { listed: { text: string; account: string | null; finished: boolean } }
        | { copied: { text: string; around: string } }
        | { "copy-pressed": { near: string } }
        | { "end-pressed": { near: string } };
    }
  | { session: SessionMessage };

export type SessionMessage =
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

/** A warning as the core words it (src/view/warning.rs, `Warning`). */
export interface Warning {
  urgency: "alarm" | "question" | "chip";
  heading: Text;
  reasons: Text[];
  items: {
    part: Text;
    line: Text | null;
    verdict: Text | null;
    hint: string;
    label: string | null;
    belonging: Text | null;
    look: { environment: string; color: string; ink: string } | null;
  }[];
}

/** What the first frame needs, from the generated site file (src/content_scripts.rs, `FirstView`). */
export interface SiteFacts {
  badge: PageView["badge"];
  placement: Placement;
  banner: string;
  keysHint: string;
  valueHint: string;
  menu: { items: string[] };
  session: { signOut: string[]; stems: string };
  /** Style rules for the badge's looks. */
  look: string;
  icons: Record<string, string>;
}

/** What the user chose, from generated files. */
export type Chosen = Partial<Placement> & { silent?: number };

export type Dictionary = (key: string, args?: readonly string[]) => string;
