// Corrects the words of a page on its image: choose a box, type, save; split, join, remove, add; all of it by keys too.
const room = document.querySelector("[data-fonds-words]");
const state = JSON.parse(document.getElementById("fonds-words")?.textContent || "null");

const UNSURE_PCT = 60;
const STEP = 0.004;
const TEXT = 0, X = 1, Y = 2, W = 3, H = 4, LINE = 5, SURE = 6;

function start() {
  const form = room.querySelector("[data-form]");
  const field = form.elements.word;
  const said = room.querySelector("[data-said]");
  const boxes = room.querySelector("[data-boxes]");
  const paper = room.querySelector("[data-paper]");
  const page = document.querySelector("[data-fonds-text]");
  const addButton = form.querySelector('[data-do="add"]');
  const textAtStart = () => page.elements.text.defaultValue;
  let chosen = -1;
  let drawn = null; // the box of a word being added: {x, y, w, h}
  let zoom = 1;
  let busy = false;

  const say = (words, wrong = false) => {
    said.textContent = words;
    said.classList.toggle("is-wrong", wrong);
  };

  function place(box, [x, y, w, h]) {
    Object.assign(box.style, { left: `${x * 100}%`, top: `${y * 100}%`, width: `${w * 100}%`, height: `${h * 100}%` });
  }

  function draw() {
    boxes.replaceChildren(...state.words.map((word, index) => {
      const box = document.createElement("button");
      box.type = "button";
      box.className = word[SURE] < UNSURE_PCT ? "fonds-box is-unsure" : "fonds-box";
      box.setAttribute("aria-label", word[TEXT]);
      box.title = word[TEXT];
      box.dataset.index = index;
      box.tabIndex = -1;
      place(box, word.slice(X, LINE));
      return box;
    }));
    if (boxes.children.length) boxes.children[Math.max(0, chosen)].tabIndex = 0;
  }

  function choose(index, { focus = "", keep = false } = {}) {
    if (!state.words.length) return;
    const before = boxes.children[chosen];
    if (before) {
      before.removeAttribute("aria-current");
      before.tabIndex = -1;
    }
    chosen = Math.min(Math.max(index, 0), state.words.length - 1);
    const box = boxes.children[chosen];
    boxes.querySelectorAll('[tabindex="0"]').forEach((one) => { one.tabIndex = -1; });
    box.setAttribute("aria-current", "true");
    box.tabIndex = 0;
    if (!keep) {
      field.value = state.words[chosen][TEXT];
      if (said.textContent === room.dataset.none) say("");
    }
    box.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focus === "field") {
      field.focus();
      field.select();
    } else if (focus === "box") box.focus();
  }

  function lineStep(direction) {
    const here = state.words[chosen];
    if (!here) return 0;
    let best = chosen, gap = Infinity, line = null;
    for (let at = chosen + direction; at >= 0 && at < state.words.length; at += direction) {
      const word = state.words[at];
      if (word[LINE] === here[LINE]) continue;
      if (line === null) line = word[LINE];
      if (word[LINE] !== line) break;
      const apart = Math.abs(word[X] + word[W] / 2 - here[X] - here[W] / 2);
      if (apart < gap) [best, gap] = [at, apart];
    }
    return best;
  }

  async function send(change, then) {
    if (busy) return;
    if (page.elements.text.value !== textAtStart()) return say(room.dataset.unsaved, true);
    busy = true;
    say(room.dataset.working);
    const body = new URLSearchParams({ edition: state.edition, ...change });
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    try {
      const response = await fetch(room.dataset.action, { method: "POST", body, headers, credentials: "same-origin" });
      if (response.redirected || ![200, 409, 422].includes(response.status)) throw new Error(String(response.status));
      const answer = await response.json();
      if (answer.words) take(answer);
      say(answer.message, response.status !== 200);
      if (response.status === 200) then();
      else if (response.status === 409) choose(chosen, { keep: true });
    } catch {
      say(room.dataset.broken, true);
    } finally {
      busy = false;
    }
  }

  function take(answer) {
    Object.assign(state, { edition: answer.edition, words: answer.words });
    page.elements.edition.value = answer.edition;
    page.elements.text.value = answer.text;
    page.elements.text.defaultValue = answer.text;
    draw();
  }

  function save() {
    if (drawn) {
      const box = Object.fromEntries(Object.entries(drawn).map(([name, part]) => [name, part.toFixed(5)]));
      const middle = drawn.x + drawn.w / 2, height = drawn.y + drawn.h / 2, text = field.value.trim();
      return send({ do: "add", text, ...box }, () => {
        stopAdding();
        const near = (word) => Math.hypot(word[X] + word[W] / 2 - middle, word[Y] + word[H] / 2 - height);
        const order = state.words.map((word, index) => [near(word), index]).sort((a, b) => a[0] - b[0]);
        choose(order[0][1], { focus: "field" });
      });
    }
    if (chosen < 0) return say(room.dataset.none, true);
    const parts = field.value.trim().split(/\s+/).length;
    if (field.value.trim() === state.words[chosen][TEXT]) return choose(chosen + 1, { focus: "field" });
    return send({ do: "set", index: chosen, text: field.value }, () => choose(chosen + parts, { focus: "field" }));
  }

  function startAdding() {
    const beside = state.words[chosen];
    drawn = beside
      ? { x: Math.min(beside[X] + beside[W] + 0.005, 0.93), y: beside[Y], w: 0.07, h: Math.max(beside[H], 0.01) }
      : { x: 0.4, y: 0.4, w: 0.2, h: 0.03 };
    addButton.setAttribute("aria-pressed", "true");
    boxes.classList.add("is-drawing");
    field.value = "";
    showDrawn().focus();
    say(room.dataset.draw);
  }

  function stopAdding() {
    drawn = null;
    addButton.setAttribute("aria-pressed", "false");
    boxes.classList.remove("is-drawing");
    boxes.querySelector(".is-new")?.remove();
  }

  function showDrawn() {
    let box = boxes.querySelector(".is-new");
    if (!box) {
      box = document.createElement("button");
      box.type = "button";
      box.className = "fonds-box is-new";
      box.setAttribute("aria-label", addButton.textContent);
      boxes.append(box);
    }
    place(box, [drawn.x, drawn.y, drawn.w, drawn.h]);
    return box;
  }

  function nudge(event) {
    const across = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key] || 0;
    const down = { ArrowUp: -STEP, ArrowDown: STEP }[event.key] || 0;
    if (!across && !down) return false;
    const within = (value, low, high) => Math.min(Math.max(value, low), high);
    if (event.shiftKey) {
      drawn.w = within(drawn.w + across, STEP, 1 - drawn.x);
      drawn.h = within(drawn.h + down, STEP, 1 - drawn.y);
    } else {
      drawn.x = within(drawn.x + across, 0, 1 - drawn.w);
      drawn.y = within(drawn.y + down, 0, 1 - drawn.h);
    }
    showDrawn();
    return true;
  }

  const acts = {
    split() {
      const at = field.selectionStart ?? 0;
      field.value = `${field.value.slice(0, at)} ${field.value.slice(at)}`;
      save();
    },
    join: () => chosen >= 0 && send({ do: "join", index: chosen }, () => choose(chosen, { focus: "field" })),
    remove: () => chosen >= 0 && send({ do: "remove", index: chosen }, () => choose(chosen, { focus: "box" })),
    add() {
      if (drawn) stopAdding();
      else startAdding();
    },
    unsure() {
      const count = state.words.length;
      for (let step = 1; step <= count; step += 1) {
        const at = (chosen + step + count) % count;
        if (state.words[at][SURE] < UNSURE_PCT) return choose(at, { focus: "field" });
      }
      return undefined;
    },
    larger: () => resize(1.4),
    smaller: () => resize(1 / 1.4),
  };

  function resize(factor) {
    zoom = Math.min(Math.max(zoom * factor, 1), 6);
    paper.style.setProperty("--fonds-zoom", zoom.toFixed(2));
    boxes.children[chosen]?.scrollIntoView({ block: "center", inline: "center" });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (name) acts[name]();
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && !drawn) {
      event.preventDefault();
      choose(chosen + step, { focus: "field" });
    } else if (event.key === "Escape") {
      if (drawn) stopAdding();
      choose(Math.max(chosen, 0), { focus: "box" });
    }
  });
  boxes.addEventListener("click", (event) => {
    const box = event.target.closest("[data-index]");
    if (box && !drawn) choose(Number(box.dataset.index), { focus: "field" });
    else if (event.target.closest(".is-new")) field.focus();
  });
  boxes.addEventListener("focusin", (event) => {
    const box = event.target.closest("[data-index]");
    if (box && Number(box.dataset.index) !== chosen && !drawn) choose(Number(box.dataset.index));
  });
  boxes.addEventListener("keydown", (event) => {
    if (drawn) {
      if (event.key === "Escape") {
        stopAdding();
        choose(Math.max(chosen, 0), { focus: "box" });
      } else if (!nudge(event)) return;
      event.preventDefault();
      return;
    }
    const to = {
      ArrowLeft: () => chosen - 1, ArrowRight: () => chosen + 1, ArrowUp: () => lineStep(-1), ArrowDown: () => lineStep(1),
      Home: () => 0, End: () => state.words.length - 1,
    }[event.key];
    if (to) {
      event.preventDefault();
      choose(to(), { focus: "box" });
    } else if (event.key === "Delete") acts.remove();
  });

  let corner = null;
  const spot = (event) => {
    const frame = boxes.getBoundingClientRect();
    const within = (value) => Math.min(Math.max(value, 0), 1);
    return [within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height)];
  };
  boxes.addEventListener("pointerdown", (event) => {
    if (!drawn || event.button) return;
    event.preventDefault();
    corner = spot(event);
    boxes.setPointerCapture(event.pointerId);
  });
  boxes.addEventListener("pointermove", (event) => {
    if (!corner) return;
    const [x, y] = spot(event);
    drawn = {
      x: Math.min(x, corner[0]), y: Math.min(y, corner[1]),
      w: Math.max(Math.abs(x - corner[0]), STEP), h: Math.max(Math.abs(y - corner[1]), STEP),
    };
    showDrawn();
  });
  boxes.addEventListener("pointerup", () => {
    if (!corner) return;
    corner = null;
    field.focus();
  });

  room.hidden = false;
  draw();
  say(room.dataset.none);
}

if (room && state) start();
