// @vitest-environment happy-dom
import { cleanup, configure, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { SettingDialog } from '../../../../renderer/features/admin/setting-dialog.tsx'
import { ServerProblem } from '../../../../renderer/platform/server-ask.ts'
import type { SettingProblem } from '../../../../shared/domain/admin/setting-problem.ts'
import { settingProblemCodes } from '../../../../shared/domain/admin/setting-problem.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { renderDesk } from '../../../support/renderer/desk-render.tsx'
import { servicesFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../../support/renderer/worker-client-fake.ts'

configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)

const english = 'calendar vn-2026: days[3]: date must be YYYY-MM-DD'

/** What the dialog says when the server refuses a setting for these problems. */
async function refusedFor(current: unknown): Promise<string> {
  const refusal = () => Promise.reject(new ServerProblem('config_invalid', english, current))
  const dialog = (
    <SettingDialog title="Lịch" problems={[]} unchanged={false} onSave={refusal} onClose={vi.fn()}>
      {null}
    </SettingDialog>
  )
  await renderDesk(dialog, servicesFake(createWorkerFake(workerStateFake())))
  await userEvent.type(await screen.findByRole('textbox', { name: /Lý do thay đổi/ }), 'x')
  await userEvent.click(screen.getByRole('button', { name: 'Lưu' }))
  return (await screen.findByRole('alert')).textContent
}

it.each<[SettingProblem[], string]>([
  [
    [{ code: 'date', path: 'data.days.2026-03-12.date' }],
    'Cần sửa: Ngày › 12/03/2026 › ngày không phải là ngày có thật',
  ],
  [
    [
      { code: 'periods', path: 'data.week.d0' },
      { code: 'document', path: 'data.processing.urgent' },
    ],
    'Cần sửa: Giờ trong tuần › Thứ Hai: giờ mở cửa phải có dạng 08:00-12:00, tăng dần và không chồng nhau; ' +
      'Xử lý, mức khẩn đã xác nhận thì phải có văn bản',
  ],
  [
    [{ code: 'open_cases', path: 'validTo', n: 7 }],
    'Cần sửa: còn 7 hồ sơ đang mở thuộc bộ phận; phân công các hồ sơ này cho bộ phận khác trước',
  ],
])('says %j in Vietnamese', async (problems, words) => {
  expect(await refusedFor({ problems })).toBe(words)
})

it('never shows the server’s English, not even for a code it does not know', async () => {
  expect(await refusedFor({ problems: [{ code: 'newer', path: 'name' }] })).toBe(
    vietnamese.admin.problem.config_invalid,
  )
})

it('has words for every code', () => {
  expect(Object.keys(vietnamese.admin.invalid).toSorted()).toEqual(settingProblemCodes.toSorted())
})
