/** Vietnamese texts of commands on many cases at once. */
export const bulkVi = {
  title: 'Hồ sơ đã chọn',
  chosen: 'Đã chọn {{n}} hồ sơ',
  clear: 'Bỏ chọn',
  pin: 'Ghim',
  dialogTitle: '{{name}}: {{n}} hồ sơ',
  oneAgency: 'Các hồ sơ đã chọn thuộc nhiều cơ quan. Chỉ phân công cùng lúc các hồ sơ của một cơ quan.',
  running: '{{name}}: {{done}} / {{total}}',
  stop: 'Dừng',
  saved: '{{name}}: đã lưu trên máy {{n}} hồ sơ',
  left: 'còn {{n}} hồ sơ chưa làm',
  notTaken: '{{n}} hồ sơ không thực hiện được',
  notTakenTitle: '{{name}}: hồ sơ không thực hiện được',
  notTakenBody: 'Các hồ sơ khác đã được lưu. Những hồ sơ dưới đây giữ nguyên như trước.',
  why: 'Lý do',
  keep: 'Chỉ chọn các hồ sơ này',
}
