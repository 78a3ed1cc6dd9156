// The histogram of years: drag over it, or move its two handles by keys; the year fields follow and search.
const form = document.getElementById("search-form");
const results = document.getElementById("results");
const phone = window.matchMedia("(max-width: 991.98px)");
const PAUSE_MS = 700;

function field(side) {
  return document.getElementById(side === "low" ? "year-from" : "year-to");
}

class Histogram {
  constructor(box) {
    this.box = box;
    this.track = box.querySelector(".histogram-track");
    this.range = box.querySelector(".histogram-range");
    this.first = Number(box.dataset.first);
    this.last = Number(box.dataset.last);
    this.span = this.last - this.first + 1;
    this.low = this.clamp(Number(box.dataset.low || this.first));
    this.high = this.clamp(Number(box.dataset.high || this.last));
    this.isChosen = "low" in box.dataset || "high" in box.dataset;
    this.start = null;
    this.later = 0;
    this.handles = { low: this.handle("low"), high: this.handle("high") };
    this.track.addEventListener("pointerdown", (event) => this.begin(event));
    this.track.addEventListener("pointermove", (event) => this.move(event));
    this.track.addEventListener("pointerup", () => this.end());
    this.track.addEventListener("pointercancel", () => this.cancel());
    this.draw();
  }

  clamp(year) {
    return Math.min(this.last, Math.max(this.first, year));
  }

  yearAt(event) {
    const edges = this.track.getBoundingClientRect();
    return this.clamp(this.first + Math.floor(((event.clientX - edges.left) / edges.width) * this.span));
  }

  handle(side) {
    const made = document.createElement("div");
    made.className = "histogram-handle";
    made.tabIndex = 0;
    made.setAttribute("role", "slider");
    made.setAttribute("aria-label", this.box.dataset[side === "low" ? "labelLow" : "labelHigh"]);
    made.addEventListener("keydown", (event) => this.press(event, side));
    made.addEventListener("blur", () => this.send());
    this.track.append(made);
    return made;
  }

  begin(event) {
    if (event.button) return;
    const year = this.yearAt(event);
    const grip = event.target.closest(".histogram-handle");
    // A handle moves its own side; anywhere else a new range begins.
    this.start = grip === this.handles.low ? this.high : grip === this.handles.high ? this.low : year;
    this.before = [this.low, this.high, this.isChosen];
    this.hasMoved = !grip;
    this.track.setPointerCapture(event.pointerId);
    if (!grip) this.choose(year, year);
    event.preventDefault();
  }

  move(event) {
    if (this.start === null) return;
    this.hasMoved = true;
    const year = this.yearAt(event);
    this.choose(Math.min(this.start, year), Math.max(this.start, year));
  }

  end() {
    if (this.start === null) return;
    this.start = null;
    if (this.hasMoved) this.later = 1;
    this.send();
  }

  cancel() {
    if (this.start === null) return;
    this.start = null;
    [this.low, this.high, this.isChosen] = this.before;
    this.draw();
  }

  press(event, side) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
    if (event.key === "Enter") {
      event.preventDefault();
      this.send();
      return;
    }
    const ends = { Home: this.first, End: this.last };
    const step = steps[event.key];
    if (step === undefined && ends[event.key] === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const year = this.clamp(ends[event.key] ?? this[side] + step);
    if (side === "low") this.choose(Math.min(year, this.high), this.high);
    else this.choose(this.low, Math.max(year, this.low));
    window.clearTimeout(this.later);
    this.later = window.setTimeout(() => this.send(), PAUSE_MS);
  }

  choose(low, high) {
    [this.low, this.high, this.isChosen] = [low, high, true];
    this.draw();
  }

  // Searches once the years stand: not while a finger or a key is still on its way.
  send() {
    if (!this.later || !this.box.isConnected) return;
    window.clearTimeout(this.later);
    this.later = 0;
    field("low").value = String(this.low);
    field("high").value = String(this.high);
    remembered = document.activeElement === this.handles.low ? "low" : document.activeElement === this.handles.high ? "high" : "";
    form.dispatchEvent(new CustomEvent("fonds:filter"));
  }

  draw() {
    const left = (100 * (this.low - this.first)) / this.span;
    const right = (100 * (this.high - this.first + 1)) / this.span;
    const [one, other, base] = this.range.children;
    for (const end of ["x1", "x2"]) {
      one.setAttribute(end, `${left}%`);
      other.setAttribute(end, `${right}%`);
    }
    base.setAttribute("x1", `${left}%`);
    base.setAttribute("x2", `${right}%`);
    this.range.classList.toggle("is-off", !this.isChosen);
    for (const bar of this.box.querySelectorAll("rect[data-year]")) {
      const year = Number(bar.dataset.year);
      bar.classList.toggle("chosen", this.isChosen && year >= this.low && year <= this.high);
    }
    this.show("low", left);
    this.show("high", right);
  }

  show(side, place) {
    const handle = this.handles[side];
    handle.style.left = `${place}%`;
    handle.setAttribute("aria-valuemin", String(side === "low" ? this.first : this.low));
    handle.setAttribute("aria-valuemax", String(side === "low" ? this.high : this.last));
    handle.setAttribute("aria-valuenow", String(this[side]));
  }
}

let remembered = "";

function build() {
  for (const box of results.querySelectorAll("[data-histogram]:not([data-built])")) {
    box.dataset.built = "";
    const made = new Histogram(box);
    // The part was drawn anew under the reader's hands: the focus stays where it was.
    if (remembered) made.handles[remembered].focus();
    remembered = "";
  }
  // On a phone the year fields stand in the sheet of filters.
  const years = results.querySelector(".finds > .years");
  const sheet = results.querySelector(".filters-body");
  if (phone.matches && years && sheet) sheet.prepend(years);
}

document.body.addEventListener("htmx:afterSettle", build);
build();
