// Says things in the language of the page: sentences from the server, sizes and times by the browser.
const words = JSON.parse(document.getElementById("fonds-upload-words").textContent);
const language = document.documentElement.lang || "en";
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

export function say(key, values = {}) {
  return words[key].replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}

export function count(number) {
  return new Intl.NumberFormat(language).format(number);
}

export function size(bytes) {
  const step = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  const digits = step > 1 && value < 100 ? 1 : 0;
  const form = { style: "unit", unit: UNITS[step], unitDisplay: "short", maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, form).format(value);
}

export function time(seconds) {
  const [value, unit] = seconds < 90 ? [seconds, "second"] : seconds < 5400 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  const round = unit === "second" ? Math.max(1, Math.ceil(value / 5) * 5) : Math.round(value);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(round);
}
