// Menus: the rail on narrow screens, and <details> menus that close with Esc and outside clicks.

export function menus() {
  for (const button of document.querySelectorAll('button[data-toggle]')) {
    const target = document.getElementById(button.getAttribute('aria-controls'));
    if (target)
      button.addEventListener('click', () => button.setAttribute('aria-expanded', target.classList.toggle('mo')));
  }
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  addEventListener('click', (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
}

function openMenus() {
  return document.querySelectorAll('details.mc-menu[open]');
}
