// Reads what a person chose or dropped: files, and folders with all that lies below them.
export function fromInput(input) {
  return [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

export async function fromDrop(transfer) {
  // The entries must be asked for at once: after the first pause the browser has taken the list away.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // A folder is handed out by the hundred.
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return;
    for (const one of some) await collect(one, found);
  }
}

// A name for a file that is the same after a reload: cyrb53 over path, size and date.
export function fingerprint(path, file) {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of `${path}|${file.size}|${file.lastModified}`) {
    const code = letter.codePointAt(0);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return `${(4294967296 * (2097151 & low) + (high >>> 0)).toString(36)}-${file.size.toString(36)}`;
}
