/* Starts the widgets of the editor. Wagtail would write a small script beside each; here each is data, so that the
   editor works under a policy that runs no script from inside a page. Only these names can be started. */
(function () {
  'use strict';
  var NAMES = /^(init(Date|Time|DateTime)Chooser|InlinePanel|MultipleChooserPanel|([A-Z][A-Za-z]*)?Chooser)$/;

  function start(element) {
    var name = element.dataset.start, make = window[name];
    if ('started' in element.dataset || !NAMES.test(name) || typeof make !== 'function') return;
    element.dataset.started = '';
    var given = JSON.parse(element.textContent);
    if ('parse' in element.dataset) given = given.map(JSON.parse);
    if (name.indexOf('init') === 0) make.apply(null, given);
    else Reflect.construct(make, given);
  }

  function look(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches('script[data-start]')) start(node);
    node.querySelectorAll('script[data-start]').forEach(start);
  }

  // The text editor's field has no name of its own: it takes the label that stands above it.
  function nameTexts() {
    var nameless = '[role=textbox][contenteditable]:not([aria-label]):not([aria-labelledby])';
    document.querySelectorAll(nameless).forEach(function (field) {
      var around = field.closest('[data-field], .w-field__wrapper, section, .w-panel');
      var label = around && around.querySelector('label, h2, h3, [data-panel-heading-text]');
      var words = label && label.textContent.replace('*', '').trim();
      field.setAttribute('aria-label', words || field.getAttribute('placeholder') || document.title);
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    look(document.body);
    nameTexts();
    new MutationObserver(function (changes) {
      nameTexts();
      changes.forEach(function (change) { change.addedNodes.forEach(look); });
    }).observe(document.body, {childList: true, subtree: true});
  });
})();
