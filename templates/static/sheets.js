// A file picked from the disk goes into the form's own field, so that it is posted as any form is.
// Without this file, lines are pasted.
(() => {
  "use strict";
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const pick = form.querySelector("[data-pick]");
  const input = pick.querySelector("input[type=file]");
  const said = pick.querySelector("[data-said]");
  const held = form.elements.fichier;
  const button = form.querySelector("button.primary");
  pick.hidden = false;

  const toBase64 = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_");
  };

  const take = async () => {
    const file = input.files[0];
    held.value = "";
    said.textContent = "";
    if (!file) return;
    if (file.size > Number(form.dataset.most)) {
      said.textContent = form.dataset.tooBig;
      input.value = "";
      return;
    }
    button.disabled = true;
    try {
      held.value = toBase64(new Uint8Array(await file.arrayBuffer()));
      said.textContent = form.dataset.ready;
    } finally {
      button.disabled = false;
    }
  };

  input.addEventListener("change", take);
  take();
})();
