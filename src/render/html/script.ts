/** The page's one script: the filters, and paper. Without it all is shown, and what is folded opens by hand. */
export const SCRIPT = `
(() => {
  const controls = document.getElementById('controls');
  if (controls === null) return;
  const find = document.getElementById('find');
  const shown = document.getElementById('shown');
  const articles = [...document.querySelectorAll('article')];
  const total = Number(controls.dataset.total);
  const filter = () => {
    const words = find.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const plane = document.querySelector('input[name=plane]:checked').value;
    let count = 0;
    for (const article of articles) {
      const { find: text, planes } = article.dataset;
      const fits = words.every((word) => text.includes(word)) && (plane === '' || planes.split(' ').includes(plane));
      article.hidden = !fits;
      if (fits && article.classList.contains('persona')) count += 1;
    }
    shown.textContent = count + ' of ' + total + (total === 1 ? ' persona' : ' personas') + ' shown';
  };
  const openAll = (open) => {
    for (const article of articles) if (!article.hidden) article.firstElementChild.open = open;
  };
  controls.hidden = false;
  find.addEventListener('input', filter);
  for (const radio of document.querySelectorAll('input[name=plane]')) radio.addEventListener('change', filter);
  document.getElementById('open').addEventListener('click', () => openAll(true));
  document.getElementById('close').addEventListener('click', () => openAll(false));
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    for (const one of folded) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of folded) one.open = false;
  });
  filter();
})();
`;
