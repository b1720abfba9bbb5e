import '@/app/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Console } from '@/app/Console'
import { startI18n } from '@/shared/i18n'
import { preferences } from '@/shared/preferences'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')

const preferred = preferences().language ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')
void startI18n(preferred).then(() =>
  createRoot(place).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  ),
)
