// Keeps fragments current: each [data-fonds-poll] is fetched again every data-fonds-seconds until it no longer asks for it.
function follow(id) {
  const holder = document.getElementById(id);
  if (!holder?.dataset.fondsPoll) return;
  setTimeout(async () => {
    if (document.hidden) return follow(id);
    try {
      const response = await fetch(holder.dataset.fondsPoll, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (response.ok && !response.redirected) {
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const fresh = page.getElementById(id);
        if (fresh) holder.replaceWith(fresh);
      }
    } catch {
      // The network may come back; the next round tries again.
    }
    follow(id);
  }, 1000 * Number(holder.dataset.fondsSeconds || 4));
}
for (const holder of document.querySelectorAll("[data-fonds-poll]")) follow(holder.id);
