import { ApiEndpoint } from '../components/api-endpoint.js';
import { Layout } from '../components/layout.js';
import { type Endpoint, endpointsOf, type OpenApiDocument } from '../openapi.view.js';
import type { SiteContext } from '../site-context.view.js';

export interface ApiDocsPageProps {
  site: SiteContext;
  document: OpenApiDocument;
}

const SPECIFICATION = '/api/v1/openapi.json';

/** The interface in readable form, from the same document that machines read. */
export function ApiDocsPage({ site, document }: ApiDocsPageProps) {
  const endpoints = endpointsOf(document);
  const { info } = document;
  return (
    <Layout
      site={site}
      title="接口文档"
      description={`${site.contact.centreName}培训报名服务的公开接口：地址、参数、应答和示例。`}
      above={[]}
      here="接口文档"
    >
      <div class="wrap page api-docs">
        <h1>接口文档</h1>
        <p class="meta">
          <span>{info.title}</span>
          <span>
            版本 <span class="figures">{info.version}</span>
          </span>
          <span>
            <a href={SPECIFICATION}>OpenAPI 3.1 文件</a>
          </span>
        </p>
        {info.description !== undefined && <p class="lead">{info.description}</p>}
        <p>
          请求与应答都是 UTF-8 编码的 JSON；出错时按 RFC 9457 返回 <code>application/problem+json</code>。
        </p>
        <nav aria-label="接口目录">
          <ul class="plain endpoint-index">
            {endpoints.map(({ id, method, path, operation }) => (
              <li key={id}>
                <a href={`#${id}`}>
                  <span class="method">{method.toUpperCase()}</span> <code>{path}</code>
                </a>
                <span>{operation.summary}</span>
              </li>
            ))}
          </ul>
        </nav>
        {byTag(endpoints).map(([tag, members]) => (
          <section key={tag}>
            <h2>{tag}</h2>
            {members.map((endpoint) => (
              <ApiEndpoint
                key={endpoint.id}
                document={document}
                endpoint={endpoint}
                origin={site.publicUrl}
              />
            ))}
          </section>
        ))}
      </div>
    </Layout>
  );
}

function byTag(endpoints: Endpoint[]): [string, Endpoint[]][] {
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const tag = endpoint.operation.tags?.[0] ?? '接口';
    groups.set(tag, [...(groups.get(tag) ?? []), endpoint]);
  }
  return [...groups];
}
