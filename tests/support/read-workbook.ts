import excel from 'exceljs'
import type { CellValue, Workbook, Worksheet } from 'exceljs'

/** A workbook as another program reads it. */
export async function readWorkbook(path: string): Promise<Workbook> {
  const book = new excel.Workbook()
  await book.xlsx.readFile(path)
  return book
}

/** Every row of a sheet, the header first. */
export function rowsOf(sheet: Worksheet | undefined): CellValue[][] {
  const rows: CellValue[][] = []
  sheet?.eachRow((row) => rows.push(Array.from({ length: row.cellCount }, (_, place) => row.getCell(place + 1).value)))
  return rows
}
