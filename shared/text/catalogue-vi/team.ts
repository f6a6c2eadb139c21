/** Vietnamese texts of the supervisor's list of the day. */
export const teamVi = {
  title: 'Việc trong ngày của bộ phận',
  forDate: 'Ngày {{date}}',
  intro: 'Danh sách mở một lần vào lúc bắt đầu ngày làm việc; mở lại được bất cứ lúc nào.',
  empty: 'Hôm nay không có hồ sơ nào cần lãnh đạo bộ phận xem ngay',
  emptyHint: 'Hồ sơ khẩn, quá hạn, đến hạn hôm nay, chưa phân công hoặc chờ duyệt sẽ hiện ở đây.',
  reason: {
    overdue: 'Đang quá hạn',
    dueToday: 'Đến hạn hôm nay',
    awaitingApproval: 'Chờ duyệt',
    unassigned: 'Chưa phân công',
    urgent: 'Khẩn',
    other: 'Cần xem',
  },
  more: 'và {{n}} hồ sơ khác trong hàng đợi',
  openQueue: 'Đến hàng đợi',
  noRight: 'Danh sách này dành cho lãnh đạo bộ phận và lãnh đạo cơ quan',
}
