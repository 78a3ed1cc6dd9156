// The form of deposits: takes files and folders, sends them in pieces, shows what became of each.
import { Bags, bagOf, rootsOf } from "./upload/bags.js";
import { List } from "./upload/list.js";
import { Memory } from "./upload/memory.js";
import { fingerprint, fromDrop, fromInput } from "./upload/picked.js";
import { Queue } from "./upload/queue.js";
import { Transfer } from "./upload/transfer.js";
import { say } from "./upload/words.js";

const form = document.querySelector("[data-fonds-deposit]");
const root = document.querySelector("[data-fonds-uploads]");
const part = (name) => document.querySelector(`[data-fonds-part="${name}"]`);
const { fondsEndpoint, fondsStates, fondsComplete, fondsChunk, fondsMax } = form.dataset;
const files = form.elements.files;
const folder = form.querySelector("[data-fonds-folder]");
const drop = form.querySelector("[data-fonds-drop]");
const queue = new Queue({ endpoint: fondsEndpoint, states: fondsStates, chunkBytes: Number(fondsChunk) });
const list = new List(root, queue);
// After a new log-in the token is another.
const token = () => document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice(10) ?? form.elements.csrfmiddlewaretoken.value;
new Bags(queue, fondsComplete, token);
let memory = new Memory(form.elements.visit.value);
const opened = new Map();

// What of the form is said in fields, without the files.
function fields() {
  const data = new FormData(form);
  data.delete("files");
  data.delete("csrfmiddlewaretoken");
  return data;
}

// The deposit for the order as it stands now, whatever is changed in the form afterwards.
async function open() {
  const data = fields();
  const order = JSON.stringify([...data].map(([name, value]) => [name, value instanceof File ? `${value.name}|${value.size}` : value]));
  if (opened.has(order)) return opened.get(order);
  const headers = { "X-Fonds-Open": "1", "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": token() };
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: data, headers });
  } catch {
    throw new Error(say("offline"));
  }
  if (answer.status === 403 || answer.redirected) throw new Error(say("signedOut"));
  if (!answer.ok) throw new Error(answer.status === 422 ? await answer.text() : say("broken"));
  const deposit = await answer.json();
  opened.set(order, deposit);
  return deposit;
}

function blame(message) {
  part("formProblem").textContent = message;
  part("formProblem").hidden = !message;
}

async function take(picked) {
  if (!form.reportValidity()) return false;
  if (!picked.length) {
    blame(say("nothing"));
    return false;
  }
  let deposit;
  try {
    deposit = await open();
  } catch (error) {
    blame(error.message);
    return false;
  }
  blame("");
  const link = document.createElement("a");
  link.href = deposit.page;
  link.textContent = say("deposit", { number: deposit.number });
  part("deposit").replaceChildren(link);
  part("unfinished").hidden = true;
  memory.begin(Object.fromEntries([...fields()].filter(([, value]) => typeof value === "string")));
  // What belongs to another file comes after it, so that it is known to.
  const beside = ({ file }) => Number(/\.(txt|vtt|srt|xmp|xml|alto|hocr|x?html?)$/i.test(file.name));
  const roots = rootsOf(picked);
  for (const { file, path } of [...picked].sort((one, other) => beside(one) - beside(other))) {
    const transfer = queue.add({ file, path, key: fingerprint(path, file), deposit, memory, bag: bagOf(path, roots) });
    if (!transfer) continue;
    list.touch(transfer);
    if (file.size > Number(fondsMax)) transfer.refuse("tooLarge");
  }
  queue.pump();
  follow();
  root.hidden = false;
  // When the first rows are drawn.
  setTimeout(() => root.scrollIntoView({ block: "start" }), 300);
  return true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await take([...fromInput(files), ...fromInput(folder)])) files.value = folder.value = "";
});
for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, async (event) => {
    event.preventDefault();
    drop.classList.toggle("fonds-drop--over", name === "dragover");
    if (name === "drop") take(await fromDrop(event.dataTransfer));
  });
}
form.noValidate = true;
files.required = false;
for (const hidden of form.querySelectorAll("[data-fonds-with-script]")) hidden.hidden = false;

// Files of a visit that a reload or a crash has cut short.
const left = Memory.unfinished();
if (left) {
  memory = new Memory(left.visit);
  form.elements.visit.value = left.visit;
  for (const [name, value] of Object.entries(left.record.fields)) {
    const field = form.elements[name];
    if (field && name !== "visit" && field.type !== "file") field.value = value;
  }
  memory.record = left.record;
  part("unfinishedWords").textContent = say("unfinished", { count: left.record.total - left.record.arrived });
  part("unfinished").hidden = false;
}
part("forget").addEventListener("click", async () => {
  const urls = memory.urls();
  memory.forget();
  memory = new Memory(form.elements.visit.defaultValue);
  form.reset();
  form.elements.visit.value = form.elements.visit.defaultValue;
  part("unfinished").hidden = true;
  for (const url of urls) await Transfer.end(url);
});

queue.addEventListener("changed", () => {
  const { counts } = queue;
  memory.note(queue.transfers.length - counts.canceled - counts.refused, counts.arrived);
  if (!queue.left) memory.forget();
});
queue.addEventListener("trouble", ({ detail: { trouble, text } }) => {
  part("trouble").hidden = !trouble;
  part("troubleWords").textContent = trouble ? text || say(trouble) : "";
  part("signIn").hidden = trouble !== "signedOut";
  list.touch();
});
addEventListener("beforeunload", (event) => {
  if (queue.left) event.preventDefault();
});
addEventListener("pagehide", () => memory.leave());

let timer;
function follow() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const open = list.open();
    if (open.length) await ask(open);
    if (open.length || queue.left) follow();
  }, 1500);
}
async function ask(open) {
  try {
    const address = `${fondsStates}?${open.map((id) => `file=${id}`).join("&")}`;
    const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
    for (const fresh of page.querySelectorAll("li")) list.settle(fresh.dataset.fondsFile, fresh);
  } catch {
    // The network may come back; the next round tries again.
  }
}
queue.addEventListener("changed", ({ detail }) => {
  if (detail.state === "arrived") follow();
});
