// Sends each chosen or dropped file by itself, shows how far it is, and follows how it is read.
const form = document.querySelector("[data-fonds-deposit]");
const rows = document.querySelector("[data-fonds-rows]");
const heading = document.querySelector("[data-fonds-heading]");
const tally = document.querySelector("[data-fonds-tally]");
const words = form.dataset;
const input = form.querySelector("input[type=file]");
const drop = form.querySelector("[data-fonds-drop]");
const waiting = [];
const AT_ONCE = 2;
let sending = 0;

function row(file) {
  const item = document.createElement("li");
  item.className = "fonds-outcome";
  const name = document.createElement("span");
  name.className = "fonds-outcome__name";
  name.textContent = file.name;
  const state = document.createElement("span");
  state.textContent = words.fondsWaiting;
  item.append(name, state);
  rows.append(item);
  heading.hidden = false;
  return item;
}

function refuse(item, reason) {
  const mark = document.createElement("span");
  mark.className = "fonds-say fonds-say--wax";
  mark.textContent = words.fondsRefused;
  const why = document.createElement("span");
  why.textContent = reason;
  item.dataset.fondsOutcome = "refused";
  item.replaceChildren(item.firstElementChild, mark, why);
}

function settle(item, request) {
  if (request.responseURL && !request.responseURL.startsWith(form.action.split("?")[0])) return refuse(item, words.fondsSignedOut);
  if (request.status === 403) return refuse(item, words.fondsSignedOut);
  if (request.status !== 200) {
    const isText = (request.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    return refuse(item, isText ? request.responseText : words.fondsBroken);
  }
  const page = new DOMParser().parseFromString(`<ul>${request.responseText}</ul>`, "text/html");
  const made = page.querySelector("li");
  if (!made) return refuse(item, words.fondsBroken);
  item.replaceWith(made);
  const whole = page.querySelector("[data-fonds-whole] a");
  if (whole) tally.replaceChildren(whole);
}

function send({ item, body }) {
  sending += 1;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  const state = item.children[1];
  state.textContent = words.fondsSending;
  item.append(bar);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Fonds-Rows", "1");
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    if (event.loaded === event.total) state.textContent = words.fondsChecking;
  };
  request.onload = () => settle(item, request);
  request.onerror = () => refuse(item, words.fondsBroken);
  request.onloadend = () => {
    sending -= 1;
    next();
  };
  request.send(body);
}

function next() {
  while (sending < AT_ONCE && waiting.length) send(waiting.shift());
  if (!sending) follow();
}

function take(files) {
  for (const file of files) {
    const item = row(file);
    if (file.size > Number(words.fondsMaxBytes)) {
      refuse(item, words.fondsTooLarge);
      continue;
    }
    // The order as it stands now goes with the file, whatever is changed in the form afterwards.
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, file);
    // The manifest goes with the first file only.
    if (form.elements.manifest.value) form.elements.manifest.value = "";
    waiting.push({ item, body });
  }
  next();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!form.reportValidity()) return;
  take([...input.files]);
  input.value = "";
});
for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("fonds-drop--over", name === "dragover");
    if (name !== "drop") return;
    // A folder cannot be read this way; its entry has no type and no size.
    take([...event.dataTransfer.files].filter((file) => file.type || file.size));
  });
}

let timer;
function follow() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const open = [...rows.querySelectorAll("[data-fonds-open]")].slice(0, 100);
    if (!open.length) return;
    const files = open.map((item) => `file=${item.dataset.fondsFile}`).join("&");
    try {
      const response = await fetch(`${words.fondsStates}?${files}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (response.ok && !response.redirected) {
        const page = new DOMParser().parseFromString(`<ul>${await response.text()}</ul>`, "text/html");
        for (const fresh of page.querySelectorAll("li")) {
          const item = rows.querySelector(`[data-fonds-file="${fresh.dataset.fondsFile}"]`);
          if (item && item.outerHTML !== fresh.outerHTML) item.replaceWith(fresh);
        }
      }
    } catch {
      // The network may come back; the next round tries again.
    }
    follow();
  }, 1500);
}
