// Remembers the files of a visit to the form, so that after a reload or a crash the same files go on where they broke off.
const VISIT = "fonds-visit:";
const SENT = "fonds-sent:";
const BEAT_MS = 3000;
const DEAD_MS = 10_000;
const OLD_MS = 7 * 24 * 3600 * 1000;

function keys(start) {
  return Object.keys(localStorage).filter((key) => key.startsWith(start));
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Full or forbidden: the file then cannot go on after a reload, and is sent anew.
  }
}

export class Memory {
  constructor(visit) {
    this.visit = visit;
    this.record = null;
    this.timer = null;
  }

  // The latest visit that ended before all its files had arrived, and runs in no other tab.
  static unfinished() {
    const now = Date.now();
    let latest = null;
    for (const key of keys(VISIT)) {
      const visit = key.slice(VISIT.length);
      let record;
      try {
        record = JSON.parse(localStorage.getItem(key));
      } catch {
        record = { at: 0 };
      }
      if (now - record.at > OLD_MS) new Memory(visit).forget();
      else if (now - record.alive > DEAD_MS && record.arrived < record.total && record.at > (latest?.record.at ?? 0)) latest = { visit, record };
    }
    return latest;
  }

  begin(fields) {
    if (!this.record) this.record = { at: Date.now(), fields, total: 0, arrived: 0 };
    this.timer ??= setInterval(() => this.beat(), BEAT_MS);
    this.beat();
  }

  note(total, arrived) {
    if (!this.record) return;
    Object.assign(this.record, { total, arrived });
  }

  beat(alive = Date.now()) {
    if (this.record) write(VISIT + this.visit, JSON.stringify({ ...this.record, alive }));
  }

  // The page goes: another one may take the visit up at once.
  leave() {
    this.beat(0);
  }

  keep(key, url) {
    write(`${SENT}${this.visit}:${key}`, url);
  }

  drop(key) {
    localStorage.removeItem(`${SENT}${this.visit}:${key}`);
  }

  url(key) {
    return localStorage.getItem(`${SENT}${this.visit}:${key}`);
  }

  urls() {
    return keys(`${SENT}${this.visit}:`).map((key) => localStorage.getItem(key));
  }

  forget() {
    clearInterval(this.timer);
    this.timer = this.record = null;
    for (const key of [...keys(`${SENT}${this.visit}:`), VISIT + this.visit]) localStorage.removeItem(key);
  }
}
