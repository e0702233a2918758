// Every page of the product, once: where it is, who opens it, what it must show.
// A `path` may be a function that finds the address from inside the site, as a user would.

/** Follows the first link whose address matches, starting from another page. */
const firstLink = (from, pattern) => async (tab) => {
  await tab.open(from);
  const address = await tab.firstAddress(pattern);
  if (!address) throw new Error(`no link ${pattern} on ${from}`);
  return address;
};

export const PLAN = '/ke-hoach/kh-5119-2022';

export const PAGES = [
  { name: 'dang-nhap', path: '/dang-nhap', role: null, heading: /Đăng nhập/ },
  { name: 'ke-hoach', path: PLAN, role: 'plan_coordinator', heading: /Kế hoạch/, document: true },
  {
    name: 'chi-tieu',
    path: firstLink(PLAN, /^\/ke-hoach\/[^/]+\/chi-tieu\/[^/?]+$/),
    role: 'plan_coordinator',
    heading: /./,
    document: true,
  },
  { name: 'hang-cho', path: '/hang-cho', role: 'specialist', heading: /Hàng chờ/, document: true },
  {
    name: 'ho-so',
    path: firstLink('/hang-cho', /^\/ho-so\/[^/?]+$/),
    role: 'specialist',
    heading: /./,
    document: true,
  },
  { name: 'tiep-nhan', path: '/tiep-nhan', role: 'counter_officer', heading: /Tiếp nhận/, document: true },
  { name: 'thu-tuc', path: '/thu-tuc', role: 'counter_officer', heading: /[Tt]hủ tục/ },
  {
    name: 'thu-tuc-mot',
    path: firstLink('/thu-tuc', /^\/thu-tuc\/[^/?]+$/),
    role: 'counter_officer',
    heading: /./,
    document: true,
  },
  { name: 'don-vi', path: '/don-vi', role: 'administrator', heading: /./ },
  { name: 'tim', path: '/tim?q=nguyen', role: 'counter_officer', heading: /Tìm|Kết quả/ },
  { name: 'chi-so', path: '/chi-so', role: 'plan_coordinator', heading: /[Cc]hỉ số/ },
  { name: 'nhat-ky', path: '/nhat-ky', role: 'auditor', heading: /[Nn]hật ký/ },
  { name: 'api', path: '/api/v1/docs', role: 'administrator', heading: /./ },
];

/** The widths at which every page is looked at: a desk and a telephone. */
export const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
