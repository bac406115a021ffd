// Fingerprints computed on this device: the file stays here. Without this file, they are pasted.
(() => {
  "use strict";
  const form = document.querySelector("[data-fingerprints]");
  if (!form) return;
  if (!window.crypto || !crypto.subtle) {
    for (const place of form.querySelectorAll("[data-pick]")) place.remove();
    return;
  }

  const fingerprint = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
  };

  const compute = async (file, input, told) => {
    told.textContent = form.dataset.working;
    try {
      input.value = await fingerprint(file);
      told.textContent = form.dataset.done + " " + file.name;
    } catch {
      told.textContent = form.dataset.failed;
    }
  };

  for (const place of form.querySelectorAll("[data-pick]")) {
    const picker = place.querySelector("input[type=file]");
    const input = document.getElementById("field-" + place.dataset.pick);
    place.hidden = false;
    picker.addEventListener("change", () => {
      if (picker.files.length) compute(picker.files[0], input, place.querySelector("[role=status]"));
    });
  }
})();
