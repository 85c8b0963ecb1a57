// The four helpers that Material's script expects. Material prints them inline with the page's depth in it; from a
// file they need no exception in the Content-Security-Policy. The names are Material's.
(function () {
  var base = new URL(document.currentScript.getAttribute("data-base"), location);
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
})();
