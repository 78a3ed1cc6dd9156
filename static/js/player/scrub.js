// The picture of the sound under the player: drawn from peaks, played part in another color, found places and chapters.
export function openScrub(holder, media, data) {
  const canvas = holder.querySelector("canvas");
  const marks = holder.querySelector("#marks");
  const length = () => media.duration || data.duration || 0;
  let peaks = [];
  let passage = null;

  function draw() {
    const box = canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(box.width * scale));
    canvas.height = Math.max(1, Math.round(box.height * scale));
    const brush = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    const played = length() ? media.currentTime / length() : 0;
    const bars = Math.max(1, Math.floor(box.width / 3));
    const step = canvas.width / bars;
    for (let bar = 0; bar < bars; bar += 1) {
      const loud = peaks.length ? loudest(bar / bars, (bar + 1) / bars) : 4;
      const height = Math.max(2 * scale, (loud / 100) * canvas.height * 0.94);
      brush.fillStyle = bar / bars < played ? style.getPropertyValue("--played") : style.color;
      brush.fillRect(bar * step, (canvas.height - height) / 2, Math.max(1, step * 0.66), height);
    }
  }

  function loudest(from, to) {
    const first = Math.floor(from * peaks.length);
    return Math.max(...peaks.slice(first, Math.max(first + 1, Math.floor(to * peaks.length))));
  }

  function mark() {
    marks.replaceChildren();
    if (!length()) return;
    // A transcript may go on after the recording has ended; such places have no room here.
    const isWithin = (second) => second <= length();
    for (const second of data.chapters.filter((each) => each > 0 && isWithin(each))) place("scrub-chapter", second);
    for (const second of data.hits.filter(isWithin)) place("scrub-mark", second);
    if (passage) {
      const shown = place("scrub-passage", passage.start);
      shown.style.width = `${(100 * Math.max(0, (passage.end ?? passage.start) - passage.start)) / length()}%`;
    }
  }

  function place(name, second) {
    const made = document.createElement("span");
    made.className = name;
    made.style.left = `${(100 * second) / length()}%`;
    marks.append(made);
    return made;
  }

  holder.addEventListener("click", (event) => {
    const box = holder.getBoundingClientRect();
    if (length()) media.currentTime = (length() * (event.clientX - box.left)) / box.width;
  });
  media.addEventListener("timeupdate", draw);
  media.addEventListener("seeked", draw);
  media.addEventListener("loadedmetadata", () => {
    mark();
    draw();
  });
  new ResizeObserver(draw).observe(holder);
  mark();
  if (data.waveform) {
    fetch(data.waveform, { credentials: "same-origin" })
      .then((response) => (response.ok ? response.json() : { peaks: [] }))
      .then((found) => {
        peaks = found.peaks;
        draw();
      })
      .catch(() => {
        // Without the picture the player still plays.
      });
  }
  return {
    showPassage(found) {
      passage = found;
      mark();
    },
  };
}
