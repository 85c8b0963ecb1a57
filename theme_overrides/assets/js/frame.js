// The buttons of the header, and what the reader chose with them: large text and colours. It runs in the head, before
// the first paint, so that nothing jumps; it needs nothing else, and works in old browsers and from file:// too.
(function () {
  var root = document.documentElement;
  var site = new URL(document.currentScript.getAttribute("data-base"), location).pathname;
  var system = window.matchMedia && matchMedia("(prefers-color-scheme: dark)");
  var chosen = {};

  function remember(key, value) {
    chosen[key] = value;
    try {
      localStorage.setItem(site + "." + key, value);
    } catch (error) { /* storage may be forbidden: then the choice holds for this page */ }
  }

  function remembered(key) {
    try {
      return localStorage.getItem(site + "." + key) || chosen[key];
    } catch (error) {
      return chosen[key];
    }
  }

  function apply() {
    root.setAttribute("data-scheme", remembered("scheme") || (system && system.matches ? "dark" : "light"));
    if (remembered("text") === "large") root.setAttribute("data-large", "");
    else root.removeAttribute("data-large");
  }

  function menu(open) {
    var button = document.querySelector("[data-switch=menu]");
    button.setAttribute("aria-expanded", open);
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open", open);
    return button;
  }

  // A reader whose browser asks for the other language is shown where it is, and stays at the address they chose.
  function offer() {
    var asked = (navigator.languages || [navigator.language || ""]).filter(function (language) {
      return /^(zh|en)\b/i.test(language);
    })[0];
    if (asked && asked.slice(0, 2).toLowerCase() !== root.lang.slice(0, 2)) root.setAttribute("data-offer", "");
  }

  var switches = {
    scheme: function () {
      remember("scheme", root.getAttribute("data-scheme") === "dark" ? "light" : "dark");
      apply();
    },
    large: function () {
      remember("text", root.hasAttribute("data-large") ? "standard" : "large");
      apply();
    },
    menu: function (button) {
      menu(button.getAttribute("aria-expanded") !== "true");
    }
  };

  root.classList.remove("no-js");
  root.setAttribute("data-scripts", ""); // what needs scripts is shown
  apply();
  offer();

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-switch]");
    if (button) switches[button.getAttribute("data-switch")](button);
    var language = event.target.closest(".switch-language");
    if (language) language.hash = location.hash; // the same place on the page
  });

  document.addEventListener("keydown", function (event) {
    var open = document.querySelector("[data-switch=menu][aria-expanded=true]");
    if (event.key === "Escape" && open && !document.querySelector("dialog[open]")) menu(false).focus();
  });

  // What searches is modules, and from a folder no module can be loaded, not even one that says so.
  document.addEventListener("readystatechange", function () {
    var search = document.getElementById("search-site");
    if (!search || document.readyState !== "interactive") return;
    if (location.protocol === "file:") {
      var status = document.querySelector("[data-search-page] [data-search-status]");
      if (status) status.textContent = JSON.parse(search.textContent).words.offline;
      return;
    }
    search.getAttribute("data-modules").split(" ").forEach(function (address) {
      var module = document.createElement("script");
      module.type = "module";
      module.src = address;
      document.head.appendChild(module);
    });
  });

  // Another page of the site may have changed them: in another tab, or before the reader came back to this one.
  window.addEventListener("storage", apply);
  window.addEventListener("pageshow", apply);
  if (system && system.addListener) system.addListener(apply);
})();
