import type { Contact } from '../../contact/contact.js';
import type { Inquiry } from '../../inquiries/inquiry-view.js';
import { formatBeijing } from '../../kernel/clock.js';
import { MAIL_STYLE as S, MailLayout } from './mail-layout.js';

interface Props {
  inquiry: Inquiry;
  contact: Contact;
  statusUrl: string;
}

/**
 * To the visitor: a receipt. It repeats nothing that was typed, since anybody can type anybody's address, and any
 * text, into a form, and the centre's mailbox would carry it there.
 */
export function AcknowledgementMail({ inquiry, contact, statusUrl }: Props) {
  return (
    <MailLayout heading="已收到您的培训需求">
      <p style="margin:0 0 12px">您好！您提交的培训需求我们已经收到，请留存以下编号，便于查询和沟通。</p>
      <p style="margin:0 0 12px;font-size:22px;font-weight:bold;letter-spacing:1px">{inquiry.reference}</p>
      <table role="presentation" style="width:100%;border-collapse:collapse">
        {inquiry.course !== null && (
          <tr>
            <td style={S.label}>课程</td>
            <td style={S.value}>{inquiry.course.title}</td>
          </tr>
        )}
        <tr>
          <td style={S.label}>收到时间</td>
          <td style={S.value}>{formatBeijing(inquiry.receivedAt, 'minute')}</td>
        </tr>
      </table>
      <p style="margin:20px 0 0">接下来，我们会按您留下的电话与您联系，了解需求后为您拟订培训方案与报价。</p>
      <p style="margin:12px 0 0">
        <a href={statusUrl} style={S.link}>
          查询办理进度
        </a>
        （需要编号和联系电话的后四位）
      </p>
      <p style={S.note}>
        如需补充或更正，请直接回复本邮件，或拨打 {contact.phones.map((phone) => phone.number).join('、')}。
        <br />
        {contact.centreName}　{contact.address}
        <br />
        如果您没有提交过这份需求，请告诉我们，我们会删除它。
      </p>
    </MailLayout>
  );
}

/** The same for readers of plain text. */
export function acknowledgementText(inquiry: Inquiry, contact: Contact, statusUrl: string): string {
  return [
    '您好！您提交的培训需求我们已经收到，请留存以下编号，便于查询和沟通。',
    '',
    `编号：${inquiry.reference}`,
    ...(inquiry.course === null ? [] : [`课程：${inquiry.course.title}`]),
    `收到时间：${formatBeijing(inquiry.receivedAt, 'minute')}`,
    '',
    '接下来，我们会按您留下的电话与您联系，了解需求后为您拟订培训方案与报价。',
    `查询办理进度（需要编号和联系电话的后四位）：${statusUrl}`,
    '',
    `如需补充或更正，请直接回复本邮件，或拨打 ${contact.phones.map((phone) => phone.number).join('、')}。`,
    contact.centreName,
    contact.address,
    '如果您没有提交过这份需求，请告诉我们，我们会删除它。',
    '',
  ].join('\n');
}
