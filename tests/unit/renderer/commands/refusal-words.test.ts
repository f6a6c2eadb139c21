// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { allTexts, startTexts } from '../../../../renderer/app/i18n.ts'
import { refusalWords } from '../../../../renderer/platform/refusal-words.ts'
import { commandTable, officialCommands } from '../../../../shared/domain/command-table.ts'
import { openStates } from '../../../../shared/domain/states.ts'
import { refusalCodes } from '../../../../shared/domain/command.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { english } from '../../../../shared/text/english.ts'

const wordsIn = async (language: 'vi' | 'en') => {
  const texts = await startTexts(language)
  await allTexts(texts)
  return (name: string, code: string) => refusalWords(texts, name, code)
}

describe('why a command is not possible in the present state', () => {
  it('names the states it needs, by the names the desk shows them with', async () => {
    const words = await wordsIn('vi')
    expect(words('submitReply', 'wrong_state')).toBe('Chỉ trình lãnh đạo được khi hồ sơ ở trạng thái “Đang xử lý”.')
    expect(words('start', 'wrong_state')).toBe(
      'Chỉ bắt đầu xử lý được khi hồ sơ ở trạng thái “Đã phân công”, “Trả lại để chỉnh sửa” hoặc “Xử lý lại”.',
    )
    expect(words('checkOut', 'wrong_state')).toBe('Chỉ mượn hồ sơ được khi hồ sơ chưa có kết quả.')
    expect(words('assign', 'wrong_state')).toBe(
      'Chỉ phân công được khi hồ sơ chưa có kết quả, trừ lúc ở trạng thái “Chờ duyệt trả lời” hoặc “Chờ duyệt từ chối”.',
    )
    const inEnglish = await wordsIn('en')
    expect(inEnglish('submitReply', 'wrong_state')).toBe(
      '“submit for approval” is possible only while the case is “In progress”.',
    )
  })

  it.each(officialCommands)('tells it of %s in both languages, as its row of the table has it', async (name) => {
    const { from } = commandTable[name]
    const needed: readonly string[] = from === 'any' ? [] : from
    for (const [language, { state }] of [
      ['vi', vietnamese.words],
      ['en', english.words],
    ] as const) {
      const said = (await wordsIn(language))(name, 'wrong_state')
      const named = Object.entries(state).flatMap(([code, label]) => (said.includes(`“${label}”`) ? [code] : []))
      const isMostlyOpen = openStates.filter((code) => !needed.includes(code)).length <= 2
      const shown = isMostlyOpen ? openStates.filter((code) => !needed.includes(code)) : needed
      expect(named.toSorted()).toEqual(from === 'any' ? [] : shown.toSorted())
    }
  })

  it('leaves every other code its own words, and names a code it does not know', async () => {
    const words = await wordsIn('vi')
    for (const code of refusalCodes.filter((one) => one !== 'wrong_state'))
      expect(words('start', code)).toBe(vietnamese.refusal[code])
    expect(words('start', 'of_a_later_server')).toContain('(mã of_a_later_server)')
    expect(words('of_a_later_server', 'wrong_state')).toBe(vietnamese.refusal.wrong_state)
  })
})
