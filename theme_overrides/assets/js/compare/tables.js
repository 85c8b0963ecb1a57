// Declarations as tables, a column for each: facts, funding, the indicators they share by name, and the others.
// On phones a column becomes a line with the name of its declaration before it (site.css), so each cell holds it.
(function () {
  "use strict";

  const { make, textOf } = window.comparing;

  const filled = (element) => textOf(element) && element;
  const flat = (lists) => [].concat(...lists);

  // The items of all lists in one order: each new one stands after what it follows in its own list.
  function merged(lists) {
    const order = [];
    for (const list of lists) {
      let after = 0;
      for (const item of list) {
        const at = order.indexOf(item);
        if (at < 0) order.splice(after, 0, item);
        after = at < 0 ? after + 1 : at + 1;
      }
    }
    return order;
  }

  function link(address, ...content) {
    const made = make("a", "", ...content);
    made.href = address;
    return made;
  }

  function heading(scope, className, ...content) {
    const made = make("th", className, ...content);
    made.scope = scope;
    return made;
  }

  // `words` are the words of the page; `say` fills their blanks; `without` gives the address without a declaration.
  window.comparing.tables = function (declared, { words, say, without }) {
    const goals = new Set(flat(declared.map((each) => each.indicators.map((one) => one.goal)))).size;
    const yearOf = (each) => each.path.slice(0, 4);
    const years = new Set(declared.map(yearOf)).size; // with several, a project may stand beside itself

    function table(kind, title, corner, rows, removable) {
      const heads = declared.map((each) => {
        const remove = link(without(each), words.remove, make("span", "unseen", " ", each.name));
        remove.className = "remove";
        return heading(
          "col", "", link(each.address, each.name), " ", make("span", "year", yearOf(each)),
          filled(each.filed) && make("small", "", each.filed), removable && remove
        );
      });
      const head = make("thead", removable && "removable", make("tr", "", heading("col", "", corner), ...heads));
      return make("table", `compared ${kind}`, make("caption", "", title), head, make("tbody", "", ...rows));
    }

    // `cells`: what stands in each column; nothing where a declaration has nothing to say, which is said.
    function row(label, cells, nothing, className) {
      const columns = cells.map((content, at) => make(
        "td", content ? "" : "empty",
        make("span", "whose", declared[at].name, years > 1 && ` ${yearOf(declared[at])}`),
        make("div", content ? "" : "nothing", ...(content || [nothing]))
      ));
      return make("tr", className, heading("row", "", ...label), ...columns);
    }

    function facts() {
      const rows = [];
      const add = (labels, cellOf) => labels.forEach((label) => {
        const cells = declared.map((each) => cellOf(each, label));
        const texts = new Set(cells.map((cell) => cell && textOf(make("p", "", ...cell))));
        rows.push(row([label], cells, words.not_given, texts.size > 1 ? "" : "alike"));
      });
      const labelled = (name) => add(merged(declared.map((each) => Array.from(each[name].keys()))), (each, label) => {
        const { value, short } = each[name].get(label) || {};
        return value && [value, short && make("span", "short", short)];
      });
      labelled("amounts");
      add([words.count, words.zero, words.in_words], (each, label) => {
        const kind = { [words.zero]: "zero", [words.in_words]: "qualitative" }[label];
        return [String(each.indicators.filter((one) => !kind || one.kind === kind).length)];
      });
      labelled("facts");
      return [table("facts", words.facts, words.item, rows, true)];
    }

    function funding() {
      return merged(declared.map((each) => Array.from(each.funds.keys()))).map((caption) => {
        const columns = declared.map((each) => each.funds.get(caption) || new Map());
        const keys = merged(columns.map((column) => Array.from(column.keys())));
        const rows = keys.map((key) => {
          const { label, deep } = columns.find((column) => column.has(key)).get(key);
          const cells = columns.map((column) => {
            const part = column.get(key);
            return part && [make("span", "amount", say("yuan", part)), make("span", "percent", part.share)];
          });
          return row([label], cells, words.not_given, key ? deep && "part" : "total");
        });
        return table("money", caption, words.source, rows);
      });
    }

    function title(one, name) {
      return [
        name || make("span", "name", one.name), filled(one.filed) && make("small", "", one.filed),
        goals > 1 && make("small", "", one.goal),
      ];
    }

    function value(one) {
      return make(
        "span", "value", filled(one.symbol) && make("span", "symbol", one.symbol, " "), one.digits,
        filled(one.unit) && make("span", "unit", " ", one.unit)
      );
    }

    function meaning(one, published) {
      const raw = published && filled(one.raw);
      return make(
        "span", "meaning", one.words, " ", filled(one.tag) && make("span", "tag", one.tag), " ",
        raw && make("span", "published", words.raw, " ", link(one.address, raw))
      );
    }

    // In what the same promise differs. Where one is in words there is no unit to compare.
    function verdict(entries) {
      const targets = new Set(entries.map((one) => one.target));
      const units = new Set(entries.map((one) => one.measureUnit).filter((unit) => unit !== null));
      if (targets.size > 1) return units.size > 1 ? "both" : "target";
      return units.size > 1 ? "unit" : "same";
    }

    const keyOf = (one) => `${one.goal}\n${one.key}`;
    const having = (each, key) => each.indicators.filter((one) => keyOf(one) === key);
    const shared = merged(declared.map((each) => each.indicators.map(keyOf)))
      .filter((key) => declared.filter((each) => having(each, key).length).length > 1);

    function inCommon() {
      if (!shared.length) return [make("p", "", words.no_shared)];
      const groups = shared.map((key) => {
        const columns = declared.map((each) => having(each, key));
        const said = verdict(flat(columns));
        const label = [...title(flat(columns)[0]), make("span", `tag ${said}`, words[said])];
        const cells = columns.map((found) => found.length && flat(found.map((one) => [value(one), meaning(one, true)])));
        return { same: said === "same", row: row(label, cells, words.without, said) };
      });
      const differing = groups.filter((group) => !group.same);
      const rows = differing.concat(groups.filter((group) => group.same)).map((group) => group.row);
      return [
        make("p", "", say("tally", { count: groups.length, differing: differing.length })),
        table("common", words.shared, words.indicator, rows),
      ];
    }

    function others() {
      const alone = declared.map((each) => each.indicators.filter((one) => !shared.includes(keyOf(one))));
      const labels = (lists, level) => merged(lists.map((list) => list.map((one) => textOf(one[level]))));
      const rows = flat(labels(alone, "level1").map((level1) => {
        const within = alone.map((list) => list.filter((one) => textOf(one.level1) === level1));
        const head = heading("rowgroup", "level", flat(within)[0].level1);
        head.colSpan = declared.length + 1;
        return [make("tr", "group", head)].concat(labels(within, "level2").map((level2) => {
          const columns = within.map((list) => list.filter((one) => textOf(one.level2) === level2));
          const cells = columns.map((found) => found.length && [make("ul", "", ...found.map((one) => (
            make("li", "", ...title(one, link(one.address, one.name)), meaning(one), " ", value(one))
          )))]);
          return row([flat(columns)[0].level2], cells, "—");
        }));
      }));
      return rows.length ? [table("others", words.rest, words.level, rows)] : [];
    }

    return [[words.facts, facts()], [words.funding, funding()], [words.shared, inCommon()], [words.rest, others()]]
      .filter(([, content]) => content.length)
      .map(([name, content]) => make("section", "", make("h2", "", name), ...content));
  };
})();
