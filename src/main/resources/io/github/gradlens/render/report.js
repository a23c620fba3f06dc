'use strict';
(() => {
  const root = document.documentElement;
  const byId = id => document.getElementById(id);

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

  const viewer = byId('viewer');
  const stages = [...document.querySelectorAll('.cell .stage')];
  let current = 0;

  const show = index => {
    current = (index + stages.length) % stages.length;
    const stage = stages[current];
    const cell = stage.closest('.cell');
    const row = stage.closest('.row');
    const [w, h] = stage.style.aspectRatio.split('/').map(Number);
    const copy = document.createElement('div');
    copy.className = stage.className;
    copy.style.aspectRatio = stage.style.aspectRatio;
    copy.style.setProperty('--ratio', w / h);
    copy.style.setProperty('--img', row.style.getPropertyValue('--img'));
    copy.append(...[...stage.childNodes].map(n => n.cloneNode(true)));
    byId('viewer-stage').replaceChildren(copy);
    byId('viewer-title').textContent =
        cell.querySelector('h3').textContent + ' · ' + row.querySelector('h2 bdi').textContent;
    byId('viewer-caption').replaceChildren(cell.querySelector('figcaption').cloneNode(true));
  };

  stages.forEach((stage, i) => stage.addEventListener('click', () => {
    show(i);
    viewer.showModal();
  }));
  byId('previous').addEventListener('click', () => show(current - 1));
  byId('next').addEventListener('click', () => show(current + 1));
  byId('close').addEventListener('click', () => viewer.close());
  viewer.addEventListener('click', e => { if (e.target === viewer) viewer.close(); });
  viewer.addEventListener('close', () => stages[current].focus());
  viewer.addEventListener('keydown', e => {
    if (e.key === 'ArrowLeft') show(current - 1);
    if (e.key === 'ArrowRight') show(current + 1);
  });
})();
