// A button beside each answer copies it as it is typed elsewhere. Without this file, answers are
// selected by hand.
(() => {
  "use strict";
  const place = document.querySelector("[data-copies]");
  if (!place || !navigator.clipboard) return;
  const said = place.querySelector("[data-copy-said]");
  const { copyWord, copiedWord } = place.dataset;

  for (const answer of place.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    const about = document.createElement("span");
    button.type = "button";
    button.className = "small unprinted";
    about.className = "unseen";
    about.textContent = " : " + answer.dataset.copyLabel;
    button.append(copyWord, about);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(answer.dataset.copy);
      } catch {
        getSelection().selectAllChildren(answer);
        return;
      }
      button.firstChild.textContent = copiedWord;
      said.textContent = copiedWord + " : " + answer.dataset.copyLabel;
      setTimeout(() => { button.firstChild.textContent = copyWord; }, 2000);
    });
    answer.after(" ", button);
  }
})();
