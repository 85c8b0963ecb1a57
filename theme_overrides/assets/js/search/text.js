// How a query is cut: the same way as generator/search.py cuts what is indexed.

const RUN = /[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+(?:\.[0-9]+)?/g;
const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
const OPERATORS = [
  [/>=|=>|≧|⩾|≥/g, "≥"],
  [/<=|=<|≦|⩽|≤/g, "≤"],
];
const OPERATOR_WORDS = { "≥": "ge", "≤": "le", ">": "gt", "<": "lt", "=": "eq" };
const SCALES = { 万: 4, 亿: 8 };

export const hasHan = (text) => HAN.test(text);

// NFKC, lower case, Simplified; numbers without separators and needless decimals, 万 and 亿 as yuan.
export function normal(text, simplified = {}) {
  return Array.from(text.normalize("NFKC").toLowerCase(), (char) => simplified[char] || char)
    .join("")
    .replace(/ü/g, "v") // as pinyin is typed
    .replace(/(\d),(?=\d{3})/g, "$1")
    .replace(/(\d+(?:\.\d+)?)\s*([万亿])元?/g, (_, number, scale) => shift(number, SCALES[scale]))
    .replace(/(\d)(?:\.0+)+(?!\d)/g, "$1");
}

// A decimal text times ten to the power of `places`, exactly.
function shift(number, places) {
  const [whole, decimals = ""] = number.split(".");
  const moved = decimals.padEnd(places, "0");
  const rest = moved.slice(places).replace(/0+$/, "");
  return (whole + moved.slice(0, places)).replace(/^0+(?=\d)/, "") + (rest ? `.${rest}` : "");
}

// The same with targets as they are indexed: `≥ 90%` is one word, `ge90`.
export function withTargets(query, simplified) {
  let text = normal(query, simplified);
  for (const [spelling, operator] of OPERATORS) text = text.replace(spelling, operator);
  return text.replace(/([≥≤<>=])\s*(\d)/g, (_, operator, digit) => ` ${OPERATOR_WORDS[operator]}${digit}`);
}

// The words of a query: {text, han}.
export function words(query, simplified) {
  return (withTargets(query, simplified).match(RUN) || []).map((run) => ({ text: run, han: hasHan(run) }));
}

// Overlapping pairs of characters: 考务工 → 考务 务工. One character has none.
export function pairs(text) {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2));
}
