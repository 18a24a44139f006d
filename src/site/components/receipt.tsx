import { CallLine } from './call-line.js';
import type { ComponentChildren } from 'preact';
import type { Contact } from '../../contact/contact.js';
import { CopyButton } from './copy-button.js';
import { Day } from './day.js';

export interface ReceiptFacts {
  reference: string;
  receivedAt: Date;
  /** Where its status can be looked up. */
  statusUrl: string;
  /** Course title or theme, as sent. */
  subject: string | null;
  /** Whether a receipt goes to the address the visitor gave. */
  mailed: boolean;
}

interface ReceiptProps {
  contact: Contact;
  level: 1 | 2;
  reference: string;
  statusUrl: string;
  children?: ComponentChildren;
}

function Receipt({ contact, level, reference, statusUrl, children }: ReceiptProps) {
  const [Heading, Below] = level === 1 ? (['h1', 'h2'] as const) : (['h2', 'h3'] as const);
  return (
    <div class="receipt">
      <Heading tabIndex={-1} data-receipt-heading>
        已收到您的培训需求
      </Heading>
      <p class="reference-label">您的编号</p>
      <p class="reference">
        <strong class="figures" id="receipt-reference" data-reference>
          {reference}
        </strong>
        <CopyButton target="receipt-reference" label="复制编号" />
      </p>
      {children}
      <Below class="next">接下来</Below>
      <ol class="next-steps">
        <li>工作人员会拨打您留下的电话，核对培训对象、人数、时间和重点内容。</li>
        <li>根据沟通结果，为贵单位准备培训方案和报价。</li>
        <li>
          您可以凭编号和电话后四位
          <a href={statusUrl} data-status-link>
            查询办理进度
          </a>
          ，请保存好编号。
        </li>
      </ol>
      <CallLine contact={contact} before="需要补充或更改，请来电并报编号：" />
    </div>
  );
}

/** The receipt of a request just sent. */
export function InquiryReceipt({ contact, receipt }: { contact: Contact; receipt: ReceiptFacts }) {
  return (
    <Receipt contact={contact} level={1} reference={receipt.reference} statusUrl={receipt.statusUrl}>
      <dl class="facts">
        {receipt.subject !== null && (
          <div>
            <dt>培训主题</dt>
            <dd>{receipt.subject}</dd>
          </div>
        )}
        <div>
          <dt>收到时间</dt>
          <dd>
            <Day date={receipt.receivedAt} precision="minute" />
          </dd>
        </div>
        {receipt.mailed && (
          <div>
            <dt>回执</dt>
            <dd>已安排发送到您填写的邮箱</dd>
          </div>
        )}
      </dl>
    </Receipt>
  );
}

/** The same receipt for the browser to fill when it sends the form itself. */
export function ReceiptTemplate({ contact }: { contact: Contact }) {
  return (
    <template data-receipt>
      <Receipt contact={contact} level={2} reference="" statusUrl="/inquire/status" />
    </template>
  );
}
