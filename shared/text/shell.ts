/** The words of the main process in Vietnamese: menu, tray, dialogs, notifications. Nothing here carries personal data. */
export const shellText = {
  appName: 'iHaNoi Desk',
  menu: {
    file: 'Tệp',
    print: 'In…',
    closeWindow: 'Đóng cửa sổ',
    quit: 'Thoát',
    edit: 'Soạn thảo',
    undo: 'Hoàn tác',
    redo: 'Làm lại',
    cut: 'Cắt',
    copy: 'Sao chép',
    paste: 'Dán',
    pasteText: 'Dán văn bản thuần',
    selectAll: 'Chọn tất cả',
    view: 'Hiển thị',
    zoomIn: 'Phóng to',
    zoomOut: 'Thu nhỏ',
    zoomReset: 'Cỡ mặc định',
    fullScreen: 'Toàn màn hình',
    help: 'Trợ giúp',
    packLogs: 'Gói chẩn đoán…',
    about: 'Giới thiệu iHaNoi Desk',
    developer: 'Công cụ phát triển',
  },
  tray: { open: 'Mở iHaNoi Desk', quit: 'Thoát', tooltip: 'iHaNoi Desk' },
  about: {
    title: 'Giới thiệu',
    message: 'iHaNoi Desk',
    detail: (version: string) => `Phiên bản ${version}`,
    close: 'Đóng',
  },
  link: {
    title: 'Mở liên kết ngoài',
    question: 'Mở liên kết này bằng trình duyệt?',
    open: 'Mở',
    cancel: 'Không mở',
  },
  packLogs: { title: 'Lưu gói chẩn đoán', fileName: (date: string) => `ihanoi-desk-chan-doan-${date}.ndjson.gz` },
  export: {
    title: 'Xuất danh sách ra tệp Excel',
    fileName: (date: string) => `Danh sách phản ánh, kiến nghị ${date}.xlsx`,
    fileKind: 'Sổ tính Excel',
  },
  carry: {
    saveTitle: 'Lưu việc chưa gửi để mang sang máy khác',
    openTitle: 'Chọn tệp việc chưa gửi từ máy khác',
    fileName: (date: string) => `viec-chua-gui-${date}`,
    fileKind: 'Việc chưa gửi của iHaNoi Desk',
  },
  notice: {
    close: 'Đã hiểu',
    session_damaged: {
      message: 'Không đọc được thông tin đăng nhập trên máy này.',
      detail: 'Tệp hỏng được giữ lại trong thư mục hồ sơ. Dữ liệu không bị xóa. Đăng nhập lại để làm tiếp.',
    },
    account_damaged: {
      message: 'Không mở được kho dữ liệu của tài khoản trên máy này.',
      detail:
        'Kho dữ liệu được giữ nguyên trong thư mục hồ sơ. Khởi động lại ứng dụng; nếu vẫn không mở được, gửi gói chẩn đoán cho bộ phận hỗ trợ trước khi xóa thư mục.',
    },
    key_lost: {
      message: 'Khóa dữ liệu của tài khoản trên máy này không còn dùng được.',
      detail:
        'Ứng dụng dùng khóa mới và tải lại hồ sơ từ máy chủ. Việc chưa gửi được giữ nguyên và gửi lên máy chủ ngay khi có mạng.',
    },
    keyring_gone: {
      message: 'Không mở được kho khóa của hệ điều hành.',
      detail:
        'Dữ liệu trên máy vẫn còn nhưng chưa đọc được. Mở khóa kho khóa của hệ điều hành rồi khởi động lại ứng dụng.',
    },
    server_url_wrong: {
      message: 'Địa chỉ máy chủ không hợp lệ.',
      detail: 'Địa chỉ phải bắt đầu bằng https://. Sửa địa chỉ máy chủ rồi khởi động lại ứng dụng.',
    },
    page_crashed: {
      message: 'Cửa sổ gặp sự cố và đã được mở lại.',
      detail: 'Những gì đã lưu trên máy vẫn còn nguyên.',
    },
    main_failed: {
      message: 'Ứng dụng gặp lỗi và phải đóng.',
      detail: 'Những gì đã lưu trên máy vẫn còn nguyên. Khởi động lại để làm tiếp.',
    },
  },
  problem: {
    offline: 'Không kết nối được máy chủ',
    unauthenticated: 'Cần đăng nhập lại',
    notFound: 'Không tìm thấy',
  },
  attention: {
    urgent_arrived: (count: number) => (count === 1 ? 'Có 1 phản ánh khẩn mới.' : `Có ${count} phản ánh khẩn mới.`),
    deadline_near: (count: number) =>
      count === 1 ? '1 hồ sơ còn dưới một giờ làm việc.' : `${count} hồ sơ còn dưới một giờ làm việc.`,
    day_list: (count: number) => `Danh sách hôm nay có ${count} hồ sơ cần xem.`,
    reply_returned: (count: number) =>
      count === 1 ? '1 nội dung trả lời được trả lại.' : `${count} nội dung trả lời được trả lại.`,
    trouble: (count: number) =>
      count === 1 ? '1 thay đổi vướng mắc khi đồng bộ.' : `${count} thay đổi vướng mắc khi đồng bộ.`,
  },
} as const
