// Starts the controls of Wagtail that it starts by inline script, which our policy (script-src 'self') does not run:
// date fields, choosers, lists of rows. Only these calls are known, with a field's id and JSON; any other text is left
// alone. docs/decisions/content-security-policy.md tells more.
const CALL = /^\s*(?:new\s+)?(initDateChooser|initTimeChooser|initDateTimeChooser|\w*Chooser)\(\s*("(?:[^"\\]|\\.)*")\s*(?:,\s*([\s\S]*?))?\);?\s*$/;
const PANEL = /new (InlinePanel|MultipleChooserPanel)\(JSON\.parse\("((?:[^"\\]|\\.)*)"\)\)/;
const started = new WeakSet();

// Django's escapejs writes every special character as \uXXXX, which is JSON's own way.
const text = (escaped) => JSON.parse(`"${escaped}"`);

function start(script) {
  if (started.has(script) || script.src || (script.type && script.type !== "application/javascript")) return;
  started.add(script);
  try {
    const panel = PANEL.exec(script.text);
    if (panel) {
      new window[panel[1]](JSON.parse(text(panel[2])));
      return;
    }
    const call = CALL.exec(script.text);
    if (!call || typeof window[call[1]] !== "function") return;
    const given = [JSON.parse(call[2]), ...(call[3] ? JSON.parse(`[${call[3]}]`) : [])];
    if (call[1].startsWith("init")) window[call[1]](...given);
    else new window[call[1]](...given);
  } catch (error) {
    console.warn("A control could not be started.", error);
  }
}

for (const script of document.querySelectorAll("script:not([src])")) start(script);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (!(node instanceof HTMLElement) || !node.isConnected) continue;
      if (node.matches("script:not([src])")) start(node);
      else for (const script of node.querySelectorAll("script:not([src])")) start(script);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
