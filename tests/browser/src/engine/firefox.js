// Runs in the page's process with the browser's own rights: what the harness
// asks of the DevTools protocol, answered for Firefox.
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

function described(node) {
  const seen = { nodeId: idOf(node), backendNodeId: idOf(node), nodeType: node.nodeType };
  if (node.nodeType === 3) return { ...seen, nodeValue: node.nodeValue };
  if (node.localName) seen.localName = node.localName;
  if (node.attributes) seen.attributes = [...node.attributes].flatMap(({ name, value }) => [name, value]);
  seen.children = [...node.childNodes].map(described);
  const shadow = node.openOrClosedShadowRoot;
  if (shadow && !shadow.isUAWidget?.()) seen.shadowRoots = [{ ...described(shadow), shadowRootType: shadow.mode }];
  if (node.contentDocument) seen.contentDocument = described(node.contentDocument);
  return seen;
}

const frameOf = (node) => node.ownerDocument.defaultView.frameElement;

// Left, top, right and bottom in the window of the whole page.
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

// Firefox's names of roles that ARIA names otherwise.
const ROLES = { pushbutton: 'button', checkbutton: 'checkbox', radiobutton: 'radio', entry: 'textbox' };

function accessible(node) {
  const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  const found = service.getAccessibleFor(node);
  if (!found) throw new Error('not accessible yet');
  const value = (text) => ({ value: text });
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

// The page's policy, which may forbid it, does not hold for the browser itself.
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
    nodeOf(nodeId).scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
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
  'Accessibility.getPartialAXTree': ({ nodeId }) => ({ nodes: [accessible(nodeOf(nodeId))] }),
  'Accessibility.getFullAXTree': () => {
    const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
    const inFocus = focused();
    const elements = [...document.querySelectorAll('*'), inFocus].filter((element) => service.getAccessibleFor(element));
    const properties = [{ name: 'focused', value: { value: true } }];
    return { nodes: elements.map((element) => ({ ...accessible(element), properties: element === inFocus ? properties : [] })) };
  },
  'DOM.describeNode': ({ nodeId }) => ({ node: described(nodeOf(nodeId)) }),
  'DOM.setFileInputFiles': async ({ nodeId, files }) => {
    const field = nodeOf(nodeId);
    field.mozSetFileArray(await Promise.all(files.map((file) => File.createFromFileName(file))));
    for (const type of ['input', 'change']) field.dispatchEvent(new window.Event(type, { bubbles: true }));
    return {};
  },
  // What the browser itself does when it fills a form in.
  'Autofill.trigger': ({ fieldId, card }) => {
    const { form } = nodeOf(fieldId);
    form.querySelector('[autocomplete=cc-name]').setUserInput(card.name);
    form.querySelector('[autocomplete=cc-number]').setUserInput(card.number);
    return {};
  },
  // No command of the protocol's: the documents in which an extension has a world of its own.
  'Sandbar.entered': ({ extension }) => {
    const { ChromeUtils } = Cu.getGlobalForObject(Services);
    const { ExtensionContent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionContent.sys.mjs');
    return ExtensionContent.getAllContentScriptGlobals()
      .filter((world) => Cu.getSandboxMetadata(world).addonId === extension)
      .map((world) => Cu.evalInSandbox('window', world))
      .filter((page) => page.top === window.top)
      .map((page) => page.document.documentURI);
  },
  // A drag from somewhere else: the session of one, and the events as the browser makes them.
  'Input.dispatchDragEvent': ({ type, x, y, data }) => {
    const utils = window.windowUtils;
    const drags = Cc['@mozilla.org/widget/dragservice;1'].getService(Ci.nsIDragService);
    if (type === 'dragEnter') drags.startDragSessionForTests(window, Ci.nsIDragService.DRAGDROP_ACTION_COPY);
    const dataTransfer = new window.DataTransfer();
    for (const item of data.items) dataTransfer.setData(item.mimeType, item.data);
    const common = { bubbles: true, cancelable: true, composed: true, view: window };
    const event = new window.DragEvent(type.toLowerCase(), { ...common, clientX: x, clientY: y, dataTransfer });
    utils.dispatchDOMEventViaPresShellForTesting(document.elementFromPoint(x, y), event);
    if (type === 'drop') utils.dragSession?.endDragSession(true);
    return {};
  },
  'Input.insertText': ({ text }) => {
    document.execCommand('insertText', false, text);
    return {};
  },
};

const answer = answers[method];
if (!answer) throw new Error(`Firefox has no answer to ${method}`);
return answer(parameters);
