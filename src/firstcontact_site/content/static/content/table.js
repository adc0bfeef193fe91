/* The grid of a table hears the keyboard only after a click, and keeps what is typed only then. Here a cell that gets
   the focus counts as clicked, and Tab leaves the grid: arrows go from cell to cell, Enter opens one. */
(function () {
  'use strict';
  var TAB = 9;

  function follow() {
    var grid = this, leaving = false;

    grid.rootElement.addEventListener('focusin', function (event) {
      var cell = event.target.closest('td, th'), at = cell && !leaving && grid.getCoords(cell);
      if (at && at.row >= 0 && at.col >= 0) grid.selectCell(at.row, at.col);
    });

    grid.addHook('beforeKeyDown', function (event) {
      var editor = grid.getActiveEditor(), cells = grid.rootElement.querySelectorAll('.ht_master td');
      if (event.keyCode !== TAB || !cells.length || (editor && editor.isOpened())) return;
      event.stopImmediatePropagation();
      grid.deselectCell();
      grid.unlisten();
      leaving = true;
      cells[event.shiftKey ? 0 : cells.length - 1].focus();
      leaving = false;
    });
  }

  window.Handsontable.hooks.add('afterInit', follow);
})();
