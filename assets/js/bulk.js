// Work on many rows at once: counts what is chosen and marks the rows. Without script the buttons still send the
// form, and the server says so where nothing is chosen.

export function bulkForms() {
  for (const form of document.querySelectorAll('form[data-bulk]')) bulkForm(form);
}

function bulkForm(form) {
  const all = form.querySelector('[data-select-all]');
  const boxes = [...form.querySelectorAll('[data-select]')];
  const count = form.querySelector('[data-select-count]');
  if (boxes.length === 0) return;
  const unit = count?.dataset.selectCount ?? '';
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = chosen ? `Đã chọn ${chosen} ${unit}` : `Chưa chọn ${unit} nào`;
    if (all) {
      all.checked = chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    for (const box of boxes) box.closest('tr')?.classList.toggle('chon', box.checked);
  };
  all?.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener('change', show);
  // Coming back to the page, the browser restores the boxes after this script ran.
  addEventListener('pageshow', show);
  show();
}
