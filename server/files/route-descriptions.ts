import type { ErrorCode } from '../../shared/contract/error-codes.ts'
import type { RouteAccess } from '../../shared/contract/route-meta.ts'
import { acceptedTypes } from '../../shared/contract/files/file-types.ts'
import { uploadPath } from './incoming-uploads.ts'

type ResponsesText = Record<string, unknown>
type Responses = (access: RouteAccess, codes: readonly ErrorCode[]) => ResponsesText
type OperationText = { [field: string]: unknown; responses: ResponsesText; security?: unknown }

const security = [{ official: [] }, { intake: [] }]
const fileId = { name: 'fileId', in: 'path', required: true, schema: { type: 'string' } }
const header = (name: string, description: string): object => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
})
const version = header('Tus-Resumable', '1.0.0')
const bytes = { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } }
const settled: readonly ErrorCode[] = [
  'not_found',
  'conflict',
  'bad_request',
  'file_too_large',
  'file_type_refused',
  'file_hash_wrong',
]

/** The OpenAPI descriptions of everything under `/files`. */
export function fileRoutes(problems: Responses): Record<string, Record<string, OperationText>> {
  return { [uploadPath]: collection(problems), [`${uploadPath}/{fileId}`]: single(problems) }
}

function collection(problems: Responses): Record<string, OperationText> {
  return {
    options: {
      tags: ['files'],
      summary: 'What the tus server can do',
      responses: { '204': { description: 'Tus-Version, Tus-Extension, Tus-Max-Size.' }, ...problems('public', []) },
    },
    post: {
      tags: ['files'],
      summary: 'Begin the upload of an announced file (tus creation)',
      description: 'Upload-Metadata names the announced file as fileId, base64; Upload-Length is its announced size.',
      security,
      parameters: [
        version,
        header('Upload-Length', 'Bytes.'),
        header('Upload-Metadata', 'fileId and its base64 value.'),
      ],
      requestBody: { required: false, content: bytes },
      responses: { '201': { description: 'Location is where to send the bytes.' }, ...problems('official', settled) },
    },
  }
}

function single(problems: Responses): Record<string, OperationText> {
  const changed = { security, parameters: [fileId, version] }
  return {
    head: {
      ...changed,
      tags: ['files'],
      summary: 'How far an upload is',
      responses: { '200': { description: 'Upload-Offset, Upload-Length.' }, ...problems('official', settled) },
    },
    patch: {
      ...changed,
      tags: ['files'],
      summary: 'Send bytes',
      description: `The complete upload is verified: its SHA-256 (460) and its content, one of ${acceptedTypes.join(', ')} (415).`,
      requestBody: { required: true, content: bytes },
      responses: {
        '204': { description: 'Upload-Offset; stored when it equals the length.' },
        ...problems('official', settled),
      },
    },
    delete: {
      ...changed,
      tags: ['files'],
      summary: 'Give an upload up',
      responses: { '204': { description: 'Gone.' }, ...problems('official', ['not_found', 'conflict', 'bad_request']) },
    },
    get: {
      tags: ['files'],
      summary: 'The bytes of a stored file, whole or one range',
      description: 'Officials name a file by its id or SHA-256; the citizen side by its id.',
      security,
      parameters: [fileId, { name: 'Range', in: 'header', required: false, schema: { type: 'string' } }],
      responses: {
        '200': {
          description: 'The file.',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
        '206': {
          description: 'The range.',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
        '304': { description: 'Unchanged.' },
        '416': { description: 'The range lies behind the end.' },
        ...problems('official', ['not_found', 'files_incomplete']),
      },
    },
  }
}
