// Eleventy's build of the benchmark: pages from data by Nunjucks templates, or our own Markdown in the same frame.
import { readFileSync } from "node:fs";
import yaml from "js-yaml";

const read = (name) => JSON.parse(readFileSync(new URL(`./_data/${name}.json`, import.meta.url), "utf8"));

export default function (config) {
  const words = read("words");
  const terms = read("terms");
  config.addGlobalData("layout", "frame.njk");
  config.addDataExtension("yaml", (text) => yaml.load(text));
  config.setNunjucksEnvironmentOptions({ trimBlocks: true, lstripBlocks: true });

  const number = (text) => Number(String(text).replaceAll(",", ""));
  const formats = new Map();
  const format = (value, places) => {
    if (!formats.has(places)) {
      formats.set(places, new Intl.NumberFormat("en", { minimumFractionDigits: places, maximumFractionDigits: places }));
    }
    return formats.get(places).format(value);
  };
  const larger = { zh: { middle: [1e4, 2], large: [1e8, 4] }, en: { middle: [1e3, 2], large: [1e6, 4] } };
  const grouped = (items, key) => {
    const found = new Map();
    for (const item of items) found.set(item[key], [...(found.get(item[key]) ?? []), item]);
    return [...found];
  };

  const helpers = {
    words,
    terms,
    number,
    fill: (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]),
    text: (value, lang) => value[lang] || value.zh,
    at: (lang, path) => (lang === "en" ? "/en/" : "/") + (path ? `${path}/` : ""),
    yuan: (value) => format(number(value), 2),
    plain: (value) => number(value).toFixed(2),
    converted: (value, lang, unit) => {
      const [power, places] = larger[lang][unit];
      const shown = format(number(value) / power, places);
      return number(value) ? words[lang]["controls.about"].replace("{amount}", shown) : shown;
    },
    short: (value, lang) => {
      const power = lang === "zh" ? 1e4 : 1e6;
      if (number(value) < power) return "";
      const shown = (number(value) / power).toLocaleString("en", { maximumFractionDigits: 8 });
      return words[lang]["money.large"].replace("{amount}", shown);
    },
    share: (part, whole) => (number(whole) ? ((number(part) / number(whole)) * 100).toFixed(2) : "0.00"),
    parts: ["fiscal_appropriation", "carried_over", "other"],
    // The tree of an indicator table: level 1, level 2, rows.
    groups: (indicators) =>
      grouped(indicators, "level_1").map(([label, rows]) => ({ label, count: rows.length, groups: grouped(rows, "level_2") })),
    said: (target, lang, number, unit) => {
      const percent = target.unit.includes("%");
      const operator = target.operator ? words[lang][`operator.${target.operator}.${percent ? "percent" : "count"}`] : "";
      return `${operator} ${number}${!percent && unit ? " " : ""}${unit}`.trim();
    },
    other: { zh: "en", en: "zh" },
    code: { zh: "zh-CN", en: "en" },
    bare: (url) => url.replace(/^\/en\//, "/"),
    orders: ["name-asc", "name-desc", "amount-desc", "amount-asc", "share-desc", "share-asc", "count-desc", "count-asc"],
  };
  for (const [name, value] of Object.entries(helpers)) config.addNunjucksGlobal(name, value);

  return {
    dir: { input: "pages", includes: "../_includes", data: "../_data", output: "site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
