// What every page does: theme switch, keys, copy buttons, sheets.
import { keysAreOn, onKey, setKeys } from "./keys.js";

function themeSwitch() {
  const button = document.querySelector("[data-theme-toggle]");
  if (!button) return;
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.bsTheme === "dark"));
  button.addEventListener("click", () => {
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      window.localStorage.setItem("fonds-theme", root.dataset.bsTheme);
    } catch {
      // The choice then lasts for this page only.
    }
    show();
  });
  show();
}

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Over plain http (a reading room's intranet) the clipboard API is closed; the old way still works.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (button) {
    const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    const text = source ? (source.value ?? source.textContent).trim() : button.dataset.copy;
    await copy(text.startsWith("/") ? new URL(text, window.location.origin).href : text);
    const label = button.querySelector("[data-label]") || button;
    const before = label.textContent;
    button.classList.add("is-done");
    label.textContent = button.dataset.done || before;
    window.setTimeout(() => {
      label.textContent = before;
      button.classList.remove("is-done");
    }, 2000);
    return;
  }
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-keys-open]")) document.getElementById("keys")?.showModal();
});

// The menu closes when focus or a click goes elsewhere, and on Escape.
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

const keysBox = document.querySelector("[data-keys-switch]");
if (keysBox) {
  keysBox.checked = keysAreOn();
  keysBox.addEventListener("change", () => setKeys(keysBox.checked));
}
onKey("?", () => document.getElementById("keys")?.showModal());
onKey("/", () => {
  const box = document.getElementById("q");
  box?.focus();
  box?.select();
});
onKey("c", () => {
  const place = document.getElementById("cite");
  if (place) place.closest("details")?.setAttribute("open", "");
  place?.scrollIntoView({ block: "center" });
  place?.focus();
});
themeSwitch();
