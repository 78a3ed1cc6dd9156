// Keeps a fragment current: [data-fonds-poll] is fetched again every data-fonds-seconds until it no longer asks for it.
function follow() {
  const holder = document.querySelector("[data-fonds-poll]");
  if (!holder) return;
  setTimeout(async () => {
    if (document.hidden) return follow();
    try {
      const response = await fetch(holder.dataset.fondsPoll, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (response.ok && !response.redirected) {
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const fresh = page.getElementById(holder.id);
        if (fresh) holder.replaceWith(fresh);
      }
    } catch {
      // The network may come back; the next round tries again.
    }
    follow();
  }, 1000 * Number(holder.dataset.fondsSeconds || 4));
}
follow();
