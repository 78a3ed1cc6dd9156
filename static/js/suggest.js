// Suggestions under a search box: a list to choose from, never a search of its own accord.
const LETTERS = 2;
const PAUSE = 140;
const answers = new Map();

function suggesting(input, list, status) {
  let asked = "";
  let chosen = null;
  let later = 0;
  let request = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option;
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    window.clearTimeout(later);
    request?.abort();
    choose(null);
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function open(html) {
    choose(null);
    list.innerHTML = html;
    const said = list.querySelector("[data-said]");
    status.textContent = said ? said.textContent : "";
    said?.remove();
    list.hidden = options().length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function fetched(text) {
    if (answers.has(text)) return answers.get(text);
    request?.abort();
    request = new AbortController();
    const address = `${list.dataset.url}?q=${encodeURIComponent(text)}`;
    const response = await fetch(address, { signal: request.signal, credentials: "same-origin" });
    // Asked too often, or the site is restarting: the box goes on without suggestions.
    if (!response.ok) return "";
    const html = await response.text();
    answers.set(text, html);
    return html;
  }

  async function ask() {
    const text = input.value.trim().replace(/\s+/g, " ");
    asked = text;
    if (text.length < LETTERS) {
      close();
      return;
    }
    try {
      const html = await fetched(text);
      if (asked === text && document.activeElement === input) open(html);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function step(by) {
    const all = options();
    if (!all.length) return;
    // Beyond either end lies the box itself.
    const at = chosen ? all.indexOf(chosen) : by > 0 ? -1 : all.length;
    choose(all[at + by] ?? null);
  }

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    window.clearTimeout(later);
    later = window.setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) step(event.key === "ArrowDown" ? 1 : -1);
      else ask();
    } else if (event.key === "Enter") {
      if (isOpen && chosen) {
        event.preventDefault();
        window.location.assign(chosen.href);
      }
      close();
      asked = "";
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  // The focus stays in the box while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", () => {
    asked = "";
    close();
  });
  window.addEventListener("pagehide", close);
}

for (const list of document.querySelectorAll(".suggestions[data-url]")) {
  const box = list.closest(".searchbox");
  const input = box?.querySelector("input[type=search]");
  const status = box?.querySelector("[data-suggestions-status]");
  if (input && status) suggesting(input, list, status);
}
