// What Material's bundle expects to find before it starts, and the reader's colours before the first paint.
// Material prints this inline with the page's depth in it; from a file it needs no exception in the
// Content-Security-Policy. The names are Material's.
(function () {
  var base = new URL(document.currentScript.dataset.base, location);
  window.__md_scope = base;
  window.__md_hash = function (text) {
    var hash = 0;
    for (var i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
    return hash;
  };
  window.__md_get = function (key, storage, scope) {
    try {
      return JSON.parse((storage || localStorage).getItem((scope || base).pathname + "." + key));
    } catch (error) { // storage may be forbidden: then nothing is remembered
      return null;
    }
  };
  window.__md_set = function (key, value, storage, scope) {
    try {
      (storage || localStorage).setItem((scope || base).pathname + "." + key, JSON.stringify(value));
    } catch (error) { /* as above */ }
  };

  var remembered = window.__md_get("__palette");
  var dark = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches;
  var scheme = (remembered && remembered.color && remembered.color.scheme) || (dark ? "slate" : "default");
  document.body.setAttribute("data-md-color-scheme", scheme);
})();
