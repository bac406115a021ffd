// A job's page looks again by itself while the job is under way, more and more seldom.
// Without this file, « Actualiser » does.
(() => {
  "use strict";
  const FIRST_MS = 1500;
  const MOST_MS = 15000;
  let pause = FIRST_MS;

  const look = async () => {
    const panel = document.getElementById("travail");
    if (!panel || !panel.hasAttribute("data-under-way")) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const text = answer.ok ? await answer.text() : "";
      const fresh = new DOMParser().parseFromString(text, "text/html");
      const now = fresh.getElementById("travail");
      if (now && now.hasAttribute("data-under-way")) {
        const told = panel.querySelector(".progress, p");
        const next = now.querySelector(".progress, p");
        if (told && next && told.outerHTML !== next.outerHTML) told.replaceWith(next);
      } else if (now) {
        location.reload();
        return;
      }
    } catch {
      // The network is away: the next look may find it again.
    }
    pause = Math.min(pause * 1.5, MOST_MS);
    setTimeout(look, pause);
  };

  setTimeout(look, pause);
})();
