import { Injectable } from '@nestjs/common';
import { ContentCache } from '../platform/database/content-cache.js';
import type { Contact } from './contact.js';
import { ContactMissing } from './contact.errors.js';
import { ContactRepository } from './contact.repository.js';

@Injectable()
export class ContactService {
  constructor(
    private readonly repository: ContactRepository,
    private readonly cache: ContentCache,
  ) {}

  /** The one record. @throws ContactMissing when somebody deleted it by hand */
  current(): Promise<Contact> {
    return this.cache.get('contact:current', async () => {
      const entity = await this.repository.find();
      if (entity === null) throw new ContactMissing();
      const { id: _id, ...contact } = entity;
      return contact;
    });
  }
}
