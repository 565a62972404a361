// Examines small text files that are dropped or chosen. For larger ones, says that they were not examined.
import { noteAround } from "./content";
import { asTextField, type Heard, originOf, type PageElement } from "./dom";
import { fieldOf } from "./paste";
import { EXAMINED, type Warning } from "./protocol";
import { asElement, listen, run } from "./run";
import type { Warnings } from "./warning";

/** Limits the work: the most files per choice that are read. */
const MOST = 20;
/** Names of configuration files and other text files. */
const TEXT =
  /(?:^|[./])(?:env[\w.-]*|json5?|txt|ya?ml|ini|conf|cfg|toml|xml|properties|sh|bash|ps1|php|py|rb|[jt]s|md|csv|log|http|netrc|npmrc|pem|key)$/i;

const isText = ({ name, type }: File) => TEXT.test(name) || /^text\/|json|xml|yaml/.test(type);
/** Files that may be texts: browsers take `auth.json.bak` for something else, and know no type for `credentials`. */
const mayBeText = ({ type }: File) => !/^(?:image|audio|video|font)\//.test(type);
/** The text of a file; empty if its content is no text. Some Windows tools write UTF-16. */
const textIn = async (file: File) => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const mark = bytes.length > 1 ? (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0) : 0;
  const encoding = { 65534: "utf-16le", 65279: "utf-16be" }[mark] ?? "utf-8";
  const text = new TextDecoder(encoding).decode(bytes);
  return text.includes("\0") ? "" : text;
};
const unread = ({ name }: File): Warning => ({
  urgency: "question",
  heading: { key: "warnFileUnread", args: [] },
  reasons: [{ key: "warnFileUnreadReason", args: [name] }],
  items: [],
});

/** Watches for files. */
export const watchFiles = ({ warn: draw }: Warnings) => {
  const warn = (field: PageElement, file: File) =>
    draw({ field, text: "", going: { text: "", beside: [], labels: [] }, insert: null, file }, unread(file));
  const take = (field: PageElement | undefined, list: FileList | null | undefined) => {
    if (!field) return;
    // The page may remove it before the file is read.
    noteAround(field);
    // Browsers take `config.ts` for a video.
    const files = [...(list ?? [])].filter((file) => isText(file) || mayBeText(file));
    const isRead = (file: File, index: number) => index < MOST && file.size <= EXAMINED;
    // First, because the warning about a key that was found takes its place.
    const left = files.find((file, index) => !isRead(file, index) && isText(file) && mayBeText(file));
    if (left) warn(field, left);
    for (const file of files.filter(isRead))
      textIn(file).then(
        (text) => text && run.examine?.(field, text, null, file),
        () => warn(field, file),
      );
  };
  listen(window, "drop", (event) => {
    if (event.isTrusted) take(asElement(originOf(event)), event.dataTransfer?.files);
  });
  // Unlike `change`, this event leaves shadow roots.
  listen(window, "input", (event: Heard<Event>) => {
    const field = event.isTrusted ? asTextField(fieldOf(event)) : undefined;
    if (field && "files" in field) take(asElement(field), field.files as FileList | null);
  });
};
