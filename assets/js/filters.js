// Filter forms send themselves when a choice changes; words wait for Enter. Without script there is the button.

export function filters() {
  for (const form of document.querySelectorAll('form[data-auto-submit]')) {
    form.addEventListener('change', (event) => {
      if (event.target.matches('select, input[type="checkbox"], input[type="radio"]')) form.requestSubmit();
    });
    // Empty fields would only lengthen the address.
    form.addEventListener('formdata', (event) => {
      for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name);
    });
  }
}
