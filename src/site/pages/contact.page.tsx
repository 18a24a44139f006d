import { ContactFacts } from '../components/contact-facts.js';
import { Layout } from '../components/layout.js';
import { ProcessSteps } from '../components/process-steps.js';
import type { SiteContext } from '../site-context.view.js';

export interface ContactPageProps {
  site: SiteContext;
}

export function ContactPage({ site }: ContactPageProps) {
  const { contact } = site;
  return (
    <Layout
      site={site}
      title="联系我们"
      description={`${contact.centreName}：${contact.phones.map(({ number }) => number).join('，')}，${contact.address}。`}
      above={[]}
      here="联系我们"
      bar
    >
      <div class="wrap page">
        <h1>联系我们</h1>
        <p class="lead">
          咨询课程、确认方案、了解进度，都可以直接来电。不方便通话时，请<a href="/inquire">在线提交需求</a>
          ，我们给您回电。
        </p>
        <ContactFacts contact={contact} />
        <section class="band">
          <h2>办班流程</h2>
          <ProcessSteps />
        </section>
      </div>
    </Layout>
  );
}
