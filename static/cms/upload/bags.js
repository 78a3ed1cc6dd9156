// Tells which folders are bags (RFC 8493), and tells the server when all files of one have come: it is then checked as a whole.
const AGAIN_MS = 5000;
const DECLARATION = /(^|\/)bagit\.txt$/i;

// The folders that hold a declaration, the outermost of those that lie in one another; "" is the choice itself.
export function rootsOf(picked) {
  const found = picked.filter(({ path }) => DECLARATION.test(path)).map(({ path }) => path.replace(DECLARATION, "$1"));
  // One file alone, or files without their folders, are no bag.
  const roots = found.filter((root) => picked.some(({ path }) => path.startsWith(root) && !DECLARATION.test(path)));
  return roots.filter((root) => !roots.some((other) => other !== root && root.startsWith(other)));
}

// The server's name for the bag that a file lies in; "" for a file in none.
export function bagOf(path, roots) {
  const root = roots.find((one) => path.startsWith(one));
  return root === undefined ? "" : root || "./";
}

export class Bags {
  constructor(queue, address, token) {
    Object.assign(this, { queue, address, token, said: new Map() });
    queue.addEventListener("changed", ({ detail }) => detail.bag && this.look(detail));
  }

  // A bag is complete when none of its files is on its way any more; told again after a file that came later.
  look({ deposit, bag }) {
    const all = this.queue.transfers.filter((one) => one.bag === bag && one.deposit.deposit === deposit.deposit);
    if (all.some((one) => one.isOpen)) return;
    const arrived = all.filter(({ state }) => state === "arrived").length;
    const name = `${deposit.deposit} ${bag}`;
    if (!arrived || this.said.get(name) === arrived) return;
    this.said.set(name, arrived);
    this.tell(deposit.deposit, bag);
  }

  async tell(deposit, bag) {
    try {
      const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": this.token() };
      const body = new URLSearchParams({ deposit, bag });
      // Also when the page is left this very moment.
      const answer = await fetch(this.address, { method: "POST", body, headers, keepalive: true });
      if (answer.ok && !answer.redirected) return;
      if (answer.status === 422) return;
    } catch {
      // The network may come back.
    }
    setTimeout(() => this.tell(deposit, bag), AGAIN_MS);
  }
}
