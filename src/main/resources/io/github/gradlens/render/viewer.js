// The dialog: one map large, or all maps of an input side by side.
const viewer = byId('viewer');
const board = byId('board');
const zoom = makeZoom(board, z => { byId('zoom-value').textContent = Math.round(100 * z) + ' %'; });
let row = null;
let column = null;
let opener = null;
let refills = [];

const visible = of => columnsOf(of).filter(c => !c.hidden);
const mapIn = c => c.classList.contains('layers') ? pickedIn(c) : c;
const stageIn = c => mapIn(c).querySelector('.stage');
const copyOf = stage => {
  const copy = make('div', {className: stage.className}, ...[...stage.childNodes].map(n => n.cloneNode(true)));
  copy.style.aspectRatio = stage.style.aspectRatio;
  copy.style.setProperty('--img', row.style.getPropertyValue('--img'));
  return copy;
};
const inputPane = () => {
  const stage = row.querySelector('.stage:has(.base)');
  if (!stage) return [];
  const copy = copyOf(stage);
  copy.querySelector('.heat').remove();
  copy.classList.add('input');
  return [make('div', {className: 'pane'}, make('h3', {textContent: 'Input'}), copy)];
};
const paneOf = c => {
  const above = make('div');
  const below = make('div');
  const picker = c.classList.contains('layers') ? makePicker(c) : null;
  const fill = () => {
    above.replaceChildren();
    below.replaceChildren();
    for (const part of mapIn(c).children) {
      const copy = part.matches('.stage') ? copyOf(part) : part.cloneNode(true);
      (part.matches('figcaption') ? below : above).append(copy);
    }
    if (picker) picker.update();
  };
  fill();
  refills.push({column: c.dataset.column, fill});
  return make('div', {className: 'pane'}, above, ...(picker ? [picker.element] : []), below);
};

// As many panels in a row as make them largest; below a size the dialog scrolls.
const layout = () => {
  const stage = board.querySelector('.stage');
  const [w, h] = stage ? stage.style.aspectRatio.split('/').map(Number) : [1, 1];
  const n = board.children.length;
  const gap = 16, least = 200, most = stage ? Infinity : 420;
  const wide = viewer.clientWidth - 56;
  const high = innerHeight * 0.98 - viewer.querySelector('header').offsetHeight - 36;
  const besides = column ? 190 : 92;
  let best = 0, columns = 1;
  for (let k = 1; k <= n; k++) {
    const lines = Math.ceil(n / k);
    const fits = (high - gap * (lines - 1)) / lines - besides;
    const width = Math.min((wide - gap * (k - 1)) / k, fits * w / h, most);
    if (width > best) [best, columns] = [width, k];
  }
  if (best < least) {
    columns = Math.max(1, Math.min(n, Math.floor((wide + gap) / (least + gap))));
    best = Math.min(most, (wide - gap * (columns - 1)) / columns);
  }
  board.style.setProperty('--columns', columns);
  board.style.setProperty('--width', Math.floor(best) + 'px');
};

const title = () => {
  const name = row.querySelector('h2 bdi').textContent;
  byId('viewer-title').textContent =
      column ? mapIn(column).querySelector('h3').textContent + ' · ' + name : name;
};
const draw = () => {
  refills = [];
  const panes = column ? [paneOf(column)] : [...inputPane(), ...visible(row).map(paneOf)];
  board.classList.toggle('one', column !== null);
  board.classList.toggle('many', column === null);
  board.replaceChildren(...panes);
  title();
  byId('all').hidden = !column;
  viewer.querySelector('.zoom').hidden = !board.querySelector('.stage');
  layout();
};
const open = (nextRow, nextColumn, from) => {
  row = nextRow;
  column = nextColumn;
  opener = from;
  viewer.showModal();
  zoom.reset();
  draw();
  board.focus({preventScroll: true});
  viewer.scrollTop = 0;
};
const go = by => {
  const all = column
      ? rows.flatMap(r => visible(r).filter(stageIn).map(c => [r, c]))
      : rows.map(r => [r, null]);
  const at = all.findIndex(([r, c]) => r === row && c === column);
  const [nextRow, nextColumn] = all[(at + by + all.length) % all.length];
  if (nextRow !== row) zoom.reset();
  row = nextRow;
  column = nextColumn;
  opener = column ? stageIn(column) : row.querySelector('.compare');
  draw();
};

for (const r of rows) {
  r.querySelector('.compare').addEventListener('click', e => open(r, null, e.currentTarget));
  for (const c of columnsOf(r)) {
    for (const stage of c.querySelectorAll('.stage')) stage.addEventListener('click', () => open(r, c, stage));
  }
}
layerChanged.push(changed => {
  refills.filter(pane => pane.column === changed).forEach(pane => pane.fill());
  if (viewer.open) title();
});
byId('all').addEventListener('click', () => { column = null; draw(); board.focus({preventScroll: true}); });
byId('previous').addEventListener('click', () => go(-1));
byId('next').addEventListener('click', () => go(1));
byId('zoom-in').addEventListener('click', () => zoom.by(1.5, 50, 50));
byId('zoom-out').addEventListener('click', () => zoom.by(1 / 1.5, 50, 50));
byId('zoom-reset').addEventListener('click', () => zoom.reset());
byId('close').addEventListener('click', () => viewer.close());
viewer.addEventListener('click', e => { if (e.target === viewer) viewer.close(); });
viewer.addEventListener('close', () => { refills = []; board.replaceChildren(); if (opener) opener.focus(); });
viewer.addEventListener('keydown', e => {
  if (e.target.matches('input') || e.ctrlKey || e.metaKey || e.altKey) return;
  const used = zoom.key(e.key);
  if (!used && e.key === 'ArrowLeft') go(-1);
  if (!used && e.key === 'ArrowRight') go(1);
  if (used || e.key.startsWith('ArrowL') || e.key.startsWith('ArrowR')) e.preventDefault();
});
addEventListener('resize', () => { if (viewer.open) layout(); });
