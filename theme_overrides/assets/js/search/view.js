// A search field with its results: used by the dialog and by the search page alike. Text only, no markup, is ever
// made from what the index says.

import { normal, pairs } from "./text.js";

const PAUSE = 200; // ms after the last key before the index is asked

// `root` holds the elements marked data-search-…; `site` is what the page says about itself (see search.html).
export function mount(root, engine, site) {
  const part = (name) => root.querySelector(`[data-search-${name}]`);
  const [input, list, status, facets, sort] = ["input", "results", "status", "filters", "sort"].map(part);
  const say = (key, values = {}) =>
    (site.words[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  let composing = false;
  let timer = 0;
  let asked = 0; // the newest question: answers to older ones are dropped

  function chosen() {
    const filters = {};
    for (const box of facets.querySelectorAll("input:checked")) (filters[box.name] ||= []).push(box.value);
    const any = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
    const order = sort.value ? { [sort.value]: "desc" } : undefined;
    return { ...(Object.keys(any).length && { filters: any }), ...(order && { sort: order }) };
  }

  async function ask(query = input.value) {
    const mine = (asked += 1);
    list.replaceChildren();
    if (!query.trim()) return state("idle", "");
    state("searching", say("searching"));
    try {
      const options = chosen();
      const found = await engine.search(query, options);
      found.sorted = Boolean(options.sort);
      const opened = await engine.openFirst(found);
      if (mine === asked) show(found, opened, query);
    } catch (error) {
      if (mine === asked) state("done", say("failed"));
      throw error;
    }
  }

  function state(name, text) {
    root.dataset.searchState = name;
    status.textContent = text;
    root.dispatchEvent(new CustomEvent("search-state", { bubbles: true, detail: name }));
  }

  function show(found, opened, query) {
    list.replaceChildren(...opened.map((result) => item(result, found.asked)));
    if (found.results.length > opened.length) list.append(more(found, opened.length));
    const held = found.partial ? "partial" : found.total ? "found" : "none";
    const narrowed = held === "none" && facets.querySelector("input:checked") ? "none_filtered" : held;
    const key = found.tooShort ? "short" : found.total === 1 ? `${held}_one` : narrowed;
    state("done", say(key, { count: found.total, query: query.trim() }));
    if (!found.suggestions.length && (found.total || found.tooShort)) return;
    list.prepend(...[help(found)].filter(Boolean));
  }

  function item(result, words) {
    const entry = element("li", "result");
    const link = anchor(result.path, "", result.rows.length && result.titled < 1 ? result.rows[0].id : "");
    mark(link, named(result.title), words);
    entry.append(link, facts(result));
    const rows = element("ul", "rows");
    for (const row of result.rows.slice(0, 5)) {
      const place = element("li");
      const to = anchor(result.path, "", row.id);
      mark(to, named(row), words);
      place.append(to);
      if (row.value) place.append(" ", chinese(element("span", "raw", row.value)));
      rows.append(place);
    }
    if (rows.children.length) entry.append(rows);
    return entry;
  }

  // The name in the page's language: {text, lang}, lang only where it is another one.
  function named(text) {
    return site.language === "en" && text.en ? { text: text.en } : { text: text.zh, lang: "zh-CN" };
  }

  function facts(result) {
    const amount = result.amount && say("amount", { amount: thousands(result.amount) });
    const about = element("p", "about");
    const { text, lang } = named(result.about);
    if (text) about.append(Object.assign(element("span", "", text), lang ? { lang } : {}));
    const others = [result.year, amount].filter(Boolean).join(" · ");
    about.append(text && others ? ` · ${others}` : others);
    return about;
  }

  function more(found, shown) {
    const entry = element("li", "more");
    const button = element("button", "", say("more"));
    button.type = "button";
    button.addEventListener("click", async () => {
      const next = await engine.openFirst(found, shown);
      const items = next.map((result) => item(result, found.asked));
      entry.replaceWith(...items, ...(shown + next.length < found.total ? [more(found, shown + next.length)] : []));
      items[0]?.querySelector("a").focus();
    });
    entry.append(button);
    return entry;
  }

  function help(found) {
    const entry = element("li", "help");
    if (found.suggestions.length) {
      entry.append(`${say("meant")} `);
      for (const text of found.suggestions) {
        const link = chinese(element("a", "", text));
        link.href = `${site.base}${site.searchPage}?q=${encodeURIComponent(text)}`;
        link.addEventListener("click", (event) => {
          event.preventDefault();
          input.value = text;
          ask();
        });
        entry.append(link, " ");
      }
    }
    if (!found.total) {
      const all = element("a", "", say("all"));
      all.href = site.base + site.indicatorsPage;
      entry.append(all);
    }
    return entry.childNodes.length ? entry : null;
  }

  function anchor(path, text, id) {
    const link = element("a", "", text);
    const folder = site.prefix + path;
    link.href = site.base + (site.directories ? `${folder}/` : `${folder}.html`) + (id ? `#${id}` : "");
    return link;
  }

  input.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("input", later);
  facets.addEventListener("change", () => ask());
  sort.addEventListener("change", () => ask());
  facets.addEventListener("toggle", () => facets.open && fill());
  root.addEventListener("keydown", arrows);

  // Half-typed text of an input method is never searched.
  function later(event) {
    clearTimeout(timer);
    if (composing || (event && event.isComposing)) return; // composing since before this module was there, perhaps
    timer = setTimeout(ask, PAUSE);
  }

  function arrows(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || event.target.closest("select, input[type=checkbox]")) return;
    const stops = [input, ...list.querySelectorAll("a, button")];
    const next = stops.indexOf(document.activeElement) + step;
    if (next < 0 || next >= stops.length) return;
    event.preventDefault();
    stops[next].focus();
  }

  let filled = false;
  async function fill() {
    if (filled) return;
    filled = true;
    const known = await engine.filters("zh");
    for (const { name, label: title, values } of site.facets) {
      const group = element("fieldset");
      group.append(element("legend", "", title));
      for (const value of Object.keys(known[name] || {}).sort()) {
        const label = element("label");
        const box = Object.assign(element("input"), { type: "checkbox", name, value });
        const shown = values[value] || value;
        label.append(box, ` ${shown}`);
        if (/[㐀-鿿]/.test(shown)) chinese(label);
        group.append(label);
      }
      facets.append(group);
    }
  }

  return { ask, later, input };
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function chinese(made) {
  made.lang = "zh-CN";
  return made;
}

const thousands = (amount) => amount.replace(/\B(?=(\d{3})+(?!\d))/g, (comma, _, at) => (at > amount.indexOf(".") ? "" : ","));

// The text with the words of the query marked, longest first; where none is whole, its pairs.
function mark(into, { text, lang }, words) {
  if (lang) into.lang = lang;
  const plain = normal(text);
  const on = new Array(text.length).fill(false);
  if (plain.length === text.length) {
    for (const word of words) {
      const whole = plain.includes(word.text) || !word.han;
      for (const piece of whole ? [word.text] : pairs(word.text)) {
        for (let at = plain.indexOf(piece); at >= 0; at = plain.indexOf(piece, at + 1)) {
          on.fill(true, at, at + piece.length);
        }
      }
    }
  }
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (end < text.length && on[end] === on[start]) end += 1;
    const piece = text.slice(start, end);
    into.append(on[start] ? element("mark", "", piece) : piece);
    start = end;
  }
}
