// Quick filters: a change of a box or of the order asks again at once; on phones the filters are a sheet.
const form = document.getElementById("search-form");
const results = document.getElementById("results");
const working = document.getElementById("working");
let sheetOpen = false;
let wordsLater = 0;

results.addEventListener("change", (event) => {
  if (event.target.form !== form) return;
  form.dispatchEvent(new CustomEvent("fonds:filter"));
});

function sheet(open) {
  sheetOpen = open;
  const filters = document.getElementById("filters");
  if (!filters) return;
  filters.classList.toggle("is-open", open);
  document.body.classList.toggle("overflow-hidden", open);
  if (open) filters.querySelector("[data-sheet-close]").focus();
}

document.addEventListener("click", (event) => {
  const out = event.target.closest("[data-leave-out]");
  if (out?.form === form) {
    event.preventDefault();
    const carried = document.createElement("input");
    carried.type = "hidden";
    carried.name = out.name;
    carried.value = out.value;
    carried.setAttribute("form", form.id);
    results.append(carried);
    form.dispatchEvent(new CustomEvent("fonds:filter"));
  }
  if (event.target.closest("[data-sheet-open]")) sheet(true);
  if (event.target.closest("[data-sheet-close]")) {
    sheet(false);
    document.querySelector("[data-sheet-open]")?.focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && sheetOpen) sheet(false);
});

// Words come only when the answer takes long.
document.body.addEventListener("htmx:beforeRequest", () => {
  results.classList.add("is-stale");
  wordsLater = window.setTimeout(() => {
    working.textContent = working.dataset.text;
  }, 1000);
});
document.body.addEventListener("htmx:afterRequest", () => {
  window.clearTimeout(wordsLater);
  working.textContent = "";
  results.classList.remove("is-stale");
});
document.body.addEventListener("htmx:afterSettle", () => {
  if (sheetOpen) sheet(true);
});
// When the quick way fails, the plain form still works.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, () => form.submit());
}
