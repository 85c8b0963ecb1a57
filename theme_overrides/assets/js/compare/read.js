// Reads a declaration out of its own page, by what the page calls its parts (dl.facts, table.funds,
// table.indicators …). Text is copied, never markup, so nothing of another page can run or be loaded here.
(function () {
  "use strict";

  const textOf = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const all = (root, selector) => Array.from(root.querySelectorAll(selector));

  // An element with texts and elements in it. Elements are cloned: one name stands in several tables.
  function make(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    for (const each of content) {
      if (each) made.appendChild(typeof each === "string" ? document.createTextNode(each) : each.cloneNode(true));
    }
    return made;
  }

  // The text of an element, its parts in another language marked as they were there.
  function copied(from, without) {
    const copy = make("span");
    if (from) pour(from, copy, without || "script");
    const last = copy.lastChild;
    if (last && last.nodeType === Node.TEXT_NODE) last.data = last.data.replace(/\s+$/, ""); // links underline it
    if (from && /^[A-Za-z-]{2,12}$/.test(from.lang)) copy.lang = from.lang;
    return copy;
  }

  function pour(from, into, without) {
    for (const child of Array.from(from.childNodes)) {
      if (child.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(child.data));
      if (child.nodeType !== Node.ELEMENT_NODE || child.matches(`${without}, svg`)) continue;
      if (child.lang) into.appendChild(copied(child, without));
      else pour(child, into, without);
    }
  }

  // What a page says of its declaration; null for a page that is none.
  function declaration(path, address, page) {
    const found = indicators(address, page);
    const heading = page.querySelector("h1");
    if (!found.length || !heading) return null;
    return {
      path,
      address,
      name: copied(heading, "small"),
      filed: copied(heading.querySelector("small")),
      amounts: pairs(page, "dl.figures .wide dt"),
      facts: pairs(page.querySelector("dl.facts") || page, "dt"),
      funds: new Map(all(page, "table.funds").map((table) => [textOf(table.caption), funds(table)])),
      indicators: found,
    };
  }

  // Label → element, of a list of terms.
  function pairs(root, labels) {
    return new Map(all(root, labels).map((label) => {
      const short = label.nextElementSibling.querySelector(".short");
      const value = copied(label.nextElementSibling, ".short");
      return [textOf(label), { value, short: textOf(short) }];
    }));
  }

  // The rows of a fund table by label, the total under "". A source that is part of another stands below it.
  function funds(table) {
    let above = "";
    return new Map(all(table, "tbody tr, tfoot tr").map((row) => {
      const label = textOf(row.cells[0]);
      const deep = row.classList.contains("depth-2");
      if (!deep) above = label;
      const key = row.parentNode.matches("tfoot") ? "" : deep ? `${above}\n${label}` : label;
      return [key, { label: copied(row.cells[0]), deep, amount: textOf(row.cells[1]), share: textOf(row.cells[2]) }];
    }));
  }

  function indicators(address, page) {
    const found = [];
    for (const table of all(page, "table.indicators")) {
      let levels = [];
      for (const row of all(table, "tbody tr[id]")) { // header cells of levels span the rows that follow
        levels = [row.querySelector("th.l1") || levels[0], row.querySelector("th.l2") || levels[1]];
        if (levels[0] && levels[1] && row.querySelector(".name") && row.querySelector("td.value")) {
          found.push(indicator(address, table, levels, row));
        }
      }
    }
    return found;
  }

  function indicator(address, table, levels, row) {
    const part = (selector) => row.querySelector(selector);
    const value = part("td.value");
    const inWords = value.matches(".qualitative, .absent");
    const unit = inWords ? null : part("td.unit");
    return {
      address: `${address}#${encodeURIComponent(row.id)}`,
      goal: table.dataset.goal || "",
      level1: copied(levels[0]),
      level2: copied(levels[1]),
      name: copied(part(".name")),
      filed: copied(part(".filed")),
      key: textOf(part(".filed")) || textOf(part(".name")), // the Chinese name, on English pages too
      kind: ["zero", "qualitative"].find((kind) => value.classList.contains(kind)),
      // What is compared: on English pages the unit as filed, for "day" and "days" are one unit.
      target: inWords ? textOf(part("td.raw")) : `${textOf(part(".symbol"))}${textOf(part(".digits"))}`,
      measureUnit: unit ? unit.dataset.filed || textOf(unit) : null,
      symbol: copied(part(".symbol")),
      digits: copied(part(".digits")),
      unit: copied(textOf(unit) === "—" ? null : unit),
      words: copied(part("td.words"), ".tag"),
      tag: copied(part("td.words .tag")),
      raw: copied(textOf(part("td.raw")) === "—" ? null : part("td.raw")),
    };
  }

  window.comparing = { all, declaration, make, textOf };
})();
