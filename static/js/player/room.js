// The page of a recording: moments in the address, keys, the link and citation of this moment or passage.
import { onKey } from "../keys.js";
import { clock, momentHash, momentWords, readMoment } from "./moments.js";
import { openScrub } from "./scrub.js";
import { openTranscript } from "./transcript.js";

const media = document.querySelector("audio#player, video#player");
const data = JSON.parse(document.getElementById("player-data").textContent);

function open() {
  const room = document.getElementById("room");
  const now = document.getElementById("now");
  const citation = document.getElementById("citation");
  const address = document.getElementById("address");
  const scrub = openScrub(document.getElementById("scrub"), media, data);
  const transcript = openTranscript(media, seek);
  let passage = null;
  let stopsAt = null;

  function seek(second, { plays = false, end = null } = {}) {
    stopsAt = end;
    const go = () => {
      media.currentTime = Math.min(second, Math.max(0, (media.duration || second) - 0.1));
      if (plays) media.play().catch(() => {});
    };
    if (media.readyState >= HTMLMediaElement.HAVE_METADATA) go();
    else media.addEventListener("loadedmetadata", go, { once: true });
  }

  function cite() {
    now.textContent = clock(media.currentTime);
    const moment = passage ?? { start: media.currentTime, end: null };
    if (!passage && moment.start < 1) {
      address.textContent = data.permalink;
      citation.textContent = data.citation.replace("{address}", data.permalink);
      return;
    }
    const link = data.permalink + momentHash(moment);
    address.textContent = link;
    citation.textContent = data.moment_citation.replace("{moment}", momentWords(moment)).replace("{address}", link);
  }

  function choose(found) {
    passage = found;
    scrub.showPassage(found && found.end !== null ? found : null);
    for (const button of document.querySelectorAll("[data-passage]")) {
      const isSet = found && (button.dataset.passage === "start" || found.end !== null);
      button.setAttribute("aria-pressed", String(Boolean(isSet)));
    }
    cite();
  }

  function fromAddress() {
    const moment = readMoment(window.location.hash);
    if (!moment) return;
    seek(moment.start, { end: moment.end });
    choose(moment.end === null ? null : moment);
    transcript.follow();
    keepInSight();
  }

  // The browser brings the passage of the address to the top of the window, and with it the player out of sight.
  function keepInSight() {
    if (room.getBoundingClientRect().top < 0) room.scrollIntoView({ block: "start", behavior: "instant" });
  }

  media.addEventListener("timeupdate", () => {
    if (stopsAt !== null && media.currentTime >= stopsAt) {
      media.pause();
      stopsAt = null;
    }
    cite();
  });
  media.addEventListener("seeked", cite);
  document.addEventListener("click", (event) => {
    const skip = event.target.closest("[data-skip]");
    if (skip) seek(media.currentTime + Number(skip.dataset.skip));
    const button = event.target.closest("[data-passage]");
    if (!button) return;
    const here = media.currentTime;
    if (button.getAttribute("aria-pressed") === "true") choose(null);
    else if (button.dataset.passage === "start") choose({ start: here, end: null });
    else choose({ start: Math.min(passage?.start ?? 0, here), end: Math.max(here, (passage?.start ?? 0) + 1) });
  });
  window.addEventListener("hashchange", fromAddress);
  const toggle = () => (media.paused ? media.play().catch(() => {}) : media.pause());
  onKey("k", toggle);
  onKey("j", () => seek(Math.max(0, media.currentTime - 10)));
  onKey("l", () => seek(media.currentTime + 10));
  onKey("n", () => transcript.nextHit(1));
  onKey("p", () => transcript.nextHit(-1));
  document.addEventListener("keydown", (event) => {
    const isBody = event.target === document.body || event.target.closest("#cues");
    if (event.key !== " " || !isBody) return;
    event.preventDefault();
    toggle();
  });
  choose(null);
  fromAddress();
  // Passages bear their moments as names for readers without script only.
  for (const named of document.querySelectorAll("#cues li[id]")) named.removeAttribute("id");
  if (readMoment(window.location.hash)) {
    window.addEventListener("scrollend", keepInSight, { once: true });
    window.addEventListener("load", () => window.setTimeout(keepInSight, 60));
  }
}

if (media) open();
