import { Layout } from '../components/layout.js';
import { PhoneLink } from '../components/phone-link.js';
import type { SiteContext } from '../site-context.view.js';

export interface PrivacyPageProps {
  site: SiteContext;
}

/** The notice visitors agree to: contents by PIPL art. 17, rights by art. 15 and 44–50. Its version is the contact record's. */
export function PrivacyPage({ site }: PrivacyPageProps) {
  const { contact } = site;
  return (
    <Layout
      site={site}
      title="个人信息处理告知书"
      description={`${contact.centreName}处理哪些个人信息、用来做什么、保存多久，以及您的权利和行使办法。`}
      above={[]}
      here="个人信息处理告知书"
    >
      <div class="wrap page narrow">
        <h1>个人信息处理告知书</h1>
        <p class="meta">
          <span>
            版本：<span class="figures">{contact.noticeVersion}</span>
          </span>
          <span>自该日起施行</span>
        </p>
        <p class="lead">
          您提交培训需求时，我们会收到您和联系人的个人信息。本告知书写明我们怎样使用、保存多久，以及您可以要求我们做什么。本页可以直接打印或保存。
        </p>
        <div class="rich-text">
          <h2>一、处理者与联系方式</h2>
          <p>
            处理者：{contact.centreName}（以下称“中心”）。
            <br />
            地址：{contact.address}
            <br />
            电话：
            {contact.phones.map((phone) => (
              <span key={phone.number}>
                <PhoneLink phone={phone} />{' '}
              </span>
            ))}
            <br />
            邮箱：<a href={`mailto:${contact.email}`}>{contact.email}</a>
          </p>
          <h2>二、收集哪些信息，用来做什么</h2>
          <InformationTable />
          <p>
            标为“必填”的内容不填写，我们就无法与您联系、办理需求；其余内容可以不填，不影响提交。请不要在补充说明中填写身份证号、健康状况等敏感信息，也不要填写学员名单。填写他人的联系方式前，请先征得本人同意。
          </p>
          <h2>三、怎样处理</h2>
          <p>
            信息经加密连接传输，保存在中心使用的服务器上，只有负责培训业务的工作人员可以查看。您的需求提交后，系统会向中心的工作邮箱发出通知；您填写了邮箱的，也会向您发送回执。
          </p>
          <p>
            邮件由邮箱服务商传送，服务器由托管服务商运行。他们受中心委托处理，只能按约定的目的和方式处理，不得另作他用。除此以外，我们不向第三方提供您的信息，不公开，也不传送到境外，法律另有规定的除外。办班时如需把信息提供给酒店、保险等单位，会另行告知并单独征得同意。
          </p>
          <p>
            本网站不使用 Cookie
            跟踪访客，不嵌入第三方的统计、广告或地图。填写表单时，未提交的内容暂存在您自己的设备上：姓名、电话、职务和邮箱在关闭页面后清除，其余内容最多保留
            7 天，提交成功后随即清除。
          </p>
          <h2>四、保存多久</h2>
          <ul>
            <li>培训需求：保存到最后一次联络后 3 年，期满删除或匿名化。</li>
            <li>形成培训班的：相关信息转入办班档案，按档案和财务管理的规定保存。</li>
            <li>提交时的网络地址：保存 7 天，只用于防范恶意提交。</li>
            <li>网络日志：按法律规定保存不少于六个月。</li>
          </ul>
          <h2>五、您的权利和行使办法</h2>
          <ul>
            <li>查询、复制我们保存的您的个人信息；</li>
            <li>更正、补充不准确或不完整的信息；</li>
            <li>要求删除；</li>
            <li>撤回同意。撤回不影响撤回前已经进行的处理；</li>
            <li>要求我们解释本告知书。</li>
          </ul>
          <p>
            请拨打上面的电话或发送邮件，说明需求编号和要求。为防止他人冒用，我们会通过您提交时留下的电话核实身份。核实后我们会办理并告知结果；不能办理的，会说明理由。您认为我们的处理违反规定的，可以向网信等主管部门投诉、举报。
          </p>
          <h2>六、本告知书的更新</h2>
          <p>
            处理目的、方式或信息种类发生变化时，我们会更新本页和版本日期，并重新征得您的同意。每份需求都记录了提交时所同意的版本。
          </p>
        </div>
      </div>
    </Layout>
  );
}

const INFORMATION: { what: string; why: string; needed: string }[] = [
  { what: '单位名称、联系人、联系电话', why: '与您联系，核对需求，提供培训方案和报价', needed: '必填' },
  { what: '意向课程或培训主题（任选一项）', why: '准备培训方案', needed: '必填' },
  {
    what: '职务、培训对象、人数、天数、期望月份、形式、住宿、预算、补充说明',
    why: '使方案和报价更准确',
    needed: '选填',
  },
  { what: '电子邮箱', why: '发送回执和培训方案', needed: '选填' },
  { what: '来源页面、推广参数', why: '了解您从哪篇文章或渠道得知课程', needed: '自动' },
  { what: '提交时的网络地址、时间', why: '防范恶意提交，维护网络安全', needed: '自动' },
];

function InformationTable() {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">信息</th>
          <th scope="col">用途</th>
          <th scope="col">填写</th>
        </tr>
      </thead>
      <tbody>
        {INFORMATION.map(({ what, why, needed }) => (
          <tr key={what}>
            <td>{what}</td>
            <td>{why}</td>
            <td>{needed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
