/** The part of an OpenAPI 3.1 document that its page reads. Loose on purpose: a generator may leave anything out. */
export interface OpenApiDocument {
  info: { title: string; version: string; description?: string | undefined };
  servers?: { url: string }[] | undefined;
  paths: Record<string, object>;
  components?: object | undefined;
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface Body {
  description?: string;
  content?: Record<string, { schema?: Schema; example?: unknown }>;
}

export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: Body & { required?: boolean };
  responses?: Record<string, Body>;
}

export interface Endpoint {
  method: string;
  path: string;
  operation: Operation;
  id: string;
}

/** One line of a table of fields. */
export interface FieldLine {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every operation, in the order of the document. */
export function endpointsOf(document: OpenApiDocument): Endpoint[] {
  return Object.entries(document.paths).flatMap(([path, item]) => {
    const operations = item as Partial<Record<(typeof METHODS)[number], Operation>> & {
      parameters?: Parameter[];
    };
    return METHODS.flatMap((method) => {
      const found = operations[method];
      if (found === undefined) return [];
      const parameters = [...(operations.parameters ?? []), ...(found.parameters ?? [])].map((parameter) =>
        resolve<Parameter>(document, parameter),
      );
      const operation = { ...found, parameters };
      return [{ method, path, operation, id: `${method}${path.replace(/[^\w]+/g, '-')}`.replace(/-$/, '') }];
    });
  });
}

/** What a `$ref` within the document stands for; an unknown one stands for nothing. */
export function resolve<T>(document: OpenApiDocument, value: T | { $ref: string }): T {
  let current: unknown = value;
  for (let hops = 0; hops < 8 && isRecord(current) && typeof current['$ref'] === 'string'; hops += 1) {
    const keys = current['$ref'].replace(/^#\//, '').split('/');
    current = keys.reduce<unknown>(
      (at, key) => (isRecord(at) ? at[decodePointer(key)] : undefined),
      document,
    );
  }
  return (isRecord(current) ? current : {}) as T;
}

function decodePointer(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The schema with its references and `allOf` parts put together. */
export function flatten(document: OpenApiDocument, schema: Schema): Schema {
  const resolved = resolve<Schema>(document, schema);
  if (!resolved.allOf) return resolved;
  return resolved.allOf
    .map((part) => flatten(document, part))
    .reduce<Schema>(
      (whole, part) => ({
        ...whole,
        ...part,
        properties: { ...whole.properties, ...part.properties },
        required: [...(whole.required ?? []), ...(part.required ?? [])],
      }),
      resolved,
    );
}

const DEEPEST = 3;

/** The fields of an object, nested ones as `source.newsId` and `items[].slug`. */
export function fieldLines(document: OpenApiDocument, schema: Schema, prefix = '', depth = 0): FieldLine[] {
  const whole = flatten(document, schema);
  if (whole.items && !whole.properties) return fieldLines(document, whole.items, `${prefix}[]`, depth);
  return Object.entries(whole.properties ?? {}).flatMap(([key, value]) => {
    const property = flatten(document, value);
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const line = {
      name,
      type: typeText(document, property),
      required: whole.required?.includes(key) ?? false,
      description: [property.description ?? value.description, limits(property)].filter(Boolean).join(' '),
    };
    const inner = depth < DEEPEST ? fieldLines(document, property, name, depth + 1) : [];
    return [line, ...inner];
  });
}

export function typeText(document: OpenApiDocument, schema: Schema): string {
  const whole = flatten(document, schema);
  const parts = whole.anyOf ?? whole.oneOf;
  if (parts) return parts.map((part) => typeText(document, part)).join(' | ');
  if (whole.enum) return whole.enum.map(String).join(' | ');
  if (whole.const !== undefined) return JSON.stringify(whole.const);
  const type = [whole.type ?? (whole.properties ? 'object' : '')].flat().join(' | ');
  if (whole.items) return `${typeText(document, whole.items) || 'any'}[]`;
  return whole.format === undefined ? type : `${type}（${whole.format}）`;
}

function limits({ minLength, maxLength, minimum, maximum, default: preset, type }: Schema): string {
  const range = (low: number | undefined, high: number | undefined, unit: string): string[] => {
    if (low !== undefined && high !== undefined) return [`${low}–${high}${unit}`];
    if (high !== undefined) return [`不超过 ${high}${unit}`];
    return low === undefined ? [] : [`不小于 ${low}${unit}`];
  };
  const parts = [
    ...range(minLength, maxLength, type === 'string' ? ' 字' : ''),
    ...range(minimum, maximum, ''),
  ];
  if (preset !== undefined) parts.push(`默认 ${JSON.stringify(preset)}`);
  return parts.length === 0 ? '' : `（${parts.join('，')}）`;
}

/** What the document itself gives as an example; undefined when it gives none. */
function givenExample(schema: Schema): unknown {
  return schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.default ?? schema.enum?.[0];
}

/** An example value, or something of the right type. `brief` leaves out optional fields that have no example. */
export function exampleOf(document: OpenApiDocument, schema: Schema, brief = false, depth = 0): unknown {
  const whole = flatten(document, schema);
  const given = givenExample(whole);
  if (given !== undefined) return given;
  if (depth > DEEPEST) return null;
  if (whole.items) return [exampleOf(document, whole.items, brief, depth + 1)];
  if (whole.properties) {
    const entries = Object.entries(whole.properties).filter(
      ([key, value]) =>
        !brief || whole.required?.includes(key) || givenExample(flatten(document, value)) !== undefined,
    );
    return Object.fromEntries(
      entries.map(([key, value]) => [key, exampleOf(document, value, brief, depth + 1)]),
    );
  }
  const alternative = (whole.anyOf ?? whole.oneOf)?.[0];
  if (alternative) return exampleOf(document, alternative, brief, depth + 1);
  const plain: Record<string, unknown> = { string: 'string', integer: 1, number: 1, boolean: true };
  return plain[[whole.type ?? ''].flat()[0] ?? ''] ?? null;
}
