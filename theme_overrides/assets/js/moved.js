// A page that moved leads on to its new address at once, with what stood behind the old one: #indicator, ?search.
(function () {
  location.replace(document.currentScript.getAttribute("data-to") + location.search + location.hash);
})();
