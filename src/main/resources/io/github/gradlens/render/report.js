const root = document.documentElement;
root.classList.add('js');
const byId = id => document.getElementById(id);
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const opacity = byId('opacity');
const setOpacity = () => {
  root.style.setProperty('--heat', opacity.value / 100);
  byId('opacity-value').textContent = opacity.value + ' %';
};
opacity.addEventListener('input', setOpacity);
setOpacity();

for (const choice of document.getElementsByName('under')) {
  const apply = () => { if (choice.checked) root.dataset.under = choice.value; };
  choice.addEventListener('change', apply);
  apply();
}

// Which methods are shown, in all rows at once. One always is.
const rows = [...document.querySelectorAll('.row')];
const choices = [...document.getElementsByName('column')];
const columnsOf = row => [...row.querySelectorAll('.cells>[data-column]')];
const showColumns = () => {
  const shown = choices.map(choice => choice.checked);
  for (const row of rows) {
    for (const column of columnsOf(row)) column.hidden = !shown[column.dataset.column];
  }
  byId('shown-count').textContent = shown.filter(Boolean).length + ' of ' + choices.length;
};
for (const choice of choices) {
  choice.addEventListener('change', () => {
    if (!choices.some(other => other.checked)) choice.checked = true;
    showColumns();
  });
}
if (choices.length) {
  byId('show-all').addEventListener('click', () => {
    choices.forEach(choice => { choice.checked = true; });
    showColumns();
  });
  const chooser = document.querySelector('.chooser');
  document.addEventListener('click', e => { if (!chooser.contains(e.target)) chooser.open = false; });
  chooser.addEventListener('keydown', e => {
    if (e.key === 'Escape') {
      chooser.open = false;
      chooser.querySelector('summary').focus();
    }
  });
  showColumns();
}

// One layer of a family is seen at a time, the same in all rows.
const picked = {};
const layerChanged = [];
const mapsOf = box => [...box.querySelectorAll(':scope>.cell')];
const pickedIn = box => mapsOf(box)[picked[box.dataset.column] || 0];
const makePicker = box => {
  const column = box.dataset.column;
  const maps = mapsOf(box);
  const name = make('bdi');
  const size = make('span');
  const range = make('input', {type: 'range', min: 0, max: maps.length - 1, step: 1});
  range.setAttribute('aria-label', 'Layer of ' + box.dataset.title);
  const update = () => {
    const map = pickedIn(box);
    range.value = picked[column] || 0;
    name.textContent = map.dataset.layer || map.querySelector('h3').textContent;
    size.textContent = map.dataset.size || '';
    range.setAttribute('aria-valuetext', [name.textContent, size.textContent].filter(Boolean).join(', '));
  };
  range.addEventListener('input', () => {
    picked[column] = Number(range.value);
    layerChanged.forEach(told => told(column));
  });
  update();
  return {element: make('div', {className: 'picker'}, range, make('output', {}, name, size)), update};
};
for (const box of document.querySelectorAll('.row .layers')) {
  const picker = makePicker(box);
  const update = () => {
    const shown = pickedIn(box);
    for (const map of mapsOf(box)) map.hidden = map !== shown;
    picker.update();
  };
  update();
  box.append(picker.element);
  layerChanged.push(column => { if (column === box.dataset.column) update(); });
}
