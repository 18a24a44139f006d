import { themeOf, type Inquiry } from '../../inquiries/inquiry-view.js';
import { INQUIRY_CHANNELS } from '../../inquiries/inquiry.js';
import { formatBeijing } from '../../kernel/clock.js';
import { parsePhone } from '../../kernel/phone.js';
import { factsOf } from './inquiry-facts.js';
import { MAIL_STYLE as S, MailLayout } from './mail-layout.js';

export interface CentreMailProps {
  inquiry: Inquiry;
  consoleUrl: string;
  /** Null when the article is not published any more. */
  articleUrl: string | null;
}

/** To the centre: a new request with everything that is needed to call back at once. */
export function CentreMail({ inquiry, consoleUrl, articleUrl }: CentreMailProps) {
  const phone = parsePhone(inquiry.phone);
  return (
    <MailLayout heading={`新的培训需求 ${inquiry.reference}`}>
      <p style="margin:0 0 4px;font-size:17px;font-weight:bold">{inquiry.organization}</p>
      <p style="margin:0 0 16px">{themeOf(inquiry)}</p>
      {phone.kind === 'phone' && (
        <p style="margin:0 0 20px">
          <a href={`tel:${phone.dial}`} style={S.button}>
            拨打 {phone.display}（{inquiry.contactName}）
          </a>
        </p>
      )}
      <table role="presentation" style="width:100%;border-collapse:collapse">
        {factsOf(inquiry).map(({ label, value, href }) => (
          <tr key={label}>
            <td style={S.label}>{label}</td>
            <td style={S.value}>
              {href === undefined ? (
                value
              ) : (
                <a href={href} style={S.link}>
                  {value}
                </a>
              )}
            </td>
          </tr>
        ))}
      </table>
      {inquiry.message !== null && (
        <>
          <p style="margin:16px 0 0;color:#6b6257">补充说明</p>
          <div style={S.quote}>{inquiry.message}</div>
        </>
      )}
      <Origin inquiry={inquiry} articleUrl={articleUrl} />
      <p style="margin:20px 0 0">
        <a href={consoleUrl} style={S.link}>
          在工作台中打开这份需求
        </a>
      </p>
      <p style={S.note}>
        {inquiry.email === null ? '对方没有留下邮箱，请电话联系。' : '直接回复本邮件，即可写信给对方。'}
        本邮件由报名服务自动发出。
      </p>
    </MailLayout>
  );
}

function Origin({ inquiry, articleUrl }: Omit<CentreMailProps, 'consoleUrl'>) {
  const news = inquiry.sourceNews;
  return (
    <p style={S.note}>
      收到时间：{formatBeijing(inquiry.receivedAt, 'minute')}（{INQUIRY_CHANNELS[inquiry.channel]}）
      {news !== null && (
        <>
          <br />
          来自文章：
          {articleUrl === null ? (
            (news.title ?? `编号 ${news.id}`)
          ) : (
            <a href={articleUrl} style={S.link}>
              {news.title ?? `编号 ${news.id}`}
            </a>
          )}
        </>
      )}
      {inquiry.utm.source !== null && (
        <>
          <br />
          推广来源：
          {[inquiry.utm.source, inquiry.utm.medium, inquiry.utm.campaign].filter(Boolean).join(' / ')}
        </>
      )}
      <br />
      已同意个人信息处理告知书（{inquiry.consent.noticeVersion} 版）
    </p>
  );
}

/** The same for readers of plain text. */
export function centreText({ inquiry, consoleUrl, articleUrl }: CentreMailProps): string {
  const lines = [
    `新的培训需求 ${inquiry.reference}`,
    '',
    ...factsOf(inquiry).map(({ label, value }) => `${label}：${indented(value)}`),
  ];
  if (inquiry.message !== null) lines.push('', '补充说明：', `    ${indented(inquiry.message)}`);
  lines.push(
    '',
    `收到时间：${formatBeijing(inquiry.receivedAt, 'minute')}（${INQUIRY_CHANNELS[inquiry.channel]}）`,
  );
  const news = inquiry.sourceNews;
  if (news !== null)
    lines.push(`来自文章：${[news.title ?? `编号 ${news.id}`, articleUrl].filter(Boolean).join(' ')}`);
  lines.push(
    `已同意个人信息处理告知书（${inquiry.consent.noticeVersion} 版）`,
    `工作台：${consoleUrl}`,
    '',
    inquiry.email === null ? '对方没有留下邮箱，请电话联系。' : '直接回复本邮件，即可写信给对方。',
    '',
  );
  return lines.join('\n');
}

/** What a visitor typed over several lines cannot pass for a line of ours. */
function indented(text: string): string {
  return text.replaceAll(/\r?\n|\r/g, '\n    ');
}
