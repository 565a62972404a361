// Messages with a number.
import type { ContentKey, ContentPlural } from "./message-keys";
import { t } from "./run";

/** A message with this number, in the plural form of the messages' language, which may differ from the browser's. */
export const counted = (plural: ContentPlural, count: number) => {
  const category = new Intl.PluralRules(t("languageCode")).select(count);
  const form = (of: string) => t((plural + of) as ContentKey, [String(count)]);
  return form(category.charAt(0).toUpperCase() + category.slice(1)) || form("Other");
};
