// Makers and models of the catalogue, proposed while they are typed. Without this file a button of
// each row proposes them, and anything may be typed in any case.
(() => {
  "use strict";
  const PAUSE_MS = 250;
  const GROUPS = { panels: "unit_power_w", inverters: "unit_power_kva" };

  const listBeside = (input) => {
    const list = document.createElement("datalist");
    list.id = "list-" + input.name;
    input.after(list);
    input.setAttribute("list", list.id);
    return list;
  };

  const fill = (list, options) => list.replaceChildren(...options.map(([value, label]) => {
    const option = document.createElement("option");
    option.value = value;
    if (label) option.label = label;
    return option;
  }));

  const put = (input, text) => {
    if (!text || input.value === text) return;
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const watch = (rows, brand, model, power) => {
    const brands = listBeside(brand), models = listBeside(model), known = new Map();
    let asked = 0, waiting = 0, filled = "";

    const ask = async () => {
      const turn = (asked += 1);
      const query = new URLSearchParams({ rows, brand: brand.value, model: model.value });
      try {
        const answer = await fetch("/materiel?" + query, { credentials: "same-origin" });
        if (!answer.ok || turn !== asked) return;
        const told = await answer.json();
        known.clear();
        for (const one of told.models) known.set(one.fields.model, one.fields);
        fill(brands, told.makers.map((maker) => [maker, ""]));
        fill(models, told.models.map((one) => [one.fields.model, one.fields.brand + ", " + one.about]));
      } catch { /* what is typed stands all the same */ }
    };

    // A power that somebody typed stays: the page compares it with the catalogue when it is saved.
    const complete = () => {
      const chosen = known.get(model.value);
      if (!chosen) return;
      put(brand, chosen.brand);
      if (power && (!power.value.trim() || power.value === filled)) {
        filled = chosen[GROUPS[rows]];
        put(power, filled);
      }
    };

    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE_MS);
    };
    for (const input of [brand, model]) {
      input.addEventListener("focus", () => { if (!known.size) soon(); });
      input.addEventListener("input", soon);
    }
    // Only a model completes its row: a brand that is typed beside a known model stays as typed.
    model.addEventListener("input", complete);
  };

  for (const [rows, column] of Object.entries(GROUPS)) {
    for (const model of document.querySelectorAll(`input[name^="${rows}-"][name$="-model"]`)) {
      const beside = (name) => document.getElementById("field-" + model.name.replace(/model$/, name));
      const brand = beside("brand");
      if (brand) watch(rows, brand, model, beside(column));
    }
  }
})();
