// Sets light or dark before anything is painted: the visitor's choice first, else the system's.
(function () {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function chosen() {
    try {
      return window.localStorage.getItem("fonds-theme");
    } catch {
      return null; // storage may be forbidden; the system decides then
    }
  }
  function apply() {
    root.dataset.bsTheme = chosen() || (dark.matches ? "dark" : "light");
  }
  root.classList.replace("no-js", "js");
  dark.addEventListener("change", apply);
  apply();
})();
