import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { ContactService } from '../contact/contact.service.js';
import { InquiriesService } from '../inquiries/inquiries.service.js';
import { themeOf, type Inquiry } from '../inquiries/inquiry-view.js';
import { statusUrl } from '../inquiries/status-url.js';
import { NewsNotFound } from '../news/news.errors.js';
import { newsPath } from '../news/news.js';
import { NewsService } from '../news/news.service.js';
import type { RenderedMail } from '../mail/renderers.js';
import { CONFIG } from '../platform/tokens.js';
import { AcknowledgementMail, acknowledgementText } from './mails/acknowledgement.mail.js';
import { CentreMail, centreText } from './mails/centre.mail.js';
import { consoleUrl } from './mails/inquiry-facts.js';
import { renderMail } from './mails/mail-layout.js';

/** What the mails about a request say, read afresh at every attempt. */
@Injectable()
export class InquiryMails {
  constructor(
    private readonly inquiries: InquiriesService,
    private readonly contact: ContactService,
    private readonly news: NewsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** To the centre: every answer, the way back to the visitor, and where the request came from. */
  async centre(id: string): Promise<RenderedMail | null> {
    const inquiry = await this.inquiries.byId(id);
    if (inquiry === null) return null;
    const { publicUrl } = this.config.http;
    const articleUrl = await this.articleUrl(inquiry);
    const link = consoleUrl(publicUrl, inquiry.reference);
    const subject = `【培训需求】${inquiry.reference} ${inquiry.organization} · ${themeOf(inquiry)}`;
    return {
      subject,
      html: renderMail(CentreMail({ inquiry, consoleUrl: link, articleUrl })),
      text: centreText({ inquiry, consoleUrl: link, articleUrl }),
      ...(inquiry.email !== null && { replyTo: { name: inquiry.contactName, address: inquiry.email } }),
      minimal: {
        subject: `【培训需求】${inquiry.reference}`,
        text: `收到一份新的培训需求，编号 ${inquiry.reference}。\n单位：${inquiry.organization}\n电话：${inquiry.phone}\n全部内容请在工作台查看：\n${link}\n`,
      },
    };
  }

  /** To the visitor who left an address: that it arrived, under which number, and what happens next. */
  async acknowledgement(id: string): Promise<RenderedMail | null> {
    const [inquiry, contact] = await Promise.all([this.inquiries.byId(id), this.contact.current()]);
    if (inquiry === null) return null;
    const status = statusUrl(this.config.http.publicUrl, inquiry.reference);
    return {
      subject: `已收到您的培训需求（编号 ${inquiry.reference}）`,
      html: renderMail(AcknowledgementMail({ inquiry, contact, statusUrl: status })),
      text: acknowledgementText(inquiry, contact, status),
      replyTo: { name: contact.centreName, address: this.config.mail.to },
      automatic: true,
      minimal: {
        subject: `已收到您的培训需求（编号 ${inquiry.reference}）`,
        text: `您好，您的培训需求已收到，编号 ${inquiry.reference}。我们会按您留下的电话与您联系。\n${contact.centreName}\n`,
      },
    };
  }

  /** Null when the request came from no article, or from one that is not published any more. */
  private async articleUrl(inquiry: Inquiry): Promise<string | null> {
    if (inquiry.sourceNews === null) return null;
    const piece = await this.news.byId(inquiry.sourceNews.id).catch((error: unknown) => {
      if (error instanceof NewsNotFound) return null;
      throw error;
    });
    return piece && this.config.http.publicUrl + newsPath(piece);
  }
}
