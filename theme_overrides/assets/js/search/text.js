// How a query is cut: the same way as generator/search.py cuts what is indexed.

const RUN = /[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+(?:\.[0-9]+)?/g;
const SPACED = /(?:^|\s)[\u3400-\u9fff](?:\s+[\u3400-\u9fff])+(?!\S)/g;
const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
const OPERATORS = [
  [/>=|=>|≧|⩾|≥/g, "≥"],
  [/<=|=<|≦|⩽|≤/g, "≤"],
];
const OPERATOR_WORDS = { "≥": "ge", "≤": "le", ">": "gt", "<": "lt", "=": "eq" };
const SCALES = { 万: 4, 亿: 8 };
const LARGE = /(\d+(?:\.\d+)?)\s*([万亿])元?/g;
const SAID = [
  [/(?:大于或?等于|不低于|不少于|不小于|至少)\s*(?=\d)/g, "≥"],
  [/(?:小于或?等于|不超过|不高于|不多于|不大于|至多|最多)\s*(?=\d)/g, "≤"],
  [/等于\s*(?=\d)/g, "="],
];
const SAID_AFTER = /(\d+(?:\.\d+)?)([^\s\d]{0,3}?)及?以([上下])/g;

export const hasHan = (text) => HAN.test(text);

// NFKC, lower case, Simplified; numbers without separators and needless decimals, 万 and 亿 as yuan.
export function normal(text, simplified = {}) {
  return Array.from(text.normalize("NFKC").toLowerCase(), (char) => simplified[char] || char)
    .join("")
    .replace(/ü/g, "v") // as pinyin is typed
    .replace(/(\d),(?=\d{3})/g, "$1")
    .replace(LARGE, (_, number, scale) => shift(number, SCALES[scale]))
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
  for (const [spelling, operator] of [...SAID, ...OPERATORS]) text = text.replace(spelling, operator);
  return text.replace(/([≥≤<>=])\s*(\d)/g, (_, operator, digit) => ` ${OPERATOR_WORDS[operator]}${digit}`);
}

// The words of a query: {text, han}; `near` where an amount was typed in 万 or 亿, which is often rounded. Single
// characters with blanks between them (考 场 数) are one word.
export function words(query, simplified) {
  const plain = query.normalize("NFKC").replace(/(\d),(?=\d{3})/g, "$1");
  const rounded = new Set(Array.from(plain.matchAll(LARGE), ([, number, scale]) => shift(number, SCALES[scale])));
  const whole = withTargets(query, simplified).replace(SPACED, (all) => ` ${all.replace(/\s/g, "")}`);
  return (whole.match(RUN) || []).map((text) =>
    rounded.has(text) ? { text, han: false, near: `n${text}` } : { text, han: hasHan(text) },
  );
}

// `90%以上` as the target that it means, ≥90%; the same query where it means none.
export function asTarget(query) {
  return query
    .normalize("NFKC")
    .replace(SAID_AFTER, (_, number, unit, side) => `${side === "上" ? "≥" : "≤"}${number}${unit}`);
}

// What pinyin is typed in: letters alone, without tones, blanks and accents.
export function letters(query) {
  const plain = query.normalize("NFD").toLowerCase().replace(/u\u0308/g, "v");
  return plain.replace(/[\u0300-\u036f\s'’-]/g, "");
}

// The runs of letters and digits in a text, as they are indexed.
export const tokens = (text) => withTargets(text).match(RUN) || [];

// What is asked for to find exactly this text: a pair, or overlapping threes, 考务工作 → 考_务工 务_工作.
export function phrase(text) {
  return text.length < 3 ? text : pairs(text.slice(0, -1)).map((pair, at) => `${pair[0]}_${pair[1]}${text[at + 2]}`).join(" ");
}

// Overlapping pairs of characters: 考务工 → 考务 务工. One character has none.
export function pairs(text) {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2));
}
