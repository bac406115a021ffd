// Communes proposed while the postcode or the name is typed. Without this file the step proposes
// those of the postcode that was saved, and anything may be typed in any case.
(() => {
  "use strict";
  const PAUSE_MS = 200;
  const postcode = document.getElementById("field-postcode");
  const city = document.getElementById("field-city");
  if (!postcode || !city) return;
  let list = document.getElementById("list-city");
  if (!list) {
    list = document.createElement("datalist");
    list.id = "list-city";
    city.after(list);
    city.setAttribute("list", list.id);
  }
  let asked = 0;
  let waiting = 0;

  const propose = (communes) => {
    list.replaceChildren(...communes.map((one) => {
      const option = document.createElement("option");
      option.value = one.name;
      option.label = one.postcodes.slice(0, 3).join(", ");
      return option;
    }));
    const whole = postcode.value.trim();
    if (communes.length === 1 && /^\d{5}$/.test(whole) && !city.value.trim()) city.value = communes[0].name;
  };

  const complete = () => {
    const chosen = [...list.options].find((one) => one.value === city.value.trim());
    const codes = chosen ? chosen.label.split(", ") : [];
    if (codes.length === 1 && !postcode.value.trim()) postcode.value = codes[0];
  };

  const ask = async (text) => {
    const turn = (asked += 1);
    try {
      const answer = await fetch("/communes?q=" + encodeURIComponent(text), { credentials: "same-origin" });
      if (answer.ok && turn === asked) propose(await answer.json());
    } catch { /* what is typed stands all the same */ }
  };

  const soon = (text) => {
    clearTimeout(waiting);
    if (text.trim().length >= 2) waiting = setTimeout(() => ask(text), PAUSE_MS);
  };

  postcode.addEventListener("input", () => soon(postcode.value));
  city.addEventListener("input", () => { complete(); soon(city.value + " " + postcode.value); });
})();
