// Sends one file in pieces and knows how it stands: waiting, sending, retrying, paused, arrived, refused or canceled.
import { Stack } from "./stack.js";

const LONGEST_PAUSE_S = 60;
const AGAIN = [0, 404, 408, 409, 410, 423, 460, 500, 502, 503, 504];
const stack = new Stack();

export class Transfer {
  constructor({ file, path, key, deposit, settings, memory, bag, queue }) {
    Object.assign(this, { file, path, key, deposit, settings, memory, bag, queue });
    this.state = "waiting";
    this.sent = 0;
    this.problem = "";
    this.attempts = 0;
    this.row = null;
    this.url = memory.url(key);
  }

  get isOpen() {
    return ["waiting", "sending", "retrying", "paused"].includes(this.state);
  }

  start() {
    clearTimeout(this.timer);
    this.change("sending");
    this.upload = new globalThis.tus.Upload(this.file, {
      endpoint: this.settings.endpoint,
      uploadUrl: this.url || null,
      chunkSize: this.settings.chunkBytes,
      // A file below the size of a piece needs one request.
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      retryDelays: null,
      httpStack: stack,
      metadata: { deposit: this.deposit.deposit, path: this.path, key: this.key, ...(this.bag && { bag: this.bag }) },
      onUploadUrlAvailable: () => this.keep(this.upload.url),
      onAfterResponse: (_request, response) => {
        this.row = response.getHeader("Fonds-File") || this.row;
      },
      onProgress: (sent) => this.move(sent),
      onSuccess: () => {
        this.sent = this.file.size;
        this.change("arrived");
      },
      onError: (error) => this.fail(error),
    });
    this.upload.start();
  }

  keep(url) {
    this.url = url;
    this.memory.keep(this.key, url);
  }

  move(sent) {
    if (sent > this.sent) this.attempts = 0;
    this.sent = sent;
    this.queue.moved(this);
  }

  // Stop without giving up: what has arrived is kept. "waiting" lets the queue begin it again.
  halt(state) {
    clearTimeout(this.timer);
    this.upload?.abort();
    this.upload = null;
    this.change(state);
  }

  async cancel() {
    this.halt("canceled");
    this.memory.drop(this.key);
    if (this.url) await Transfer.end(this.url);
  }

  static async end(url) {
    try {
      await globalThis.tus.Upload.terminate(url, { ...globalThis.tus.defaultOptions, httpStack: stack, retryDelays: [1000, 4000] });
    } catch {
      // It is gone already, or expires by itself.
    }
  }

  async fail(error) {
    const response = error.originalResponse;
    const status = response?.getStatus() ?? error.causingError?.status ?? 0;
    const isText = (response?.getHeader("Content-Type") || "").startsWith("text/plain");
    this.upload = null;
    const isReadable = await this.isReadable();
    if (this.state !== "sending") return;
    if (!isReadable) return this.refuse("changed");
    if (status === 403) return this.queue.signedOut(this);
    if (status === 507) return this.queue.full(this, isText ? response.getBody() : "");
    if (!AGAIN.includes(status)) return this.refuse("broken", isText ? response.getBody() : "");
    if ([404, 410].includes(status)) this.url = null;
    this.later(status);
  }

  // A file that was changed or removed since it was chosen cannot be read any more.
  async isReadable() {
    try {
      await this.file.slice(0, 1).arrayBuffer();
      return true;
    } catch {
      return false;
    }
  }

  later(status) {
    const pause = Math.min(LONGEST_PAUSE_S, 2 ** this.attempts++);
    this.queue.lost(status === 0);
    this.change("retrying");
    this.timer = setTimeout(() => this.start(), 1000 * pause * (0.75 + Math.random() / 2));
  }

  refuse(why, text = "") {
    this.problem = text;
    this.why = why;
    this.change("refused");
  }

  change(state) {
    this.state = state;
    this.queue.changed(this);
  }
}
