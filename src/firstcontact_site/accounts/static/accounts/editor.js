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

  // A block of one field has no label: the field takes the heading of its panel. The grid of a table pastes through a
  // field at the end of the page, which takes the heading of the table.
  var FIELDS = '[role=textbox][contenteditable], section input[type=text], section textarea, #HandsontableCopyPaste';
  var HEADING = ':scope > label, :scope > .w-panel__header [data-panel-heading-text]';

  function labelOf(field) {
    var place = field.id === 'HandsontableCopyPaste' ? document.querySelector('.w-field--table_input') : field;
    for (var label = null; place && !label; place = place.parentElement) label = place.querySelector(HEADING);
    return label && label.textContent.replace('*', '').trim();
  }

  function nameFields() {
    document.querySelectorAll(FIELDS).forEach(function (field) {
      if ((field.labels && field.labels.length) || field.matches('[aria-label], [aria-labelledby]')) return;
      field.setAttribute('aria-label', labelOf(field) || field.getAttribute('placeholder') || document.title);
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    look(document.body);
    nameFields();
    new MutationObserver(function (changes) {
      nameFields();
      changes.forEach(function (change) { change.addedNodes.forEach(look); });
    }).observe(document.body, {childList: true, subtree: true});
  });
})();
