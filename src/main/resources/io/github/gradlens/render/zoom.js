// Zoom and place of all panels of a board at once: styles of the board that every panel reads.
// Places are percent of a panel, so panels of any size show the same part.
const makeZoom = (board, told) => {
  const MOST = 32;
  let z = 1, x = 0, y = 0;
  const held = (v, low, high) => Math.min(high, Math.max(low, v));
  const apply = () => {
    x = held(x, 100 * (1 - z), 0);
    y = held(y, 100 * (1 - z), 0);
    board.style.setProperty('--z', z);
    board.style.setProperty('--x', x);
    board.style.setProperty('--y', y);
    board.classList.toggle('zoomed', z > 1);
    told(z);
  };
  const by = (factor, px, py) => {
    const next = held(z * factor, 1, MOST);
    x = px - (px - x) * next / z;
    y = py - (py - y) * next / z;
    z = next;
    apply();
  };
  const move = (dx, dy) => { x += dx; y += dy; apply(); };
  const reset = () => { z = 1; apply(); };

  const place = (stage, e) => {
    const box = stage.getBoundingClientRect();
    return [100 * (e.clientX - box.left) / box.width, 100 * (e.clientY - box.top) / box.height];
  };
  const stageOf = e => e.target.closest('.stage');
  const mark = (px, py) => {
    board.style.setProperty('--cx', px);
    board.style.setProperty('--cy', py);
  };

  board.addEventListener('wheel', e => {
    const stage = stageOf(e);
    if (!stage) return;
    e.preventDefault();
    const lines = [1, 16, 400][e.deltaMode];
    by(Math.exp(held(-e.deltaY * lines * 0.002, -1, 1)), ...place(stage, e));
  }, {passive: false});
  board.addEventListener('dblclick', e => {
    const stage = stageOf(e);
    if (stage) by(e.shiftKey ? 1 / 2 : 2, ...place(stage, e));
  });

  const down = new Map();
  const middle = () => {
    const all = [...down.values()];
    const at = all.reduce((sum, p) => [sum[0] + p[0] / all.length, sum[1] + p[1] / all.length], [0, 0]);
    const apart = all.length < 2 ? 0 : Math.hypot(all[0][0] - all[1][0], all[0][1] - all[1][1]);
    return {at, apart};
  };
  board.addEventListener('pointerdown', e => {
    const stage = stageOf(e);
    if (!stage || e.button !== 0) return;
    stage.setPointerCapture(e.pointerId);
    down.set(e.pointerId, place(stage, e));
  });
  board.addEventListener('pointermove', e => {
    const stage = stageOf(e);
    if (!stage) {
      mark(-9, -9);
      return;
    }
    const at = place(stage, e);
    if (e.pointerType === 'mouse') mark(...at);
    if (!down.has(e.pointerId)) return;
    const before = middle();
    down.set(e.pointerId, at);
    const after = middle();
    move(after.at[0] - before.at[0], after.at[1] - before.at[1]);
    if (before.apart > 0) by(after.apart / before.apart, ...after.at);
  });
  const up = e => down.delete(e.pointerId);
  board.addEventListener('pointerup', up);
  board.addEventListener('pointercancel', up);
  board.addEventListener('pointerleave', () => mark(-9, -9));

  // Whether a key was for the zoom.
  const key = name => {
    const step = 10;
    const moves = {ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step]};
    if (name === '+' || name === '=') by(1.5, 50, 50);
    else if (name === '-' || name === '_') by(1 / 1.5, 50, 50);
    else if (name === '0') reset();
    else if (z > 1 && moves[name]) move(...moves[name]);
    else return false;
    return true;
  };
  apply();
  return {by, reset, key};
};
