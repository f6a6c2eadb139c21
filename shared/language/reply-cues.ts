// The words by which officials tell the parts of a reply (domain.md section 7), read in NFC text whatever its case.
const anyOf = (alternatives: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'iu')

/** What looking into a report is called; "sẽ kiểm tra" and "đề nghị kiểm tra" tell of no result (`intentCue`). */
export const foundCue = anyOf([
  'kiểm tra',
  'xác minh',
  'rà(?: soát)?',
  'khảo sát',
  'đối chiếu',
  '(?:đã|đến|cán bộ|cháy) xem(?! xét)|xem lại',
  'đo(?: đạc| lại)?',
  'lấy (?:\\p{N}+ )?mẫu',
  'phát hiện',
  'xác định',
  'nhận thấy',
  'cho thấy',
  'thấy',
  'nguyên nhân',
  'hiện trạng',
  'có mặt',
  'làm việc (?:với|tại|ở)',
  'buổi làm việc',
  '(?:phản ánh|nội dung|thông tin)(?: \\p{L}+){0,4} (?:đúng|không đúng|có cơ sở|chính xác)',
  'camera',
  'bắt quả tang',
  'theo xác nhận',
  'mở (?:\\p{L}+ ){0,2}(?:hố|nắp|ga|cống|bể|tủ)',
  '(?:lúc )?\\p{N}{1,2} giờ(?: \\p{N}{1,2})?,? [^.;]{1,80}? (?:đến|tới) ',
])

// Taking a report in, passing it on and "xử lý theo quy định" are no measures: the citizen learns nothing of the case from them.
const empty =
  'tiếp nhận|ghi nhận|nhận được|nhận|chuyển (?:\\p{L}+ ){0,4}?(?:đơn vị|cơ quan|bộ phận|phòng|các)|kiểm tra|xác minh|phản ánh|gửi|nêu|' +
  'xem xét|nắm|quan tâm|biết|đề cập|báo cáo|thông báo|trả lời|thông tin|tin tưởng|đóng góp|xử lý (?:theo|đúng|nghiêm|dứt điểm|kịp thời|triệt để|xong|\\.)|' +
  'các|cơ quan|ý|có ý kiến|xử lý|giải quyết (?:theo|đúng|kịp thời)|giải quyết|chỉ đạo|giao|yêu cầu các|thực hiện (?:theo|đúng)|phối hợp(?: với)?(?: các)? (?:đơn vị|cơ quan|ngành)(?: \\p{L}+){0,2}'
/** What was done or decided. */
export const actionCue = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:` +
    `(?:đã|được|bị|vừa) (?!(?:và |đang |được |cùng |nhanh chóng |kịp thời )*(?:${empty})(?![\\p{L}]))\\p{L}+` +
    `|(?!lý )(?:\\p{L}|\\p{N})+ (?:xong|hoàn thành)` +
    `|lập (?:\\p{N}+ )?biên bản|quyết định|ban hành|miễn cước|hoàn trả|thống nhất với|thay thế|thay \\p{L}+|lắp \\p{L}+|` +
    `cắt (?:\\p{L}+ )?(?:xong|cành|tỉa|cây)|hạ toàn bộ|tạm giữ|thu gom|phát quang|giải tỏa|phân luồng|chỉ đạo (?!các|đơn vị|cơ quan)\\p{L}+|` +
    `không thuộc diện|không đủ điều kiện|không có cơ sở|chưa đủ điều kiện` +
    `)(?![\\p{L}\\p{N}])`,
  'iu',
)

/** A unit that can be found again; "cơ quan chức năng", "đơn vị liên quan" and "các đơn vị" are none. */
export const unitCue = new RegExp(
  '(?<![\\p{L}\\p{N}])(?:' +
    '(?:UBND|[ỦU]ỷ? ?[Bb]an [Nn]hân dân|[Pp]hường|[Xx]ã|[Ss]ở|[Pp]hòng|[Tt]rạm|[Bb]an|[Cc]ông ty|[Tt]rung tâm|[Xx]í nghiệp|[Tt]hôn|[Vv]iện|[Đđ]iện lực|[Cc]hợ|[Tt]rường) \\p{Lu}' +
    '|(?:[Cc]ông an|[Đđ]ội|[Tt]ổ|[Hh]ạt|[Cc]hi cục|[Cc]ục|[Tt]hanh tra|[Cc]ảnh sát|[Bb]an quản lý|[Bb]ộ phận(?! chuyên môn| chức năng| liên quan)|[Xx]í nghiệp|[Cc]ông ty|[Nn]hà thầu|[Cc]hủ đầu tư|[Tt]rung tâm|[Pp]hòng|[Tt]rạm) \\p{L}+' +
    '|CSGT|(?:[Cc]ông nhân|[Tt]hợ|[Kk]ỹ thuật viên|[Cc]án bộ|[Nn]hân viên) (?:phường|xã|đội|tổ|sở|của|quản lý|thoát nước|môi trường|kỹ thuật)' +
    '|[Đđ]ơn vị (?!liên quan|chức năng|có liên quan|được giao|đã|để|trên|sẽ)\\p{L}+' +
    ')',
  'u',
)

/** A day or an hour, beside the dates of `daysInText`. */
export const momentCue = anyOf([
  '\\p{N}{1,2}\\s?(?:giờ|h)(?:\\s?\\p{N}{2})?',
  '(?:sáng|trưa|chiều|tối|đêm|ngày) (?:cùng ngày|nay|qua|hôm|thứ \\p{L}+|chủ nhật|\\p{N}{1,2})',
  'thứ (?:hai|ba|tư|năm|sáu|bảy)',
  'hôm (?:nay|qua|kia|sau)',
  'cùng ngày',
  'tháng \\p{N}{1,2}',
])
/** A place that can be found again. */
export const spotCue = anyOf([
  '(?:đường|phố|ngõ|ngách|hẻm|số nhà|số|tổ dân phố|tổ|thôn|xóm|khu đô thị|khu|chung cư|tòa|cầu|chợ|trường|công viên|hồ|sông|mương|bờ|cổng|trạm|ga|' +
    'vỉa hè|hè|nút giao|ngã ba|ngã tư|bến xe|bến|phường|xã|tại|trước|đối diện|sân|bể|quầy) (?:\\p{L}|\\p{N})+',
])

/** What follows, or whom to turn to. */
export const nextCue = anyOf([
  'tiếp tục',
  'thường xuyên',
  'duy trì',
  'định kỳ',
  'hằng \\p{L}+',
  'hàng (?:ngày|tuần|tháng)',
  'sẽ',
  'dự kiến',
  'trước (?:ngày |mùng )?\\p{N}{1,2}/\\p{N}{1,2}',
  'chậm nhất',
  'từ nay',
  'từ (?:ngày )?\\p{N}{1,2}/\\p{N}{1,2}',
  '(?:thời gian|tuần|tháng) tới',
  'theo dõi',
  'nếu',
  '(?:đề nghị|mời) (?:ông|bà|anh|chị|bác|cụ|cô|chú|người|quý|hộ|bạn|doanh nghiệp|gia đình)',
  'kết quả (?:được )?(?:gửi|có sau|sẽ|đăng)',
  'giám sát',
  'liên hệ',
  'liên lạc',
  'đầu mối',
  'hỏi thêm',
  '(?:xin|hãy|vui lòng|có thể|thì|cứ|mời) (?:\\p{L}+ ){0,2}(?:gọi|báo|gửi|gặp|đến|nhắn|phản ánh|bấm|xem|nộp|mang)',
  'gọi (?:\\p{L}+ ){0,4}\\p{N}{2,}',
  'đường dây nóng',
  'hotline',
  'trực ban',
  'điện thoại',
])

/** What is only intended, asked for or passed on. */
export const intentCue = anyOf([
  'sẽ',
  'đang',
  'đề nghị',
  'giao',
  'chuyển',
  'tiếp tục',
  'chỉ đạo',
  'yêu cầu',
  'để',
  'sớm',
  'mong',
])
/** A sign that something has come of it. */
export const resultCue =
  /(?<!\p{L})(?:đã|qua|sau khi|kết quả (?:kiểm tra|xác minh|rà soát|cho thấy|như sau)|cho thấy|thấy|xác định|phát hiện|nguyên nhân|xong|lúc)(?!\p{L})|\d/iu
