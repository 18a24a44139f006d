import type { Progress } from '../../inquiries/progress.js';
import { CallLine } from '../components/call-line.js';
import { Day } from '../components/day.js';
import { Layout } from '../components/layout.js';
import { StatusForm } from '../components/status-form.js';
import type { SiteContext } from '../site-context.view.js';
import {
  type LookupProblem,
  type LookupRefusal,
  type LookupValues,
  STATUS_WORDS,
} from '../status-words.view.js';

export interface StatusPageProps {
  site: SiteContext;
  /** As typed, or the reference of `?reference=`. */
  values: LookupValues;
  problems: LookupProblem[];
  refusal: LookupRefusal | null;
  result: Progress | null;
}

/** Shows nothing that the visitor did not know, except where things stand. */
export function StatusPage({ site, values, problems, refusal, result }: StatusPageProps) {
  return (
    <Layout
      site={site}
      title={result === null ? '查询办理进度' : `办理进度（${result.reference}）`}
      description="凭需求编号和联系电话后四位，查询培训需求的办理进度。"
      above={[{ name: '提交培训需求', href: '/inquire' }]}
      here="查询办理进度"
      hidden={result !== null || problems.length > 0 || refusal !== null}
    >
      <div class="wrap page narrow">
        <h1>{result === null ? '查询办理进度' : '办理进度'}</h1>
        {result === null ? (
          <StatusForm values={values} problems={problems} refusal={refusal} contact={site.contact} />
        ) : (
          <Result site={site} result={result} />
        )}
      </div>
    </Layout>
  );
}

function Result({ site, result }: { site: SiteContext; result: Progress }) {
  const words = STATUS_WORDS[result.status];
  return (
    <div class="status-result">
      <p class="status-title">{words.title}</p>
      <p>{words.next}</p>
      <dl class="facts ruled">
        <div>
          <dt>需求编号</dt>
          <dd class="figures">{result.reference}</dd>
        </div>
        <div>
          <dt>收到时间</dt>
          <dd>
            <Day date={result.receivedAt} precision="minute" />
          </dd>
        </div>
      </dl>
      <CallLine contact={site.contact} before="来电请报编号：" />
      <p>
        <a class="tap" href="/inquire/status">
          查询另一份需求
        </a>
      </p>
    </div>
  );
}
