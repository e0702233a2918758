// Single-key shortcuts: "/" to the search box; J, K, X and Enter in lists. Off inside controls, and the user can turn
// them off altogether (WCAG 2.2, 2.1.4).

const KEY = 'motcua.shortcuts';

export function shortcuts() {
  const button = document.querySelector('[data-shortcuts]');
  if (button) {
    button.hidden = false;
    const show = () => {
      button.setAttribute('aria-pressed', String(!enabled()));
      button.textContent = enabled() ? 'Tắt phím tắt một phím' : 'Bật phím tắt một phím';
    };
    button.addEventListener('click', () => {
      remember(!enabled());
      show();
    });
    show();
  }
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !enabled() || inControl(event.target))
      return;
    if (event.key === '/') toSearch(event);
    else inList(event);
  });
}

function enabled() {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // Storage is closed to us; the shortcuts stay on.
  }
}

function inControl(element) {
  if (element.isContentEditable || element.matches('select, textarea')) return true;
  return element.matches('input') && !['checkbox', 'radio', 'button', 'submit'].includes(element.type);
}

function toSearch(event) {
  const box = document.getElementById('tim-nhanh');
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function inList(event) {
  const table = document.querySelector('[data-rows]');
  if (!table) return;
  const rows = [...table.querySelectorAll('tbody tr')];
  const place = rows.findIndex((row) => row.contains(document.activeElement));
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'k') {
    const next = place < 0 ? 0 : place + (key === 'j' ? 1 : -1);
    const link = rows[next]?.querySelector('th a, td a');
    if (link) {
      event.preventDefault();
      link.focus();
    }
  } else if (key === 'x' && place >= 0) {
    rows[place].querySelector('[data-select]')?.click();
  }
}
