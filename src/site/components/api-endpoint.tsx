import { curlExample } from '../curl.view.js';
import {
  type Endpoint,
  exampleOf,
  type FieldLine,
  fieldLines,
  type OpenApiDocument,
  type Parameter,
  resolve,
  type Schema,
  typeText,
} from '../openapi.view.js';

interface ApiEndpointProps {
  document: OpenApiDocument;
  endpoint: Endpoint;
  origin: string;
}

const PLACES: Record<string, string> = { path: '路径', query: '查询', header: '请求头', cookie: 'Cookie' };

/** One operation: what goes in, what comes out, and how to try it. */
export function ApiEndpoint({ document, endpoint, origin }: ApiEndpointProps) {
  const { operation, method, path, id } = endpoint;
  const [, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const bodyFields = body?.schema ? fieldLines(document, body.schema) : [];
  return (
    <section class="endpoint" aria-labelledby={id}>
      <h3 id={id}>
        <span class="method">{method.toUpperCase()}</span> <code>{path}</code>
      </h3>
      {operation.summary !== undefined && <p class="endpoint-summary">{operation.summary}</p>}
      {operation.description !== undefined && <p>{operation.description}</p>}
      <Fields
        title="参数"
        lines={(operation.parameters ?? []).map((entry) => parameterLine(document, entry))}
      />
      <Fields title="请求体（JSON）" lines={bodyFields} />
      <Answers document={document} endpoint={endpoint} />
      <h4>示例</h4>
      <pre>
        <code>{curlExample(document, endpoint, origin)}</code>
      </pre>
    </section>
  );
}

function parameterLine(document: OpenApiDocument, parameter: Parameter): FieldLine {
  return {
    name: parameter.name,
    type: [PLACES[parameter.in] ?? parameter.in, typeText(document, parameter.schema ?? {})].join(' '),
    required: parameter.required ?? false,
    description: parameter.description ?? '',
  };
}

function Fields({ title, lines }: { title: string; lines: FieldLine[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <dl class="api-fields">
        {lines.map((line) => (
          <div key={line.name}>
            <dt>
              <code>{line.name}</code>
              {line.required && <span class="required">必填</span>}
            </dt>
            <dd>
              <span class="muted">{line.type}</span> {line.description}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Answers({ document, endpoint }: { document: OpenApiDocument; endpoint: Endpoint }) {
  const answers = Object.entries(endpoint.operation.responses ?? {});
  if (answers.length === 0) return null;
  return (
    <>
      <h4>应答</h4>
      <dl class="answers">
        {answers.map(([status, value]) => {
          const answer = resolve<typeof value>(document, value);
          const [type, content] = Object.entries(answer.content ?? {})[0] ?? [];
          return (
            <div key={status}>
              <dt class="figures">{status}</dt>
              <dd>
                {answer.description !== undefined && <p>{answer.description}</p>}
                {content?.schema !== undefined && (
                  <Example document={document} schema={content.schema} type={type} />
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}

function Example({
  document,
  schema,
  type,
}: {
  document: OpenApiDocument;
  schema: Schema;
  type: string | undefined;
}) {
  return (
    <details>
      <summary>{type}</summary>
      <pre>
        <code>{JSON.stringify(exampleOf(document, schema), null, 2)}</code>
      </pre>
    </details>
  );
}
