/* The editor's libraries write style sheets while somebody works: hints in empty texts, letters of lists in lists. Each
   carries the number of this page, which the policy asks for; a style that comes as markup has no number. */
(function () {
  'use strict';
  var number = document.currentScript.nonce, make = document.createElement;

  document.createElement = function (name) {
    var made = make.apply(document, arguments);
    if (String(name).toLowerCase() === 'style') made.nonce = number;
    return made;
  };
})();
