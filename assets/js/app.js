// Progressive enhancement: every page reads and submits without this script.
import { bulkForms } from './bulk.js';
import { filters } from './filters.js';
import { govuk } from './govuk.js';
import { menus } from './menus.js';
import { shortcuts } from './shortcuts.js';

document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');

govuk();
menus();
bulkForms();
filters();
shortcuts();
for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => print());
