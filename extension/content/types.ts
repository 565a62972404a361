// Types that the content scripts share, in addition to the messages to the core (protocol.ts).

import type { PageElement, TextField } from "./dom";
import type { ContentKey } from "./message-keys";
import type { FirstView, KeysMessage, PageBadge, PageView, Placement, Tone, Warning } from "./protocol";

/** The target of a text: a text field, or the root of an editable part. */
export type Field = TextField | PageElement;

/** A text on its way into a field. */
export type Going = Extract<KeysMessage, { going: unknown }>["going"];

/** Inserts a held text where it was pasted. Returns false if that place is gone. */
export type Insert = () => boolean;

/** A text that was pasted or is held. */
export interface Paste {
  readonly field: Field;
  readonly text: string;
  readonly going: Going;
  /** If the text is held. */
  readonly insert: Insert | null;
  /** The file that the text comes from. */
  readonly file?: File | undefined;
  /** The background's answer. */
  readonly answer?: Promise<unknown>;
}
/** A warning, and the part of the text that it is about, if that isn't its start. */
export interface Judged extends Warning {
  readonly going?: Going;
}
/** The core's verdict on a text: a warning, null for nothing, or undefined if it didn't answer. */
export type Verdict = Judged | null | undefined;
/** The verdict in an answer. If it failed, the background logs the reason. */
export const verdictOf = (answer: any): Verdict => (answer && !answer.heading ? undefined : answer);

/** What is drawn: a view, or the data that is known before the first view arrives. */
export type Drawn = Omit<PageView, "page" | "session" | "learned" | "notes" | "stop" | "placement"> &
  Partial<Pick<PageView, "page" | "session" | "learned" | "notes" | "stop">> & { placement: FirstPlacement };
/** The part of a placement that the first frame needs. The others have a default. */
type FirstPlacement = Pick<Placement, "corner" | "fold" | "title"> & Partial<Pick<Placement, "mark" | "size">>;

/** The data for the first frame, from the site file that the build generates. */
export type SiteFacts = Omit<FirstView, "placement"> & {
  placement: FirstPlacement;
  /** Style rules for the badge's looks. */
  look: string;
  /** The shapes of its badge, as SVG paths in a box of 14 units. */
  shapes: Partial<Record<Tone, string>>;
  /** The addresses of its favicons: their common start, and the rest of each. */
  icons: { begin: string; rest: Partial<Record<Tone, string>> };
};

/** The user's choices, from generated files. */
export type Chosen = Partial<Placement> & {
  silent?: number;
  /** What replaces parts of the badge in this tone (spelled.js). */
  looks?: Partial<Record<Tone, Partial<PageBadge>>>;
};

export type Dictionary = (key: ContentKey, args?: readonly string[]) => string;
