// What readers do with tables: filter and sort their rows. Without it the tables are complete and the controls stay
// hidden. Syntax that old phones know; it runs from a folder too. No amount is ever a float.
(function () {
  "use strict";
  if (window.renewTables) return window.renewTables(); // the theme's instant navigation runs scripts again

  var PAUSE = 120; // ms after the last key before the rows change
  var ZEROS = "0000000000000000000000000000000000000000";
  var POWERS = { 百: 2, 千: 3, 万: 4, 亿: 8, k: 3, thousand: 3, m: 6, million: 6, bn: 9, billion: 9 };
  var AMOUNT = /^[¥￥]?(\d{0,20}(?:\.\d{1,10})?)(百万|千万|万亿|[百千万亿]|k|thousand|m|million|bn|billion)?(?:元|yuan)?$/;
  var cards = window.matchMedia("(max-width: 47.99em)"); // phones, as in site.css: the heads of columns are not seen
  var collator = new Intl.Collator(document.documentElement.lang);
  var filters;

  function list(items) {
    return Array.prototype.slice.call(items);
  }

  function all(selector, within) {
    return list((within || document).querySelectorAll(selector));
  }

  // Text as it is compared: `>= 1,550 人次` and `≥1550人次` are the same.
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\s,]/g, "")
      .replace(/>=|=>|≧|⩾/g, "≥").replace(/<=|=<|≦|⩽/g, "≤");
  }

  // An amount with all its digits, 40 before the point and 40 after it: texts that compare as the amounts do.
  function digits(amount) {
    var parts = amount.split(".");
    return (ZEROS + parts[0]).slice(-40) + ((parts[1] || "") + ZEROS).slice(0, 40);
  }

  function sum(amounts) {
    var total = amounts.reduce(function (a, b) {
      var carry = 0;
      var made = "";
      for (var i = a.length - 1; i >= 0; i--) {
        carry += +a[i] + +b[i];
        made = carry % 10 + made;
        carry = carry > 9 ? 1 : 0;
      }
      return made;
    }, ZEROS + ZEROS);
    var whole = total.slice(0, 40).replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ",");
    return whole + "." + total.slice(40, 42) + total.slice(42).replace(/0+$/, "");
  }

  // What a reader types for an amount: `1.5亿`, `3百万`, `300k`; null for what is none.
  function typed(text) {
    var found = AMOUNT.exec(plain(text));
    if (!found || !found[1]) return null;
    var scale = found[2] || "";
    var power = POWERS[scale] || (scale ? POWERS[scale[0]] + POWERS[scale[1]] : 0);
    return digits(found[1]).slice(power) + ZEROS.slice(0, power);
  }

  // A table whose rows can be shown in any order. Rows that are not shown wait in a hidden body at its end, so that
  // the header cells which span rows can stand where they belong: in the first shown row of their group.
  function Table(element) {
    var bodies = list(element.tBodies);
    var store = element.appendChild(document.createElement("tbody"));
    var rows = [];
    var spans = [];
    store.hidden = true;

    function place(node) { // an empty text after a node: the way back
      return node.parentNode.insertBefore(document.createTextNode(""), node.nextSibling);
    }

    bodies.forEach(function (body) {
      list(body.rows).forEach(function (row) {
        var amount = row.querySelector("data.money");
        rows.push({ element: row, body: body, place: place(row), shown: true, spanning: [],
          amount: amount ? digits(amount.getAttribute("value")) : "" });
        all("th[rowspan]", row).forEach(function (cell) {
          spans.push({ cell: cell, first: rows.length - 1, size: cell.rowSpan, place: place(cell) });
        });
      });
    });
    spans.forEach(function (span) {
      span.rows = rows.slice(span.first, span.first + span.size);
      span.rows.forEach(function (row) { row.spanning.push(span.cell); });
    });

    function put(order) {
      sorted(order).forEach(function (row, index) {
        var place = rows[index].place;
        if (!row.shown && row.element.parentNode !== store) store.appendChild(row.element);
        if (row.shown && row.element.nextSibling !== place) place.parentNode.insertBefore(row.element, place);
      });
      spans.slice().reverse().forEach(function (span) { // level 2 first: level 1 comes before it
        var first = span.rows.filter(function (row) { return row.shown; });
        if (!first.length) return;
        span.cell.rowSpan = first.length;
        if (first[0] === span.rows[0]) span.place.parentNode.insertBefore(span.cell, span.place);
        else first[0].element.insertBefore(span.cell, first[0].element.firstChild);
      });
      bodies.forEach(function (body) { body.hidden = !body.rows.length; });
      element.hidden = bodies.every(function (body) { return body.hidden; });
      var heading = element.previousElementSibling;
      if (heading && /^H\d$/.test(heading.nodeName)) heading.hidden = element.hidden;
    }

    // By a column and a direction, as `amount-desc`. Rows without a value come last either way.
    function sorted(order) {
      var head = order && element.querySelector("th[data-sort=" + order.split("-")[0] + "]");
      if (!head) return rows;
      var turn = /desc$/.test(order) ? -1 : 1;
      return rows.map(function (row, index) {
        var cell = row.element.cells[head.cellIndex];
        var number = cell.textContent.replace(/[^\d.]/g, "");
        var key = head.dataset.sort === "name" ? cell.querySelector("a").textContent
          : head.dataset.sort === "amount" ? row.amount : number && digits(number);
        return { row: row, index: index, key: key };
      }).sort(function (a, b) {
        if (!a.key || !b.key) return !a.key - !b.key || a.index - b.index;
        return turn * collator.compare(a.key, b.key) || a.index - b.index;
      }).map(function (each) { return each.row; });
    }

    return { rows: rows, put: put, heads: all("th[data-sort]", element) };
  }

  function textOf(row) { // of all its cells and those that span it, so that `=100%` is found in two of them
    if (row.text) return row.text;
    var own = list(row.element.cells).filter(function (cell) { return !cell.hasAttribute("rowspan"); });
    var texts = row.spanning.concat(own).map(function (cell) { return cell.textContent; });
    return (row.text = texts.concat(row.element.dataset.find || "").map(plain).join(""));
  }

  function Filter(form) {
    var tables = all(form.dataset.tables).map(Table);
    var rows = [].concat.apply([], tables.map(function (table) { return table.rows; }));
    var heads = [].concat.apply([], tables.map(function (table) { return table.heads; }));
    var fields = list(form.elements).filter(function (field) { return field.name; });
    var more = form.querySelector("[aria-expanded]");
    var further = form.querySelector(".further");
    var timer;

    function asked(name) {
      return form.elements[name] ? form.elements[name].value.trim() : "";
    }

    function bound(name) {
      var amount = asked(name) && typed(asked(name));
      if (form.elements[name]) form.elements[name].setAttribute("aria-invalid", amount === null);
      return amount;
    }

    function choose() {
      var words = asked("filter").replace(/([≥≤<>=])\s+/g, "$1").split(/\s+/).map(plain); // each, in any order
      var least = bound("least");
      var most = bound("most");
      var chosen = fields.filter(function (field) { return field.options && field.name !== "order" && field.value; });
      rows.forEach(function (row) {
        var held = words.every(function (word) { return !word || textOf(row).indexOf(word) >= 0; });
        row.shown = held && (!least || row.amount >= least) &&
          (!most || (row.amount && row.amount <= most)) && chosen.every(function (field) {
            var name = "data-" + field.name;
            var values = row.element.getAttribute(name) || row.body.getAttribute(name) || "";
            return values.split(" ").indexOf(field.value) >= 0;
          });
      });
    }

    function put() {
      var order = asked("order");
      tables.forEach(function (table) { table.put(order); });
      heads.forEach(function (head) {
        var sorts = order.split("-")[0] === head.dataset.sort;
        head.setAttribute("aria-sort", !sorts ? "none" : /desc$/.test(order) ? "descending" : "ascending");
      });
    }

    function say() {
      var output = form.querySelector("output");
      var shown = rows.filter(function (row) { return row.shown; });
      var words = form.dataset[!shown.length ? "none" : shown.length < rows.length ? "some" : "all"];
      var said = words.replace("{shown}", shown.length).replace("{total}", rows.length)
        .replace("{sum}", function () { return sum(shown.map(function (row) { return row.amount || ZEROS + ZEROS; })); });
      if (asked("order")) said += " · " + form.elements.order.options[form.elements.order.selectedIndex].text;
      if (form.querySelector("[aria-invalid=true]")) said = form.dataset.unclear;
      if (output.textContent !== said) output.textContent = said;
      form.parentNode.classList.toggle("narrowed", shown.length < rows.length); // a list says so on paper too
      form.dispatchEvent(new Event("filtered"));
      form.querySelector("[type=reset]").hidden = !fields.some(function (field) { return field.value; });
    }

    function remember() { // in the address, to be shared
      var parameters = new URLSearchParams(location.search);
      var before = parameters.toString();
      fields.forEach(function (field) {
        if (asked(field.name)) parameters.set(field.name, asked(field.name));
        else parameters.delete(field.name);
      });
      var search = parameters.toString();
      if (search === before) return; // it may be written in another way: 2024/x is the same as 2024%2Fx
      try {
        history.replaceState(history.state, "", location.pathname + (search && "?" + search) + location.hash);
      } catch (error) { /* a browser may forbid it for files of a folder */ }
    }

    function apply() {
      clearTimeout(timer);
      choose();
      put();
      say();
      remember();
    }

    function clear() {
      fields.forEach(function (field) { field.value = ""; });
      apply();
    }

    function unfold(open) {
      more.setAttribute("aria-expanded", open);
      further.hidden = !open;
    }

    function sort(head) {
      var now = head.getAttribute("aria-sort");
      var first = head.dataset.sort === "name" ? "asc" : "desc";
      var direction = now === "none" ? first : now === "descending" ? "asc" : "desc";
      form.elements.order.value = head.dataset.sort + "-" + direction;
      apply();
    }

    function dress() { // the heads of columns are buttons where they are seen
      heads.forEach(function (head) {
        var text = head.textContent;
        head.textContent = cards.matches ? text : "";
        if (cards.matches) return;
        var button = head.appendChild(document.createElement("button"));
        button.type = "button";
        button.textContent = text;
        button.addEventListener("click", function () { sort(head); });
      });
    }

    function print(begins) { // lists as they are filtered, a form whole
      if (!("whole" in form.dataset)) return;
      choose();
      if (begins) rows.forEach(function (row) { row.shown = true; });
      put();
    }

    new URLSearchParams(location.search).forEach(function (value, name) {
      var field = fields.filter(function (each) { return each.name === name; })[0];
      if (field) field.value = value;
      if (field && field.selectedIndex < 0) field.selectedIndex = 0; // no such option
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      apply();
    });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      clear();
      form.elements.filter.focus();
    });
    ["input", "change", "compositionend"].forEach(function (type) {
      form.addEventListener(type, function (event) {
        clearTimeout(timer);
        if (!event.isComposing) timer = setTimeout(apply, PAUSE); // not while pinyin is on its way to a word
      });
    });
    if (more) {
      more.addEventListener("click", function () { unfold(further.hidden); });
      unfold(fields.some(function (field) { return field.value && further.contains(field); }));
    }
    dress();
    apply();
    return { rows: rows, clear: clear, apply: apply, dress: dress, print: print };
  }

  function reveal() { // an indicator that is asked for by its address is shown, whatever the filter says
    var id = location.hash.slice(1);
    filters.forEach(function (filter) {
      if (!id || !filter.rows.some(function (row) { return !row.shown && row.element.id === id; })) return;
      filter.clear();
      location.replace(location.href); // to it once more, now that it is there
    });
  }

  function print(begins) {
    filters.forEach(function (filter) { filter.print(begins); });
  }

  function start() {
    filters = all("form.filter").map(Filter);
    reveal();
  }

  cards.addListener(function () { filters.forEach(function (filter) { filter.dress(); }); });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () { print(true); });
  window.addEventListener("afterprint", function () { print(false); });
  window.addEventListener("pageshow", function () { // browsers restore fields when one goes back
    filters.forEach(function (filter) { filter.apply(); });
  });
  window.renewTables = start;
  start();
})();
