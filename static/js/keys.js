// Single-letter keys: off in fields, off under modifiers, and off altogether when the reader says so.
const actions = new Map();

export function keysAreOn() {
  try {
    return window.localStorage.getItem("fonds-keys") !== "off";
  } catch {
    return true;
  }
}

export function setKeys(on) {
  try {
    window.localStorage.setItem("fonds-keys", on ? "on" : "off");
  } catch {
    // Storage is closed: the keys stay as they are.
  }
}

export function onKey(key, action) {
  actions.set(key, action);
}

function isField(target) {
  return target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isField(event.target) || !keysAreOn()) return;
  const action = actions.get(event.key) || actions.get(event.key.toLowerCase());
  if (!action) return;
  event.preventDefault();
  action(event);
});
