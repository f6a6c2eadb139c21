import 'vite/client'
import '../../../renderer/app/i18next.d.ts'
