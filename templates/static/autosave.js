// A step saves itself while somebody types: one small post at a time, at most one every ten
// seconds, only when something is new. What is not acknowledged stays in this tab and is sent
// again, word for word, before anything newer. Without this file the step's buttons save.
(() => {
  "use strict";
  const PAUSE_MS = 1500;
  const GAP_MS = 10000;
  const MOST_MS = 60000;
  const form = document.getElementById("etape");
  const told = document.getElementById("enregistrement");
  if (!form || !told) return;
  const path = location.pathname;
  const shelf = "saisie:" + form.dataset.reader + ":" + path;
  const UNTYPED = ["csrf", "base", "en-route", "action"];
  let waiting = 0;
  let sentAt = 0;
  let since = 0;
  let gap = GAP_MS;
  let flying = null;
  let leaving = false;

  const read = () => new URLSearchParams(new FormData(form));
  const typed = () => {
    const all = read();
    UNTYPED.forEach((name) => all.delete(name));
    return all.toString();
  };
  const lie = () => { try { return JSON.parse(sessionStorage.getItem(shelf)); } catch { return null; } };
  const keep = (entry) => { try { sessionStorage.setItem(shelf, JSON.stringify(entry)); } catch { /* full or shut: the page still holds it */ } };
  const drop = () => { try { sessionStorage.removeItem(shelf); } catch { /* idem */ } };
  const say = (words) => { if (told.textContent !== words) told.textContent = words; };
  let saved = typed();
  let pending = null;

  const store = () => keep({ typed: typed(), base: form.elements.base.value, pending, left: false });

  const setText = (name, text) => {
    const found = form.elements[name];
    if (!found) return false;
    const nodes = found instanceof RadioNodeList ? [...found] : [found];
    for (const node of nodes) {
      if (node.type === "radio") node.checked = node.value === text;
      else if (node.type === "checkbox") node.checked = text === node.value;
      else if (node !== document.activeElement) node.value = text;
    }
    return true;
  };

  const caution = (name, words) => {
    const id = "field-" + name + "-caution";
    const field = document.getElementById("field-" + name);
    let line = document.getElementById(id);
    const live = document.getElementById("field-" + name + "-live");
    if (live && !live.hidden) words = "";
    if (!field || (!words && !line)) return;
    if (!line) {
      line = document.createElement("p");
      line.id = id;
      line.className = "caution";
      (field.closest(".with-unit") || field.querySelector(".options") || field).after(line);
      field.setAttribute("aria-describedby", (id + " " + (field.getAttribute("aria-describedby") || "")).trim());
    }
    line.hidden = !words;
    if (line.textContent.trim() !== words) line.textContent = words;
  };

  const take = (answer, sent) => {
    const still = typed() === sent;
    form.elements.base.value = answer.base;
    const missing = Object.entries(answer.fields).filter(([name, text]) => !setText(name, text) && text);
    saved = still ? typed() : sent;
    say(answer.said);
    form.querySelectorAll(".caution").forEach((line) => {
      const name = line.id.replace(/^field-|-caution$/g, "");
      if (!(name in answer.cautions)) caution(name, "");
    });
    Object.entries(answer.cautions).forEach(([name, words]) => caution(name, words));
    const note = document.getElementById("a-savoir");
    if (answer.note && note) {
      const line = document.createElement("p");
      line.className = "notice";
      line.setAttribute("role", "status");
      line.textContent = answer.note;
      note.replaceChildren(line);
    }
    const choices = document.getElementById("choix");
    const shown = new DOMParser().parseFromString(answer.clash, "text/html").body;
    if (choices.dataset.shown !== answer.clash) {
      choices.dataset.shown = answer.clash;
      choices.replaceChildren(...shown.childNodes);
    }
    if (missing.length && !answer.clash) { drop(); leaving = true; location.reload(); }
  };

  const post = (body, more) => fetch(path + "/saisie", {
    method: "POST",
    body: new URLSearchParams(body + "&csrf=" + encodeURIComponent(form.elements.csrf.value) + more),
    credentials: "same-origin",
    redirect: "manual",
    keepalive: Boolean(more),
  });

  // The body that is on its way stays the same until it is answered: it may have arrived.
  const send = async () => {
    const body = pending || { typed: typed(), base: form.elements.base.value };
    pending = body;
    sentAt = Date.now();
    since = 0;
    store();
    try {
      const answer = await post(body.typed + "&base=" + encodeURIComponent(body.base), "");
      if (answer.ok) {
        pending = null;
        gap = GAP_MS;
        take(await answer.json(), body.typed);
        if (typed() === saved) drop(); else store();
      } else if (answer.status >= 500 || answer.status === 429) {
        throw new Error("busy");
      } else {
        pending = null;
        gap = MOST_MS;
        say(answer.status === 0 || answer.status === 403 ? told.dataset.ended : told.dataset.refused);
      }
    } catch {
      gap = Math.min(gap * 2, MOST_MS);
      say(told.dataset.away);
    }
  };

  const save = () => {
    if (flying || leaving || (!pending && typed() === saved)) return;
    flying = send().finally(() => { flying = null; soon(); });
  };
  const soon = () => {
    clearTimeout(waiting);
    if (leaving || (!pending && typed() === saved)) return;
    since = since || Date.now();
    // Whoever never pauses is saved all the same, ten seconds after the first letter.
    const pause = Math.min(PAUSE_MS, Math.max(0, since + GAP_MS - Date.now()));
    waiting = setTimeout(save, Math.max(pause, sentAt + gap - Date.now()));
  };

  form.addEventListener("input", () => { store(); soon(); });
  window.addEventListener("online", () => { gap = GAP_MS; sentAt = 0; soon(); });

  form.addEventListener("submit", (event) => {
    if (navigator.onLine === false) {
      event.preventDefault();
      say(told.dataset.away);
      return;
    }
    if (flying) {
      event.preventDefault();
      const button = event.submitter;
      flying.then(() => form.requestSubmit(button));
      return;
    }
    leaving = true;
    clearTimeout(waiting);
    keep({ ...(lie() || {}), typed: typed(), base: form.elements.base.value, pending, left: true });
    if (pending) {
      const sent = document.createElement("input");
      sent.type = "hidden";
      sent.name = "en-route";
      sent.value = pending.typed;
      form.append(sent);
    }
  });

  // Whoever goes without a button: the last words are sent, and the journal hears of them.
  window.addEventListener("pagehide", () => {
    if (leaving || pending || (!sentAt && typed() === saved)) return;
    post(typed() + "&base=" + encodeURIComponent(form.elements.base.value), "&action=quitte").catch(() => {});
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // What this tab still holds of this step: answered by the page that came after its button, or lost.
  const held = lie();
  const cameFrom = document.referrer ? new URL(document.referrer).pathname : "";
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (!key.startsWith("saisie:") || key === shelf) continue;
      const entry = JSON.parse(sessionStorage.getItem(key) || "{}");
      const isAnswered = entry.left && key.endsWith(":" + cameFrom);
      if (isAnswered || !key.startsWith("saisie:" + form.dataset.reader + ":")) sessionStorage.removeItem(key);
    }
  } catch { /* no storage: nothing was kept */ }
  if (held && (held.typed === saved || (held.left && cameFrom === path))) drop();
  else if (held) {
    const lost = new URLSearchParams(held.typed);
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = lost.has(box.name);
    lost.forEach((text, name) => setText(name, text));
    form.elements.base.value = held.base;
    pending = held.pending || { typed: held.typed, base: held.base };
    say(told.dataset.again);
    save();
  }
  document.querySelector("[autofocus]")?.focus();
})();
