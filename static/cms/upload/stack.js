// Makes the requests of tus-js-client: with the token of the session as it is now, and a checksum for each piece.
const CALM = [200, 204, 404, 410, 423];

function cookie(name) {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

async function checksum(body) {
  // Read here too: a file that was changed on the disk shows itself as unreadable.
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await body.arrayBuffer()));
  return `sha256 ${btoa(String.fromCharCode(...digest))}`;
}

export class Refused extends Error {
  constructor(status, body) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
  }
}

export class Stack {
  createRequest(method, url) {
    const request = globalThis.tus.defaultOptions.httpStack.createRequest(method, url);
    const [send, abort] = [request.send.bind(request), request.abort.bind(request)];
    let isAborted = false;
    request.abort = () => {
      isAborted = true;
      return abort();
    };
    request.send = async (body = null) => {
      // After a new log-in the token is another.
      request.setHeader("X-CSRFToken", cookie("csrftoken"));
      request.setHeader("X-Requested-With", "XMLHttpRequest");
      // Browsers offer checksums to https and to this machine only.
      if (body?.size && globalThis.crypto?.subtle) request.setHeader("Upload-Checksum", await checksum(body));
      if (isAborted) return new Promise(() => {});
      const response = await send(body);
      // The library would begin the file anew whatever the answer to its question is; a sleeping server has forgotten nothing.
      if (method === "HEAD" && !CALM.includes(response.getStatus())) throw new Refused(response.getStatus(), "");
      return response;
    };
    return request;
  }

  getName() {
    return "FondsStack";
  }
}
