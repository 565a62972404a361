// Examines small text files that are dropped or chosen. For larger ones, says that they were not examined.
import { asElement, asTextField, type Heard, originOf, type PageElement } from "./dom";
import { EXAMINED, type Warning } from "./protocol";
import { listen, run } from "./run";
import type { Paste } from "./types";

/** Limits the work: the most files per choice that are read. */
const MOST = 5;
/** Names of configuration files and other text files. */
const TEXT =
  /(?:^|[./])(?:env[\w.-]*|json5?|txt|ya?ml|ini|conf|cfg|toml|xml|properties|sh|bash|ps1|php|py|rb|[jt]s|md|csv|log|http|netrc|npmrc|pem|key)$/i;

const isText = ({ name, type }: File) => TEXT.test(name) || /^text\/|json|xml|yaml/.test(type);
const unread = ({ name }: File): Warning => ({
  urgency: "question",
  heading: { key: "warnFileUnread", args: [] },
  reasons: [{ key: "warnFileUnreadReason", args: [name] }],
  items: [],
});

/** Watches for files. `draw` draws a warning. */
export const watchFiles = (draw: (paste: Paste, warning: Warning) => void) => {
  const warn = (field: PageElement, file: File) =>
    draw({ field, text: "", going: { text: "", beside: [], labels: [] }, insert: null, file }, unread(file));
  const take = (field: PageElement | undefined, files: FileList | null | undefined) => {
    for (const file of field ? [...(files ?? [])].filter(isText).slice(0, MOST) : []) {
      if (!field) return;
      if (file.size > EXAMINED) warn(field, file);
      else
        file.text().then(
          (text) => text && run.examine?.(field, text, null, file),
          () => warn(field, file),
        );
    }
  };
  listen(window, "drop", (event) => {
    if (event.isTrusted) take(asElement(originOf(event)), event.dataTransfer?.files);
  });
  listen(window, "change", (event: Heard<Event>) => {
    const field = event.isTrusted ? asTextField(originOf(event)) : undefined;
    if (field && "files" in field) take(asElement(field), field.files as FileList | null);
  });
};
