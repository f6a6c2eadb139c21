import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blanksIn } from '../../../../shared/domain/reply/gate/blanks.ts'
import { asksForReason, gateFindings } from '../../../../shared/domain/reply/gate/gate.ts'
import type { HandlingFileRole, ReplyToCheck } from '../../../../shared/domain/reply/gate/gate.ts'
import { canonicalReply } from '../../../../shared/domain/reply-text.ts'
import { holds } from '../../../support/seeded-property.ts'

const report = {
  kind: 'field',
  title: 'Ổ gà lớn trước số 22',
  body: 'Ổ gà sâu giữa đường Láng, xe máy ngã nhiều lần, đề nghị vá sớm.',
  place: 'Trước số 22 đường Láng, phường Láng',
} as const

const whole =
  'Kính gửi {{người phản ánh}}. Sáng 05/11 phường Láng kiểm tra, thấy ổ gà sâu 12 cm trước số 22 đường Láng. Đội duy tu đã vá xong lúc ' +
  '15 giờ cùng ngày. Đội theo dõi mặt đường một tháng; nếu lún lại, xin báo phòng hạ tầng.'

const check = (text: string, change: Partial<ReplyToCheck> = {}): string[] =>
  gateFindings({ text, complaint: report, files: ['photo_after'], noEvidence: null, ...change }).map((finding) =>
    finding.code === 'part_missing' ? finding.part : finding.code,
  )

/** What citizens complained of: replies that fit every case. */
const generic = [
  'UBND phường đã tiếp nhận phản ánh của ông/bà và sẽ xử lý theo quy định. Trân trọng cảm ơn.',
  'Phản ánh của quý công dân đã được chuyển đến đơn vị chức năng để xem xét, giải quyết theo thẩm quyền.',
  'Đã xử lý.',
  'Đã xử lý xong. Cảm ơn công dân.',
  'Đơn vị đã kiểm tra và xử lý theo quy định.',
  'Cảm ơn ông bà đã phản ánh. Chúng tôi sẽ kiểm tra và có biện pháp xử lý trong thời gian tới.',
  'UBND phường đã chỉ đạo các đơn vị liên quan kiểm tra, xử lý. Trân trọng!',
  'Nội dung phản ánh đã được ghi nhận. Cơ quan chức năng sẽ sớm khắc phục.',
  'Vấn đề trên đã được các cơ quan chức năng quan tâm, giải quyết. Đề nghị công dân yên tâm.',
  'Phường đã nhận được phản ánh và đã giao bộ phận chuyên môn xử lý nghiêm theo quy định của pháp luật.',
  'Chúng tôi đang tiến hành rà soát và sẽ thông báo kết quả sau.',
  'UBND xã xin tiếp thu ý kiến và rút kinh nghiệm.',
]

type SampleReport = Readonly<{ title: string; body: string; place: string; kind: string; reply?: string | null }>
const folder = new URL('../../../../resources/sample/reports/', import.meta.url)
const samples = readdirSync(folder)
  .flatMap((name) => (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { reports: SampleReport[] }).reports)
  .filter((sample) => sample.kind === 'field' && (sample.reply ?? '') !== '')

describe('the reply gate', () => {
  it('lets a reply through that says what was found, done, by whom, when and where, and what follows', () => {
    expect(check(whole)).toEqual([])
  })

  it.each([
    [
      'found',
      'Đội duy tu đã vá xong lúc 15 giờ ngày 05/11 trước số 22 đường Láng. Cần hỏi thêm, xin gọi phòng hạ tầng.',
    ],
    ['action', 'Sáng 05/11 phường Láng kiểm tra, thấy ổ gà sâu 12 cm trước số 22 đường Láng. Phường sẽ báo tiếp.'],
    ['unit', 'Sáng 05/11 kiểm tra, thấy ổ gà sâu trước số 22 đường. Đã vá xong cùng ngày. Nếu lún lại, xin báo.'],
    [
      'time_place',
      'Phường Láng kiểm tra, thấy ổ gà sâu. Đội duy tu đã vá xong mặt đường. Nếu lún lại, xin báo phòng hạ tầng.',
    ],
    ['next', 'Sáng 05/11 phường Láng kiểm tra, thấy ổ gà trước số 22 đường Láng. Đội duy tu đã vá xong cùng ngày.'],
  ])('tells that a reply lacks the part %s', (part, text) => {
    expect(check(text)).toEqual([part])
  })

  it.each(generic)('holds back what would fit every case: %s', (text) => {
    const findings = gateFindings({ text, complaint: report, files: ['photo_after'], noEvidence: null })
    expect(findings.filter(asksForReason).length).toBeGreaterThanOrEqual(3)
  })

  it('asks a field case for evidence or a coded reason, and for nothing that shows only how it was before', () => {
    const files = (...roles: HandlingFileRole[]) => check(whole, { files: roles })
    expect(files()).toEqual(['evidence_missing'])
    expect(files('photo_before')).toEqual(['evidence_missing'])
    expect(files('photo_before', 'document')).toEqual([])
    expect(check(whole, { files: [], noEvidence: 'private_place' })).toEqual([])
    expect(check(whole, { files: undefined })).toEqual([])
  })

  it('asks other kinds of reports neither for the parts nor for evidence', () => {
    const complaint = { ...report, kind: 'procedure' } as const
    expect(check('Ổ gà ở đường này do xã quản lý.', { complaint, files: [] })).toEqual([])
  })

  it('finds a reply that speaks of nothing in the report, and judges none by a report too short', () => {
    const other =
      'Sáng 05/11 Công an phường kiểm tra quán nhậu ở ngõ 5, lập biên bản loa kéo. Nếu ồn lại, xin gọi trực ban.'
    expect(check(other)).toEqual(['off_point'])
    expect(check(other, { complaint: { ...report, title: 'Xem', body: 'giúp tôi' } })).toEqual([])
    expect(check(whole.normalize('NFD'))).toEqual([])
  })

  it('tells of personal data without holding the reply back for it', () => {
    const findings = gateFindings({
      text: `${whole} Gọi 0912 345 678.`,
      complaint: report,
      files: ['document'],
      noEvidence: null,
    })
    expect(findings).toMatchObject([{ code: 'personal_data', kind: 'phone', text: '0912 345 678' }])
    expect(findings.some(asksForReason)).toBe(false)
  })

  it('lets nine in ten of the written sample replies through, part by part', () => {
    const missed = new Map<string, number>()
    for (const sample of samples) {
      for (const code of check(sample.reply ?? '', { complaint: { ...sample, kind: 'field' } }))
        missed.set(code, (missed.get(code) ?? 0) + 1)
    }
    expect(samples.length).toBeGreaterThan(80)
    for (const part of ['found', 'action', 'unit', 'time_place', 'next', 'off_point'])
      expect((missed.get(part) ?? 0) / samples.length, part).toBeLessThan(0.1)
  })

  it('gives places that hold the words it names, in any text', () => {
    holds(
      'gate places',
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.constantFrom('[nêu]', '{{x}}', '[[file:1]]', ' 0912345678 ', '…', '/'),
          ),
        ),
        (parts) => {
          const text = parts.join('')
          const reply = canonicalReply(text)
          for (const finding of gateFindings({ text, complaint: report, files: [], noEvidence: null })) {
            if ('from' in finding) expect(reply.slice(finding.from, finding.to)).toBe(finding.text)
          }
        },
      ),
    )
  })
})

describe('what a template left unfilled', () => {
  it.each([
    ['Kết quả: [nêu thời gian kiểm tra]', '[nêu thời gian kiểm tra]'],
    ['tại {{địa điểm}} đã vá', '{{địa điểm}}'],
    ['tại <tên đường> đã vá', '<tên đường>'],
    ['lúc ....... ngày', '.......'],
    ['ngày ……/……', '……'],
    ['ngày …/… đội đã vá', '…'],
    ['đơn vị ____ đã vá', '____'],
    ['ngày dd/mm/yyyy đã vá', 'dd/mm/yyyy'],
    ['ngày xx/xx đã vá', 'xx/xx'],
  ])('is found in: %s', (text, blank) => {
    expect(blanksIn(text)[0]?.text).toBe(blank)
  })

  it.each([
    'Kính gửi {{người phản ánh}}',
    'ảnh [[file:1]] và [[file:12]]',
    'xem [thông báo](https://hanoi.gov.vn/a)',
    'còn lại... đã vá',
    'đội đã vá, dọn…',
    'áp lực < 2 bar và > 1 bar',
    'từ 05/11 đến 06/11',
  ])('is not found in: %s', (text) => {
    expect(blanksIn(text)).toEqual([])
  })
})
