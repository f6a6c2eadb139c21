import { describe, expect, it } from 'vitest'
import { commitmentsIn } from '../../../../shared/domain/reply/commitments.ts'
import { hanoiZone } from '../../../../shared/domain/time/zone.ts'
import { hanoi } from '../../../support/domain/case-fixtures.ts'

const promised = (reply: string, at = '2026-11-20 09:00') =>
  commitmentsIn(reply, { by: 'officer', atMs: hanoi(at), zone: hanoiZone, id: 'event-9' })

const days = (reply: string, at?: string): readonly string[] =>
  promised(reply, at).map((one) => new Date(one.dueAtMs + 7 * 3_600_000).toISOString().slice(0, 10))

describe('a day named in a reply', () => {
  it('becomes a commitment of the author, due at the last moment of that day on the agency’s clock', () => {
    const reply = 'Đã vá tạm. Đội 3 sẽ thảm lại mặt đường trước ngày 05/12/2026.\nTrân trọng.'
    expect(promised(reply)).toEqual([
      {
        id: 'event-9-c1',
        text: 'Đội 3 sẽ thảm lại mặt đường trước ngày 05/12/2026.',
        dueAtMs: hanoi('2026-12-06 00:00') - 1,
        promisedBy: 'officer',
        promisedAtMs: hanoi('2026-11-20 09:00'),
        settledBy: null,
        settledAtMs: null,
        settledNote: null,
      },
    ])
  })

  it.each([
    ['trước 05/12/2026', '2026-12-05'],
    ['trước 5/12/2026', '2026-12-05'],
    ['trước 5.12.2026', '2026-12-05'],
    ['trước 05-12-2026', '2026-12-05'],
    ['hoàn thành 05/12/26', '2026-12-05'],
    ['(05/12/2026)', '2026-12-05'],
    ['trước 05/12', '2026-12-05'],
    ['đến 5/12', '2026-12-05'],
    ['Ngày 5/12', '2026-12-05'],
    ['ngày 05-12', '2026-12-05'],
    ['ngày 5.12', '2026-12-05'],
    ['chậm nhất 05/12', '2026-12-05'],
    ['thứ Bảy, 05/12', '2026-12-05'],
    ['Chủ nhật (06/12)', '2026-12-06'],
    ['trước 17 giờ 05/12', '2026-12-05'],
    ['trước 17h30 05/12', '2026-12-05'],
    ['ngày 5 tháng 12 năm 2026', '2026-12-05'],
    ['ngày 05 tháng 12, năm 2026', '2026-12-05'],
    ['ngày 05 tháng 12/2026', '2026-12-05'],
    ['ngày 5 tháng 12', '2026-12-05'],
    ['mùng 5 tháng 12', '2026-12-05'],
    ['Ngày mồng 5 tháng 12', '2026-12-05'],
    ['ngày 5 tháng 1', '2027-01-05'],
    ['trước 05/01', '2027-01-05'],
    ['ngày 31 tháng 12 năm 2027', '2027-12-31'],
    ['ngày 28/02/2028', '2028-02-28'],
  ])('written as "%s" is %s', (written, day) => {
    expect(days(`Tổ xong ${written}.`)).toEqual([day])
    expect(days(`Việc làm ${written}, có ảnh`)).toEqual([day])
  })

  it.each([
    ['từ 05/12 đến 10/12', ['2026-12-05', '2026-12-10']],
    ['từ ngày 05/12 - 10/12', ['2026-12-05', '2026-12-10']],
    ['từ 05/12-10/12', ['2026-12-05', '2026-12-10']],
    ['từ 05-10/12/2026', ['2026-12-10']],
    ['từ ngày 5 đến 10 tháng 12', ['2026-12-10']],
    ['ngày 05-10 tháng 12', ['2026-12-10']],
  ])('in a span "%s" counts with its end', (written, expected) => {
    expect(days(`Thi công ${written}.`)).toEqual(expected)
  })

  it('counts once, with the sentence that names it first, in the order of the days', () => {
    const found = promised('Xong ngày 10/12/2026. Báo lại ngày 05/12. Nghiệm thu ngày 10 tháng 12.')
    expect(found.map((one) => [one.id, one.text])).toEqual([
      ['event-9-c1', 'Báo lại ngày 05/12.'],
      ['event-9-c2', 'Xong ngày 10/12/2026.'],
    ])
  })
})

describe('no commitment is', () => {
  it.each([
    'Đã kiểm tra ngày 19/11/2026 và ngày 20/11',
    'Đã vá 10/12 ổ gà, đạt 2/3 diện tích, trực 24/7',
    'Trong 5 tháng tới, quý 4/2026, tháng 12/2026',
    'Theo Quyết định 1207/QĐ-UBND, số 12/2026/NĐ-CP, công văn 15/12/UBND',
    'Kinh phí 1.500.000 đồng, sâu 3.5 m, rộng 2,5 m, từ 8-12 giờ, mục 1.2.3, mục 1.2.30',
    'ngày 31/11/2026, ngày 30/02, ngày 45/12/2026, ngày 5 tháng 13',
    'Số 0912.345.678, xe 29A-123.45, hồ sơ HN-2026-000001',
    'Tổ 5/12 phố Huế, ngõ 5/12/3',
    '',
  ])('%s', (text) => {
    expect(days(text)).toEqual([])
  })

  it('the day on which the reply is approved', () => {
    expect(days('Xong ngày 20/11/2026', '2026-11-20 23:59')).toEqual([])
    expect(days('Xong ngày 20/11/2026', '2026-11-19 23:59')).toEqual(['2026-11-20'])
  })
})
