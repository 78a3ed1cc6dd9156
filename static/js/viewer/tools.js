// The toolbar over a picture: zoom, turn, contrast, full screen; keys do the same.
import { onKey } from "../keys.js";

export function pressed(root, name, on) {
  root.querySelector(`[data-act="${name}"]`)?.setAttribute("aria-pressed", String(on));
}

export function commonTools(root, deep, canvas) {
  const acts = {
    in: () => deep.zoom(1.4),
    out: () => deep.zoom(1 / 1.4),
    whole: () => deep.showWhole(),
    turn: () => deep.turn(),
    contrast: () => pressed(root, "contrast", canvas.classList.toggle("is-contrast")),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.()),
  };
  onKey("+", acts.in);
  onKey("=", acts.in);
  onKey("-", acts.out);
  onKey("0", acts.whole);
  onKey("f", acts.full);
  document.addEventListener("fullscreenchange", () => pressed(root, "full", document.fullscreenElement === root));
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) acts[button.dataset.act]?.();
  });
  return acts;
}
