// Editing a transcript beside the player: passages play, take their times from it, and are saved by keys.
const media = document.querySelector("[data-fonds-media]");

function seconds(written) {
  const parts = written.trim().replace(",", ".").split(":").map(Number);
  return parts.some((part) => !Number.isFinite(part)) ? 0 : parts.reduce((sum, part) => sum * 60 + part, 0);
}

function written(time) {
  const ms = Math.round(time * 1000);
  const part = (value, length) => String(value).padStart(length, "0");
  const [hours, minutes] = [Math.floor(ms / 3600000), Math.floor(ms / 60000) % 60];
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(Math.floor(ms / 1000) % 60, 2)}.${part(ms % 1000, 3)}`;
}

let stopsAt = null;
if (media) {
  media.addEventListener("timeupdate", () => {
    if (stopsAt !== null && media.currentTime >= stopsAt) {
      media.pause();
      stopsAt = null;
    }
    for (const cue of document.querySelectorAll("[data-fonds-cues] > li")) {
      const [start, end] = ["start", "end"].map((name) => seconds(cue.querySelector(`[name="${name}"]`)?.value || ""));
      cue.classList.toggle("is-now", media.currentTime >= start && media.currentTime < end);
    }
  });
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-fonds-cues] form, .fonds-cues__new");
  if (!form) return;
  const field = (name) => form.querySelector(`[name="${name}"]`);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button:not([name])"));
  }
  if (!event.altKey || !media || !field("start")) return;
  if (event.code === "KeyP") {
    event.preventDefault();
    media.currentTime = seconds(field("start").value);
    stopsAt = seconds(field("end").value);
    media.play().catch(() => {});
  }
  const taken = { KeyS: "start", KeyE: "end" }[event.code];
  if (taken) {
    event.preventDefault();
    field(taken).value = written(media.currentTime);
  }
});

// After a save the page comes back at the passage; the next one is ready to be typed into.
const saved = window.location.hash.startsWith("#cue-") && document.querySelector(window.location.hash);
if (saved) {
  const next = saved.nextElementSibling || saved;
  next.querySelector("textarea")?.focus({ preventScroll: false });
}
