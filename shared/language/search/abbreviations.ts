/**
 * Abbreviations usual in office texts and reports, folded, each with what it stands for. Only those that stand for one thing are here:
 * one that has two meanings ("CA", "TT", "CC") would find cases of the other.
 */
export const abbreviations: Readonly<Record<string, string>> = {
  atgt: 'an toan giao thong',
  attp: 'an toan thuc pham',
  bhxh: 'bao hiem xa hoi',
  bhyt: 'bao hiem y te',
  cccd: 'can cuoc cong dan',
  ccn: 'cum cong nghiep',
  csgt: 'canh sat giao thong',
  dvc: 'dich vu cong',
  gplx: 'giay phep lai xe',
  gpmb: 'giai phong mat bang',
  gpxd: 'giay phep xay dung',
  hdnd: 'hoi dong nhan dan',
  kcn: 'khu cong nghiep',
  kdt: 'khu do thi',
  kdtm: 'khu do thi moi',
  ktx: 'ky tuc xa',
  mttq: 'mat tran to quoc',
  nvh: 'nha van hoa',
  pakn: 'phan anh kien nghi',
  pccc: 'phong chay chua chay',
  qldt: 'quan ly do thi',
  qsdd: 'quyen su dung dat',
  sdt: 'so dien thoai',
  tdp: 'to dan pho',
  thcs: 'trung hoc co so',
  thpt: 'trung hoc pho thong',
  tnhh: 'trach nhiem huu han',
  ttdt: 'trat tu do thi',
  tthc: 'thu tuc hanh chinh',
  ttxd: 'trat tu xay dung',
  ubnd: 'uy ban nhan dan',
  vsmt: 've sinh moi truong',
  xhcn: 'xa hoi chu nghia',
}

/** Signs of roads that are written together with their number: "QL1A" is "Quốc lộ 1A". */
export const roadSigns: Readonly<Record<string, string>> = { dt: 'duong tinh', ql: 'quoc lo', tl: 'tinh lo' }
