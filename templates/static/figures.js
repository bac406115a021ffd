// Derived figures follow what is typed: the sums of the equipment, and how they differ from the
// powers of step 3. Without this file they are those of the last save.
(() => {
  "use strict";
  const form = document.getElementById("etape");
  if (!form) return;
  const read = (text) => {
    const bare = (text || "").replace(/\s/g, "").replace(",", ".");
    return /^\d+(\.\d+)?$/.test(bare) ? Number(bare) : null;
  };
  const show = (number) => String(Math.round(number * 1000) / 1000).replace(".", ",");
  const fill = (words, typed, computed) => words.replace("{typed}", show(typed)).replace("{computed}", show(computed));

  const total = (rows, power) => {
    let sum = 0;
    let whole = false;
    for (const count of form.querySelectorAll(`[name^="${rows}-"][name$="-count"]`)) {
      const place = count.name.slice(0, -"count".length);
      const cells = [...form.querySelectorAll(`[name^="${place}"]`)];
      if (!cells.some((cell) => cell.value.trim())) continue;
      const [number, each] = [read(count.value), read(form.elements[place + power]?.value)];
      if (number === null || each === null) return null;
      sum += number * each;
      whole = true;
    }
    return whole ? sum : null;
  };

  const line = (after, id, words) => {
    let told = document.getElementById(id);
    if (!told && words) {
      told = document.createElement("p");
      told.id = id;
      told.className = "caution";
      told.setAttribute("role", "status");
      after.after(told);
    }
    if (told) {
      told.hidden = !words;
      if (told.textContent !== words) told.textContent = words;
    }
  };

  const compare = (event) => {
    const outputs = [...document.querySelectorAll("output[data-figure]")];
    if (form.querySelector('[name^="panels-"]')) {
      const panels = total("panels", "unit_power_w");
      const inverters = total("inverters", "unit_power_kva");
      const peak = panels === null ? null : panels / 1000;
      const both = peak === null || inverters === null ? null : Math.min(peak, inverters);
      for (const one of outputs) {
        const computed = one.dataset.figure === "peak" ? peak : both;
        const words = computed === null ? "–" : show(computed) + " " + one.dataset.unit;
        if (one.textContent !== words) one.textContent = words;
        const typed = read((one.dataset.typed || "").replace(".", ","));
        const differs = typed !== null && computed !== null && Math.abs(typed - computed) > Number(one.dataset.slack) + 1e-9;
        line(one, "figure-" + one.dataset.figure, differs ? fill(one.dataset.differs, typed, computed) : "");
      }
    }
    for (const one of form.querySelectorAll("[data-computed], [data-most]")) {
      const typed = read(one.value);
      const bound = Number(one.dataset.computed || one.dataset.most);
      const slack = Number(one.dataset.slack || 0) + 1e-9;
      const wrong = typed !== null && (one.dataset.most ? typed > bound : Math.abs(typed - bound) > slack);
      // What the server said of an older value gives way to what is typed; an error stays.
      const older = document.getElementById(one.id + "-caution");
      if (older && event && event.target === one) older.hidden = true;
      if (document.getElementById(one.id + "-error") || (older && !older.hidden)) continue;
      line(one.closest(".with-unit") || one, one.id + "-live", wrong ? fill(one.dataset.differs, typed, bound) : "");
    }
  };
  form.addEventListener("input", compare);
  compare();
})();
