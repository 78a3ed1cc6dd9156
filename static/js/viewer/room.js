// The reading room: pages and found places change in place; the server's page stays the one source of what is shown.
import { onKey } from "../keys.js";
import { openDeep } from "./deep.js";
import { commonTools, pressed } from "./tools.js";

const room = document.getElementById("room");
const canvas = document.getElementById("deep");
const stage = document.getElementById("stage");
const flag = document.getElementById("flag");
let deep = null;
let asked = 0;
let retry = 0;
let steps = 0;
let queue = Promise.resolve();

function data() {
  return JSON.parse(document.getElementById("viewer-data").textContent);
}

function placeFlag() {
  const box = deep.currentBox();
  const view = data();
  flag.hidden = !box || !view.flag;
  if (flag.hidden) return;
  flag.textContent = view.flag;
  const point = deep.viewer.viewport.pixelFromPoint(box.getCenter(), true);
  const left = deep.viewer.viewport.pixelFromPoint(new window.OpenSeadragon.Point(0, 0), true).x;
  flag.style.top = `${point.y}px`;
  // Beside the page, or in its left margin (about an eighth of its width); where neither is in view, no flag.
  flag.style.left = `${Math.max(4, left - flag.offsetWidth - 26)}px`;
  const text = deep.viewer.viewport.pixelFromPoint(new window.OpenSeadragon.Point(0.125, 0), true).x;
  const overText = flag.offsetLeft + flag.offsetWidth + 12 > text;
  flag.hidden = point.y < 0 || point.y > stage.clientHeight || overText || deep.viewer.viewport.getRotation() !== 0;
}

function keepInView() {
  const moves = [
    [".hit-row[aria-current]", ".hit-list"],
    [".paragraph.is-current", ".page-text"],
  ];
  for (const [one, list] of moves) {
    const row = room.querySelector(one);
    const box = row?.closest(list);
    if (box) box.scrollTop = row.offsetTop - box.clientHeight / 3;
  }
  const thumb = room.querySelector(".strip [aria-current]");
  const strip = thumb?.closest(".strip");
  if (strip) strip.scrollLeft = thumb.offsetLeft - strip.clientWidth / 2 + 32;
}

function waitForPage(view) {
  window.clearTimeout(retry);
  // A page still being read is asked for again; the server says when it is ready or given up.
  if (view.state === "waiting") retry = window.setTimeout(() => load(window.location.href, { history: false }), 4000);
}

async function show(immediately, fragment = "") {
  const view = data();
  const before = deep.address;
  const opened = await deep.open(view.images);
  room.classList.toggle("is-deep", opened);
  waitForPage(view);
  keepInView();
  if (!opened) {
    flag.hidden = true;
    return;
  }
  deep.draw(view.hits, view.current);
  if (!fragment || !deep.showRegion(fragment)) {
    if (view.current) deep.showCurrent(immediately || deep.address !== before);
    else if (deep.address !== before) deep.showWhole();
  }
  placeFlag();
}

function replaceParts(page) {
  const focused = document.activeElement?.closest("[data-go]")?.dataset.go;
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (!old) continue;
    const { scrollLeft, scrollTop } = old;
    old.replaceWith(document.importNode(fresh, true));
    const now = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (now.hasAttribute("data-scroll")) Object.assign(now, { scrollLeft, scrollTop });
  }
  if (!focused || document.activeElement !== document.body) return;
  const again = room.querySelector(`[data-go="${focused}"][aria-current]`) || room.querySelector(`[data-go="${focused}"]`);
  (again || stage).focus({ preventScroll: true });
}

async function load(address, { history = true } = {}) {
  const mine = ++asked;
  let response;
  try {
    response = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  } catch {
    response = null;
  }
  if (mine !== asked) return; // a later request has overtaken this one
  if (!response || !response.ok) {
    document.getElementById("room-status").textContent = room.dataset.partFailed;
    if (history) window.location.assign(address); // let the browser show what is wrong
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (history) window.history.pushState(null, "", address);
  replaceParts(page);
  await show(false);
}

function tab(name) {
  room.dataset.tab = name;
  for (const button of room.querySelectorAll("[data-tab-open]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tabOpen === name));
  }
}

function textBeside() {
  pressed(room, "text", !room.classList.toggle("no-text"));
}

function boxes() {
  pressed(room, "boxes", !room.classList.toggle("no-boxes"));
}

// Keys pressed faster than pages come are carried out one after another; a key held down does not pile up.
async function go(name) {
  if (steps >= 3) return;
  steps += 1;
  queue = queue.then(() => {
    const link = room.querySelector(`a[data-go="${name}"]`);
    return link && load(link.href);
  });
  await queue.finally(() => {
    steps -= 1;
  });
}

room.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    if (link.dataset.go === "hit") tab("sheet");
    load(link.href);
    return;
  }
  const opener = event.target.closest("[data-tab-open]");
  if (opener) tab(opener.dataset.tabOpen);
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "text") textBeside();
  if (act === "boxes") boxes();
});
room.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-inside]")) return;
  event.preventDefault();
  const address = new URL(event.target.action);
  const query = new FormData(event.target).get("q").trim();
  if (query) address.searchParams.set("q", query);
  else address.searchParams.set("page", String(data().page || 1));
  load(address.href);
});
window.addEventListener("popstate", () => load(window.location.href, { history: false }));

function start() {
  deep = openDeep(canvas);
  const zoom = document.getElementById("zoom");
  let later = 0;
  deep.viewer.addHandler("update-viewport", () => {
    placeFlag();
    zoom.textContent = `${deep.percent} %`;
  });
  for (const gesture of ["canvas-drag-end", "canvas-scroll", "canvas-pinch"]) {
    deep.viewer.addHandler(gesture, () => {
      window.clearTimeout(later);
      later = window.setTimeout(() => window.history.replaceState(null, "", `#${deep.region()}`), 400);
    });
  }
  commonTools(room, deep, canvas);
  onKey("t", textBeside);
  onKey("b", boxes);
  onKey("n", () => go("next-hit"));
  onKey("p", () => go("prev-hit"));
  onKey("ArrowRight", () => go("next-page"));
  onKey("ArrowLeft", () => go("prev-page"));
  show(true, window.location.hash).then(() => {
    const current = room.querySelector(".hit-row[aria-current]");
    // Someone who came from a hit continues from there.
    if (current && !window.location.hash && window.matchMedia("(min-width: 992px)").matches) {
      current.focus({ preventScroll: true });
    }
  });
}

if (window.OpenSeadragon) start();
else window.addEventListener("load", start);
