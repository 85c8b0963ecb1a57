// The unit of money: every amount of the page in yuan, or in a larger unit as the build rounded it, with the exact
// amount in yuan under it. Syntax that old phones know; it runs from a folder too.
(function () {
  "use strict";
  if (window.renewMoney) return window.renewMoney(); // the theme's instant navigation runs scripts again

  var KEY = "money-unit";

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function remembered() {
    try {
      return localStorage.getItem(KEY) || "yuan";
    } catch (error) { // storage may be forbidden: then nothing is remembered
      return "yuan";
    }
  }

  function show(unit) {
    var words = {};
    each("input[name=money-unit]", function (choice) {
      words[choice.value] = choice.parentNode.textContent.trim();
      choice.checked = choice.value === unit;
    });
    if (!words.yuan) return; // no choice on this page
    if (!words[unit]) return show("yuan");
    document.documentElement.setAttribute("data-money", unit);
    each("th[data-middle]", function (head) {
      var place = head.querySelector("button") || head; // a button where the column can be sorted
      head.exact = head.exact || place.textContent;
      place.textContent = head.dataset[unit] || head.exact;
    });
    each("data.money", function (amount) {
      var cell = amount.parentNode.nodeName === "TD" && amount.parentNode; // whose column's head says the unit
      var converted = amount.dataset[unit];
      var exact = amount.exact = amount.exact || amount.textContent;
      amount.textContent = !converted ? exact : cell ? converted : converted + " " + words[unit];
      if (cell) cell.dataset.label = cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent;
      if (!converted) return;
      amount.appendChild(document.createElement("small")).textContent = cell ? exact + " " + words.yuan : exact;
    });
  }

  function start() {
    show(remembered());
  }

  document.addEventListener("change", function (event) {
    if (event.target.name !== "money-unit") return;
    show(event.target.value);
    try {
      localStorage.setItem(KEY, event.target.value);
    } catch (error) { /* as above */ }
  });
  window.addEventListener("beforeprint", function () { show("yuan"); }); // on paper the exact amounts
  window.addEventListener("afterprint", start);
  window.renewMoney = start;
  start();
})();
