// Addresses of the national base, proposed while one is typed. Without this file a button of the
// step proposes them, and anything may be typed in any case.
(() => {
  "use strict";
  const PAUSE_MS = 300;
  const SHORTEST = 6;
  const street = document.getElementById("field-address");
  const postcode = document.getElementById("field-postcode");
  const city = document.getElementById("field-city");
  if (!street || !postcode || !city) return;
  const list = document.createElement("datalist");
  list.id = "list-address";
  street.after(list);
  street.setAttribute("list", list.id);
  const known = new Map();
  let asked = 0;
  let waiting = 0;
  let filling = false;

  const propose = (addresses) => {
    list.replaceChildren(...addresses.map((one) => {
      const option = document.createElement("option");
      option.value = one.address + ", " + one.postcode + " " + one.city;
      known.set(option.value, one);
      return option;
    }));
  };

  // Choosing is explicit: the whole line is put in its three fields.
  const complete = () => {
    const chosen = known.get(street.value);
    if (!chosen) return false;
    street.value = chosen.address;
    postcode.value = chosen.postcode;
    city.value = chosen.city;
    list.replaceChildren();
    filling = true;
    for (const field of [street, postcode, city]) field.dispatchEvent(new Event("input", { bubbles: true }));
    filling = false;
    return true;
  };

  const ask = async () => {
    const turn = (asked += 1);
    const words = [street.value, postcode.value, city.value].join(" ").trim();
    try {
      const answer = await fetch("/adresses?q=" + encodeURIComponent(words), { credentials: "same-origin" });
      if (answer.ok && turn === asked) propose(await answer.json());
    } catch { /* what is typed stands all the same */ }
  };

  street.addEventListener("input", () => {
    clearTimeout(waiting);
    if (filling || complete() || street.value.trim().length < SHORTEST) return;
    waiting = setTimeout(ask, PAUSE_MS);
  });
})();
