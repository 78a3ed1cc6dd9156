// Moments in addresses: #t=83, #t=1:23, #t=83,95 (Media Fragments URI 1.0, 4.2.1), and as people write them.
export function readMoment(hash) {
  const found = /[#&]t=(?:npt:)?([\d:.]*)(?:,([\d:.]+))?/.exec(hash);
  if (!found) return null;
  const start = secondsOf(found[1] || "0");
  const end = found[2] ? secondsOf(found[2]) : null;
  if (start === null || (end !== null && !(end > start))) return null;
  return { start, end };
}

function secondsOf(written) {
  const parts = written.split(":").map(Number);
  if (parts.length > 3 || parts.some((part) => !Number.isFinite(part) || part < 0)) return null;
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = `${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function momentHash({ start, end }) {
  const from = Math.floor(start);
  return end === null ? `#t=${from}` : `#t=${from},${Math.ceil(end)}`;
}

export function momentWords({ start, end }) {
  return end === null ? clock(start) : `${clock(start)}–${clock(end)}`;
}
