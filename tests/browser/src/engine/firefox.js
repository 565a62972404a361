// Runs in the page's process with browser privileges. Implements for Firefox the parts of the
// DevTools protocol that the harness uses.
const [method, parameters] = arguments;
const nodes = (globalThis.sandbarNodes ??= { ids: new WeakMap(), byId: new Map() });

function idOf(node) {
  if (!nodes.ids.has(node)) {
    nodes.ids.set(node, nodes.byId.size + 1);
    nodes.byId.set(nodes.byId.size + 1, node);
  }
  return nodes.ids.get(node);
}

function nodeOf(id) {
  const node = nodes.byId.get(id);
  if (!node) throw new Error(`no node ${id}`);
  return node;
}

// Members of forms and documents may be fields with that name, so use the prototypes' getters.
function member(node, type, name) {
  return Object.getOwnPropertyDescriptor(window[type].prototype, name).get.call(node);
}

function described(node) {
  const nodeType = member(node, 'Node', 'nodeType');
  const seen = { nodeId: idOf(node), backendNodeId: idOf(node), nodeType };
  // Text and comments.
  if (nodeType === 3 || nodeType === 8) return { ...seen, nodeValue: node.nodeValue };
  if (nodeType === 1) {
    seen.localName = member(node, 'Element', 'localName');
    seen.attributes = [...member(node, 'Element', 'attributes')].flatMap(({ name, value }) => [name, value]);
  }
  seen.children = [...member(node, 'Node', 'childNodes')].map(described);
  // Neither contains other documents or has a shadow root.
  if (nodeType !== 1 || seen.localName === 'form') return seen;
  const shadow = node.openOrClosedShadowRoot;
  if (shadow && !shadow.isUAWidget?.()) seen.shadowRoots = [{ ...described(shadow), shadowRootType: shadow.mode }];
  if (node.contentDocument) seen.contentDocument = described(node.contentDocument);
  return seen;
}

const frameOf = (node) => node.ownerDocument.defaultView.frameElement;

// Left, top, right and bottom, relative to the window of the top frame.
function boxOf(node) {
  if (node.getClientRects().length === 0) throw new Error('no box');
  let { left, top, right, bottom } = node.getBoundingClientRect();
  for (let frame = frameOf(node); frame; frame = frameOf(frame)) {
    const outer = frame.getBoundingClientRect();
    const [x, y] = [outer.left + frame.clientLeft, outer.top + frame.clientTop];
    [left, top, right, bottom] = [left + x, top + y, right + x, bottom + y];
  }
  return [left, top, right, top, right, bottom, left, bottom];
}

// Firefox's names for roles that have a different name in ARIA.
const ROLES = { pushbutton: 'button', checkbutton: 'checkbox', radiobutton: 'radio', entry: 'textbox' };

// Firefox creates a page's accessibility tree some time after the first request, and updates it
// while the page is drawn, which hardly ever happens in a background tab.
async function known(look) {
  const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  for (const begun = Date.now(); Date.now() - begun < 5000; ) {
    const found = look(service);
    if (found) return found;
    window.windowUtils.advanceTimeAndRefresh(0);
    window.windowUtils.restoreNormalRefresh();
    await new Promise((next) => setTimeout(next, 20));
  }
  throw new Error('not accessible');
}

// Whether a modal dialog outside of a node makes the node inert.
function isInert(node) {
  let outermost = node;
  while (outermost.getRootNode().host) outermost = outermost.getRootNode().host;
  const modal = [...node.ownerDocument.querySelectorAll('dialog:modal')].at(-1);
  return modal !== undefined && !modal.contains(outermost);
}

async function accessible(node) {
  if (isInert(node)) return { ignored: true };
  const found = await known((service) => service.getAccessibleFor(node));
  const value = (text) => ({ value: text });
  const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  const role = service.getStringRole(found.role);
  return {
    role: value(node.getAttribute('role') ?? ROLES[role] ?? role),
    name: value(found.name ?? ''),
    description: value(found.description ?? ''),
  };
}

function focused() {
  let element = document.activeElement;
  for (;;) {
    const inner = element?.contentDocument?.activeElement ?? element?.openOrClosedShadowRoot?.activeElement;
    if (!inner) return element;
    element = inner;
  }
}

// The page's policy may forbid this, but doesn't apply to the browser itself.
function ofBrowser(expression) {
  const world = new Cu.Sandbox(Services.scriptSecurityManager.getSystemPrincipal(), { sandboxPrototype: window });
  return Cu.evalInSandbox(expression, world);
}

function inPage(expression) {
  const world = new Cu.Sandbox(window, { sandboxPrototype: window.wrappedJSObject ?? window, wantXrays: false });
  return Cu.evalInSandbox(expression, world);
}

const answers = {
  'DOM.getDocument': () => ({ root: described(document) }),
  'DOM.querySelector': ({ nodeId, selector }) => {
    const found = nodeOf(nodeId).querySelector(selector);
    if (!found) throw new Error(`nothing fits ${selector}`);
    return { nodeId: idOf(found) };
  },
  'DOM.getBoxModel': ({ nodeId }) => ({ model: { border: boxOf(nodeOf(nodeId)) } }),
  'DOM.scrollIntoViewIfNeeded': ({ nodeId }) => {
    // Scroll to the middle, as Chromium does, because a fixed element at an edge would cover it.
    const { top, bottom } = nodeOf(nodeId).getBoundingClientRect();
    const block = top < 0 || bottom > window.innerHeight ? 'center' : 'nearest';
    nodeOf(nodeId).scrollIntoView({ block, inline: 'nearest', behavior: 'instant' });
    return {};
  },
  'DOM.resolveNode': ({ nodeId, backendNodeId }) => ({ object: { objectId: nodeId ?? backendNodeId } }),
  'Runtime.callFunctionOn': ({ objectId, functionDeclaration }) => ({
    result: { value: ofBrowser(`(${functionDeclaration})`).call(nodeOf(objectId)) },
  }),
  'Runtime.evaluate': async ({ expression, awaitPromise }) => {
    const value = inPage(expression);
    return { result: { value: awaitPromise ? JSON.parse(JSON.stringify(await value)) : null } };
  },
  'Accessibility.getPartialAXTree': async ({ nodeId }) => ({ nodes: [await accessible(nodeOf(nodeId))] }),
  'Accessibility.getFullAXTree': async () => {
    const inFocus = focused();
    const elements = await known((service) => {
      const all = [...document.querySelectorAll('*'), inFocus].filter((element) => service.getAccessibleFor(element));
      // The document itself comes first in the tree, and its content right after it.
      return all.some((element) => element !== document.documentElement && element !== document.body) && all;
    });
    const properties = (element) => (element === inFocus ? [{ name: 'focused', value: { value: true } }] : []);
    const node = async (element) => ({ ...(await accessible(element)), properties: properties(element) });
    return { nodes: await Promise.all(elements.map(node)) };
  },
  'DOM.describeNode': ({ nodeId }) => ({ node: described(nodeOf(nodeId)) }),
  'DOM.setFileInputFiles': async ({ nodeId, files }) => {
    const field = nodeOf(nodeId);
    field.mozSetFileArray(await Promise.all(files.map((file) => File.createFromFileName(file))));
    for (const type of ['input', 'change']) field.dispatchEvent(new window.Event(type, { bubbles: true }));
    return {};
  },
  // What the browser does when it fills in a form.
  'Autofill.trigger': ({ fieldId, card }) => {
    const { form } = nodeOf(fieldId);
    form.querySelector('[autocomplete=cc-name]').setUserInput(card.name);
    form.querySelector('[autocomplete=cc-number]').setUserInput(card.number);
    return {};
  },
  // Not a protocol command: the documents that contain an extension's scripts.
  'Sandbar.entered': ({ extension }) => {
    const { ChromeUtils } = Cu.getGlobalForObject(Services);
    const { ExtensionContent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionContent.sys.mjs');
    return ExtensionContent.getAllContentScriptGlobals()
      .filter((world) => Cu.getSandboxMetadata(world).addonId === extension)
      .map((world) => Cu.evalInSandbox('window', world))
      .filter((page) => page.top === window.top)
      .map((page) => page.document.documentURI);
  },
  'Input.insertText': ({ text }) => {
    document.execCommand('insertText', false, text);
    return {};
  },
};

const answer = answers[method];
if (!answer) throw new Error(`Firefox has no answer to ${method}`);
return answer(parameters);
