// Direct uploads with a progress bar. Without this file, each slot links to a plain form.
(() => {
  "use strict";
  const PENDING_MS = 2000;
  const MOST_LOOKS = 60;
  let looks = 0;
  let sending = 0;

  const send = (ticket, file, onProgress) =>
    new Promise((resolve, reject) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value);
      form.append("file", file);
      const request = new XMLHttpRequest();
      request.open("POST", ticket.url);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
      request.addEventListener("load", () =>
        request.status < 300 ? resolve() : reject(new Error("storage " + request.status)));
      request.addEventListener("error", () => reject(new Error("network")));
      request.send(form);
    });

  const askTicket = async (form, file) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("file_name", file.name);
    body.set("size_bytes", String(file.size));
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error("refused"), { told: told.message });
    return told;
  };

  const addLine = (place, file) => {
    const line = document.createElement("div");
    line.className = "progress";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    const text = document.createElement("span");
    text.className = "progress-text";
    text.textContent = place.dataset.sending + " " + file.name;
    bar.setAttribute("aria-label", text.textContent);
    line.append(bar, text);
    place.append(line);
    return { line, bar, text };
  };

  const upload = async (form, place, file) => {
    const { line, bar, text } = addLine(place, file);
    sending += 1;
    try {
      const ticket = await askTicket(form, file);
      await send(ticket, file, (part) => { bar.value = part; });
      bar.value = 1;
      text.textContent = place.dataset.sent + " " + file.name;
      return true;
    } catch (trouble) {
      bar.remove();
      line.className = "file-why";
      text.className = "";
      line.setAttribute("role", "alert");
      text.textContent = trouble.told
        ? file.name + " : " + trouble.told
        : place.dataset.failed + " " + file.name;
      return false;
    } finally {
      sending -= 1;
    }
  };

  const refresh = async () => {
    const old = document.querySelector("[data-slots]");
    if (!old || sending) return;
    const answer = await fetch(old.dataset.slots, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-slots]");
    const troubles = [...old.querySelectorAll(".slot")].map((slot) => [
      slot.dataset.slot, [...slot.querySelectorAll(".slot-progress .file-why")]]);
    if (!fresh || sending) return;
    old.replaceWith(fresh);
    for (const [code, lines] of troubles) {
      const place = fresh.querySelector('[data-slot="' + code + '"] .slot-progress');
      if (place) place.append(...lines);
    }
    prepare();
  };

  const look = async () => {
    looks += 1;
    try { await refresh(); } catch { watch(); }
  };

  const watch = () => {
    const slots = document.querySelector("[data-slots][data-pending]");
    if (slots && looks < MOST_LOOKS) setTimeout(look, PENDING_MS);
  };

  const pick = async (form, input) => {
    const place = form.parentElement.querySelector(".slot-progress");
    const files = [...input.files];
    input.value = "";
    place.replaceChildren();
    const results = [];
    for (const file of files) results.push(await upload(form, place, file));
    looks = 0;
    if (results.some(Boolean)) await refresh();
  };

  const prepare = () => {
    for (const form of document.querySelectorAll(".slot-form")) {
      form.hidden = false;
      form.parentElement.querySelector(".slot-plain").hidden = true;
      const input = form.querySelector("input[type=file]");
      input.addEventListener("change", () => pick(form, input));
    }
    watch();
  };

  prepare();
})();
