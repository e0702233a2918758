// The components of govuk-frontend, in Vietnamese.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from 'govuk-frontend';

const COUNT = {
  charactersUnderLimit: { other: 'Còn %{count} ký tự' },
  charactersAtLimit: 'Đã hết số ký tự cho phép',
  charactersOverLimit: { other: 'Thừa %{count} ký tự' },
  wordsUnderLimit: { other: 'Còn %{count} từ' },
  wordsAtLimit: 'Đã hết số từ cho phép',
  wordsOverLimit: { other: 'Thừa %{count} từ' },
  textareaDescription: { other: 'Nhập tối đa %{count} ký tự' },
};
const PASSWORD = {
  showPassword: 'Hiện',
  hidePassword: 'Ẩn',
  showPasswordAriaLabel: 'Hiện mật khẩu',
  hidePasswordAriaLabel: 'Ẩn mật khẩu',
  passwordShownAnnouncement: 'Mật khẩu đang hiện',
  passwordHiddenAnnouncement: 'Mật khẩu đang ẩn',
};

export function govuk() {
  createAll(Button, { preventDoubleClick: true });
  createAll(CharacterCount, { i18n: COUNT });
  createAll(PasswordInput, { i18n: PASSWORD });
  for (const component of [Checkboxes, Radios, ErrorSummary, SkipLink]) createAll(component);
  guardSubmits();
}

/** A form that was sent once is not sent again by Enter; coming back to the page frees it. */
function guardSubmits() {
  const sent = new WeakSet();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (sent.has(form)) event.preventDefault();
    else if (!event.defaultPrevented) {
      sent.add(form);
      setTimeout(() => sent.delete(form), 4000);
    }
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.forms) sent.delete(form);
  });
}
