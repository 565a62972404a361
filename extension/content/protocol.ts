// Messages between the content scripts and the core. The Rust types with the same names document them.
// Generated from src/protocol by ./build.sh generate. Do not edit.
import type { ContentKey, ContentPlural } from "./message-keys";

export type Message =
  | { badge: BadgeMessage }
  | { keys: KeysMessage }
  | { session: SessionMessage }
  | { stop: StopMessage };

export type BadgeMessage =
  | {
      seen: {
        loadedAt: Timestamp;

        banner: Banner;
      };
    }
  | "icon-refused"
  | "move"
  | {
      place: {
        corner: Corner;
      };
    }
  | "near"
  | "fold"
  | {
      "hide-note": {
        note: string;
      };
    };

export type KeysMessage =
  | {
      going: {
        text: PageText;

        beside: Array<PageText>;

        labels: Array<PageText>;
      };
    }
  | {
      belongs: {
        text: PageText;

        beside: Array<PageText>;

        labels: Array<PageText>;

        claim: Claim;
      };
    }
  | {
      chose: {
        choice: Choice;
      };
    }
  | "other-page"
  | "draw"
  | "here"
  | {
      listed: {
        loadedAt: Timestamp;

        account: string | null;

        regions: Array<PageRegion>;

        notices: Array<string>;

        afterEnd: AfterEnd | null;
      };
    }
  | "read"
  | {
      copied: {
        text: PageText;

        around: PageRegion;
      };
    }
  | {
      "copied-shown": {
        text: PageText;
      };
    }
  | {
      "end-clicked": {
        loadedAt: Timestamp;

        around: PageRegion;
      };
    }
  | "end-cancelled"
  | {
      env: {
        regions: Array<PageRegion>;
      };
    }
  | "places";

export type Claim = "production" | "sandbox" | "fine" | "undo";

export type Choice = "removed" | "kept" | "opened" | "marked" | "fine";

export type AfterEnd = "clicked" | "answered";

export type PageRegion = {
  headings: Array<PageText>;

  aside: boolean;

  rightToLeft?: boolean;

  chosen?: Array<PageText>;

  pieces: Array<PagePiece>;
};

export type PagePiece = {
  text: PageText;

  at: [number, number, number, number];

  within: Array<number>;

  kind: PieceKind;

  names?: Array<PageText>;

  under?: Array<PageText>;

  clicked?: boolean;
};

export type PieceKind = "text" | "field" | "code" | "listing" | "control" | "summary" | "icon" | "heading" | "header";

export type SessionMessage =
  | {
      seen: {
        loadedAt: Timestamp;

        visible: Array<string>;

        hidden: Array<string>;

        signInForm: boolean;

        settled: boolean;

        unsaved: number;
      };
    }
  | {
      edited: {
        loadedAt: Timestamp;

        unsaved: number;
      };
    }
  | "near"
  | "sign-out-clicked"
  | {
      begun: {
        loadedAt: Timestamp;

        at: Timestamp;
      };
    }
  | {
      going: {
        url: string;

        at: Timestamp;
      };
    }
  | {
      left: {
        loadedAt: Timestamp;
      };
    }
  | "stay"
  | {
      "go-to": {
        tab: TabId;
      };
    }
  | "profile-rebuilt"
  | {
      "open-apart": {
        sure: boolean;
      };
    }
  | "open-details"
  | {
      copy: {
        fields: Array<[PageText, PageText]>;
      };
    };

export type PageText = string;

export type TabId = number;

export type Timestamp = number;

export type Environment = "production" | "sandbox";

export type Banner = "pending" | "shown" | "missing";

export type PageView = {
  page: Timestamp | null;

  badge: PageBadge;

  placement: Placement;

  favicon: boolean;

  silentUntil: Timestamp | null;

  session: SessionView | null;

  learned: LearnedView | null;

  notes: Array<Text>;

  stop: StopView | null;
};

export type LearnedView = {
  heading: Counted;

  at: Timestamp;

  asksForPlaces: boolean;

  hasEnv: boolean;
};

export type PageBadge = {
  tone: Tone;

  word: Text;

  reason: Text | null;

  mark: string;

  colors?: BadgeColors;
};

export type BadgeColors = {
  fill: string;

  on: string;
};

export type Placement = {
  mark: MarkKind;

  corner: Corner;

  fold: Fold;

  size: Size;

  title: boolean;

  favicon: boolean;
};

export type MarkKind = "pill" | "bar" | "frame";

export type Corner = "top-left" | "top-right" | "bottom-right" | "bottom-left";

export type Fold = "open" | "folded";

export type Size = "small" | "normal" | "large";

export type Tone = "neutral" | "production" | "sandbox" | "check";

export type Text = {
  key: ContentKey;

  args: Array<string>;
};

export type Counted = {
  plural: ContentPlural;

  count: number;
};

export type SessionView = {
  word: Text;

  ask: boolean;

  ended: (EndedView & { time: string }) | null;

  profile: string | null;
};

export type EndedView = {
  why: ContentKey;

  at: Timestamp;

  apart: ApartOffer | null;
};

export type ApartOffer = {
  why: ContentKey;

  open: ContentKey;

  refused: ContentKey;
};

export type ApartWay = "container" | "private-window";

export type ApartOutcome =
  | "opened"
  | {
      asks: {
        unsaved: number;

        disallowed: boolean;
      };
    }
  | "refused";

export type ApartAnswer = {
  way: ApartWay;

  outcome: ApartOutcome;

  texts: Array<Text>;
};

export type QuestionView = {
  heading: Text;

  body: Text;

  question: Question;

  unsaved: Counted | null;
};

export type Question = {
  ends: Environment;

  tabs: Array<EndingTab>;
};

export type EndingTab = {
  tab: TabId;

  title: string;

  unsaved: number;
};

export type StopControl = {
  labels: Array<string>;

  isInRow: boolean;
};

export type StopMessage =
  | { near: StopControl }
  | { passed: StopControl }
  | "quiet"
  | { never: StopControl }
  | "stuck"
  | {
      offered: {
        yes: boolean;
      };
    };

export type StopView = {
  verbs: boolean;

  words: Array<string>;

  quietUntil: Timestamp | null;

  offers: boolean;
};

export type StopQuestion = {
  heading: Text;

  page: Text;

  what: Text;

  label: string;

  action: string;
};

export type StopWords = {
  verbs: string;

  headings: string;
};

export type Warning = {
  urgency: Urgency;

  heading: Text;

  reasons: Array<Text>;

  items: Array<Item>;

  settled?: boolean;

  route?: Route;

  offersOtherPage?: boolean;

  offersFine?: boolean;
};

export type Route = {
  from: RouteEnd;

  to: RouteEnd;
};

export type RouteEnd = {
  text: Text;

  look: Look;
};

export type Item = {
  part: Text;

  line: Text | null;

  verdict: Text | null;

  hint: string;

  label: string | null;

  belonging: Text | null;

  look: Look | null;
};

export type Urgency = "alarm" | "question" | "chip";

export type Look = {
  environment: Environment;

  color: string;

  ink: string;
};

export type FirstView = {
  badge: PageBadge;

  placement: Placement;

  banner?: string;

  session: SessionWords;
};

export type Hints = {
  labels: string;

  ends: string;

  cancels: string;

  agrees: string;

  copies: string;

  notices: string;

  makes: string;

  environments: string;

  states: string;

  menu: Array<string>;
};

export type SessionWords = {
  signOut: string;

  stems: string;

  ended: string;

  connects: string;

  maySignIn: string;

  devices: string;

  fields: FieldWords;
};

export type FieldWords = {
  hint: string;

  label: string;

  group: string;

  overTable: string;

  saves: string;

  saved: string;

  fails: string;
};

/** The messages that must not be repeated if there is no answer, by topic. */
export const SENT_ONCE: Record<string, string[]> = {
  badge: ["move", "fold"],
  keys: ["belongs", "places"],
  session: ["open-apart"],
  stop: [],
};

/** How many bytes of a text are examined. */
export const EXAMINED = 1048576;

/** How long a held paste or click waits for the background, in milliseconds. */
export const PATIENCE = 300;

/** How long another click on a sign-out control goes through without a question, in milliseconds. */
export const PASS = 60000;

/** The length of the longest label of a control that asks first. */
export const MAX_LABEL = 120;

/** The marks in a title, as a regular expression, and the mark before them if the session has ended. */
export const MARKS = "DEMO|DEV|LIVE|PLAY|PROD|SBX|TEST|CHECK";
export const ENDED_MARK = "ENDED";
