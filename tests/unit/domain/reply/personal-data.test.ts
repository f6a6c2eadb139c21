import { describe, expect, it } from 'vitest'
import { personalDataIn } from '../../../../shared/domain/reply/personal-data.ts'

const found = (text: string): readonly string[] =>
  personalDataIn(text).map((finding) => `${finding.kind} ${finding.text}`)

/** A number inside a sentence is found whole, whatever stands around it. */
const isFoundAs = (kind: string, written: string): void => {
  for (const sentence of [
    written,
    `Ông A (${written}) đã nhận.`,
    `Liên hệ: ${written}.`,
    `liên hệ ${written}, gặp bà B`,
    `${written}; hoặc`,
    `Số:${written}\nHết`,
  ]) {
    const findings = personalDataIn(sentence)
    expect(
      findings.map((finding) => finding.kind),
      sentence,
    ).toEqual([kind])
    const { from, to, text } = findings[0] ?? { from: 0, to: 0, text: '' }
    expect(sentence.slice(from, to)).toBe(text)
    expect(written.replace(/[^\p{L}\d]/gu, ''), sentence).toBe(text.replace(/[^\p{L}\d]/gu, ''))
  }
}

describe('phone numbers', () => {
  it.each([
    '0912345678',
    '0912 345 678',
    '0912.345.678',
    '0912-345-678',
    '091 234 5678',
    '091 2345 678',
    '09 1234 5678',
    '0912 34 56 78',
    '0388 123 456',
    '+84912345678',
    '+84 912 345 678',
    '(+84) 912 345 678',
    '+84 (0) 912 345 678',
    '0084 912 345 678',
    '84912345678',
    '02438253536',
    '024 3825 3536',
    '024.3825.3536',
    '(024) 3825 3536',
    '024 - 3825 3536',
    '+84 24 3825 3536',
    '0912\u00a0345\u00a0678',
  ])('%s', (written) => {
    isFoundAs('phone', written)
  })

  it('are found one by one where several stand together', () => {
    expect(found('Gọi 0912345678/0987654321 hoặc 024 3825 3536')).toEqual([
      'phone 0912345678',
      'phone 0987654321',
      'phone 024 3825 3536',
    ])
  })
})

describe('identity numbers', () => {
  it.each(['001090012345', '001 090 012 345', '001.090.012.345', '034090012345', '012345678', '012 345 678'])(
    '%s',
    (written) => {
      isFoundAs('identity_number', written)
    },
  )
})

describe('plates', () => {
  it.each([
    '29A-123.45',
    '29A-12345',
    '29A 123.45',
    '29A12345',
    '29A123.45',
    '30K1-234.56',
    '29-B1 123.45',
    '29B1-123.45',
    '29 B1 - 123.45',
    '29B112345',
    '29MĐ1-123.45',
    '29LD-123.45',
    '29A-1234',
    '29a-123.45',
    '30k-12345',
  ])('%s', (written) => {
    isFoundAs('plate', written)
  })
})

describe('e-mail addresses', () => {
  it.each(['a.b@hanoi.gov.vn', 'nguyenvana+1@gmail.com', 'cán_bộ@xã-bavì.vn'])('%s', (written) => {
    const findings = personalDataIn(`Gửi về ${written}. Cảm ơn.`)
    expect(findings).toEqual([{ kind: 'email', from: 7, to: 7 + written.length, text: written }])
  })
})

describe('nothing is found in', () => {
  it.each([
    'Ngày 05/12/2026, 05.12.2026, 05-12-2026, 2026-12-05, 05.12.2026 17 giờ, 05-12-2026 08:00, 2.05.2026 08:00',
    'Kinh phí 1.500.000 đồng, 10.000.000.000 đồng, 1.035.000.000 đồng, 150.000.000 đ, 150000000 đồng, 912345678 VNĐ, 150 000 000 đồng, 84 235 000 000 đồng',
    'Diện tích 1.234,5 m2, dài 12.345 m, 0,5 km, 29.123,45 tấn',
    'Hồ sơ HN-2026-000001, HN-2026-123456, HN-2026-123456789',
    'Quyết định 1207/QĐ-UBND ngày 28/02/2025, Công điện 05/CĐ-UBND, Nghị định 123/2024/NĐ-CP, số 15 QĐ 2026, 12/TB-UBND',
    'Tổng đài 1022, 113, 1900 1009, 18006969',
    'Mã số thuế 0100109106, tài khoản 1234567890123',
    'Lúc 17h30, 08:00-12:00, thứ 7, số nhà 123, ngõ 45/6, tổ 12, phường 01, 20 m2 1500 viên, 15 km 2000 đèn',
    'Tọa độ 21.028511, 105.804817',
    'Điều 12, khoản 3.4.5, mục 1.2.3.4',
    'Lớp 10A1, phòng 12B, tòa CT2-A5, block 21B5, cột đèn A29-0123',
    '',
  ])('%s', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('a text with several kinds', () => {
  it('is read in its own order, and no place twice', () => {
    expect(found('Xe 29A-123.45 của ông A, CCCD 001090012345, ĐT 0912 345 678, thư a@b.vn')).toEqual([
      'plate 29A-123.45',
      'identity_number 001090012345',
      'phone 0912 345 678',
      'email a@b.vn',
    ])
    expect(found('034090012345')).toEqual(['identity_number 034090012345'])
  })

  it('of 20,000 characters is read at once', () => {
    const beganMs = performance.now()
    for (const piece of ['0 ', '0912-', '29A-', 'a@', '1.', '012 ']) personalDataIn(piece.repeat(20_000 / piece.length))
    expect(performance.now() - beganMs).toBeLessThan(5_000)
  })
})
