// The transcript beside the player: follows it until the reader scrolls, and leads it where a passage is clicked.
export function openTranscript(media, seek) {
  const list = document.getElementById("cues");
  const back = document.getElementById("back-to-now");
  const cues = list ? [...list.querySelectorAll("a.cue[data-second]")] : [];
  const seconds = cues.map((cue) => Number(cue.dataset.second));
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let now = -1;
  let follows = true;
  let scrolledByUs = 0;

  function at(time) {
    let [low, high] = [0, seconds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seconds[middle] <= time + 0.05) low = middle + 1;
      else high = middle;
    }
    // Of several passages in one second the first is shown as the one of now.
    let found = low - 1;
    while (found > 0 && seconds[found - 1] === seconds[found]) found -= 1;
    return found;
  }

  function bring(cue) {
    scrolledByUs = performance.now();
    const middle = cue.offsetTop - (list.clientHeight - cue.offsetHeight) / 2;
    list.scrollTo({ top: middle, behavior: calm.matches ? "auto" : "smooth" });
  }

  function show() {
    const found = at(media.currentTime);
    if (found === now) return;
    cues[now]?.classList.remove("is-now");
    cues[now]?.removeAttribute("aria-current");
    now = found;
    for (const [place, cue] of cues.entries()) cue.classList.toggle("is-past", place < now);
    if (now < 0) return;
    cues[now].classList.add("is-now");
    cues[now].setAttribute("aria-current", "true");
    if (follows) bring(cues[now]);
  }

  if (!cues.length) return { show() {}, nextHit() {}, follow() {} };
  list.addEventListener("scroll", () => {
    if (performance.now() - scrolledByUs < 800) return;
    follows = false;
    back.hidden = false;
  });
  back.addEventListener("click", follow);
  document.getElementById("transcript").addEventListener("click", (event) => {
    const cue = event.target.closest("a.cue[data-second]");
    if (!cue || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow();
    seek(Number(cue.dataset.second), { plays: true });
  });
  media.addEventListener("timeupdate", show);
  media.addEventListener("seeked", show);

  function follow() {
    follows = true;
    back.hidden = true;
    if (now >= 0) bring(cues[now]);
  }

  function nextHit(step) {
    const hits = cues.filter((cue) => cue.classList.contains("is-hit"));
    if (!hits.length) return;
    const place = hits.findIndex((cue) => Number(cue.dataset.second) > media.currentTime + 0.05);
    const after = place < 0 ? hits.length : place;
    const wanted = step > 0 ? after : after - (hits[after - 1]?.classList.contains("is-now") ? 2 : 1);
    const cue = hits[Math.min(hits.length - 1, Math.max(0, wanted))];
    follow();
    seek(Number(cue.dataset.second), { plays: false });
    cue.focus({ preventScroll: true });
  }

  return { show, nextHit, follow };
}
