import type { ErrorCode } from '../contract/error-codes.ts'

/** The Vietnamese title of every problem document of the central server. */
export const problemTitles: Readonly<Record<ErrorCode, string>> = {
  bad_request: 'Yêu cầu không hợp lệ',
  not_json: 'Nội dung gửi lên không phải JSON hợp lệ',
  too_large: 'Nội dung gửi lên quá lớn',
  unauthenticated: 'Cần đăng nhập',
  forbidden: 'Không có quyền thực hiện',
  client_locked: 'Thiết bị đã bị khóa',
  client_wiped: 'Dữ liệu trên thiết bị này phải xóa theo lệnh của quản trị',
  client_unknown: 'Thiết bị chưa được đăng ký',
  not_found: 'Không tìm thấy',
  conflict: 'Dữ liệu đã thay đổi',
  schema_too_old: 'Phiên bản ứng dụng quá cũ, cần cập nhật',
  schema_too_new: 'Máy chủ cũ hơn ứng dụng, cần nâng cấp máy chủ',
  rate_limited: 'Gửi quá nhiều yêu cầu, hãy thử lại sau',
  intake_key_wrong: 'Khóa tiếp nhận không đúng',
  file_too_large: 'Tệp quá lớn',
  file_type_refused: 'Loại tệp không được chấp nhận',
  file_hash_wrong: 'Tệp không khớp với mã băm đã khai báo',
  files_incomplete: 'Còn tệp chưa được gửi đầy đủ',
  too_many_files: 'Quá nhiều tệp',
  wrong_state: 'Phản ánh không ở trạng thái cho phép thao tác này',
  internal: 'Máy chủ gặp lỗi, hãy thử lại sau',
  not_ready: 'Máy chủ chưa sẵn sàng',
}
