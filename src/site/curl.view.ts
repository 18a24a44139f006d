import { type Endpoint, exampleOf, type OpenApiDocument, type Parameter } from './openapi.view.js';

/** A command to copy: required parameters and a JSON body, each from the document's examples. */
export function curlExample(document: OpenApiDocument, endpoint: Endpoint, origin: string): string {
  const { operation, method, path } = endpoint;
  const parameters = operation.parameters ?? [];
  const example = (parameter: Parameter): string => String(exampleOf(document, parameter.schema ?? {}) ?? '');
  const place = (name: string): Parameter[] => parameters.filter((parameter) => parameter.in === name);

  let url = origin + path;
  for (const parameter of place('path')) {
    url = url.replace(`{${parameter.name}}`, encodeURIComponent(example(parameter)));
  }
  const query = place('query').filter(({ required }) => required);
  if (query.length > 0) {
    url += `?${new URLSearchParams(query.map((parameter) => [parameter.name, example(parameter)])).toString()}`;
  }
  const lines = [`curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${quote(url)}`];
  for (const parameter of place('header'))
    lines.push(`-H ${quote(`${parameter.name}: ${example(parameter)}`)}`);
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type !== undefined && body !== undefined) {
    const value = body.example ?? exampleOf(document, body.schema ?? {}, true);
    lines.push(`-H ${quote(`Content-Type: ${type}`)}`, `-d ${quote(JSON.stringify(value, null, 2))}`);
  }
  return lines.join(' \\\n  ');
}

/** For a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
