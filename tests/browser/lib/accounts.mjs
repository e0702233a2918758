// The accounts that the demonstration lists on its sign-in page, by role.
// The names of roles are those of `kernel::Role`.
export const PASSWORD = process.env.MOTCUA_DEMO_PASSWORD ?? 'motcua-2022';

export const ACCOUNTS = {
  counter_officer: 'tiep-nhan',
  specialist: 'chuyen-vien',
  head_of_division: 'truong-phong',
  director: 'giam-doc',
  clerk: 'van-thu',
  plan_coordinator: 'ke-hoach',
  auditor: 'kiem-tra',
  administrator: 'quan-tri',
};
