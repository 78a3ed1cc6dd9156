// Helps while one edits a record: how the date is understood, the derived Cyrillic, names that are suggested.
const admin = new URL(document.querySelector("[data-fonds-names]")?.dataset.fondsNames ?? "/admin/lookups/names/x/", location.href);
const understood = new URL("../../understood/", admin);
const controllers = new Map();

async function ask(key, url) {
  controllers.get(key)?.abort();
  const controller = new AbortController();
  controllers.set(key, controller);
  try {
    const response = await fetch(url, { signal: controller.signal, headers: { "X-Requested-With": "XMLHttpRequest" } });
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
}

function later(action, wait = 250) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...given), wait);
  };
}

function explain(field, parameter, key) {
  const place = document.querySelector(`[data-fonds-understood="${key}"]`);
  if (!field || !place) return;
  field.addEventListener("input", later(async () => {
    const answer = await ask(key, `${understood}?${parameter}=${encodeURIComponent(field.value)}`);
    if (answer) place.textContent = answer[key];
  }));
}

explain(document.getElementById("id_date_edtf"), "date", "date");
explain(document.getElementById("id_title_uz"), "uz", "cyrillic");

for (const picker of document.querySelectorAll("[data-fonds-picker]")) {
  const field = picker.querySelector("input[list]");
  const list = picker.querySelector("datalist");
  const last = () => field.value.split(";").pop().trim();
  field.addEventListener("input", later(async () => {
    if (last().length < 2) return;
    const answer = await ask(field.id, `${picker.dataset.fondsNames}?q=${encodeURIComponent(last())}`);
    if (!answer) return;
    const before = field.value.includes(";") ? `${field.value.slice(0, field.value.lastIndexOf(";"))}; ` : "";
    list.replaceChildren(...answer.names.map((name) => new Option(name, before + name)));
  }));
}
