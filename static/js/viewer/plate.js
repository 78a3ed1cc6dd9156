// The photograph's plate: a plain picture until the reader zooms, then the same sizes as a deep zoom.
import { openDeep } from "./deep.js";
import { commonTools } from "./tools.js";

const plate = document.getElementById("plate");
const canvas = document.getElementById("deep");
const picture = plate.querySelector(".plate-image");
const view = JSON.parse(document.getElementById("viewer-data").textContent);
let deep = null;

async function opened() {
  if (!deep) {
    canvas.hidden = false;
    deep = openDeep(canvas);
    await deep.open(view.images);
    picture.classList.add("is-under");
    picture.style.visibility = "hidden";
  }
  return deep;
}

const lazy = {
  zoom: async (factor) => (await opened()).zoom(factor),
  showWhole: async () => (await opened()).showWhole(),
  turn: async () => (await opened()).turn(),
};
commonTools(plate, lazy, canvas);
plate.querySelector('[data-act="contrast"]').addEventListener("click", () => {
  picture.classList.toggle("is-contrast", canvas.classList.contains("is-contrast"));
});
picture.addEventListener("dblclick", () => lazy.zoom(1.8));
