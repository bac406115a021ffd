// Direct uploads with a progress bar, several at once. Without this file, each slot leads to a
// plain form. A file whose upload breaks off stays in the page with a button that takes it up
// again: the portal gives a fresh form for the same document.
(() => {
  "use strict";
  const AT_ONCE = 3;
  const LOOK_MS = 2000;
  const LATER_MS = 5000;
  const SOON_LOOKS = 30;
  const MOST_LOOKS = 90;
  const live = new Set(); // sendings that are not received nor refused
  const queue = [];
  let running = 0;
  let looks = 0;
  let looking = null;

  const list = () => document.querySelector("[data-slots]");
  const say = (words) => { list().querySelector("[data-said]").textContent = words; };

  // ---- one sending: a line of the page, a file, a state

  const addButton = (sending, words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    const about = document.createElement("span");
    about.className = "unseen";
    about.textContent = " : " + sending.file.name;
    button.append(words, about);
    button.addEventListener("click", act);
    sending.buttons.append(button);
  };

  const addSending = (form, file) => {
    const line = document.createElement("li");
    const progress = document.createElement("div");
    const bar = document.createElement("progress");
    const text = document.createElement("span");
    const why = document.createElement("p");
    const buttons = document.createElement("div");
    line.className = "sending";
    progress.className = "progress";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    text.className = "progress-text";
    why.className = "file-why";
    buttons.className = "actions";
    progress.append(bar, text);
    line.append(progress, why, buttons);
    form.closest(".slot-drop").querySelector(".sendings").append(line);
    const sending = { form, file, line, bar, text, why, buttons, resumed: false };
    live.add(sending);
    return sending;
  };

  const show = (sending, words) => {
    const resumed = sending.resumed ? [list().dataset.resumed] : [];
    sending.text.textContent = [sending.file.name, ...resumed, words].join(" – ");
  };

  const showPart = (sending, part) => {
    sending.bar.value = part;
    show(sending, Math.floor(part * 100) + " %");
  };

  const wait = (sending) => {
    sending.lost = false;
    sending.why.textContent = "";
    sending.buttons.replaceChildren();
    sending.bar.hidden = false;
    show(sending, list().dataset.waiting);
    queue.push(sending);
    run();
  };

  const forget = (sending) => {
    const slot = sending.line.closest(".slot");
    live.delete(sending);
    sending.line.remove();
    slot.focus({ preventScroll: true });
  };

  const stop = (sending, words, mayRetry) => {
    const told = list().dataset;
    sending.lost = mayRetry;
    sending.bar.hidden = true;
    sending.text.textContent = sending.file.name;
    sending.why.textContent = words;
    sending.buttons.replaceChildren();
    if (mayRetry) addButton(sending, told.retry, () => wait(sending));
    else live.delete(sending);
    addButton(sending, told.drop, () => forget(sending));
    say(sending.file.name + " : " + words);
  };

  // ---- the way of a file: a ticket from the portal, then its bytes to the bucket

  const askTicket = async ({ form, file }) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("file_name", file.name);
    body.set("size_bytes", String(file.size));
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (answer.redirected || answer.status === 403) throw { final: list().dataset.ended };
    if (answer.status >= 500) throw new Error("portal " + answer.status);
    const told = await answer.json();
    if (!answer.ok) throw { final: told.message };
    return told;
  };

  const post = (ticket, sending) =>
    new Promise((resolve, reject) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value);
      form.append("file", sending.file);
      const request = new XMLHttpRequest();
      request.open("POST", ticket.url);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) showPart(sending, event.loaded / event.total);
      });
      request.addEventListener("load", () =>
        request.status < 300 ? resolve() : reject(new Error("storage " + request.status)));
      for (const end of ["error", "abort", "timeout"])
        request.addEventListener(end, () => reject(new Error(end)));
      request.send(form);
    });

  const send = async (sending) => {
    const told = list().dataset;
    try {
      const ticket = await askTicket(sending);
      sending.resumed = Boolean(ticket.resumed);
      sending.id = ticket.id;
      hideRows();
      showPart(sending, 0);
      await post(ticket, sending);
      sending.bar.value = 1;
      show(sending, told.done);
      sending.received = true;
      live.delete(sending);
      say(sending.text.textContent);
    } catch (trouble) {
      if (trouble.final) stop(sending, trouble.final, false);
      else stop(sending, told.lost, true);
    }
  };

  const run = async () => {
    if (running >= AT_ONCE || !queue.length) return;
    running += 1;
    const sending = queue.shift();
    run();
    await send(sending);
    running -= 1;
    run();
    if (sending.received) look(true, sending);
  };

  const isSame = (one, other) => one.name === other.name && one.size === other.size;

  const pick = (form, files) => {
    for (const file of files) {
      const known = [...live].find((one) => one.form === form && isSame(one.file, file));
      if (!known) wait(addSending(form, file));
      else if (known.lost) wait(Object.assign(known, { file }));
    }
  };

  // ---- the list as the portal sees it: looked at again while a file awaits its verdict

  const isBusy = (slot) => [...live].some((one) => slot.contains(one.line));

  // A file that is on its way here has its line: the row that the portal keeps of it would be a second.
  const hideRows = () => {
    for (const one of live) {
      const row = one.id && list().querySelector('[data-document="' + one.id + '"]');
      if (row) row.hidden = true;
    }
  };

  const takeOver = (old, fresh) => {
    const [drop, newDrop] = [old, fresh].map((slot) => slot.querySelector(".slot-drop"));
    if (Boolean(drop) !== Boolean(newDrop) && !isBusy(old)) {
      old.replaceWith(fresh);
      return;
    }
    const [files, newFiles] = [old, fresh].map((slot) => slot.querySelector(".slot-files"));
    if (files.innerHTML !== newFiles.innerHTML) files.replaceWith(newFiles);
  };

  const refresh = async () => {
    const answer = await fetch(list().dataset.slots, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-slots]");
    const slots = [...list().querySelectorAll(".slot")];
    const find = (slot) => fresh && fresh.querySelector('[data-slot="' + slot.dataset.slot + '"]');
    if (!live.size && !slots.every(find)) location.reload(); // settled: the page has other words
    if (!fresh) return;
    for (const slot of slots) if (find(slot)) takeOver(slot, find(slot));
    list().toggleAttribute("data-pending", fresh.hasAttribute("data-pending"));
    const waits = list().querySelector(".slots-wait");
    if (waits) waits.hidden = !fresh.hasAttribute("data-pending");
    prepare();
  };

  const look = async (anew, received) => {
    if (anew) looks = 0;
    clearTimeout(looking);
    looks += 1;
    try {
      await refresh();
      if (received) received.line.remove();
      hideRows();
    } catch { /* the connection is gone: the next look tells */ }
    watch();
  };

  const watch = () => {
    clearTimeout(looking);
    if (!list().hasAttribute("data-pending") || looks >= MOST_LOOKS) return;
    looking = setTimeout(look, looks < SOON_LOOKS ? LOOK_MS : LATER_MS);
  };

  // ---- the page

  const prepareForm = (form) => {
    const drop = form.closest(".slot-drop");
    form.hidden = false;
    form.dataset.ready = "";
    drop.querySelector(".slot-plain").hidden = true;
    for (const input of form.querySelectorAll("input[type=file]"))
      input.addEventListener("change", () => {
        pick(form, [...input.files]);
        input.value = "";
      });
    const slot = drop.closest(".slot");
    slot.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    slot.addEventListener("dragleave", () => drop.classList.remove("over"));
    slot.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      pick(form, [...event.dataTransfer.files]);
    });
  };

  const prepare = () => {
    for (const form of document.querySelectorAll(".slot-form:not([data-ready])")) prepareForm(form);
  };

  addEventListener("online", () => { for (const one of live) if (one.lost) wait(one); });
  addEventListener("beforeunload", (event) => { if (live.size) event.preventDefault(); });
  prepare();
  watch();
})();
