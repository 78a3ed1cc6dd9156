// Sends many files, a few at a time, and knows how they stand together.
import { Transfer } from "./transfer.js";

const AT_ONCE = 3;
const PACE_MS = 10_000;
const ASK_MS = 5000;

export class Queue extends EventTarget {
  constructor(settings) {
    super();
    this.settings = settings;
    this.transfers = [];
    this.known = new Map();
    this.active = new Set();
    this.next = 0;
    this.counts = { waiting: 0, sending: 0, retrying: 0, paused: 0, arrived: 0, refused: 0, canceled: 0 };
    this.bytes = { total: 0, sent: 0 };
    this.pace = [];
    this.trouble = "";
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.askIfSignedIn());
  }

  add({ file, path, key, deposit, memory, bag = "" }) {
    const name = `${deposit.deposit} ${key}`;
    const same = this.known.get(name);
    if (same && !["canceled", "refused"].includes(same.state)) return null;
    const transfer = new Transfer({ file, path, key, deposit, memory, bag, settings: this.settings, queue: this });
    this.known.set(name, transfer);
    this.transfers.push(transfer);
    this.counts.waiting += 1;
    this.bytes.total += file.size;
    transfer.counted = { state: "waiting", sent: 0 };
    return transfer;
  }

  get left() {
    return this.counts.waiting + this.counts.sending + this.counts.retrying + this.counts.paused;
  }

  get isStopped() {
    return Boolean(this.trouble) && this.trouble !== "offline";
  }

  pump() {
    while (!this.isStopped && this.active.size < AT_ONCE) {
      while (this.next < this.transfers.length && this.transfers[this.next].state !== "waiting") this.next += 1;
      if (this.next >= this.transfers.length) break;
      this.transfers[this.next].start();
    }
    this.dispatchEvent(new CustomEvent("moved"));
  }

  changed(transfer) {
    const before = transfer.counted;
    this.counts[before.state] -= 1;
    this.counts[transfer.state] += 1;
    if (["sending", "retrying"].includes(transfer.state)) this.active.add(transfer);
    else this.active.delete(transfer);
    if (transfer.state === "arrived") this.recovered();
    if (["canceled", "refused"].includes(transfer.state)) this.bytes.total -= transfer.file.size;
    if (["canceled", "refused"].includes(before.state)) this.bytes.total += transfer.file.size;
    this.count(transfer);
    before.state = transfer.state;
    if (transfer.state === "waiting") this.next = Math.min(this.next, this.transfers.indexOf(transfer));
    this.dispatchEvent(new CustomEvent("changed", { detail: transfer }));
    queueMicrotask(() => this.pump());
  }

  moved(transfer) {
    this.recovered();
    this.count(transfer);
    this.dispatchEvent(new CustomEvent("moved", { detail: transfer }));
  }

  count(transfer) {
    const sent = ["canceled", "refused"].includes(transfer.state) ? 0 : transfer.sent;
    this.bytes.sent += sent - transfer.counted.sent;
    transfer.counted.sent = sent;
  }

  // Bytes a second over the last seconds; 0 when that is not known yet.
  speed() {
    const now = performance.now();
    this.pace.push([now, this.bytes.sent]);
    while (this.pace.length > 2 && now - this.pace[0][0] > PACE_MS) this.pace.shift();
    const [since, sent] = this.pace[0];
    return now - since > 900 ? Math.max(0, (1000 * (this.bytes.sent - sent)) / (now - since)) : 0;
  }

  each(states, act) {
    for (const transfer of this.transfers) if (states.includes(transfer.state)) act(transfer);
  }

  pauseAll() {
    this.each(["waiting", "sending", "retrying"], (transfer) => transfer.halt("paused"));
  }

  goOn() {
    this.say("");
    this.each(["paused", "retrying"], (transfer) => transfer.halt("waiting"));
    this.pump();
  }

  cancelAll() {
    this.each(["waiting", "paused", "retrying", "sending"], (transfer) => transfer.cancel());
  }

  retry() {
    this.each(["retrying"], (transfer) => transfer.start());
  }

  say(trouble, text = "") {
    if (this.trouble === trouble) return;
    this.trouble = trouble;
    this.dispatchEvent(new CustomEvent("trouble", { detail: { trouble, text } }));
  }

  lost(isNetwork) {
    if (isNetwork && !this.trouble) this.say("offline");
  }

  recovered() {
    if (this.trouble === "offline") this.say("");
  }

  stop(trouble, text) {
    this.say(trouble, text);
    this.each(["sending", "retrying"], (transfer) => transfer.halt("waiting"));
  }

  full(_transfer, text) {
    this.stop("full", text);
  }

  signedOut() {
    this.stop("signedOut");
    clearInterval(this.asking);
    this.asking = setInterval(() => this.askIfSignedIn(), ASK_MS);
  }

  async askIfSignedIn() {
    if (this.trouble !== "signedOut") return;
    try {
      const answer = await fetch(this.settings.states, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected || this.trouble !== "signedOut") return;
    } catch {
      return; // the next round asks again
    }
    clearInterval(this.asking);
    this.goOn();
  }
}
