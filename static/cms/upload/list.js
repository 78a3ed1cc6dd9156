// Shows the files: a row each for as many as can be looked over, their sum for all.
import { count, say, size, time } from "./words.js";

const MOST_ROWS = 100;
const SPOKEN_MS = 8000;
const CHIPS = { waiting: "quiet", sending: "ochre", retrying: "wax", paused: "ochre", arrived: "ochre", refused: "wax", canceled: "quiet" };

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export class List {
  constructor(root, queue) {
    this.queue = queue;
    this.parts = Object.fromEntries([...root.querySelectorAll("[data-fonds-part]")].map((part) => [part.dataset.fondsPart, part]));
    this.root = root;
    this.rows = new Map();
    this.dirty = new Set();
    this.spokenAt = 0;
    queue.addEventListener("changed", ({ detail }) => this.touch(detail));
    queue.addEventListener("moved", ({ detail }) => this.touch(detail));
    for (const [part, act] of Object.entries({ pauseAll: "pauseAll", goOnAll: "goOn", cancelAll: "cancelAll" })) {
      this.parts[part].addEventListener("click", () => queue[act]());
    }
  }

  touch(transfer) {
    if (transfer) this.dirty.add(transfer);
    this.frame ??= setTimeout(() => this.draw(), 200);
  }

  draw() {
    this.frame = null;
    this.root.hidden = false;
    for (const transfer of this.dirty) this.row(transfer);
    this.dirty.clear();
    this.sum();
  }

  row(transfer) {
    if (!this.rows.has(transfer) && !this.makeRoom(transfer)) return;
    let row = this.rows.get(transfer);
    if (!row) {
      row = this.make(transfer);
      this.rows.set(transfer, row);
      this.parts.rows.append(row.item);
    }
    this.fill(row, transfer);
  }

  // What arrived long ago goes first; a file that waits shows itself when its turn comes.
  makeRoom(transfer) {
    if (this.rows.size < MOST_ROWS) return true;
    if (transfer.state === "waiting" || transfer.state === "canceled") return false;
    const gone = ["arrived", "canceled", "waiting", "paused"].map((state) => [...this.rows.keys()].find((one) => one.state === state)).find(Boolean);
    if (!gone) return false;
    this.rows.get(gone).item.remove();
    this.rows.delete(gone);
    return true;
  }

  make(transfer) {
    const item = element("li", "fonds-outcome");
    const bar = document.createElement("progress");
    bar.max = transfer.file.size || 1;
    bar.setAttribute("aria-label", transfer.path);
    const row = { item, bar, chip: element("span", "fonds-say"), said: element("span", ""), acts: element("span", "fonds-row-acts") };
    const name = element("span", "fonds-outcome__name", transfer.path);
    name.append(element("span", "fonds-quiet", ` ${size(transfer.file.size)}`));
    const end = element("span", "fonds-row-end");
    end.append(bar, row.acts);
    item.append(name, row.chip, row.said, end);
    return row;
  }

  fill(row, transfer) {
    if (row.outcome) return;
    row.bar.value = transfer.state === "arrived" ? row.bar.max : transfer.sent;
    row.bar.hidden = !["sending", "retrying", "paused"].includes(transfer.state);
    if (row.state === transfer.state) return;
    row.state = transfer.state;
    row.item.dataset.fondsState = transfer.state;
    row.chip.className = `fonds-say fonds-say--${CHIPS[transfer.state]}`;
    row.chip.textContent = say(transfer.state);
    row.said.textContent = transfer.state === "refused" ? transfer.problem || say(transfer.why) : "";
    if (transfer.state === "refused") row.item.dataset.fondsOutcome = "refused";
    else delete row.item.dataset.fondsOutcome;
    if (transfer.state === "arrived" && transfer.row) {
      row.item.dataset.fondsFile = transfer.row;
      row.item.dataset.fondsOpen = "";
    }
    const acts = [];
    if (["waiting", "sending", "retrying"].includes(transfer.state)) acts.push(["pause", () => transfer.halt("paused")]);
    if (["paused", "refused"].includes(transfer.state)) acts.push(["goOn", () => transfer.halt("waiting")]);
    if (transfer.isOpen) acts.push(["cancel", () => transfer.cancel()]);
    this.buttons(row, transfer, acts);
  }

  buttons(row, transfer, acts) {
    const hadFocus = row.acts.contains(document.activeElement);
    row.acts.replaceChildren(
      ...acts.map(([word, act]) => {
        const button = element("button", "button button-small button-secondary", say(word));
        button.type = "button";
        button.setAttribute("aria-label", `${say(word)}: ${transfer.path}`);
        button.addEventListener("click", act);
        return button;
      }),
    );
    if (hadFocus) row.acts.querySelector("button")?.focus();
  }

  // The server's own row takes the place of ours: what became of the file.
  settle(id, fresh) {
    for (const row of this.rows.values()) {
      if (row.item.dataset.fondsFile !== id) continue;
      row.outcome = true;
      // The row that stays on the page stays ours: another would be replaced in vain the next time.
      if (row.item.outerHTML === fresh.outerHTML) continue;
      row.item.replaceWith(fresh);
      row.item = fresh;
    }
  }

  open() {
    return [...this.parts.rows.querySelectorAll("[data-fonds-open]")].map((item) => item.dataset.fondsFile);
  }

  sum() {
    const { counts, bytes, left } = this.queue;
    const files = this.queue.transfers.length - counts.canceled;
    const values = { arrived: count(counts.arrived), files: count(files), sent: size(bytes.sent), size: size(bytes.total) };
    this.parts.sum.textContent = say("sum", values);
    this.parts.all.max = bytes.total || 1;
    this.parts.all.value = bytes.sent;
    const pace = left ? this.queue.speed() : 0;
    const facts = pace > 0 ? [say("pace", { pace: size(pace) }), say("timeLeft", { time: time((bytes.total - bytes.sent) / pace) })] : [];
    if (counts.refused) facts.push(say("refusedCount", { count: count(counts.refused) }));
    this.parts.pace.textContent = facts.join(" · ");
    this.parts.pauseAll.hidden = !(counts.sending + counts.waiting + counts.retrying);
    this.parts.goOnAll.hidden = !counts.paused && !this.queue.isStopped;
    this.parts.cancelAll.hidden = !left;
    const hidden = files - this.rows.size;
    this.parts.more.textContent = hidden > 0 ? say("more", { count: count(hidden) }) : "";
    this.speak(left ? say("sum", values) : say("done", values), !left);
  }

  // Read out now and then, not at every piece.
  speak(words, isLast) {
    if (words === this.parts.spoken.textContent) return;
    if (!isLast && performance.now() - this.spokenAt < SPOKEN_MS) return;
    this.spokenAt = performance.now();
    this.parts.spoken.textContent = words;
  }
}
