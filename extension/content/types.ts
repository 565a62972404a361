// What the content scripts share among themselves, next to what crosses to the core (protocol.ts).

import type { PageElement, TextField } from "./dom";
import type { ContentKey } from "./message-keys";
import type { FirstView, KeysMessage, PageView, Placement, Tone, Warning } from "./protocol";

/** What text goes into: a text field, or the root of an editable part. */
export type Field = TextField | PageElement;

/** A text on its way into a field. */
export type Going = Extract<KeysMessage, { going: unknown }>["going"];

/** A text that was pasted, or is held back. */
export interface Paste {
  readonly field: Field;
  readonly text: string;
  readonly going: Going;
  /** Puts a text that is held back where it was pasted. */
  readonly insert: (() => void) | null;
  /** The file that the text is from. */
  readonly file?: File | undefined;
  /** The background's answer. */
  readonly answer?: Promise<unknown>;
}
/** What the core says about a text: a warning, nothing, or undefined where it did not answer. */
export type Verdict = Warning | null | undefined;
/** What an answer says about a text. The background says why where it failed. */
export const verdictOf = (answer: any): Verdict => (answer && !answer.heading ? undefined : answer);

/** What is drawn: a view, or what is known before the first one arrives. */
export type Drawn = Omit<PageView, "page" | "session" | "learned" | "notes" | "stop" | "placement"> &
  Partial<Pick<PageView, "page" | "session" | "learned" | "notes" | "stop">> & { placement: FirstPlacement };
/** The part of a placement that the first frame needs; the size has a default. */
type FirstPlacement = Pick<Placement, "corner" | "fold" | "title"> & Partial<Pick<Placement, "size">>;

/** What the first frame needs, from the site file that the build generates. */
export type SiteFacts = Omit<FirstView, "placement"> & {
  placement: FirstPlacement;
  /** Style rules for the badge's looks. */
  look: string;
  /** The shapes of its badge, as SVG paths on 14 units. */
  shapes: Partial<Record<Tone, string>>;
  /** The addresses of its favicons: how all of them begin, and the rest of each. */
  icons: { begin: string; rest: Partial<Record<Tone, string>> };
};

/** What the user chose, from generated files. */
export type Chosen = Partial<Placement> & { silent?: number };

export type Dictionary = (key: ContentKey, args?: readonly string[]) => string;
