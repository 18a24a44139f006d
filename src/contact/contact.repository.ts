import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { ContactEntity } from './contact.entity.js';

@Injectable()
export class ContactRepository {
  constructor(@InjectRepository(ContactEntity) private readonly contacts: Repository<ContactEntity>) {}

  find(): Promise<ContactEntity | null> {
    return this.contacts.findOneBy({ id: 1 });
  }
}
