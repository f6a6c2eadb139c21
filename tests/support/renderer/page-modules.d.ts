/// <reference types="vite/client" />
/// <reference path="../../../renderer/app/i18next.d.ts" />
