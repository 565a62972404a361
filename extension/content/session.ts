// Detects who is signed in from the page's labels, and when a sign-out starts.
import {
  ariaLabel,
  asHost,
  asTextField,
  attribute,
  boxOf,
  closest,
  contains,
  contentTypeOf,
  formOf,
  type Heard,
  hasMoreThan,
  isConnected,
  isVisible,
  localName,
  matches,
  type PageElement,
  parentElement,
  pathOf,
  precedes,
  query,
  rootNode,
  styleOf,
  textIn,
  topAt,
} from "./dom";
import { watchEdits } from "./edits";
import { eachFrame } from "./frames";
import { CONTROL, type Look, labelsOf, leadsToPart, MASTHEAD } from "./page";
import type { PageView, SessionMessage, SessionWords } from "./protocol";
import { registry, type SignOuts } from "./registry";
import { asElement, listen, queryAll, report, run, untilAnswered } from "./run";
import type { SiteFacts } from "./types";
import { elementsUnder } from "./under";

/** Limits the work: the most controls whose labels may relate to a session. */
const MOST = 1000;
const LONGEST_LABEL = 40;

const tell = (message: SessionMessage) => report({ session: message });
/** The last report of what the page shows, to send none twice. */
let sent = "";
/** The number of fields with unsaved input. */
const unsaved = () => run.edited?.().length ?? 0;

const facts = () => (registry.site as SiteFacts).session;
const says = (text: string, pattern: Exclude<keyof SessionWords, "fields">) =>
  new RegExp(facts()[pattern], "iu").exec(text);
const tellsOfSession = (text: string) => says(text, "stems");
const saysSignOut = (label: string) => says(label, "signOut");
/** Other elements may react to a click too, but these are text about signing out, or that the user typed. */
const TEXT = "article,p,h1,h2,h3,table,input,textarea";
/** An item of a menu by its class. */
const ITEM = "[class*=menu-item],[class*=dropdown-item]";
const isControl = (element: PageElement) => {
  if (matches(element, CONTROL)) return !leadsToPart(element);
  // A control inside decides for itself.
  const isItem = matches(element, ITEM) && !closest(element, CONTROL);
  const reacts = isItem || matches(element, "[tabindex],[onclick]") || localName(element).includes("-");
  return reacts && !closest(element, TEXT) && !query(element, CONTROL);
};
/** The most elements in an item of a menu. */
const LINES = 10;
/** A path with one of these words, such as "log-out", but not below pages of help. */
const leadsTo = (word: string, rest: string) =>
  new RegExp(
    `^(?![^?#]*/(?:docs?|faq|guides?|help|support)/)[^?#]*/(?:log|sign)[-_]?(?:${word})(?:\\.\\w+)?(?:$|[?#;]|/${rest})`,
    "i",
  );
/** Where a link or form leads if it signs out. */
const SIGNS_OUT = leadsTo("out|off", "");
/** Whether a label is in a script whose words aren't known. Where its link leads says what it does. */
const isInOtherScript = (label: string) => /\p{L}/u.test(label) && !/\p{Script=Latin}/u.test(label);
/** The same for signing in. After the word, a path may only say where to go next: "/login/history" is another page. */
const SIGNS_IN = leadsTo("in", "(?:$|[?#]|(?:index|referer|uenc)\\b)");
/** Whether a label begins like a sign-out, such as with the user's name after it, or is in another script. */
const startsOut = (label: string) =>
  new RegExp(facts().signOut.replace(/\$$/, ""), "iu").test(label) || isInOtherScript(label);
const leadsOut = (control: PageElement) => {
  const goal = formOf(control) ?? closest(control, "a[href]");
  return !!goal && SIGNS_OUT.test(attribute(goal, "href") ?? attribute(goal, "action") ?? "");
};
/** The first of the lines in an item of a menu: what it does, above the user's name. */
const firstLineOf = (control: PageElement) => {
  if (!closest(control, `${MASTHEAD},[role=menu]`) || hasMoreThan(control, LINES)) return [];
  const lines = queryAll(control, "*").filter((one) => !query(one, "*") && textIn(one).trim());
  const [first, second] = lines.map((line) => textIn(line).trim());
  // "Sign out of all devices" may be in two lines too.
  return first && second && /^\p{Lu}|@/u.test(second) ? [first] : [];
};
const textsOf = (control: PageElement) => {
  if (!leadsOut(control)) {
    const labels = [...labelsOf(control), ...firstLineOf(control)];
    const goal = attribute(closest(control, "a") ?? control, "href") ?? "";
    return SIGNS_IN.test(goal) && labels.some(isInOtherScript) ? [...labels, "login"] : labels;
  }
  const pictures = queryAll(control, "img[alt]").flatMap((picture) => attribute(picture, "alt") || []);
  const texts = [...labelsOf(control), ...firstLineOf(control), ...pictures];
  const isOut = texts.length ? texts.some(startsOut) : closest(control, "a");
  return isOut ? [...texts, "logout"] : texts;
};
const HEADING = "h1,h2,h3,h4,h5,h6,legend,[role=heading]";
/** A row of a list. In the content, its controls are about what it shows: a device, another app. */
const ROW = "tr,[role=row],li,[role=listitem]";
const isOfRow = (control: PageElement) => {
  const row = closest(control, ROW);
  if (!row || closest(row, MASTHEAD) || textIn(row).trim() === textIn(control).trim()) return isRepeated(control);
  return !!closest(row, CONTENT) && boxOf(control).top + scrollY > TOP;
};
/** Whether a control of the content is about the user's session on another device. */
const isOfDevice = (control: PageElement) => {
  const content = closest(control, CONTENT);
  if (!content || closest(control, MASTHEAD)) return false;
  const last = queryAll(content, HEADING)
    .filter((one) => precedes(one, control) && isVisible(one))
    .at(-1);
  return !!last && !!says(textIn(last), "devices");
};
/** Whether the content has a control several times: once for each row of a list without the markup of one. */
const isRepeated = (control: PageElement) => {
  const content = closest(control, CONTENT);
  const label = textIn(control).trim();
  if (!content || !label || closest(control, MASTHEAD) || leadsOut(control)) return false;
  return queryAll(content, CONTROL).some(
    (other) =>
      localName(other) === localName(control) &&
      !contains(other, control) &&
      !contains(control, other) &&
      attribute(other, "class") === attribute(control, "class") &&
      textIn(other).trim() === label &&
      isVisible(other),
  );
};
/** Whether a longer name of a control says that it is about something else: "Sign out Chrome on Windows". */
const namesOther = (control: PageElement) => {
  const name = ariaLabel(control);
  // After a comma, it may be the user's name.
  const isLonger = (text: string) => !!name?.startsWith(text) && /^\s*[,:–—(]/.test(name.slice(text.length));
  const text = textIn(control).trim();
  return !!name && tellsOfSession(name) && !saysSignOut(name) && !(saysSignOut(text) && isLonger(text));
};
/** Whether a label says that a control signs out. If it may mean something else, only for the site's own controls. */
const signsOut = (label: string, control: PageElement) => {
  const found = saysSignOut(label);
  if (!found || namesOther(control))
    return !!found && (leadsOut(control) || !!closest(control, `${MASTHEAD},[role=menu]`));
  return (!found[1] && !isOfRow(control) && !isOfDevice(control)) || isOwn(control);
};
const maySignOut = (element: PageElement) => isControl(element) && textsOf(element).some(saysSignOut);
const isSignOut = (element: PageElement) =>
  isControl(element) && textsOf(element).some((label) => signsOut(label, element));
const labelOf = (control: PageElement) => {
  const texts = textsOf(control);
  return texts.find(saysSignOut) ?? texts.find(tellsOfSession) ?? "";
};
/** The same inside a component, which may have received its label from outside. */
const isSignOutOf = (host: PageElement | undefined) => (element: PageElement) =>
  isSignOut(element) ||
  (!!host && matches(element, CONTROL) && !!queryAll(element, "slot")[0] && signsOut(textIn(host), host));
const signOuts: SignOuts = {
  under: (event) => elementsUnder(event).find(isSignOutOf(asElement(pathOf(event)[0]))),
  origin: (event) => elementsUnder(event)[0],
  // A page that has just re-rendered may not have been read yet.
  find: () => [...controls, ...queryAll(document, CONTROL)].find((one) => isConnected(one) && isSignOut(one)),
  begun() {
    this.begunAt = Date.now();
    tell({ begun: { loadedAt: run.loadedAt, at: this.begunAt } });
  },
  begunAt: 0,
};

/** Parts that may be in a masthead and do not belong to it. */
const INSET = "article,[role=article],[role=tablist],dialog,[role$=dialog]";
const CONTENT = `${INSET},main,[role=main],footer,[role=contentinfo],p,table:has(th),blockquote`;
/** On a page without such parts, how far down a control may be, in CSS pixels. */
const TOP = 160;

/**
 * Whether a control belongs to the site itself. An article or a list of tabs may contain a sign-in link too. If the
 * shadow root that a control is in doesn't show it, the place of its host does, except for hidden controls to sign in.
 */
const isOfSite = (control: PageElement, visible: boolean, asksHost = visible, at = control): boolean => {
  const masthead = closest(at, MASTHEAD);
  if (masthead) return !closest(at, INSET) && !closest(masthead, `${CONTENT},.footer,#footer`);
  if (closest(at, CONTENT)) return false;
  const root = rootNode(at);
  const host = asHost(root);
  if (host) return asksHost && isOfSite(control, visible, asksHost, host);
  // A frame has its own positions.
  return visible && root === document && boxOf(control).top + scrollY <= TOP;
};
/**
 * Whether a sign-out control belongs to the site itself, or leads to an address that signs out. Menus may be at the end
 * of the page. If it is known what opens one, that decides.
 */
const isOwn = (control: PageElement) => {
  if (leadsOut(control)) return true;
  if (isOfSite(control, isVisible(control), true)) return true;
  const openers = queryAll(rootNode(control), "[aria-controls]").filter((opener) => {
    const menu = attribute(opener, "aria-controls");
    return menu && closest(control, `#${CSS.escape(menu)}`);
  });
  const part = closest(control, "aside,[role=menu]");
  return openers.length ? openers.some((opener) => isOfSite(opener, true)) : !!part && !closest(part, CONTENT);
};
/** The height that a toolbar above the content has at least, in CSS pixels. */
const TOOLBAR = 20;
const goalOf = (control: PageElement) => {
  const goal = attribute(closest(control, "a[href]") ?? control, "href");
  return goal && URL.canParse(goal, location.href) ? new URL(goal, location.href) : undefined;
};
/** Where a link leads on this site. */
const pathTo = (control: PageElement) => {
  const url = goalOf(control);
  return url?.origin === location.origin ? url.pathname : "";
};
const isHere = (control: PageElement) => pathTo(control) === location.pathname;
/** The start of a path to a page of settings, which may have a chapter about signing in. */
const SETTINGS = /^\/(?:settings|preferences|profile|security)\/./i;
/** Whether a link leads to this page or another one in its folder, such as a chapter of the settings. */
const isChapter = (control: PageElement) => {
  const folder = location.pathname.replace(/[^/]*$/, "");
  const isFolder = folder.split("/").length > 3 || SETTINGS.test(location.pathname);
  return isFolder && pathTo(control).startsWith(folder);
};
/** Whether all links in a bar below the top lead to pages in the folder of this one, which is among them. */
const isBarOfFolder = (bar: PageElement) => {
  const folder = location.pathname.replace(/[^/]*$/, "");
  const links = queryAll(bar, "a[href]:not([href^='#'])");
  const isOwn = (link: PageElement) => pathTo(link).startsWith(folder);
  const isBelow = boxOf(bar).top + scrollY > TOOLBAR;
  return folder !== "/" && isBelow && links.length > 2 && links.every(isOwn) && links.some(isHere);
};
/** Parts of a page with a message, or with something other than the page's content. */
const MESSAGE = "[role=alert],[role=status],[class*=alert]";
const BESIDE = "aside,[role=complementary]";
/** Whether a control is in a message, or in a box beside the content, about something else than the session. */
const isBeside = (control: PageElement) => {
  if (closest(control, MASTHEAD)) return false;
  const message = closest(control, MESSAGE);
  if (message && !matches(message, "html,body") && !hasMoreThan(message, MOST_IN_NOTICE))
    return !says(textIn(message).trim(), "ended");
  const box = closest(control, BESIDE);
  return !!box && queryAll(box, HEADING).some((heading) => says(textIn(heading).trim(), "connects"));
};
/** Whether a control is in the header or toolbar of a part of the content, such as a card. */
const isOfCard = (control: PageElement) => {
  const header = closest(control, "header,[role=toolbar]");
  // One that stays in the window is the site's own.
  if (!header || /fixed|sticky/.test(styleOf(header).position) || boxOf(header).top + scrollY <= TOP) return false;
  return queryAll(document, "h1").some((h1) => precedes(h1, header) && !contains(header, h1) && isVisible(h1));
};
/** Whether a control is in a side bar of the content, such as a list of settings. */
const isOfSideBar = (control: PageElement) => {
  const bar = closest(control, "nav,[role=navigation]");
  if (!bar || closest(bar, "header,[role=banner]")) return false;
  if (isChapter(control) && queryAll(bar, "a[href]").some(isHere)) return true;
  if (isBarOfFolder(bar)) return true;
  const { top, height } = boxOf(bar);
  // One from the top of the page on is the site's own.
  return height > TOP && top + scrollY > TOOLBAR;
};
const TITLES = `${HEADING},[class*=title]`;
/** Fields other than those for the user's name. A form without one may confirm who is signed in. */
const NO_USER =
  "[type=hidden],[type=password],[type=checkbox],[type=radio],[type=submit],[type=button],[type=image],[type=reset]";
/** Whether a field with a value can't be changed: it shows a secret. */
const isShown = (field: PageElement) => matches(field, "[readonly],[disabled]") && !!asTextField(field)?.value;
/**
 * Whether a control belongs to a visible form for a user's name and one password: a sign-in form. A form around the
 * whole page also contains the controls of its header and footer.
 */
const isOfSignInForm = (control: PageElement) => {
  const form = formOf(control) ?? closest(control, "form");
  const passwords = form ? queryAll(form, "input[type=password]").filter((one) => isVisible(one) && !isShown(one)) : [];
  const [password] = passwords;
  if (!form || !password || passwords.length > 1 || attribute(password, "autocomplete") === "new-password")
    return false;
  const asksUser = queryAll(form, `input:not(${NO_USER})`).some(isVisible);
  if (!asksUser && !SIGNS_IN.test(location.href)) return false;
  const part = closest(control, "header,nav,footer");
  if (part && !contains(part, password) && !closest(part, "main,section,article,dialog,[role=dialog]")) return false;
  const over = queryAll(document, TITLES).filter((title) => precedes(title, password) && isVisible(title));
  // The last heading, and what is below it, because a subtitle says nothing about what the form is for.
  const from = over.findLastIndex((title) => matches(title, HEADING));
  return !over.slice(Math.max(from, 0)).some((title) => says(textIn(title).trim(), "connects"));
};

/** A host with its own accounts, by the first part of its name. */
const OTHER_USERS = /^(?:community|docs|faq|forums?|help|shop|store|support|wiki)\./i;
/** An address that signs in, more widely than `SIGNS_IN`, in the languages of the interface. */
const LEADS_IN =
  /(?:log|sign)[-_]?in|auth|sso|saml|anmeld|aanmeld|einlogg|inlogg|connexion|connecter|session|account|konto|compte/i;
/** Whether a control signs in, for all that is known: it may lead to another site, or register for an event. */
const maySignIn = (control: PageElement, label: string) => {
  const url = goalOf(control);
  if (url && url.hostname !== location.hostname && OTHER_USERS.test(url.hostname)) return false;
  if (!says(label, "maySignIn")) return true;
  const form = formOf(control) ?? closest(control, "form");
  if (form) return LEADS_IN.test(attribute(form, "action") ?? "");
  const isBare = !url || url.protocol === "javascript:" || !!attribute(control, "href")?.startsWith("#");
  return isBare || LEADS_IN.test(url.host + url.pathname);
};

/** The controls whose labels may relate to a session. */
const controls = new Set<PageElement>();
const tells = (control: PageElement) => {
  const label = labelOf(control);
  return !!label && label.length < LONGEST_LABEL;
};
/** Whether the response is the requested page rather than an error or a file. Others don't know the user. */
const knowsUser = () => {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return (navigation?.responseStatus ?? 200) < 400 && /html/.test(contentTypeOf(document));
};

/** Modal dialogs. Other dialogs, such as a chat, may have their own session. */
const MODAL = "[aria-modal=true],[role=alertdialog],:modal";
const DIALOG = `${MODAL},[role=dialog]`;
/** Whether something without the page's own controls lies over the whole page, such as the backdrop of a dialog. */
const isCovered = (dialog: PageElement) => {
  let part: PageElement | null = topAt(document, innerWidth / 2, 2);
  for (; part && localName(part) !== "body"; part = parentElement(part)) {
    const { width, height } = boxOf(part);
    const over = part;
    if (/fixed|absolute/.test(styleOf(over).position) && width >= innerWidth - 20 && height >= innerHeight - 20)
      return ![...controls].some((control) => contains(over, control) && !contains(dialog, control));
  }
  return false;
};
/** Whether a dialog waits outside the window until it is needed. */
const isAway = (dialog: PageElement) => {
  const { left, top, right, bottom, width, height } = boxOf(dialog);
  const isOutside = right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight;
  return !!closest(dialog, "[inert]") || (isOutside && width > 0 && height > 0);
};
/** The most elements in a dialog that only says something. Larger ones may mention a session. */
const MOST_IN_NOTICE = 40;
/** A visible dialog that says that the session has ended, with the part of its text that says so. */
const endNotice = () => {
  const dialogs = [document, ...run.tree.roots].flatMap((root) => queryAll(root, DIALOG));
  for (const dialog of new Set(dialogs)) {
    if (!isVisible(dialog) || isAway(dialog) || hasMoreThan(dialog, MOST_IN_NOTICE)) continue;
    if (!matches(dialog, MODAL) && !isCovered(dialog)) continue;
    // A row may be about another session.
    const isOfItem = (part: PageElement) => {
      const row = closest(part, ROW);
      return !!row && contains(dialog, row);
    };
    // Texts of elements without whitespace in between run together, so each element is read by itself.
    const parts = [dialog, ...queryAll(dialog, "*")].filter((part) => isVisible(part) && !isOfItem(part));
    const texts = [ariaLabel(dialog) ?? "", ...parts.map(textIn)];
    const notice = texts.map((text) => says(text.trim(), "ended")?.[1]).find(Boolean);
    if (notice) return { notice, dialog };
  }
  return undefined;
};

/** The labels that relate to a session, separated by whether they are visible. */
const labels = () => {
  const end = knowsUser() && endNotice();
  // The page below was drawn before the end.
  if (end) {
    const signInForm = queryAll(end.dialog, "input[type=password]").some(isVisible);
    return { visible: [end.notice], hidden: [], signInForm };
  }
  const found: [Set<string>, Set<string>] = [new Set(), new Set()];
  let signInForm = false;
  const read = (control: PageElement) => {
    const visible = isVisible(control);
    const isForm = visible && isOfSignInForm(control);
    const label = labelOf(control);
    const isOffer =
      isForm ||
      (isOfSite(control, visible) &&
        !isOfSideBar(control) &&
        !isOfCard(control) &&
        !isBeside(control) &&
        maySignIn(control, label));
    if (maySignOut(control) ? !isSignOut(control) : !isOffer) return;
    signInForm ||= isForm;
    found[visible ? 0 : 1].add(label);
  };
  const inside: PageElement[] = [];
  // Such a document doesn't know its user.
  for (const control of knowsUser() ? controls : []) {
    if (!isConnected(control) || !tells(control)) controls.delete(control);
    else if (rootNode(control) === document) read(control);
    else inside.push(control);
  }
  // Components count only if the page itself shows nothing.
  if (!found[0].size && !found[1].size) inside.forEach(read);
  return { visible: [...found[0]], hidden: [...found[1]], signInForm };
};

/** Watches clicks and navigations that may sign the user out. */
const watchSignOuts = () => {
  run.signOuts = signOuts;
  const { navigation } = globalThis as { navigation?: EventTarget };
  type Navigate = Event & { destination: { url: string } };
  if (navigation) {
    listen<Navigate>(navigation, "navigate", ({ isTrusted, destination }) => {
      if (isTrusted && tellsOfSession(destination.url)) tell({ going: { url: destination.url, at: Date.now() } });
    });
  }
  const clicked = (event: Heard<MouseEvent | KeyboardEvent>) => {
    const control = event.isTrusted && signOuts.under(event);
    if (!control) return;
    // Only the middle button has an effect, and only on links: it opens them in a new tab.
    if (event.type === "auxclick" && ((event as MouseEvent).button !== 1 || !closest(control, "a[href]"))) return;
    // The browser turns some keys into a click, which is handled there. Other keys act directly.
    const { key } = event as Heard<KeyboardEvent>;
    if (key && (!/^(Enter| )$/.test(key) || matches(control, "a[href],button,summary,input"))) return;
    if (!run.hold?.(event)) signOuts.begun();
  };
  eachFrame((view, on) => {
    for (const type of ["click", "auxclick", "keydown"]) on(view, type, clicked);
  });
};

/** Reports the signs of a session. `draw` receives the answer, `back` runs when the page returns from the cache. */
export const watchSession = (draw?: (view: PageView) => void, back?: () => void): Look => {
  const { loadedAt } = run;
  let settled = false;
  const look = async () => {
    const message = { seen: { loadedAt, ...labels(), settled: settled && knowsUser(), unsaved: unsaved() } };
    // A page may change its address without loading, and its topic with it.
    const now = JSON.stringify(message) + location.pathname;
    if (now === sent) return;
    sent = now;
    const view = await tell(message);
    if (view?.badge) draw?.(view);
    check(view);
  };
  const lookAnew = () => {
    sent = "";
    look();
  };
  const check = untilAnswered(lookAnew);
  const visit = (control: PageElement) => controls.size < MOST && tells(control) && controls.add(control);
  run.tree.add({ selector: CONTROL, visit });
  run.tree.add({ selector: "*", visit: (element) => maySignOut(element) && visit(element) });
  look();
  run.browser.runtime.onMessage.addListener((message) => void (message === "look-again" && lookAnew()));
  watchSignOuts();
  listen(window, "pagehide", () => tell({ left: { loadedAt } }));
  listen(window, "pageshow", ({ persisted }) => {
    if (!persisted) return;
    back?.();
    lookAnew();
  });
  let isAskedAgain = false;
  return (now) => {
    settled = now;
    look();
    if (!now || isAskedAgain) return;
    isAskedAgain = true;
    // The core waits for a page that still looks signed out after five seconds (`DOUBT_STANDS`).
    setTimeout(lookAnew, 5500);
  };
};

/** Reports the number of fields with unsaved input. */
export const watchUnsaved = () => {
  let timer = 0;
  watchEdits(() => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      // If the page then has as many as it had at first, that is news.
      sent = "";
      tell({ edited: { loadedAt: run.loadedAt, unsaved: unsaved() } });
      run.drawCards?.();
    }, 300);
  });
};
