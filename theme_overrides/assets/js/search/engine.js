// Asks the index: an exact substring search for Chinese, words for everything else, help where nothing is found.
// Knows nothing of the page. Pagefind is asked through its documented JavaScript API.

import { asTarget, normal, pairs, phrase, tokens, withTargets, words } from "./text.js";

const WHOLE = 2 ** 32; // words of an excerpt: no place on a page lies behind it, and none is looked for
const FIRST = 10; // results whose rows are looked at before they are shown
const RANKED = 400; // more hits than this are left in Pagefind's own order
const PARTIAL = 0.8; // of the best overlap: how much of a query a partial match must share
const ROW = { whole: 0.5, partial: 0.3 }; // how much of the query a row must hold to be shown under its result

// Pagefind cuts the query by the page's language, at the moment an instance is made: `und` leaves our pairs alone.
function createInstance(pagefind, language) {
  const root = document.documentElement;
  const lang = root.lang;
  root.lang = language;
  try {
    return pagefind.createInstance({ excerptLength: WHOLE });
  } finally {
    root.lang = lang;
  }
}

// A JSON file, loaded when it is first asked for.
function once(url) {
  let loaded;
  return () => (loaded ||= fetch(url).then((response) => response.json()));
}

export function engine(base) {
  const bundles = {};

  function bundle(lang) {
    bundles[lang] ||= import(`${base}pagefind-${lang}/pagefind.js`).then((pagefind) =>
      Object.assign(createInstance(pagefind, lang === "zh" ? "und" : "en"), {
        byAmount: once(`${base}pagefind-${lang}/amounts.json`),
      }),
    );
    return bundles[lang];
  }

  const vocabulary = once(`${base}pagefind-zh/vocabulary.json`);
  const latin = once(`${base}pagefind-zh/latin.json`);

  // Whether Chinese texts may hold all of these: numbers, and what begins as a Latin word of theirs does.
  async function inChinese(asked) {
    const known = await latin();
    const begun = asked.filter(isName).map((word) => stem(word.text).match(/^\d*[a-z]+/)[0]);
    return begun.every((letters) => known.some((each) => each.startsWith(letters)));
  }

  // {results, partial, suggestions}: results in order, each to be opened with `open`.
  async function search(query, options = {}) {
    let asked = words(query);
    const chinese = asked.some((word) => word.han) || !asked.some(isName);
    let index = await bundle(chinese ? "zh" : "en");
    let usable = asked.filter(long);
    const found = { asked, results: [], total: 0, partial: false, tooShort: !usable.length, suggestions: [] };
    if (!usable.length) return found;
    let hits = await matches(index, usable, options);
    if (!hits.length && !chinese && (await inChinese(usable))) {
      index = await bundle("zh");
      hits = await matches(index, usable, options);
    }
    if (hits.length) return { ...found, total: hits.length, results: hits };
    const { simplified, ...known } = await vocabulary(); // only now: most queries never need it
    asked = words(query, simplified);
    usable = asked.filter(long);
    found.asked = asked;
    if (normal(query, simplified) !== normal(query)) hits = await matches(index, usable, options);
    for (const meant of hits.length ? [] : [withZero(usable), words(asTarget(query), simplified).filter(long)]) {
      if (hits.length || same(meant, usable)) continue;
      hits = await matches(index, meant, options);
      found.partial = hits.length > 0;
      if (hits.length) found.asked = meant;
    }
    if (!hits.length && chinese) {
      hits = await partialMatches(index, usable, options);
      found.partial = hits.length > 0;
    }
    if (!hits.length || (found.partial && found.asked === asked)) {
      const { suggestions } = await import("./suggest.js");
      found.suggestions = suggestions(usable, known, query, !hits.length);
    }
    found.total = hits.length;
    found.results = hits;
    return found;
  }

  // One result with what it shows: {path, title, about, amount, year, kind, rows}.
  async function open(hit, { asked, partial }) {
    const data = await hit.data();
    const { rows, ...head } = data.shown;
    const path = data.raw_url || data.url;
    const around = `${head.title.zh} ${head.title.en || ""} ${head.about.zh} ${head.about.en || ""}`;
    const others = asked.filter((word) => likeness(around, [word]) < 1); // 信息化 故障: the title has the first
    const sought = others.length ? others : asked;
    const scored = rows
      .map((row) => ({ ...row, score: likeness(`${row.zh} ${row.en || ""} ${row.value}`, sought) }))
      .filter((row) => row.score > (partial ? ROW.partial : ROW.whole))
      .sort((one, other) => other.score - one.score);
    const titled = likeness(`${head.title.zh} ${head.title.en || ""}`, asked);
    const best = Math.max(titled, scored.length ? scored[0].score : 0);
    return { ...head, path: path.replace(/^\/|(index\.html|\/)$/g, ""), rows: scored, titled, best };
  }

  // The first results opened, the one with the best single row first.
  async function openFirst(found, from = 0) {
    const opened = await Promise.all(found.results.slice(from, from + FIRST).map((hit) => open(hit, found)));
    return found.sorted ? opened : opened.sort((one, other) => other.best - one.best);
  }

  async function filters(lang) {
    return (await bundle(lang)).filters();
  }

  return { search, openFirst, filters, vocabulary };
}

// Whether a word has letters of its own: `ge90` is a target, not a name.
const isName = (word) => /[a-z]/.test(word.text) && !/^(ge|gt|le|lt|eq)\d/.test(word.text);

const same = (one, other) => one.map((word) => word.text).join(" ") === other.map((word) => word.text).join(" ");

// A Chinese word needs two characters.
const long = (word) => !word.han || word.text.length > 1;

// 零差错 is how people say what the forms declare as 差错率 =0: the word and a target of zero.
function withZero(asked) {
  const zero = /^零(?=..)/;
  if (!asked.some((word) => zero.test(word.text))) return asked;
  const bare = asked.map((word) => ({ ...word, text: word.text.replace(zero, "") }));
  return [...bare, { text: "eq0", han: false, weight: 0.5 }]; // the word matters most: 零投诉 is about complaints
}

// Results that hold every word, sorted if wanted. Those that lack what is sorted by come last. What is sorted by does
// not stand in the metadata, as Pagefind would have it: every reader downloads them.
async function matches(index, asked, options) {
  const { sort, ...others } = options;
  const all = await unsorted(index, asked, others);
  if (!sort || !all.length) return all;
  if (sort.amount) return largestFirst(all, await index.byAmount());
  const first = await newestFirst(index, asked, others);
  const dated = new Set(first.map((hit) => hit.id));
  return [...first, ...all.filter((hit) => !dated.has(hit.id))];
}

// `ids` are all that have an amount, the smallest first.
function largestFirst(hits, ids) {
  const ranks = new Map(ids.map((id, rank) => [id, rank]));
  const rank = (hit) => ranks.get(hit.id) ?? -1;
  return [...hits].sort((one, other) => rank(other) - rank(one));
}

// Years come from the filter, which is loaded when it is asked for.
async function newestFirst(index, asked, { filters = {} }) {
  const years = filters.year?.any ?? Object.keys((await index.filters()).year ?? {});
  const sorted = [];
  for (const year of [...years].sort().reverse()) {
    sorted.push(...(await unsorted(index, asked, { filters: { ...filters, year } })));
  }
  return sorted;
}

async function unsorted(index, asked, options) {
  const sets = [];
  for (const word of asked) sets.push(await holding(index, word, options));
  const [first, ...others] = sets;
  const ids = others.map((set) => new Set(set.map((hit) => hit.id)));
  const hits = first.filter((hit) => ids.every((held) => held.has(hit.id)));
  return hits.length > RANKED ? hits : ranked(index, hits, asked, options);
}

// Results that hold one word. Quoted search is exact: Pagefind neither shortens nor drops a quoted word.
async function holding(index, word, options) {
  const { results } = await index.search(`"${word.han ? phrase(word.text) : word.text}"`, options);
  if (results.length || word.han) return results;
  if (word.near) return (await index.search(`"${word.near}"`, options)).results;
  for (const start of new Set([word.text, stem(word.text)])) {
    const begun = (await index.search(start, options)).results; // words that begin so: 7767 for 77677700
    const looks = begun.slice(0, FIRST).map(async (hit) => begins((await hit.data()).content, start));
    if ((await Promise.all(looks)).every(Boolean)) return begun;
  }
  return [];
}

// Enough of an English word to know its relatives and its misspelt ends by; a number is itself alone.
const stem = (word) => (/^\d/.test(word) ? word : word.slice(0, Math.max(4, word.length - 3)));

// Pagefind shortens what it is asked for until a word begins with it, and then finds all that do. If it had to, some
// of the first results hold no word that begins as asked: then none of them counts.
function begins(content, start) {
  return new RegExp(`(^|[^a-z0-9])${start.replace(/[.]/g, "\\.")}`).test(content.toLowerCase());
}

// In the order of BM25 over the same tokens.
async function ranked(index, hits, asked, options) {
  if (hits.length < 2) return hits;
  const tokens = asked.flatMap((word) => (word.han ? pairs(word.text) : [word.text])).join(" ");
  const order = new Map((await index.search(tokens, options)).results.map((hit) => [hit.id, hit.score]));
  return [...hits].sort((one, other) => (order.get(other.id) || 0) - (order.get(one.id) || 0));
}

// Where nothing holds the whole query: what shares most of its pairs, rare pairs counting for more.
async function partialMatches(index, asked, options) {
  const shares = new Map();
  for (const word of asked) {
    for (const token of word.han ? pairs(word.text) : [word.text]) {
      const { results } = await index.search(`"${token}"`, options);
      for (const hit of results) {
        const entry = shares.get(hit.id) || { hit, weight: 0 };
        entry.weight += 1 / Math.log2(1 + results.length + 1);
        shares.set(hit.id, entry);
      }
    }
  }
  const listed = [...shares.values()].sort((one, other) => other.weight - one.weight);
  return listed.filter((entry) => entry.weight >= PARTIAL * listed[0].weight).map((entry) => entry.hit);
}

// How much of the query a text holds: 1 for all of it. Numbers count as a whole: 7 is not in 708.
export function likeness(text, asked) {
  const plain = withTargets(text);
  const runs = tokens(text).flatMap((run) => (isName({ text: run }) ? [run] : [run, run.replace(/^[a-z]+/, "")]));
  let held = 0;
  let whole = 0;
  for (const word of asked) {
    const weight = word.weight || word.text.length;
    whole += weight;
    if (word.han) held += weight * (plain.includes(word.text) ? 1 : 0.9 * shareOf(pairs(word.text), plain));
    else if (runs.includes(word.text)) held += weight;
    else held += weight * Math.max(0, ...runs.map((run) => begun(run, word.text)));
  }
  return whole ? held / whole : 0;
}

const shareOf = (parts, plain) => parts.filter((part) => plain.includes(part)).length / (parts.length || 1);

// How much a run is worth that begins like the word: complaints for complaint nearly all, 77677700 for 7767 half.
function begun(run, word) {
  if (/^\d/.test(word)) return run.startsWith(word) ? 0.5 : 0;
  if (!isName({ text: word })) return 0;
  return run.startsWith(word) || (run.length > 3 && word.startsWith(run)) ? 0.9 : 0;
}
